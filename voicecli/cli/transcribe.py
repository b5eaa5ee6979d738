"""`voicecli transcribe`: recordings into text, subtitles and tables."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note
from voicecli.cli.grouped import grouped
from voicecli.cli.transcribe_flags import Hearing, Many, Running, Searching, Speaking, Writing
from voicecli.config import Config
from voicecli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from voicecli.catalog import Role
    from voicecli.cli.transcribe_inputs import Input
    from voicecli.cli.transcribe_run import Remember, Run
    from voicecli.cli.transcripts import Style, Target
    from voicecli.pipeline.transcribe_options import TranscribeOptions


@grouped
def transcribe(
    writing: Writing,
    hearing: Hearing,
    speaking: Speaking,
    many: Many,
    searching: Searching,
    running: Running,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Audio and video files, folders of them, patterns in quotes; - is stdin.",
        ),
    ] = None,
) -> int:
    """Write down what is said in recordings.

    Without -f and -o the text goes to stdout. With -f, NAME.srt and so on are left in the current
    folder, as Whisper's own command leaves them; with -o, in that folder. Two recordings of one
    name keep the folders they came from.

    Options may be written as in other Whisper commands: --output_dir, --word_timestamps True. Those
    that have no meaning here are accepted, and a line says what happens instead.

    Finished work is not done twice, and a run that was interrupted goes on where it stopped when
    the same command is given again. Leaves with 3 when some of several files failed, with 1 when
    all did.
    """
    from voicecli.cli import transcribe_asked as asked
    from voicecli.cli.transcribe_inputs import gather, stdin_at_hand
    from voicecli.cli.transcribe_places import plan_places

    _check(many, files)
    style = asked.asked_style(writing, speaking)
    config = asked.asked_config(hearing, searching, running)
    if many.remember and not config.sessions.keep:
        raise UsageError("unkept", "Off the record nothing is remembered.", "Leave one out.")
    options = asked.asked_options(config, hearing, speaking, searching, running)
    inputs = gather(files or (), many.files_from)
    places = plan_places([item for item in inputs if not item.error])
    target = _target(writing, style, many, places, streamed=not options.stages)
    _offer_models(config, options, remember=many.remember, yes=running.yes)
    with stdin_at_hand(inputs), _memory(config, remember=many.remember) as remember:
        run = _run(target, inputs, many, options, remember)
        return _follow(run, inputs, many, places, config, options)


def _check(many: Many, files: Sequence[str] | None) -> None:
    """Raise UsageError for what makes no sense together."""
    if many.json and many.jsonl:
        raise UsageError("two-reports", "--json and --jsonl both want stdout.", "Choose one.")
    if not files and many.files_from is None and many.watch is None:
        raise UsageError(
            "no-files",
            "No recording was named.",
            "Name a FILE, a folder, or - for stdin; `voicecli listen` hears the microphone.",
        )


def _target(
    writing: Writing, style: "Style", many: Many, places: "dict[str, PurePath]", *, streamed: bool
) -> "Target":
    """Where transcripts go: a folder, stdout, or nowhere but into the report."""
    from voicecli.cli.transcribe_asked import asked_folder
    from voicecli.cli.transcripts import Folder, Nowhere, Stdout

    if folder := asked_folder(writing):
        return Folder(folder, style, places)
    is_stdin = list(places) == ["-"] and not many.watch
    if writing.output_format and not writing.output_dir and not is_stdin:
        return Folder(Path(), style, places)
    talks = many.json or many.jsonl or many.verbose or many.print_colors
    if talks and (writing.output_dir or writing.output_format):
        raise UsageError(
            "stdout-twice", "Stdout is taken by the report.", "Name a folder with `-o DIR`."
        )
    if talks:
        return Nowhere()
    return Stdout(style, several=len(places) > 1 or bool(many.watch), streamed=streamed)


def _offer_models(
    config: Config, options: "TranscribeOptions", *, remember: bool, yes: bool
) -> None:
    from voicecli.cli.downloads import offer_download

    roles: list[Role] = ["vad"] if options.model_folder else ["stt", "vad"]
    if options.diarize:
        roles.append("speaker")
    if remember or options.emotion:
        roles.append("embedding")
    offer_download(config, roles, yes=yes)


@contextmanager
def _memory(config: Config, *, remember: bool) -> "Iterator[Remember | None]":
    """What makes transcripts content; at the end the index is brought in step with them."""
    if not remember:
        yield None
        return
    from voicecli.assembly import open_embedder, open_store
    from voicecli.pipeline.remember import bring_in, keep

    with ExitStack() as stack:
        db = stack.enter_context(open_store(config))
        yield lambda recording, transcript: keep(db, config, recording, transcript)
        embedder = stack.enter_context(open_embedder(config))
        for progress in bring_in(db, embedder, config):
            if progress.error:
                note(f"voicecli: {progress.document}: {progress.error}")


def _run(
    target: "Target",
    inputs: "Sequence[Input]",
    many: Many,
    options: "TranscribeOptions",
    remember: "Remember | None",
) -> "Run":
    from voicecli.cli.transcribe_report import Lines
    from voicecli.cli.transcribe_run import Run, Spoken, Told, sizes_of

    lines = Lines(words=True, changes=options.stages) if many.jsonl else None
    spoken: Spoken = "colours" if many.print_colors else "lines" if many.verbose else ""
    told = Told(many.json, lines, spoken, many.quiet)
    dead_ends = {item.source: item.error for item in inputs if item.error}
    return Run(target, told, sizes_of(inputs), dead_ends, remember)


def _follow(
    run: "Run",
    inputs: "Sequence[Input]",
    many: Many,
    places: "dict[str, PurePath]",
    config: Config,
    options: "TranscribeOptions",
) -> int:
    """Transcribe what was named, then what comes into a watched folder; returns the exit code."""
    from voicecli.assembly.recordings import open_transcription
    from voicecli.cli.transcribe_run import stopping
    from voicecli.turn import Turn, TurnCancelled

    turn = Turn()
    coming = _coming(inputs, many, places)
    try:
        with stopping(turn), open_transcription(config, options, afresh=many.force) as how:
            run.follow(coming, how, turn)
    except TurnCancelled:
        return _stopped(run, inputs, many)
    return run.end()


def _coming(
    inputs: "Sequence[Input]", many: Many, places: "dict[str, PurePath]"
) -> "Iterator[str | None]":
    """The sources in order; those that come into a watched folder get their places here."""
    from voicecli.cli.transcribe_places import place_in
    from voicecli.cli.transcribe_watch import arriving

    arrivals = arriving(many.watch) if many.watch is not None else iter(())

    def sources() -> "Iterator[str | None]":
        yield from (item.source for item in inputs)
        for item in arrivals:
            if item and item.source not in places:
                places[item.source] = place_in(item, places.values())
            yield item.source if item else None

    return sources()


def _stopped(run: "Run", inputs: "Sequence[Input]", many: Many) -> int:
    """Tell what was reached before Ctrl-C."""
    if many.watch is not None and not run.in_hand:
        run.end()
        note("No longer watching.")
        return ExitCode.OK
    code = run.end(interrupted=True)
    done = sum(entry.status != "failed" for entry in run.entries)
    count = "" if many.watch is None and len(inputs) == 1 else f": {done} finished"
    note(f"Stopped{count}. The same command goes on from here.")
    return code
