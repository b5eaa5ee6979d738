"""`voicecli transcribe`: recordings into text, subtitles and tables."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from voicecli.cli.console import err, note, settings
from voicecli.config import Config
from voicecli.errors import ExitCode, UsageError, VoicecliError

if TYPE_CHECKING:
    from voicecli.cli.transcripts import Transcripts

BEAM_SIZE = 5
"""Unless told otherwise: nobody waits for the next word of a file, so the search is wider than in
a conversation. It is the default of Whisper's own command, too."""

_SWITCHES = ("--word-timestamps",)


class WhisperSpelling(TyperCommand):
    """Takes options as Whisper's own command writes them, too: `--output_dir`, `--switch True`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments in our own spelling."""
        return super().parse_args(ctx, our_spelling(args))


def our_spelling(arguments: list[str]) -> list[str]:
    """The arguments with `-` for `_` in options' names, and switches without True or False."""
    spelled: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return [*spelled, argument, *rest]
        name, equals, value = argument.partition("=")
        if argument.startswith("--"):
            name = name.replace("_", "-")
        if spelled and spelled[-1] in _SWITCHES and argument in ("True", "False"):
            name, equals, value = spelled.pop(), "=", argument
        if name in _SWITCHES and equals:
            spelled += [name] if value == "True" else []
        else:
            spelled.append(name + equals + value)
    return spelled


def transcribe(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Audio or video files; - is stdin.")
    ],
    output_format: Annotated[
        Literal["txt", "srt", "vtt", "tsv", "json", "all"],
        typer.Option("--output-format", "-f", help="What to write."),
    ] = "txt",
    output_dir: Annotated[
        str | None,
        typer.Option("--output-dir", "-o", help="Folder for NAME.txt and so on; - is stdout."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Two-letter code of the language; else it is detected.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Whisper model, such as whisper-base or just base.")
    ] = None,
    beam_size: Annotated[int | None, typer.Option(help="Search width, 5 if not given.")] = None,
    word_timestamps: Annotated[
        bool, typer.Option("--word-timestamps", help="Also time every word.")
    ] = False,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    compute_type: Annotated[
        str | None, typer.Option(help="Number type of CTranslate2, such as int8.")
    ] = None,
    threads: Annotated[int | None, typer.Option(help="CPU threads; 0 is all.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
) -> int:
    """Write down what is said in recordings.

    Leaves with 3 when some of several files failed, with 1 when all did.
    """
    loaded = settings(
        {
            "stt.language": language.lower() if language else None,
            "stt.model": catalogue_name(model),
            "stt.beam_size": beam_size,
            "stt.device": device,
            "stt.compute_type": compute_type,
            "stt.threads": threads,
        }
    )
    config = loaded.config
    if loaded.origins["stt.beam_size"] == "default":
        config = replace(config, stt=replace(config.stt, beam_size=BEAM_SIZE))
    from voicecli.cli.downloads import offer_download
    from voicecli.cli.transcripts import Transcripts

    if files.count("-") > 1:
        raise UsageError("stdin-twice", "Stdin can be read only once.", "Write `-` once.")
    target = Transcripts(files, output_format, _folder(output_dir))
    offer_download(config, ["stt", "vad"], yes=yes)
    failed = _run(files, config, target, words=word_timestamps)
    if not failed:
        return ExitCode.OK
    return ExitCode.ERROR if failed == len(files) else ExitCode.PARTIAL


def _folder(output_dir: str | None) -> Path | None:
    """The folder for transcripts; None is stdout."""
    if output_dir == "":
        raise UsageError("no-name", "The folder's name is empty.", "Name it with `-o DIR`.")
    return None if output_dir in (None, "-") else Path(output_dir)


def catalogue_name(model: str | None) -> str | None:
    """The catalogue's name of a model that may be named as Whisper names it."""
    return f"whisper-{model}" if model and not model.startswith("whisper-") else model


def _run(files: list[str], config: Config, target: "Transcripts", *, words: bool) -> int:
    """Transcribe the files; returns how many of them failed."""
    from voicecli import assembly
    from voicecli.cli.transcripts import ProgressBar
    from voicecli.pipeline.transcribe import Failed, Transcribed, Transcription, transcribe
    from voicecli.turn import Turn

    failed = 0
    with ExitStack() as stack:
        vad = stack.enter_context(assembly.open_vad(config))
        recognizer = stack.enter_context(assembly.open_recognizer(config))
        how = Transcription(vad, recognizer, config.vad.threshold, words)
        bar = stack.enter_context(ProgressBar(err))
        for outcome in transcribe(files, how, Turn()):
            name = str(outcome.source)
            bar.show(outcome)
            try:
                if isinstance(outcome, Failed):
                    raise outcome.error
                if isinstance(outcome, Transcribed):
                    target.finish(name, outcome.transcript)
                    if not outcome.transcript.segments:
                        note(f"{_shown(name)}: nothing heard")
                else:
                    target.add(outcome.segments)
            except VoicecliError as error:
                failed += 1
                note(f"voicecli: {_shown(name)}: {_without_name(error, _shown(name))}")
    return failed


def _shown(name: str) -> str:
    return "stdin" if name == "-" else name


def _without_name(error: VoicecliError, name: str) -> str:
    """The error's line without the name that its message may begin with."""
    return str(error).removeprefix(name).lstrip()
