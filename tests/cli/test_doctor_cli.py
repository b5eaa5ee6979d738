"""`voicecli doctor`."""

import json
from pathlib import Path

import pytest

from voicecli.cli.app import run
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli


def test_it_looks_at_everything(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["doctor", "--json"])
    findings = json.loads(capsys.readouterr().out)
    names = {finding["name"] for finding in findings}
    assert {"Python", "processor", "memory", "engine", "model", "database", "content"} <= names
    bad = [finding for finding in findings if finding["verdict"] == "bad"]
    assert (code == ExitCode.OK) == (not bad)
    assert [finding for finding in bad if finding["name"] != "PortAudio"] == []
    checked = [finding for finding in findings if finding["name"] == "model"]
    assert all("checksums right" in finding["value"] for finding in checked)


def test_a_missing_model_is_named_with_its_cure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "none"))
    assert run(["doctor"]) == ExitCode.ERROR
    told = capsys.readouterr().out
    assert "whisper-tiny.en is missing" in told
    assert "voicecli models pull whisper-tiny.en" in told
