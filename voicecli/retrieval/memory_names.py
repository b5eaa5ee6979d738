"""How what a person asked to remember is called in the index: a document for each memory."""

import re
from datetime import date, datetime

from voicecli.types import Passage

_NAME = re.compile(r"memory [0-9A-Z]{10}")
"""No file is called so: content files have an ending."""
_CITED = re.compile(rf"{_NAME.pattern} · (?P<verb>told|noted) on (?P<day>\d+ \w+ \d+)")

MEMORIES = "memory [0-9A-Z]*"
"""What SQLite's GLOB finds them by."""
MEMORY = "memory"
"""The type of a source that the person told the assistant, where sources are listed."""


def memory_name(memory_id: str) -> str:
    """The name of a memory's document."""
    return f"memory {memory_id}"


def is_memory(document: str) -> bool:
    """Whether a document is a memory."""
    return bool(_NAME.fullmatch(document))


def cited_memory(memory_id: str, *, is_note: bool, day: str) -> str:
    """How a memory is cited: "memory 0QK2M4T7ZX · told on 21 November 2026"."""
    return f"{memory_name(memory_id)} · {'noted' if is_note else 'told'} on {day}"


def told_on(passage: Passage) -> tuple[bool, date] | None:
    """Whether a memory's passage is of a note, and the day it was told; None for others."""
    found = _CITED.fullmatch(passage.source)
    if found is None:
        return None
    return found["verb"] == "noted", datetime.strptime(found["day"], "%d %B %Y").date()


def source_type(passage: Passage) -> str:
    """What kind of source a passage is: its type, or "memory" for what the person told."""
    return MEMORY if is_memory(passage.document) else passage.type
