"""Who one was, and where: title and organisation in the lines that name a job or a degree."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voicecli.interview.papers.degrees import degrees_in
from voicecli.interview.papers.resume_entries import Entry, without_period
from voicecli.interview.papers.resume_labels import field_of
from voicecli.interview.papers.role_cues import is_school, place_score, title_score

_STRONG = re.compile(r"\s+[–—―|•·/]+\s+|\s+-{1,2}\s+|\t+|\s{3,}|\s*[|;•·]\s*|\s*[–—]\s*(?=[A-Z])")
_AT = re.compile(r"\s+(?:at|@|with|for)\s+(?=[A-Z0-9])|\s*@\s*", re.IGNORECASE)
_COMMA = re.compile(r",\s+(?!(?:Inc|Ltd|LLC|LLP|PLC|Co|Corp|GmbH|RN|Jr|Sr)\b)")
_LABEL = re.compile(r"\s*([A-Za-z /]{3,30}):\s*(.+)", re.DOTALL)
_REMOTE = re.compile(
    r"(?:remote|hybrid|on-?site|full[- ]time|part[- ]time|permanent|contract|temporary|[A-Z]{2}"
    r"|UK|USA?|United (?:Kingdom|States))\.?",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<=[a-z]{3})\.\s+(?=[A-Z])")
"""Behind a name more may be told: "University of Stour. Thesis: …"."""
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Head:
    """Either may be "" where the lines do not tell it; both stand in them as they are here."""

    title: str
    organisation: str


def role_head(entry: Entry) -> Head:
    """Title and organisation of a job."""
    return _head(entry, title_score, place_score)


def degree_head(entry: Entry) -> Head:
    """Degree and school of an education."""
    return _head(
        entry,
        lambda text: 3 if degrees_in(text) and not text.endswith("School") else 0,
        lambda text: 3 if is_school(text) else place_score(text),
    )


def _head(entry: Entry, titled: Callable[[str], int], placed: Callable[[str], int]) -> Head:
    told = _labelled(entry)
    if told.get("title") or told.get("organisation"):
        return _completed(told, entry, titled, placed)
    groups = [
        group
        for line in entry.head
        for piece in _strong_pieces(without_period(line.text), titled)
        if (group := [_plain(part) for part in _COMMA.split(piece) if part.strip(" .,:;")])
    ]
    groups = [group for group in groups if any(character.isalpha() for character in group[0])]
    return _chosen(groups, titled, placed) if groups else Head("", "")


def names_title(text: str) -> bool:
    """Whether a line's label says that it is a title ("Designation: Site Engineer")."""
    match = _LABEL.fullmatch(text)
    return match is not None and field_of(match[1]) == "title"


def _completed(
    told: dict[str, str],
    entry: Entry,
    titled: Callable[[str], int],
    placed: Callable[[str], int],
) -> Head:
    """What labels tell; the other of the two from a line without one ("Deccan Roads")."""
    title, organisation = told.get("title", ""), told.get("organisation", "")
    bare = [line for line in entry.head if not line.cells and not _LABEL.fullmatch(line.text)]
    if (title and organisation) or not bare:
        return Head(title, organisation)
    rest = _head(Entry(bare), titled, placed)
    if title:
        return Head(title, rest.organisation or rest.title)
    return Head(rest.title or rest.organisation, organisation)


def _labelled(entry: Entry) -> dict[str, str]:
    """What a table's columns or labels on lines name ("Employer: …")."""
    found: dict[str, str] = {}
    for line in entry.head:
        cells = line.cells or tuple(
            (match[1], match[2])
            for piece in line.text.split(";")
            if (match := _LABEL.fullmatch(piece))
        )
        for column, text in cells:
            field = field_of(column)
            if field not in ("", "other") and text.strip():
                found.setdefault(field, without_period(" ".join(text.split())))
    return found


def _strong_pieces(text: str, titled: Callable[[str], int]) -> list[str]:
    """A line cut where a dash, a bar or a wide gap stands, and at "at" behind a title."""
    pieces: list[str] = []
    for piece in _STRONG.split(text):
        at = _AT.search(piece)
        before = piece[: at.start()] if at else ""
        if at and before.strip() and (titled(before) or "@" in at[0]):
            pieces += [piece[: at.start()], piece[at.end() :]]
        else:
            pieces.append(piece)
    return [piece for piece in pieces if piece.strip()]


def _chosen(
    groups: Sequence[Sequence[str]], titled: Callable[[str], int], placed: Callable[[str], int]
) -> Head:
    """The piece that looks most like a title, and the one most like an organisation.

    An organisation in another group leaves the title its commas ("Manager, Operations").
    """
    spots = [(g, k) for g, group in enumerate(groups) for k in range(len(group))]
    scores = {(g, k): titled(groups[g][k]) - placed(groups[g][k]) for g, k in spots}
    title = max(spots, key=lambda spot: (scores[spot], -spot[0], -spot[1]))
    others = [spot for spot in spots if spot != title and not _REMOTE.fullmatch(_at(groups, spot))]
    if not others:
        alone = _at(groups, title)
        is_title = titled(alone) > 0 or placed(alone) == 0
        return Head(_short(alone), "") if is_title else Head("", _short(alone))
    place = max(
        others,
        key=lambda spot: (placed(_at(groups, spot)), spot[0] != title[0], -spot[0], -spot[1]),
    )
    if scores[title] <= 0 and title[0] == place[0] and title > place:
        title, place = place, title
    named = _at(groups, title)
    if place[0] == title[0] and place[1] > title[1] and placed(_at(groups, place)) > 1:
        named = ", ".join(groups[title[0]][title[1] : place[1]])  # "B.A., History, Yale University"
    elif place[0] != title[0]:
        rest = [part for part in groups[title[0]][title[1] :] if not _REMOTE.fullmatch(part)]
        named = ", ".join(rest)
    return Head(_short(named), _short(_STOP.split(_at(groups, place))[0]))


def _plain(part: str) -> str:
    """A piece without the marks around it; the stop of an abbreviation stays ("J.D.")."""
    part = part.strip(" ,:;")
    return part if re.search(r"\b[A-Za-z]\.[A-Za-z]{1,2}\.$", part) else part.strip(" .")


def _at(groups: Sequence[Sequence[str]], spot: tuple[int, int]) -> str:
    return groups[spot[0]][spot[1]]


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_MOST_WORDS])
