"""JSON content records: any sensible shape in, `Record` out.

A file holds one record, a list of records, or an object whose keys are types ("projects", "jobs",
…). Field names follow common usage and JSON Resume (https://jsonresume.org/schema).
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from voicecli.documents.text import decode, title_from
from voicecli.errors import DocumentError
from voicecli.types import Document, Record

_TYPES = {
    "experience": ("experiences", "work", "job", "jobs", "employment", "positions", "volunteer"),
    "person": ("profile", "about", "basics", "people", "me", "bio"),
    "publications": ("papers", "articles", "talks"),
    "education": ("degrees", "certificates", "certifications", "courses", "studies"),
    "skills": ("technologies", "competences"),
    "projects": ("works",),
}
_FIELDS = {
    "id": ("id", "slug", "key"),
    "title": ("title", "name", "role", "position", "studyType", "degree", "label"),
    "organisation": ("company", "organisation", "organization", "school", "institution", "employer",
                     "university", "venue", "publisher", "journal", "issuer"),
    "summary": ("description", "summary", "about", "abstract", "text", "bio"),
    "technologies": ("technologies", "tech", "stack", "tools"),
    "keywords": ("keywords", "tags", "topics"),
    "start": ("start", "start_date", "startDate", "from", "since", "date", "releaseDate", "year"),
    "end": ("end", "end_date", "endDate", "to", "until"),
    "metrics": ("metrics", "metric", "results", "impact", "highlights", "achievements"),
    "link": ("link", "url", "website", "repository", "doi"),
}  # fmt: skip
_MOMENTS = ("date", "releaseDate", "year")
"""Start fields that name the one moment of a thing, which therefore is not ongoing."""
_ESCAPED_HALF = "\\ud"
"""How an escaped half of a surrogate pair begins in JSON."""
_PRESENT = ("present", "now", "today", "current", "ongoing")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def read_json(raw: bytes, name: str) -> Document:
    """Read content records. Raises DocumentError naming line and column of a syntax error."""
    text = decode(raw, name)
    try:
        value = _mended(json.loads(text)) if _ESCAPED_HALF in text.lower() else json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(
            "bad-json",
            f"{name}, line {error.lineno}, column {error.colno}: {error.msg}.",
            "Mend the file, then `voicecli content reindex`.",
        ) from error
    except RecursionError:
        raise DocumentError("bad-json", f"{name} is nested too deeply.") from None
    except ValueError as error:  # a number with thousands of digits
        raise DocumentError("bad-json", f"{name}: a number has too many digits.") from error
    return document_of(value, name)


def _mended(value: Any) -> Any:
    """The value with "?" for every half of a surrogate pair, which is no text."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-8", "replace").decode("utf-8"))


def document_of(value: Any, name: str) -> Document:
    """Records out of parsed data. Raises DocumentError when there are none."""
    records = tuple(_records(value, type_of(PurePosixPath(name).stem)))
    if not records:
        raise DocumentError(
            "no-records",
            f"{name} holds no content records.",
            'A record is an object with at least a "title" and a "description".',
        )
    return Document(name, title_from(name), records=records)


def type_of(word: str) -> str:
    """The plural type name for what a person may have called it."""
    word = word.strip().lower().replace(" ", "_").replace("-", "_") or "records"
    for known, others in _TYPES.items():
        if word == known or word in others or f"{word}s" in (known, *others):
            return known
    return word


def singular(type_: str) -> str:
    """One item of a type, as a label: "projects" is "project"."""
    if type_.endswith("ies"):
        return type_[:-3] + "y"
    return type_[:-1] if type_.endswith("s") and not type_.endswith("ss") else type_


