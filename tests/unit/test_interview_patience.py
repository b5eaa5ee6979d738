"""How long an answer may pause where no model hears its end, and silence alone must tell."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.fakes import LOUD, QUIET
from voicecli.assembly import for_answers
from voicecli.config import Config, InterviewConfig, VadConfig
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Utterance
from voicecli.vad.endpointing import endpoint

pytestmark = pytest.mark.unit


def scored(*seconds: float) -> Iterator[tuple[AudioBlock, float]]:
    """So many seconds of speech, of silence, of speech, and so on."""
    at = 0
    for number, length in enumerate(seconds):
        for _ in range(round(length * SAMPLE_RATE / BLOCK_SAMPLES)):
            is_speech = number % 2 == 0
            yield AudioBlock(LOUD if is_speech else QUIET, at), float(is_speech)
            at += BLOCK_SAMPLES


def answers(config: Config, pause: float) -> int:
    found = endpoint(scored(1.0, pause, 1.0, 15.0), config.vad)
    return sum(isinstance(one, Utterance) and one.ended == "silence" for one in found)


@pytest.mark.parametrize(("think", "pause", "count"), [(4.0, 3.0, 1), (4.0, 5.0, 2), (30, 9.0, 1)])
def test_an_answer_may_pause_as_long_as_the_settings_say(
    think: float, pause: float, count: int
) -> None:
    config = Config(interview=InterviewConfig(think_seconds=think))
    assert answers(for_answers(config), pause) == count
    assert answers(config, pause) == 2


def test_who_waits_longer_everywhere_does_so_in_an_interview() -> None:
    patient = replace(Config(), vad=VadConfig(silence_seconds=6.0))
    assert answers(for_answers(patient), 5.0) == 1
