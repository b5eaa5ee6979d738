"""Lines of a career that stand under no heading of their own, or under one of a single post."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecli.interview.papers.degrees import degrees_in
from voicecli.interview.papers.periods import read_period
from voicecli.interview.papers.resume_entries import is_body, is_until, without_period
from voicecli.interview.papers.resume_lines import Line
from voicecli.interview.papers.role_cues import is_school, place_score, title_score

_OPEN = ("header", "summary", "other")
"""Parts in which posts may stand that nothing announces."""
_MOST_ABOVE = 2
_ASIDE = re.compile(r"\s*\([^)]*\)$")
_POST_LABEL = re.compile(
    r"^\W*(?:(?:key|main|selected|principal|my|core|primary|daily)\s+)*(?:duties|responsibilities"
    r"|achievements|accomplishments|tasks|highlights|results)"
    r"(?:\s+(?:and|&)\s+(?:duties|responsibilities|achievements|accomplishments|tasks|results))?"
    r"\s*:?\W*$",
    re.IGNORECASE,
)
"""What is written over the lists of one post."""


def with_careers(lines: Sequence[Line]) -> list[Line]:
    """The lines of a résumé, those of posts as parts of the experience wherever they stand."""
    return list(_undeclared(list(_under_posts(lines))))


def _under_posts(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines without the headings over lists of one post; what follows these is experience still.

    "Achievements" over the last lines of a résumé is a part, between posts it is not.
    """
    for number, line in enumerate(lines):
        if _POST_LABEL.match(line.text) and line.part in ("experience", "achievements"):
            continue
        if line.part == "achievements" and _is_between_posts(lines, number):
            before = next(x for x in reversed(lines[:number]) if x.part == "experience")
            yield replace(line, part="experience", chapter=before.chapter)
        else:
            yield line


def _is_between_posts(lines: Sequence[Line], number: int) -> bool:
    """Whether experience stands before a line's part, and a post in it from here on or before."""
    chapter = [line for line in lines if line.chapter == lines[number].chapter]
    before = next((x for x in reversed(lines[:number]) if x.part != "achievements"), None)
    return before is not None and before.part == "experience" and any(map(_is_post, chapter))


def _undeclared(lines: list[Line]) -> Iterator[Line]:
    """Lines with those of a part that is open to them as experience from the first post on."""
    begins: dict[tuple[str, int], int] = {}
    for number, line in enumerate(lines):
        part = (line.part, line.chapter)
        if line.part not in _OPEN or part in begins:
            continue
        if _is_post(line):
            begins[part] = number - _is_named_above(lines, number)
        elif above := _lines_above(lines, number):
            begins[part] = number - above
    for number, line in enumerate(lines):
        begin = begins.get((line.part, line.chapter))
        yield line if begin is None or number < begin else replace(line, part="experience")


def _is_post(line: Line) -> bool:
    """Whether a line names a post with the time in which it was held."""
    period = read_period(line.text)
    if period is None or period.single or is_body(line) or degrees_in(line.text):
        return False
    if is_until(line.text):
        return False
    texts = [text for _, text in line.cells] or [without_period(line.text)]
    parts = [part for text in texts for part in re.split(r"\s*[,|(–—\t]\s*|\s+at\s+", text)]
    names = [part for part in parts if title_score(part) > 1 or place_score(part) > 1]
    return bool(names) and not any(is_school(part) and not title_score(part) for part in names)


def _lines_above(lines: Sequence[Line], number: int) -> int:
    """How many lines above one of dates alone the title of the post stands; 0 where none does."""
    period = read_period(lines[number].text)
    if period is None or period.single or without_period(lines[number].text):
        return 0
    for above in range(1, min(_MOST_ABOVE, number) + 1):
        line = lines[number - above]
        is_same = (line.part, line.chapter) == (lines[number].part, lines[number].chapter)
        if not is_same or is_body(line):
            return 0
        if title_score(line.text) > 1 or title_score(_ASIDE.sub("", line.text)) > 1:
            return above
    return 0


def _is_named_above(lines: Sequence[Line], number: int) -> bool:
    """Whether the line above names the post, of which this one has the employer and the time."""
    if number < 2 or (lines[number].part, lines[number].chapter) != (
        lines[number - 1].part,
        lines[number - 1].chapter,
    ):
        return False
    own = re.split(r"\s*[,|(–—\t]\s*", without_period(lines[number].text))
    return (
        not any(title_score(part) > 1 for part in own) and title_score(lines[number - 1].text) > 1
    )
