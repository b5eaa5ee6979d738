import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.analysis.resegmentation import join_speech, join_turns
from voicecli.analysis.speaker_words import Floor, assign, at_words, mark_overlap
from voicecli.types import Segment, SpeakerTurn, Word

pytestmark = pytest.mark.unit

TURNS = [SpeakerTurn(0.0, 2.0, "A"), SpeakerTurn(2.0, 4.0, "B"), SpeakerTurn(6.0, 7.0, "A")]


def segment(*words: tuple[float, float, str]) -> Segment:
    timed = tuple(Word(start, end, text, 0.9) for start, end, text in words)
    text = "".join(word.text for word in timed)
    return Segment(timed[0].start, timed[-1].end, text, timed, tokens=(1, 2))


def test_a_segment_is_cut_where_the_speaker_changes() -> None:
    said = segment((0.5, 1.0, " Are"), (1.0, 1.9, " you?"), (2.1, 3.0, " Yes."))
    question, answer = assign([said], Floor(TURNS))
    assert (question.speaker, question.text, question.end) == ("A", " Are you?", 1.9)
    assert (answer.speaker, answer.text, answer.start) == ("B", " Yes.", 2.1)
    assert [word.speaker for word in (*question.words, *answer.words)] == ["A", "A", "B"]


def test_a_segment_of_one_speaker_stays_whole() -> None:
    said = segment((0.5, 1.0, " Are"), (1.0, 1.9, " you?"))
    (kept,) = assign([said], Floor(TURNS))
    assert (kept.tokens, kept.text, kept.speaker) == ((1, 2), said.text, "A")


@pytest.mark.parametrize(
    ("start", "end", "speaker"),
    [(1.6, 2.3, "A"), (1.8, 2.5, "B"), (4.2, 4.4, "B"), (5.5, 5.7, "A"), (9.0, 9.5, "A")],
)
def test_a_word_has_the_speaker_of_most_of_it_or_the_nearest(
    start: float, end: float, speaker: str
) -> None:
    assert Floor(TURNS).speaker(start, end) == speaker


def test_without_turns_or_words_nothing_breaks() -> None:
    assert Floor([]).speaker(0.0, 1.0) is None
    (kept,) = assign([Segment(2.5, 3.0, " Hm.")], Floor(TURNS))
    assert kept.speaker == "B"


def test_turns_change_beside_words() -> None:
    said = assign([segment((1.6, 2.3, " word"), (2.3, 3.0, " next"))], Floor(TURNS))
    words = [word for part in said for word in part.words]
    moved = at_words(TURNS, words)
    assert moved == [
        SpeakerTurn(0.0, 2.3, "A"),
        SpeakerTurn(2.3, 4.0, "B"),
        SpeakerTurn(6.0, 7.0, "A"),
    ]


@given(
    st.lists(st.tuples(st.floats(0.05, 3), st.sampled_from("ABC")), min_size=1, max_size=12),
    st.lists(st.floats(0.05, 0.9), min_size=2, max_size=30),
)
def test_no_word_reaches_into_a_turn_of_another(
    lengths: list[tuple[float, str]], gaps: list[float]
) -> None:
    at, turns = 0.0, []
    for seconds, name in lengths:
        turns.append(SpeakerTurn(at, at + seconds, name))
        at += seconds
    edges, spoken = 0.0, []
    for gap, length in zip(gaps[::2], gaps[1::2], strict=False):
        if edges + gap + length < at:
            spoken.append((edges + gap, edges + gap + length, " word"))
        edges += gap + length
    if not spoken:
        return
    said = assign([segment(*spoken)], Floor(turns))
    words = [word for part in said for word in part.words]
    moved = at_words(turns, words)
    for word in words:
        for turn in moved:
            if turn.speaker != word.speaker:
                assert min(word.end, turn.end) - max(word.start, turn.start) <= 1e-9
    assert sum(turn.end - turn.start for turn in moved) == pytest.approx(at)


def test_segments_with_somebody_beside_them_are_marked() -> None:
    turns = [SpeakerTurn(0.0, 3.0, "A"), SpeakerTurn(2.5, 4.0, "B"), SpeakerTurn(5.0, 6.0, "A")]
    said = [
        Segment(0.0, 2.4, " alone", speaker="A"),
        Segment(2.4, 3.0, " both", speaker="A"),
        Segment(5.0, 6.0, " again", speaker="A"),
    ]
    assert [part.overlap for part in mark_overlap(said, turns)] == [False, True, False]


def test_turns_of_one_speaker_that_touch_are_one() -> None:
    touching = [SpeakerTurn(1.0, 2.0, "A"), SpeakerTurn(0.0, 1.0, "A"), SpeakerTurn(0.5, 1.5, "B")]
    assert join_turns(touching) == (SpeakerTurn(0.0, 2.0, "A"), SpeakerTurn(0.5, 1.5, "B"))


def test_speech_is_joined_over_short_pauses_only() -> None:
    spans = [(1.0, 2.0), (2.4, 3.0), (4.0, 5.0), (2.1, 2.2)]
    first, second = join_speech(spans, 5.05)
    assert (*first, *second) == pytest.approx((0.9, 3.1, 3.9, 5.05))
