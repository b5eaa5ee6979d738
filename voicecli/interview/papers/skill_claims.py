"""What a résumé says that its owner can, and which languages they speak."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecli.interview.papers.boasts import boasts
from voicecli.interview.papers.claim_parts import deeds
from voicecli.interview.papers.resume_lines import Line, place_of
from voicecli.interview.papers.skill_lists import items, labelled, names_in
from voicecli.interview.papers.tongues import tongues_in
from voicecli.interview.papers.work_verbs import is_past
from voicecli.interview.plan import Claim

_SKILL_WORDS = 7
_LEAST_TOLD = 3


def skills(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """The items of lists of skills; sentences that tell what was done are deeds."""
    for line in lines:
        if line.cells:
            yield from _skill_row(line, document)
            continue
        for label, text in labelled(line.text):
            if is_past(text.split()[0].lower()) and len(text.split()) >= _LEAST_TOLD:
                yield from deeds([replace(line, text=text)], document)
                continue
            pieces = items(text)
            if label and len(pieces) == 1 and len(text.split()) > _SKILL_WORDS:
                yield _skill(label, line, document)
            for piece in pieces:
                yield from _skill_or_tongue(piece, line, document)


def _skill_row(line: Line, document: str) -> Iterator[Claim]:
    """The first cell names a skill, unless it is the label of a list."""
    texts = [text for _, text in line.cells if text.strip()]
    rest = [piece for text in texts[1:] for piece in items(text)]
    if len(texts) == 2 and len(rest) > 1:
        for piece in rest:
            yield from _skill_or_tongue(piece, line, document)
    elif texts:
        first = next(iter(_skill_or_tongue(texts[0], line, document)))
        text = " – ".join(texts) if len(texts) > 1 else first.text
        yield replace(first, text=text)


def _skill_or_tongue(piece: str, line: Line, document: str) -> Iterator[Claim]:
    """One claim; a sentence that tells what was done is an achievement."""
    tongues = tongues_in(piece)
    if tongues and len(piece.split()) <= _SKILL_WORDS:
        yield Claim(piece, "language", place_of(document, [line], piece), tongues)
    elif len(piece.split()) > _SKILL_WORDS and boasts(piece):
        yield from deeds([replace(line, text=piece)], document)
    else:
        yield _skill(piece, line, document)


def _skill(text: str, line: Line, document: str) -> Claim:
    return Claim(text, "skill", place_of(document, [line], text), names_in(text))


def languages(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """The languages of lines, each with the level behind it."""
    for line in lines:
        if line.cells:
            yield from _skill_row(line, document)
            continue
        parts = labelled(line.text)
        if any(tongues_in(label) for label, _ in parts):  # "Danish: native; German: B2"
            parts = [("", line.text)]
        pieces = [piece for _, text in parts for piece in by_tongue(text)]
        pieces = pieces if any(map(tongues_in, pieces)) else items(line.text)
        for piece in pieces:
            yield from _skill_or_tongue(piece, line, document)


def by_tongue(text: str) -> list[str]:
    """A line cut so that each language keeps the level behind it, behind a comma or a dash."""
    starts = [match.start() for match in re.finditer(r"[^\W\d_]+", text) if tongues_in(match[0])]
    if not starts:
        return []
    fronts = [
        max(text.rfind(mark, 0, start) + len(mark) for mark in (",", ";", "|", "•", "\n", ". "))
        if any(text.rfind(mark, 0, start) >= 0 for mark in (",", ";", "|", "•", "\n", ". "))
        else 0
        for start in starts
    ]
    cuts = sorted({*fronts, *starts} if len(starts) > len(set(fronts)) else set(fronts))
    ends = [*cuts[1:], len(text)]
    pieces = [text[cut:end].strip(" ,;|•\t\n") for cut, end in zip(cuts, ends, strict=True)]
    return [re.sub(r"\s+(?:and|&)$", "", piece).rstrip(".") for piece in pieces if piece]
