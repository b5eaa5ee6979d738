"""Ready questions from templates: each used once, none like another, kinds mixed within a topic."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, cycle
from pathlib import Path
from string import Formatter

from rapidfuzz import fuzz

from voicecli.interview.plan import Question, QuestionKind
from voicecli.interview.planning.newcomers import for_newcomer
from voicecli.interview.planning.phrase import own_words
from voicecli.interview.planning.spoken_words import as_spoken, small_first
from voicecli.interview.planning.wishes import Wishes

ALIKE = 78.0
"""Similarity of the sorted words (0..100) from which two questions sound like one."""
SAME = 100.0
"""And from which they are the same, whatever else is named in them."""

HEARD_WORDS = 35
"""A question of more words is hard to keep in mind while it is heard."""

OWN = "own.any"
"""The group about anything that can be named."""

_PROOFS = (
    "What proves it?",
    "Who could confirm that?",
    "How did you measure that?",
    "Which figures do you have for it?",
)
"""What a strict interviewer asks on where somebody tells what they did."""
PROOF = "a figure or a fact that proves it"


@dataclass(frozen=True, slots=True)
class Template:
    """A question with slots; `of_resume` needs the grounds that only a résumé gives."""

    text: str
    kind: QuestionKind
    seeks: tuple[str, ...]
    of_resume: bool = False

    @property
    def slots(self) -> frozenset[str]:
        """The names of all that must be filled in."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name)


@cache
def templates() -> dict[str, tuple[Template, ...]]:
    """All templates by their group ("gap.skill")."""
    text = Path(__file__).with_name("templates.toml").read_text(encoding="utf-8")
    return {
        f"{kind}.{of}": tuple(
            Template(row["text"], row["kind"], tuple(row["seeks"]), row.get("resume", False))
            for row in rows
        )
        for kind, groups in tomllib.loads(text).items()
        for of, rows in groups.items()
    }


def filled(template: Template, slots: Mapping[str, str]) -> Question | None:
    """The question, or None when something that it names is not known."""
    if not template.slots <= slots.keys():
        return None
    known = {**dict.fromkeys(("x", "do", "be", "did", "words"), ""), **slots}
    seeks = tuple(told for point in template.seeks if (told := point.format_map(known).strip()))
    text = template.text.format_map(slots)
    return Question(text[:1].upper() + text[1:], template.kind, tuple(dict.fromkeys(seeks)))


_CLAUSE = re.compile(r"(?:how|why|what|when|where|whether)\b", re.IGNORECASE)
STORY = "own.story"
"""The group about what happened to somebody, or what they asked themselves."""
_STORY = re.compile(
    r"(?:how|why|what|when|where|whether) .*"
    r"|(?:.* )?(?:gap|(?:gap|sabbatical) year|year out|career break|time off|break|redundan\w+"
    r"|sabbatical|dismissal|lay-?off|illness|(?:parental|maternity|sick|paternity) leave"
    r"|resignation|unemployment|criminal record)(?: (?:in|of|from|between|at) .*)?",
    re.IGNORECASE,
)


def own_group(words: str) -> str:
    """The group of templates for a subject that a person names."""
    return STORY if _STORY.fullmatch(words.strip(" ?")) else OWN


def slots_for(words: str) -> dict[str, str]:
    """Slots for anything that can be named, for the group "own.any"."""
    named = own_words(small_first(as_spoken(words)))
    if _CLAUSE.match(named):
        named = named[:1].lower() + named[1:]
    elif own_group(words) == STORY:
        named = re.sub(r"^(?:(?:the|an?|your)\s+)?", "your ", named)
    return {**dict.fromkeys(("x", "ax", "thx"), named), "at": ""}


def alike(text: str, others: Iterable[str], most: float = ALIKE) -> bool:
    """Whether a question asks nearly in the words of another one."""
    plain = text.lower()
    return any(fuzz.token_sort_ratio(plain, other.lower()) >= most for other in others)


