"""Spelling repairs: what the recogniser wrote for a name becomes what the person writes.

A stretch of words is repaired when a lexicon lists it as heard, when it has the letters of a
spelling ("post gre SQL"), or, in English, when it sounds like one. Sound alone is a guess, so that
stretches of common words are left as they are unless the recogniser doubted them itself. Every
repair is kept in the transcript's `repairs`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from voicecli.stt.lexicon import Lexicon
from voicecli.types import Repair, Segment, SpeechWindow, Transcript, Word
from voicecli.understanding.pronunciation import likeness, pronunciations, weight
from voicecli.understanding.words import STOP_WORDS, common_words, stem

ALIKE = 0.75
SURER = 0.15
"""Likeness of sounds from which words that are not common are repaired: the first where the
recogniser was quite unsure of them, and this much more where it was quite sure."""
FEWER_WORDS = 0.1
"""More likeness still for each word that a spelling has more than were heard: words are split up
by a recogniser more often than joined."""
ALIKE_COMMON = 0.85
DOUBTED = 0.5
"""Likeness from which common words are repaired, one of which must be less probable than this.

Chosen on 120 sentences with names that Piper said and whisper-base wrote, and on its transcripts
of people who said none of the names.
"""

_SHORTEST_SOUND = 2.5
"""Weight of the sounds of a spelling that can be found by them."""
_LETTERS_SPELLED = 6
"""Words that may stand for one spelling that is said letter by letter."""
_ALIGNED = 6
_SHARED = 50.0
"""How many spellings are aligned with a stretch, and the share of sounds (0..100) from which."""

_REMEMBERED = 10_000
"""Stretches of which it is remembered what they sound like."""

_CORE = re.compile(r"^([^\w+#]*)(.*?)((?:['’]s)?[^\w+#]*)$", re.DOTALL)
"""A word and the marks around it; two signs tell C++ from C#."""
_ENDINGS = ("s", "es", "n", "d", "ed")
_TOKEN = re.compile(r"\s*\S+")


