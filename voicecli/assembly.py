"""From the configuration to engines and stores; the only place that builds them."""

import os
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from voicecli import catalog
from voicecli.config import Config, ModeName
from voicecli.dialogue.prompts import system_message
from voicecli.errors import AudioError, CatalogError, StorageError, VadError, VoicecliError
from voicecli.prefetch import Prefetch
from voicecli.turn import Turn
from voicecli.types import Message

if TYPE_CHECKING:
    import sqlite_utils

    from voicecli.audio.echo_microphone import EchoFreeMicrophone
    from voicecli.dialogue.conversation import Conversation
    from voicecli.llm.llama import LlamaModel
    from voicecli.pipeline.guarded_llm import GuardedLlm
    from voicecli.pipeline.mind import Mind
    from voicecli.pipeline.session import SpokenSession
    from voicecli.pipeline.talk import Devices
    from voicecli.protocols import Microphone, Speaker, VoiceActivity
    from voicecli.retrieval.embedder import MiniLmEmbedder
    from voicecli.storage.sessions import Sessions
    from voicecli.stt.whisper import WhisperRecognizer
    from voicecli.tts.piper import PiperSynthesizer
    from voicecli.understanding import Vocabulary
    from voicecli.vad.endpointing import TurnCues

T = TypeVar("T")

DTLN = "dtln-16k"
"""The catalogue name of the model that takes noise out of speech; no profile needs it."""


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


@cache
def model_names(config: Config) -> dict[catalog.Role, str]:
    """The catalogue name of the model for each role: the configured one, else the profile's.

    Raises CatalogError("unknown-model") and UsageError("wrong-kind") for a configured name.
    """
    folder = config.models_folder
    hardware = catalog.examine(folder)
    return catalog.resolve(config.models.profile, folder, hardware, chosen=chosen_models(config))


def chosen_models(config: Config) -> dict[catalog.Role, str]:
    """The models that the settings name themselves, by role."""
    named: dict[catalog.Role, str] = {
        "stt": config.stt.model,
        "llm": config.llm.model,
        "tts": config.tts.voice,
        "embedding": config.retrieval.model,
    }
    return {role: name for role, name in named.items() if name}


def _folder(config: Config, role: catalog.Role) -> Path:
    """The folder of the role's model. Raises CatalogError when it is missing or not whole."""
    return catalog.require(model_names(config)[role], config.models_folder)


def _only(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]


@contextmanager
def open_vad(config: Config) -> "Iterator[VoiceActivity]":
    """Voice activity detection; by loudness alone when the model cannot be loaded."""
    from voicecli.vad.energy import EnergyVad
    from voicecli.vad.silero import SileroVad

    vad: VoiceActivity
    try:
        vad = SileroVad(_folder(config, "vad") / "silero_vad.onnx")
    except (CatalogError, VadError):
        vad = EnergyVad()
    yield vad


def turn_cues(config: Config) -> "Callable[[Callable[[], str]], TurnCues]":
    """What tells the end of a turn besides silence, once it is told how to read the words so far.

    Raises CatalogError and VadError when the model is missing or damaged: then silence alone must
    do.
    """
    from voicecli.vad.endpointing import TurnCues
    from voicecli.vad.smart_turn import SmartTurn
    from voicecli.vad.turn_end import TurnEnd

    model = SmartTurn(_only(_folder(config, "end-of-turn"), "*.onnx"))
    return lambda words: TurnCues(model, TurnEnd(config.vad.patience), words)


@contextmanager
def open_recognizer(config: Config) -> "Iterator[WhisperRecognizer]":
    """Speech recognition."""
    from voicecli.stt.whisper import WhisperRecognizer

    threads = _threads(config.stt.threads, config)
    names = _names_in_index(config) if config.stt.hotwords else ()
    yield WhisperRecognizer(_folder(config, "stt"), config.stt, threads, hotwords=names)


def _names_in_index(config: Config) -> tuple[str, ...]:
    """The names in the content that a recogniser would not know; none before it is indexed."""
    from voicecli.retrieval.schema import is_prepared
    from voicecli.storage.database import is_there, open_database
    from voicecli.stt.hotwords import choose_hotwords

    if not is_there(config.database_file):
        return ()
    try:
        db = open_database(config.database_file, read_only=True)
    except StorageError:  # made by another version: brought up to date later
        return ()
    try:
        if not is_prepared(db):
            return ()
        known = read_vocabulary(db)
    finally:
        db.close()
    titles = [title.text for title in known.titles if title.type != "document"]
    return choose_hotwords([*known.people, *titles, *known.technologies])


