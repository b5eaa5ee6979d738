"""`voicecli show`: a source opens in its context."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.errors import ExitCode
from voicecli.pipeline.sound import stretch
from voicecli.types import SAMPLE_RATE

pytestmark = pytest.mark.cli

PARAGRAPH = "We mend every kind of clock here, whatever its age and whatever others said of it. "
RECORDS = {
    "projects": [
        {
            "id": "carillon",
            "title": "Carillon",
            "description": "Plays bells by wire.",
            "technologies": ["Rust"],
            "link": "https://carillon.example",
            "start": "2021",
        }
    ]
}
SAID = ("We begin with the tower.", "The new clapper costs 900 crowns.", "That was all for today.")


@pytest.fixture
def content(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "content"
    (folder / "notes").mkdir(parents=True)
    sections = [f"## {name}\n\n{PARAGRAPH * 2}\n" for name in ("Opening", "Prices", "Holidays")]
    (folder / "notes" / "faq.md").write_text("# The clock shop\n\n" + "\n".join(sections))
    (folder / "records.json").write_text(json.dumps(RECORDS))
    segments = [
        {"start": 40.0 * number, "end": 40.0 * number + 38, "text": text}
        for number, text in enumerate(SAID)
    ]
    (folder / "meeting.json").write_text(json.dumps({"text": " ".join(SAID), "segments": segments}))
    write_wav(folder / "meeting.wav", np.zeros(SAMPLE_RATE, np.float32))
    monkeypatch.setenv("VOICECLI_PATHS_CONTENT", str(folder))
    assert run(["content", "reindex"]) == ExitCode.OK
    return folder


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["show", "--json", *words]) == ExitCode.OK
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_line_opens_the_passage_around_it(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shown(capsys, "notes/faq.md:9")
    assert found["source"] == "notes/faq.md:9"
    assert found["title"].endswith("Prices")
    assert found["file"] == str(content / "notes" / "faq.md")
    assert [one["source"] for one in found["before"]] == ["notes/faq.md:5"]
    assert [one["source"] for one in found["after"]] == ["notes/faq.md:13"]
    assert shown(capsys, "faq.md:10") == found, "the end of a path, and a line in between"
    assert shown(capsys, "notes/faq.md")["source"] == "notes/faq.md:5", "a document alone"
    assert run(["show", "faq.md:9"]) == ExitCode.OK
    told = capsys.readouterr()
    marked = [line for line in told.out.splitlines() if "▶" in line]
    assert len(marked) == 1
    assert marked[0].lstrip().startswith("9 ▶ We mend")
    assert "\x1b" not in told.out


@pytest.mark.parametrize("written", ["carillon", "Carillon", "records.json#carillon"])
def test_an_item_opens_by_id_title_and_source(
    written: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shown(capsys, written)
    assert found["source"] == "records.json#carillon"
    assert found["item"]["link"] == "https://carillon.example"
    assert run(["show", written]) == ExitCode.OK
    assert "Plays bells by wire." in capsys.readouterr().out


def test_a_recording_opens_at_its_seconds(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shown(capsys, "meeting.wav", "0:40")
    assert "clapper" in found["text"]
    assert found["recording"] == {"file": str(content / "meeting.wav"), "from": 40.0, "to": 70.0}
    assert shown(capsys, "--seconds", "5", "meeting.wav 0:41")["recording"]["to"] == 46.0
    (content / "meeting.wav").unlink()
    assert shown(capsys, "meeting.wav 0:40")["recording"] is None
    assert run(["show", "--play", "meeting.wav 0:40"]) == ExitCode.USAGE


def test_what_is_not_there_suggests_what_is_near(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["show", "fag.md:9"]) == ExitCode.ERROR
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert "notes/faq.md" in line
    assert run(["show", "%", "_"]) == ExitCode.ERROR
    assert run(["show", "  "]) == ExitCode.USAGE


def test_a_stretch_is_exactly_the_seconds_that_were_asked_for(tmp_path: Path) -> None:
    ramp = np.linspace(-0.5, 0.5, 5 * SAMPLE_RATE, dtype=np.float32)
    write_wav(tmp_path / "ramp.wav", ramp)
    chunks = list(stretch(tmp_path / "ramp.wav", 1.5, 3.0))
    played = np.concatenate([chunk.samples for chunk in chunks])
    wanted = ramp[int(1.5 * SAMPLE_RATE) : 3 * SAMPLE_RATE]
    assert played.size == wanted.size
    assert np.allclose(played, wanted, atol=1e-3)
    assert sum(chunk.share for chunk in chunks) == pytest.approx(1.0)
    assert list(stretch(tmp_path / "ramp.wav", 9.0, 10.0)) == []
