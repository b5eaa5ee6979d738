"""Turns as rows of the database, and back."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from voicecli.storage.values import storable
from voicecli.types import Passage, TurnRecord

TURN_COLUMNS = (
    "question, intent, written, heard, ended, abstained, mode, models, timings, speaker,"
    " spoken, cached, persona, component"
)
INSERT_TURN = (
    f"INSERT INTO turns (session, number, at, waited, {TURN_COLUMNS})"  # noqa: S608  # our own names
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SOURCE_COLUMNS = "passage, type, title, document, locator, text, score, source"
INSERT_SOURCE = (
    f"INSERT INTO sources (turn, rank, {SOURCE_COLUMNS})"  # noqa: S608  # our own names
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_LARGEST = sys.float_info.max


def waited(record: TurnRecord) -> float | None:
    """Seconds that the person waited: until the first sound, or in text until the answer stood."""
    told = record.timings
    return told.get("first_sound", None if record.spoken else told.get("total"))


def columns_of(record: TurnRecord) -> tuple[Any, ...]:
    """Return the values of `TURN_COLUMNS`."""
    return (
        storable(record.question),
        storable(record.intent),
        storable(record.written),
        storable(record.heard),
        storable(record.ended),
        int(record.abstained),
        storable(record.mode),
        _json(record.models),
        _json(record.timings),
        storable(record.speaker),
        int(record.spoken),
        int(record.cached),
        storable(record.persona),
        storable(record.component),
    )


def record_of(columns: Sequence[Any], passages: tuple[Passage, ...]) -> TurnRecord:
    """Return the record that `columns_of` wrote, with its sources."""
    question, intent, written, heard, ended, abstained, mode, models, timings, *others = columns
    speaker, spoken, cached, persona, component = others
    return TurnRecord(
        question=question,
        intent=intent,
        passages=passages,
        written=written,
        heard=heard,
        ended=ended,
        abstained=bool(abstained),
        mode=mode,
        models=json.loads(models),
        timings=json.loads(timings),
        speaker=speaker,
        spoken=bool(spoken),
        cached=bool(cached),
        persona=persona,
        component=component,
    )


def source_of(passage: Passage) -> tuple[Any, ...]:
    """Return the values of `SOURCE_COLUMNS`."""
    texts = (passage.id, passage.type, passage.title, passage.document, passage.locator)
    score = min(max(float(passage.score), -_LARGEST), _LARGEST)  # JSON knows no infinity
    return (*map(storable, texts), storable(passage.text), score, storable(passage.source))


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=True, default=float)
