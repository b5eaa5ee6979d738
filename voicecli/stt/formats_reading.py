"""Transcripts from JSON: ours, openai-whisper's, WhisperX's and whisper.cpp's.

The files may come from anywhere. What is no time, no number or no text in them is left out or taken
from what stands beside it; only what is no transcript at all is refused.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from voicecli.errors import SttError
from voicecli.types import Emotion, Repair, Segment, SpeakerTurn, Transcript, Word

LATEST_SECONDS = 1e7
"""No recording is longer: some hundred days."""


def transcript_from_json(text: str | bytes, name: str = "transcript") -> Transcript:
    """The transcript that a JSON file holds; `name` is the file in what may be told about it.

    `transcript_from_json(transcript_as_json(transcript))` is the same transcript. Raises
    SttError("not-a-transcript").
    """
    try:
        value = json.loads(text.removeprefix("\ufeff") if isinstance(text, str) else text)
    except (ValueError, RecursionError) as error:
        raise _refused(name, "it is no valid JSON") from error
    items = _items(value)
    if items is None:
        raise _refused(name, 'it has no list of "segments"')
    segments = tuple(_segments(items))
    heard = max((segment.end for segment in segments), default=0.0)
    return Transcript(
        segments,
        _text(value.get("language") or _of(value.get("result")).get("language")),
        _time(value.get("duration"), heard),
        _float(value.get("language_probability"), 1.0),
        tuple(_turns(value.get("turns"))),
        tuple(_repairs(value.get("repairs"))),
    )


def _refused(name: str, why: str) -> SttError:
    return SttError(
        "not-a-transcript",
        f"{name} is no transcript: {why}.",
        "Make one with `voicecli transcribe RECORDING -f json`.",
    )


def _items(value: Any) -> list[Mapping[str, Any]] | None:
    """The segments, each an object with a text; None where there is no such list."""
    if not isinstance(value, Mapping):
        return None
    items = value.get("segments")
    if items is None:
        items = _of_whisper_cpp(value.get("transcription"))
    if not isinstance(items, list) or not all(
        isinstance(item, Mapping) and isinstance(item.get("text"), str) for item in items
    ):
        return None
    return items


def _of_whisper_cpp(items: Any) -> Any:
    """The segments that whisper.cpp writes, whose times are milliseconds under `offsets`."""
    if not isinstance(items, list):
        return None
    return [
        {
            **_of(item),
            "start": _float(_of(_of(item).get("offsets")).get("from"), 0.0) / 1000,
            "end": _float(_of(_of(item).get("offsets")).get("to"), 0.0) / 1000,
        }
        for item in items
    ]


def _segments(items: Iterable[Mapping[str, Any]]) -> Iterator[Segment]:
    end = 0.0
    for item in items:
        start = _time(item.get("start"), end)
        end = max(start, _time(item.get("end"), start))
        yield Segment(
            start,
            end,
            item["text"],
            tuple(_words(item, start, end)),
            _speaker(item),
            item.get("overlap") is True,
            _emotion(item.get("emotion")),
            int(_float(item.get("seek"), 0)),
            tuple(token for token in _list(item.get("tokens")) if isinstance(token, int)),
            _float(item.get("temperature"), 0.0),
            _float(item.get("avg_logprob"), 0.0),
            _float(item.get("compression_ratio"), 0.0),
            _float(item.get("no_speech_prob"), 0.0),
        )


def _words(segment: Mapping[str, Any], start: float, end: float) -> Iterator[Word]:
    """The words of a segment; those without a time (WhisperX times no numbers) share a gap."""
    items = [
        item
        for item in map(_of, _list(segment.get("words")))
        if isinstance(item.get("word", item.get("text")), str)
    ]
    texts = _spaced([item.get("word", item.get("text")) for item in items], segment["text"])
    starts = [_time(item.get("start"), math.nan) for item in items]
    for number, (item, text) in enumerate(zip(items, texts, strict=True)):
        at = start if math.isnan(starts[number]) else starts[number]
        start = max(at, _time(item.get("end"), _share(at, starts[number + 1 :], end)))
        probability = _float(item.get("probability", item.get("score")), 0.0)
        yield Word(at, start, text, probability, _speaker(item))


def _share(at: float, following: Sequence[float], end: float) -> float:
    """Where a word that begins at `at` may end: words without a start share the time there is."""
    for number, start in enumerate(following, start=1):
        if not math.isnan(start):
            return at + (start - at) / number
    return at + (end - at) / (len(following) + 1)


def _spaced(words: Sequence[str], text: str) -> list[str]:
    """Words with the space that stands before each in the text, where they came without."""
    if any(word[:1].isspace() for word in words):
        return list(words)
    spaced, cursor = [], 0
    for word in words:
        at = text.find(word, cursor)
        gap = text[cursor:at] if at >= 0 else ""
        spaced.append(gap + word if gap.isspace() else word)
        cursor = at + len(word) if at >= 0 else cursor
    return spaced


def _turns(items: Any) -> Iterator[SpeakerTurn]:
    for item in map(_of, _list(items)):
        if speaker := _speaker(item):
            start = _time(item.get("start"), 0.0)
            yield SpeakerTurn(start, max(start, _time(item.get("end"), start)), speaker)


def _repairs(items: Any) -> Iterator[Repair]:
    for item in map(_of, _list(items)):
        start = _time(item.get("start"), 0.0)
        end = max(start, _time(item.get("end"), start))
        yield Repair(start, end, _text(item.get("was")), _text(item.get("became")))


def _emotion(value: Any) -> Emotion | None:
    item = _of(value)
    if not isinstance(item.get("label"), str):
        return None
    numbers = (_float(item.get(name), 0.0) for name in ("probability", "arousal", "valence"))
    return Emotion(item["label"], *numbers)


def _speaker(item: Mapping[str, Any]) -> str | None:
    speaker = item.get("speaker")
    return speaker if isinstance(speaker, str) and speaker else None


def _of(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _float(value: Any, otherwise: float) -> float:
    """A finite number; JSON may hold NaN and infinities, too."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return otherwise
    try:
        return float(value) if math.isfinite(value) else otherwise
    except OverflowError:  # an integer of more digits than a float reaches
        return otherwise


def _time(value: Any, otherwise: float) -> float:
    seconds = _float(value, -1.0)
    return seconds if 0 <= seconds < LATEST_SECONDS else otherwise
