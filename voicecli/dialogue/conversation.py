"""What is remembered between the turns of one conversation."""

from dataclasses import dataclass, field

from voicecli.types import TurnRecord, Understanding


@dataclass(slots=True)
class Conversation:
    """The state of one conversation.

    `exchanges` are (question, what was heard of the answer), oldest first; `shown` are the ids of
    the passages that were presented, `sources` the documents of the last answer; `previous` is
    what the last content question asked for, and `listed` the ids of the passages of its answer.
    """

    session_id: str = ""
    exchanges: list[tuple[str, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    previous: Understanding | None = None

    def remember(self, record: TurnRecord, understanding: Understanding | None = None) -> None:
        """Take a finished turn in: what was heard of it, not what was written."""
        self.exchanges.append((record.question, record.heard))
        self.shown.extend(p.id for p in record.passages if p.id not in self.shown)
        if record.passages:
            self.listed = [passage.id for passage in record.passages]
            self.sources = [passage.document for passage in record.passages]
            self.previous = understanding or self.previous
