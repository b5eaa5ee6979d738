"""What a requirement says, as it fits into a spoken sentence.

Documents speak in bullets: "Strong communication skills (written/verbal)". A question needs
"communication skills" behind "when it comes to". What fits no pattern is quoted whole.
"""

import re

from voicecli.interview.papers.tongues import tongues_in
from voicecli.interview.papers.work_verbs import base_of, is_base
from voicecli.interview.plan import Requirement
from voicecli.interview.planning.being import being
from voicecli.interview.planning.doing import would_do
from voicecli.interview.planning.naming import can_be_named, is_compound_verb
from voicecli.interview.planning.phrase import (
    DOING_WORDS,
    QUOTED_WORDS,
    Phrase,
    first_sentence,
    own_words,
    short,
    without_aside,
)
from voicecli.interview.planning.spoken_words import (
    a_or_an,
    as_spoken,
    in_small_letters,
    is_plain,
    listed,
    small_first,
)
from voicecli.interview.planning.things import (
    FLAIR,
    LIKING,
    WORKING_KNOWLEDGE,
    is_one_quality,
    is_quality,
    names_a_thing,
    thing,
    with_article,
)

_TAIL = re.compile(
    r"(?:,?\s+or\s+(?:an?\s+)?(?:equivalent|similar|(?:closely )?related)(?:\s+\w+){0,2}"
    r"|,?\s+or\s+(?:(?:be|are|is|the)\s+)?(?:willing(?:ness)?|able|ability|prepared|happy|eligible"
    r"|working|ready)\s(?:to|towards?|for)\s.*|\s+(?:behind you|under your belt))?"
    r"(?:,?\s+(?:(?:is|are|would be)\s+)?(?:(?:highly|strongly|very|an?)\s+)?"
    r"(?:required|essential|desirable|preferred|a must|a plus|advantageous|an advantage|an asset"
    r"|nice to have|mandatory|needed|ideal|beneficial|bonus))?$",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r",?\s+(?:because|since we|as we|so (?:that )?\w+ (?:is|are|can|will)"
    r"|but|though|although)\b.*$"
)
_ACT_OF = re.compile(r"^(?:the\s+)?(\w+ing) of\s+", re.IGNORECASE)


def of_requirement(requirement: Requirement) -> Phrase:
    """What is asked for, as it fits into a question."""
    spoken = as_spoken(in_small_letters(requirement.text))
    told = first_sentence(_CELLS.sub("", spoken) or spoken)
    told = _LIKE_IT.sub(r"a \1 like this one", told)
    cut = _TAIL.sub("", _BECAUSE.sub("", told))
    told = _ACT_OF.sub(_act, told if cut.endswith(" not") else cut)
    if requirement.names and requirement.kind == "language":
        return Phrase(_tongues(requirement), "thing")
    if _is_clause(requirement, told) and not re.match(r"(?:can|could)\s", told, re.IGNORECASE):
        told = without_aside(told)
        who = f"somebody who {told[:1].lower()}{told[1:]}"
        return Phrase(short(who, QUOTED_WORDS), "words")
    known = WORKING_KNOWLEDGE.match(told) is not None
    liking = LIKING.match(cut)
    if liking and len(cut[liking.end() :].split()) <= _MOST_LIKED:
        bare = small_first(without_aside(cut[liking.start("kind") :]))
        return Phrase(a_or_an(bare) if liking[0].lower().startswith("a") else bare, "thing")
    is_flair = FLAIR.fullmatch(told) is not None
    to_do = not (known or is_flair) and (requirement.kind != "certificate" or _GETS.match(told))
    if doing := would_do(told, is_duty=requirement.kind == "duty") if to_do else "":
        return Phrase(doing, "do")
    if to_do and is_compound_verb(told) and not is_base(told.split()[0]):
        return Phrase(own_words(small_first(short(without_aside(told), DOING_WORDS))), "do")
    if is_flair or is_one_quality(told):
        return Phrase(with_article(small_first(told)), "thing")
    if is_what := "" if known else being(told):
        return Phrase(is_what, "be")
    formal = requirement.kind in ("education", "certificate")
    whole = requirement.kind in ("duty", "trait")
    if requirement.kind == "duty" and not names_a_thing(told):
        return Phrase(short(without_aside(told), QUOTED_WORDS), "words")
    named = thing(told.split(",")[0] if formal else told, formal=formal, whole=whole)
    named = named if can_be_named(named) else ""
    if named and not (requirement.kind == "trait" and not is_quality(named)):
        return Phrase(named, "thing")
    if requirement.names and requirement.kind not in ("duty", "trait"):
        named = names_of(requirement, 1 if requirement.kind == "experience" else 2)
        is_task = named[:1].islower() and would_do(named, is_duty=True)
        if can_be_named(named) and not is_task and not _tells_little(named, told):
            return Phrase(named, "thing")
    return Phrase(short(without_aside(told), QUOTED_WORDS), "words")


