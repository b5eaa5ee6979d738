"""The lines of a part of a résumé as entries: a job or a degree, with what is told of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from voicecli.interview.papers.periods import Period, read_period
from voicecli.interview.papers.resume_labels import field_of, tells_no_time
from voicecli.interview.papers.resume_lines import Line
from voicecli.interview.papers.role_cues import place_score, title_score
from voicecli.interview.papers.work_verbs import is_base, is_past

_HEAD_WORDS = 14
"""A line of more words is a sentence about a job and does not name it."""
_NAMING_WORDS = 6
_SMALL_SHARE = 0.7
_MOST_BELOW = 3
_MOST_ROWS = 6
"""Lines of a head below the one that it is known by."""
_LABELLED = re.compile(r"\s*([A-Za-z /]{3,30}):\s*\S")
_VALID = re.compile(r"\b(?:valid|expir(?:y|es|ing))\b", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|of|by|during|since|for)$", re.IGNORECASE)
_SHORT_FORM = re.compile(
    r"\b(?:inc|ltd|pvt|pty|pte|bhd|corp|dept|univ|dipl|hons|prof|bros)\.$", re.IGNORECASE
)
_DETERMINERS = frozenset("a an the my our their your all".split())
_DID = frozenset("won ran led was became made gave took grew kept held taught built wrote".split())
"""What no title begins with, as some do with "set", "registered" and "lead"."""
_FUNCTION = frozenset("a an the my our their to by for with from of all new over up".split())


@dataclass
class Entry:
    """`head` are the lines that name it, `body` those that tell of it."""

    head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)

    @property
    def period(self) -> Period | None:
        """The first range of dates in its head, else the first date."""
        told = [line for line in self.head if not _tells_no_time(line)]
        found = [period for line in told if (period := read_period(line.text))]
        return next((one for one in found if not one.single), found[0] if found else None)


def without_period(text: str) -> str:
    """A line without its dates and the marks around them."""
    if period := read_period(text):
        text = f"{text[: period.span[0]]}\t{text[period.span[1] :]}"
    text = re.sub(r"\(\s*\)|\[\s*\]", "\t", text)
    return re.sub(r"^[\s,;:|·•–—-]+|[\s,;:|·•–—-]+$", "", text)


def is_dated(line: Line) -> bool:
    """Whether a line names something together with its dates."""
    if is_body(line) or _tells_no_time(line):
        return False
    return read_period(line.text) is not None and not is_until(line.text)


def is_until(text: str) -> bool:
    """Whether the date in a line is the one until which a paper holds ("valid until 2027")."""
    return _VALID.search(text) is not None


def _tells_no_time(line: Line) -> bool:
    """Whether a table's row tells of a post, and years in it are not when it was held."""
    return is_label(line) and tells_no_time(line.cells[0][0])


def is_body(line: Line) -> bool:
    """Whether a line tells of a job instead of naming one."""
    if is_until(line.text) and not line.cells:
        return True
    if line.kind == "heading" or line.cells or _names_by_label(line.text):
        return False
    period = read_period(line.text)
    rest = without_period(line.text) if period else line.text
    if period and not period.single and period.span[1] >= len(line.text.rstrip(" .")):
        rest = rest.rstrip(" .")  # "Barista, Foundry Coffee. June 2021 to date"
    words = re.findall(r"[\w'’&/+-]+", rest)
    if len(words) > _HEAD_WORDS or (_is_sentence(rest) and len(words) > 3):
        return True
    if words and _is_deed(words, rest):
        return True
    is_long = period is None and len(words) > _NAMING_WORDS
    is_name = _is_in_capitals(words) or (_names_something(rest) and not _is_in_small_letters(words))
    if is_long and not is_name:
        return True
    if period and period.single and (line.kind == "item" or _IN.search(rest)):
        return not _names_something(rest)  # "Best sales of the base in 2023"
    return line.kind == "item" and period is None


def _names_by_label(text: str) -> bool:
    """Whether a line's label says that it names a post ("Organisation: Deccan Roads Pvt. Ltd.")."""
    match = _LABELLED.match(text)
    return match is not None and field_of(match[1]) in ("title", "organisation")


def _is_in_capitals(words: Sequence[str]) -> bool:
    """Whether most words begin with a capital, as in "Paralegal II — Kerr & Whitfield"."""
    capitals = sum(word[0].isupper() and not word.isupper() for word in words)
    return capitals >= _SMALL_SHARE * len(words)


