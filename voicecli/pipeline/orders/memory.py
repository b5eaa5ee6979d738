"""Orders to the memory: "remember that …", "take a note", "forget about …"."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from types import MappingProxyType

from sqlite_utils import Database

from voicecli.dialogue.memory_orders import memory_order
from voicecli.dialogue.orders import Order
from voicecli.dialogue.persons import said_back
from voicecli.dialogue.telling import promised
from voicecli.errors import StorageError
from voicecli.pipeline.matching import meant_by
from voicecli.pipeline.orders import Told
from voicecli.pipeline.remembered import meaning_of, remember, remove_memory
from voicecli.pipeline.running import Asked
from voicecli.pipeline.state import SessionState
from voicecli.protocols import Embedder
from voicecli.storage.memories import Memories, Memory, MemoryKind
from voicecli.turn import Turn
from voicecli.types import NamedDays
from voicecli.understanding.days import find_days

QUOTED_WORDS = 30
"""Words of a memory that are repeated aloud."""
LISTED = 5
"""Memories that are told at once."""
OFF_THE_RECORD = "Nothing is kept now, so I will not remember that."
NOTHING_TOLD = "You have not asked me to remember anything yet."
PAUSE_SECONDS = 1.5
"""So long who dictates may pause: until then nothing is kept, and what follows belongs to it."""
_NAMES = {"remember": "fact", "note": "note"}
_NO = re.compile(
    r"^(?:\W*(?:no|never mind|nevermind|cancel|stop|nothing|none|none of (?:them|these)|forget it"
    r"|neither|not now|keep (?:it|them)(?: all)?|no thanks?(?: you)?)\b[ ,.!]*)+$",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|sure|do it|please do|of course|certainly|go ahead|absolutely)\b",
    re.IGNORECASE,
)
_ORDINALS = {
    "first": 0, "one": 0, "1": 0, "second": 1, "two": 1, "2": 1, "third": 2, "three": 2, "3": 2,
    "fourth": 3, "four": 3, "4": 3, "fifth": 4, "five": 4, "5": 4, "last": -1,
}  # fmt: skip
_EVERY = re.compile(r"^\W*(?:all|both|every one|all of them|both of them|everything)\b", re.I)

OpenStore = Callable[[], AbstractContextManager[Database]]


class MemoryOrders:
    """What the person tells the assistant to remember and to forget.

    `open_store` gives a connection to write with, in the answers' thread; None: nothing is kept.
    Without an `embedder` what is told is found when the content is indexed next.
    """

    slash: Mapping[str, str] = MappingProxyType(
        {
            "remember": "remember TEXT: keep a fact",
            "forget": "forget TEXT: let go of a memory",
            "note": "note [TEXT]: keep a note; without text the next words are it",
            "memory": "memory [TEXT]: what you asked to remember",
        }
    )

    def __init__(
        self,
        open_store: OpenStore | None,
        embedder: Embedder | None,
        today: Callable[[], date] = date.today,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self._pause = pause_seconds
        self._told_last: Memory | None = None
        self._is_kept = open_store is not None
        self._store: OpenStore = open_store or _refuse
        self._embedder = embedder
        self._today = today

    def understand(self, text: str, state: SessionState) -> Order | None:
        """The order to the memory that a whole utterance is."""
        return memory_order(text)

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[Told]:
        """Keep, forget or list; raises StorageError."""
        if not self._is_kept:
            yield OFF_THE_RECORD if order.name in _NAMES else NOTHING_TOLD
            return
        match order.name:
            case "remember" | "note" if order.value:
                yield self._keep(order.value, order.name, state, turn)
            case "remember" | "note":
                name = order.name
                state.next_words = lambda asked, turn: self._dictated(asked, name, state)
                yield "What shall I remember?" if name == "remember" else "I am listening."
            case "forget" if order.value:
                yield from self._forget(order.value, state)
            case "forget":
                state.next_words = lambda asked, turn: self._named_to_forget(asked.text, state)
                yield "What shall I forget?"
            case "forget-all":
                yield from self._forget_all(state)
            case "memory":
                yield from self._tell(order.value)

    def _keep(self, text: str, name: str, state: SessionState, turn: Turn) -> str:
        kind: MemoryKind = "note" if name == "note" else "fact"
        with self._store() as db:
            days = find_days(text, self._today())
            if kind == "fact" and any(_says(one, text, days) for one in Memories(db).list()):
                return f"I know that already: {_quoted(said_back(text))}"
            if (last := self._told_last) and _goes_on(last, text, kind):
                remove_memory(db, last.id)
            memory = remember(db, self._embedder, text, kind, self._today())
        self._told_last = memory
        state.told_memories[turn.id] = memory.id
        said = meaning_of(memory)
        return f"Noted: {_back(memory)}" if kind == "note" else _quoted(promised(said))

    def _dictated(self, asked: Asked, name: str, state: SessionState) -> Iterator[str]:
        """Take the next words as what is to be kept.

        Raises TurnCancelled when they go on: all of it comes here then.
        """
        if not asked.typed:
            asked.turn.wait(self._pause)
            asked.turn.rest()
        state.next_words = None
        if _NO.match(asked.text):
            yield "All right, nothing was noted."
        else:
            yield self._keep(asked.text.strip(), name, state, asked.turn)

    def _named_to_forget(self, text: str, state: SessionState) -> Iterator[str]:
        """Take the next words as what is to be forgotten."""
        state.next_words = None
        if _NO.match(text):
            yield "All right, nothing was removed."
        else:
            yield from self._forget(text.strip(" .!?"), state)

    def _forget(self, what: str, state: SessionState) -> Iterator[str]:
        with self._store() as db:
            meant = meant_by(db, self._embedder, what, Memories(db).list())
            if meant.is_sure:
                remove_memory(db, meant.memories[0].id)
        if not meant.memories:
            yield f"I remember nothing like that: {_quoted(what)} Nothing was removed."
        elif meant.is_sure:
            yield f"Forgotten: {_back(meant.memories[0])}"
        else:
            yield from self._ask_which(meant.memories, state)

    def _ask_which(self, memories: tuple[Memory, ...], state: SessionState) -> Iterator[str]:
        state.next_words = lambda asked, turn: self._chosen(asked.text, memories, state)
        if len(memories) == 1:
            yield f"Do you mean this? {_back(memories[0])} Nothing was removed yet."
            return
        yield f"{len(memories)} memories fit. Nothing was removed yet. Which one do you mean?"
        for number, memory in enumerate(memories, start=1):
            yield f"{number}: {_back(memory)}"

    def _chosen(
        self, answer: str, memories: tuple[Memory, ...], state: SessionState
    ) -> Iterator[str]:
        """Remove what the person chooses from several; anything unclear removes nothing."""
        state.next_words = None
        chosen: tuple[Memory, ...] = ()
        if _NO.match(answer):
            yield "All right, nothing was removed."
            return
        with self._store() as db:
            if len(memories) == 1:
                chosen = memories if _YES.match(answer) else ()
            elif _EVERY.match(answer):
                chosen = memories
            else:
                chosen = self._named(db, answer, memories)
            for memory in chosen:
                remove_memory(db, memory.id)
        if not chosen:
            yield "That was not clear to me, so nothing was removed."
        for memory in chosen:
            yield f"Forgotten: {_back(memory)}"

    def _named(self, db: Database, answer: str, memories: tuple[Memory, ...]) -> tuple[Memory, ...]:
        words = re.findall(r"[a-z0-9]+", answer.lower())
        places = {_ORDINALS[word] for word in words if word in _ORDINALS and word != "one"}
        if not places and words and set(words) <= {"one", "number"}:
            places = {0}
        if len(places) == 1 and len(words) <= 4 and (place := places.pop()) < len(memories):
            return (memories[place],)
        meant = meant_by(db, self._embedder, answer, memories)
        return meant.memories[:1] if len(meant.memories) == 1 else ()

    def _forget_all(self, state: SessionState) -> Iterator[str]:
        with self._store() as db:
            memories = Memories(db).list()
        if not memories:
            yield NOTHING_TOLD
            return
        state.next_words = lambda asked, turn: self._all_forgotten(asked.text, memories, state)
        kept = "1 memory" if len(memories) == 1 else f"all {len(memories)} memories"
        yield f"Shall I forget {kept}? Nothing was removed yet."

    def _all_forgotten(
        self, answer: str, memories: tuple[Memory, ...], state: SessionState
    ) -> Iterator[str]:
        state.next_words = None
        if not _YES.match(answer):
            yield "All right, nothing was removed."
            return
        with self._store() as db:
            for memory in memories:
                remove_memory(db, memory.id)
        yield "Forgotten: all that you asked me to remember."

    def _tell(self, about: str) -> Iterator[str]:
        with self._store() as db:
            memories = Memories(db).list()
            if about:
                memories = meant_by(db, self._embedder, about, memories).memories
        if not memories:
            yield f"I remember nothing about {about}." if about else NOTHING_TOLD
            return
        newest = memories[:LISTED] if about else memories[::-1][:LISTED]
        count = "one thing" if len(memories) == 1 else f"{len(memories)} things"
        more = f", the last {len(newest)} of which are" if len(memories) > len(newest) else ""
        yield f"You asked me to remember {count}{more}:"
        yield from (_back(memory) for memory in newest)


def _refuse() -> AbstractContextManager[Database]:
    raise StorageError("off-the-record", OFF_THE_RECORD)


def _goes_on(memory: Memory, text: str, kind: MemoryKind) -> bool:
    """Whether this is what was told last and more: somebody went on after a pause."""
    before = memory.text.casefold().rstrip(" .,;!")
    return memory.kind == kind and text.casefold().startswith((f"{before} ", f"{before},"))


def _says(memory: Memory, text: str, days: tuple[NamedDays, ...]) -> bool:
    """Whether a memory has these words, which meant these days."""
    return memory.text.casefold() == text.casefold() and memory.dates == days


def _back(memory: Memory) -> str:
    """A memory as it is said to the person who told it."""
    return _quoted(said_back(meaning_of(memory)))


def _quoted(text: str) -> str:
    """The first words of a memory as a sentence of its own."""
    words = text.split()
    if len(words) > QUOTED_WORDS:
        return f"{' '.join(words[:QUOTED_WORDS])}…"
    said = " ".join(words)
    return said if said[-1:] in ".!?…" else f"{said}."