@contextmanager
def open_llm(config: Config, name: str = "") -> "Iterator[LlamaModel]":
    """The configured language model or a named one, from the file that reads prompts fastest."""
    from voicecli.llm.llama import LlamaModel
    from voicecli.llm.requantise import fast_file

    folder = catalog.require(name, config.models_folder) if name else _folder(config, "llm")
    file = fast_file(_only(folder, "*.gguf"))
    with LlamaModel(file, config.llm, _threads(config.llm.threads, config)) as llm:
        yield llm


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

    threads = _threads(config.retrieval.threads, config)
    with MiniLmEmbedder(_folder(config, "embedding"), threads) as embedder:
        yield embedder


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
    """The chosen microphone, or a file that stands in for it, as it sounds."""
    from voicecli.audio.file_devices import FileMicrophone
    from voicecli.audio.microphone import PortAudioMicrophone

    device = FileMicrophone(file, paced=paced) if file else None
    with device or PortAudioMicrophone(config.audio.device_in, config.audio) as microphone:
        yield microphone


def cleaned(config: Config, microphone: "Microphone") -> "Microphone":
    """The microphone behind the filters that the settings ask for; itself without any.

    Raises AudioError and CatalogError when a filter cannot be had.
    """
    from voicecli.audio.clean_microphone import CleanMicrophone

    audio = config.audio
    if not (audio.high_pass or audio.noise_gate or audio.automatic_gain) and (
        audio.noise_suppression == "off"
    ):
        return microphone
    is_dtln = audio.noise_suppression == "dtln"
    folder = catalog.require(DTLN, config.models_folder) if is_dtln else None
    return CleanMicrophone(microphone, audio, folder)


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


@contextmanager
def open_devices(
    config: Config,
    microphone: "Microphone | None",
    speaker: "Speaker | None",
    *,
    full_duplex: bool = False,
) -> "Iterator[Devices]":
    """Both ends of a conversation; an end that is given, a file, is open already and stays so.

    `full_duplex` asks for a microphone that can stay open while the speaker sounds; the settings
    and the devices decide whether it is one.

    The list of devices is read afresh, so that one that was plugged in again is found.
    """
    from voicecli.audio.devices import refresh_devices
    from voicecli.audio.duplex import choose_duplex
    from voicecli.pipeline.talk import Devices

    if microphone is None or speaker is None:
        refresh_devices()
    with ExitStack() as stack:
        ear = microphone or stack.enter_context(open_microphone(config))
        mouth = speaker or stack.enter_context(open_speaker(config))
        wanted = config.audio.duplex if full_duplex else "half"
        echo_free = _echo_free(ear, mouth) if wanted == "auto" else None
        duplex = choose_duplex(
            wanted,
            None if microphone or speaker else getattr(mouth, "name", ""),
            can_cancel=echo_free is not None,
        )
        if duplex == "cancel" and echo_free:
            clean = cleaned(config, echo_free)
            yield Devices(clean, mouth, True, echo_free.heard_itself)
        else:
            yield Devices(cleaned(config, ear), mouth, duplex == "headphones")


def _echo_free(microphone: "Microphone", speaker: "Speaker") -> "EchoFreeMicrophone | None":
    """The microphone behind an echo canceller; None with files, or where there is no canceller."""
    from voicecli.audio.echo_microphone import EchoFreeMicrophone
    from voicecli.audio.microphone import PortAudioMicrophone
    from voicecli.audio.speaker import PortAudioSpeaker

    if not (isinstance(microphone, PortAudioMicrophone) and isinstance(speaker, PortAudioSpeaker)):
        return None
    try:
        return EchoFreeMicrophone(microphone, speaker)
    except AudioError:
        return None


def open_sessions(db: "sqlite_utils.Database") -> "Sessions":
    """The sessions of an open database."""
    from voicecli.storage.sessions import Sessions

    return Sessions(db)


