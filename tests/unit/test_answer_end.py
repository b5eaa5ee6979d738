"""When an answer in an interview is over, and where a long one is cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.config import VadConfig
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, SoFar, Utterance
from voicecli.vad.answer_end import BRIEF_SECONDS, AnswerEnd
from voicecli.vad.endpointing import SpeechStarted, endpoint

pytestmark = pytest.mark.unit

LONG = (
    "In my last job I moved the billing system to a new cluster with five people, and after six "
    "months it cost thirty percent less than before."
)
PIECES = VadConfig(
    speech_seconds=0.064, silence_seconds=2.0, preroll_seconds=0.1, piece_seconds=2.0
)


def seconds(complete: float, text: str, think: float = 4.0) -> float:
    return AnswerEnd(think).wait(complete, text) / SAMPLE_RATE


def heard(*runs: tuple[float, float]) -> list[SpeechStarted | Utterance | SoFar]:
    scores = [p for length, p in runs for _ in range(round(length * SAMPLE_RATE / BLOCK_SAMPLES))]
    stream = np.arange(len(scores) * BLOCK_SAMPLES, dtype=np.float32)
    blocks = [
        AudioBlock(stream[at : at + BLOCK_SAMPLES], at)
        for at in range(0, stream.size, BLOCK_SAMPLES)
    ]
    return list(endpoint(zip(blocks, scores, strict=True), PIECES))


def test_a_whole_answer_is_followed_soon() -> None:
    assert 0.45 < seconds(0.98, LONG) < 0.65


def test_who_breaks_off_may_think() -> None:
    assert seconds(0.05, LONG + " And then we") > 3.0
    assert seconds(0.05, LONG) < 1.7


@pytest.mark.parametrize("end", ["and I.", "and after that I would.", "because we had", "so they"])
def test_a_clause_that_has_only_begun_breaks_off_whatever_mark_was_heard(end: str) -> None:
    assert seconds(0.97, f"I checked the pumps every evening {end}") > 2.5


def test_a_short_first_sentence_is_waited_for_and_a_short_whole_one_is_not() -> None:
    assert seconds(0.98, "I led a team.") > 1.0
    assert seconds(0.98, "I don't know.") < 0.6


@given(st.floats(0.0, 1.0), st.text(max_size=40), st.floats(0.5, 30.0))
def test_nobody_waits_longer_than_one_may_think(complete: float, text: str, think: float) -> None:
    assert seconds(complete, text, think) <= think + 1e-3


@given(st.floats(0.0, 0.999), st.sampled_from((LONG, "I led a team.", "")))
def test_the_more_complete_the_sooner(complete: float, text: str) -> None:
    assert seconds(complete, text) >= seconds(0.9995, text)


def test_without_words_only_the_melody_counts() -> None:
    assert seconds(0.98, "") < BRIEF_SECONDS


def test_a_long_answer_is_cut_at_its_pauses_and_not_at_short_ones() -> None:
    said = heard((0.3, 0.0), (2.5, 1.0), (0.2, 0.0), (1.0, 1.0), (0.6, 0.0), (1.0, 1.0), (3.0, 0.0))
    pieces = [one for one in said if isinstance(one, Utterance)]
    assert [one.ended for one in pieces] == ["pause", "silence"]
    assert pieces[0].speech_end == pytest.approx(4.0 * SAMPLE_RATE, abs=2 * BLOCK_SAMPLES)
    assert pieces[0].end <= pieces[1].start
    assert [type(one) for one in said if not isinstance(one, SoFar)] == [
        SpeechStarted,
        Utterance,
        SpeechStarted,
        Utterance,
    ]
    for piece in pieces:
        assert np.array_equal(piece.samples, np.arange(piece.start, piece.end, dtype=np.float32))


def test_what_was_told_in_the_pause_is_the_piece() -> None:
    """So that its words are known when it is cut."""
    said = heard((0.3, 0.0), (2.5, 1.0), (0.6, 0.0), (1.0, 1.0), (3.0, 0.0))
    piece = next(one for one in said if isinstance(one, Utterance))
    told = [one for one in said[: said.index(piece)] if isinstance(one, SoFar) and one.is_pause]
    assert (told[-1].start, told[-1].speech_end) == (piece.start, piece.speech_end)


def test_a_short_answer_stays_whole() -> None:
    said = heard((0.3, 0.0), (1.0, 1.0), (0.6, 0.0), (0.5, 1.0), (3.0, 0.0))
    assert [one.ended for one in said if isinstance(one, Utterance)] == ["silence"]
