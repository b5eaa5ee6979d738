"""Keeping C libraries off the terminal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_libraries(log: str = os.devnull) -> Iterator[None]:
    """While inside, what C libraries write to stderr goes to the file `log`.

    PortAudio reports a vanished device there, from its own thread, and has no switch for that.
    Python's own stderr still reaches the terminal. For the main thread of a program only.
    """
    sys.stderr.flush()
    terminal = os.dup(2)
    before = sys.stderr
    sink = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(sink, 2)
    os.close(sink)
    try:
        with open(
            terminal,
            "w",
            encoding=before.encoding,
            errors=before.errors,
            buffering=1,
            closefd=False,
        ) as sys.stderr:
            yield
    finally:
        sys.stderr = before
        os.dup2(terminal, 2)
        os.close(terminal)
