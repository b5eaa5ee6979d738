"""What a line of the log may hold: an allow-list of fields, each with the values that fit it.

A field that is not listed, and a value that does not fit, is left out. Texts pass only where they
are one of a closed set, or have the form of a code, an id or a name that the program itself gives.
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from voicecli.log.names import (
    DIALOGUE_MODES,
    ENDINGS,
    INTENTS,
    MODES,
    OTHER,
    SOURCES,
    among,
    components,
)

Fit = Callable[[Any], Any]
"""Returns what may be written of a value; None for nothing."""

_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+){0,5}", re.ASCII)
_ID = re.compile(r"[0-9A-Za-z]{4,40}", re.ASCII)
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_VERSION = re.compile(r"[0-9][0-9a-z.+]{0,30}", re.ASCII)
_TYPE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,80}", re.ASCII)
_FRAME = re.compile(r"[\w./<>-]{1,200}:\d{1,7} [\w.<>]{1,80}", re.ASCII)
_COMMAND = re.compile(r"voicecli( [a-z][a-z-]{0,20}){0,3}", re.ASCII)

_STAGES = frozenset(
    """
    stt understand retrieve first_token llm first_audio first_sound total cancelled silent
    """.split()
)
_MOST_FRAMES = 60


def _number(value: Any) -> float | int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value if isinstance(value, int) else round(value, 6)


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _like(pattern: re.Pattern[str]) -> Fit:
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None


def _one_of(names: frozenset[str]) -> Fit:
    return lambda value: among(value, names) if isinstance(value, str) else None


def _component(value: Any) -> str | None:
    return among(value, components()) if isinstance(value, str) else None


def _seconds(value: Any) -> dict[str, float] | None:
    if not isinstance(value, Mapping):
        return None
    told = {stage: _number(value[stage]) for stage in value if stage in _STAGES}
    return {stage: seconds for stage, seconds in told.items() if seconds is not None}


def _frames(value: Any) -> list[str] | None:
    if not isinstance(value, list | tuple):
        return None
    return [frame if _FRAME.fullmatch(str(frame)) else OTHER for frame in value[-_MOST_FRAMES:]]


FIELDS: Mapping[str, Fit] = {
    "session": _like(_ID),
    "turn": _number,
    "command": _like(_COMMAND),
    "version": _like(_VERSION),
    "component": _component,
    "code": _like(_CODE),
    "try": _like(_COMMAND),
    "exit_code": _number,
    "type": _like(_TYPE),
    "cause": _like(_TYPE),
    "frames": _frames,
    "where": _like(_FRAME),
    "seconds": _seconds,
    "took": _number,
    "since_start": _number,
    "waited": _number,
    "spoken": _flag,
    "typed": _flag,
    "cached": _flag,
    "abstained": _flag,
    "reopened": _flag,
    "hands_free": _flag,
    "intent": _one_of(INTENTS),
    "guard": _like(_CODE),
    "mode": _one_of(MODES | DIALOGUE_MODES),
    "ended": _one_of(ENDINGS),
    "reason": _one_of(ENDINGS),
    "source": _one_of(SOURCES),
    "order": _like(_CODE),
    "model": _like(_MODEL),
    "confidence": _number,
    "fraction": _number,
    "index": _number,
    "passages": _number,
    "sentences": _number,
    "characters": _number,
    "turns": _number,
    "dropped_seconds": _number,
}
"""By name of the field, what of its value may be written."""


def allowed(told: Mapping[str, Any]) -> dict[str, Any]:
    """What of these fields may stand in a line, in the order of the list."""
    fitted = {name: fit(told[name]) for name, fit in FIELDS.items() if name in told}
    return {name: value for name, value in fitted.items() if value not in (None, "", [], {})}
