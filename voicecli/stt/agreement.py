"""Words that may be shown while somebody still speaks. Pure.

A recogniser that hears the growing sound again and again changes its mind about the last words. A
word is committed when two hypotheses in a row agree on it and on everything before it, and is never
changed again: LocalAgreement-2 (Liu, Spanakis and Niehues, "Low-Latency Sequence-to-Sequence Speech
Recognition and Translation by Partial Hypothesis Selection", Interspeech 2020; used with Whisper
by Macháček, Dabre and Bojar, "Turning Whisper into Real-Time Transcription System", 2023).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from voicecli.stt.scripts import SINGLE


@dataclass(frozen=True, slots=True)
class Final:
    """The end of a partial transcript.

    `remaining` is what is to be shown right behind the committed words. `text` is what the last
    and careful hypothesis says; what it says differently in committed words is not shown any more.
    """

    remaining: str
    text: str


@dataclass(frozen=True, slots=True)
class PartialTranscript:
    """What was said so far: `committed` words stay, `tentative` ones may still change.

    Words carry the space in front of them, so that "".join puts them together in every script.
    """

    committed: tuple[str, ...] = ()
    tentative: tuple[str, ...] = ()

    @property
    def committed_text(self) -> str:
        """The words that stay, as shown."""
        return "".join(self.committed).lstrip()

    @property
    def tentative_text(self) -> str:
        """The words that may change, to be shown right behind the committed ones."""
        text = "".join(self.tentative)
        return text if self.committed else text.lstrip()

    def heard(self, text: str) -> "PartialTranscript":
        """Take in the next hypothesis.

        It may begin later than the utterance, as that of a long utterance's last seconds does: what
        it says goes on from the committed words that it repeats. One that repeats none of them says
        nothing to go by and changes nothing.
        """
        words = _words(text)
        known = _repeated(self.committed, words)
        if self.committed and not known:
            return self
        new = words[known:]
        agreed = 0
        for before, now in zip(self.tentative, new, strict=False):
            if _key(before) != _key(now):
                break
            agreed += 1
        committed, tentative = new[:agreed], new[agreed:]
        if committed and not tentative:
            # The full stop behind the last word is only the end of the sound so far.
            committed = (*committed[:-1], committed[-1].rstrip(_STOPS))
        return PartialTranscript(self.committed + committed, tentative)

    def finish(self, text: str) -> Final:
        """End with the careful transcript of the whole utterance."""
        words = _words(text)
        known = _covered(self.committed, words)
        remaining = "".join(words[known:])
        if self.committed and known and _key(self.committed[-1]) == _key(words[known - 1]):
            last = words[known - 1]
            stops = last[len(last.rstrip(_STOPS)) :]
            if self.committed[-1] == self.committed[-1].rstrip(_STOPS):
                remaining = stops + remaining
        return Final(remaining if self.committed else remaining.lstrip(), text)


_STOPS = ".,;:!?…。、！？"  # full-width ones are meant
_WORD = re.compile(rf"\s*(?:{SINGLE}|(?:(?!{SINGLE})\S)+)")


def _key(word: str) -> str:
    """What two words have in common that are the same without case and punctuation."""
    return "".join(character for character in word.casefold() if character.isalnum())


def _words(text: str) -> tuple[str, ...]:
    """The words of a text, each with the space before it and the punctuation behind it."""
    words: list[str] = []
    for match in _WORD.finditer(text if text[:1].isspace() else f" {text}"):
        if _key(match.group()):
            words.append(match.group())
        elif words:
            words[-1] += match.group()
    return tuple(words)


def _repeated(committed: Sequence[str], words: Sequence[str]) -> int:
    """How many of `words`, from the first, say again what the end of the committed words says.

    The best alignment of a beginning of `words` with an end of `committed`: 2 for each equal word,
    -1 for each that differs, lacks or is too much (as Smith and Waterman score, 1981). 0 when
    there is none that is better than nothing.
    """
    best, count = 0, 0
    for position, score in enumerate(_scores(committed, words, from_any=True)):
        if score > best:
            best, count = score, position
    return count


def _covered(committed: Sequence[str], words: Sequence[str]) -> int:
    """How many of `words`, from the first, stand for the committed words, all of them."""
    scores = _scores(committed, words, from_any=False)
    best = max(scores)
    nearest = [position for position, score in enumerate(scores) if score == best]
    return min(nearest, key=lambda position: abs(position - len(committed)))


def _scores(committed: Sequence[str], words: Sequence[str], *, from_any: bool) -> list[int]:
    """For each number of first words the score of aligning them with an end of the committed ones.

    `from_any` word of the committed, or from the first only.
    """
    keys = [_key(word) for word in words]
    row = [-position for position in range(len(keys) + 1)]
    for number, word in enumerate(committed, start=1):
        key = _key(word)
        start = 0 if from_any else -number
        above, row = row, [start]
        for position, (diagonal, over) in enumerate(pairwise(above), start=1):
            same = 2 if keys[position - 1] == key else -1
            row.append(max(diagonal + same, over - 1, row[-1] - 1))
    return row
