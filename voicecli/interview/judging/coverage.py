"""Which points of a question a reply touches, and by which of its words. English."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voicecli.analysis.english import stem, words
from voicecli.interview.course import Covered
from voicecli.interview.judging.clauses import Clause
from voicecli.interview.judging.concreteness import Span, Substance, is_specific
from voicecli.interview.judging.empty_words import is_empty
from voicecli.interview.judging.likeness import Likeness
from voicecli.interview.judging.past import is_past
from voicecli.interview.judging.points import PointKind, kind_of, names
from voicecli.interview.judging.star import Part, label

_ALIKE = 0.36
"""Likeness from which a piece speaks of a named subject without its name."""
_ASKED = 0.22
"""Likeness from which a piece with something to it speaks of what was asked in general words."""
_LONGEST_QUOTE = 14
_PLAIN_DEED = 3

_RESULT = re.compile(
    r"\b(?:as a result|in the end|at the end|finally|eventually|after that|afterwards"
    r"|since then|from then on|from that day|ever since|the result|so that"
    r"|\w+ (?:days?|weeks?|months?|years?) later|a (?:day|week|month|year) later"
    r"|within (?:a|\w+) \w+|after (?:a|\w+|half a) (?:days?|weeks?|months?|years?)"
    r"|by (?:december|january|february|march|april|may|june|july|august|september|october"
    r"|november|christmas|summer|the end)"
    r"|(?:went|fell|dropped|rose|came|grew|got|brought|cut|reduced|increased|shortened"
    r"|lowered|raised|sank|down|up) (?:\w+ ){0,3}(?:from|to|by|at) \S+"
    r"|from \S+(?: \S+){0,4} (?:down |up )?to \S+|saved|signed|passed|won|bought|agreed"
    r"|resigned|recovered|survived|published|went live|paid off|worked out"
    r"|still (?:use|in use|friends|works?|running|there|do)|never happened"
    r"|did(?:n't| not) happen|nobody left|no longer|not (?:once|a single)|under budget"
    r"|percent (?:less|more|under|over|faster|fewer)|finished|could go home|apologi[sz]ed"
    r"|thanked|was (?:up|back|solved|fixed|gone|over)|half (?:the|as)|twice (?:the|as)"
    r"|we agreed)\b",
    re.IGNORECASE,
)
_LEARNING = re.compile(
    r"\b(?:learn(?:ed|t)?|since then|since that|from then on|ever since|next time"
    r"|never again|nowadays|these days|now i|today i|i now|ever after|lesson|taught me"
    r"|from now on|differently|i always|i never|would have|should have)\b|^now\b|\btoday\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|cause|since|so that|in order to|otherwise|that'?s why|this is why"
    r"|the reason|due to|thanks to|therefore|as (?:i|we|it|the|they)"
    r"|to (?:make sure|avoid|see|find|prevent|be)|wanted to|want to|i like|i love"
    r"|matters? to me|if you|so (?:i|you|we|they|nobody|it)|which means)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|we|i've|we've|my|our)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\b(?:measur\w+|compar\w+|count\w*|calculat\w+|monitor\w*|track\w*|audit\w*"
    r"|test(?:ed|s)|check\w*|weigh\w*|timed|log(?:ged|ger|gers|s)?|records?|recorded"
    r"|reports?|reported|accounts?|invoices?|statistics|survey(?:ed|s)?|data|system"
    r"|figures? (?:from|of|in)|spreadsheet|book(?:s)?|wrote down|noted|before and after"
    r"|instead of|told us)\b",
    re.IGNORECASE,
)
"""Where figures are taken from."""
_OWN_PART = re.compile(r"\bmy (?:own )?(?:part|share|role|fault|task|job|idea)\b", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"\b(?:for (?:instance|example)|such as|like when|once"
    r"|last (?:week|month|year|summer|winter|autumn|spring|time)|one (?:time|day|of)"
    r"|the other day|recently|in (?:19|20)\d\d|there was|we had|i had)\b",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"\b(?:first(?:ly)?|then|next|after that|afterwards|before|finally|second(?:ly)?"
    r"|start with|begin with|last(?:ly)?|once (?:that|it|i|the))\b",
    re.IGNORECASE,
)
_CHECK = re.compile(
    r"\b(?:check\w*|measur\w*|test\w*|compar\w*|verif\w*|review\w*|count\w*|inspect\w*"
    r"|look(?:ed|s)?|audit\w*|monitor\w*|track\w*|ask(?:ed|s)?|scan\w*|read|sampl\w*"
    r"|validat\w*|percent|recall|kpi|signs?|see (?:if|whether))\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:colleagues?|boss|managers?|director|team|doctors?|nurses?|foreman|supervisor"
    r"|head of \w+|clients?|customers?|parents?|teachers?|students?|pupils?|engineers?"
    r"|lawyers?|consultants?|assistants?|office|suppliers?|police|partner|chief|owner|lead"
    r"|user|patients?|families|family|neighbou?rs?|experts?|specialists?|department|him|her"
    r"|them|together with|mr|mrs|ms)\b"
    r"|\b(?:ask|call|ring|phone|tell|told|speak to|spoke to|talk to|check with"
    r"|sit (?:down )?with|sat (?:down )?with|involve|email)(?:ed|s|ing)? (?:the |my |our "
    r"|your |their |a |an )?(?!for|about|if|whether|what|how|why|when|me|myself|that|this|it"
    r"|you|the|to|out|on|off)[a-z]+\b",
    re.IGNORECASE,
)


_DRAW = re.compile(
    r"\b(?:i(?:'d| would| really| just| also| always| still|'ve always)* (?:like|love|enjoy"
    r"|want|miss|care|prefer|believe|hope|wish|need|loved|liked|wanted|enjoyed|missed)"
    r"|matters? to me|important to me|interest(?:s|ed)|attracts?|draws?|appeals?|fascinat\w+"
    r"|proud|favou?rite|my dream|dream(?:ed|t)? of|the reason|that'?s why|looking for"
    r"|close to home|from home|the money|the pay|salary|location)\b"
    r"|\byour (?!know\b)\w+"
    r"|(?<!can )(?<!do )(?<!if )(?<!when )(?<!give )(?<!gives )(?<!all )\byou(?:'ve|'re"
    r"|(?! know| can| see| have to| need| must| just| could| should| never| get| always"
    r"| feel| want| would| go| think| mean)(?: \w+){2})",
    re.IGNORECASE,
)
"""What somebody likes or wants, and what they say of who offers the job."""
_NOW = re.compile(
    r"\b(?:now|at the moment|currently|ready|by now|after (?:\w+ ){1,3}(?:years|months)"
    r"|contract|left|leav(?:e|es|ing)|end(?:s|ed|ing)|mov(?:e|ed|ing) (?:back|to|here|house)"
    r"|next step|time for|recently|this (?:year|spring|summer|autumn|winter|month)|finished"
    r"|qualified|maternity|clos(?:ed|es|ing)|redundan\w+|no longer|frozen|until|anymore"
    r"|any more|enough of|i've been|i have been|sold|let \w+ go)\b",
    re.IGNORECASE,
)
"""What has come about that somebody looks for work today."""
_WHY = re.compile(
    r"\bwhy\b|\bhow come\b|\bcome about\b|\bwhat (?:draws|attracts|motivates)\b|\breasons?\b",
    re.IGNORECASE,
)
"""A question to which a whole answer is a reason, whether or not it says "because"."""
_NO_BUT = re.compile(
    r"^(?:\W*(?:um|uh|er|well|so|honestly|to be honest|actually|oh)\b)*\W*(?:no|not|never"
    r"|nothing|none|nobody|i (?:haven'?t|have not|have never|never|don'?t|do not|didn'?t)"
    r"|i'?ve never|we (?:never|don'?t|didn'?t))\b.{0,120}?\b(?:but|however|though|instead"
    r"|only|apart from|we had|i did|i had|i used)\b",
    re.IGNORECASE | re.DOTALL,
)
"""An honest no with what comes near: it answers whether one has done something."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply to a question that was read: its clauses, their part in a story, what is in them.

    `likeness`, when there is an embedder, compares its pieces with the question (text 0), with
    each point in order, and with other texts that tell what the question is about.
    """

    question: str
    text: str
    parts: tuple[Clause, ...]
    story: tuple[tuple[Clause, frozenset[Part]], ...]
    substance: Substance
    likeness: Likeness | None
    elsewhere: float | None = None
    """By how much it is nearer to another topic of the interview than to its own, if there are."""


def read_story(reply: str) -> tuple[tuple[Clause, frozenset[Part]], ...]:
    """The clauses of a reply with the parts of a story that each tells."""
    return tuple(label(reply))


def cover(
    points: Sequence[str], reading: Reading, *, aimed: bool = False
) -> tuple[tuple[Covered, ...], tuple[str, ...]]:
    """The points that a reply touches with words of it, and those that it does not.

    Where the question was `aimed` at its first point alone, whatever tells something touches it.
    """
    covered, missing = [], []
    for number, point in enumerate(points, start=1):
        quote = _quote(point, number, reading)
        if not quote and aimed and number == 1:
            quote = _tells(kind_of(point), reading)
        if quote:
            covered.append(Covered(point, quote))
        else:
            missing.append(point)
    return tuple(covered), tuple(missing)


def is_honest_no(reply: str) -> bool:
    """Whether a reply says no and then what comes near."""
    return bool(_NO_BUT.search(reply.replace("’", "'")))


def shortened(text: str, most: int = _LONGEST_QUOTE) -> str:
    """The first words of a text, literally."""
    found = list(re.finditer(r"\S+", text))
    return text if len(found) <= most else text[: found[most - 1].end()]


def _quote(point: str, number: int, reading: Reading) -> str:
    kind = kind_of(point)
    if kind is PointKind.SUBJECT:
        return _subject(point, number, reading)
    found = _by_kind(kind, reading)
    if not found and kind in (PointKind.SITUATION, PointKind.STEPS, PointKind.CHECK):
        found = _subject(point, number, reading)
    return found


def _by_kind(kind: PointKind, reading: Reading) -> str:
    substance = reading.substance
    if kind is PointKind.REASON and _WHY.search(reading.question):
        return _clause_with(_REASON, reading) or _clause_with(None, reading)
    if kind is PointKind.OWN:
        return (
            _first(substance.deeds)
            or _first(substance.acts)
            or _own_part(reading)
            or _plain_deed(reading)
        )
    if kind is PointKind.RESULT:
        return _result(reading)
    if kind is PointKind.SITUATION:
        return _told("situation", reading) or _clause_with(None, reading, past=True)
    if kind is PointKind.EXAMPLE:
        return _clause_with(_EXAMPLE, reading) or _first(substance.deeds)
    if kind is PointKind.FIGURE:
        return _first(substance.figures)
    if kind is PointKind.TIME:
        return _first(substance.figures) or _matched(_EXAMPLE, reading.text)
    if kind is PointKind.STEPS:
        acts = substance.acts
        return acts[0].text if len(acts) > 1 else _clause_with(_STEPS, reading)
    cue = {
        PointKind.REASON: _REASON,
        PointKind.LEARNING: _LEARNING,
        PointKind.PEOPLE: _PEOPLE,
        PointKind.CHECK: _CHECK,
        PointKind.DRAW: _DRAW,
        PointKind.NOW: _NOW,
        PointKind.SOURCE: _MEASURED,
    }[kind]
    return _clause_with(cue, reading)


def _result(reading: Reading) -> str:
    """What came of it: said as such, or what others did after the speaker's own deed, at the end."""
    told = _told("result", reading)
    if told:
        return told
    cued = _clause_with(_RESULT, reading)
    if cued:
        return cued
    deeds = reading.substance.deeds
    if not deeds or len(reading.parts) < 4:
        return ""
    last = reading.parts[-1]
    is_others = not re.search(r"\b(?:i|we)\b", last.text, re.IGNORECASE)
    if last.start > deeds[0].start and is_others and is_past(last.text):
        return shortened(last.text)
    return ""


