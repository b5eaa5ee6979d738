"""A real conversation over the devices of the benchmark."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import psutil

from voicecli import assembly
from voicecli.audio.file_devices import FileSpeaker
from voicecli.bench.asking import Asker, Asking, Manner
from voicecli.bench.figures import Measured, measure
from voicecli.bench.interrupting import Interrupter, Trial
from voicecli.bench.microphone import LiveMicrophone, closing
from voicecli.bench.questions import Question
from voicecli.bench.soak import growth
from voicecli.bench.sound import Played, read_played
from voicecli.bench.stopping import BargeIn, Leftovers, sum_up
from voicecli.config import Config, ModeName
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.prompts import system_message
from voicecli.pipeline.index import index_all
from voicecli.pipeline.sources import gather
from voicecli.pipeline.talk import Devices, Key, Talk, TalkOptions
from voicecli.turn import Turn
from voicecli.types import Event, Message

BLOCKS_BETWEEN_LOOKS = 8
"""Memory in use is looked at about four times a second."""


@dataclass(slots=True)
class Memory:
    """The memory of this program in bytes, and the most that was seen."""

    peak: int = 0
    _process: psutil.Process = field(default_factory=psutil.Process)
    _blocks: int = 0

    def now(self) -> int:
        """Look."""
        used = int(self._process.memory_info().rss)
        self.peak = max(self.peak, used)
        return used

    def on_block(self) -> None:
        """Look now and then; of the microphone's thread."""
        self._blocks += 1
        if self._blocks % BLOCKS_BETWEEN_LOOKS == 0:
            self.now()


@dataclass(frozen=True, slots=True)
class Run:
    """All questions asked in one manner."""

    mode: str
    manner: str
    measured: tuple[Measured, ...]
    peak_memory: int
    naive: tuple[Measured, ...] = ()
    """The same questions on the naive path, if that was measured beside it."""


def bring_up_to_date(config: Config, engines: assembly.Engines) -> None:
    """Index what is new in the content folder."""
    with assembly.open_store(config) as db:
        for _ in index_all(db, engines.embedder, gather(db, config)):
            pass


def wait_until_loaded(engines: assembly.Engines) -> None:
    """Let the language model write a word: it may be loading behind the others."""
    if engines.llm is not None:
        hello = [system_message(), Message("user", "Hello")]
        for _ in islice(engines.llm.generate(hello, Turn()), 1):
            pass


def in_mode(config: Config, mode: ModeName) -> Config:
    """The settings with that mode; `fast` has no language model."""
    dialogue = replace(config.dialogue, mode=mode, llm=config.dialogue.llm and mode != "fast")
    return replace(config, dialogue=dialogue)


def converse(
    config: Config,
    engines: assembly.Engines,
    questions: Sequence[Question],
    manner: Manner,
    progress: Callable[[Asking], None] = lambda asking: None,
    beside: Callable[[Question], Measured] | None = None,
) -> Run:
    """Hold one conversation in real time: each question asked, each answer heard.

    After each question it is also asked `beside` the conversation. `config` is one of
    `assembly.private_copy`. Raises what the conversation raises.
    """
    memory = Memory()
    others: list[Measured] = []

    def answered(asking: Asking) -> None:
        progress(asking)
        if beside:
            others.append(beside(asking.question))

    microphone = LiveMicrophone(memory.on_block)
    asker = Asker(questions, microphone, manner, memory.now, answered)
    played = _hold(config, engines, microphone, manner, asker)
    measured = tuple(measure(asking, played) for asking in asker.askings)
    # The naive path has models of its own in memory.
    peak = 0 if beside else memory.peak
    return Run(config.dialogue.mode, manner.name, measured, peak, tuple(others))


def interrupt(
    config: Config,
    engines: assembly.Engines,
    questions: Sequence[Question],
    trials: int,
    seed: int,
    progress: Callable[[Trial], None] = lambda trial: None,
) -> BargeIn:
    """Hold one conversation in which each answer is interrupted at a random moment."""
    memory, process = Memory(), psutil.Process()
    threads, files = threading.active_count(), process.num_fds()
    microphone = LiveMicrophone(memory.on_block)
    interrupter = Interrupter(questions, microphone, trials, seed, memory.now, progress)
    manner = Manner(hands_free=True, barge_in=True)
    played = _hold(config, engines, microphone, manner, interrupter)
    leftovers = Leftovers(
        threads=threading.active_count() - threads,
        files=process.num_fds() - files,
        memory_growth=growth([trial.memory for trial in interrupter.trials]),
    )
    return sum_up(config.dialogue.mode, interrupter.trials, played, leftovers)


class Person(Protocol):
    """Who sits before the devices."""

    def see(self, event: Event) -> None:
        """Take note of an event."""
        ...

    def keys(self, closed: threading.Event) -> Iterator[Key]:
        """Yield what is pressed."""
        ...


def _hold(
    config: Config,
    engines: assembly.Engines,
    microphone: LiveMicrophone,
    manner: Manner,
    person: Person,
) -> Played:
    """Hold a conversation with that person; returns what the speaker played."""
    with TemporaryDirectory(prefix="voicecli-bench-") as folder:
        file = Path(folder) / "played.wav"
        with ExitStack() as stack:
            speaker = stack.enter_context(FileSpeaker(file, with_pauses=True))
            talk = open_talk(stack, config, engines, Devices(microphone, speaker), manner)
            for event in talk.run(person.keys):
                person.see(event)
        return read_played(file, speaker.zero or 0.0)


def open_talk(
    stack: ExitStack, config: Config, engines: assembly.Engines, devices: Devices, manner: Manner
) -> Talk:
    """The conversation as `voicecli talk` puts it together, over these devices.

    A question that is asked again is answered anew.
    """
    db = stack.enter_context(assembly.open_store(config))
    spoken = assembly.make_session(config, db, engines, Conversation(), caching=False)
    return Talk(
        partial(closing, devices),
        engines.vad,
        engines.recognizer,
        spoken.answers,
        spoken.finished,
        config.vad,
        TalkOptions(hands_free=manner.hands_free, barge_in=manner.barge_in),
        cues=assembly.cues_if_there(assembly.turn_cues, config) if manner.hands_free else None,
    )
