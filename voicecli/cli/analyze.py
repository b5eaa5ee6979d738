"""`voicecli analyze`: what a conversation was like, what it was about and what came out of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import err, note, out, print_json, printable, settings
from voicecli.errors import AudioError, UsageError, VoicecliError

if TYPE_CHECKING:
    from voicecli.analysis.turn_taking import Floor
    from voicecli.config import Config
    from voicecli.pipeline.analyze import Analyzed
    from voicecli.pipeline.guarded_llm import GuardedLlm
    from voicecli.pipeline.sound_of_talk import SoundOfTalk
    from voicecli.pipeline.written_summary import Writer
    from voicecli.protocols import Embedder
    from voicecli.types import Message, Transcript

WRITTEN_TOKENS = 220
WRITTEN_SECONDS = 120.0
"""What the language model may take for its summary."""
MEGABYTE = 1_000_000


def analyze(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A recording, or a transcript of one: JSON, SRT or WebVTT."
        ),
    ],
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="PAGE", help="Write one page that plays the recording."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    audio: Annotated[
        str | None, typer.Option(metavar="RECORDING", help="The recording of a transcript.")
    ] = None,
    speakers: Annotated[
        int | None, typer.Option(min=1, max=20, help="So many people speak; else it is found out.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Two-letter code of the language; else it is detected.")
    ] = None,
    no_llm: Annotated[
        bool, typer.Option("--no-llm", help="Leave the language model's summary out.")
    ] = False,
    no_audio: Annotated[
        bool, typer.Option("--no-audio", help="Leave the sound out of the page.")
    ] = False,
    most_audio: Annotated[
        int, typer.Option(metavar="MB", min=1, help="Largest sound that goes into the page.")
    ] = 50,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
) -> None:
    """Tell who spoke how much and how, what it was about, what was asked, agreed and promised.

    Statistics work in any language; topics, agreements and actions are found by rules for English.
    """
    if html is not None and not html.absolute().parent.is_dir():
        raise UsageError(
            "no-folder", f"There is no folder {html.parent}.", "Make it, or choose another name."
        )
    config = settings({"stt.language": language.lower() if language else None}).config
    transcript, recording = _transcript(file, audio, config, speakers, yes=yes)
    if recording is not None and recording == "-":
        raise UsageError("stdin-twice", "Stdin is read only once.", "Name a file.")
    found = _analyzed(transcript, file, recording, config, llm=not no_llm)
    if html is not None:
        _write_page(found, html, None if no_audio else recording, most_audio * MEGABYTE)
    if as_json:
        from voicecli.cli.analyze_json import as_values

        print_json(as_values(found.analysis))
    elif html is None:
        from voicecli.cli.analyze_view import show

        show(found.analysis, out)


def _transcript(
    file: str, audio: str | None, config: "Config", speakers: int | None, *, yes: bool
) -> "tuple[Transcript, str | None]":
    """The transcript of a file, and the recording it is of, where there is one."""
    from voicecli.pipeline.transcript_files import is_transcript_file, read_transcript

    if file == "-":
        raise UsageError(
            "no-stdin", "A recording is read twice here, and stdin only once.", "Name a file."
        )
    if is_transcript_file(Path(file)):
        if speakers is not None:
            raise UsageError(
                "no-sound", "Speakers are told apart in recordings only.", "Name the recording."
            )
        return read_transcript(Path(file)), audio
    if audio is not None:
        raise UsageError(
            "two-recordings", f"{file} is a recording itself.", "`--audio` goes with a transcript."
        )
    return _heard(file, config, speakers, yes=yes), file


def _heard(file: str, config: "Config", speakers: int | None, *, yes: bool) -> "Transcript":
    """Transcribe a recording with its speakers and emotions; finished work is not done again."""
    from voicecli.assembly import open_transcription
    from voicecli.cli.downloads import offer_download
    from voicecli.cli.transcribe_run import stopping
    from voicecli.pipeline.transcribe import transcribe
    from voicecli.pipeline.transcribe_options import TranscribeOptions
    from voicecli.pipeline.transcription import Failed, Progress, Transcribed
    from voicecli.turn import Turn, TurnCancelled

    offer_download(config, ["stt", "vad", "speaker", "embedding"], yes=yes)
    options = TranscribeOptions(diarize=True, speakers=speakers, emotion=True)
    turn = Turn()
    found: Transcript | None = None
    try:
        with (
            stopping(turn),
            open_transcription(config, options) as how,
            err.status("listening …") as line,
        ):
            for outcome in transcribe([file], how, turn):
                if isinstance(outcome, Failed):
                    raise outcome.error
                if isinstance(outcome, Progress):
                    line.update(f"transcribed {outcome.seconds:.0f} s")
                if isinstance(outcome, Transcribed):
                    found = outcome.transcript
    except TurnCancelled:
        raise KeyboardInterrupt from None
    if found is None:
        raise AudioError("nothing-readable", f"{file} gave no transcript.", "Check the file.")
    return found


def _analyzed(
    transcript: "Transcript", file: str, recording: str | None, config: "Config", *, llm: bool
) -> "Analyzed":
    from voicecli.pipeline.analyze import Analysts, analyze

    with _models(config, llm=llm) as (embedder, writer, limits), err.status("reading …"):
        by = Analysts(embedder, writer, _listening(recording), limits)
        return analyze(transcript, Path(file).name, by)


def _listening(recording: str | None) -> "Callable[[Floor], SoundOfTalk] | None":
    if recording is None:
        return None
    from voicecli.pipeline.sound_of_talk import listen

    return lambda way: listen(recording, way.stretches)


@contextmanager
def _models(
    config: "Config", *, llm: bool
) -> "Iterator[tuple[Embedder | None, Writer | None, tuple[str, ...]]]":
    """The models that are installed; what is missing is said, and done without."""
    from voicecli import assembly, catalog
    from voicecli.pipeline.written_summary import Writer

    names = assembly.model_names(config)
    wanted = (names["embedding"], names["llm"])
    missing = {model.name for model in catalog.missing(wanted, config.models_folder)}
    if names["embedding"] in missing:
        yield None, None, (
            "The embedding model is not installed: topics and keywords go by words alone. Fetch it "
            f"with `voicecli models pull {names['embedding']}`.",
        )  # fmt: skip
        return
    with ExitStack() as stack:
        if not llm or names["llm"] in missing:
            embedder = stack.enter_context(assembly.open_embedder(config))
            yield embedder, None, ()
            return
        # Nobody waits for the next word here, and a whole conversation takes long to read.
        patient = replace(config.llm, first_token_seconds=WRITTEN_SECONDS)
        config = replace(config, llm=patient)
        opened = assembly.open_engines(config, {"embedding", "llm"}, for_one_turn=True)
        engines = stack.enter_context(opened)
        writer = None
        if engines.llm is not None:
            writer = Writer(names["llm"], _writing(engines.llm), engines.embedder)
        yield engines.embedder, writer, ()


def _writing(model: "GuardedLlm") -> "Callable[[Sequence[Message]], Iterator[str]]":
    """Sentences of the language model, within its time; one that fails writes nothing more."""
    from voicecli.errors import LlmError
    from voicecli.pipeline.guarded_llm import whole_sentences
    from voicecli.turn import Turn

    def write(messages: "Sequence[Message]") -> Iterator[str]:
        pieces = model.generate(messages, Turn(), tokens=WRITTEN_TOKENS, seconds=WRITTEN_SECONDS)
        try:
            yield from whole_sentences(pieces)
        except LlmError as error:
            note(f"voicecli: no written summary: {error.message}")

    return write


def _write_page(found: "Analyzed", target: Path, recording: str | None, most: int) -> None:
    from voicecli.cli.analyze_page import page
    from voicecli.storage.whole_files import write_whole

    sound, why = _sound(found, recording, most)
    if why:
        note(f"voicecli: {why}")
    write_whole(target, page(found, sound, why).encode())
    note(f"Wrote {printable(str(target))}.")


def _sound(found: "Analyzed", recording: str | None, most: int) -> tuple[bytes | None, str]:
    """The recording as MP3, or why it is not there."""
    from voicecli.audio.encoded import BYTES_A_SECOND, as_mp3
    from voicecli.audio.files import decode

    if recording is None:
        return None, ""
    if found.analysis.duration * BYTES_A_SECOND > most:
        megabytes = found.analysis.duration * BYTES_A_SECOND / MEGABYTE
        return None, (
            f"The page has no sound: it would take {megabytes:.0f} MB, and {most // MEGABYTE} MB "
            "are allowed. Allow more with `--most-audio MB`."
        )
    try:
        with err.status("packing the sound …"):
            return as_mp3(decode(recording)), ""
    except VoicecliError as error:
        return None, str(error)