class Engines:
    """What `talk` and `ask` work with. Asking for an engine that was not opened is a KeyError."""

    def __init__(
        self,
        opened: Mapping[catalog.Role, Any],
        llm: "GuardedLlm | None",
        models: Mapping[str, str],
        choose_llm: Callable[[ModeName], None] | None = None,
    ) -> None:
        self.choose_llm = choose_llm or (lambda mode: None)
        """Tells in which mode the next text is written: `detailed` takes the largest model."""
        self.llm = llm
        self.models = models
        """By role, the catalogue name of each model that was opened."""
        self._opened = opened

    @property
    def embedder(self) -> "MiniLmEmbedder":
        """The embedding model; always open."""
        return self._opened["embedding"]  # type: ignore[no-any-return]

    @property
    def recognizer(self) -> "WhisperRecognizer":
        """Speech recognition."""
        return self._opened["stt"]  # type: ignore[no-any-return]

    @property
    def synthesizer(self) -> "PiperSynthesizer":
        """Speech synthesis."""
        return self._opened["tts"]  # type: ignore[no-any-return]

    @property
    def vad(self) -> "VoiceActivity":
        """Voice activity detection."""
        return self._opened["vad"]  # type: ignore[no-any-return]

    @property
    def hears_by_loudness(self) -> bool:
        """Whether the model of voice activity could not be loaded, and loudness stands in."""
        from voicecli.vad.energy import EnergyVad

        return isinstance(self._opened.get("vad"), EnergyVad)


_OPENERS: dict[catalog.Role, Callable[[Config], AbstractContextManager[Any]]] = {
    "tts": open_synthesizer,
    "stt": open_recognizer,
    "llm": open_llm,
    "vad": open_vad,
    "embedding": open_embedder,
}
"""By role, slowest first."""


class _LateModel:
    """A language model that whoever needs it first waits for.

    One is in memory at a time: when another is `wanted`, it takes the place of the first.
    """

    def __init__(
        self,
        load: "Callable[[], LlamaModel]",
        name: str,
        open_named: "Callable[[str], AbstractContextManager[LlamaModel]]",
    ) -> None:
        self.wanted = name
        """The catalogue name of the model that writes the next text."""
        self._name = name
        self._load = load
        self._open_named = open_named
        self._model: LlamaModel | None = None
        self._other = ExitStack()
        """Closes the model that took the place of the first."""
        self._failure: VoicecliError | None = None

    def load(self) -> "LlamaModel":
        """Wait for the model, then for nothing more. Raises what the loading raised."""
        if self._failure is not None:
            raise self._failure
        if self._model is None:
            try:
                self._model = self._load()
            except VoicecliError as error:
                self._failure = error  # a generator that failed only says StopIteration next time
                raise
        if self._name != self.wanted:
            self._model.close()
            self._other.close()
            self._name = ""  # should the other not load, none is there
            self._model = self._other.enter_context(self._open_named(self.wanted))
            self._model.warm_up([system_message()])
            self._name = self.wanted
        return self._model

    def generate(
        self, messages: Sequence[Message], turn: Turn, *, tokens: int | None = None
    ) -> Generator[str, None, bool]:
        """As LlamaModel; raises what the loading raised."""
        return (yield from self.load().generate(messages, turn, tokens=tokens))

    def close(self) -> None:
        """Free the memory of a model that took the place of the first."""
        self._other.close()


@contextmanager
def open_engines(
    config: Config, roles: Collection[catalog.Role], *, for_one_turn: bool = False
) -> Iterator[Engines]:
    """Open and warm up the engines for these roles, all at the same time.

    The language model comes after the others, which nobody can speak without: it loads when they
    are ready, or, `for_one_turn`, when an answer needs it. Raises what the first failing engine
    raises; engines that are open then are closed in reverse.
    """
    from voicecli.pipeline.guarded_llm import GuardedLlm

    with ExitStack() as stack:

        def load(role: catalog.Role) -> Iterator[Any]:
            work = Prefetch(_loaded(role, config, stack), ahead=1, name=f"load {role}")
            return stack.enter_context(work)

        loading: dict[catalog.Role, Iterator[Any]] = {
            role: load(role) for role in _OPENERS if role in roles and role != "llm"
        }
        names = {str(role): model_names(config)[role] for role in _OPENERS if role in roles}
        ready: dict[catalog.Role, Any] = {role: next(engine) for role, engine in loading.items()}
        llm = None
        if "llm" in roles:
            llm_loading = _loaded("llm", config, stack) if for_one_turn else load("llm")
            late = _LateModel(partial(next, llm_loading), names["llm"], partial(open_llm, config))
            stack.callback(late.close)
            llm = GuardedLlm(late, config.llm, load=late.load)
            usual = names["llm"]
            larger = cache(partial(_larger, config, usual))  # nobody looks before it is wanted

            def choose(mode: ModeName) -> None:
                names["llm"] = late.wanted = larger() if mode == "detailed" else usual

        yield Engines(ready, llm, names, choose if llm else None)


