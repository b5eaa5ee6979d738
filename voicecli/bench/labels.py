"""Questions with the answers that are right: a labelled set, one JSON object a line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from voicecli.errors import UsageError


@dataclass(frozen=True, slots=True)
class Gold:
    """The document that answers, by its file's name, and the pieces of text of which one does."""

    file: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question and what is right; what a line of the set does not say is not asked for.

    `relevant` items are wanted, `acceptable` ones neither help nor hurt; with `exclude_shown` those
    that the conversation showed before count as neither. `years` are the spans that are right,
    {"from": year or None, "to": year or None}. `intent` is None where any will do.
    """

    id: str
    conversation: str
    text: str
    intent: str | None = None
    relevant: frozenset[str] = frozenset()
    acceptable: frozenset[str] = frozenset()
    exclude_shown: bool = False
    technologies: frozenset[str] = frozenset()
    years: tuple[Mapping[str, int | None], ...] = ()
    document: Gold | None = None
    answerable: bool = True
    tags: tuple[str, ...] = ()


def read_queries(file: Path) -> list[Query]:
    """Read a labelled set in the order of its lines.

    Raises UsageError("no-queries") when the file cannot be read or holds none, and
    UsageError("bad-query") naming the line that is not a query.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "no-queries", f"{file} cannot be read as a set of questions: {error}."
        ) from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not numbered:
        raise UsageError("no-queries", f"{file} holds no questions.")
    return [_query(line, f"{file}, line {number}") for number, line in numbered]


def _query(line: str, place: str) -> Query:
    try:
        value = json.loads(line)
        return _read(value)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            "bad-query",
            f"{place} is not a labelled question: {type(error).__name__} {error}.",
            'A line is a JSON object with at least "id" and "query".',
        ) from error


def _read(value: Mapping[str, Any]) -> Query:
    filters = value.get("filters") or {}
    spans = [filters["years"]] if filters.get("years") else []
    document = value.get("document")
    return Query(
        id=str(value["id"]),
        conversation=str(value.get("conv") or value["id"]),
        text=str(value["query"]),
        intent=value.get("intent"),
        relevant=frozenset(value.get("relevant") or ()),
        acceptable=frozenset(value.get("acceptable") or ()),
        exclude_shown=bool(value.get("exclude_shown")),
        technologies=frozenset(name.lower() for name in filters.get("technologies") or ()),
        years=tuple([*spans, *(filters.get("years_also_ok") or ())] if spans else ()),
        document=_gold(document) if document else None,
        answerable=bool(value.get("answerable", True)),
        tags=tuple(value.get("tags") or ()),
    )


def _gold(value: Mapping[str, Any]) -> Gold:
    """A document may be named as it is cited, with its folders: only its own name counts."""
    return Gold(PurePosixPath(value["file"]).name, tuple(value["passages"]))
