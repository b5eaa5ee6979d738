import itertools
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecli.tts.sentences import LONGEST_SENTENCE, split_sentences

pytestmark = pytest.mark.unit

TRAPS = {
    "plain": ["One two.", "Three four!", "Five?"],
    "titles": ["Dr. Smith met Mrs. Jones vs. Mr. Brown.", "They talked."],
    "initials": ["J. R. R. Tolkien and George W. Bush met.", "It rained."],
    "a thing named by a letter": ["We chose plan B.", "Then plan C failed."],
    "I is no initial": ["So did I.", "Then we left."],
    "decimals": ["It costs 3.50 dollars or 2.5 GB.", "Pi is 3.14159."],
    "times": ["Come at 5 p.m. or at 6 a.m. on Monday.", "Bring tea."],
    "a time that ends": ["We met at 5 p.m.", "They were late."],
    "acronyms": ["The U.S. Army left the U.K. today.", "Fine."],
    "an acronym that ends": ["He lives in the U.S.", "They moved there."],
    "explanations": ["Use tools, e.g. Make, i.e. the old one, etc. and more.", "Done."],
    "numbers of things": ["See No. 5, Fig. 3 and p. 12.", "The answer is no.", "Go."],
    "limits": ["We need min. 5 people and max. 10.", "It has a max.", "Good."],
    "others": ["Smith et al. 2020 found it.", "Yes."],
    "dates": ["It was Jan. 5, 2021.", "It was cold in Jan.", "We stayed in."],
    "companies": ["Acme Inc. and Brown Ltd. agreed.", "Good."],
    "a company that ends": ["She works at Acme Inc.", "He does not."],
    "web addresses": ["See https://a.example/b.html?c=d.e for more.", "Mail me@b.example.", "Bye."],
    "file names": ["Open main.py and ~/.bashrc or C:\\x.txt.", "Run node.js v2.1.3."],
    "names with stops": ["We use ASP.NET and .NET and Node.js daily.", "They work."],
    "ellipses": ["Well... maybe not.", "Wait…", "What?"],
    "ellipsis that goes on": ["I was… thinking... about it.", "Yes."],
    "quotes": ['He said "Stop."', "Then he left.", '"Really?" he asked.', "No."],
    "typographic quotes": ["“Come in.”", "“Why?” she asked.", "‘Because.’"],
    "brackets": ["It works (mostly.)", "We tried (see Fig. 2).", "(It rained.)", "Good."],
    "marks together": ["What?!", "No!!!", "Yes."],
    "markdown": ["**It works.**", "Use `make test`.", "*Fine.*"],
    "ends without a stop": ["One.", "And then"],
    "other scripts": ["你好。", "我很好！", "مرحبا؟", "नमस्ते।", "Ça va ?"],
    "mail": ["Write to a.b@c.example.", "Thanks."],
}


@pytest.mark.parametrize("sentences", TRAPS.values(), ids=TRAPS)
def test_trap(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert list(split_sentences([text])) == sentences
    assert list(split_sentences(text)) == sentences


LINES = {
    "numbered list": ("1. First do this.\n2. Then that.\n", ["1. First do this.", "2. Then that."]),
    "numbered without stops": ("1. One\n2. Two\n10) Ten", ["1. One", "2. Two", "10) Ten"]),
    "bullets": ("Tools:\n- make\n- git\n* tmux", ["Tools:", "- make", "- git", "* tmux"]),
    "heading": ("# Plan\nWe build it.", ["# Plan", "We build it."]),
    "paragraphs": ("One thing\n\nanother thing", ["One thing", "another thing"]),
    "short lines": ("A title\nThe text.", ["A title", "The text."]),
    "wrapped": (
        "This line is long enough that somebody wrapped it before\nMonday came. It goes\non.",
        ["This line is long enough that somebody wrapped it before Monday came.", "It goes on."],
    ),
    "white space": ("  One.\t \r\n\r\n  Two.  ", ["One.", "Two."]),
    "nothing": (" \n\t ", []),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "sentences"), LINES.values(), ids=LINES)
def test_lines(text: str, sentences: list[str]) -> None:
    assert list(split_sentences([text])) == sentences
    assert list(split_sentences(text)) == sentences


def test_a_sentence_comes_as_soon_as_the_next_one_begins() -> None:
    seen = []

    def pieces() -> Iterator[str]:
        for piece in ["It ra", "ins. ", "W", "e stay."]:
            seen.append(piece)
            yield piece

    assert next(split_sentences(pieces())) == "It rains."
    assert seen == ["It ra", "ins. ", "W"]


def test_text_without_borders_is_cut_between_words() -> None:
    parts = list(split_sentences(["word " * 1000]))
    assert len(parts) == 3
    assert all(len(part) <= LONGEST_SENTENCE for part in parts)
    assert set(" ".join(parts).split()) == {"word"}


def test_a_word_without_end_is_cut() -> None:
    parts = list(split_sentences("a" * 5000))
    assert [len(part) for part in parts] == [2000, 2000, 1000]


ALPHABET = [*".!?… \n\"')(-,:;aAbBI1#*。؟", "Mr", "etc", "e.g", "The", "p.m", "No"]
texts = st.lists(st.sampled_from(ALPHABET), max_size=80).map("".join) | st.text(max_size=200)


@given(texts, st.lists(st.integers(0, 200)))
@example("a.\n\n", [1])
@example("the U.S. The", [9])
def test_where_the_text_is_cut_changes_nothing(text: str, cuts: list[int]) -> None:
    points = sorted({cut for cut in cuts if cut < len(text)} | {0, len(text)})
    pieces = [text[a:b] for a, b in itertools.pairwise(points)]
    whole = list(split_sentences([text]))
    assert list(split_sentences(pieces)) == whole
    assert list(split_sentences(text)) == whole


@given(st.lists(st.sampled_from([*ALPHABET, "word " * 100, "x" * 700]), max_size=20).map("".join))
def test_long_text_is_bounded_whatever_its_pieces(text: str) -> None:
    whole = list(split_sentences([text]))
    assert all(0 < len(sentence) <= LONGEST_SENTENCE + 8 for sentence in whole)
    assert list(split_sentences([text[:1500], text[1500:2003], text[2003:]])) == whole


@given(texts)
def test_no_character_is_lost(text: str) -> None:
    sentences = split_sentences([text])
    assert "".join("".join(sentences).split()) == "".join(text.split())
