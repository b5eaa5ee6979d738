"""The question of a command: from the command line, or from stdin."""

import sys
from collections.abc import Sequence

from voicecli.errors import UsageError

LARGEST_BYTES = 1 << 20
"""More is no question; a device such as /dev/zero has no end at all."""


def read_question(words: Sequence[str] | None, command: str, what: str = "question") -> str:
    """The question in the words; for `-`, and for no words at all, what comes on stdin.

    `what` it is called in errors, and hints name the `command`. Raises UsageError when there is
    none, or when stdin is not text.
    """
    text = " ".join(words or [])
    hint = f'Type `voicecli {command} "…"`.'
    if not words or text == "-":
        if sys.stdin.isatty() and not words:
            raise UsageError("no-question", f"What is the {what}?", hint)
        text = _read_stdin(command, what)
    text = text.encode("utf-8", "replace").decode("utf-8").strip()
    if not text:
        raise UsageError("no-question", f"The {what} is empty.", hint)
    return text


def _read_stdin(command: str, what: str) -> str:
    data = sys.stdin.buffer.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise UsageError(
            "question-too-long",
            f"What came on stdin is too long for a {what}.",
            "Documents belong into the content folder: `voicecli content status`.",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UsageError(
            "not-text",
            "What came on stdin is not text in UTF-8.",
            f"To ask with a recording, `voicecli transcribe FILE | voicecli {command}`.",
        )
    return text
