"""A conversation while it runs: its events, keys, signals and figures, and how it ends."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING

from voicecli.cli.console import note, out
from voicecli.cli.kiosk import welcome
from voicecli.cli.talk_opening import Opened
from voicecli.errors import ExitCode

if TYPE_CHECKING:
    from voicecli.cli.keys import Keyboard
    from voicecli.cli.talk_figures import TalkFigures
    from voicecli.cli.talk_panel import Panel
    from voicecli.cli.talk_view import TalkView
    from voicecli.pipeline.talk import Talk


def run_conversation(
    conversation: Opened,
    downloading: float,
    listens: Callable[[], None] = lambda: None,
    *,
    as_json: bool,
) -> int:
    """Show the conversation until it ends; returns the exit code.

    `listens` is called once it can be spoken to; a kiosk raises what made it fail. The seconds
    spent `downloading` do not count as time to be ready.
    """
    from voicecli.audio.quiet import quiet_libraries
    from voicecli.cli.talk_figures import TalkFigures, parting_line
    from voicecli.cli.talk_view import TalkView, json_line
    from voicecli.log.conversation import ConversationLog
    from voicecli.pipeline.orders import slash_names

    talk = conversation.talk
    talk.on_busy = conversation.session.watched()
    groups, in_words = conversation.session.groups, conversation.in_words
    view = TalkView(
        out,
        talk,
        hands_free=conversation.hands_free,
        mode=conversation.mode,
        quiet=as_json,
        has_keys=not conversation.is_kiosk,
        record_of=conversation.record_of,
        slash=partial(slash_names, groups, in_words) if conversation.has_keys else None,
        standing=conversation.standing,
    )
    talk.is_typing = lambda: view.is_typing
    figures = TalkFigures()
    told = ConversationLog(lambda: conversation.session.state.conversation.session_id)
    conversation.session.on_finished = told.settle
    view.panel = _panel(conversation, figures)
    keyboard = _keyboard(conversation, view) if conversation.has_keys else None
    failed: int | None = None
    heard = spoke = False
    with (
        quiet_libraries(),
        closing(told),
        _signals(talk, keyboard) as ended_by,
        keyboard or nullcontext(),
        view,
    ):

        def opened() -> None:
            view.announce(f"voicecli: ready in {_seconds_since_start() - downloading:.1f} s")
            listens()
            if conversation.is_kiosk and not as_json:
                welcome(None, out)

        talk.on_open = opened
        if conversation.recording:
            talk.on_pressed = conversation.recording.press
        for event in talk.run(keyboard.pressed if keyboard else None):
            figures.take(event)
            told.take(event)
            conversation.seen(event)
            if conversation.recording:
                conversation.recording.see(event)
            heard = heard or (event.kind == "stt-end" and bool(event.data["text"]))
            spoke = spoke or event.kind == "speech-start"
            failed = event.data["exit_code"] if event.kind == "error" else failed
            if as_json:
                print(json_line(event), flush=True)
            elif not (conversation.is_kiosk and welcome(event, out)):
                view.show(event)
    if (parting := parting_line(figures)) and not as_json:
        note(f"voicecli: {parting}")
    return _exit_code(conversation, failed, ended_by, heard=heard, spoke=spoke and not as_json)


def _exit_code(
    conversation: Opened, failed: int | None, ended_by: list[int], *, heard: bool, spoke: bool
) -> int:
    """How it ended, with a word on what a person may wonder about.

    `failed` is the exit code of the last failure, `ended_by` are signals that asked for the end,
    which is how a kiosk ends. A kiosk raises what made it fail.
    """
    from voicecli.pipeline.talk import FAILURES

    talk = conversation.talk
    if talk.interrupted:
        return ExitCode.INTERRUPTED
    if ended_by and not conversation.is_kiosk:
        return 128 + ended_by[0]
    if talk.failed and conversation.is_kiosk:
        raise talk.failed
    if talk.failed:
        note(f"voicecli: {FAILURES} turns in a row have failed, so this is the end.")
        return ExitCode.ERROR
    if conversation.from_file and not heard:
        note("voicecli: nothing was heard in the recording.")
    if conversation.answer_file and spoke and failed is None:
        note(f"voicecli: the answer is in {conversation.answer_file}")
    return failed if failed is not None and conversation.from_file else ExitCode.OK


def _panel(conversation: Opened, figures: "TalkFigures") -> "Panel":
    """The figures of this conversation, and what they are read from."""
    from voicecli.cli.talk_panel import Panel, Process

    def models() -> dict[str, str]:
        voice = getattr(conversation.session.state.voice, "name", "")
        return {**conversation.models, **({"tts": voice} if voice else {})}

    def dropped() -> int:
        return getattr(conversation.talk.microphone, "dropped", 0)

    return Panel(figures, Process(), models, dropped)


def _keyboard(conversation: Opened, view: "TalkView") -> "Keyboard":
    """The keys, and the line that is typed with them."""
    from voicecli.cli.keys import Keyboard
    from voicecli.cli.typing_late import LateLine
    from voicecli.pipeline.orders import choices_of, slash_names

    groups = conversation.session.groups
    line = LateLine(
        view.typing,
        partial(slash_names, groups, conversation.in_words),
        partial(choices_of, groups),
        conversation.typed_history,
    )
    return Keyboard(line, {"?": view.show_help, "i": view.show_figures})


def _seconds_since_start() -> float:
    """How long this process has run."""
    import psutil

    return time.time() - float(psutil.Process().create_time())


@contextmanager
def _signals(talk: "Talk", keyboard: "Keyboard | None") -> Iterator[list[int]]:
    """While inside, Ctrl-C closes a line that is being typed, or else stops the answer.

    Twice it leaves, and so does a polite kill or a terminal that is closed: which of them did, is
    told by what is yielded.
    """
    ended_by: list[int] = []

    def leave(number: int, frame: object) -> None:
        ended_by.append(number)
        talk.press("quit")

    def interrupt(*_: object) -> None:
        if keyboard is None or not keyboard.drop_line():
            talk.press("interrupt")

    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, interrupt),
        signal.SIGTERM: signal.signal(signal.SIGTERM, leave),
        signal.SIGHUP: signal.signal(signal.SIGHUP, leave),
    }
    try:
        yield ended_by
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
