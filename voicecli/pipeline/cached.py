"""When a question is the same question, and what is kept of its answer."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from voicecli import __version__
from voicecli.storage.answers import AnswerCache
from voicecli.types import Event, Understanding

_REWRITTEN = ("resolved_question", "topic")


@dataclass(frozen=True, slots=True)
class Asking:
    """What an answer depends on besides the question: the content, the day, and who answers.

    `settings` are all that say how; `is_current` is False while the content is known as it was
    before it changed.
    """

    content_version: int
    today: date
    mode: str
    models: Mapping[str, str]
    settings: str
    is_current: bool = True


def answer_key(parts: Sequence[Understanding], asking: Asking) -> str | None:
    """One name for all that an answer depends on.

    None where it depends on what was said before, or on content of before.

    `parts` are the questions of one utterance. The same words in other cases, with other spaces or
    with other marks at the end are the same question.
    """
    leans = any(part.guard or part.slots.get("follow_up") for part in parts)
    if leans or not asking.is_current:
        return None
    asked = [[_plain(part.question), part.intent, _found(part)] for part in parts]
    depends = [__version__, asking.content_version, asking.today.isoformat(), asking.mode]
    depends += [sorted(asking.models.items()), asking.settings, asked]
    told = json.dumps(depends, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def keep_answer(cache: AnswerCache, events: Iterable[Event]) -> None:
    """Keep the answer of a finished turn, if it is whole and was not in the cache already.

    The passages that a model's sentences stand on are kept with those of the search.
    Raises StorageError when it cannot be written.
    """
    told: Mapping[str, Any] = {}
    understanding: Mapping[str, Any] = {}
    sentences: list[list[str]] = []
    passages: list[Mapping[str, Any]] = []
    for event in events:
        if event.kind == "understanding-end":
            understanding = event.data
        elif event.kind == "retrieval-end":
            told = event.data
            passages += told["passages"]
        elif event.kind == "llm-text":
            sentences.append([event.data["text"], event.data["source"]])
            if (one := event.data.get("passage")) and one not in passages:
                passages.append(one)
        elif event.kind in ("cancelled", "error"):
            return
    if told.get("answer_key") and not told.get("cached") and told["passages"]:
        kept = {"passages": passages, "abstained": told["abstained"]}
        kept |= {"understanding": understanding, "sentences": sentences}
        cache.keep(told["answer_key"], told["content_version"], kept)


def _found(part: Understanding) -> dict[str, Any]:
    """What was found in a question, without the question written once more."""
    return {key: value for key, value in part.slots.items() if key not in _REWRITTEN}


def _plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip(" ?!.")
