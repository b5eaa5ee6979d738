"""A spoken session: turns answered with one mind and one voice, and remembered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, get_args

from voicecli import clock
from voicecli.config import ModeName
from voicecli.dialogue.commands import Command, command
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.orders import Order, in_words
from voicecli.errors import VoicecliError
from voicecli.log import failed
from voicecli.pipeline.answer import Voice, error_event, heard, speak, take_turn
from voicecli.pipeline.keeping import Keeper
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.orders import GoOn, Notice, OrderGroup, Told, find_order
from voicecli.pipeline.record import (
    NOTICE,
    Said,
    order_record,
    said,
    turn_record,
    understood,
    words_heard,
)
from voicecli.pipeline.resting import Rest
from voicecli.pipeline.running import Asked
from voicecli.pipeline.state import SessionState
from voicecli.pipeline.summing_up import sum_up
from voicecli.pipeline.turn_sounds import TurnSounds
from voicecli.protocols import AdjustableVoice
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Event

MODES: tuple[ModeName, ...] = get_args(ModeName)

SPEED_STEP = 1.2
"""How much slower or faster one order makes the voice."""
VOLUME_STEP = 1.5
WORDS_SECONDS = 600.0
"""What is said so long behind an order that waits for words is not meant for it any more."""
REFUSED = "That cannot be changed here. Just ask me something."
"""Said to who orders what not everybody may."""


Obeying = tuple[Order, Callable[[Turn], Iterator[Event]]]
"""An order, and what carries it out."""
KeepLine = Callable[[str, int, str], None]
"""Stores what a turn of a session, by its number, came to. Called in the answers' thread."""


