"""One object of parsed data to one `Record`: which of its fields is which of ours."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from voicecli.documents.dates import is_present, iso_date, iso_range
from voicecli.documents.record_types import FIELD_NAMES, singular
from voicecli.types import Record, RecordType

_ROLES = ("title", "role", "position", "job_title", "study_type", "degree", "name", "label")
"""In a job or a course of study the name is that of the company or school (JSON Resume)."""
_NAMES = ("name", "full_name", "title", "label", "headline")
"""A person is called by the name, not by the title."""
_TITLES = {"experience": _ROLES, "education": _ROLES, "person": _NAMES}
_PERIODS = ("period", "dates", "years", "when", "timeframe")
"""Fields that hold a beginning and an end in one text."""
_MOMENTS = ("date", "release_date", "year")
"""Start fields that name the one moment of a thing, which therefore is not ongoing."""
_TITLE_CHARACTERS = 100
"""A longer text is not what something is called."""


@lru_cache(maxsize=4096)
def field_name(key: Any) -> str:
    """A field's name in one spelling: "startDate", "Start date" and "start-date" are one."""
    spaced = re.sub(r"(?<=[a-z\d])(?=[A-Z])", "_", str(key).strip())
    return re.sub(r"[\s_-]+", "_", spaced).strip("_").lower()


def label(key: str) -> str:
    """A field's name as it is read: "past_projects" is "Past projects"."""
    words = re.sub(r"[-_\s]+", " ", key).strip()
    return words[:1].upper() + words[1:]


def is_empty(value: Any) -> bool:
    """Whether nothing was filled in."""
    return value in (None, "", [], {}) or (isinstance(value, str) and not value.strip())


def is_named(value: Mapping[str, Any], types: Sequence[RecordType] = ()) -> bool:
    """Whether an object says what it is called, as a record does."""
    naming = {*FIELD_NAMES["title"], *FIELD_NAMES["id"], *_NAMES}
    naming |= {
        field_name(own)
        for type_ in types
        for own, field in type_.fields.items()
        if field in ("title", "id")
    }
    return any(field_name(key) in naming and isinstance(text, str) for key, text in value.items())


def names_fields(names: Sequence[str]) -> bool:
    """Whether at least half of some fields' names are those of records."""
    known = {*_PERIODS, *(name for own in FIELD_NAMES.values() for name in own)}
    return sum(field_name(name) in known for name in names) * 2 >= len(names)


def group_of(type_: str, key: str, words: Sequence[Any], types: Sequence[RecordType]) -> Record:
    """A list of words under a name as one record, as skills are often written."""
    names = tuple(str(word).strip() for word in words)
    is_skill = type_ == "skills" and "spoken" not in key
    return Record(
        id=f"{singular(type_, types)}-{key}" if key != type_ else type_,
        type=type_,
        title=label(key) or type_,
        technologies=names if is_skill else (),
        keywords=() if is_skill else names,
    )


def record_of(
    value: Mapping[str, Any], type_: str, types: Sequence[RecordType] = (), *, called: str = ""
) -> Record:
    """The record in an object; `called` is its title where no field of it says one."""
    return _Fields(value, type_, types).record(called)


