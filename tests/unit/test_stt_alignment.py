from dataclasses import dataclass

import pytest

from voicecli.stt.alignment import Spoken, spoken_words

pytestmark = pytest.mark.unit

END = 999


class Letters:
    """Token number n is the n-th of these pieces; a piece that begins with a space is a word."""

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces

    def split_to_word_tokens(self, tokens: list[int]) -> tuple[list[str], list[list[int]]]:
        words: list[str] = []
        groups: list[list[int]] = []
        for token in tokens:
            piece = "" if token == END else self.pieces[token]
            if not words or piece[:1] in (" ", "") or piece in ',."-%':
                words.append(piece)
                groups.append([token])
            else:
                words[-1] += piece
                groups[-1].append(token)
        return words, groups


@dataclass
class Path:
    alignments: list[tuple[int, int]]
    text_token_probs: list[float]


def words_of(*pieces: str, begins: list[int] | None = None) -> list[Spoken]:
    """Each piece is attended to for 10 positions (0.2 s), or from the given ones on."""
    begins = begins or [10 * number for number in range(len(pieces) + 1)]
    path = Path([(token, at) for token, at in enumerate(begins)], [0.5 for _ in range(len(pieces))])
    return spoken_words(range(len(pieces)), path, Letters(*pieces), END)


def test_a_word_lasts_until_the_next_begins() -> None:
    words = [spoken.word for spoken in words_of(" hel", "lo", " you")]
    assert [(word.text, word.start, word.end) for word in words] == [
        (" hello", 0.0, 0.4),
        (" you", 0.4, 0.6),
    ]
    assert words[0].probability == 0.5


def test_numbers_have_times_and_keep_their_signs() -> None:
    found = words_of(" It", " rose", " 3", ".", "5", "%", " in", " 1984", ".")
    assert [spoken.word.text for spoken in found] == [" It", " rose", " 3.5%", " in", " 1984."]
    assert all(spoken.word.end > spoken.word.start for spoken in found)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((' "', "Yes", ",", '"', " he", " said", "."), [' "Yes,"', " he", " said."]),
        ((" -", " well", "-", "known"), [" - well-known"]),
        ((" end", ' "'), [' end "']),
        (("...",), ["..."]),
    ],
    ids=["quotes", "dash", "a quote left open", "only signs"],
)
def test_signs_stand_at_a_word(pieces: tuple[str, ...], expected: list[str]) -> None:
    found = words_of(*pieces)
    assert [spoken.word.text for spoken in found] == expected
    assert [token for spoken in found for token in spoken.tokens] == list(range(len(pieces)))


def test_no_tokens_are_no_words() -> None:
    assert words_of() == []


def test_tokens_that_the_path_does_not_reach_begin_at_its_end() -> None:
    found = words_of(" one", " two", " three", begins=[0, 5])
    assert [(spoken.word.start, spoken.word.end) for spoken in found] == [
        (0.0, 0.1),
        (0.1, 0.1),
        (0.1, 0.1),
    ]
