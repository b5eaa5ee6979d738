"""Whose résumé it is: the name over it, the letters behind the name, the line below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voicecli.interview.papers.resume_lines import Line, place_of
from voicecli.interview.papers.role_cues import place_score, title_score
from voicecli.interview.plan import Claim

_LABEL = re.compile(
    r"(?:(?:full |first |sur|last |family )?name(?:\(s\))?"
    r"(?:\s*/\s*(?:first |last |sur)?name(?:\(s\))?)?"
    r"|candidate)\s*:\s*",
    re.IGNORECASE,
)
_TITLED = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Rev)\.?\s+")
_CONTACT = re.compile(
    r"@|https?:|www\.|\.com\b|\+?\d[\d ()/.-]{6,}\d|\b\d{5}\b|linkedin|github|\b(?:street|road"
    r"|avenue"
    r"|lane|phone|tel|mobile|e-?mail|address|date of birth|nationality)\b"
    r"|\bp\.?o\.? box\b|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
    r"|\b(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT) \d{4}\b"
    r"|^\W*(?:(?:flat|unit|apt|suite|house) (?:no\.? )?)?\d+[a-z]?,? (?:[A-Z][a-z]+ ){1,3}"
    r"(?:ave|blvd|dr|drive|close|way|court|crescent|terrace|place|gardens|grove|hill|square|st"
    r"|rd)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(r"\b(?:curriculum|vitae|cv|r[eé]sum[eé]|profile|application)\b", re.IGNORECASE)
_PARTICLES = frozenset(
    "de da del della di do dos du van von der den la le el al bin ibn y e ap ten ter zu".split()
)
_SUFFIX = re.compile(r",\s*(?=[A-Z]{2}|[A-Z][a-zA-Z.]{1,5}\b)")
_LETTERS = re.compile(r"(?:\s+[A-Z]{2,6})+$")
_SEARCHED = 8
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The name, "" where there is none, what its letters claim, and the lines that it takes."""

    name: str
    claims: tuple[Claim, ...]
    used: frozenset[Line]


def letterhead(lines: Sequence[Line], document: str) -> Letterhead:
    """What the first lines of a résumé tell; lines with addresses tell nothing."""
    used = {line for line in lines if _CONTACT.search(line.text) and not _is_sentence(line.text)}
    for number, line in enumerate(lines[:_SEARCHED]):
        text = re.split(r"\s*[|•·\n]\s*|\s+[–—-]\s+", line.text)[0].strip()
        text = _LABEL.sub("", _PAPER.sub("", text) if _PAPER.search(text) else text).strip(" -–—:,")
        name, *letters = _SUFFIX.split(text)
        if not name.isupper() and (behind := _LETTERS.search(name)):  # "Hannah Lowe RVN"
            name, letters = name[: behind.start()], [*behind[0].split(), *letters]
        name = _TITLED.sub("", name).strip()
        if is_name(name) and not (number and title_score(name)):
            claims = [
                Claim(one, "certificate", place_of(document, [line], one), (one,), one)
                for piece in letters
                if (one := piece.strip(" .")) and one.replace(".", "").replace("-", "").isalnum()
            ]
            return Letterhead(_cased(name), tuple(claims), frozenset({*used, line}))
    return Letterhead("", (), frozenset(used))


def is_labelled_name(text: str) -> bool:
    """Whether a line has the name behind a label, as forms do: "Surname / First name: …"."""
    return _LABEL.match(text) is not None


def is_contact(text: str) -> bool:
    """Whether a text has an address, a number, or another way to reach somebody."""
    return _CONTACT.search(text) is not None


def is_name(text: str) -> bool:
    """Whether a text looks like the name of a person: two to five words with capitals."""
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS or _CONTACT.search(text):
        return False
    if title_score(text) > 2 or place_score(text) > 1:
        return False  # "Keller" and "Rahman" end as titles do
    return all(
        word.lower() in _PARTICLES
        or (word[0].isupper() and re.fullmatch(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*", word))
        for word in words
    )


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 12 and text.rstrip().endswith(".")


def _cased(name: str) -> str:
    """A name in capitals as names are written."""
    return name.title() if name.isupper() else name
