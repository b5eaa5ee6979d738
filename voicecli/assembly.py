"""From the configuration to engines and stores; the only place that builds them."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from voicecli.catalog import require, resolve
from voicecli.config import Config
from voicecli.prefetch import Prefetch

if TYPE_CHECKING:
    import sqlite_utils

    from voicecli.llm.llama import LlamaModel
    from voicecli.protocols import Microphone, Speaker
    from voicecli.retrieval.embedder import MiniLmEmbedder
    from voicecli.stt.whisper import WhisperRecognizer
    from voicecli.tts.piper import PiperSynthesizer
    from voicecli.vad.silero import SileroVad

T = TypeVar("T")


@cache
def thread_budget(total: int = 0) -> int:
    """CPU threads for the engines: `total`, or one for each core that this process may use.

    Two threads of one core share its arithmetic units, so cores are counted, not their threads.
    """
    import psutil

    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return total or min(psutil.cpu_count(logical=False) or usable or 1, usable or 1)


def _threads(asked: int, config: Config) -> int:
    return asked or thread_budget(config.threads.total)


def model_names(config: Config) -> dict[str, str]:
    """The catalogue name of the model for each role: the configured one, else the profile's."""
    chosen = resolve(config.models.profile, config.models_folder)
    named = {
        "stt": config.stt.model,
        "llm": config.llm.model,
        "tts": config.tts.voice,
        "embedding": config.retrieval.model,
    }
    return chosen | {role: name for role, name in named.items() if name}


def _folder(config: Config, role: str) -> Path:
    """The folder of the role's model. Raises CatalogError when it is missing or not whole."""
    return require(model_names(config)[role], config.models_folder)


def _only(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]


@contextmanager
def open_vad(config: Config) -> "Iterator[SileroVad]":
    """Voice activity detection."""
    from voicecli.vad.silero import SileroVad

    yield SileroVad(_folder(config, "vad") / "silero_vad.onnx")


@contextmanager
def open_recognizer(config: Config) -> "Iterator[WhisperRecognizer]":
    """Speech recognition."""
    from voicecli.stt.whisper import WhisperRecognizer

    yield WhisperRecognizer(
        _folder(config, "stt"), config.stt, _threads(config.stt.threads, config)
    )


@contextmanager
def open_llm(config: Config) -> "Iterator[LlamaModel]":
    """The language model, from the file that reads prompts fastest here."""
    from voicecli.llm.llama import LlamaModel
    from voicecli.llm.requantise import fast_file

    file = fast_file(_only(_folder(config, "llm"), "*.gguf"))
    yield LlamaModel(file, config.llm, _threads(config.llm.threads, config))


@contextmanager
def open_synthesizer(config: Config) -> "Iterator[PiperSynthesizer]":
    """Speech synthesis."""
    from voicecli.tts.piper import PiperSynthesizer

    file = _only(_folder(config, "tts"), "*.onnx")
    yield PiperSynthesizer(file, config.tts, _threads(config.tts.threads, config))


@contextmanager
def open_embedder(config: Config) -> "Iterator[MiniLmEmbedder]":
    """The embedding model."""
    from voicecli.retrieval.embedder import MiniLmEmbedder

    yield MiniLmEmbedder(_folder(config, "embedding"), _threads(config.retrieval.threads, config))


@contextmanager
def open_store(config: Config) -> "Iterator[sqlite_utils.Database]":
    """The one database, with the tables of sessions and of the index."""
    from voicecli.retrieval.schema import prepare
    from voicecli.storage.database import open_database

    db = open_database(config.database_file)
    try:
        prepare(db)
        yield db
    finally:
        db.close()


@contextmanager
def open_microphone(
    config: Config, file: Path | None = None, *, paced: bool = True
) -> "Iterator[Microphone]":
    """The chosen microphone, or a file that stands in for it."""
    from voicecli.audio.file_devices import FileMicrophone
    from voicecli.audio.microphone import PortAudioMicrophone

    device = FileMicrophone(file, paced=paced) if file else None
    with device or PortAudioMicrophone(config.audio.device_in, config.audio) as microphone:
        yield microphone


@contextmanager
def open_speaker(
    config: Config, file: Path | None = None, paced: bool = True
) -> "Iterator[Speaker]":
    """The chosen speaker, or a WAV file that stands in for it."""
    from voicecli.audio.file_devices import FileSpeaker
    from voicecli.audio.speaker import PortAudioSpeaker

    device = FileSpeaker(file, paced=paced) if file else None
    with device or PortAudioSpeaker(config.audio.device_out, config.audio) as speaker:
        yield speaker


@dataclass(slots=True)
class Engines:
    """What `talk` and `ask` work with; None is what was not asked for."""

    embedder: "MiniLmEmbedder"
    llm: "LlamaModel | None" = None
    recognizer: "WhisperRecognizer | None" = None
    synthesizer: "PiperSynthesizer | None" = None
    vad: "SileroVad | None" = None


_OPENERS: dict[str, Callable[[Config], Any]] = {
    "synthesizer": open_synthesizer,
    "recognizer": open_recognizer,
    "llm": open_llm,
    "vad": open_vad,
    "embedder": open_embedder,
}
"""By field of Engines, slowest first."""


@contextmanager
def open_engines(config: Config, *wanted: str) -> Iterator[Engines]:
    """Open and warm up the named engines at the same time, and the embedder in any case.

    Raises what the first failing engine raises; engines already open are closed in reverse.
    """
    names = [name for name in _OPENERS if name in wanted or name == "embedder"]
    with ExitStack() as stack:
        loading = {
            name: stack.enter_context(
                Prefetch(_loaded(_OPENERS[name], config, stack), ahead=1, name=f"load {name}")
            )
            for name in names
        }
        yield Engines(**{name: next(engine) for name, engine in loading.items()})


def _loaded(opener: Callable[[Config], Any], config: Config, stack: ExitStack) -> Iterator[Any]:
    """One engine, opened and warm. (CPython's ExitStack takes entries from several threads.)"""
    engine = stack.enter_context(opener(config))
    if warm_up := getattr(engine, "warm_up", None):
        warm_up()
    yield engine