class TemplatePool:
    """Gives out the questions of one plan; what it gave, it does not give again."""

    def __init__(
        self,
        wishes: Wishes | None = None,
        *,
        resume: bool = True,
        newcomer: bool = False,
        must_give: bool = False,
    ) -> None:
        """Questions as `wishes` want them; without a résumé none that presupposes one.

        A `newcomer` had no job yet. Who `must_give` asks again in nearly the same words when no
        others are left.
        """
        self._alike_again = SAME if must_give else ALIKE
        self.asked: list[str] = []
        self._wishes = wishes or Wishes()
        self._resume = resume
        self._newcomer = newcomer
        self._used: set[str] = set()
        self._proofs = cycle(_PROOFS)

    def take(
        self, groups: Sequence[str], slots: Mapping[str, str], most: int = 3
    ) -> tuple[Question, ...]:
        """At most so many questions about one thing; the groups take turns.

        Where fewer than two of their templates are left, those about anything stand in, and where
        they do not suffice, either, one is asked again about something else.
        """
        drafts = [self._drafts(group, slots) for group in groups]
        taken = self._choose(_in_turns(drafts), most)
        if (missing := min(2, most) - len(taken)) > 0:
            taken += self._choose(self._drafts(OWN, slots), missing)
        if (missing := min(2, most) - len(taken)) > 0:
            again = chain.from_iterable(self._drafts(g, slots, again=True) for g in groups)
            taken += self._choose(again, missing, self._alike_again)
        return tuple(taken)

    def accept(self, questions: Iterable[Question], most: int = 3) -> tuple[Question, ...]:
        """Those of some ready questions that are wanted and new to the plan."""
        fitting = (self._fitting(question) for question in questions)
        return tuple(self._choose(((one, "") for one in fitting if one), most))

    def _choose(
        self, drafts: Iterable[tuple[Question, str]], most: int, alike_from: float = ALIKE
    ) -> list[Question]:
        """Preferably of different kinds, and first of those that are wanted first.

        Those that are too long for the ear come last.
        """
        waiting = [draft for draft in drafts if self._is_wanted(draft[0])]
        waiting.sort(key=lambda draft: len(draft[0].text.split()) > HEARD_WORDS)
        taken: list[Question] = []
        kinds: set[QuestionKind] = set()
        while waiting and len(taken) < most:
            first = [one for one in waiting if one[0].kind in self._wishes.first]
            new = [one for one in first or waiting if one[0].kind not in kinds]
            draft = (new or first or waiting)[0]
            waiting.remove(draft)
            question, template = draft
            if alike(question.text, self.asked, alike_from):
                continue
            kinds.add(question.kind)
            self._used.add(template)
            question = self._stricter(question) if self._wishes.strict else question
            self.asked.append(question.text)
            taken.append(question)
        return taken

    def _is_wanted(self, question: Question) -> bool:
        return not self._wishes.only or question.kind in self._wishes.only

    def _drafts(
        self, group: str, slots: Mapping[str, str], *, again: bool = False
    ) -> list[tuple[Question, str]]:
        found = []
        for template in templates().get(group, ()):
            if (template.text in self._used) != again or (template.of_resume and not self._resume):
                continue
            question = filled(template, slots)
            if question and (fitting := self._fitting(question)):
                found.append((fitting, template.text))
        return found

    def _fitting(self, question: Question) -> Question | None:
        """The question as it is put to this person, if it can be."""
        return for_newcomer(question) if self._newcomer else question

    def _stricter(self, question: Question) -> Question:
        """The question with a demand for proof, where that makes no third sentence."""
        head = question.text.rstrip("?")
        if question.kind != "behavioural" or any(mark in head for mark in ".?!:"):
            return question
        text = f"{question.text} {next(self._proofs)}"
        return replace(question, text=text, seeks=(*question.seeks, PROOF))


def _in_turns(rows: Sequence[Sequence[tuple[Question, str]]]) -> Iterator[tuple[Question, str]]:
    """The first of each row, then the second of each, and so on."""
    for number in range(max(map(len, rows), default=0)):
        yield from (row[number] for row in rows if number < len(row))
