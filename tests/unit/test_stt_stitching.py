import pytest

from voicecli.stt.alignment import Spoken
from voicecli.stt.stitching import beginning, segments, text_of, with_passage
from voicecli.types import SAMPLE_RATE, Segment, Word

pytestmark = pytest.mark.unit


def said(text: str, start: float, seconds: float = 0.5) -> list[Spoken]:
    return [
        Spoken(Word(start + n * seconds, start + (n + 1) * seconds, f" {word}", 0.9), (n,))
        for n, word in enumerate(text.split())
    ]


def text(spoken: list[Spoken]) -> str:
    return text_of(item.word for item in spoken)


def region(start: float, end: float) -> tuple[int, int]:
    return round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)


def test_a_passage_stands_where_it_was_said() -> None:
    around = [*said("we met", 0), *said("and left", 6)]
    whole = with_passage(around, said("on a fine day", 2), region(2, 5))
    assert text(whole) == " we met on a fine day and left"


def test_a_word_that_stretched_over_the_passage_stays_before_it() -> None:
    around = [*said("we", 0), Spoken(Word(0.5, 6.0, " met", 0.9), (1,)), *said("and left", 6)]
    whole = with_passage(around, said("on a fine day", 2.2), region(2, 5))
    assert text(whole) == " we met on a fine day and left"
    assert whole[1].word.end == 2.2


@pytest.mark.parametrize("words", ["we met", "met", "and left", ""])
def test_what_stands_beside_it_is_not_said_twice(words: str) -> None:
    around = [*said("we met", 0), *said("and left", 6)]
    assert with_passage(around, said(words, 2), region(2, 5)) == around


def test_a_passage_may_be_all_there_is() -> None:
    assert text(with_passage([], said("good morning", 1), region(0, 3))) == " good morning"


def test_the_beginning_of_a_text_is_made_of_whole_words() -> None:
    words = said("one two three", 0)
    assert text(beginning(words, " one two")) == " one two"
    assert text(beginning(words, " one tw")) == " one"
    assert beginning([], "") == []


def test_segments_have_their_words_tokens_and_the_figures_of_the_window() -> None:
    figures = Segment(0, 0, "", seek=300, average_logprob=-0.3)
    first, second = segments([*said("It works.", 3, 1.0), *said("So it does.", 7)], figures)
    assert (first.start, first.end, first.text) == (3, 5, " It works.")
    assert (second.start, second.text, second.tokens) == (7, " So it does.", (0, 1, 2))
    assert second.seek == 300
    assert [word.text for word in second.words] == [" So", " it", " does."]
