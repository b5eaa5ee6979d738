"""The vocabulary, prepared for finding its names in a question."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

from voicecli.understanding.cues import CUES
from voicecli.understanding.declared import declared_cues, undeclared
from voicecli.understanding.normalise import tokenise
from voicecli.understanding.pronunciation import likeness, pronunciations, weight
from voicecli.understanding.spoken import joined, letters_alike, phonetic_key, short_forms, sounds
from voicecli.understanding.vocabulary import DOCUMENT, Title, Vocabulary
from voicecli.understanding.words import STOP_WORDS, common_words, listed, stem

Kind = Literal["technology", "title", "person"]

_SHORTEST_FUZZY = 4
"""Letters below which a name counts only when it is written exactly."""

_ALIGNED = 8
_SHARED = 40.0
"""How many names are aligned with what was heard, and the Indel similarity (0..100) of their sounds
from which they are."""

_OF_A_NOUN = 2.0
_SHORTEST_SOUND = 2
"""Consonants that a word must share with a name to sound like it."""

_GENERIC = listed(
    """
    ab ag association bv center centre clinic co college company conference corp corporation
    department energy engineering faculty foundation gmbh group high hospital inc institute
    international journal kg laboratory labs limited llc ltd museum national of oy plc
    polytechnic proceedings sa school senior services software solutions studio studios systems
    technical technologies technology the university workshop
    """
)
"""Words of organisations' names that do not tell one from another."""


@dataclass(frozen=True, slots=True)
class Name:
    """Something the content speaks of, as it is spelled there.

    `type` is the record's type of a title, else empty; `whole` is False for a part of a longer name
    ("Bristol" for the University of Bristol).
    """

    kind: Kind
    text: str
    type: str = ""
    item: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in the words `start` to `end` (exclusive); `likeness` is 1 when exact."""

    start: int
    end: int
    name: Name
    likeness: float


class Lexicon:
    """Names by their forms: exact in a table, misheard ones by letters and sound."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._exact: dict[str, list[Name]] = {}
        self._forms: list[str] = []
        self._names: list[Name] = []
        self._spoken: list[tuple[str, Name]] = []
        for name, forms in _names(vocabulary):
            for form in forms:
                self._exact.setdefault(form, []).append(name)
                if name.kind == "technology":
                    self._spoken.append((form, name))
                if len(form) >= _SHORTEST_FUZZY:
                    self._forms.append(form)
                    self._names.append(name)
            if name.kind == "technology":
                for form in short_forms(name.text) - STOP_WORDS:
                    self._exact.setdefault(form, []).append(name)
        self._keys = [phonetic_key(form) for form in self._forms]
        self._by_key: dict[str, list[tuple[Name, str]]] = {}
        for form, name in self._spoken:
            self._by_key.setdefault(phonetic_key(form), []).append((name, form))
        said = {
            (sounds_of, name)
            for name in dict.fromkeys(name for _, name in self._spoken)
            for form in (name.text, *sounds(name.text))
            for sounds_of in pronunciations(form)
        }
        self._said = sorted(said, key=lambda one: (one[0], one[1].text))
        self._said_forms = [sounds_of for sounds_of, _ in self._said]
        self.words = vocabulary.words
        self.types = frozenset(vocabulary.types) | {one.name for one in vocabulary.declared}
        named = {one.name for one in vocabulary.declared} | {cue.intent for cue in CUES}
        found = undeclared(self.types, named)
        self.declared = vocabulary.declared
        self.cues = (*CUES, *declared_cues((*vocabulary.declared, *found)))
        """Of built-in intents, of declared types and of those that only records name."""
        self._nouns = [cue.pattern for cue in self.cues if cue.weight >= _OF_A_NOUN]
        self.subjects = frozenset(
            stem(token.text)
            for title in vocabulary.titles
            if title.type == DOCUMENT
            for token in tokenise(title.text)
            if token.text not in STOP_WORDS
        )
        """Stems of the words of documents' titles: what whole documents are about."""
        self.passages = _document_frequency(vocabulary.words)
        self.most_passages = max(self.passages.values(), default=1)

    def holds(self, word: str) -> bool:
        """Whether a folded word stands in the content: then it was hardly heard wrong."""
        return stem(word) in self.passages

    def is_kind(self, word: str) -> bool:
        """Whether a folded word names a kind of record ("projects", "papers", a declared type)."""
        return bool(word) and any(pattern.fullmatch(word) for pattern in self._nouns)

    def exact(self, form: str) -> Sequence[Name]:
        """Return the names of which `form` is a form."""
        return self._exact.get(form, ())

    def sounding_like(self, form: str) -> list[tuple[Name, float]]:
        """Return the technologies with the same phonetic key, each with its likeness 0..1."""
        key = phonetic_key(form)
        if len(key) < _SHORTEST_SOUND:
            return []
        alike = ((name, fuzz.ratio(form, other)) for name, other in self._by_key.get(key, ()))
        return [(name, (letters + 100) / 200) for name, letters in alike if letters < 100]

    def said_like(self, heard: str, *, after_s: bool = False) -> list[tuple[Name, float, float]]:
        """Return the technologies that sound like words as they were heard, most alike first.

        Each is (name, likeness 0..1, weight of its sounds). Behind a word that ends with an s
        (`after_s`) the name's own may have been heard as part of that: "use known" for "use SNOM".
        Only what shares some sounds at all,
        compared in C, is aligned.
        """
        found: dict[Name, tuple[float, float]] = {}
        forms = pronunciations(heard)
        for form in {*forms, *(f"s{form}" for form in forms if after_s)}:
            near = process.extract(
                form, self._said_forms, scorer=fuzz.ratio, limit=_ALIGNED, score_cutoff=_SHARED
            )
            for said, _, index in near:
                name = self._said[index][1]
                found[name] = max(found.get(name, (0.0, 0.0)), (likeness(form, said), weight(said)))
        alike = [(name, *figures) for name, figures in found.items()]
        return sorted(alike, key=lambda one: (-one[1], one[0].text))

    def abbreviations(self, form: str) -> list[Name]:
        """Return the abbreviations that `form` may be, its letters misheard."""
        return [
            name
            for other, name in self._spoken
            if name.text.isupper() and letters_alike(form, other)
        ]

    def alike(self, forms: Sequence[str], least: float) -> list[tuple[int, Name, float]]:
        """Find names that look and sound like some of `forms`.

        Returns (index in `forms`, name, likeness 0..1), every pair of at least `least`: the mean
        of the Indel similarities of the letters and of the phonetic keys. The letters are compared
        in one matrix in C, without the interpreter's lock; what is too unlike there, however alike
        it sounds, ends there.
        """
        if not forms or not self._forms:
            return []
        cutoff = 100 * max(0.0, 2 * least - 1)
        letters = process.cdist(
            forms, self._forms, scorer=fuzz.ratio, dtype=np.float32, score_cutoff=cutoff
        )
        found = []
        for row, column in zip(*np.nonzero(letters), strict=True):
            sound = fuzz.ratio(phonetic_key(forms[row]), self._keys[column])
            alike = (float(letters[row, column]) + sound) / 200
            if alike >= least:
                found.append((int(row), self._names[column], alike))
        return found


