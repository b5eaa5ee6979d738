"""Orders about the conversation itself: /mode, /voice, /speed, /session, /sources, /save, /quit."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from rapidfuzz import fuzz, process

from voicecli.config import ModeName
from voicecli.dialogue.citing import sources_in_words
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.conversation_orders import conversation_order, named_voices, read_level
from voicecli.dialogue.orders import IN_WORDS, Order
from voicecli.pipeline.orders import GO_ON, Choice, Notice, Told
from voicecli.pipeline.saving import save_beside
from voicecli.pipeline.state import SessionState
from voicecli.storage.sessions import SessionSummary
from voicecli.turn import Turn

MODES: tuple[ModeName, ...] = get_args(ModeName)
MOST = 4.0
"""The highest speed, and the highest volume."""
LISTED = 9
"""Sessions that are offered."""
NEAR = 50.0
"""Percent of its letters that a name shares with what was meant."""
_LEVELS = ("0.8", "0.9", "1", "1.1", "1.2", "1.5", "2")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of other conversations; every call opens what it reads from.

    Each raises StorageError.
    """

    latest: Callable[[int], Sequence[SessionSummary]]
    find: Callable[[str], str]
    summary: Callable[[str], SessionSummary]
    resume: Callable[[str], Conversation]
    as_markdown: Callable[[str], str]


