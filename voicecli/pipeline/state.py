"""What a conversation is now: what was said, how it is answered, and by whom."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from voicecli.config import ModeName
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.persona import PLAIN, Persona
from voicecli.pipeline.running import Asked
from voicecli.protocols import AdjustableVoice
from voicecli.turn import Turn

if TYPE_CHECKING:
    from voicecli.pipeline.orders import OrderGroup

NextWords = Callable[[Asked, Turn], Iterator[str]]
"""Takes what is said next, which is neither question nor order; yields what is said to it."""


@dataclass(slots=True)
class SessionState:
    """The running session. The answers' thread changes it, others only look.

    `told_memories` are the ids of what was to be remembered, by the turn in which it was told.
    `voice` is what speaks, None in text; `leaving` asks the conversation to end after this turn.
    """

    conversation: Conversation = field(default_factory=Conversation)
    mode: ModeName = "balanced"
    persona: Persona = PLAIN
    voice: AdjustableVoice | None = None
    next_words: NextWords | None = None
    leaving: bool = False
    told_memories: dict[int, str] = field(default_factory=dict)


class Session(Protocol):
    """What a conversation is shown by: `SpokenSession`, or an interview."""

    state: SessionState
    on_finished: Callable[[], None]
    """Called behind each finished turn, in the main thread."""

    @property
    def groups(self) -> "Sequence[OrderGroup]":
        """What can be ordered."""
        ...

    def watched(self) -> Callable[[], None]:
        """Let the time between two turns be used; what is returned ends that use."""
        ...