def _told(part: Part, reading: Reading) -> str:
    for clause, parts in reading.story:
        if part in parts and is_specific(clause.text):
            return shortened(clause.text)
    return ""


def _tells(kind: PointKind, reading: Reading) -> str:
    """Words that answer a question for one thing: a figure for figures, else what tells anything."""
    if kind in (PointKind.FIGURE, PointKind.TIME):
        return _first(reading.substance.figures)
    if kind is PointKind.OWN:
        return _matched(_FIRST_PERSON, reading.text) and _clause_with(_FIRST_PERSON, reading)
    return _clause_with(None, reading)


def _plain_deed(reading: Reading) -> str:
    """A deed in the plainest words ("I told him to get off"); those that fit any event are none."""
    for clause, parts in reading.story:
        said = words(clause.text)
        if "action" in parts and len(said) > _PLAIN_DEED and not any(map(is_empty, said)):
            return shortened(clause.text)
    return ""


def _own_part(reading: Reading) -> str:
    """What is said of one's own part, which may be named in the clauses behind it."""
    for clause in reading.parts:
        if _OWN_PART.search(clause.text) and is_specific(reading.text[clause.start :]):
            return shortened(clause.text)
    return ""


def _clause_with(cue: re.Pattern[str] | None, reading: Reading, *, past: bool = False) -> str:
    """The first clause with something to it that a cue is found in."""
    for clause in reading.parts:
        found = cue is None or cue.search(clause.text)
        if found and (not past or is_past(clause.text)) and is_specific(clause.text):
            return shortened(clause.text)
    return ""


def _subject(point: str, number: int, reading: Reading) -> str:
    """A clause that names the subject of a point, or a piece that is much like it.

    An honest no speaks of what was asked; where no question is read with it, it is no word on that.
    """
    wanted = names(point)
    if reading.question and is_honest_no(reading.text):
        return shortened(reading.parts[0].text)
    for clause in reading.parts:
        said = {stem(word) for word in words(clause.text)}
        if wanted and len(wanted & said) * 2 >= len(wanted):
            return shortened(clause.text)
    wanted -= names(reading.question)
    if reading.likeness is None:
        return "" if wanted or not reading.question else _clause_with(None, reading)
    piece, likeness = reading.likeness.best(number)
    if likeness >= _ALIKE and is_specific(piece.text):
        return shortened(piece.text)
    asked, as_asked = reading.likeness.best(0)
    if reading.question and not wanted and as_asked >= _ASKED and is_specific(asked.text):
        return shortened(asked.text)
    return ""


def _matched(cue: re.Pattern[str], text: str) -> str:
    match = cue.search(text)
    return match[0] if match else ""


def _first(spans: Sequence[Span]) -> str:
    return spans[0].text if spans else ""