class ConversationOrders:
    """How it is answered, in which session, and what else there is to know.

    `kept` is None off the record; `voices` are those that are here, and `names` all that can be
    ordered. What is saved goes into `folder`, the current one.
    """

    slash: Mapping[str, str] = MappingProxyType(
        {
            "mode": "mode NAME: fast, balanced or detailed answers",
            "voice": "voice NAME: another voice that is installed",
            "speed": "speed N: 1 is usual, 1.5 half as fast again",
            "volume": "volume N: 1 is usual, 50% half as loud",
            "session": "session [ID | new]: which one this is, another one, a new one",
            "sources": "where the last answer comes from",
            "save": "save [FILE]: this session as Markdown in the current folder",
            "clear": "an empty screen",
            "help": "what can be ordered",
            "quit": "leave",
        }
    )

    def __init__(
        self,
        kept: Kept | None,
        voices: Callable[[], Sequence[str]],
        names: Callable[[], Mapping[str, str]],
        folder: Callable[[], Path] = Path.cwd,
    ) -> None:
        self._kept = kept
        self._folder = folder
        self._voices = voices
        self._names = names
        self._carries_out: Mapping[str, Callable[[str, SessionState], Iterator[Told]]] = {
            "mode": self._mode,
            "voice": self._voice,
            "speed": partial(self._level, "speed", "0.25"),
            "volume": partial(self._level, "volume", "0"),
            "session": self._session,
            "sources": self._sources,
            "save": self._save,
            "clear": lambda value, state: iter([GO_ON]),
            "help": self._help,
            "quit": self._quit,
        }

    def understand(self, text: str, state: SessionState) -> Order | None:
        """The order that a whole utterance is; None when it is anything else."""
        return conversation_order(text, self._voices())

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[Told]:
        """Do it, and tell so. Raises VoicecliError when it cannot be done."""
        return self._carries_out[order.name](order.value, state)

    def choices(self, name: str) -> Iterable[Choice]:
        """The values that an order takes, as far as they can be listed."""
        match name:
            case "mode":
                return map(Choice, MODES)
            case "voice":
                return map(Choice, self._voices())
            case "speed" | "volume":
                return map(Choice, _LEVELS)
            case "session" if self._kept:
                sessions = self._kept.latest(LISTED)
                return [Choice("new"), *(Choice(one.id, one.title) for one in sessions)]
        return ()

    def _mode(self, value: str, state: SessionState) -> Iterator[Told]:
        wanted = [mode for mode in MODES if value and mode.startswith(value.lower())]
        if len(wanted) == 1:
            state.mode = wanted[0]
            yield f"Now {state.mode}."
        else:
            yield from _not_one("mode", value, MODES, now=state.mode)
        yield GO_ON

    def _voice(self, value: str, state: SessionState) -> Iterator[Told]:
        voices = self._voices()
        now = getattr(state.voice, "name", "")
        found = named_voices(value, voices)
        change = getattr(state.voice, "change", None)
        if len(found) == 1 and found[0] == now:
            yield Notice(f"{now} speaks already.", spoken=False)
        elif len(found) == 1 and change:
            change(found[0])
            yield "This is how I sound now."
        else:
            yield from _not_one("voice", value, found or voices, now=now)
            if value and not found:
                yield Notice(
                    "`voicecli models list` shows which voices there are, and"
                    " `voicecli models pull NAME` gets one.",
                    spoken=False,
                )
        yield GO_ON

    def _level(
        self, what: Literal["speed", "volume"], least: str, value: str, state: SessionState
    ) -> Iterator[Told]:
        voice, level = state.voice, read_level(value, MOST)
        if voice is None or level is None:
            now = f"{getattr(voice, what):g}" if voice else "not known"
            told = f"“{value}” is no {what}: that is a number from {least} to 4." if value else ""
            yield Notice(f"{told} The {what} is {now}.".strip(), spoken=False)
        else:
            setattr(voice, what, level)
            yield Notice(f"The {what} is {getattr(voice, what):g} now.", spoken=False)
        yield GO_ON

    def _session(self, value: str, state: SessionState) -> Iterator[Told]:
        if value.lower() == "new":
            state.conversation = Conversation()
            yield "A new session."
            return
        if self._kept is None:
            yield Notice("This conversation is off the record.", spoken=False)
        elif value:
            session_id = self._kept.find(value)
            if session_id != state.conversation.session_id:
                state.conversation = self._kept.resume(session_id)
                yield Notice(_told(self._kept.summary(session_id)), spoken=False)
                yield "We can go on with that."
                return
            yield Notice("This is that session.", spoken=False)
        elif state.conversation.session_id:
            yield Notice(_told(self._kept.summary(state.conversation.session_id)), spoken=False)
        else:
            yield Notice("A new session; it is kept with its first answer.", spoken=False)
        yield GO_ON

    def _sources(self, value: str, state: SessionState) -> Iterator[Told]:
        cited = state.conversation.cited
        if not cited:
            yield "The last answer has no sources."
            return
        yield sources_in_words(cited)
        for number, passage in enumerate(cited, start=1):
            place = passage.source or f"{passage.document}, {passage.locator}"
            yield Notice(f"[{number}] {place} · {passage.title}", spoken=False)

    def _save(self, value: str, state: SessionState) -> Iterator[Told]:
        session_id = state.conversation.session_id
        if self._kept is None:
            yield "This conversation is off the record, so there is nothing to save."
        elif not session_id:
            yield "There is nothing to save yet."
        else:
            name = value or f"session-{session_id}"
            file = save_beside(self._folder(), name, self._kept.as_markdown(session_id))
            yield Notice(f"Saved as {file}.", spoken=False)
            yield GO_ON

    def _help(self, value: str, state: SessionState) -> Iterator[Told]:
        names = self._names()
        shown = {name: names[name] for name in sorted(names) if name not in IN_WORDS}
        for name, meaning in shown.items():
            line = meaning if meaning.startswith(name) else f"{name}: {meaning}"
            yield Notice(f"/{line}", spoken=False)
        words = " ".join(f"/{name}" for name in IN_WORDS)
        yield Notice(f"Or as you would say it: {words}", spoken=False)
        yield GO_ON

    def _quit(self, value: str, state: SessionState) -> Iterator[Told]:
        state.leaving = True
        yield from ()


def _not_one(what: str, value: str, known: Sequence[str], *, now: str) -> Iterator[Told]:
    """Say that this names no mode or voice, or several, and which there are."""
    near = process.extract(value, known, scorer=fuzz.WRatio, score_cutoff=NEAR, limit=3)
    names = ", ".join(known)
    if not value:
        text = f"The {what} is {now or 'the usual one'}. There are: {names}."
    elif near and len(near) < len(known):
        text = f"There is no {what} {value}. Near it: {', '.join(name for name, _, _ in near)}."
    else:
        text = f"{value} is no {what}. There are: {names}."
    yield Notice(text, spoken=False)


def _told(session: SessionSummary) -> str:
    turns = f"{session.turns} turn{'s' * (session.turns != 1)}"
    return f"Session {session.id}: {session.title or 'without a title'} ({turns})."
