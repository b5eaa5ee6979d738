"""How a user has words said: whole words, the longest first, and nothing that text can forge."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.errors import TtsError
from voicecli.tts.lexicon import LARGEST_FILE_BYTES, Lexicon, read_lexicon, shipped

pytestmark = pytest.mark.unit

PHONEMES = "mˈɑːɹən"
SAID = Lexicon(
    {
        "nginx": "engine x",
        "LaTeX": "lay tech",
        "C++": "see plus plus",
        "New York": "noo york",
        "York": "yorrick",
        "\\d": "backslash",
    },
    {"Maren": PHONEMES},
)

RESPELLED = {
    "Use nginx, NGINX or Nginx.": "Use engine x, engine x or engine x.",
    "LaTeX, but latex": "lay tech, but latex",
    "nginxs and xnginx": "nginxs and xnginx",
    "nginx's port": "engine x's port",
    "C++ and (c++)": "see plus plus and (see plus plus)",
    "New York and York, new\n york": "noo york and yorrick, noo york",
    "\\d": "backslash",
    "": "",
}


@pytest.mark.parametrize(("text", "said"), RESPELLED.items())
def test_words_are_spelled_as_they_sound(text: str, said: str) -> None:
    assert SAID.respelled(text) == said


BLOCKS = {
    "Ask Maren about it.": f"Ask [[{PHONEMES}]] about it.",
    "It was Maren.": f"It was [[{PHONEMES}.]]",
    "Maren, MAREN?!": f"[[{PHONEMES},]] [[{PHONEMES}?!]]",
    "Maren's, Maren’s": f"[[{PHONEMES}z,]] [[{PHONEMES}z]]",
    "Marens": "Marens",
}


@pytest.mark.parametrize(("text", "said"), BLOCKS.items())
def test_phonemes_stand_in_blocks(text: str, said: str) -> None:
    assert SAID.with_phonemes(text) == said


BRACKETED = st.lists(st.sampled_from(["[[", "]]", "[", "]", "Maren", "a", " "]), max_size=30)


@given(BRACKETED.map("".join))
def test_text_cannot_bring_phonemes_of_its_own(text: str) -> None:
    said = SAID.with_phonemes(text).replace(f"[[{PHONEMES}]]", "")
    assert not set(said) & set("[]")


@given(st.text(max_size=100))
def test_other_text_stays(text: str) -> None:
    assert Lexicon().respelled(text) == text


def test_a_file_comes_on_top_of_what_is_shipped(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text('redis = "red is"\n"C#" = "sea sharp"\n[ipa]\nArduino = "mɑɹ"\n', "utf-8")
    lexicon = read_lexicon(file, PHONEMES, "en-us")
    assert lexicon.respelled("Redis, C#, Arduino, Jupyter") == "red is, sea sharp, Arduino, Jupiter"
    assert lexicon.with_phonemes("an arduino") == "an [[mɑɹ]]"
    assert read_lexicon(file, PHONEMES, "de").respelled("Jupyter") == "Jupyter"


def test_only_english_is_shipped() -> None:
    assert shipped("en")["ROS"] == "ross"
    assert shipped("de-at") == {}


BAD = {
    "no toml": "nginx engine x",
    "a number": "nginx = 3",
    "an empty text": 'nginx = " "',
    "a list": 'nginx = ["engine", "x"]',
    "another table": '[words]\nnginx = "engine x"',
    "phonemes as text": 'nginx = "[[ɛ]]"',
    "no word": '"--" = "dash"',
    "ipa is no table": 'ipa = "x"',
    "an unknown phoneme": '[ipa]\nnginx = "qqq"',
    "a bracket in phonemes": '[ipa]\nnginx = "m]]n"',
    "no text at all": "\x00",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_bad_file_is_one_clear_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(TtsError) as caught:
        read_lexicon(file, PHONEMES)
    assert caught.value.code == "bad-lexicon"
    assert caught.value.message.startswith(str(file))
    assert "\n" not in str(caught.value)


def test_what_is_no_file_of_words_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_bytes(b"# " + b"x" * LARGEST_FILE_BYTES)
    for path in (file, tmp_path, tmp_path / "none.toml"):
        with pytest.raises(TtsError) as caught:
            read_lexicon(path, PHONEMES)
        assert caught.value.code == "bad-lexicon"