def _is_in_small_letters(words: Sequence[str]) -> bool:
    """Whether the words are those of a text: names have capitals in English."""
    return sum(word.islower() for word in words) >= _SMALL_SHARE * len(words)


def _is_sentence(text: str) -> bool:
    """Whether a line ends with a stop that is no abbreviation's ("Inc.", "B.Sc.")."""
    return bool(re.search(r"[a-z]{3,}\.$|[0-9%)]\.$", text)) and not _SHORT_FORM.search(text)


def _names_something(text: str) -> bool:
    """Whether a part of a line is a title or an organisation."""
    parts = re.split(r"\s*[,|(–—]\s*|\s+at\s+", text)
    return title_score(parts[0]) > 1 or any(place_score(part) > 1 for part in parts)


def _is_deed(words: Sequence[str], text: str) -> bool:
    """Whether a line begins with a verb ("Led a team of six"), and not with a title."""
    first = re.split(r"\s*[,|(–—]\s*|\s+(?:at|for)\s+", text)[0]
    if words[0].lower() in _DID and len(words) > 2:
        return True  # 'Won "Negotiator of the Year"'
    named = {word.lower() for word in first.split()[1:3]}
    if title_score(first) > 1 and not _DETERMINERS & named:
        return False
    if is_past(words[0].lower()):
        return len(words) > 2
    if len(words) > 2 and is_past(words[1]) and not _names_something(text):
        return True  # "MIG welded trailers"
    return is_base(words[0]) and bool(_FUNCTION & {word.lower() for word in words[1:4]})


def entries(
    lines: Sequence[Line],
    is_anchor: Callable[[Line], bool],
    is_told: Callable[[Line], bool] = is_body,
) -> list[Entry]:
    """Lines cut into entries, each known by one line: that of its dates, or of its degree.

    What stands between two such lines belongs to the one above, but for as many lines as stand
    over the first one of all: who writes the employer over the dates once does so always. Lines
    before the first entry come as one without a head.
    """
    anchors = [number for number, line in enumerate(lines) if is_anchor(line)]
    if not anchors:
        return []
    lead = _short_before(lines, anchors[0], 0, is_told)
    begins = [anchors[0] - lead]
    for before, anchor in pairwise(anchors):
        free = _short_before(lines, anchor, before + 1, is_told)
        told = anchor - free > before + 1
        headings = _headings_before(lines, anchor, before + 1)
        begins.append(anchor - max(min(free, lead + told if lead else 0), headings))
    ends = [*begins[1:], len(lines)]
    cut = [
        _entry(lines[begin:end], anchor - begin, is_told)
        for begin, end, anchor in zip(begins, ends, anchors, strict=True)
    ]
    return [Entry(body=list(lines[: begins[0]])), *cut] if begins[0] else cut


def _short_before(
    lines: Sequence[Line], anchor: int, first: int, is_told: Callable[[Line], bool]
) -> int:
    """How many lines right before an anchor, from `first` on, could name something."""
    return len(list(takewhile(lambda line: not is_told(line), reversed(lines[first:anchor]))))


def _headings_before(lines: Sequence[Line], anchor: int, first: int) -> int:
    before = reversed(lines[first:anchor])
    return len(list(takewhile(lambda line: line.kind == "heading", before)))


def _entry(lines: Sequence[Line], anchor: int, is_told: Callable[[Line], bool]) -> Entry:
    head = anchor + 1
    most = _MOST_ROWS if is_label(lines[anchor]) else _MOST_BELOW
    while head < min(len(lines), anchor + 1 + most) and not is_told(lines[head]):
        if _is_another(lines[anchor], lines[head]):
            break
        head += 1
    return Entry(list(lines[:head]), list(lines[head:]))


def is_label(line: Line) -> bool:
    """Whether a line is a table's row that has a label and what it is over."""
    return len(line.cells) == 1 and bool(line.cells[0][0])


def _is_another(anchor: Line, line: Line) -> bool:
    """Whether a line is of a list or a table as its anchor is, and so a thing of its own."""
    if anchor.cells:
        return bool(line.cells) and not is_label(line)
    return anchor.kind == line.kind == "item"


def undated(lines: Sequence[Line]) -> list[Entry]:
    """Entries where no line has a date: short lines, and what is told below them."""
    found: list[Entry] = []
    for line in lines:
        told = is_body(line)
        if not found or (not told and found[-1].body):
            found.append(Entry())
        (found[-1].body if told else found[-1].head).append(line)
    return [entry for entry in found if entry.body or title_score(entry.head[0].text) > 1]
