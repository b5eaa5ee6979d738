"""From the options of `voicecli transcribe` to what the rooms below want to know."""

from dataclasses import fields, replace
from pathlib import Path

from voicecli.cli.console import settings
from voicecli.cli.language_names import language_code
from voicecli.cli.off_record import keep_flag
from voicecli.cli.transcribe_flags import Hearing, Running, Searching, Speaking, Writing
from voicecli.cli.transcribe_models import catalogue_name, model_folder
from voicecli.cli.transcripts import ALL, Style, formats_named
from voicecli.config import Config
from voicecli.errors import UsageError
from voicecli.pipeline.transcribe_options import TranscribeOptions
from voicecli.stt.decoding import Decoding
from voicecli.stt.formats import SubtitleOptions

BEAM_SIZE = 5
"""Unless told otherwise: nobody waits for the next word of a file, so the search is wider than in
a conversation. It is the default of Whisper's own command, too."""


def asked_style(writing: Writing, speaking: Speaking) -> Style:
    """The formats and how they are written; Whisper's five for a folder, text for stdout."""
    asked = writing.output_format or ([ALL] if asked_folder(writing) else ["txt"])
    kinds = formats_named(asked)
    if "rttm" in kinds and not speaking.is_diarized:
        raise UsageError(
            "no-speakers", "RTTM says who spoke, and nobody listens for that.", "Add `--diarize`."
        )
    shared = {item.name: getattr(writing, item.name) for item in fields(SubtitleOptions)}
    return Style(kinds, SubtitleOptions(**shared), writing.pretty_json, speaking.is_diarized)


def asked_folder(writing: Writing) -> Path | None:
    """The folder that `-o` names; None for stdout, and where it names none."""
    if writing.output_dir == "":
        raise UsageError("no-name", "The folder's name is empty.", "Name it with `-o DIR`.")
    return None if writing.output_dir in (None, "-") else Path(writing.output_dir)


def asked_config(hearing: Hearing, searching: Searching, running: Running) -> Config:
    """The settings of this call."""
    device = running.device.lower().partition(":")[0] if running.device else None
    compute_type = "auto" if running.compute_type == "default" else running.compute_type
    loaded = settings(
        {
            "sessions.keep": keep_flag(running.off_the_record),
            "stt.language": language_code(hearing.language),
            "stt.model": None if _folder_of_model(hearing) else catalogue_name(hearing.model),
            "stt.beam_size": searching.beam_size,
            "stt.device": device,
            "stt.compute_type": compute_type,
            "stt.threads": running.threads,
            "vad.threshold": searching.vad_threshold,
        }
    )
    if loaded.origins["stt.beam_size"] != "default":
        return loaded.config
    return replace(loaded.config, stt=replace(loaded.config.stt, beam_size=BEAM_SIZE))


def asked_options(
    config: Config, hearing: Hearing, speaking: Speaking, searching: Searching, running: Running
) -> TranscribeOptions:
    """What the transcripts depend on besides the settings. Raises UsageError."""
    least, most = speaking.min_speakers, speaking.max_speakers
    if least and most and least > most:
        raise UsageError(
            "bad-option", f"At least {least} and at most {most} speakers cannot be.", "Swap them."
        )
    if speaking.speakers and not (least or 1) <= speaking.speakers <= (most or speaking.speakers):
        raise UsageError(
            "bad-option",
            f"{speaking.speakers} speakers do not lie within the bounds that are named, too.",
            "Use --speakers, or --min-speakers and --max-speakers.",
        )
    return TranscribeOptions(
        _decoding(config, hearing, searching, running),
        _folder_of_model(hearing),
        hearing.lexicon,
        speaking.is_diarized,
        speaking.speakers,
        least,
        most,
        speaking.emotion,
    )


def _decoding(config: Config, hearing: Hearing, searching: Searching, running: Running) -> Decoding:
    given = {item.name: getattr(searching, item.name) for item in fields(searching)} | {
        "task": hearing.task,
        "initial_prompt": hearing.initial_prompt,
        "hotwords": hearing.hotwords,
        "batch_size": running.batch_size,
        "beam_size": config.stt.beam_size,
        "suppress_tokens": _tokens(searching.suppress_tokens),
    }
    known = {item.name for item in fields(Decoding)}
    try:
        return Decoding(
            **{name: value for name, value in given.items() if name in known and value is not None}
        )
    except ValueError as error:
        name, _, rest = str(error).partition(" ")
        raise UsageError(
            "bad-option", f"--{name.replace('_', '-')} {rest}.", "Choose another value."
        ) from None


def _folder_of_model(hearing: Hearing) -> Path | None:
    return model_folder(hearing.model, hearing.model_directory, hearing.model_dir)


def _tokens(text: str | None) -> tuple[int, ...] | None:
    """The numbers of `--suppress-tokens`; None where they were not given."""
    if text is None or text == "None":
        return None
    try:
        return tuple(int(piece) for piece in text.split(",") if piece.strip())
    except ValueError:
        raise UsageError(
            "bad-option", "--suppress-tokens must be whole numbers with commas.", "Such as `-1`."
        ) from None
