"""An analysis as one HTML page that needs nothing else: no network, no other file.

What people said and what files are called is escaped by Jinja2, and the page's own policy lets no
script or style run but the two it was written with.
"""

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from voicecli.cli.analyze_rows import COLUMNS, cells, seconds
from voicecli.clock_time import clock_time
from voicecli.pipeline.analyze import UNKNOWN, Analyzed

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent / "page"
_HEIGHT = 100
"""Of the waveform's own coordinates."""


def page(found: Analyzed, sound: bytes | None, why_silent: str = "") -> str:
    """The whole page; `sound` is an MP3, and without one `why_silent` may say why."""
    from markupsafe import Markup

    analysis = found.analysis
    style, script = (_FOLDER / name for name in ("page.css", "page.js"))
    starts = [one.start for one in found.said]
    environment = _environment(starts)
    length = max(analysis.duration, 0.1)
    return environment.get_template("page.html").render(
        a=analysis,
        length=f"{length:.2f}",
        wave=_wave(found.sound.peaks) if found.sound is not None else None,
        lanes=_lanes(found),
        emotions=[
            {**_span(one.start, one.end), "label": one.label, "speaker": one.speaker,
             "probability": f"{one.probability:.0%}"}
            for one in analysis.emotions
        ],
        labels=sorted({one.label for one in analysis.emotions}),
        topic_spans=[
            {**_span(one.start, one.end), "label": one.title} for one in analysis.topics
        ],
        columns=COLUMNS,
        rows=[{"speaker": one.speaker, "cells": cells(one)} for one in analysis.speakers],
        cuts=[one for one in analysis.overlaps if one.kind == "interruption"],
        turns=_turns(found),
        has_sound=sound is not None,
        sound=Markup(base64.b64encode(sound or b"").decode()),  # noqa: S704  # letters of base64
        why_silent=why_silent,
        style=Markup(style.read_text()),  # noqa: S704  # our own file
        script=Markup(script.read_text()),  # noqa: S704  # our own file
        style_hash=_hash(style.read_text()),
        script_hash=_hash(script.read_text()),
    )  # fmt: skip


def _environment(starts: Sequence[float]) -> "Environment":
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "clock": clock_time,
        "seconds": seconds,
        "place": lambda at: max(0, bisect_right(starts, at + 0.001) - 1),
    }
    return environment


def _hash(text: str) -> str:
    """What a content security policy knows a script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _span(start: float, end: float) -> dict[str, Any]:
    return {"at": start, "x": f"{start:.2f}", "width": f"{max(0.05, end - start):.2f}"}


def _wave(peaks: NDArray[np.float32]) -> dict[str, Any]:
    """A closed line around the peaks, the loudest of them filling the height."""
    half = _HEIGHT / 2
    heights = np.maximum(1, np.round(half * peaks / max(1e-4, float(peaks.max()))))
    above = "L".join(f"{x},{half - height:.0f}" for x, height in enumerate(heights))
    below = "L".join(f"{x},{half + heights[x]:.0f}" for x in range(len(heights) - 1, -1, -1))
    return {"count": max(1, len(heights) - 1), "path": f"M{above}L{below}Z"}


def _lanes(found: Analyzed) -> list[dict[str, Any]]:
    return [
        {
            "speaker": one.speaker,
            "share": f"{one.share:.0%}",
            "spans": [
                _span(turn.start, turn.end)
                for turn in found.stretches
                if turn.speaker == one.speaker
            ],
        }
        for one in found.analysis.speakers
    ]


def _turns(found: Analyzed) -> list[dict[str, Any]]:
    """The text, one part for each time somebody begins to speak."""
    numbers = {one.speaker: number for number, one in enumerate(found.analysis.speakers)}
    numbered = list(enumerate(found.said))
    return [
        {
            "speaker": speaker,
            "number": numbers.get(speaker, 7),
            "start": part[0][1].start,
            "said": list(_sentences(part, found.feelings)),
        }
        for speaker, part in (
            (key, list(items))
            for key, items in groupby(numbered, key=lambda item: item[1].speaker or UNKNOWN)
        )
    ]


def _sentences(
    part: Iterable[tuple[int, Any]], feelings: Mapping[int, str]
) -> Iterable[dict[str, Any]]:
    for number, one in part:
        yield {
            "number": number,
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "emotion": feelings.get(one.segment),
        }
