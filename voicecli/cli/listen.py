"""`voicecli listen`: live captions of what is said."""

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import LOUDNESS, note, out, settings
from voicecli.cli.device_options import DeviceIn
from voicecli.cli.off_record import OffTheRecord, keep_flag, say_so
from voicecli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.pipeline.captions import CaptionOptions, Captions
    from voicecli.protocols import Microphone
    from voicecli.types import Event


def listen(
    microphone: Annotated[
        Path | None,
        typer.Option(help="An audio file that is heard instead of the microphone; - is stdin."),
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="A file does not take the time that sound takes.")
    ] = False,
    device_in: DeviceIn = None,
    language: Annotated[
        str | None, typer.Option(help="Two-letter code of the language; else it is detected.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Whisper model, such as whisper-base or just base.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="PHRASE", help="End when somebody says this.")
    ] = None,
    seconds: Annotated[float | None, typer.Option(help="End after so much sound.")] = None,
    off_the_record: OffTheRecord = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one event a line.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
) -> int:
    """Write down what is said while it is said: a line when the speaker pauses.

    Ctrl-C ends it with the words that were said before, and exit code 130; --until, --seconds and
    the end of a file leave with 0.
    """
    from voicecli.cli.transcribe_models import catalogue_name

    config = settings(
        {
            "audio.device_in": device_in,
            "sessions.keep": keep_flag(off_the_record),
            "stt.language": language.lower() if language else None,
            "stt.model": catalogue_name(model),
        }
    ).config
    say_so(config)
    options = _options(until, seconds)
    need_ear(config, microphone, fast=fast)
    from voicecli import assembly
    from voicecli.cli.downloads import offer_download

    offer_download(config, ["stt", "vad"], optional=["vad"], yes=yes)
    note("voicecli: loading …")
    with ExitStack() as stack:
        engines = stack.enter_context(assembly.open_engines(config, {"stt", "vad"}))
        if engines.hears_by_loudness:
            note(LOUDNESS)
        opening = assembly.open_microphone(config, microphone, paced=not fast)
        ear = assembly.cleaned(config, stack.enter_context(opening))
        from voicecli.pipeline.captions import Captions

        recognizer = stack.enter_context(assembly.naming(config, engines.recognizer))
        captions = Captions(ear, engines.vad, recognizer, config.vad, options)
        return _run(captions, ear, from_file=microphone is not None, as_json=as_json)


def _options(until: str | None, seconds: float | None) -> "CaptionOptions":
    """When the captions end. Raises UsageError for what would be never, or at once."""
    from voicecli.pipeline.captions import CaptionOptions
    from voicecli.understanding.normalise import tokenise

    if until is not None and not tokenise(until):
        raise UsageError("no-phrase", "--until needs words.", "Try `--until 'stop listening'`.")
    if seconds is not None and not seconds > 0:
        raise UsageError("no-time", f"--seconds must be more than 0, not {seconds:g}.")
    return CaptionOptions(seconds, until or "", _reader_has_left)


def need_ear(config: "Config", file: Path | None, *, fast: bool) -> None:
    """Say what is missing before anything slow begins. Raises UsageError and AudioError."""
    if fast and file is None:
        raise UsageError("fast-needs-a-file", "--fast needs a --microphone file.")
    if file is None:
        from voicecli.audio.devices import find_device

        find_device(config.audio.device_in, "input")
    elif str(file) != "-":
        from voicecli.audio.files import decode

        next(decode(file), None)


def _run(captions: "Captions", ear: "Microphone", *, from_file: bool, as_json: bool) -> int:
    """Show the captions until they end; returns the exit code."""
    from voicecli.audio.quiet import quiet_libraries
    from voicecli.cli.keys import Keyboard
    from voicecli.cli.listen_view import open_view

    heard = False
    # What is typed, a Ctrl-C too, must not be shown amid the live line.
    is_live = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    with (
        quiet_libraries(),
        captions_stopped_by_ctrl_c(captions) as interrupted,
        Keyboard() if is_live else nullcontext(),
    ):
        if not from_file:
            note("voicecli: listening; Ctrl-C ends it.")
        try:
            with open_view(out, ear, as_json=as_json) as view:
                for event in captions.run():
                    heard = heard or _has_words(event)
                    view.show(event)
        except BrokenPipeError:
            _forget_stdout()
    if lost := getattr(ear, "dropped", 0):
        note(f"voicecli: {lost / 16_000:.1f} s of sound came too fast; try a smaller --model.")
    if interrupted:
        return ExitCode.INTERRUPTED
    if from_file and not heard and not _reader_has_left():
        note("voicecli: nothing was heard in the recording.")
    return ExitCode.OK


def _has_words(event: "Event") -> bool:
    return event.kind == "stt-end" and bool(event.data["text"])


@contextmanager
def captions_stopped_by_ctrl_c(captions: "Captions") -> Iterator[list[int]]:
    """While inside, Ctrl-C ends the captions with their last words, a second one at once.

    Yields a list that then holds the signal.
    """
    received: list[int] = []

    def stop(number: int, _: object) -> None:
        if received:
            raise KeyboardInterrupt
        received.append(number)
        captions.stop()

    numbers = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) != signal.SIG_IGN
    ]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _reader_has_left() -> bool:
    """Whether stdout is a pipe that nobody reads any more: `voicecli listen | head -1`."""
    try:
        pipe = select.poll()
        pipe.register(sys.stdout.fileno(), 0)
        return any(event & select.POLLERR for _, event in pipe.poll(0))
    except (OSError, ValueError):  # no file of the system's
        return False


def _forget_stdout() -> None:
    """Let what is left in the buffer go nowhere, so that leaving does not complain of it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
