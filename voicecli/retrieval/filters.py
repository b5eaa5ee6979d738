"""What passages must be about, as SQL, and how that is softened when nothing fits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from sqlite_utils import Database

_LASTING = ("experience", "education")
"""Types that fill the years between start and end; others belong to the year they began in."""

Softened = Literal["every technology", "exact years", "years", "technologies", "types"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What passages must be about; empty fields ask for nothing.

    `types` are alternatives. With `every_technology` a passage needs all of `technologies`, else
    one; none of `excluded` may be among its technologies. Years count as `years_of` says; only an
    open end (`year_to` None) reaches beyond today.
    """

    types: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    every_technology: bool = True
    exact_years: bool = True
    excluded: tuple[str, ...] = ()

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> "Filters":
        """The filters that a question's understanding found in it."""
        years = slots.get("years") or {}
        return cls(
            tuple(slots.get("types") or ()),
            tuple(slots.get("technologies") or ()),
            years.get("from"),
            years.get("to"),
            every_technology=slots.get("every_technology", True),
            excluded=tuple(slots.get("exclude_technologies") or ()),
        )


Condition = tuple[str, list[str | int]]


def passing(db: Database, filters: Filters) -> tuple[set[int] | None, tuple[Softened, ...]]:
    """The ids of the passages that pass, and what had to be given up to find any.

    None instead of ids: nothing (more) is asked for, every passage passes.
    """
    for softened, step in _steps(filters):
        conditions = list(_conditions(step))
        if not conditions:
            return None, softened
        where = " AND ".join(sql for sql, _ in conditions)
        values = [value for _, values in conditions for value in values]
        query = f"SELECT group_concat(id) FROM passages WHERE {where}"  # noqa: S608  # ours
        (ids,) = db.execute(query, values).fetchone()
        if ids:  # one text of ids is read in half the time of as many rows
            return set(np.fromstring(ids, np.int64, sep=",").tolist()), softened
    return None, ()


def _steps(filters: Filters) -> Iterator[tuple[tuple[Softened, ...], Filters]]:
    """The filters as asked, then weaker and weaker; the type is what a person gives up last."""
    yield (), filters
    softened: tuple[Softened, ...] = ()
    if len(filters.technologies) > 1:
        filters, softened = replace(filters, every_technology=False), ("every technology",)
        yield softened, filters
    if (filters.year_from, filters.year_to) != (None, None):
        loose = replace(filters, exact_years=False)
        yield (*softened, "exact years"), loose
        filters, softened = replace(loose, year_from=None, year_to=None), (*softened, "years")
        yield softened, filters
    if filters.technologies:
        softened = (*(name for name in softened if name != "every technology"), "technologies")
        filters = replace(filters, technologies=())
        yield softened, filters
    if filters.types:
        yield (*softened, "types"), replace(filters, types=())


def _conditions(filters: Filters) -> Iterator[Condition]:
    if filters.types:
        yield f"type IN ({_marks(filters.types)})", list(filters.types)
    has = "EXISTS (SELECT 1 FROM json_each(technologies) WHERE value = ? COLLATE NOCASE)"
    if filters.technologies:
        junction = " AND " if filters.every_technology else " OR "
        yield f"({junction.join(has for _ in filters.technologies)})", list(filters.technologies)
    for name in filters.excluded:
        yield f"NOT {has}", [name]
    if (filters.year_from, filters.year_to) != (None, None):
        yield _years(filters)


def _years(filters: Filters) -> Condition:
    """Years as people mean them.

    "In 2021" is what began in 2021, for a job or a degree also what lasted then; "since 2021" is
    what began in 2021 or later; "before 2022" is what had ended by 2021. Softened: any overlap.
    """
    first, last = filters.year_from, filters.year_to
    begun = "coalesce(start_year, end_year)"
    overlap = f"({begun} <= ? AND coalesce(end_year, 9999) >= ?)"
    if not filters.exact_years:
        return overlap, [9999 if last is None else last, 0 if first is None else first]
    if last is None:
        return f"{begun} >= ?", [first or 0]
    if first is None:
        return "end_year <= ?", [last]
    inside = f"{begun} BETWEEN ? AND ?"
    lasting = f"(type IN ({_marks(_LASTING)}) AND {overlap})"
    return f"({inside} OR {lasting})", [first, last, *_LASTING, last, first]


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" for _ in values)
