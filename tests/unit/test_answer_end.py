"""When an answer in an interview is over, and where a long one is cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.config import VadConfig
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, SoFar, Utterance
from voicecli.vad.answer_end import BRIEF_SECONDS, MOST_PATIENCE_SECONDS, AnswerEnd
from voicecli.vad.endpointing import SpeechStarted, TurnCues, endpoint

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


def cut_off_once(pause: float = 1.2) -> AnswerEnd:
    """Somebody paused for so long, was taken to have finished, and went on."""
    rule = AnswerEnd(4.0)
    rule.wait(0.98, LONG)
    rule.over()
    rule.cut_off(round(pause * SAMPLE_RATE))
    return rule


def test_who_was_cut_off_is_waited_for_longer_than_that_pause() -> None:
    wait = cut_off_once().wait(0.98, LONG) / SAMPLE_RATE
    assert 1.2 < wait < 2.0
    assert cut_off_once(9.0).wait(0.98, LONG) / SAMPLE_RATE <= MOST_PATIENCE_SECONDS


def test_words_that_nothing_follows_end_an_answer_at_once_all_the_same() -> None:
    assert cut_off_once().wait(0.98, "I don't know.") / SAMPLE_RATE < 0.6


def test_patience_wears_off_with_answers_that_do_not_need_it() -> None:
    rule = cut_off_once()
    waits = []
    for _ in range(4):
        waits.append(rule.wait(0.98, LONG) / SAMPLE_RATE)
        rule.over()
    assert waits == sorted(waits, reverse=True)
    assert waits[-1] == pytest.approx(seconds(0.98, LONG), abs=0.05)


def test_patience_stays_as_long_as_they_pause_so() -> None:
    rule = cut_off_once()
    before = rule.wait(0.98, LONG)
    rule.learn(round(1.1 * SAMPLE_RATE))
    rule.wait(0.98, LONG)
    rule.over()
    assert rule.wait(0.98, LONG) == before


class Complete:
    """Finds every pause the end."""

    def complete(self, samples: object) -> float:
        return 0.98


def test_an_end_that_was_none_makes_the_listener_wait_in_the_next_pause() -> None:
    runs = ((0.3, 0.0), (1.5, 1.0), (1.2, 0.0), (1.5, 1.0), (1.2, 0.0), (1.0, 1.0), (4.0, 0.0))
    scores = [p for length, p in runs for _ in range(round(length * SAMPLE_RATE / BLOCK_SAMPLES))]
    empty = np.zeros(BLOCK_SAMPLES, np.float32)
    scored = [(AudioBlock(empty, n * BLOCK_SAMPLES), p) for n, p in enumerate(scores)]

    def ends(*, is_told: bool) -> int:
        said: list[Utterance] = []
        cues = TurnCues(Complete(), AnswerEnd(4.0), lambda: LONG, lambda: is_told and len(said))
        for told in endpoint(scored, PIECES, cues):
            said += [told] if isinstance(told, Utterance) and told.ended == "silence" else []
        return len(said)

    assert ends(is_told=False) == 3
    assert ends(is_told=True) == 2
