"""Certificates, licences and registrations, with when they were had and until when they hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecli.interview.papers.periods import read_period
from voicecli.interview.papers.resume_entries import without_period
from voicecli.interview.papers.resume_headings import part_of
from voicecli.interview.papers.resume_lines import Line, place_of
from voicecli.interview.papers.role_cues import place_score
from voicecli.interview.papers.skill_claims import languages
from voicecli.interview.papers.skill_lists import items, labelled, names_in
from voicecli.interview.plan import Claim

_CUE = re.compile(
    r"\b(?:certifi\w+|licen[cs]\w*|registered|registration|accredit\w+|chartered|permit|diploma"
    r"|ticket|card|member of|membership|admitted|qualified|NMC|DBS|CSCS|CPR|first aid"
    r"|food hygiene)\b",
    re.IGNORECASE,
)
_EXPIRES = re.compile(r"\b(?:valid|expir\w+|until|through|renew\w*|exp)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z0-9+/-]*")
"""An abbreviation: PMP, BAS-P, PhD."""
_CODE = re.compile(r"\b[A-Z]{2,}")
_ONE_PAPER = re.compile(
    r"\b(?:driving licen[cs]es|licen[cs]e|permit|card|registration|clearance|check|pin"
    r"|certificate)$",
    re.IGNORECASE,
)
"""How a label ends that names a paper, of which only the class or the date follows."""
_DETAIL = re.compile(
    r"(?:#|no\.?|nr\.?|number|reg)?\W*[A-Z]{0,2}\d{4,}[A-Z]?\b(?<!19\d\d)(?<!20\d\d)"
    r"|(?:exp\b|expir\w+|valid|issued|renewed|awarded|passed|since|state of)\b",
    re.IGNORECASE,
)
"""What is told of the certificate before it: its number, its day, who gave it."""
_VALUE_WORDS = 4
_MOST_WORDS = 6
_LEAST_LIST = 3


def is_credential(text: str) -> bool:
    """Whether a line names a certificate, a licence or the like."""
    return bool(_CUE.search(text)) and len(text.split()) <= 20


def credentials(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """A claim for each certificate that lines name."""
    for line in lines:
        if line.cells:
            texts = [text for _, text in line.cells if text.strip()]
            yield _claim(texts[0], " – ".join(texts), line, document)
            continue
        for label, text in labelled(line.text):
            if part_of(label) == "languages":
                yield from languages([replace(line, text=text)], document)
                continue
            paper = (label or line.heading).rstrip(" :")
            if (
                _ONE_PAPER.search(paper)
                and len(text.split()) <= _VALUE_WORDS
                and not _CUE.search(text)
            ):
                quote = f"{label}: {text}" if label else text
                yield _claim(quote, f"{paper}: {text}", line, document, named=f"{paper}: {text}")
                continue
            for piece in _pieces(text):
                yield _claim(piece, piece, line, document)


def _pieces(text: str) -> list[str]:
    """The certificates of a line: a list only where it looks like one ("CPR, BLS, ACLS")."""
    parts = [part for part in re.split(r"\s*[;•|]\s*|\n", text) if part.strip()]
    if len(parts) > 1 and not any(read_period(part) for part in parts):
        return parts
    listed = items(text)
    if any(map(_DETAIL.match, listed[1:])):  # "RN, State of Ohio, No. 123456, exp. 2026"
        return parts
    # A date alone belongs to what stands before it.
    whole = [item for item in listed if len(item.split()) <= _MOST_WORDS and without_period(item)]
    if len(listed) >= _LEAST_LIST and len(whole) == len(listed):
        return listed
    if len(listed) > 1 and all(_LETTERS.fullmatch(item) for item in listed):
        return listed
    if len(listed) > 1 and len(whole) == len(listed) and all(map(_is_one, listed)):
        return listed
    return [part for part in re.split(r"\s*;\s*|\n", text) if part.strip()]


def _is_one(item: str) -> bool:
    """Whether an item of a list names a certificate by itself, and not who gave the one before."""
    return bool(_CODE.search(item)) or (bool(_CUE.search(item)) and place_score(item) < 2)


def _claim(quote: str, text: str, line: Line, document: str, *, named: str = "") -> Claim:
    """A certificate, called `named` where its quote alone does not say which it is."""
    quote = quote.strip().rstrip(".")
    start, end = "", ""
    ongoing = False
    if period := read_period(text):
        start, end, ongoing = period.start, period.end, period.ongoing
        if period.single:
            before = text[: period.span[0]]
            expires = _EXPIRES.search(before) or before.rstrip().endswith("(to")
            start, end = ("", end) if expires else (start, "")
    title = re.sub(
        r"\s*(?:\(?\b(?:valid|expir\w+|exp\.?|until|issued|renewed)\b[^)]*\)?|\(to\s*\)?)$",
        "",
        " ".join(without_period(named or quote).split()),
        flags=re.IGNORECASE,
    ).strip(" ,;:–—-")
    place = place_of(document, [line], quote)
    return Claim(
        text.rstrip("."), "certificate", place, names_in(title), title, "", start, end, ongoing
    )