@lru_cache(maxsize=4)
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon of a vocabulary, made once for each."""
    return Lexicon(vocabulary)


def _names(vocabulary: Vocabulary) -> Iterable[tuple[Name, frozenset[str]]]:
    for technology in vocabulary.technologies:
        yield Name("technology", technology), sounds(technology)
    for person in vocabulary.people:
        parts = [token.text for token in tokenise(person)]
        yield Name("person", person), frozenset({joined(person), *(p for p in parts if len(p) > 2)})
    heads: dict[str, set[str]] = {}
    for title in vocabulary.titles:
        heads.setdefault(_head(title), set()).add(title.text)
    for title in vocabulary.titles:
        yield Name("title", title.text, title.type, title.item), sounds(title.text)
        if core := _core(title):
            yield Name("title", title.text, title.type, title.item, whole=False), frozenset({core})
        head = _head(title)
        if head and head != joined(title.text) and len(heads[head]) == 1:
            yield Name("title", title.text, title.type, title.item, whole=False), frozenset({head})


def _head(title: Title) -> str:
    """Return the first word of an organisation that can stand for it, empty if there is none."""
    if not title.organisation:
        return ""
    for token in tokenise(title.text):
        if token.text in _GENERIC or token.text in STOP_WORDS:
            continue
        rare = len(token.text) >= _SHORTEST_FUZZY and token.text not in common_words()
        return joined(token.text) if rare and token.written[:1].isupper() else ""
    return ""


def _core(title: Title) -> str:
    """Return an organisation's name of several words without those of any other; else empty."""
    if not title.organisation:
        return ""
    words = [token.text for token in tokenise(title.text)]
    core = [word for word in words if word not in _GENERIC | STOP_WORDS]
    return joined("".join(core)) if 1 < len(core) < len(words) else ""


def _document_frequency(words: Mapping[str, Mapping[str, int]]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for counted in words.values():
        total.update(counted)
    return total
