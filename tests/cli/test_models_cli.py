"""`voicecli models` as a person types it, with the small catalogue and the real pip."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import small_catalog
from tests.small_catalog import WHOLE, SmallCatalog
from voicecli.catalog import hub
from voicecli.cli.app import run
from voicecli.cli.downloads import offer_download
from voicecli.config import load
from voicecli.errors import CatalogError, ExitCode

pytestmark = pytest.mark.cli

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallCatalog]:
    catalog = small_catalog.build(tmp_path / "catalog")
    environment = catalog.environment() | {"VOICECLI_PATHS_MODELS": str(tmp_path / "models")}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    hub.reachable.cache_clear()
    yield catalog
    hub.reachable.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A models folder with `whole` in it."""
    (tmp_path / "models" / "whole").mkdir(parents=True)
    (tmp_path / "models" / "whole" / "model.bin").write_bytes(WHOLE)
    return tmp_path / "models"


def test_list_shows_licences_and_what_is_here(folder: Path, capsys: Captured) -> None:
    assert run(["models", "list", "--all", "--json"]) == ExitCode.OK
    models = {model["name"]: model for model in json.loads(capsys.readouterr().out)}
    assert {name: model["state"] for name, model in models.items()} == {
        "whole": "present",
        "parted": "missing",
        "gated": "missing",
        "hubbed": "missing",
    }
    assert models["whole"]["licence"] == "CC0"
    assert models["gated"]["terms"] == "Be kind."
    assert models["whole"]["files"][0]["bytes"] == len(WHOLE)
    assert run(["models", "list"]) == ExitCode.OK
    printed = capsys.readouterr()
    assert "whole" in printed.out
    assert "parted" not in printed.out  # no profile names it
    assert "\x1b" not in printed.out


def test_the_shipped_list_says_what_the_licences_leave_open(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delenv("VOICECLI_CATALOG")
    assert run(["models", "list"]) == ExitCode.OK
    printed = capsys.readouterr()
    assert "research-only base voice" in printed.out
    assert "source of bytes only" in printed.err


def test_pull_asks_and_nobody_there_means_no(tmp_path: Path, capsys: Captured) -> None:
    assert run(["models", "pull", "whole"]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "CC0" in said
    assert "--yes" in said
    assert not (tmp_path / "models").exists()


def test_pull_without_names_takes_the_profile(tmp_path: Path, capsys: Captured) -> None:
    assert run(["models", "pull", "--yes"]) == ExitCode.OK
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1] == "whole: done"
    assert (tmp_path / "models" / "whole" / "model.bin").read_bytes() == WHOLE
    assert run(["models", "pull", "--yes", "--profile", "quality"]) == ExitCode.OK
    assert "Nothing to fetch" in capsys.readouterr().err


def test_yes_does_not_accept_terms(tmp_path: Path, capsys: Captured) -> None:
    assert run(["models", "pull", "gated", "--yes"]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "Be kind." in said
    assert "--accept-terms" in said
    assert run(["models", "pull", "gated", "--yes", "--accept-terms"]) == ExitCode.OK


def test_pull_from_a_folder_needs_no_network(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nothing"))
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "other"))
    assert run(["models", "pull", "whole", "--yes", "--from", str(folder)]) == ExitCode.OK
    assert (tmp_path / "other" / "whole" / "model.bin").read_bytes() == WHOLE


def test_pull_from_an_archive(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
) -> None:
    archive = tmp_path / "all.tar"
    assert run(["models", "export", "-o", str(archive)]) == ExitCode.OK
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nothing"))
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "other"))
    assert run(["models", "pull", "whole", "--yes", "--from", str(archive)]) == ExitCode.OK
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "third"))
    assert run(["models", "import", str(archive)]) == ExitCode.OK
    for name in ("other", "third"):
        assert (tmp_path / name / "whole" / "model.bin").read_bytes() == WHOLE
    capsys.readouterr()
    assert run(["models", "import", str(tmp_path / "no.tar")]) == ExitCode.ERROR
    assert "no.tar cannot be read" in capsys.readouterr().err


def test_an_archive_goes_through_a_pipe(folder: Path, tmp_path: Path) -> None:
    there = {**os.environ, "VOICECLI_PATHS_MODELS": str(tmp_path / "there")}
    voicecli = [sys.executable, "-m", "voicecli", "models"]
    exported = subprocess.run([*voicecli, "export", "whole", "-o", "-"], capture_output=True)
    imported = subprocess.run([*voicecli, "import", "-"], input=exported.stdout, env=there)
    assert (exported.returncode, imported.returncode) == (0, 0)
    assert (tmp_path / "there" / "whole" / "model.bin").read_bytes() == WHOLE


def test_verify_reads_everything(folder: Path, capsys: Captured) -> None:
    assert run(["models", "verify"]) == ExitCode.OK
    (folder / "whole" / "model.bin").write_bytes(WHOLE[::-1])
    capsys.readouterr()
    assert run(["models", "verify", "whole", "--json"]) == ExitCode.ERROR
    printed = capsys.readouterr()
    assert json.loads(printed.out)[0]["state"] == "damaged"
    assert "voicecli models pull whole" in printed.err
    assert run(["models", "verify", "parted"]) == ExitCode.MODEL_MISSING


def test_path_and_remove(folder: Path, capsys: Captured) -> None:
    assert run(["models", "path", "whole"]) == ExitCode.OK
    assert capsys.readouterr().out == f"{folder / 'whole'}\n"
    assert run(["models", "remove", "whole"]) == ExitCode.OK
    assert not (folder / "whole").exists()
    capsys.readouterr()
    assert run(["models", "path", "whole"]) == ExitCode.MODEL_MISSING
    assert "Run `voicecli models pull whole`." in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["pull", "verify", "path", "remove"])
def test_an_unknown_name_gets_a_near_one(verb: str, capsys: Captured) -> None:
    assert run(["models", verb, "hole"]) == ExitCode.USAGE
    assert "Did you mean whole?" in capsys.readouterr().err


def test_recommend_says_why(capsys: Captured) -> None:
    assert run(["models", "recommend", "--json"]) == ExitCode.OK
    advice = json.loads(capsys.readouterr().out)
    assert advice["profile"] in small_catalog.PROFILES
    assert advice["reasons"]
    assert advice["missing"] == ["whole"]
    assert advice["download_bytes"] > len(WHOLE) / 2
    assert run(["models", "recommend"]) == ExitCode.OK


def test_other_commands_offer_a_download(tmp_path: Path, capsys: Captured) -> None:
    config = load().config
    with pytest.raises(CatalogError) as raised:
        offer_download(config, ["stt"])
    assert raised.value.exit_code == ExitCode.MODEL_MISSING
    assert raised.value.hint == "Run `voicecli models pull whole`."
    assert offer_download(config, ["stt"], yes=True) == {"stt": "whole"}
    assert "CC0" in capsys.readouterr().err
    assert offer_download(config, ["stt"]) == {"stt": "whole"}


def test_the_plain_twin_fetches_before_anything_is_installed(tmp_path: Path) -> None:
    script = Path(__file__).parents[2] / "scripts" / "download_models.py"
    hidden = ["psutil", "rich", "typer", "platformdirs", "huggingface_hub", "rapidfuzz"]
    start = f"""
import runpy, sys
sys.modules.update(dict.fromkeys({hidden}))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
    folder = tmp_path / "twin"
    done = subprocess.run(
        [sys.executable, "-c", start, str(script), "--profile", "tiny", "--to", str(folder)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "whole" / "model.bin").read_bytes() == WHOLE
    assert done.stdout.splitlines()[-1] == "whole: done"
