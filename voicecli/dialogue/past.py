"""What was said long ago, in short: a line for each turn that a prompt no longer holds whole.

Nothing is written anew here: a line is what the question was about and the most telling words of
the answer, or a sentence that a language model wrote and the turn supports. What sounds like an
order to a model is left out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from voicecli.dialogue.asked import subject
from voicecli.dialogue.conversation import Exchange
from voicecli.dialogue.persona_text import cleaned, steers
from voicecli.dialogue.wording import ended
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import content_words, stems

TokenCounter = Callable[[str], int]

WIDTHS = (24, 16, 12, 9, 7)
"""Most words of an answer in a line; the widest with which all turns find room."""
ASKED_WORDS = 7
MOST_TURNS = 40
"""Further back nothing is looked for: no room holds more lines."""

_LONGEST_TEXT = 700
"""Characters of a question or an answer that are looked at."""
_LONGEST_WORDS = 120
_QUOTED = re.compile(r"\bYou (?:told me|noted) (?:today|on \d+ \w+(?: \d+)?): ")
"""What stands before the words of a memory: the topic says it in short."""


def about(text: str) -> int:
    """Tokens that a text has at most, by its length: English has some four letters to a token."""
    return -(-len(text) // 3)


def in_short(past: Sequence[Exchange], room: int, count: TokenCounter = about) -> str:
    """What came of these turns, oldest first, in at most `room` tokens; empty where nothing did.

    The lines grow shorter before any turn is left out, and the oldest goes first.
    """
    telling = [one for one in past if one.telling and one.heard][-MOST_TURNS:]
    told = [found for one in telling if (found := _told(one))]
    lines: list[str] = []
    for width in WIDTHS:
        lines = list(dict.fromkeys(one.line(width) for one in told))
        if count(" ".join(lines)) <= room:
            return " ".join(lines)
    sizes = [count(f" {one}") for one in lines]
    while lines and sum(sizes) > room:
        lines.pop(0)
        sizes.pop(0)
    return " ".join(lines)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a turn came to: its topic, the words of its best sentence, and what each is worth.

    `written` is a model's sentence about it.
    """

    topic: str
    words: tuple[str, ...]
    worths: tuple[float, ...]
    written: str = ""

    def line(self, width: int) -> str:
        """In one line: "Locker number: it is 4417."; of the answer at most `width` words."""
        if self.written and len(self.written.split()) <= max(width, 2 * WIDTHS[-1]):
            return self.written
        told = self._shortened(width)
        if not self.topic or self.topic.casefold() in told.casefold():
            return told
        return f"{self.topic[0].upper()}{self.topic[1:]}: {told}"

    def _shortened(self, width: int) -> str:
        """The stretch of words that tells most; "…" stands for what was cut off."""
        words = self.words
        if len(words) <= width:
            return ended(" ".join(words))
        sums = [0.0, *accumulate(self.worths)]
        best = max(range(len(words) - width + 1), key=lambda at: (sums[at + width] - sums[at], -at))
        behind = "…" if best + width < len(words) else ""
        stretch = " ".join(words[best : best + width]).rstrip(",;:")
        return f"{'… ' if best else ''}{stretch}{behind}"


def _told(one: Exchange) -> _Told | None:
    """What came of a turn; None where all of it sounds like an order to a model."""
    heard = _QUOTED.sub("", cleaned(one.heard[:_LONGEST_TEXT], _LONGEST_TEXT))
    sentences = [text for text in split_sentences(heard) if not steers(text)]
    if not sentences:
        return None
    asked = cleaned(one.question[:_LONGEST_TEXT], _LONGEST_TEXT)
    wanted = set(content_words(asked).values())
    best = max(sentences, key=lambda text: sum(_worths(text.split(), wanted)[:_LONGEST_WORDS]))
    words = best.split()[:_LONGEST_WORDS]
    topic = " ".join(subject(asked).split()[:ASKED_WORDS])
    topic = "" if steers(topic) else topic
    line = "" if steers(one.line) else one.line
    return _Told(topic, tuple(words), tuple(_worths(words, wanted)), line)


def _worths(words: Sequence[str], wanted: set[str]) -> list[float]:
    """How much each word tells: a figure, a name, a word of the question."""
    worths = []
    for number, word in enumerate(words):
        is_name = number > 0 and word[:1].isupper()
        is_telling = is_name or any(letter.isdigit() for letter in word)
        worths.append(is_telling + 1.5 * bool(wanted & set(stems(word))))
    return worths
