"""Numbers and codes that are names in a question: "error E-47", "invoice 1043", "number 140-2".

A name has no relatives: a text that does not hold it tells of something else. A figure that counts,
measures or dates something is no name.
"""

import re

from voicecli.retrieval.words import WORD, fold

_NUMBERED = (
    "number no nr invoice order ticket room article chapter section error code case issue"
    " paragraph clause rule line platform model form exhibit figure flight house unit gate file"
    " folder account batch warning fault alarm part lot permit licence"
)
"""What is told apart by number, in general English."""

_CODE = re.compile(
    rf"\b(?:{'|'.join(_NUMBERED.split())})\.?\s+#?(?P<number>\d[\w./-]*\w|\d)"
    r"|(?<![\w.,/-])#?(?P<mixed>[a-z]{1,5}[-/]?\d[\w./-]*\w|[a-z]{1,5}[-/]?\d"
    r"|\d+[-/][\w./-]*\w)(?![\w%])",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}/\d{1,2}(?:/\d{2,4})?|(?:19|20)\d\d[-/]\d+")
_WORDS = re.compile(r"\d+-[a-z]+", re.IGNORECASE)
"""Like "12-volt" and "3-year": a figure with its unit."""


def codes(question: str, explained: str = "") -> tuple[str, ...]:
    """The numbers and codes of a question as they stand; those in `explained` are left out."""
    known = set(WORD.findall(fold(explained)))
    found = (match["number"] or match["mixed"] for match in _CODE.finditer(question))
    return tuple(
        code
        for code in found
        if not _DATE.fullmatch(code)
        and not _WORDS.fullmatch(code)
        and not known.issuperset(WORD.findall(fold(code)))
    )