def _records(value: Any, type_: str, *, nested: bool = False) -> Iterator[Record]:
    """Every record in a value that stands where records of `type_` may stand.

    At the top of a file keys are types; deeper they are the records' own names.
    """
    if isinstance(value, list):
        if words := [str(entry) for entry in value if isinstance(entry, str | int | float)]:
            yield _group(type_, type_, words)
        for entry in value:
            if isinstance(entry, Mapping):
                yield _record(entry, type_of(str(entry.get("type") or type_)))
    elif not isinstance(value, Mapping):
        return
    elif _is_record(value):
        yield _record(value, type_of(str(value.get("type") or type_)))
    else:
        for key, entry in value.items():
            if (nested or type_ in _TYPES) and type_of(key) not in _TYPES and _is_words(entry):
                yield _group(type_, key, entry)
            else:
                yield from _records(entry, type_ if nested else type_of(key), nested=True)


def _is_record(value: Mapping[str, Any]) -> bool:
    return any(isinstance(value.get(name), str) for name in (*_FIELDS["title"], *_FIELDS["id"]))


def _is_words(value: Any) -> bool:
    """Whether a value is a list of nothing but words or numbers, and of some."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, str | int | float) for entry in value)
    )


def _group(type_: str, key: str, words: list[Any]) -> Record:
    """A list of words under a name, as skills are often written."""
    names = tuple(str(word).strip() for word in words)
    spoken = "spoken" in key or type_ in ("languages", "interests")
    label = re.sub(r"[-_\s]+", " ", key).strip() or type_
    return Record(
        id=f"{singular(type_)}-{key}" if key != type_ else type_,
        type=type_,
        title=label[:1].upper() + label[1:],
        technologies=() if spoken else names,
        keywords=names if spoken else (),
    )


def _record(value: Mapping[str, Any], type_: str) -> Record:
    found = {field: name for field, names in _FIELDS.items() if (name := _first(value, names))}
    used = set(found.values()) | {"type"}
    title = _text(value.get(found.get("title", ""))) or type_
    start, end = (_text(value.get(found.get(name, ""))) for name in ("start", "end"))
    moment = found.get("start") in _MOMENTS
    return Record(
        id=_text(value.get(found.get("id", ""))) or f"{singular(type_)}-{_slug(title)}",
        type=type_,
        title=title,
        organisation=_text(value.get(found.get("organisation", ""))),
        summary=_text(value.get(found.get("summary", ""))),
        technologies=_words(value.get(found.get("technologies", ""))),
        keywords=_words(value.get(found.get("keywords", ""))),
        start=iso_date(start),
        end=iso_date(start) if moment else iso_date(end),
        ongoing=bool(start) and not moment and (not end or end.lower() in _PRESENT),
        metrics=_phrases(value.get(found.get("metrics", ""))),
        link=_text(value.get(found.get("link", ""))),
        other={k: v for k, v in value.items() if k not in used and v not in (None, "", [], {})},
    )


def _first(value: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((name for name in names if value.get(name) not in (None, "", [], {})), "")


def iso_date(text: str) -> str:
    """The ISO date at the start of a text ("2021-3" is "2021-03"); empty when there is none."""
    match = _DATE.match(text.strip())
    return "-".join(part.zfill(2) for part in match.groups() if part) if match else ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_text(entry) for entry in value)
    return "" if value is None or isinstance(value, Mapping) else str(value).strip()


def _words(value: Any) -> tuple[str, ...]:
    """A list of names; a text is cut at its commas."""
    entries = value.split(",") if isinstance(value, str) else value
    if not isinstance(entries, list):
        return ()
    named = (entry.get("name", "") if isinstance(entry, Mapping) else entry for entry in entries)
    return tuple(text for entry in named if (text := _text(entry)))


def _phrases(value: Any) -> tuple[str, ...]:
    """Statements: one text, a list of them, or an object of named figures."""
    if isinstance(value, Mapping):
        return tuple(
            f"{str(key).replace('_', ' ')}: {_text(entry)}" for key, entry in value.items()
        )
    if isinstance(value, list):
        return tuple(text for entry in value if (text := _text(entry)))
    return (_text(value),) if _text(value) else ()


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "item"
