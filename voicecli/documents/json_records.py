"""JSON to records, or to a transcript where it is one."""

import json
from collections.abc import Sequence
from typing import Any

from voicecli.documents.records import document_of
from voicecli.documents.text import decode
from voicecli.documents.transcripts import is_transcript, transcript_of
from voicecli.errors import DocumentError
from voicecli.types import Document, RecordType

MOST_DEPTH = 100
"""How deep values may be nested; no content is deeper, and what walks through records would fail
beyond some hundreds."""
_ESCAPED_HALF = "\\ud"
"""How an escaped half of a surrogate pair begins in JSON."""


def read_json(
    raw: bytes, name: str, types: Sequence[RecordType] = (), recording: str = ""
) -> Document:
    """Read content records, or the transcript of a recording.

    Raises DocumentError naming line and column of a syntax error.
    """
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
    if is_deeper(value, MOST_DEPTH):
        raise DocumentError("bad-json", f"{name} is nested too deeply.")
    if is_transcript(value):
        return transcript_of(value, name, recording)
    return document_of(value, name, types)


def is_deeper(value: Any, most: int) -> bool:
    """Whether lists and objects lie more than `most` deep in one another."""
    level = [value]
    for _ in range(most + 1):
        level = [one for one in level if isinstance(one, dict | list)]
        if not level:
            return False
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [one for some in inner for one in some]
    return True


def _mended(value: Any) -> Any:
    """The value with "?" for every half of a surrogate pair, which is no text."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-8", "replace").decode("utf-8"))
