"""Lists as résumés write them: what stands between commas, bars and bullets, with its level."""

import re
from collections.abc import Iterator

from voicecli.interview.papers.resume_headings import part_of

_SEPARATOR = re.compile(r"\s*[,;|•·▪●◦]\s*|\s+[–—]\s+(?=[A-Z])|\n|(?<=\))\s+(?:and|&)\s+")
_LABEL = re.compile(r"(?:^|(?<=\s))((?:[A-Z][\w&/+-]*\s+){0,3}[\w&/+-]+):\s+")
_AND = re.compile(r"\s+(?:and|&)\s+(?=\S+$)")
_LEVEL = re.compile(
    r"\s*(?:[-–—:]\s*|\()\s*(?:expert|advanced|intermediate|basics?|beginner|proficient|native"
    r"|fluent|good|strong|excellent|familiar|working knowledge|\d+\+?\s*(?:years?|yrs?)[^)]*)\)?$",
    re.IGNORECASE,
)
_MOST_WORDS = 7
"""What is longer is a sentence and no name of a skill."""
_MOST_BEFORE = 40
"""Characters of a label."""


def labelled(text: str) -> list[tuple[str, str]]:
    """A text as its labels with what stands behind each ("Tools: …"); "" where there is none.

    Where lines were joined a label stands behind the end of a list: as many words as make a
    heading, else one, belong to it.
    """
    found: list[tuple[str, str]] = []
    begin, label = 0, ""
    for match in _LABEL.finditer(text):
        own = _label(match[1], at_start=match.start() == 0)
        if not own or len(own) > _MOST_BEFORE:
            continue
        at = match.start() + len(match[1]) - len(own)
        if text[begin:at].strip():
            found.append((label, text[begin:at].strip()))
        begin, label = match.end(), own
    if text[begin:].strip():
        found.append((label, text[begin:].strip()))
    return found


def _label(text: str, *, at_start: bool) -> str:
    if at_start:
        return text
    words = text.split()
    for first in range(len(words)):
        own = " ".join(words[first:])
        if part_of(own) is not None:
            return own
    return words[-1] if words and words[-1][:1].isupper() else ""


def items(text: str) -> list[str]:
    """The items of a list in a line, as they stand in it; what is in brackets stays together."""
    pieces: list[str] = []
    begin = depth = 0
    for position, character in enumerate(text):
        depth += (character in "([") - (character in ")]" and depth > 0)
        separator = _SEPARATOR.match(text, position) if depth == 0 and position >= begin else None
        if separator and separator.end() > position and text[position:].strip():
            pieces.append(text[begin:position])
            begin = separator.end()
    pieces.append(text[begin:])
    whole = [piece.strip().rstrip(".") for piece in pieces]
    whole = [piece for piece in whole if any(map(str.isalnum, piece))]
    if len(whole) > 1 and (last := _AND.search(whole[-1])):
        whole[-1:] = [whole[-1][: last.start()], whole[-1][last.end() :]]
    elif whole and whole[-1].startswith("and "):
        whole[-1] = whole[-1][4:]
    return [piece for piece in whole if piece]


def names_in(item: str) -> tuple[str, ...]:
    """The names in an item: "Excel (pivot tables, VLOOKUP)" names three; a level is none."""
    plain = _LEVEL.sub("", item).strip(" -–—:")
    inner = re.search(r"\(([^()]*)\)", plain)
    outer = re.sub(r"\s*\([^()]*\)", "", plain).strip()
    names = [outer, *(_short(inner[1]) if inner else ())]
    return tuple(name for name in dict.fromkeys(names) if name and _is_name(name))


def _short(inner: str) -> Iterator[str]:
    for piece in re.split(r"\s*[,;/]\s*", inner):
        if not _LEVEL.match(f"({piece})"):
            yield piece.strip()


def _is_name(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and any(map(str.isalpha, text))