_LIKE_IT = re.compile(
    r"\b(?:an?\s+|the\s+)?(?:similar|comparable|equivalent|same(?: or similar)?)\s"
    r"(role|position|job|post|capacity|setting)\b",
    re.IGNORECASE,
)
"""The job itself, which nobody can be asked about as a thing of its own."""
_CELLS = re.compile(r"(?:\s[A-Z](?=\s|$)){2,}$")
"""What a table of criteria marks behind a line: "E A I"."""
_MOST_LIKED = 5
_GETS = re.compile(
    r"(?:.{0,20}\b(?:[Aa]ble|[Aa]bility) to |[Tt]o )?\w+ (?:an?|the|your|our|[Ll]evel|\d)\b"
)
"""A verb and what somebody gets by it: "obtain a card", but not "crane licence"."""


def _act(found: re.Match[str]) -> str:
    """Handling of complaints as "handling complaints", but "understanding of" as it is."""
    return f"{found[1]} " if base_of(found[1]) not in ("", "understand", "ground") else found[0]


def _tongues(requirement: Requirement) -> str:
    """The languages that are asked for; English only where no other one is."""
    tongues = [one for name in requirement.names for one in tongues_in(name)] or requirement.names
    foreign = [name for name in tongues if name.lower() != "english"]
    any_will_do = re.search(r"\bor\b", requirement.text) is not None
    return listed(foreign or tongues, 1 + any_will_do, "or")


_COUNTRIES = frozenset("US USA UK GB EU NZ UAE".split())


def _tells_little(named: str, told: str) -> bool:
    """Whether a name is a small part of what is asked for: a place, or a common word."""
    alone = len(named.split()) == 1 and len(told.split()) > QUOTED_WORDS // 3
    return is_plain(named) or alone or named in _COUNTRIES


def names_of(requirement: Requirement, most: int = 2) -> str:
    """The names as they stand in the text, and joined as they are there: "AWS D1.1 or ISO 9606"."""
    text = requirement.text
    if most < 2:  # the first is what the document is about
        return listed(requirement.names, 1)
    names = sorted(requirement.names, key=lambda name: text.find(name) % (len(text) + 1))
    if len(names) < 2:
        return listed(names, most)
    between = text[text.find(names[0]) : text.find(names[1])]
    if "(" in between:  # "HPLC (Empower)": the second says more of the first
        return listed(names, 1)
    choice = says_or(text) and not re.search(r"\band\b", between)
    return listed(names, most, "or" if choice else "and")


def says_or(text: str) -> bool:
    """Whether one of several things that a text names will do."""
    return re.search(r"\bor\b|\b(?:one|any|either) of\b|\beither\b|\w/\w", text) is not None


_WHO_DOES = re.compile(
    r"(?:knows|enjoys|loves|likes|cares|wants|thrives|believes|takes|gets|thinks|puts|shares|lives"
    r"|sees|values|brings|treats|listens|asks|pays|goes|feels|leads by)\s(?!(?:your|their) way)",
    re.IGNORECASE,
)


def _is_clause(requirement: Requirement, told: str) -> bool:
    """Whether the document goes on about a person with it: "a manager who lives and breathes"."""
    if requirement.kind != "duty" and _WHO_DOES.match(told):
        return True
    begin = re.escape(" ".join(requirement.text.split()[:3]))
    quote = " ".join(requirement.place.quote.split())
    return bool(begin) and re.search(rf"\bwho (?:also )?{begin}", quote) is not None
