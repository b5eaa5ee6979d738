"""Whether words can be named within a question: "what do you know about {x}" needs a noun there.

No tagger is at hand, so what is surely none is told: what begins or ends with a word that no name
begins or ends with, says when or how long, or holds a verb. It is read out as it stands instead.
"""

import re

from voicecli.interview.papers.work_verbs import is_base

_BEGINS = frozenset(
    """i you we they he she it if when while where because so but and or nor than then also even
    please must should would could can may might will shall is are was were be been got gets getting
    has have had do does did not no never mostly mainly usually often sometimes always just only
    very too really quite rather more most less few both either neither who whom whose which what
    how why in at by from into over under between as than esp""".split()
)
_ENDS = _BEGINS | frozenset(
    """a an the our your their my its his her this these those to of with for on off per via versus
    two three four five six seven eight nine ten any some each every other such including like
    commensurate compatible consistent appropriate relevant suitable equivalent similar preferred
    required desirable essential applies helps helpful welcome needed handy able willing keen happy
    ready""".split()
)
_LINKS = frozenset("and or with in at of for to on about".split())
_OPEN = frozenset(
    """if you we they i have had the a an and or of by who which your our got via than as from into
    better bonus spec following something somebody below above these""".split()
)
"""At the end of a line, more must come."""
_OF_TIME = re.compile(
    r"\d\s*\+?\s*(?:years?|yrs?|months?|mths?|weeks?|seasons?)\b|\d\s?x\s"
    r"|^(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekends?|nights?"
    r"|part-?timers?|full-?timers?)$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d+(?:\s*[-–]\s*\d+)?\s[a-z]")
"""A number of something, which is a condition: "25 days off"."""
_FIGURE = re.compile(
    r"(?!over|up|about|around|some|between|at|in|on|to|for|with|from|under|nearly|almost|roughly"
    r"|approximately|all|within|across|more|circa|level|stages?|grade|key|years?|phases?|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|first|last|next|every|each|my|our|their)"
    r"[a-z]+ [£$€]?\d"
)
_MARKS = re.compile(r"\s[A-Z]\s[A-Z]$|\b(?:[Nn]umber|[Rr]ef(?:erence)?|[Nn]o\.?)\s[\w-]*\d")
"""Cells of a table: "Essential" and "Application" as E and A, the number of a position."""
_HOW = re.compile(r"\w{3,}ly$", re.IGNORECASE)
NO_ADVERB = frozenset(
    """ally anomaly assembly butterfly costly curly daily early elderly family fly fortnightly
    friendly homely hourly italy jelly july likely lively lovely monopoly monthly multi-family
    nightly orderly poly quarterly rally reply scholarly supply timely user-friendly weekly
    yearly""".split()
)
"""End as adverbs do, and are none."""
_NAMED_AS = re.compile(r"\w+-(?:toed|skinned|hearted|headed|handed|minded|tempered|natured)$", re.I)
"""What somebody is or wears, not what they know."""
_WHAT_ONE_IS = re.compile(
    r"(?:\w+ )?(?:accredited|registered|qualified|chartered|experienced|motivated|organi[sz]ed"
    r"|non-smoker|smoker|minded|time-served|part-qualified)$",
    re.IGNORECASE,
)
_PART = re.compile(r"\s(?:and|or)\s|,\s")
_BEHIND = re.compile(
    r"\s(?:in|of|from|for|with|at|on|as|to|under|by|within|across|through|using|including|that"
    r"|who|which)\b.*"
)


def can_be_named(text: str) -> bool:
    """Whether words can stand where a question needs the name of a thing."""
    words = [word if _is_letters(word) else word.lower().strip(".,") for word in text.split()]
    if not words or words[-1] in _ENDS or (words[0] in _BEGINS and words[:2] != ["at", "least"]):
        return False
    if _is_a_task(text) or _OF_TIME.search(text) or _COUNT.match(text) or _MARKS.search(text):
        return False
    adverb = _HOW.fullmatch(words[0]) and words[0] not in NO_ADVERB
    ends = len(words) == 2 or (len(words) > 2 and words[2] in _LINKS)
    if adverb and ends and not words[1].endswith(("ing", "s", "ion", "ment")):
        return False  # "commercially astute", but not "heavily regulated industries"
    return not any(_is_of_a_person(part) for part in _PART.split(text))


_COMPOUNDED = frozenset("manage assess assure coordinate supervise".split())
_BEHIND_VERB = frozenset("a an the our your new all".split())


def _is_a_task(text: str) -> bool:
    """Whether a verb and its object stand there: "lead a team", "line manage 14 nurses"."""
    first, second, *_ = [*text.split(), "", ""]
    object_of_first = second.lower() in _BEHIND_VERB or second[:1].isdigit() or second[:1] in "£$€"
    verb_first = first.islower() and is_base(first) and bool(second) and object_of_first
    return verb_first or is_compound_verb(text)


def is_compound_verb(text: str) -> bool:
    """Whether a noun makes one verb with the next word: "line manage", "risk assess"."""
    first, second, *behind = [*text.split(), "", ""]
    return first.isalpha() and second in _COMPOUNDED and behind[0] not in ("", "of")


def is_whole(line: str) -> bool:
    """Whether a line says something when it is read out: not "Mostly" or "Even better if you"."""
    words = [word.lower().strip(".,") for word in line.split()]
    return len(words) > 1 and words[-1] not in _OPEN


def is_measured(behind: str) -> bool:
    """Whether a noun and its figure follow, so that the word before is no verb: "rate 110%"."""
    return _FIGURE.match(behind) is not None


def _is_letters(word: str) -> bool:
    """Whether a word is an abbreviation: "IT" is no pronoun."""
    return len(word) > 1 and word.isupper()


def _is_of_a_person(part: str) -> bool:
    """Whether a part says what somebody is: "thick-skinned", "time-served"."""
    head = _BEHIND.sub("", part).strip(" ,.")
    words = head.lower().split()
    if not words:
        return False
    last = words[-1]
    alone = len(words) == 1 and _HOW.fullmatch(last) and last not in NO_ADVERB
    return bool(alone or _NAMED_AS.fullmatch(last) or _WHAT_ONE_IS.fullmatch(head))