class SpokenSession:
    """What `Talk` asks for answers, and tells when one is finished.

    `open_mind` is called in the thread of the answers, because a database connection belongs to
    one thread. `groups` are the orders that are obeyed besides those about speaking; `sounds` keep
    the sound of turns.
    """

    def __init__(
        self,
        open_mind: Callable[[], AbstractContextManager[Mind]],
        synthesizer: AdjustableVoice,
        keeper: Keeper,
        conversation: Conversation,
        mode: ModeName = "balanced",
        groups: Sequence[OrderGroup] = (),
        sounds: TurnSounds | None = None,
        keep_line: KeepLine | None = None,
    ) -> None:
        self.state = SessionState(conversation, mode, voice=synthesizer)
        self.groups = groups
        self._open_mind = open_mind
        self._synthesizer = synthesizer
        self._keeper = keeper
        self._sounds = sounds
        self._keep_line = keep_line
        self._rest = Rest()
        self._is_watched = False
        self._asked_at = clock.now()
        """When the last turn was made."""
        self._models: dict[str, str] = {}
        self._answered_by = ""
        """Who answered the last question."""
        self.on_finished: Callable[[], None] = lambda: None
        """Called behind each finished turn, in the main thread."""
        self._said: list[Said] = []
        """The last answer, and how much of it was heard."""
        self.refused: frozenset[str] = frozenset()
        """Names of orders about the conversation that are not obeyed here."""

    @property
    def mode(self) -> ModeName:
        """How much an answer says; the next question obeys a change."""
        return self.state.mode

    @mode.setter
    def mode(self, mode: ModeName) -> None:
        self.state.mode = mode

    @property
    def _conversation(self) -> Conversation:
        return self.state.conversation

    def begin_anew(self) -> None:
        """Close the session and forget what was said. In the main thread, while no turn runs.

        Raises StorageError.
        """
        self._keeper.end(self._conversation)
        self.state.conversation = Conversation()
        self.state.next_words = None
        self._said = []

    def next_mode(self) -> ModeName:
        """Change to the mode after this one, and return its name."""
        self.mode = MODES[(MODES.index(self.mode) + 1) % len(MODES)]
        return self.mode

    def answers(self, asked: Iterator[Asked]) -> Iterator[Event]:
        """Answer each utterance aloud, or obey it. Runs in the answers' thread."""
        with self._open_mind() as mind:
            mind.warm_up()
            for one in asked:
                self._rest.end()
                self._begin_anew_after_silence()
                obeying = self._waiting(one)
                if one.typed:
                    one = replace(one, text=in_words(one.text))
                if obeying := obeying or self._ordered(one):
                    yield from self._obey(*obeying, one)
                else:
                    mind.mode = self.mode
                    mind.persona = self.state.persona
                    self._answered_by = mind.persona.shown
                    self._models = dict(mind.models)
                    voice = self._voice_for(one)
                    yield from take_turn(one, mind, self._conversation, one.turn, voice)
                self._asked_at = clock.now()
                self._sum_up(mind)

    def watched(self) -> Callable[[], None]:
        """Let the time between two questions be used; what is returned ends that use.

        It is to be called, from any thread, whenever somebody begins to speak or is to be answered.
        """
        self._is_watched = True
        return self._rest.wake

    def _sum_up(self, mind: Mind) -> None:
        """Between two questions, say in short what earlier turns came to."""
        conversation = self._conversation
        if (
            not self._is_watched
            or mind.llm is None
            or len(conversation.exchanges) < mind.history_turns
        ):
            return
        turn = self._rest.begin()
        if turn is None:
            return
        try:
            for found in sum_up(mind, conversation, turn):
                number = conversation.came_to(found.exchange, found.line)
                if self._keep_line and number:
                    self._keep_line(conversation.session_id, number, found.line)
        except VoicecliError as error:  # a line that is missed ends no conversation
            failed(error)

    def _begin_anew_after_silence(self) -> None:
        current = self._keeper.current(self._conversation)
        if current is not self._conversation:
            self.state.conversation = current
            self._said = []
        if clock.now() - self._asked_at > WORDS_SECONDS:
            self.state.next_words = None

    def _waiting(self, asked: Asked) -> Obeying | None:
        """What takes these words, if an earlier order waits for some. A slash is never meant."""
        take = self.state.next_words
        if take is None or not asked.text or (asked.typed and asked.text.startswith("/")):
            return None
        return Order("words"), lambda turn: self._notices(take(asked, turn), asked)

    def _ordered(self, asked: Asked) -> Obeying | None:
        """The order that was given, and what carries it out; None for a question."""
        state = self.state
        order = command(asked.text)
        if order and not (order.name == "continue" and self._is_heard_out):
            told = Order(order.name, order.mode or "")
            return told, lambda turn: self._carry_out(order, turn)
        if found := find_order(asked.text, self.groups, state, typed=asked.typed):
            other, group = found
            return other, lambda turn: self._notices(group.carry_out(other, state, turn), asked)
        return None

    def finished(self, events: list[Event]) -> None:
        """Remember and store a finished turn. Runs in the main thread."""
        try:
            self._store(events)
        finally:
            self._rest.over()
            self.on_finished()

    def _store(self, events: list[Event]) -> None:
        self._take_in(said(events), is_order=any(event.kind == "command" for event in events))
        memory = self.state.told_memories.pop(events[0].data.get("turn", 0), "") if events else ""
        record = turn_record(events, self._models, spoken=True, persona=self._answered_by)
        if record is None and memory:
            record = order_record(events, spoken=True, persona=self.state.persona.shown)
        if record is None:
            return
        self._conversation.remember(record, understood(events))
        number = self._keeper.keep(self._conversation, record, events)
        if memory and number is not None:
            self._keeper.link(memory, self._conversation, number)
        if self._sounds and number is not None:
            self._sounds.keep(events[0].data["turn"], self._conversation.session_id, number)

    def _take_in(self, told: list[Said], *, is_order: bool) -> None:
        """Remember an answer; one that an order has told again, or its rest, in its place."""
        if is_order and told:
            first = next(
                (number for number, one in enumerate(self._said) if one.text == told[0].text), 0
            )
            self._said[first : first + len(told)] = told
            self._hear_more()
        elif told:
            self._said = told

    def _hear_more(self) -> None:
        """What an order has told of the last answer was heard, too."""
        past = self._conversation.exchanges[-1:]
        heard = words_heard(self._said)
        if past and len(heard) > len(past[0].heard):
            self._conversation.hear_more(heard, self._is_heard_out)
            self._keeper.hear_more(self._conversation, past[0].number, heard)

    @property
    def _is_heard_out(self) -> bool:
        """Whether nothing is left of the last answer: "go on" then asks for more of the content."""
        return bool(self._said) and all(sentence.fraction >= 1.0 for sentence in self._said)

    def _obey(
        self, order: Order, carry_out: Callable[[Turn], Iterator[Event]], asked: Asked
    ) -> Iterator[Event]:
        """Do what was ordered, once it is sure that it was, and say what follows from it."""
        turn = asked.turn
        yield Event("run-start", turn.now(), {"turn": turn.id})
        try:
            yield from heard(asked)
            turn.until_sure()
            with turn.measure("total"):
                told = {"name": order.name} | ({"value": order.value} if order.value else {})
                yield Event("command", turn.now(), told)
                texts = carry_out(turn)
                yield from speak(texts, self._voice_for(asked), turn)
        except TurnCancelled:
            yield Event("cancelled", turn.now(), {"reason": turn.reason})
        except VoicecliError as error:
            yield error_event(error, turn.now())
        yield Event("run-end", turn.now(), {"timings": turn.timings | turn.marks})

    def _voice_for(self, asked: Asked) -> Voice:
        """What a turn is spoken with; what of it is heard is known if sound is kept."""
        speaker = self._sounds.follow(asked) if self._sounds else asked.speaker
        return Voice(self._synthesizer, speaker)

    def _carry_out(self, order: Command, turn: Turn) -> Iterator[Event]:
        """Obey, and yield what is to be said: the answer, or what is left of it, or a notice."""
        rest = [sentence.text for sentence in self._said if sentence.fraction < 1.0]
        notice, again = "", rest
        match order.name:
            case name if name in self.refused:
                again, notice = [], REFUSED
            case "stop":
                again, self.state.next_words = [], None
            case "repeat":
                again = [sentence.text for sentence in self._said]
                notice = "I have not said anything yet."
            case "continue":
                notice = "I have not said anything yet."
            case "slower" | "faster":
                self._change_speed(order.name == "faster")
                notice = "Like this?"
            case "louder" | "quieter":
                self._change_volume(order.name == "louder")
                notice = "Like this?"
            case "switch-mode":
                self.mode = order.mode or self.mode
                again, notice = [], f"Now {self.mode}."
            case "new-session":
                self.state.conversation = Conversation()
                self.state.next_words = None
                self._said, again, notice = [], [], "A new session."
        texts = again or ([notice] if notice else [])
        source = "again" if again else NOTICE
        for index, text in enumerate(texts):
            told = {"index": index, "text": text, "source": source}
            yield Event("llm-text", turn.now(), told)

    def _notices(self, told: Iterable[Told], asked: Asked) -> Iterator[Event]:
        """What tells of an order, to be shown and said."""
        before = self._conversation
        index = 0
        for one in told:
            for data in self._as_sentences(one, asked):
                yield Event("llm-text", asked.turn.now(), {"index": index, **data})
                index += 1
        if self._conversation is not before:  # that was said, and asked for, in another one
            self._said = []
            self.state.next_words = None

    def _as_sentences(self, told: Told, asked: Asked) -> Iterator[dict[str, Any]]:
        match told:
            case str(text) | Notice(text, spoken=True):
                yield {"text": text, "source": NOTICE}
            case Notice(text):
                yield {"text": text, "source": NOTICE, "spoken": False}
            case GoOn() if asked.cuts or not asked.typed:
                for item in self._said:
                    if item.fraction < 1.0:
                        yield {"text": item.text, "source": "again"}

    def _change_speed(self, more: bool) -> None:
        factor = SPEED_STEP if more else 1 / SPEED_STEP
        self._synthesizer.speed *= factor

    def _change_volume(self, more: bool) -> None:
        factor = VOLUME_STEP if more else 1 / VOLUME_STEP
        self._synthesizer.volume *= factor
