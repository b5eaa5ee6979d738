"""An interview in writing: lines that are typed, or one answer a line from a pipe."""

import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from rich.text import Text

from voicecli.cli.console import note, out, printable
from voicecli.cli.interview_holding import Held, ending
from voicecli.cli.interview_status_line import status_line
from voicecli.cli.off_record import OFF
from voicecli.cli.talk_view import WHO_WIDTH, said_row
from voicecli.errors import ExitCode

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.pipeline.interviewing import InterviewSession
    from voicecli.types import Event

LEAVE_SECONDS = 2.0
"""A second Ctrl-C within this time leaves."""


class Left(Exception):
    """The candidate leaves, or a signal asks the program to."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def hold_in_text(config: "Config", held: Held, *, as_json: bool) -> tuple[int, bool]:
    """Hold it; the exit code, and whether the interview is over."""
    from voicecli import assembly

    if sys.stdin.isatty():
        note("voicecli: loading …")
    with (
        assembly.open_engines(config, assembly.interview_roles(config)) as engines,
        assembly.open_follow_up_writer(config, engines, held.interview.plan, aloud=False) as writer,
    ):
        session = assembly.make_interview(
            config, engines, held.keeper, held.interview, writer=writer
        )
        with ending(session, held.keeper), _signals():
            standing = partial(_standing, session, keeps=config.sessions.keep)
            code = _converse(session, standing, as_json=as_json)
        return code, session.over


def _converse(session: "InterviewSession", standing: Callable[[], str], *, as_json: bool) -> int:
    """Ask, read and ask, until it is over or nothing more is written."""
    from voicecli.cli.talk_view import json_line
    from voicecli.log.conversation import ConversationLog
    from voicecli.pipeline.written_turns import take_written, unasked, written

    told = ConversationLog(lambda: session.state.conversation.session_id)
    failed = int(ExitCode.OK)

    def show(event: "Event") -> None:
        nonlocal failed
        told.take(event)
        failed = event.data["exit_code"] if event.kind == "error" else failed
        if as_json:
            print(json_line(event), flush=True)
        else:
            _show(event)

    try:
        take_written(session, unasked(session.opens), show)
        for line in _lines(session, standing, as_json=as_json):
            asked = written(line.strip()) if line.strip() else unasked("silence")
            take_written(session, asked, show)
            if session.over:
                break
    except Left as left:
        return left.code
    finally:
        told.close()
    return failed


def _show(event: "Event") -> None:
    """Print what was said, by whom."""
    data = event.data
    match event.kind:
        case "stt-end" if not sys.stdin.isatty():
            _say("you", data["text"])
        case "llm-text":
            _say("" if data["index"] else "voicecli", data["text"])
        case "error":
            note(f"voicecli: {data['message']} {data['hint']}".rstrip())


def _say(who: str, text: str) -> None:
    if not out.is_terminal:
        out.print(f"{who:>{WHO_WIDTH}}  {printable(text)}", markup=False)
        return
    row = said_row()
    row.add_row(Text(who), Text(printable(text)))
    out.print(row, soft_wrap=False)


def _lines(
    session: "InterviewSession", standing: Callable[[], str], *, as_json: bool
) -> Iterator[str]:
    """What is written; an empty line from a pipe says nothing, and counts as silence."""
    if not sys.stdin.isatty():
        for line in sys.stdin:
            yield line.rstrip("\n")
        return
    if as_json:  # the lines alone are for the program that reads them
        read: Callable[[], str] = partial(input)
    else:
        _drop_typed()
        read = _prompt(session, standing)
    interrupted = float("-inf")
    while True:
        try:
            line = read()
        except EOFError:
            return
        except KeyboardInterrupt:
            if time.monotonic() - interrupted < LEAVE_SECONDS:
                raise Left(ExitCode.INTERRUPTED) from None
            interrupted = time.monotonic()
            note("voicecli: Ctrl-C again leaves; all is kept.")
            continue
        if line.strip() in ("/quit", "/q"):
            return
        if line.strip():
            yield line


def _drop_typed() -> None:
    """Forget what was typed while it loaded: nobody answers a question that they have not seen."""
    with suppress(termios.error):
        termios.tcflush(sys.stdin, termios.TCIFLUSH)


def _prompt(session: "InterviewSession", standing: Callable[[], str]) -> Callable[[], str]:
    """Reads a line, with orders completed and a status line below."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import InMemoryHistory

    orders = [f"/{name}" for group in session.groups for name in group.slash]
    asking: PromptSession[str] = PromptSession(
        history=InMemoryHistory(),
        completer=WordCompleter([*orders, "/quit"], sentence=True),
        complete_while_typing=False,
        bottom_toolbar=standing,
        refresh_interval=1.0,
        enable_suspend=True,
    )
    return partial(asking.prompt, f"{'you':>{WHO_WIDTH}}  ")


def _standing(session: "InterviewSession", *, keeps: bool) -> str:
    """Where it stands, in one row of the terminal."""
    return f" {status_line(session, out.width - 2, '' if keeps else OFF)}"


@contextmanager
def _signals() -> Iterator[None]:
    """While inside, a polite kill and a closed terminal end the interview as its end of lines."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise Left(128 + number)

    kinds = (signal.SIGTERM, signal.SIGHUP)
    before = {kind: signal.signal(kind, leave) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
