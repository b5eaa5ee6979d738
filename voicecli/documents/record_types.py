"""Kinds of record: those that everybody knows, and those that a person declares.

`types.toml` at the top of the content declares more, without any code:

    [types.recipes]
    singular = "recipe"
    synonyms = ["dish", "dishes", "meal"]
    questions = ["what can I cook *"]
    [types.recipes.fields]
    title = "name"
    technologies = "ingredients"
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from voicecli.documents.text import decode, title_from
from voicecli.errors import DocumentError
from voicecli.types import Document, Record, RecordType

TYPES_FILE = "types.toml"
"""The file at the top of the content that declares types."""

KNOWN: Mapping[str, tuple[str, ...]] = {
    "experience": ("experiences", "work", "job", "jobs", "employment", "positions", "volunteer"),
    "person": ("profile", "about", "basics", "people", "me", "bio"),
    "publications": ("papers", "articles", "talks"),
    "education": ("degrees", "certificates", "certifications", "courses", "studies"),
    "skills": ("technologies", "competences"),
    "projects": ("works",),
}
"""The types that need no declaration, by their plural, with what else they are called."""

RECORD_FIELDS = tuple(field.name for field in fields(Record) if field.name not in ("type", "other"))
"""The fields of a record that a person's own field may be mapped to."""

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "slug", "key"),
    "title": ("title", "name", "role", "position", "job_title", "study_type", "degree", "label",
              "headline"),
    "organisation": ("company", "organisation", "organization", "school", "institution", "employer",
                     "university", "venue", "publisher", "journal", "issuer", "awarder"),
    "summary": ("description", "summary", "about", "abstract", "text", "bio"),
    "technologies": ("technologies", "technology", "tech", "tech_stack", "stack", "tools"),
    "keywords": ("keywords", "tags", "topics"),
    "start": ("start", "start_date", "from", "since", "date", "release_date", "year"),
    "end": ("end", "end_date", "to", "until"),
    "metrics": ("metrics", "metric", "results", "impact", "highlights", "achievements"),
    "link": ("link", "url", "website", "repository", "doi"),
}  # fmt: skip
"""The names by which each field is known, the likelier first."""

_ENDING_IE = frozenset("movie cookie pie tie brownie smoothie selfie hoodie calorie zombie".split())
_ALIKE = ("series", "species", "news")
"""Words that are their own plural."""
_KEYS = ("singular", "synonyms", "questions", "fields")
_TAKEN = frozenset("document overview general off_topic unknown help".split())
"""What every text is, and what a question may ask for beside records."""
_PLACE = re.compile(r"\s*\(at line (\d+), column (\d+)\)$")


def type_of(word: str, declared: Sequence[RecordType] = ()) -> str:
    """The plural type name for what a person may have called it; what they declared comes first."""
    word = _plain(word) or "records"
    for type_ in declared:
        if word in {_plain(name) for name in (type_.name, type_.singular, *type_.synonyms)}:
            return type_.name
    for known, others in KNOWN.items():
        if word == known or word in others or f"{word}s" in (known, *others):
            return known
    return word


def singular(type_: str, declared: Sequence[RecordType] = ()) -> str:
    """One item of a type, as a label: "projects" is "project"."""
    for known in declared:
        if known.name == type_:
            return known.singular
    if type_ in _ALIKE:
        return type_
    if type_.endswith("ies") and type_[:-1] not in _ENDING_IE:
        return type_[:-3] + "y"
    if type_.endswith(("shes", "ches", "sses", "xes", "zes")):
        return type_[:-2]
    return type_[:-1] if type_.endswith("s") and not type_.endswith("ss") else type_


def read_types(raw: bytes, name: str) -> Document:
    """The declarations as a document without text. Raises DocumentError naming the line."""
    return Document(name, title_from(name), types=declared_types(raw, name))


def declared_types(raw: bytes, name: str) -> tuple[RecordType, ...]:
    """The declared types in the order of the file. Raises DocumentError naming the line."""
    text = decode(raw, name)
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        said = _PLACE.sub("", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise _wrong(name, line, said) from error
    except RecursionError:
        raise _wrong(name, 1, "it is nested too deeply") from None
    types = value.get("types")
    if not isinstance(types, dict) or set(value) != {"types"}:
        other = next((key for key in value if key != "types"), "")
        raise _wrong(name, _line(text, other), 'it declares tables such as "[types.recipes]" only')
    return tuple(_declared(name, text, key, entry) for key, entry in types.items())


def _declared(file: str, text: str, key: str, entry: Any) -> RecordType:
    """One declaration, checked."""

    def wrong(what: str, word: str = "") -> DocumentError:
        return _wrong(file, _line(text, key, word), f"[types.{key}]: {what}")

    if not isinstance(entry, dict):
        raise wrong("is not a table")
    if _plain(key) in _TAKEN:
        raise wrong(f'"{key}" means something else already; choose another name')
    if unknown := next((name for name in entry if name not in _KEYS), ""):
        raise wrong(f'"{unknown}" is none of {", ".join(_KEYS)}', unknown)
    one = entry.get("singular") or singular(key)
    if not isinstance(one, str):
        raise wrong("singular is a word", "singular")
    for name in ("synonyms", "questions"):
        if not _are_words(entry.get(name, [])):
            raise wrong(f"{name} is a list of texts", name)
    mapped = entry.get("fields", {})
    if not isinstance(mapped, dict):
        raise wrong('fields is a table such as title = "name"', "fields")
    for field, own in mapped.items():
        if not _field_called(field):
            raise wrong(f'"{field}" is none of {", ".join(RECORD_FIELDS)}', field)
        if not (isinstance(own, str) and own) and not _are_words(own):
            raise wrong(f"{field} names a field of your records, or a list of them", field)
    return RecordType(
        name=_plain(key),
        singular=one,
        synonyms=tuple(entry.get("synonyms", ())),
        questions=tuple(entry.get("questions", ())),
        fields={
            name: _field_called(field)
            for field, own in mapped.items()
            for name in ([own] if isinstance(own, str) else own)
        },
    )


def _field_called(name: str) -> str:
    """The field of a record that is known by a name, such as "description"; empty if none is."""
    if name in RECORD_FIELDS:
        return name
    return next((field for field, names in FIELD_NAMES.items() if name in names), "")


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word for word in value)


def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")


def _line(text: str, key: str, word: str = "") -> int:
    """The line where a table of that key, and behind it a word, is written."""
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if key and key in line), 0)
    names_word = re.compile(rf"[\s\[.\"']*{re.escape(word)}\b") if word else re.compile("")
    return next((i for i in range(start, len(lines)) if names_word.match(lines[i])), start) + 1


def _wrong(name: str, line: int, what: str) -> DocumentError:
    return DocumentError(
        "bad-types", f"{name}, line {line}: {what}.", "Mend it, then `voicecli content reindex`."
    )
