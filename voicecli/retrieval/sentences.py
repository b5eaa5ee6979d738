"""Written text to sentences."""

import re

_ABBREVIATED = "mr mrs ms dr prof st no vs etc e.g i.e approx ca fig vol inc ltd jr sr u.s a.m p.m"
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s)|\n+")
_ABOUT = re.compile(r"^(?:Technologies|Keywords|Link|Date|From|Since|Until)\b")
"""Lines of a record that name its fields: never the sentence that a fact is in, unless asked."""


def told_sentences(text: str) -> list[str]:
    """The sentences that may answer a question; those that name fields only where none else is."""
    sentences = split_sentences(text)
    return [sentence for sentence in sentences if not _ABOUT.match(sentence)] or sentences


def split_sentences(text: str) -> list[str]:
    """Cut a text at line ends and at sentence marks, but not behind abbreviations."""
    sentences, start = [], 0
    for match in _END.finditer(text):
        if not match[0].startswith("\n") and not _ends(text, start, match):
            continue
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a mark ends its sentence: no abbreviation before it, no small letter after it."""
    before = text[start : match.start()].rsplit(maxsplit=1)[-1:] or [""]
    after = text[match.end() :].lstrip()[:1]
    if match[0].startswith(".") and (before[0].lower() in _ABBREVIATIONS or len(before[0]) == 1):
        return before[0].isdigit() and not after.islower()
    return not after.islower()
