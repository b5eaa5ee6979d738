"""`voicecli note`: a note that is dictated, or written, into the memory."""

import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import LOUDNESS, settings
from voicecli.cli.console import note as tell
from voicecli.cli.device_options import DeviceIn
from voicecli.cli.memory import keep, tell_kept
from voicecli.cli.question import read_question
from voicecli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from voicecli.config import Config
    from voicecli.protocols import Microphone

PAUSE_SECONDS = 3.0
"""So long a silence behind the last words ends a note."""


def note(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="The note; - is stdin. Without it you dictate."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="A recording of the note instead of the microphone.")
    ] = None,
    device_in: DeviceIn = None,
    pause: Annotated[
        float, typer.Option(min=0.5, max=600.0, help="Seconds of silence that end the note.")
    ] = PAUSE_SECONDS,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
) -> int:
    """Keep a note with its time, dictated through the microphone, from a recording, or as text.

    A silence or Ctrl-C ends the dictation. Notes answer questions as facts do; see
    `voicecli memory`.
    """
    if text and file:
        raise UsageError("two-notes", "Give either a text or a recording.")
    config = settings({"audio.device_in": device_in}).config
    is_written = bool(text) or not (file or device_in or sys.stdin.isatty())
    if is_written:
        words = read_question(text, "note")
    else:
        words = dictated(config, file, pause, yes=yes, quiet=json)
    if not words:
        tell("voicecli: nothing was heard, so nothing was noted.")
        return ExitCode.ERROR
    tell_kept(keep(config, words, "note"), json=json)
    return ExitCode.OK


def dictated(
    config: "Config",
    file: Path | None,
    pause: float,
    *,
    yes: bool,
    quiet: bool,
    through: "Callable[[Microphone], Microphone]" = lambda ear: ear,
) -> str:
    """What is said until a silence, Ctrl-C, or the end of the recording; it is shown as it comes.

    The microphone is listened to `through` whatever shall hear it, too.

    Raises AudioError when there is no microphone, or no such recording.
    """
    from voicecli import assembly
    from voicecli.audio.quiet import quiet_libraries
    from voicecli.cli.console import err
    from voicecli.cli.downloads import offer_download
    from voicecli.cli.listen import captions_stopped_by_ctrl_c, need_ear
    from voicecli.pipeline.captions import CaptionOptions, Captions

    need_ear(config, file, fast=False)
    offer_download(config, ["stt", "vad"], optional=["vad"], yes=yes)
    tell("voicecli: loading …")
    silence = _Silence(pause)
    heard: list[str] = []
    with ExitStack() as stack:
        engines = stack.enter_context(assembly.open_engines(config, {"stt", "vad"}))
        if engines.hears_by_loudness:
            tell(LOUDNESS)
        opening = assembly.open_microphone(config, file, paced=False)
        ear = through(assembly.cleaned(config, stack.enter_context(opening)))
        options = CaptionOptions(is_unwanted=silence.is_over if file is None else lambda: False)
        captions = Captions(ear, engines.vad, engines.recognizer, config.vad, options)
        stack.enter_context(quiet_libraries())
        stack.enter_context(captions_stopped_by_ctrl_c(captions))
        if file is None:
            tell(f"voicecli: say your note; {pause:g} s of silence or Ctrl-C end it.")
        for event in captions.run():
            silence.notice(event.kind)
            if event.kind == "stt-end" and (words := event.data["text"].strip()):
                heard.append(words)
                if err.is_terminal and not quiet:
                    tell(f"  {words}")
    return " ".join(heard)


class _Silence:
    """How long nobody has spoken behind the first words."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._since: float | None = None
        self._speaks = False

    def notice(self, kind: str) -> None:
        """Take in what happens: speech, its end, its words."""
        if kind == "vad-start":
            self._speaks = True
        elif kind == "vad-end":
            self._speaks = False
            self._since = time.monotonic()

    def is_over(self) -> bool:
        """Whether the note has ended."""
        quiet_since = self._since
        is_quiet = quiet_since is not None and not self._speaks
        return is_quiet and time.monotonic() - (quiet_since or 0.0) > self._pause
