"""Sentences, turns, overlaps, pauses and figures of small conversations built word by word."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.analysis.said import sentences
from voicecli.analysis.statistics import Heard, speaker_figures
from voicecli.analysis.turn_taking import Floor, floor, is_backchannel
from voicecli.types import Segment, SpeakerTurn, Transcript, Word

pytestmark = pytest.mark.unit

STEP = 0.3


def segment(start: float, speaker: str | None, text: str, step: float = STEP) -> Segment:
    """Words of `step` seconds each, one right behind the other."""
    words = tuple(
        Word(start + number * step, start + (number + 1) * step, f" {word}", 0.9, speaker)
        for number, word in enumerate(text.split())
    )
    return Segment(start, words[-1].end, f" {text}", words, speaker)


def conversation(*parts: tuple[float, str | None, str]) -> Transcript:
    segments = tuple(segment(*part) for part in parts)
    return Transcript(segments, "en", max(one.end for one in segments))


def way(transcript: Transcript) -> Floor:
    return floor(sentences(transcript), transcript.turns)


def with_turns(transcript: Transcript) -> Transcript:
    turns = [SpeakerTurn(one.start, one.end, one.speaker or "") for one in transcript.segments]
    turns.sort(key=lambda turn: turn.start)
    return Transcript(transcript.segments, "en", transcript.duration, 1.0, tuple(turns))


def test_a_sentence_ends_at_its_mark_at_a_change_of_speaker_and_at_a_long_gap() -> None:
    found = sentences(
        conversation(
            (0.0, "A", "Dr. Lee is here. Who is"),
            (2.1, "B", "that he asked"),
            (6.0, "B", "and left"),
        )
    )
    assert [(one.speaker, one.text) for one in found] == [
        ("A", "Dr. Lee is here."),
        ("A", "Who is"),
        ("B", "that he asked"),
        ("B", "and left"),
    ]


def test_words_without_times_are_spread_over_their_segment() -> None:
    found = sentences(Transcript((Segment(10.0, 14.0, " Hello there. Bye."),), "en", 14.0))
    assert [one.text for one in found] == ["Hello there.", "Bye."]
    assert found[0].start == 10.0
    assert 10.0 < found[1].start < found[1].end == 14.0
    assert not found[0].is_timed


def test_words_without_spaces_of_their_own_are_parted() -> None:
    words = (Word(0, 1, "two", 1.0), Word(1, 2, "words", 1.0))
    assert sentences(Transcript((Segment(0, 2, "two words", words),), "en", 2.0))[0].text == (
        "two words"
    )


def test_pauses_tell_who_goes_on() -> None:
    found = way(
        conversation((0.0, "A", "one two"), (1.6, "A", "three"), (2.9, "B", "four five six"))
    )
    assert [(p.before, p.after, round(p.end - p.start, 2)) for p in found.pauses] == [
        ("A", "A", 1.0),
        ("A", "B", 1.0),
    ]
    assert [turn.speaker for turn in found.turns] == ["A", "B"]
    assert [(who, round(wait, 2)) for who, wait in found.responses] == [("B", 1.0)]


def test_short_silences_between_words_are_no_pauses() -> None:
    assert way(conversation((0.0, "A", "one"), (0.5, "A", "two"))).pauses == ()


def test_who_takes_the_floor_in_the_middle_of_a_sentence_interrupts() -> None:
    found = way(
        with_turns(
            conversation(
                (0.0, "A", "I think that we should not do the"),
                (1.8, "B", "No wait I have another idea for this that is better."),
            )
        )
    )
    assert [(one.speaker, one.over, one.kind) for one in found.overlaps] == [
        ("B", "A", "interruption")
    ]


def test_who_begins_as_a_sentence_ends_has_not_interrupted() -> None:
    found = way(
        with_turns(
            conversation(
                (0.0, "A", "I think that we should not do the whole thing again."),
                (2.7, "B", "You may be right about it but I have doubts."),
            )
        )
    )
    assert [one.kind for one in found.overlaps] == ["overlap"]


def test_a_listener_neither_interrupts_nor_ends_a_turn() -> None:
    found = way(
        with_turns(
            conversation(
                (0.0, "A", "So we went there and then the whole train just stopped there"),
                (1.5, "B", "mhm yeah"),
            )
        )
    )
    assert [one.kind for one in found.overlaps] == ["backchannel"]
    assert [turn.speaker for turn in found.turns] == ["A"]


def test_speech_after_which_the_first_goes_on_is_an_attempt() -> None:
    found = way(
        with_turns(
            conversation(
                (0.0, "A", " ".join(["word"] * 30)),
                (2.0, "B", "but what about the money then"),
            )
        )
    )
    assert [one.kind for one in found.overlaps] == ["attempt"]


def test_one_stretch_takes_the_floor_from_one_speaker_only() -> None:
    found = way(
        with_turns(
            conversation(
                (0.0, "A", "this is a long sentence that never comes"),
                (0.1, "C", "and this is another one that never ends"),
                (1.5, "B", "please stop it both of you because I cannot hear anything"),
            )
        )
    )
    assert sum(one.kind == "interruption" for one in found.overlaps) == 1


def test_a_written_break_off_is_an_interruption_without_turns() -> None:
    found = way(conversation((0.0, "A", "But I never said—"), (1.3, "B", "You did say it.")))
    assert [(one.speaker, one.kind) for one in found.overlaps] == [("B", "interruption")]


def test_turns_are_cut_at_the_pauses_between_their_words() -> None:
    base = conversation((0.0, "A", "one two"), (1.2, "A", "three four"))
    turns = (SpeakerTurn(0.0, 1.8, "A"),)
    found = way(Transcript(base.segments, "en", 1.8, 1.0, turns))
    assert [(round(one.start, 2), round(one.end, 2)) for one in found.stretches] == [
        (0.0, 0.6),
        (1.2, 1.8),
    ]


def test_a_turn_with_missing_words_stays_speech() -> None:
    turns = (SpeakerTurn(0.0, 8.0, "A"),)
    base = conversation((0.0, "A", "one"), (7.7, "A", "two"))
    found = way(Transcript(base.segments, "en", 8.0, 1.0, turns))
    assert [(one.start, one.end) for one in found.stretches] == [(0.0, 8.0)]


@pytest.mark.parametrize("text", ["Mm-hm.", "Yeah, right.", "Uh-huh", "I see.", "genau"])
def test_signs_of_listening(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize("text", ["I see the problem.", "Yeah, but no way, never.", "Monday."])
def test_words_that_say_something(text: str) -> None:
    assert not is_backchannel(text)


def test_figures_of_a_known_conversation() -> None:
    transcript = conversation(
        (0.0, "A", "um I I think that we can go there on Monday or so"),
        (4.2, "B", "Sure we can do that if the weather is good and the car runs"),
    )
    said = sentences(transcript)
    first, second = speaker_figures(said, way(transcript), (), Heard({}), "en", "?")
    assert first.speaker == "B"
    assert math.isclose(first.share + second.share, 1.0)
    assert second.words == 13
    assert second.repetitions == 1
    assert [(one.text, one.count) for one in second.fillers] == [("um", 1)]
    assert math.isclose(first.speaking_rate or 0, 60 / STEP, rel_tol=0.01)
    assert math.isclose(first.response_seconds or 0, 0.3, abs_tol=0.01)


def test_pace_is_not_told_where_others_speak_at_the_same_time() -> None:
    transcript = with_turns(
        conversation((0.0, "A", " ".join(["word"] * 20)), (0.5, "B", " ".join(["noise"] * 20)))
    )
    said = sentences(transcript)
    figures = speaker_figures(said, way(transcript), (), Heard({}), "en", "?")
    assert {one.speaking_rate for one in figures} == {None}


spans = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0.05, 20), st.sampled_from("ABC")), max_size=12
)


@given(spans)
def test_whatever_the_turns_every_figure_lies_where_it_can(
    parts: list[tuple[float, float, str]],
) -> None:
    turns = tuple(SpeakerTurn(start, start + length, who) for start, length, who in sorted(parts))
    found = floor((), turns)
    assert all(one.end > one.start for one in found.pauses)
    for one in found.overlaps:
        assert one.end >= one.start
        assert one.speaker != one.over
    for turn in found.turns:
        assert any(turn.start >= part.start and turn.speaker == part.speaker for part in turns)
