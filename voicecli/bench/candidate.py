"""A synthetic candidate: answers any plan, well or badly, and knows what each answer is worth.

What it says is written out in `candidate_lines.toml` and filled with words of the plan: what the
question is about and where the résumé's owner has worked. A good answer says something concrete to
each point that the question seeks; the label of an answer (its verdict, whether it is right to
follow it up) stems from how it was made, not from what an assessor thinks of it.
"""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

from voicecli.interview.course import Progress, State, Verdict
from voicecli.interview.judging.points import PointKind, kind_of
from voicecli.interview.plan import Plan, QuestionKind
from voicecli.interview.steps.machine import topic_in_hand
from voicecli.interview.steps.orders import Order

Manner = Mapping[str, float]
"""How often, in shares, a candidate does what: a verdict, an order, or "silent"."""

MANNERS: Mapping[str, Manner] = {
    "strong": {"good": 8, "partial": 1, "think": 1},
    "mixed": {"good": 4, "vague": 3, "partial": 1, "off-topic": 1, "unknown": 1, "repeat": 1},
    "weak": {"vague": 5, "unknown": 3, "off-topic": 2, "silent": 1, "rephrase": 1},
    "difficult": {"hostile": 2, "off-topic": 3, "vague": 3, "good": 2, "skip": 1, "silent": 1},
    "restless": {"good": 8, "vague": 4}
    | dict.fromkeys(("repeat", "rephrase", "think", "back", "pause", "skip", "time"), 1.0),
}
FOLLOWED_UP: Mapping[Verdict, bool | None] = {
    "good": False,
    "partial": True,
    "vague": True,
    "off-topic": True,
    "unknown": False,
    "hostile": False,
    "silent": False,
}
"""Whether it is right to ask on behind an answer that was made to be this."""
WORDS_PER_SECOND = 2.5
"""How fast people speak in interviews, roughly: 150 words a minute."""

_NEVER_TWICE = frozenset({"repeat", "rephrase", "think", "time", "back", "pause"})
_ORG = "my last company"
_WORK = "that part of the work"
_LONGEST_SUBJECT = 6
_ASKED = re.compile(r"(?:how|what|why|whether|where|when|who|whom)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Saying:
    """What the candidate says, "" for silence, and what it is: a verdict, or an order.

    `follow_up` is whether it is right to ask on; None where that is not the question.
    """

    text: str
    verdict: Verdict | None = None
    order: Order | None = None
    follow_up: bool | None = None

    @property
    def seconds(self) -> float:
        """How long it takes to say."""
        return len(self.text.split()) / WORDS_PER_SECOND


@dataclass(slots=True)
class Candidate:
    """Somebody who is interviewed by a plan; the same seed says the same."""

    plan: Plan
    manner: Manner
    seed: int
    _random: random.Random = field(init=False)
    _said: dict[str, int] = field(default_factory=dict)
    _last: tuple[int, str] = (0, "")

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  # nothing is kept secret by it

    def reply(self, progress: Progress) -> Saying:
        """What is said to the question in hand."""
        if progress.state is State.PAUSED:
            return self._order("go-on")
        if progress.state is State.CONCLUDE:
            return Saying(self._next("closing", _lines()["closing"]["any"]))
        what = self._choice(progress)
        self._last = (progress.number, what)
        if what == "silent":
            return Saying("", "silent", follow_up=False)
        if what in _lines()["orders"]:
            return self._order(cast(Order, what))
        return self._answer(cast(Verdict, what), progress)

    def _choice(self, progress: Progress) -> str:
        """Silence lasts; nobody asks for the same twice of one question."""
        number, before = self._last
        if number == progress.number and before == "silent":
            return "silent"
        choices = dict(self.manner)
        if number == progress.number and before in (*_NEVER_TWICE, "hostile"):
            choices = {one: share for one, share in choices.items() if one in ("good", "vague")}
        if _kind(self.plan, progress) != "behavioural" or "result" not in _kinds(progress.seeks):
            choices.pop("partial", None)
        return self._random.choices(list(choices), list(choices.values()))[0]

    def _order(self, order: Order) -> Saying:
        return Saying(self._next(order, _lines()["orders"][order]), order=order)

    def _answer(self, what: Verdict, progress: Progress) -> Saying:
        kind = _kind(self.plan, progress)
        slots = {"x": _subject(self.plan, progress), "org": self._organisation()}
        if what == "good":
            text = self._good(kind, progress.seeks, slots)
        else:
            lines = _lines()[what]
            text = self._next(f"{what} {kind}", lines.get(kind) or lines.get("any"), slots)
        return Saying(text, what, follow_up=FOLLOWED_UP[what])

    def _good(self, kind: QuestionKind, seeks: Sequence[str], slots: Mapping[str, str]) -> str:
        said = [self._next(f"opening {kind}", _lines()["opening"][kind], slots)]
        for point in seeks:
            line = next(one for one in _lines()["point"] if re.search(one["cue"], point))
            told = line["told"]
            if kind == "situational":
                told = line.get("would", told)
            said.append(self._next(line["cue"], told, {**slots, "point": point}))
        return " ".join(dict.fromkeys(said))

    def _next(self, name: str, lines: Sequence[str], slots: Mapping[str, str] | None = None) -> str:
        """The lines of a list take turns, from a place that the seed decides."""
        number = self._said.get(name, self.seed)
        self._said[name] = number + 1
        return lines[number % len(lines)].format_map(slots or {})

    def _organisation(self) -> str:
        named = [one.organisation for one in self.plan.resume.claims if one.organisation]
        return named[self.seed % len(named)] if named else _ORG


def _kind(plan: Plan, progress: Progress) -> QuestionKind:
    topic = topic_in_hand(plan, progress)
    planned = topic.questions if topic else ()
    return next((one.kind for one in planned if one.text == progress.question), "behavioural")


def _kinds(seeks: Sequence[str]) -> set[str]:
    return {str(kind_of(point)) for point in seeks}


def _subject(plan: Plan, progress: Progress) -> str:
    """What the question is about, in few words: a point or the topic's title, if it names it."""
    topic = topic_in_hand(plan, progress)
    named = [point for point in progress.seeks if kind_of(point) is PointKind.SUBJECT]
    if topic and topic.kind in ("strength", "gap", "instruction", "own"):
        named.append(topic.title)
    for one in named:
        if not _ASKED.match(one) and len(one.split()) <= _LONGEST_SUBJECT:
            return one.rstrip(".")
    return _WORK


@cache
def _lines() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("candidate_lines.toml").read_text("utf-8"))
