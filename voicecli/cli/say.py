"""`voicecli say`: a text, read aloud."""

import codecs
import os
import select
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import settings
from voicecli.cli.device_options import DeviceOut
from voicecli.errors import TtsError, UsageError

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.tts.piper import PiperSynthesizer
    from voicecli.turn import Turn
    from voicecli.types import Samples, SpeechChunk

_POLL_SECONDS = 0.1
_READ_BYTES = 4096


def say(
    text: Annotated[
        list[str] | None, typer.Argument(help="What to say; `-` or nothing reads it from stdin.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", help="Write a WAV file instead; `-` is stdout."),
    ] = None,
    voice: Annotated[str | None, typer.Option(help="A voice of `voicecli models list`.")] = None,
    speed: Annotated[float | None, typer.Option(help="2 speaks twice as fast.")] = None,
    volume: Annotated[float | None, typer.Option(help="Factor on the loudness.")] = None,
    sentence_silence: Annotated[
        float | None, typer.Option(help="Seconds of silence after each sentence.")
    ] = None,
    device_out: DeviceOut = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download a missing voice without asking.")
    ] = False,
) -> None:
    """Say a text aloud, or write it as a WAV file. Speech begins before all of it was read."""
    flags = {
        "tts.voice": voice,
        "tts.speed": speed,
        "tts.volume": volume,
        "tts.sentence_silence_seconds": sentence_silence,
        "audio.device_out": device_out,
    }
    config = settings(flags).config
    given = _given(text)
    if output == "-" and sys.stdout.isatty():
        raise UsageError(
            "binary-to-terminal", "A WAV file is nothing to look at.", "Use `-o FILE.wav`."
        )
    from voicecli.assembly import open_synthesizer
    from voicecli.cli.downloads import offer_download
    from voicecli.pipeline.say import say as speech
    from voicecli.turn import Turn

    _check_voice(config.tts.voice)
    offer_download(config, {"tts"}, yes=yes)
    turn = Turn()
    pieces = _stdin(turn) if given is None else [given]
    with open_synthesizer(config) as synthesizer:
        chunks = speech(_not_empty(pieces), synthesizer, turn)
        if output is None:
            _play(chunks, config, turn)
        else:
            _write(chunks, output, synthesizer)


def _given(words: list[str] | None) -> str | None:
    """The text of the command line; None when it comes from stdin. Raises UsageError."""
    if words and words != ["-"]:
        text = " ".join(words)
        if not text.strip():
            raise _no_text()
        return text
    if not words and sys.stdin.isatty():
        raise _no_text()
    return None


def _no_text() -> UsageError:
    return UsageError("no-text", "There is no text to say.", 'Type `voicecli say "…"`.')


def _check_voice(name: str) -> None:
    """Refuse a name that is no voice, before anything is downloaded for it."""
    from voicecli import catalog

    if name and catalog.load().find(name).kind != "tts":
        raise UsageError(
            "not-a-voice", f"{name} is not a voice.", "See `voicecli models list --all`."
        )


def _play(chunks: "Iterator[SpeechChunk]", config: "Config", turn: "Turn") -> None:
    from contextlib import closing

    from voicecli.assembly import open_speaker
    from voicecli.pipeline.say import play

    with closing(chunks), open_speaker(config) as speaker:  # type: ignore[type-var]
        if not play(chunks, speaker, turn):
            raise _nothing_to_say()


def _write(chunks: "Iterator[SpeechChunk]", output: str, synthesizer: "PiperSynthesizer") -> None:
    from voicecli.audio.files import write_wav

    def samples() -> "Iterator[Samples]":
        said = False
        for chunk in chunks:
            said = True
            yield chunk.samples
        if not said:
            raise _nothing_to_say()

    write_wav(output if output == "-" else Path(output), samples(), synthesizer.sample_rate)


def _nothing_to_say() -> TtsError:
    return TtsError("nothing-to-say", "There is nothing in this text that can be said.")


def _not_empty(pieces: Iterable[str]) -> Iterator[str]:
    """Pass pieces on. Raises UsageError when all of them together are empty."""
    empty = True
    for piece in pieces:
        empty = empty and not piece.strip()
        yield piece
    if empty:
        raise _no_text()


def _stdin(turn: "Turn") -> Iterator[str]:
    """Yield what comes on stdin as it comes, until the turn is cancelled. Raises UsageError."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    data = b"-"
    while data:
        data = _read(turn)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise UsageError(
                "not-text",
                "What came on stdin is not text in UTF-8.",
                "For a document, convert it to text first.",
            )
        yield text


def _read(turn: "Turn") -> bytes:
    """Read what is there; waits for more, but not longer than the turn lasts."""
    file = sys.stdin.fileno()
    while not turn.cancelled:
        if select.select([file], [], [], _POLL_SECONDS)[0]:
            return os.read(file, _READ_BYTES)
    return b""
