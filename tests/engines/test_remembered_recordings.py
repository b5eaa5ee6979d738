"""From sound to an answer: what was said in a recording is asked for, and cited with its time."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.spoken import silence, spoken
from voicecli.assembly import open_embedder, open_store, open_vad
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.config import Config, load
from voicecli.pipeline.remember import bring_in, keep
from voicecli.pipeline.transcribe import Transcribed, Transcription, transcribe
from voicecli.retrieval.citations import read_citation
from voicecli.stt.batch import BatchRecognizer
from voicecli.turn import Turn
from voicecli.types import Transcript

pytestmark = pytest.mark.engines

Captured = pytest.CaptureFixture[str]

SAID = (
    ("Anna", "The budget for the harbour project is ninety thousand euros."),
    ("Ben", "The budget is too small, because the old crane must be replaced."),
    ("Anna", "The delivery of the new boats is planned for the third of September."),
)
EVERY_SECONDS = 40
"""Where each of them begins, so that each is a passage of its own."""


@pytest.fixture
def config() -> Config:
    return load().config


@pytest.fixture
def meeting(models: Path, tmp_path: Path) -> Path:
    """A recording in which one sentence is said every 40 seconds."""
    path = tmp_path / "meeting.wav"
    pieces = [np.append(spoken(models, text), silence(EVERY_SECONDS)) for _, text in SAID]
    write_wav(path, np.concatenate([piece[: EVERY_SECONDS * 16_000] for piece in pieces]))
    return path


def transcribed(path: Path, models: Path, config: Config) -> Transcript:
    how = Transcription(
        vad=lambda: vad,
        recognizer=lambda: BatchRecognizer(models / "whisper-tiny.en", config.stt, 2),
        language="en",
    )
    with open_vad(config) as vad:
        (made,) = (
            outcome.transcript
            for outcome in transcribe([str(path)], how, Turn())
            if isinstance(outcome, Transcribed)
        )
    return made


def with_speakers(transcript: Transcript) -> Transcript:
    """The transcript with who says what, as it was made."""
    return replace(
        transcript,
        segments=tuple(
            replace(segment, speaker=SAID[round(segment.start / EVERY_SECONDS)][0])
            for segment in transcript.segments
        ),
    )


@pytest.fixture
def remembered(meeting: Path, models: Path, config: Config) -> Path:
    transcript = with_speakers(transcribed(meeting, models, config))
    with open_store(config) as db, open_embedder(config) as embedder:
        keep(db, config, str(meeting), transcript)
        assert not [done.error for done in bring_in(db, embedder, config) if done.error]
    return meeting


def asked(capsys: Captured, question: str) -> Mapping[str, Any]:
    assert run(["ask", "--json", "--no-llm", question]) == 0
    answer: Mapping[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def is_cited(answer: Mapping[str, Any], second: int) -> bool:
    """Whether the answer's first source is the recording, at this second or beside it."""
    cited = read_citation(answer["sources"][0]["source"])
    return cited.document == "meeting.wav" and abs((cited.seconds or 0) - second) <= 1


@pytest.mark.usefixtures("remembered")
def test_a_question_is_answered_from_a_recording_with_its_time(capsys: Captured) -> None:
    answer = asked(capsys, "When are the new boats delivered?")
    assert "September" in answer["answer"]
    assert is_cited(answer, 80)


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize(("who", "said", "second"), [("Anna", "90,000", 0), ("Ben", "crane", 40)])
def test_what_somebody_said_is_found_by_who_said_it(
    capsys: Captured, who: str, said: str, second: int
) -> None:
    answer = asked(capsys, f"What did {who} say about the budget?")
    assert is_cited(answer, second)
    assert who in answer["sources"][0]["text"]
    assert said in answer["answer"].replace("ninety thousand", "90,000")