def _larger(config: Config, usual: str) -> str:
    """The language model for long answers: the configured one if it is, else the largest here."""
    if config.llm.model:
        return usual
    hardware = catalog.examine(config.models_folder)
    return catalog.larger_llm(usual, config.models_folder, hardware)


def _loaded(role: catalog.Role, config: Config, stack: ExitStack) -> Iterator[Any]:
    """One engine, opened and warm. (CPython's ExitStack takes entries from several threads.)"""
    engine = stack.enter_context(_OPENERS[role](config))
    if role == "llm":
        engine.warm_up([system_message()])
    elif warm_up := getattr(engine, "warm_up", None):
        warm_up()
    yield engine


def make_mind(
    config: Config,
    db: "sqlite_utils.Database",
    engines: Engines,
    today: Callable[[], date] = date.today,
) -> "Mind":
    """Understanding, search and opening over the index in `db`; of the thread that opened it."""
    from voicecli.pipeline.mind import Mind
    from voicecli.retrieval.search import Searcher
    from voicecli.storage.answers import AnswerCache
    from voicecli.understanding import Meanings

    return Mind(
        Searcher(db, engines.embedder, config.retrieval.candidates),
        read_vocabulary(db),
        engines.llm,
        engines.models,
        config.retrieval,
        config.dialogue,
        today=today,
        on_mode=engines.choose_llm,
        cache=AnswerCache(db) if config.dialogue.cache else None,
        meanings=Meanings(engines.embedder, config.state_folder),
        read_again=partial(read_vocabulary, db),
    )


@contextmanager
def open_mind(config: Config, engines: Engines) -> "Iterator[Mind]":
    """A mind with a connection of its own, which only reads, for the thread that opens it."""
    from voicecli.storage.database import open_database

    db = open_database(config.database_file, read_only=True)
    try:
        yield make_mind(config, db, engines)
    finally:
        db.close()


def make_session(
    config: Config,
    db: "sqlite_utils.Database",
    engines: Engines,
    conversation: "Conversation",
    *,
    caching: bool = True,
) -> "SpokenSession":
    """A spoken session that is kept in `db`, which belongs to the main thread.

    Without `caching` every answer is made anew.
    """
    from voicecli.pipeline.session import SpokenSession
    from voicecli.storage.answers import AnswerCache

    config = config if caching else replace(config, dialogue=replace(config.dialogue, cache=False))
    return SpokenSession(
        lambda: open_mind(config, engines),
        engines.synthesizer,
        open_sessions(db),
        conversation,
        config.dialogue.mode,
        AnswerCache(db) if config.dialogue.cache else None,
    )


def read_vocabulary(db: "sqlite_utils.Database") -> "Vocabulary":
    """The names that the index knows, for understanding questions."""
    from voicecli.retrieval.vocabulary import indexed_documents
    from voicecli.retrieval.word_counts import word_counts
    from voicecli.understanding import vocabulary_of

    return vocabulary_of(indexed_documents(db), word_counts(db))


def resume(db: "sqlite_utils.Database", sessions: "Sessions", session_id: str) -> "Conversation":
    """The conversation of a stored session; a new one for an empty id."""
    from voicecli.dialogue.conversation import Conversation
    from voicecli.understanding import understand

    conversation = Conversation(session_id)
    vocabulary = read_vocabulary(db)
    for turn in sessions.turns(session_id) if session_id else ():
        understanding = understand(
            turn.record.question, vocabulary, date.today(), conversation.previous
        )
        conversation.remember(turn.record, understanding)
    return conversation