class LexiconStage:
    """Repairs transcripts by one lexicon: a stage that needs no sound. Serves many recordings."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._written: dict[str, str] = {}
        self._heard: dict[str, str] = {}
        sounds: dict[str, str] = {}
        longest = 1
        for spelling in lexicon.spellings:
            self._written.setdefault(_letters(spelling.right), spelling.right)
            for form in (spelling.right, *spelling.heard):
                longest = max(longest, len(form.split()))
                for sound in pronunciations(_plain(form)):
                    if weight(sound) >= _SHORTEST_SOUND:
                        sounds.setdefault(sound, spelling.right)
            for form in spelling.heard:
                self._heard.setdefault(_letters(form), spelling.right)
        self._sounds, self._rights = list(sounds), list(sounds.values())
        self._longest = longest
        self._likest = lru_cache(_REMEMBERED)(self._find_likest)

    def hear(self, window: SpeechWindow) -> None:
        """Nothing: words are enough."""

    def finish(self, transcript: Transcript) -> Transcript:
        """The transcript with its spellings repaired and every repair noted."""
        by_sound = transcript.language in ("en", "")
        repairs: list[Repair] = list(transcript.repairs)
        segments = []
        for segment in transcript.segments:
            mended, made = self._segment(segment, by_sound=by_sound)
            segments.append(mended)
            repairs += made
        if len(repairs) == len(transcript.repairs):
            return transcript
        return replace(transcript, segments=tuple(segments), repairs=tuple(repairs))

    def _segment(self, segment: Segment, *, by_sound: bool) -> tuple[Segment, list[Repair]]:
        words = segment.words or tuple(_untimed(segment))
        found = self._chosen(words, by_sound=by_sound)
        if not found:
            return segment, []
        mended: list[Word] = []
        repairs, at = [], 0
        for start, end, right in found:
            old = words[start:end]
            new = _respelled(old, right)
            mended += [*words[at:start], *new]
            was, became = ("".join(word.text for word in some).strip() for some in (old, new))
            repairs.append(Repair(old[0].start, old[-1].end, was, became))
            at = end
        mended += words[at:]
        text = "".join(word.text for word in mended)
        return replace(segment, text=text, words=tuple(mended) if segment.words else ()), repairs

    def _chosen(self, words: Sequence[Word], *, by_sound: bool) -> list[tuple[int, int, str]]:
        """Stretches to repair, in order; of those that overlap, the likest and then the longest."""
        heard = [_Heard.of(word) for word in words]
        taken: set[int] = set()
        chosen = []
        found = list(self._candidates(heard, by_sound=by_sound))
        found.sort(key=lambda candidate: (-candidate[0], candidate[1] - candidate[2]))
        for _, start, end, right in found:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                if right:
                    chosen.append((start, end, right))
        return sorted(chosen)

    def _candidates(
        self, heard: Sequence["_Heard"], *, by_sound: bool
    ) -> Iterator[tuple[float, int, int, str]]:
        """How alike, first word, word behind the last, spelling; none for what is to stay."""
        most = max(self._longest + 1, _LETTERS_SPELLED)
        for start in range(len(heard)):
            for end in range(start + 1, min(start + most, len(heard)) + 1):
                stretch = heard[start:end]
                if any(word.ends for word in stretch[:-1]) or not all(w.core for w in stretch):
                    break
                right = self._listed(stretch)
                if right is not None:
                    same = " ".join(word.core for word in stretch) == right
                    yield 2.0, start, end, "" if same else right
                elif by_sound and end - start <= self._longest + 1:
                    like, right = self._by_sound(stretch)
                    if right:
                        yield like, start, end, right

    def _listed(self, stretch: Sequence["_Heard"]) -> str | None:
        """The spelling that has these letters, or is heard so."""
        letters = "".join(word.letters for word in stretch)
        if letters in self._heard:
            return self._heard[letters]
        right = self._written.get(letters)
        if right and all(word.is_common for word in stretch):
            as_many = len(stretch) == len(right.split())
            if as_many or letters in common_words():
                return None  # "will" is not yet the name, nor "note book" a Notebook
        if right is None and len(stretch) == 1 and self._is_inflected(letters):
            return stretch[0].core
        return right

    def _is_inflected(self, letters: str) -> bool:
        return any(
            letters.endswith(ending) and letters.removesuffix(ending) in self._written
            for ending in _ENDINGS
        )

    def _by_sound(self, stretch: Sequence["_Heard"]) -> tuple[float, str]:
        """The spelling that sounds like these words, and how much; empty for none that is sure."""
        is_common = all(word.is_common for word in stretch)
        probability = min(word.probability for word in stretch)
        if is_common and probability >= DOUBTED:
            return 0.0, ""
        needed = ALIKE_COMMON if is_common else ALIKE + SURER * probability
        text = " ".join(word.plain for word in stretch)
        like, right = self._likest(text)
        needed += FEWER_WORDS * max(0, len(right.split()) - len(stretch))
        return (like, right) if like >= needed else (like, "")

    def _find_likest(self, text: str) -> tuple[float, str]:
        best = (0.0, "")
        for sound in pronunciations(text):
            near = process.extract(
                sound, self._sounds, scorer=fuzz.ratio, score_cutoff=_SHARED, limit=_ALIGNED
            )
            for form, _, number in near:
                best = max(best, (likeness(sound, form), self._rights[number]))
        return best


def repair(transcript: Transcript, lexicon: Lexicon) -> Transcript:
    """The transcript with its spellings repaired by the lexicon; `repairs` say what was changed.

    A repaired word has the time of the words it stands for; one of several has its share of it.
    """
    return LexiconStage(lexicon).finish(transcript)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word without the marks around it; `ends` says that a mark follows it."""

    core: str
    plain: str
    letters: str
    probability: float
    is_common: bool
    ends: bool

    @classmethod
    def of(cls, word: Word) -> "_Heard":
        _, core, tail = _parts(word)
        plain = _plain(core)
        folded = plain.casefold()
        is_common = (
            folded in STOP_WORDS or folded in common_words() or stem(folded) in _common_stems()
        )
        marks = tail.removeprefix("'s").removeprefix("’s")
        ends = bool(marks) or tail != marks
        is_common = is_common or folded.isdecimal()
        return cls(core, plain, _letters(core), word.probability, is_common, ends)


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(map(stem, common_words()))


def _parts(word: Word) -> tuple[str, str, str]:
    """What stands before the letters of a word, the letters, and what stands behind them."""
    match = _CORE.match(word.text)
    return (match[1], match[2], match[3]) if match else ("", word.text, "")


def _respelled(words: Sequence[Word], right: str) -> list[Word]:
    """The right spelling in the place, the time and between the marks of the words."""
    front, _, _ = _parts(words[0])
    *_, tail = _parts(words[-1])
    texts = right.split()
    probability = sum(word.probability for word in words) / len(words)
    if len(texts) == len(words):
        times = [(word.start, word.end) for word in words]
    else:
        times = _shares(words[0].start, words[-1].end, texts)
    new = []
    for number, (text, (start, end)) in enumerate(zip(texts, times, strict=True)):
        before = front if number == 0 else " "
        behind = tail if number == len(texts) - 1 else ""
        new.append(Word(start, end, before + text + behind, probability, words[0].speaker))
    return new


def _shares(start: float, end: float, texts: Sequence[str]) -> list[tuple[float, float]]:
    """The time from start to end, parted by the letters of texts."""
    whole = sum(map(len, texts))
    inner = (sum(map(len, texts[:number])) / whole for number in range(1, len(texts)))
    return list(pairwise([start, *(start + (end - start) * share for share in inner), end]))


def _untimed(segment: Segment) -> Iterator[Word]:
    """The words of a segment that has none, with the whole segment's time."""
    for text in _TOKEN.findall(segment.text):
        yield Word(segment.start, segment.end, text, 1.0, segment.speaker)


def _plain(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _letters(text: str) -> str:
    """The letters and figures (and signs) alone, in small letters and without accents."""
    return "".join(c for c in _plain(text).casefold() if c.isalnum() or c in "+#")
