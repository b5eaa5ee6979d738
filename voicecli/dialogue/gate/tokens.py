"""A text as the gate reads it: words, figures and the marks that join them."""

import re
from dataclasses import dataclass

from voicecli.retrieval.words import fold

_TOKEN = re.compile(
    r"""
    \d{4}-\d{2}(?:-\d{2})?(?!\w)        # an ISO date
  | \d+(?:,\d{3})+(?:\.\d+)?(?![\d])    # 1,450.50
  | \d+(?:[.:]\d+)*(?:st|nd|rd|th)?(?![^\W_])  # 17:30, 4.1, 28th
  | [^\W\d_]+\d+(?:\.\d+)+             # v1.2.3
  | [^\W_]+(?:['’](?!s\b|S\b)[^\W_]+)*(?:\+\+\d*|\#)?  # words, o'clock, don't, C++, ESP32
  | ['’]s\b
  | [^\w\s]
    """,
    re.VERBOSE,
)
_GLUED = re.compile(r"(?<![\w.,:])(\d+(?:[.,]\d+)*)(?=(?!st\b|nd\b|rd\b|th\b)[a-zA-Z]{1,3}\b)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: `text` folded, `raw` as it is written."""

    text: str
    raw: str

    @property
    def is_word(self) -> bool:
        """Whether it is neither a mark nor a figure."""
        return self.text[0].isalpha()


def tokens(text: str) -> list[Token]:
    """Every token in order; "5pm" and "12kg" are two each, "n't" stays with its verb."""
    spaced = _GLUED.sub(r"\1 ", text)
    read = (Token(fold(raw).replace("’", "'"), raw) for raw in _TOKEN.findall(spaced))
    return [token for token in read if token.text]  # of an accent alone nothing is left