class _Fields:
    """The fields of one object, and which of them were used."""

    def __init__(self, value: Mapping[str, Any], type_: str, types: Sequence[RecordType]) -> None:
        self._value = {str(key): entry for key, entry in value.items() if not is_empty(entry)}
        self._names: dict[str, str] = {}
        for key in self._value:
            self._names.setdefault(field_name(key), key)
        self._type = type_
        self._singular = singular(type_, types)
        declared = next((known.fields for known in types if known.name == type_), {})
        self._mapped: dict[str, list[str]] = {}
        for own, field in declared.items():
            self._mapped.setdefault(field, []).append(field_name(own))
        self._used: set[str] = set()

    def record(self, called: str) -> Record:
        id_ = text_of(self._take("id"))
        title = self._title(called)
        organisation = text_of(self._take("organisation", self._organisations()))
        if called not in ("", title) and self._type in ("experience", "education"):
            organisation = organisation or called
        start, end, ongoing = self._period()
        technologies, keywords = (
            words_of(self._take("technologies")),
            words_of(self._take("keywords")),
        )
        if self._type == "skills" and not technologies:  # JSON Resume has them as keywords
            technologies, keywords = keywords or (title,), ()
        return Record(
            id=id_ or f"{self._singular}-{_slug(title)}",
            type=self._type,
            title=title,
            organisation=organisation,
            summary=text_of(self._take("summary")),
            technologies=technologies,
            keywords=keywords,
            start=start,
            end=end,
            ongoing=ongoing,
            metrics=phrases_of(self._take("metrics")),
            link=text_of(self._take("link")),
            other={key: entry for key, entry in self._value.items() if key not in self._used},
        )

    def _title(self, called: str) -> str:
        """What it is called: its title, the field named as its type, or else its first text."""
        names = (*_TITLES.get(self._type, FIELD_NAMES["title"]), self._singular)
        found = text_of(self._take("title", names)) or called
        return found or self._first_text() or label(self._type)

    def _first_text(self) -> str:
        for name, key in self._names.items():
            text = self._value[key]
            is_ours = any(name in names for names in (*FIELD_NAMES.values(), _PERIODS))
            if isinstance(text, str) and not is_ours and len(text) <= _TITLE_CHARACTERS:
                self._used.add(key)
                return text.strip()
        return ""

    def _organisations(self) -> tuple[str, ...]:
        named = ("name",) if self._type in ("experience", "education") else ()
        return (*FIELD_NAMES["organisation"], *named)

    def _period(self) -> tuple[str, str, bool]:
        """ISO dates of start and end, and whether it is going on."""
        start_name = self._found("start", FIELD_NAMES["start"])
        started, ended = text_of(self._take("start")), text_of(self._take("end"))
        period_name = self._found("", _PERIODS)
        if not started and not ended and period_name:
            return self._range(period_name)
        has_end = bool(ended) or self._found("end", FIELD_NAMES["end"]) != ""
        is_moment = start_name in _MOMENTS or (
            "start" in self._mapped and "end" not in self._mapped
        )
        if is_moment and not has_end:
            return iso_range(started)
        start, end = iso_date(started), iso_date(ended)
        return start, end, bool(start) and not end and (not ended or is_present(ended))

    def _range(self, name: str) -> tuple[str, str, bool]:
        """A period's dates; the field stays among the others unless it is one."""
        key = self._names[name]
        start, end, ongoing = iso_range(text_of(self._value[key]))
        if start:
            self._used.add(key)
        return start, end, ongoing

    def _found(self, field: str, names: Sequence[str]) -> str:
        """The first name that this object has a free field of."""
        names = (*self._mapped.get(field, ()), *names)
        free = (name for name in names if self._names.get(name, "") not in {"", *self._used})
        return next(free, "")

    def _take(self, field: str, names: Sequence[str] = ()) -> Any:
        """The value of one of our fields: from where it was declared to be, or the likeliest."""
        own = [name for name in self._mapped.get(field, ()) if name in self._names]
        if not own:
            name = self._found(field, names or FIELD_NAMES[field])
            own = [name] if name and not self._is_promised(name, field) else []
        keys = [self._names[name] for name in own]
        self._used.update(keys)
        values = [self._value[key] for key in keys]
        return values[0] if len(values) == 1 else [e for v in values for e in _listed(v)] or None

    def _is_promised(self, name: str, field: str) -> bool:
        """Whether a field was declared to be another of ours."""
        return any(name in own for other, own in self._mapped.items() if other != field)


def text_of(value: Any) -> str:
    """A value as one text; an object is none."""
    if isinstance(value, list | tuple):
        return ", ".join(text for entry in value if (text := text_of(entry)))
    return "" if value is None or isinstance(value, Mapping) else str(value).strip()


def words_of(value: Any) -> tuple[str, ...]:
    """A list of names; a text is cut at its commas."""
    entries = re.split(r"[,;\n]", value) if isinstance(value, str) else value
    if not isinstance(entries, list):
        return ()
    named = (entry.get("name", "") if isinstance(entry, Mapping) else entry for entry in entries)
    return tuple(text for entry in named if (text := text_of(entry)))


def phrases_of(value: Any) -> tuple[str, ...]:
    """Statements: one text, a list of them, or an object of named figures."""
    if isinstance(value, Mapping):
        named = ((str(key).replace("_", " "), text_of(entry)) for key, entry in value.items())
        return tuple(f"{name}: {text}" for name, text in named if text)
    return tuple(text for entry in _listed(value) if (text := text_of(entry)))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "item"
