"""What somebody asks for with `--instructions`, as wishes that a plan can meet or not.

Instructions are read clause by clause: "Focus on leadership, skip education and be strict."
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from voicecli.interview.papers.plain_text import visible
from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.plan import QuestionKind

MOST_FOCUS = 4
LONGEST_BARE = 5
"""A clause without a verb that is known names a subject when it is no longer than so many words."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan is to look like.

    `focus` and `avoid` are what to ask about and what not to, in the person's words; `only` are the
    kinds of question that are wanted (none: all); with `only_focus` nothing else is asked about;
    `strict` asks for proof. `unmet` says what cannot be done, a sentence each.
    """

    text: str = ""
    focus: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    only: frozenset[QuestionKind] = frozenset()
    first: frozenset[QuestionKind] = frozenset()
    """Kinds of question that come before the others."""
    only_focus: bool = False
    strict: bool = False
    unmet: tuple[str, ...] = ()


_KINDS: list[tuple[re.Pattern[str], frozenset[QuestionKind]]] = [
    (re.compile(pattern, re.IGNORECASE), frozenset(kinds))  # type: ignore[arg-type]
    for pattern, kinds in (
        (r"\b(?:technical|hard[- ]skills?|technically)\b", ("technical",)),
        (
            r"\b(?:behaviou?ral|competenc(?:y|ies)(?:[- ]based)?|star|soft[- ]skills?)\b",
            ("behavioural",),
        ),
        (r"\b(?:situational|hypothetical|scenarios?|what[- ]if)\b", ("situational",)),
        (r"\bmotivation(?:al)?\b", ("motivation",)),
        (r"\b(?:factual|facts)\b", ("factual",)),
    )
]
_AND = re.compile(
    r",?\s+(?:and|but|also|then|plus|however|while|though)\s+(?=(?:also\s+|please\s+|then\s+)?"
    r"(?:focus|concentrate|ask|skip|avoid|leave|do\s+not|don't|don’t|be|no|only|just"
    r"|practi[sc]e|include"
    r"|cover|test|ignore|make|keep|nothing|not|without|talk|emphasi[sz]e|stress|prepare|use"
    r"|speak|less|more|stay|steer)\b)",
    re.IGNORECASE,
)
_PLEASE = re.compile(
    r"^(?:please|kindly|and|but|also|then|so|ok|okay|hi|hello"
    r"|(?:i(?:'d| would)? (?:like|want|need|wish)"
    r"(?: (?:you|it))?(?: to)?)|(?:can|could|would|will) you(?: please)?|let's|let us"
    r"|we should|you should)"
    r"[\s,]+",
    re.IGNORECASE,
)
_AVOID = re.compile(
    r"(?:skip|avoid|omit|exclude|ignore|leave out|leave|drop|without|except(?: for)?|less(?: of)?"
    r"|stay (?:away|clear) from|steer clear of|keep (?:off|away from)"
    r"|nothing(?! but| except)(?: too)?"
    r"|(?:i(?:'d| would) )?(?:prefer"
    r"|rather) not(?: to)?(?: (?:be asked|talk|speak|discuss|go into|answer|hear))?"
    r"|not(?: about)?"
    r"|(?:do not|don't|don’t|never) (?:ask|talk|speak|go|dwell|include|mention|touch"
    r"|bring up)"
    r"(?: (?:me|anything|questions|into|too much|much|on|upon))*"
    r"|no(?! more than)(?: more)?)\b(?:\s+(?:any|all|the|questions?))*(?:\s+(?:about|on|of"
    r"|regarding))?"
    r"\s+(?P<what>.+)",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"(?:(?:ask |use |make it |keep it |i want )?(?:me )?(?:only|just|exclusively|solely"
    r"|nothing but"
    r"|nothing except"
    r"|purely)(?: (?:ask|use|practi[sc]e|talk|focus))?(?: me)?(?: (?:about|on|for|with))?\s+"
    r"(?P<what>.+)|(?P<before>.+?)(?: questions)? only)",
    re.IGNORECASE,
)
_FOCUS = re.compile(
    r"(?:(?:(?:put )?(?:the |a |your |more |strong |special |heavy |particular "
    r"|main )*(?:focus|emphasis|stress"
    r"|attention)(?:ed|ing)?(?: more| mainly| mostly| especially)?(?: on| to| upon)?)"
    r"|concentrate(?: more| mainly)?(?: on)?|emphasi[sz]e|stress|prioriti[sz]e|highlight|especially"
    r"|particularly|mostly|mainly|above all|more(?: questions)?(?: about| on)?"
    r"|(?:ask|question|quiz|grill|drill|challenge|test|press|probe|interview|train|coach"
    r"|prepare|examine)"
    r"(?: (?:me|us|them|hard|more|mainly|mostly|especially|a lot|lots|many|some|several|questions"
    r"|specifically|in depth|in detail|deeply|the candidate))*(?: (?:about|on|for|regarding"
    r"|into|in|with))?"
    r"|talk (?:more )?about|discuss|cover|include|go (?:into|over|through)|dig into"
    r"|dive into|practi[sc]e"
    r"|practi[sc]ing|dwell on|(?:start|begin|open) with|(?:double-?)?check|verify|look at"
    r"|zoom in on|home in on"
    r"|spend (?:more |most |extra |the )*time (?:on|with)"
    r"|what (?:would|will|might|could|do) they ask(?: me)?(?: about| on)?"
    r"|(?:(?:more|some|several|many|a few|a lot of|lots of) )?questions (?:about|on"
    r"|regarding|around)"
    r"|(?:i(?:'m| am)|i feel) (?:very |a bit |quite |most |really )?(?:nervous|worried"
    r"|anxious|unsure|weak|bad|insecure"
    r"|concerned|not (?:so |very )?(?:good|sure|confident)|struggling) (?:about|with|at|on"
    r"|in)|i struggle(?: most)? with"
    r"|rehearse|train|work on|help me with|add)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:strict(?:er|ly)?|tough(?:er)?|hard(?:er)? on me|hard|demanding|rigorous|critical"
    r"|harsh|picky"
    r"|challenging|ruthless|merciless|difficult questions|hard questions|tough questions)\b",
    re.IGNORECASE,
)
_HARD_ONES = re.compile(
    rf"(?:\w+\s+)?{_STRICT.pattern}\s+(?:\w+\s+)?(?:questions?"
    rf"|ones)(?:\s+(?:about|on|for)\s+(?P<what>.+))?$",
    re.IGNORECASE,
)
_UNMET: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern, re.IGNORECASE), told)
    for pattern, told in (
        (
            r"\b\d+\s*(?:min(?:ute)?s?|hours?)\b|\b(?:half an|one) hour\b",
            "How long it lasts is set with --minutes.",
        ),
        (
            r"\b(?:\d+|two|three|four|five|six|seven|eight|ten|twelve) (?:\w+ )?questions\b"
            r"|\bshort(?:er)? interview"
            r"|\blong(?:er)? interview|\bkeep it short\b|\bquick\b",
            "How many questions are asked is set with --questions.",
        ),
        (
            r"\b(?:in|auf|en)\s+(?:german|french|spanish|italian|portuguese|dutch|polish|russian"
            r"|chinese|mandarin|japanese"
            r"|arabic|hindi|turkish|korean|swedish|deutsch|espa[nñ]ol|fran[cç]ais"
            r"|italiano)\b(?!\s+\w+ing)",
            "Interviews are held in English.",
        ),
        (
            (
                r"\b(?:act|pretend|behave|talk|speak|sound|role-?play)\s+(?:like|as|to be)\b"
                r"|\byou are\b"
                r"|\bpersona\b"
            ),
            "The interviewer plays nobody else.",
        ),
        (
            r"\b(?:friendl(?:y|ier)|gentle|kind(?:er)?|nice(?:r)?|easy|easier|relaxed|polite"
            r"|encouraging|supportive"
            r"|casual|funny|humou?r|jokes?|sarcastic|rude|aggressive"
            r"|mean)\b(?!\s+(?:customers?|people|clients?|guests?))",
            "The interviewer's manner is always the same.",
        ),
        (
            (
                r"\b(?:slow(?:er|ly)?|fast(?:er)?"
                r"|loud(?:er)?)\b(?=.*\b(?:speak|talk|read|voice|speech)"
                r"|$)"
            ),
            "How it speaks is set with `tts.speed` and `tts.volume`.",
        ),
        (
            (
                r"\b(?:score|grade|mark|rate|feedback after|correct me"
                r"|tell me the (?:right|best) answers?|model answers?)\b"
            ),
            "What is judged, and how, is set with --rubric for the report.",
        ),
        (
            r"\b(?:search|google|look up|internet|web|linkedin|email|call|book)\b.*\b(?:company|web"
            r"|internet|online|me"
            r"|up|linkedin)\b",
            "Nothing but the documents is looked at: there is no network.",
        ),
    )
]
_IN_LANGUAGE = re.compile(
    rf"\b(?:ask|speak|talk|interview|conduct|hold|do|run|be|questions?)\b(?: me| it| this"
    rf"| all| the \w+)*\s{_UNMET[2][0].pattern}",
    re.IGNORECASE,
)
_HOW_MANY_ABOUT = re.compile(r"questions? (?:about|on|regarding)\s+(?P<what>.+)", re.IGNORECASE)
LONGEST_SUBJECT = 60
LONGEST_TOLD = 60
"""Characters of a subject, and of what was not understood as it is told back."""
_NO_SUBJECT = frozenset("on about that those these this them it all everything anything".split())
_TRIMMED = re.compile(
    r"^(?:(?:the|any|all|some|a lot of|lots of|more|my|questions?|topics?|about|on|regarding"
    r"|related to|"
    r"things like|such as|for|to|your|their|his|her|candidate's|aspects? of|parts? of|how i)\s+)+"
    r"|\s+(?:questions?|topics?|part|parts|stuff|skills? (?:only)|please|more|a lot|much|too"
    r"|as well|only"
    r"|in particular|especially|section|sections|this time|today|first)$",
    re.IGNORECASE,
)


def read_instructions(text: str) -> Wishes:
    """The wishes in a text; what nobody can make sense of is `unmet`."""
    wishes = Wishes(" ".join(visible(text).split()))
    before: Literal["focus", "avoid"] | None = None
    for clause in _clauses(wishes.text):
        wishes, before = _with_clause(wishes, clause, before)
    return replace(wishes, focus=wishes.focus[:MOST_FOCUS])


_CODE = re.compile(r"[<>{}`\\]|\$\(")
"""What stands in programs and pages, and in no wish."""


def _clauses(text: str) -> Iterator[str]:
    for sentence in re.split(
        r"[.;!?\n]+(?=\s|$)|\s[-–—]\s|(?<!system):\s", text, flags=re.IGNORECASE
    ):
        if is_to_a_machine(sentence) or _CODE.search(sentence):
            yield sentence
            continue
        for part in _AND.split(sentence):
            # A comma may list subjects ("focus on leadership, teamwork") or part two wishes.
            yield from (piece.strip() for piece in part.split(",") if piece.strip())


_Before = Literal["focus", "avoid"] | None


def _with_clause(wishes: Wishes, clause: str, before: _Before) -> tuple[Wishes, _Before]:
    while (asked := _PLEASE.sub("", clause, count=1)) != clause:
        clause = asked
    if not clause:
        return wishes, before
    if is_to_a_machine(clause) or _CODE.search(clause):
        return _unmet(wishes, _not_understood(clause)), None
    if found := _AVOID.fullmatch(clause):
        return _avoided(wishes, found["what"]), "avoid"
    if found := _ONLY.fullmatch(clause):
        return _only(wishes, found["what"] or found["before"]), "focus"
    for pattern, told in _UNMET:
        as_language = _IN_LANGUAGE.search(clause) if pattern is _UNMET[2][0] else None
        if pattern.search(clause) and (as_language or not _FOCUS.fullmatch(clause)):
            about = _HOW_MANY_ABOUT.search(clause)
            wishes = _focused(wishes, about["what"]) if about else wishes
            return _unmet(wishes, told), None
    if _STRICT.search(clause) and not _FOCUS.fullmatch(clause):
        return replace(wishes, strict=True), None
    if found := _FOCUS.fullmatch(clause):
        after = _focused(wishes, found["what"])
        if after == wishes and not (wishes.focus or wishes.first or wishes.strict):
            return _unmet(wishes, _not_understood(clause)), None
        return after, "focus"
    if len(re.sub(r"^(?:and|or)\s+", "", clause).split()) <= LONGEST_BARE and clause.isascii():
        if before == "avoid":
            return _avoided(wishes, clause), before
        after = _focused(wishes, clause)
        if after != wishes:
            return after, "focus"
    return _unmet(wishes, _not_understood(clause)), None


def _not_understood(clause: str) -> str:
    told = clause if len(clause) <= LONGEST_TOLD else f"{clause[:LONGEST_TOLD].rstrip()}…"
    return f"Not understood: “{told}”."


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
    if kinds and len(what.split()) <= 4:
        return replace(wishes, first=wishes.first | kinds)
    if hard := _HARD_ONES.match(what):
        told = replace(wishes, strict=True)
        return _focused(told, hard["what"]) if hard["what"] else told
    return replace(wishes, focus=tuple(dict.fromkeys(wishes.focus + _subjects(what))))


def _kinds(what: str) -> frozenset[QuestionKind]:
    kinds: frozenset[QuestionKind] = frozenset()
    for pattern, meant in _KINDS:
        if pattern.search(what):
            kinds |= meant
    return kinds


def _subjects(what: str) -> tuple[str, ...]:
    found = []
    for part in re.split(r"\s+(?:and|or|&|as well as)\s+|\s*/\s*", what.strip(" .")):
        told = part
        while (trimmed := _TRIMMED.sub("", told).strip(" \"'“”")) != told:
            told = trimmed
        named = re.search(r"\w\w", told) and told.lower() not in _NO_SUBJECT
        if named and len(told) <= LONGEST_SUBJECT:
            found.append(told)
    return tuple(found)


def _unmet(wishes: Wishes, told: str) -> Wishes:
    return replace(wishes, unmet=tuple(dict.fromkeys((*wishes.unmet, told))))
