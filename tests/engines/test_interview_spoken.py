"""A short interview aloud, with the real voice, ears and judge, over files that take no time."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.spoken import silence, spoken
from voicecli.audio.wav import WavWriter
from voicecli.types import SAMPLE_RATE, Samples

pytestmark = pytest.mark.engines

PLAN = """
[[topics]]
title = "Night shifts"
questions = ["Tell me about the hardest night shift that you had.", "How do you stay awake?"]

[[topics]]
title = "Medicines"
questions = ["How do you make sure that a dose is right?", "When did you last find a mistake?"]
"""
FIRST = "In my second year a patient fell out of his bed, and I was alone on the ward."
SECOND = "I called the doctor, and I stayed with him until she came."


def write(path: Path, *pieces: Samples) -> Path:
    with WavWriter(path, SAMPLE_RATE) as file:
        for piece in pieces:
            file.write(piece)
    return path


def spoken_interview(folder: Path, models: Path, said: Path) -> tuple[list[str], dict[str, str]]:
    """The command of an interview over files, and its environment."""
    plan = folder / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    environment = {
        **os.environ,
        **{f"VOICECLI_PATHS_{part}": str(folder / part.lower()) for part in ("DATA", "STATE")},
        "VOICECLI_PATHS_MODELS": str(models),
        "VOICECLI_MODELS_PROFILE": "tiny",
    }
    files = ["--microphone", str(said), "--speaker", str(folder / "asked.wav")]
    command = [sys.executable, "-m", "voicecli", "interview", "--topics", str(plan), "--yes"]
    return [*command, *files, "--json"], environment


@pytest.fixture(scope="module")
def events(models: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """An answer with a thinking pause inside, an order, and an end."""
    folder = tmp_path_factory.mktemp("interview")
    said = write(
        folder / "said.wav",
        silence(0.5),
        spoken(models, FIRST),
        silence(0.5),
        spoken(models, SECOND),
        silence(5.0),
        spoken(models, "Can you repeat the question?"),
        silence(5.0),
        spoken(models, "Let us stop here."),
        silence(3.0),
    )
    command, environment = spoken_interview(folder, models, said)
    done = subprocess.run(
        [*command, "--fast"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "voicecli interview report" in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def data(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event["data"] for event in events if event["kind"] == kind]


def test_it_is_held_from_the_welcome_to_the_end(events: list[dict[str, Any]]) -> None:
    steps = data(events, "interview")
    assert [one["happened"] for one in steps] == ["begun", "answered", "ordered", "ordered"]
    assert steps[-1]["over"]
    assert [one["question"] for one in steps[:3]] == [1, 2, 2]


def test_the_answer_is_one_though_it_was_said_in_pieces(events: list[dict[str, Any]]) -> None:
    answer = data(events, "stt-end")[0]["text"].lower()
    assert {"patient", "bed", "ward", "doctor"} <= set(
        answer.replace(",", "").replace(".", "").split()
    )


def test_every_question_sounds(events: list[dict[str, Any]]) -> None:
    asked = [event for event in data(events, "llm-text") if event["source"] == "interview"]
    assert "Tell me about the hardest night shift that you had." in [one["text"] for one in asked]
    fractions = [one["fraction"] for one in data(events, "speech-end")]
    assert len(fractions) == len(asked)
    assert np.mean(fractions) == 1.0


def test_seconds_count_as_the_sound_does(events: list[dict[str, Any]]) -> None:
    seconds = [one["seconds"] for one in data(events, "interview")]
    assert seconds == sorted(seconds)
    assert 8.0 < seconds[1] < 16.0
    assert seconds[2] - seconds[1] > 5.0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_polite_kill_keeps_all_and_is_told_by_the_exit_code(
    number: signal.Signals, models: Path, tmp_path: Path
) -> None:
    said = write(tmp_path / "said.wav", silence(60.0))
    command, environment = spoken_interview(tmp_path, models, said)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        assert any('"tts-start"' in line or '"speech-start"' in line for line in process.stdout)
        process.send_signal(number)
        assert "--resume-session" in process.communicate()[1]
    assert process.returncode == 128 + number
