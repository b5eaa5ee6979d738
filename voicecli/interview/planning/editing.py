"""Changes that a person makes to a plan before it starts, as they type them: "r 2", "e 3.1"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from voicecli.errors import InterviewError
from voicecli.interview.plan import Plan, Topic
from voicecli.interview.planning.own_plan import own_question

Verb = Literal["start", "leave", "remove", "edit", "up", "add", "show", "keys"]

_VERBS: dict[str, Verb] = {
    "": "start", "y": "start", "yes": "start", "start": "start", "ok": "start",
    "n": "leave", "no": "leave", "q": "leave", "quit": "leave", "exit": "leave", "leave": "leave",
    "r": "remove", "remove": "remove", "d": "remove", "delete": "remove",
    "e": "edit", "edit": "edit",
    "m": "up", "up": "up", "move": "up",
    "+": "add", "a": "add", "add": "add",
    "p": "show", "plan": "show", "show": "show",
    "?": "keys", "h": "keys", "help": "keys",
}  # fmt: skip
_TYPED = re.compile(
    r"(?P<verb>\+|\?|[a-z]*)\s*(?P<topic>\d{1,9})?"
    r"(?:(?P<apart>[\s.,:]\s*)(?P<question>\d{1,9})(?!\w))?\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A verb, the number of a topic, that of a question, and words."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was typed; numbers count from 1, None where none was given."""

    verb: Verb
    topic: int | None = None
    question: int | None = None
    text: str = ""


def read_change(typed: str) -> Change:
    """The change that a line asks for. Raises InterviewError("no-change")."""
    found = _TYPED.fullmatch(typed.strip())
    verb = _VERBS.get(found["verb"].lower()) if found else None
    if found is None or verb is None:
        raise _wrong(f"“{typed.strip():.40}” is none of the keys")
    topic, question = (int(found[name]) if found[name] else None for name in ("topic", "question"))
    if verb in ("start", "leave", "show", "keys") and (topic or found["text"]):
        raise _wrong(f"“{typed.strip():.40}” is none of the keys")
    text = found["text"].strip()
    if verb == "add" and question is not None:  # what begins with a number belongs to the words
        question, text = None, typed.strip()[found.end("topic") :].strip()
    several = question is not None and found["apart"].strip() not in (".", ":")
    if verb in ("remove", "up") and (text or several):
        raise _wrong(f"“{typed.strip():.40}” is more than one change; type r 2 or r 2.1")
    if verb == "up" and question is not None:
        raise _wrong(f"questions stay in their order; m {topic} moves the topic")
    if verb == "edit" and question is None and text.isdigit():
        raise _wrong(f"“{typed.strip():.40}” is not clear; type e 2.1 and then the question")
    return Change(verb, topic, question, text)


def topic_of(plan: Plan, number: int | None) -> Topic:
    """The topic of a number. Raises InterviewError("no-change")."""
    if number is None:
        raise _wrong("which topic? Type its number behind the key")
    if not 1 <= number <= len(plan.topics):
        raise _wrong(f"there is no topic {number}; there are {len(plan.topics)}")
    return plan.topics[number - 1]


def question_of(plan: Plan, change: Change) -> str:
    """The text of the question that a change names; of a topic's only one without a number."""
    topic = topic_of(plan, change.topic)
    if change.question is None and len(topic.questions) > 1:
        raise _wrong(f"which question? Type e {change.topic}.1 for the first")
    number = change.question or 1
    if not 1 <= number <= len(topic.questions):
        raise _wrong(f"topic {change.topic} has {len(topic.questions)} questions")
    return topic.questions[number - 1].text


def removed(plan: Plan, change: Change) -> Plan:
    """The plan without a topic, or without one question of it. The last topic stays."""
    topic = topic_of(plan, change.topic)
    if change.question is not None:
        question_of(plan, change)
        left = [q for n, q in enumerate(topic.questions, 1) if n != change.question]
        if left:
            return _with(plan, replace(topic, questions=tuple(left)))
    if len(plan.topics) == 1:
        raise _wrong("a plan needs a topic")
    return replace(plan, topics=tuple(one for one in plan.topics if one.id != topic.id))


def edited(plan: Plan, change: Change, text: str) -> Plan:
    """The plan with another text for a question; an empty one changes nothing."""
    before = question_of(plan, change)
    if not text.strip() or text.strip() == before:
        return plan
    topic, number = topic_of(plan, change.topic), (change.question or 1) - 1
    questions = list(topic.questions)
    questions[number] = own_question(text)
    return _with(plan, replace(topic, questions=tuple(questions)))


def moved_up(plan: Plan, change: Change) -> Plan:
    """The plan with a topic one place earlier; its weight goes with the place."""
    topic_of(plan, change.topic)
    number = change.topic or 1
    if number == 1:
        raise _wrong("topic 1 is the first already")
    topics = list(plan.topics)
    before, topic = topics[number - 2], topics[number - 1]
    topics[number - 2 : number] = [
        replace(topic, weight=before.weight),
        replace(before, weight=topic.weight),
    ]
    return replace(plan, topics=tuple(topics))


def added(plan: Plan, change: Change, text: str) -> Plan:
    """The plan with a question of the person's own behind the first one of a topic."""
    topic = topic_of(plan, change.topic)
    question = own_question(text)
    if not question.text:
        return plan
    if question.text in (one.text for one in topic.questions):
        raise _wrong("that question is there already")
    first, *rest = topic.questions
    return _with(plan, replace(topic, questions=(first, question, *rest)))


def _with(plan: Plan, topic: Topic) -> Plan:
    """The plan with this topic in the place of the one with its id."""
    topics: Iterable[Topic] = (topic if one.id == topic.id else one for one in plan.topics)
    return replace(plan, topics=tuple(topics))


def _wrong(why: str) -> InterviewError:
    return InterviewError("no-change", f"{why[:1].upper()}{why[1:]}.", "Type ? for the keys.")
