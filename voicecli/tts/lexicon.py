"""How words are said that the voice would say wrongly: the user's own list, and a shipped one.

The file is TOML. At its top stand words and how they are spelled as they sound; under [ipa] stand
words and their phonemes (the International Phonetic Alphabet, as espeak writes it):

    nginx = "engine x"

    [ipa]
    Maren = "mˈɑːɹən"
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from voicecli.errors import TtsError

LARGEST_FILE_BYTES = 1 << 20
LONGEST_ENTRY = 200
"""Characters of a word, and of how it is said."""

ENGLISH: Mapping[str, str] = {
    "Arduino": "ardweeno",
    "asyncio": "async I O",
    "CI/CD": "C I C D",
    "CLI": "C L I",
    "CUDA": "cooda",
    "IoT": "I O T",
    "Jupyter": "Jupiter",
    "Keras": "kerras",
    "kubectl": "cube control",
    "LaTeX": "lay tech",
    "LoRa": "lora",
    "LoRaWAN": "lora wan",
    "matplotlib": "mat plot lib",
    "ONNX": "onnix",
    "PostgreSQL": "Postgress Q L",
    "PyPI": "pie P I",
    "PyQt": "pie cute",
    "Qt": "cute",
    "Redis": "reddiss",
    "ROS": "ross",
    "SaaS": "sass",
    "scikit-learn": "sigh kit learn",
    "spaCy": "spacey",
}
"""Words that espeak's English says otherwise than people do, compared by its phonemes."""


class Lexicon:
    """Words and how they are said.

    Whole words are found, the longest first; in any case, unless a word has capitals behind its
    first letter ("LaTeX" is not "latex").
    """

    def __init__(
        self, spellings: Mapping[str, str] | None = None, ipa: Mapping[str, str] | None = None
    ) -> None:
        self._spellings = _Words(spellings or {})
        self._ipa = _Words(ipa or {})

    def respelled(self, text: str) -> str:
        """`text` with its words spelled as they sound."""
        return self._spellings.replaced(text, lambda said, tail: said + tail)

    def with_phonemes(self, text: str) -> str:
        """`text` with Piper's phoneme blocks ("[[mˈɑːɹən]]") in place of words.

        What `text` itself holds of brackets is taken out: only the lexicon speaks phonemes.
        """
        return self._ipa.replaced(re.sub(r"[\[\]]", " ", text), _block)


def read_lexicon(path: Path, phonemes: Iterable[str], language: str = "en") -> Lexicon:
    """The lexicon in the file at `path`, on top of the shipped one of the language.

    `phonemes` are those that the voice knows. Raises TtsError("bad-lexicon") naming file and word.
    """
    tables = _tables(path)
    ipa = tables.pop("ipa", {})
    if not isinstance(ipa, dict):
        _refuse(path, "[ipa] must be a table of words")
    known = frozenset(phonemes) | {" "}
    for word, said in (*tables.items(), *ipa.items()):
        _check(path, word, said)
    for word, said in ipa.items():
        if strange := sorted(set(said) - known):
            _refuse(path, f"{word!r}: this voice has no phoneme {strange[0]!r}")
    return Lexicon(shipped(language, without=(*tables, *ipa)) | tables, ipa)


def shipped(language: str, without: Iterable[str] = ()) -> dict[str, str]:
    """The spellings that come with the program for a language ("en", "en-us", …)."""
    if re.split("[-_]", language)[0] != "en":
        return {}
    left_out = {word.casefold() for word in without}
    return {word: said for word, said in ENGLISH.items() if word.casefold() not in left_out}


def _tables(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE_BYTES + 1)
        if len(data) > LARGEST_FILE_BYTES:
            _refuse(path, "it is larger than 1 MiB")
        return tomllib.loads(data.decode())
    except (OSError, ValueError, RecursionError) as error:
        _refuse(path, str(error).splitlines()[0] if str(error) else type(error).__name__)


def _check(path: Path, word: str, said: Any) -> None:
    if not any(character.isalnum() for character in word) or len(word) > LONGEST_ENTRY:
        _refuse(path, f"{word[:40]!r} is no word")
    if not isinstance(said, str) or not said.strip() or len(said) > LONGEST_ENTRY:
        _refuse(path, f"{word!r} needs a text that says how it sounds")
    if set(said) & set("[]\n"):
        _refuse(path, f"{word!r}: brackets cannot be said")


def _refuse(path: Path, reason: str) -> NoReturn:
    raise TtsError(
        "bad-lexicon",
        f"{path}: {reason.rstrip('.')}.",
        'Write one word a line, as in: nginx = "engine x".',
    )


def _block(said: str, tail: str) -> str:
    """Phonemes with what follows them: Piper loses a mark, and spells an "s", behind a block."""
    if tail[:2] in ("'s", "’s"):
        tail = ("ᵻz" if said[-1] in "szʃʒ" else "s" if said[-1] in "ptkfθ" else "z") + tail[2:]
    return f"[[{said}{tail}]]"


class _Words:
    """One pattern for many words; it also finds a possessive and the marks behind a word."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._exact = dict(said)
        self._folded = {word.casefold(): text for word, text in said.items() if not _strict(word)}
        longest_first = sorted(said, key=len, reverse=True)
        words = "|".join(map(_pattern, longest_first)) or r"(?!)"
        self._pattern = re.compile(rf"({words})((?:['’]s\b)?(?:[.,;:!?]+(?=\s|$))?)")

    def replaced(self, text: str, form: Callable[[str, str], str]) -> str:
        """`text` with `form(how the word is said, its tail)` in place of each word."""
        return self._pattern.sub(lambda found: form(self._said(found[1]), found[2]), text)

    def _said(self, found: str) -> str:
        written = " ".join(found.split())
        return self._exact.get(written) or self._folded.get(written.casefold(), found)


def _strict(word: str) -> bool:
    return any(character.isupper() for part in word.split() for character in part[1:])


def _pattern(word: str) -> str:
    body = r"\s+".join(map(re.escape, word.split()))
    return rf"(?<!\w){body}(?!\w)" if _strict(word) else rf"(?i:(?<!\w){body}(?!\w))"
