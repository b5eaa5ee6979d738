"""What is remembered between the turns of one conversation."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace

from voicecli.tts.sentences import split_sentences
from voicecli.types import Passage, TurnRecord, Understanding
from voicecli.understanding import SOCIAL_INTENTS


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was heard of its answer.

    `unheard` are the written sentences that the person did not hear to the end, the one that was
    cut as a whole: what is left to say when they ask to go on. `cut` tells whether the person
    interrupted the answer. `telling` is False where nothing was found out: small talk, a refusal.
    `number` is that of the stored turn, 0 where it is not stored; `line` is what came of it in a
    sentence, where a language model has written one.
    """

    question: str
    heard: str
    unheard: tuple[str, ...] = ()
    cut: bool = False
    telling: bool = True
    number: int = 0
    line: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What the first `turns` exchanges of a conversation came to, in short."""

    turns: int = 0
    text: str = ""


@dataclass(slots=True)
class Conversation:
    """The state of one conversation.

    `exchanges` are the questions and answers, oldest first; `shown` are the ids of the passages
    that were presented, `cited` the passages of the last answer; `previous` is what the last
    content question asked for, and `listed` the ids of the passages of its answer. `past` is what
    was said before that which a prompt holds whole.
    """

    session_id: str = ""
    exchanges: list[Exchange] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    cited: tuple[Passage, ...] = ()
    previous: Understanding | None = None
    past: Past = Past()

    def remember(self, record: TurnRecord, understanding: Understanding | None = None) -> None:
        """Take a finished turn in: what was heard of it, not what was written."""
        self.exchanges.append(exchange(record))
        self.shown.extend(p.id for p in record.passages if p.id not in self.shown)
        if record.passages:
            self.listed = [passage.id for passage in record.passages]
            self.cited = record.passages
            self.previous = understanding or self.previous
        elif record.intent not in SOCIAL_INTENTS:
            self.cited = ()  # what was said now did not come from there

    def stored_as(self, number: int, line: str = "") -> None:
        """The last exchange is the turn of this number in the stored session, and came to this."""
        if self.exchanges:
            self.exchanges[-1] = replace(self.exchanges[-1], number=number, line=line)

    def came_to(self, past: Exchange, line: str) -> int:
        """An exchange came to this, in a sentence; returns its number, 0 where it is gone."""
        for place, one in enumerate(self.exchanges):
            if one is past:
                self.exchanges[place] = replace(past, line=line)
                return past.number
        return 0

    def let_go(self, kept: Container[int]) -> None:
        """Forget the exchanges whose stored turn is not among these numbers any more.

        What they came to in short is made of others' words, too, and is written anew.
        """
        left = [one for one in self.exchanges if not one.number or one.number in kept]
        if len(left) < len(self.exchanges):
            self.exchanges[:] = left
            self.past = Past()

    def going_on(self, understanding: Understanding, listed: Iterable[str] = ()) -> "Conversation":
        """The conversation as the next question of the same utterance finds it.

        The question before it was understood so, and the passages with these ids are its answer.
        """
        return replace(
            self, previous=understanding, listed=list(listed), shown=[*self.shown, *listed]
        )

    def hear_more(self, heard: str, is_all: bool) -> None:
        """Of the last answer so much was heard by now; `is_all` of what was written."""
        last = self.exchanges[-1]
        unheard = () if is_all else last.unheard
        self.exchanges[-1] = replace(last, heard=heard, unheard=unheard, cut=bool(unheard))


def exchange(record: TurnRecord) -> Exchange:
    """What a turn leaves in the memory of its conversation."""
    unheard = tuple(_unheard(record.written, record.heard))
    stopped = record.ended != "done" and not record.ended.startswith("error")
    telling = not record.abstained and record.intent not in SOCIAL_INTENTS
    cut = bool(unheard) and stopped
    return Exchange(record.question, record.heard, unheard, cut, telling)


def _unheard(written: str, heard: str) -> Iterator[str]:
    """The sentences of `written` behind the last one whose words all stand in `heard`."""
    if heard == written:  # as usual, and a session that goes on asks for many of them at once
        return
    left = len(heard.split())
    for sentence in split_sentences([written]):
        left -= len(sentence.split())
        if left < 0:
            yield sentence
