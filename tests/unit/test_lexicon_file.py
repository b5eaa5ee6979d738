"""The person's list of spellings: three kinds of file, and what is wrong in one, with its line."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.errors import SttError
from voicecli.stt.lexicon import Lexicon, Spelling, read_lexicon

pytestmark = pytest.mark.unit

EXPECTED = Lexicon(
    (Spelling("Siobhan Byrne", ("Shivon Burn", "chevron burn")), Spelling("std::vector"))
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "# people\n\nSiobhan Byrne: Shivon Burn, chevron  burn\r\nstd::vector\n"),
        ("a", "\ufeffSiobhan Byrne: Shivon Burn,\nSiobhan Byrne: chevron burn\nstd::vector:"),
        ("a.csv", 'Siobhan Byrne,"Shivon Burn",chevron burn\n\nstd::vector,,\n'),
        ("a.toml", '"Siobhan Byrne" = ["Shivon Burn", "chevron burn"]\n"std::vector" = []\n'),
    ],
)
def test_three_kinds_of_file_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    assert read_lexicon(path) == EXPECTED


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"Anna\n\n--: x\n", 'a.txt, line 3: "--" has no letter.'),
        ("a.txt", b"Anna: x\nBen: X\n", 'a.txt, line 2: "X" is heard for both Anna and Ben.'),
        ("a.txt", b"Anna\n\xff\n", "a.txt, line 2: it is not written in UTF-8."),
        ("a.txt", b"# nothing\n", "a.txt: there is no spelling in it."),
        ("a.txt", b"a b c d e f g\n", 'line 1: "a b c d e f g" is longer than 6 words.'),
        ("a.txt", b"Anna\x1b[2J\n", "line 1: 'Anna\\x1b[2J' has a character"),
        ("a.csv", b'Anna,"x\n', "a.csv, line 1: "),
        ("a.csv", b"Anna\n,x\n", 'a.csv, line 2: "" has no letter.'),
        ("a.toml", b'a = "x"\nb = \n', "a.toml, line 2: Invalid value."),
        ("a.toml", b'a = "x"\nb = 3\n', 'a.toml, line 2: "b" needs a list of texts.'),
        ("a.toml", b'[people]\na = "x"\n', 'a.toml: "people" needs a list of texts.'),
        ("a.txt", b"x" * (1 << 20 | 1), "a.txt: it is larger than 1 MiB."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SttError) as caught:
        read_lexicon(path)
    assert said in caught.value.message
    assert (caught.value.code, "as in: " in caught.value.hint) == ("bad-lexicon", True)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SttError, match=r"none.txt: no such file"):
        read_lexicon(tmp_path / "none.txt")


@given(st.binary(max_size=60), st.sampled_from([".txt", ".csv", ".toml"]))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    with suppress(SttError):
        assert read_lexicon(path).spellings
