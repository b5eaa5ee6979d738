"""Marks behind the lines of a specification that say how much each is wanted: "… (E)", "… [D]"."""

import re
from dataclasses import replace

from voicecli.interview.papers.paper_parts import Entry, Section

_BEHIND = re.compile(
    r"\s*(?:[(\[]\s*(?P<inside>E|D|Ess|Des|[Ee]ssential|[Dd]esirable)\b[^)\]]{0,20}[)\]]"
    r"|(?:\s[–—-]|\t|\s{2,})\s*(?P<bare>E|D|ESSENTIAL|DESIRABLE|[Ee]ssential|[Dd]esirable))"
    r"(?:\s*[(\[][A-Z](?:\s*[,/&]\s*[A-Z])*[)\]])?[\s.]*$"
)
"""Often with how it will be found out: "(E: A/I)", "(E) (A, I)"."""
_LEAST = 2


def with_marks(section: Section) -> Section:
    """A section whose lines end with such marks, with these as cells of their own.

    One line alone tells nothing: "licence (D)" is one to drive a bus.
    """
    found = [_BEHIND.search(entry.text) for entry in section.entries]
    told = {_letter(match) for match in found if match}
    if sum(match is not None for match in found) < max(_LEAST, len(found) / 2) or "e" not in told:
        return section
    entries = (
        _marked(entry, match) if match and not entry.cells else entry
        for entry, match in zip(section.entries, found, strict=True)
    )
    return replace(section, entries=tuple(entries))


def _letter(match: re.Match[str]) -> str:
    return (match["inside"] or match["bare"]).lower()[0]


def _marked(entry: Entry, match: re.Match[str]) -> Entry:
    text = entry.text[: match.start()].rstrip()
    return replace(entry, cells=(("", text), ("", _letter(match)))) if text else entry
