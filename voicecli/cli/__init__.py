"""The commands: the only room that prints."""

import io
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import NoReturn

from voicecli.errors import ExitCode


def main() -> None:
    """Run the program and leave with its exit code."""
    try:
        _prepare()
        from voicecli.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the program itself is still loading
        code = ExitCode.INTERRUPTED
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process, at once where a thread is still inside an engine.

    The interpreter would end such a thread under the engine's C++, which aborts the process.
    """
    if any(thread.daemon for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # closed, or its reader has gone
                stream.flush()
        os._exit(code)
    sys.exit(code)


def _prepare() -> None:
    """Stand whatever surroundings the program was started in."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _open_closed(number, name)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    logging.getLogger("voicecli").addHandler(_Notes(logging.WARNING))
    threading.excepthook = _thread_failed
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) == signal.SIG_DFL:  # `nohup` has it ignored
            signal.signal(ending, signal.default_int_handler)


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    from voicecli.log import thread_failed

    thread_failed(failure)


class _Notes(logging.Handler):
    """Shows what rooms warn of; what is for the log alone is not shown."""

    def emit(self, record: logging.LogRecord) -> None:
        """Tell it in one line."""
        if record.name == "voicecli.events":
            return
        from voicecli.cli.console import note

        note(record.getMessage())


def _open_closed(number: int, name: str) -> None:
    """Put /dev/null where the caller closed an end.

    Otherwise the next file that is opened, perhaps the database, would get the end's number, and
    what a C library prints.
    """
    null = os.open(os.devnull, os.O_RDWR)
    if null != number:
        os.dup2(null, number)
        os.close(null)
    setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115
