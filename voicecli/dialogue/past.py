"""What was said long ago, in short: a line for each turn that a prompt no longer holds whole.

Nothing is written anew here: a line is what the question was about and the most telling words of
the answer, or a sentence that a language model wrote and the turn supports. What sounds like an
order to a model is left out.
"""

import re
from collections.abc import Callable, Sequence

from voicecli.dialogue.asked import subject
from voicecli.dialogue.conversation import Exchange
from voicecli.dialogue.persona_text import cleaned, steers
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import content_words, stems

TokenCounter = Callable[[str], int]

WIDTHS = (24, 16, 12, 8)
"""Most words of an answer in a line; the widest with which all turns find room."""
ASKED_WORDS = 7
MOST_TURNS = 60
"""Further back nothing is looked for: no room holds more lines."""

_TELLING = re.compile(r"\d|(?<!^)\b[A-Z][\w'’-]+|\b\w+-\w*\d\w*")
_LONGEST_TEXT = 2000
"""Characters of an answer that are looked at."""


def about(text: str) -> int:
    """Tokens that a text has at most, by its length: English has some four letters to a token."""
    return -(-len(text) // 3)


def in_short(past: Sequence[Exchange], room: int, count: TokenCounter = about) -> str:
    """What came of these turns, oldest first, in at most `room` tokens; empty where nothing did.

    The lines grow shorter before any turn is left out, and the oldest goes first.
    """
    telling = [one for one in past if one.telling and one.heard][-MOST_TURNS:]
    lines: list[str] = []
    for width in WIDTHS:
        lines = list(dict.fromkeys(filter(None, (line(one, width) for one in telling))))
        if count(" ".join(lines)) <= room:
            return " ".join(lines)
    sizes = [count(f" {one}") for one in lines]
    while lines and sum(sizes) > room:
        lines.pop(0)
        sizes.pop(0)
    return " ".join(lines)


def line(one: Exchange, width: int) -> str:
    """A turn in one line, like "Locker number: it is 4417."; empty for an order to a model.

    Of the answer at most `width` words are left.
    """
    if one.line and len(one.line.split()) <= max(width, WIDTHS[-1] * 2):
        return one.line
    heard = cleaned(one.heard, _LONGEST_TEXT)
    sentences = [text for text in split_sentences(heard) if not steers(text)]
    if not sentences:
        return ""
    asked = cleaned(one.question, _LONGEST_TEXT)
    wanted = set(content_words(asked).values())
    best = max(sentences, key=lambda text: _worth(text, wanted))
    told = _shortened(best, width, wanted)
    topic = " ".join(subject(asked).split()[:ASKED_WORDS])
    if not topic or steers(topic) or topic.casefold() in told.casefold():
        return told
    return f"{topic[0].upper()}{topic[1:]}: {told}"


def _worth(sentence: str, wanted: set[str]) -> float:
    """How much a sentence tells: figures, names, and words of the question."""
    return min(len(_TELLING.findall(sentence)), 6) + 1.5 * len(wanted & set(stems(sentence)))


def _shortened(sentence: str, width: int, wanted: set[str]) -> str:
    """The stretch of a sentence that tells most; "…" stands for what was cut off."""
    words = sentence.split()
    if len(words) <= width:
        return sentence if sentence[-1] in ".!?" else f"{sentence}."
    starts = range(len(words) - width + 1)
    best = max(starts, key=lambda at: (_worth(" ".join(words[at : at + width]), wanted), -at))
    before = "… " if best else ""
    behind = "…" if best + width < len(words) else ""
    return f"{before}{' '.join(words[best : best + width]).rstrip(',;:')}{behind}"
