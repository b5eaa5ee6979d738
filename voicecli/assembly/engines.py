"""The engines, one by one and all that a conversation needs."""

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from voicecli import catalog
from voicecli.assembly.models import folder_of, model_names, only_file, threads_for
from voicecli.assembly.stores import open_reading, read_vocabulary
from voicecli.assembly.voices import open_voices
from voicecli.config import Config, ModeName
from voicecli.errors import CatalogError, StorageError, VadError, VoicecliError
from voicecli.prefetch import Prefetch
from voicecli.turn import Turn
from voicecli.types import Message

if TYPE_CHECKING:
    from voicecli.llm.llama import LlamaModel
    from voicecli.pipeline.guarded_llm import GuardedLlm
    from voicecli.pipeline.listening import MakeCues
    from voicecli.pipeline.voices import Voices
    from voicecli.protocols import VoiceActivity
    from voicecli.retrieval.embedder import MiniLmEmbedder
    from voicecli.stt.whisper import WhisperRecognizer
    from voicecli.tts.piper import PiperSynthesizer
    from voicecli.vad.smart_turn import SmartTurn


@contextmanager
def open_vad(config: Config) -> "Iterator[VoiceActivity]":
    """Voice activity detection; by loudness alone when the model cannot be loaded."""
    from voicecli.vad.energy import EnergyVad
    from voicecli.vad.silero import SileroVad

    vad: VoiceActivity
    try:
        vad = SileroVad(folder_of(config, "vad") / "silero_vad.onnx")
    except (CatalogError, VadError):
        vad = EnergyVad()
    yield vad


def turn_cues(config: Config) -> "MakeCues":
    """What tells the end of a turn besides silence, once it is told how to read the words so far.

    Raises CatalogError and VadError when the model is missing or damaged: then silence alone must
    do.
    """
    from voicecli.vad.endpointing import TurnCues
    from voicecli.vad.turn_end import TurnEnd

    model = smart_turn(config)
    return lambda words: TurnCues(model, TurnEnd(config.vad.patience), words)


def cues_if_there(
    make: "Callable[[Config], MakeCues]",
    config: Config,
    missing: Callable[[VoicecliError], None] = lambda error: None,
) -> "MakeCues | None":
    """What tells the end of a turn by `turn_cues` or the like; None where silence alone must do.

    `missing` is told why.
    """
    try:
        return make(config)
    except (CatalogError, VadError) as error:
        missing(error)
        return None


def smart_turn(config: Config) -> "SmartTurn":
    """The model that hears the end of a turn. Raises CatalogError and VadError."""
    from voicecli.vad.smart_turn import SmartTurn

    return SmartTurn(only_file(folder_of(config, "end-of-turn"), "*.onnx"))


@contextmanager
def open_recognizer(config: Config) -> "Iterator[WhisperRecognizer]":
    """Speech recognition."""
    from voicecli.stt.whisper import WhisperRecognizer

    threads = threads_for(config.stt.threads, config)
    names = _names_in_index(config) if config.stt.hotwords else ()
    yield WhisperRecognizer(folder_of(config, "stt"), config.stt, threads, hotwords=names)


def _names_in_index(config: Config) -> tuple[str, ...]:
    """The names in the content that a recogniser would not know; none before it is indexed."""
    from voicecli.retrieval.schema import is_prepared
    from voicecli.storage.database import is_there
    from voicecli.stt.hotwords import choose_hotwords

    if not is_there(config.database_file):
        return ()
    try:
        with open_reading(config) as db:
            if not is_prepared(db):
                return ()
            known = read_vocabulary(db)
    except StorageError as error:
        if error.code != "older-database":  # that is brought up to date later
            raise
        return ()
    titles = [title.text for title in known.titles if title.type != "document"]
    return choose_hotwords([*known.people, *titles, *known.technologies])


@contextmanager
def open_llm(config: Config, name: str = "") -> "Iterator[LlamaModel]":
    """The configured language model or a named one, from the file that reads prompts fastest."""
    from voicecli.llm.llama import LlamaModel
    from voicecli.llm.requantise import fast_file

    folder = catalog.require(name, config.models_folder) if name else folder_of(config, "llm")
    file = fast_file(only_file(folder, "*.gguf"))
    with LlamaModel(file, config.llm, threads_for(config.llm.threads, config)) as llm:
        yield llm


@contextmanager
def open_synthesizer(config: Config) -> "Iterator[PiperSynthesizer]":
    """Speech synthesis."""
    from voicecli.tts.piper import PiperSynthesizer

    file = only_file(folder_of(config, "tts"), "*.onnx")
    yield PiperSynthesizer(file, config.tts, threads_for(config.tts.threads, config))


@contextmanager
def open_embedder(config: Config) -> "Iterator[MiniLmEmbedder]":
    """The embedding model."""
    from voicecli.retrieval.embedder import MiniLmEmbedder

    threads = threads_for(config.retrieval.threads, config)
    with MiniLmEmbedder(folder_of(config, "embedding"), threads) as embedder:
        yield embedder


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
    def synthesizer(self) -> "Voices":
        """Speech synthesis, by one voice after the other."""
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
    "tts": open_voices,
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
            from voicecli.dialogue.prompts import system_message

            self._model.close()
            self._other.close()
            self._name = ""  # should the other not load, none is there
            self._model = self._other.enter_context(self._open_named(self.wanted))
            self._model.warm_up([system_message()])
            self._name = self.wanted
        return self._model

    def count_tokens(self, text: str) -> int | None:
        """As LlamaModel; None while none is loaded."""
        return self._model.count_tokens(text) if self._model is not None and self._name else None

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
        from voicecli.dialogue.prompts import system_message

        engine.warm_up([system_message()])
    elif warm_up := getattr(engine, "warm_up", None):
        warm_up()
    yield engine
