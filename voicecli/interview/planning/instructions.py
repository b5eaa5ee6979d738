"""What somebody asks for with `--instructions`, as wishes that a plan can meet or not.

Instructions are read clause by clause: "Focus on leadership, skip education and be strict."
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, get_args

from voicecli.interview.papers.plain_text import visible
from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.plan import QuestionKind
from voicecli.interview.planning.spoken_words import doing_of
from voicecli.interview.planning.wish_cues import (
    AND,
    AVOID,
    CODE,
    FOCUS,
    HARD_ONES,
    HOW_I,
    HOW_MANY_ABOUT,
    HOW_MANY_TOPICS,
    IN_LANGUAGE,
    KINDS,
    MILD,
    NEVER_MET,
    NO_SUBJECT,
    NO_WISH,
    ONLY,
    PLEASE,
    STRICT,
    TRIMMED,
    UNMET,
    WHOLE,
)
from voicecli.interview.planning.wishes import Wishes

MOST_FOCUS = 4
LONGEST_BARE = 5
"""A clause without a verb that is known names a subject when it is no longer than so many words."""
MOST_TOPICS = 8
_COUNTS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten".split(), start=1
    )
}
LONGEST_SUBJECT = 60
LONGEST_TOLD = 60
"""Characters of a subject, and of what was not understood as it is told back."""


def read_instructions(text: str) -> Wishes:
    """The wishes in a text; what nobody can make sense of is `unmet`."""
    wishes = Wishes(" ".join(visible(text).split()))
    before: Literal["focus", "avoid"] | None = None
    for clause in _clauses(wishes.text):
        wishes, before = _with_clause(wishes, clause, before)
    return replace(wishes, focus=wishes.focus[:MOST_FOCUS])


_COURTESY = frozenset(("please", "thanks", "thank you", "cheers", "ok", "okay"))


def _clauses(text: str) -> Iterator[str]:
    for sentence in re.split(
        r"[.;!?\n]+(?=\s|$)|\s[-–—]\s|(?<!system):\s", text, flags=re.IGNORECASE
    ):
        if is_to_a_machine(sentence) or CODE.search(sentence):
            yield sentence
            continue
        for part in AND.split(sentence):
            # A comma may list subjects ("focus on leadership, teamwork") or part two wishes.
            pieces = (piece.strip() for piece in part.split(","))
            yield from (piece for piece in pieces if piece and piece.lower() not in _COURTESY)


_Before = Literal["focus", "avoid"] | None


def _with_clause(wishes: Wishes, clause: str, before: _Before) -> tuple[Wishes, _Before]:
    while (asked := PLEASE.sub("", clause, count=1)) != clause:
        clause = asked
    if not clause:
        return wishes, before
    if is_to_a_machine(clause) or CODE.search(clause):
        return _unmet(wishes, _not_understood(clause)), None
    if never := next((told for cue, told in NEVER_MET if cue.search(clause)), ""):
        return _unmet(wishes, never), None
    if many := HOW_MANY_TOPICS.fullmatch(clause):
        return _of_so_many(wishes, many["number"]), None
    if MILD.search(clause) and not FOCUS.fullmatch(clause):
        return replace(wishes, strict=False), None
    if found := AVOID.fullmatch(clause):
        return _avoided(wishes, found["what"]), "avoid"
    if found := ONLY.fullmatch(clause):
        return _only(wishes, found["what"] or found["before"]), "focus"
    for pattern, told in UNMET:
        as_language = IN_LANGUAGE.search(clause) if pattern is UNMET[2][0] else None
        if pattern.search(clause) and (as_language or not FOCUS.fullmatch(clause)):
            about = HOW_MANY_ABOUT.search(clause)
            wishes = _focused(wishes, about["what"]) if about else wishes
            return _unmet(wishes, told), None
    if STRICT.search(clause) and not FOCUS.fullmatch(clause):
        return replace(wishes, strict=True), None
    if found := FOCUS.fullmatch(clause):
        after = _focused(wishes, found["what"])
        if after == wishes and not (wishes.focus or wishes.first or wishes.strict):
            return _unmet(wishes, _not_understood(clause)), None
        return after, "focus"
    bare = re.sub(r"^(?:and|or)\s+", "", clause)
    if clause.isascii() and (_ABOUT_ONESELF.match(bare) or _is_bare_subject(bare)):
        if before == "avoid":
            return _avoided(wishes, clause), before
        after = _focused(wishes, clause)
        if after != wishes:
            return after, "focus"
    return _unmet(wishes, _not_understood(clause)), None


_ABOUT_ONESELF = re.compile(r"(?:how|why|what) (?:i|my)\b(?:\s\S+){1,8}$", re.IGNORECASE)
"""A subject all the same: "why I left", "how I plan my day"."""


def _is_bare_subject(bare: str) -> bool:
    """Whether a clause without a verb that is known names a subject, and is no remark."""
    return len(bare.split()) <= LONGEST_BARE and not NO_WISH.search(bare)


def _not_understood(clause: str) -> str:
    told = clause if len(clause) <= LONGEST_TOLD else f"{clause[:LONGEST_TOLD].rstrip()}…"
    return f"Not understood: “{told}”."


def _of_so_many(wishes: Wishes, number: str) -> Wishes:
    """The wishes with a number of topics, as far as a plan has so many."""
    wanted = int(number) if number.isdigit() else _COUNTS.get(number.lower(), 1)
    count = min(max(wanted, 1), MOST_TOPICS)
    wishes = replace(wishes, count=count)
    return _unmet(wishes, f"A plan has {MOST_TOPICS} topics at most.") if wanted > count else wishes


def _avoided(wishes: Wishes, what: str) -> Wishes:
    kinds = _kinds(what)
    if kinds and len(what.split()) <= 3:
        return replace(wishes, only=(wishes.only or frozenset(get_args(QuestionKind))) - kinds)
    return replace(wishes, avoid=wishes.avoid + _subjects(what))


def _only(wishes: Wishes, what: str) -> Wishes:
    kinds = _kinds(what)
    if kinds:
        about = re.search(r"questions? (?:about|on|regarding)\s+(.+)", what, re.IGNORECASE)
        told = replace(wishes, only=wishes.only | kinds)
        return replace(told, focus=told.focus + _subjects(about[1])) if about else told
    return replace(wishes, focus=wishes.focus + _subjects(what), only_focus=True)


def _focused(wishes: Wishes, what: str) -> Wishes:
    kinds = _kinds(what)
    if kinds and (len(what.split()) <= 4 or kinds == {"motivation"}):
        return replace(wishes, first=wishes.first | kinds)
    if hard := HARD_ONES.match(what):
        told = replace(wishes, strict=True)
        return _focused(told, hard["what"]) if hard["what"] else told
    return replace(wishes, focus=tuple(dict.fromkeys(wishes.focus + _subjects(what))))


def _kinds(what: str) -> frozenset[QuestionKind]:
    kinds: frozenset[QuestionKind] = frozenset()
    for pattern, meant in KINDS:
        if pattern.search(what):
            kinds |= meant
    return kinds


def _subjects(what: str) -> tuple[str, ...]:
    found = []
    for part in re.split(r"\s+(?:and|or|&|as well as)\s+|\s*/\s*", what.strip(" .")):
        told = HOW_I.sub(lambda found: doing_of(found["verb"]), part.strip())
        while (trimmed := TRIMMED.sub("", told).strip(" \"'“”")) != told:
            told = trimmed
        named = re.search(r"\w\w", told) and told.lower() not in NO_SUBJECT
        named = named and not WHOLE.match(told)
        if named and len(told) <= LONGEST_SUBJECT:
            found.append(told)
    return tuple(found)


def _unmet(wishes: Wishes, told: str) -> Wishes:
    return replace(wishes, unmet=tuple(dict.fromkeys((*wishes.unmet, told))))
