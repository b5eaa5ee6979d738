"""`voicecli talk --kiosk`: a conversation in a public place, which goes on by itself."""

import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from voicecli.cli.console import err, note
from voicecli.errors import UsageError, VoicecliError

if TYPE_CHECKING:
    from rich.console import Console

    from voicecli.types import Event

WELCOME = "Welcome. Just speak: ask me something, or say “I would like to leave a message”."
REST_SECONDS = 5.0
"""How long a conversation that has failed rests before it begins again: doubled each time, up to"""
LONGEST_REST_SECONDS = 60.0
_POLITE = (signal.SIGTERM, signal.SIGHUP)
WELL_SECONDS = 600.0
"""A conversation that went well for so long has nothing to do with failures before it."""


def refuse_beside_kiosk(**options: object) -> None:
    """Raise UsageError for an option that makes no sense in a kiosk."""
    if named := next((name for name, given in options.items() if given), None):
        flag = named.replace("_", "-")
        raise UsageError("no-kiosk", f"--kiosk and --{flag} do not go together.", "Leave one out.")


def keep_going(converse: Callable[[Callable[[], None]], int]) -> int:
    """Hold one conversation after the other until one ends as it should; its exit code.

    `converse` is given what to call once it listens. An error before the first one listens is
    raised: the operator is there to see it. Later ones, known or not, are told and logged, and the
    engines are loaded afresh.
    """
    listened_at: list[float] = []
    rest = REST_SECONDS
    while True:
        try:
            return converse(lambda: listened_at.append(time.monotonic()))
        except typer.Exit:
            raise
        except Exception as error:
            if not listened_at:
                raise
            _tell(error)
            if time.monotonic() - listened_at[-1] > WELL_SECONDS:
                rest = REST_SECONDS
        time.sleep(rest)
        rest = min(2 * rest, LONGEST_REST_SECONDS)
        note("voicecli: the conversation begins again.")


def welcome(event: "Event | None", console: "Console") -> bool:
    """Greet who comes; what the visitor before said leaves the screen.

    `event` tells of what happened, None that the conversation has begun; returns whether it was
    somebody's coming.
    """
    from voicecli.pipeline.talk import NEXT_VISITOR

    if event and not (event.kind == "command" and event.data["name"] == NEXT_VISITOR):
        return False
    if console.is_terminal:
        console.clear()
    console.print(WELCOME, markup=False, style="bold")
    return True


@contextmanager
def deaf_terminal() -> Iterator[None]:
    """While inside, keys do nothing: none is shown, none is a signal, none is left for the shell.

    Only a signal that another program sends ends the conversation, and never without giving the
    terminal back.
    """
    if not sys.stdin.isatty():
        yield
        return
    polite = {number: signal.signal(number, _interrupt) for number in _POLITE}
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    deaf = [*before]
    deaf[0] &= ~termios.IXON
    deaf[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    termios.tcsetattr(terminal, termios.TCSADRAIN, deaf)
    try:
        yield
    finally:
        with suppress(termios.error):  # it was closed
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
        for number, handler in polite.items():
            signal.signal(number, handler)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _tell(error: Exception) -> None:
    from voicecli.log import failed

    failed(error)
    what = str(error) if isinstance(error, VoicecliError) else f"unexpected {type(error).__name__}"
    err.print()
    note(f"voicecli: {what}")
