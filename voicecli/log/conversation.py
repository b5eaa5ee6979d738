"""What a conversation tells the log: a line for each turn, and at level debug for each event."""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from voicecli.log.lines import EVENTS

if TYPE_CHECKING:  # numpy comes with it, and a log is opened by every command
    from voicecli.types import Event

_FILE, _LINE = "conversation.py", 0
MOST_WAITING = 2_000
"""Lines kept until their session has an id: more than the first turn makes."""


class ConversationLog:
    """Takes in the events of a conversation; of one thread.

    A session gets its id with its first finished turn. Lines of before wait for it, so that each
    line says which session it is of; errors do not wait.
    """

    def __init__(self, session_id: Callable[[], str]) -> None:
        self._session_id = session_id
        self._waiting: list[logging.LogRecord] = []
        self._turn: dict[str, Any] = {}
        """What will be told of the running turn."""

    def take(self, event: "Event") -> None:
        """Tell of an event what may be told."""
        self.settle()
        kind, data = event.kind, event.data
        if kind == "run-start":
            self._turn = {"turn": data.get("turn"), "spoken": False, "ended": "done"}
        fields = _fields(kind, data)
        self._fold(kind, fields)
        level = logging.ERROR if kind == "error" else logging.DEBUG
        told = {"turn": self._turn.get("turn"), "since_start": event.at, **fields}
        self._tell(level, kind, told, data)
        if kind == "run-end":
            self._tell(logging.INFO, "turn", self._turn, {})
            self._turn = {}

    def settle(self) -> None:
        """Write the lines that waited for the session's id, if it has one by now."""
        if self._waiting and self._session_id():
            self._write_waiting()

    def close(self) -> None:
        """Write what still waits: of a conversation that was not kept there is no id."""
        self._write_waiting()

    def _fold(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Take what an event tells into what is told of its turn."""
        match kind:
            case "stt-end":
                self._turn["spoken"] = not fields["typed"]
            case "understanding-end":
                self._turn |= {"intent": fields["intent"], "guard": fields["guard"]}
            case "retrieval-end":
                self._turn |= fields
            case "llm-text":
                self._turn["sentences"] = self._turn.get("sentences", 0) + 1
                is_written = fields["source"] in ("llm", "general")
                self._turn["mode"] = "full" if is_written else self._turn.get("mode", "instant")
            case "command":
                self._turn["order"] = fields["order"]
            case "cancelled":
                self._turn["ended"] = fields["reason"]
            case "error":
                self._turn |= {"ended": "", "code": fields["code"]}
                self._turn["component"] = fields["component"]
            case "run-end":
                seconds = fields["seconds"]
                waited = None if self._turn.get("spoken") else seconds.get("total")
                self._turn |= {"seconds": seconds, "waited": seconds.get("first_sound", waited)}

    def _tell(
        self, level: int, name: str, told: Mapping[str, Any], data: Mapping[str, Any]
    ) -> None:
        if not EVENTS.isEnabledFor(level):
            return
        record = EVENTS.makeRecord(
            EVENTS.name, level, _FILE, _LINE, name, (), None, extra={"told": {**data, **told}}
        )
        if level < logging.WARNING and not self._session_id():
            self._waiting = [*self._waiting[-MOST_WAITING:], record]
        else:
            self._write(record)

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for record in waiting:
            self._write(record)

    def _write(self, record: logging.LogRecord) -> None:
        if session := self._session_id():
            record.told["session"] = session  # type: ignore[attr-defined]  # given as `extra`
        EVENTS.handle(record)


def _fields(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What of an event's data is told: lengths and names, no words."""
    match kind:
        case "stt-end":
            return {"characters": len(data["text"]), "typed": data.get("typed", False)}
        case "stt-partial":
            return {"characters": len(data["committed"]) + len(data["tentative"])}
        case "understanding-end":
            confidence = data["confidence"]
            return {"intent": data["intent"], "guard": data["guard"], "confidence": confidence}
        case "retrieval-end":
            found = {"passages": len(data["passages"]), "abstained": data["abstained"]}
            return found | {"cached": data.get("cached", False)}
        case "llm-text":
            told = {"index": data["index"], "source": data["source"]}
            return told | {"characters": len(data["text"])}
        case "speech-start":
            return {"index": data["index"], "took": data["seconds"]}
        case "command":
            return {"order": data["name"]}
        case "error":
            return {"code": data["code"], "component": data.get("component", "")}
        case "run-end":
            return {"seconds": data["timings"]}
        case _:
            names = ("index", "fraction", "reason", "ended", "model", "reopened")
            return {name: data[name] for name in names if name in data}


def log_conversation(events: "Iterable[Event]", session_id: str) -> None:
    """Tell of a turn that is over; of a written question no event says that it was typed."""
    log = ConversationLog(lambda: session_id)
    for event in events:
        log.take(event)
    log.close()
