"""`voicecli cache`: what is kept is shown and let go, but not what is in use."""

import json
from pathlib import Path
from typing import Any

import pytest

from voicecli.cli.app import run
from voicecli.config import Config, load
from voicecli.errors import ExitCode
from voicecli.pipeline.caches import sound_files, tidy
from voicecli.storage.jobs import JobKey, Ledger
from voicecli.types import Segment, Transcript

pytestmark = pytest.mark.cli

Captured = pytest.CaptureFixture[str]
SAID = Transcript((Segment(0.0, 1.0, " Hello."),), "en", 1.0)


@pytest.fixture
def config() -> Config:
    return load().config


@pytest.fixture
def filled(config: Config) -> Config:
    """One finished transcription, and the sound of one video."""
    key = JobKey(b"c" * 20, b"r" * 20)
    with Ledger(config.database_file).working() as worker, worker.jobs() as jobs:
        jobs.begin(key)
        jobs.finish(key, SAID, (), SAID)
    with sound_files(config).adding("a") as path:
        path.write_bytes(b"x" * 1500)
    return config


def told(capsys: Captured, *arguments: str) -> Any:
    assert run(["cache", *arguments, "--json"]) == ExitCode.OK
    return json.loads(capsys.readouterr().out)


def test_an_empty_cache_is_shown_and_makes_nothing(config: Config, capsys: Captured) -> None:
    status = told(capsys, "status")
    assert list(status) == ["sound", "results", "age_days"]
    assert (status["sound"]["count"], status["results"]["bytes"]) == (0, 0)
    assert told(capsys, "clear")["removed"] == {"sound": 0, "results": 0}
    assert not config.database_file.exists()
    assert not config.cache_folder.exists()


def test_what_is_kept_is_shown(filled: Config, capsys: Captured) -> None:
    status = told(capsys, "status")
    assert status["sound"] == {
        "count": 1,
        "bytes": 1500,
        "limit_bytes": 2_000_000_000,
        "place": str(filled.cache_folder / "sound"),
    }
    assert status["results"]["count"] == 1
    assert status["results"]["bytes"] > 0
    assert run(["cache", "status"]) == ExitCode.OK
    printed = capsys.readouterr()
    assert printed.out.splitlines()[1].split()[:6] == ["sound", "1", "1.5", "kB", "2.0", "GB"]
    assert "cache.age_days" in printed.err


def test_all_of_it_goes_but_what_is_in_use(filled: Config, capsys: Captured) -> None:
    with sound_files(filled).using("a"):
        done = told(capsys, "clear")
        assert done["removed"] == {"sound": 0, "results": 1}
        assert done["left"]["sound"]["count"] == 1
        assert run(["cache", "clear"]) == ExitCode.OK
        assert "sound: 1 left (1.5 kB), in use." in capsys.readouterr().err
    assert told(capsys, "clear")["removed"] == {"sound": 1, "results": 0}


@pytest.mark.usefixtures("filled")
def test_only_what_is_old_goes(capsys: Captured) -> None:
    for age in ("1h", "2D", "3w", "4"):
        assert told(capsys, "clear", "--older-than", age)["removed"] == {"sound": 0, "results": 0}
    assert run(["cache", "clear", "--older-than", "1y"]) == ExitCode.USAGE
    assert "12h, 30d, 8w" in capsys.readouterr().err


def test_the_settings_bound_both(
    filled: Config, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tidy(filled)
    assert told(capsys, "status")["sound"]["count"] == 1
    monkeypatch.setenv("VOICECLI_CACHE_SOUND_MEGABYTES", "0")
    monkeypatch.setenv("VOICECLI_CACHE_RESULTS_MEGABYTES", "0")
    tidy(load().config)
    status = told(capsys, "status")
    assert (status["sound"]["count"], status["results"]["count"]) == (0, 0)
