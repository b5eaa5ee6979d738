"""A guest's message, from the name to the "yes" behind it, as a conversation of several turns.

All words that are said meanwhile are the guest's: they are kept or dropped, and nothing else is
done with them.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import numpy as np

from voicecli import clock
from voicecli.audio.encoded import encode
from voicecli.dialogue.guestbook import (
    MessageRequest,
    guest_name,
    introduction,
    is_cancel,
    message_request,
    verdict,
    without_ending,
)
from voicecli.pipeline.running import Asked
from voicecli.pipeline.state import SessionState
from voicecli.storage.guestbook import LONGEST_NAME, GuestBook
from voicecli.tts.sentences import split_sentences
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, EncodedSound, Samples

OpenBook = Callable[[], AbstractContextManager[GuestBook]]

SILENCE_SECONDS = 3.0
"""So long a guest may pause within a message."""
LONGEST_CHARACTERS = 2_000
LONGEST_SECONDS = 180.0
"""A message that has grown so long, or had so many characters, is read back as it is."""
ABANDONED_SECONDS = 300.0
"""Words that come so late behind the last ones are no part of a message any more."""
PAUSE_SECONDS = 0.4
"""Silence between what was said in two pieces."""
NAME_TRIES = 2

ASK_NAME = "What is your name?"
ASK_WORDS = "What would you like to say? Say that's all when you have finished."
ASK_AGAIN = "Then please say it again."
DROPPED = "All right, I keep nothing of it."
DECIDE = "Say yes to keep it, no to say it anew, or cancel: shall I keep it?"


@dataclass(slots=True)
class _Message:
    """What is known of the message up to now; `seen` are the words that were dealt with last."""

    name: str
    recipient: str
    texts: list[str] = field(default_factory=list)
    sounds: list[Samples] = field(default_factory=list)
    seen: str = ""
    name_tries: int = 0
    told: bool = False
    """Whether the guest knows what is kept."""
    at: float = field(default_factory=clock.now)
    """When words came last."""

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    @property
    def has_room(self) -> bool:
        seconds = sum(sound.size for sound in self.sounds) / SAMPLE_RATE
        return len(self.text) < LONGEST_CHARACTERS and seconds < LONGEST_SECONDS

    def take(self, asked: Asked) -> str:
        """The words of an utterance that are new; its sound is kept with them.

        Who goes on after a pause brings the words from before it once more.
        """
        self.at = clock.now()
        text = asked.text
        if asked.carried and self.seen and text.startswith(self.seen):
            text = text[len(self.seen) :]
        self.seen = asked.text
        return text.strip()

    def add(self, text: str, asked: Asked) -> None:
        if text:
            self.texts.append(text[: LONGEST_CHARACTERS - len(self.text)])
        if not asked.typed:
            self.sounds += [part.what.samples for part in (*asked.parts, asked.words)]

    def clear(self) -> None:
        self.texts.clear()
        self.sounds.clear()

    def sound(self) -> EncodedSound | None:
        pause = np.zeros(round(PAUSE_SECONDS * SAMPLE_RATE), np.float32)
        pieces = [piece for sound in self.sounds for piece in (pause, sound)][1:]
        whole = np.concatenate(pieces) if pieces else pause[:0]
        return encode([whole[: round(LONGEST_SECONDS * SAMPLE_RATE)]]) if whole.size else None


class MessageTaking:
    """Takes one message. Each step says what it has to say and waits for the next words."""

    def __init__(
        self, open_book: OpenBook, state: SessionState, silence_seconds: float = SILENCE_SECONDS
    ) -> None:
        self._open_book = open_book
        self._state = state
        self._silence = silence_seconds
        self._message = _Message("", "")

    def begin(self, request: MessageRequest, said: str, turn: Turn) -> Iterator[str]:
        """Answer who wants to leave a message and `said` so."""
        message = _Message(request.name[:LONGEST_NAME], request.recipient[:LONGEST_NAME], seen=said)
        message.texts = [request.text] if request.text else []
        self._message = message
        turn.asks = True
        if not message.name:
            self._next(self._take_name)
            yield f"Gladly. {ASK_NAME}"
        else:
            yield from self._go_on()

    def _next(self, step: Callable[[Asked, Turn], Iterator[str]]) -> None:
        self._state.next_words = lambda asked, turn: self._step(step, asked, turn)

    def _step(
        self, step: Callable[[Asked, Turn], Iterator[str]], asked: Asked, turn: Turn
    ) -> Iterator[str]:
        turn.asks = True
        if clock.now() - self._message.at > ABANDONED_SECONDS:
            self._state.next_words = None
            yield "It was quiet for so long that I dropped the message. What can I do for you?"
        else:
            yield from step(asked, turn)

    def _take_name(self, asked: Asked, turn: Turn) -> Iterator[str]:
        message = self._message
        text = message.take(asked)
        if is_cancel(text):
            yield from self._drop()
            return
        if request := message_request(text):
            yield from self.begin(request, asked.text, turn)
            return
        if both := introduction(text):
            message.name = both[0][:LONGEST_NAME]
            self._next(self._take_words)
            yield from self._more(both[1], asked, turn)
            return
        name = guest_name(text)
        message.name_tries += 1
        if name is None and message.name_tries < NAME_TRIES:
            yield "I did not catch your name. You may say: no name."
            yield ASK_NAME
            return
        message.name = (name or "")[:LONGEST_NAME]
        yield from self._go_on()

    def _go_on(self) -> Iterator[str]:
        """Ask for the message, unless it was told with the request."""
        message = self._message
        if message.text:
            yield from self._read_back()
            return
        self._next(self._take_words)
        yield f"Thank you, {message.name}." if message.name else "Thank you."
        yield from split_sentences([ASK_WORDS])

    def _take_words(self, asked: Asked, turn: Turn) -> Iterator[str]:
        said = self._message.take(asked)
        yield from self._drop() if is_cancel(said) else self._more(said, asked, turn)

    def _more(self, said: str, asked: Asked, turn: Turn) -> Iterator[str]:
        """Take what was said; wait for more, unless they say that this was all."""
        message = self._message
        text, is_all = without_ending(said)
        if is_all and not text and message.text and message.told:
            yield DECIDE
            return
        message.add(text, asked)
        if not is_all and message.has_room:
            turn.wait(self._silence)
            turn.rest()  # they go on: TurnCancelled, and what they say comes here
        if message.text:
            yield from self._read_back()
        else:
            yield "I have heard nothing yet."
            yield from split_sentences([ASK_WORDS])

    def _read_back(self) -> Iterator[str]:
        message = self._message
        self._next(self._decide)
        if not message.has_room:
            yield "This is as long as a message can be."
        who = f" from {message.name}" if message.name else ""
        who += f" for {message.recipient}" if message.recipient else ""
        yield f"I understood this message{who}."
        yield from split_sentences([message.text])
        if not message.told:
            kept = "your words and your voice" if message.sounds else "your words"
            yield f"I would keep {kept} in the guest book, on this computer."
        message.told = True
        yield DECIDE

    def _decide(self, asked: Asked, turn: Turn) -> Iterator[str]:
        """Obey yes, no and cancel; whatever else is said belongs to the message."""
        message = self._message
        said = message.take(asked)
        match verdict(said):
            case "yes":
                yield from self._keep()
            case "no":
                message.clear()
                self._next(self._take_words)
                yield ASK_AGAIN
            case "cancel":
                yield from self._drop()
            case "repeat":
                yield from self._read_back()
            case _ if message.has_room:
                yield from self._more(said, asked, turn)
            case _:
                yield DECIDE

    def _keep(self) -> Iterator[str]:
        message = self._message
        with self._open_book() as book:
            book.sign(message.name, message.text, message.recipient, message.sound())
        self._state.next_words = None
        yield f"Thank you, {message.name}." if message.name else "Thank you."
        yield "Your message is in the guest book."

    def _drop(self) -> Iterator[str]:
        self._state.next_words = None
        yield DROPPED
