"""Parsed data (JSON, YAML, tables) to content records: any sensible shape in, `Record` out.

The data is one record, a list of records, or an object whose keys are types ("projects", "jobs",
…) or names of records. Field names follow common usage and JSON Resume
(https://jsonresume.org/schema), in any spelling: "startDate" is "start_date" and "Start date".
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from voicecli.documents.dates import iso_date
from voicecli.documents.record_fields import (
    field_name,
    group_of,
    is_empty,
    is_named,
    label,
    record_of,
)
from voicecli.documents.record_types import KNOWN, singular, type_of
from voicecli.documents.text import title_from
from voicecli.errors import DocumentError
from voicecli.types import Document, Record, RecordType


def document_of(value: Any, name: str, types: Sequence[RecordType] = ()) -> Document:
    """Records out of parsed data; `types` are the declared ones.

    Raises DocumentError when there are none.
    """
    records = tuple(_Finder(types).top(value, PurePosixPath(name)))
    if not records:
        raise DocumentError(
            "no-records",
            f"{name} holds no content records.",
            'A record is an object with at least a "title" and a "description".',
        )
    return Document(name, title_from(name), records=records)


_UNREAD = ("meta", "metadata", "$schema", "schema")
"""Keys that tell of the file, and nothing of what it is about."""
_SEVERAL = 2


class _Finder:
    """Finds the records in parsed data, knowing the declared types."""

    def __init__(self, types: Sequence[RecordType]) -> None:
        self._types = types

    def top(self, value: Any, path: PurePosixPath) -> Iterator[Record]:
        """The records of a file.

        An object that holds lists of records by their types is no record itself, but what stands
        beside the lists is one: often the person that all of it is about.
        """
        type_ = self._type_of_file(path)
        if not isinstance(value, Mapping):
            yield from self._list(value, type_)
            return
        value = {key: entry for key, entry in value.items() if str(key).lower() not in _UNREAD}
        lists = self._lists(value)
        own = {key: entry for key, entry in value.items() if key not in lists}
        if is_named(own, self._types):
            yield self._record(own, type_ if not lists or self._is_known(type_) else "person")
        else:
            yield from self._members(own, type_)
            if self._is_known(type_) and _has_text(own):
                yield record_of(_texts(own), type_, self._types, called=label(path.stem))
        yield from self._members(lists, type_)

    def _members(self, value: Mapping[str, Any], type_: str) -> Iterator[Record]:
        """What stands under the keys at the top of a file.

        Keys that name known types do; others are types too, or groups of what the file is named
        after, where that is a known type. A profile has no groups: all sorts of things are in it.
        """
        for key, entry in value.items():
            own = self._type(str(key))
            is_group = self._is_known(type_) and not self._is_known(own)
            under = type_ if is_group and type_ != "person" else own
            if not any(character.isalpha() for character in str(key)):
                under, entry = type_, _dated(str(key), entry)
            if is_group and _is_words(entry):
                yield group_of(type_, str(key), entry, self._types)
            elif isinstance(entry, Mapping) and not is_named(entry, self._types):
                yield from self._named(entry, type_ if is_group else own, str(key))
            elif isinstance(entry, Mapping):
                yield self._record(entry, under, called=label(str(key)) if is_group else "")
            else:
                yield from self._list(entry, under)

    def _named(self, value: Mapping[str, Any], type_: str, name: str) -> Iterator[Record]:
        """What stands in an object without a title: records by their names, or its own fields."""
        fields: dict[str, Any] = {}
        for key, entry in value.items():
            key = str(key)
            if isinstance(entry, Mapping):
                has_words = type_ != "skills" and any(_is_words(words) for words in entry.values())
                if is_named(entry, self._types) or _has_text(entry) or has_words:
                    yield record_of(entry, type_, self._types, called=label(key))
                else:
                    yield from self._named(entry, type_, key)
            elif _is_words(entry) and not self._is_known(self._type(key)):
                fields[key] = entry
            elif isinstance(entry, list):
                yield from self._list(entry, self._type(key) if type_ == "records" else type_)
            elif not is_empty(entry):
                fields[key] = entry
        if _has_text(fields):
            called = "" if self._type(name) == type_ else name
            yield record_of(fields, type_, self._types, called=called or label(name))
        else:
            for key, entry in fields.items():
                yield group_of(type_, key, entry, self._types)

    def _list(self, value: Any, type_: str) -> Iterator[Record]:
        if not isinstance(value, list):
            return
        if words := [entry for entry in value if _is_word(entry)]:
            yield group_of(type_, type_, words, self._types)
        objects = [entry for entry in value if isinstance(entry, Mapping)]
        told = self._is_told(objects, type_)
        for entry in objects:
            yield self._record(entry, type_, told=told)

    def _record(
        self,
        value: Mapping[str, Any],
        type_: str,
        *,
        told: bool | None = None,
        called: str = "",
    ) -> Record:
        """One record; its field "type" names its type where `told`."""
        key = next((key for key in value if field_name(key) == "type"), None)
        told = self._is_told([value], type_) if told is None else told
        if key is not None and told and isinstance(value[key], str) and value[key].strip():
            type_ = self._type(value[key], one=True)
            value = {name: entry for name, entry in value.items() if name != key}
        return record_of(value, type_, self._types, called=called)

    def _is_told(self, values: Sequence[Mapping[str, Any]], type_: str) -> bool:
        """Whether the field "type" of records that stand under `type_` is ours.

        It may as well say what kind of recipe or of company it is. It is ours where their place
        says nothing: where it is no plural and no type that is known, or where the field's values
        are types that are known.
        """
        if self._is_known(type_):
            return False
        named = (
            text for value in values for key, text in value.items() if field_name(key) == "type"
        )
        is_plural = singular(type_, self._types) != type_ and type_ != "records"
        return not is_plural or any(self._is_known(self._type(str(text))) for text in named)

    def _lists(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """What stands in an object under the names of types; nothing where it is one record.

        It holds records when one of its keys names a type that is known, or when somebody who has a
        name, and nothing that has a title, has several lists of objects.
        """
        listed = {key for key, entry in value.items() if isinstance(entry, list)}
        objects = {key for key, entry in value.items() if _has_objects(entry)}
        known = {key for key in value if self._is_known(self._type(str(key)))}
        is_titled = any(field_name(key) == "title" for key in value)
        if not objects & known and (is_titled or len(objects & listed) < _SEVERAL):
            return {}
        words = {key for key in known if _is_words(value[key])}
        found = objects & (known | listed) | words
        return {key: entry for key, entry in value.items() if key in found}

    def _type_of_file(self, path: PurePosixPath) -> str:
        """The type of what a file is named after, or else the folder that it lies in."""
        type_, above = self._type(path.stem), self._type(path.parent.name)
        return above if self._is_known(above) and not self._is_known(type_) else type_

    def _is_known(self, type_: str) -> bool:
        return type_ in KNOWN or any(type_ == known.name for known in self._types)

    def _type(self, word: str, *, one: bool = False) -> str:
        """The type of a word; a word for `one` thing that is not known is made a plural."""
        type_ = type_of(word, self._types)
        if not one or self._is_known(type_) or type_.endswith("s"):
            return type_
        return f"{type_[:-1]}ies" if type_.endswith("y") else f"{type_}s"


def _dated(key: str, value: Any) -> Any:
    """What stands under a year, with that year."""
    if not isinstance(value, list) or not iso_date(key):
        return value
    return [{"year": key, **entry} if isinstance(entry, Mapping) else entry for entry in value]


def _has_objects(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(entry, Mapping) for entry in value)
    return isinstance(value, Mapping)


def _is_word(value: Any) -> bool:
    return isinstance(value, str | int | float) and not is_empty(value)


def _is_words(value: Any) -> bool:
    """Whether a value is a list of nothing but words or numbers, and of some."""
    return isinstance(value, list) and bool(value) and all(_is_word(entry) for entry in value)


def _has_text(value: Mapping[str, Any]) -> bool:
    return any(_is_word(entry) for entry in value.values())


def _texts(value: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are words or lists of them."""
    return {str(key): entry for key, entry in value.items() if _is_word(entry) or _is_words(entry)}
