"""What a run of `voicecli transcribe` prints of outcomes as they come."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from voicecli.cli.transcribe_report import Lines
from voicecli.cli.transcribe_run import Run, Told
from voicecli.cli.transcripts import Nowhere, Stdout, Style
from voicecli.errors import AudioError
from voicecli.pipeline import transcribe as pipeline
from voicecli.pipeline.transcribe import Failed, Outcome, Progress, Started, Transcribed
from voicecli.turn import Turn
from voicecli.types import Segment, Transcript

pytestmark = pytest.mark.unit

Captured = pytest.CaptureFixture[str]


def said(*texts: str) -> tuple[Segment, ...]:
    return tuple(Segment(at, at + 1, f" {text}") for at, text in enumerate(texts))


def done(source: str, *texts: str, fresh: bool = True) -> Transcribed:
    return Transcribed(source, Transcript(said(*texts), "en", 3.0), fresh)


BROKEN_OFF: list[Outcome] = [
    Started("a.wav"),
    Progress("a.wav", 2.0, said("one", "two")),
    Failed("a.wav", AudioError("damaged", "a.wav is damaged.", "Copy it again.")),
    done("b.wav", "three", "four", "five", fresh=False),
    Started("c.wav"),
    Progress("c.wav", 2.0, said("six")),
    done("c.wav", "six"),
]
"""A recording that fails half way, one that was finished before, and one that was not."""

SPLIT: list[Outcome] = [
    Started("a.wav"),
    Progress("a.wav", 2.0, said("one two")),
    done("a.wav", "one", "two"),
]
"""A recording of which the speakers split a phrase."""


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch) -> Any:
    def followed(run: Run, outcomes: Sequence[Outcome]) -> None:
        def scripted(*_: object) -> Iterator[Outcome]:
            yield from outcomes

        monkeypatch.setattr(pipeline, "transcribe", scripted)
        how: Any = None
        run.follow([], how, Turn())

    return followed


def test_text_on_stdout_is_whole_after_a_recording_that_failed(
    follow: Any, capsys: Captured
) -> None:
    follow(Run(Stdout(Style(("txt",)), several=True, streamed=True), Told(), {}), BROKEN_OFF)
    assert capsys.readouterr().out.split() == ["one", "two", "three", "four", "five", "six"]


def test_lines_number_the_segments_of_each_recording(follow: Any, capsys: Captured) -> None:
    told = Told(lines=Lines(words=False, changes=False))
    follow(Run(Nowhere(), told, {}), BROKEN_OFF)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    segments = [(line["file"], line["id"]) for line in lines if line["type"] == "segment"]
    assert segments == [
        ("a.wav", 0), ("a.wav", 1), ("b.wav", 0), ("b.wav", 1), ("b.wav", 2), ("c.wav", 0)
    ]  # fmt: skip


@pytest.mark.parametrize("spoken", [False, True])
def test_phrases_that_are_split_at_the_end_are_not_told_twice(
    follow: Any, capsys: Captured, *, spoken: bool
) -> None:
    told = Told(spoken="lines") if spoken else Told(lines=Lines(words=False, changes=True))
    follow(Run(Nowhere(), told, {}), SPLIT)
    printed = capsys.readouterr().out
    if spoken:
        assert printed == "[00:00.000 --> 00:01.000]  one two\n"
        return
    first, last = (json.loads(line) for line in printed.splitlines())
    assert (first["type"], first["text"]) == ("segment", " one two")
    assert [segment["text"] for segment in last["segments"]] == [" one", " two"]
