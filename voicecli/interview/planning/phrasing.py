"""What a requirement or a claim says, as it fits into a spoken sentence.

Documents speak in bullets: "Strong communication skills (written/verbal)". A question needs
"communication skills" behind "when it comes to". What fits no pattern is quoted whole.
"""

import re

from voicecli.interview.papers.tongues import tongues_in
from voicecli.interview.papers.work_verbs import AS_NOUN, base_of, is_base, is_past
from voicecli.interview.plan import Claim, Requirement
from voicecli.interview.planning.being import being
from voicecli.interview.planning.doing import SIGN, in_base_form, would_do
from voicecli.interview.planning.naming import can_be_named, is_measured
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
    choice = is_choice(text) and not re.search(r"\band\b", between)
    return listed(names, most, "or" if choice else "and")


def is_choice(text: str) -> bool:
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


_RESPONSIBLE = re.compile(
    r"^(?:was |were )?(?:\w+ly )?((?:responsible|accountable|answerable) for|in charge of)\s+",
    re.IGNORECASE,
)
_BEING_ONE = re.compile(
    r"^(?:an? )?((?:[a-z]+ )?(?:member|winner|author|co-author|founder)|part|head|captain|chair"
    r"|secretary|treasurer) of\s+",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"^(?:i|we)\s+(?:have\s+|also\s+|then\s+)*", re.IGNORECASE)
_DONE_TO_ONE = re.compile(
    r"(?:promoted|seconded|deployed|invited|assigned|transferred|posted|hired|appointed|elected"
    r"|selected|chosen|nominated|commended|shortlisted|recogni[sz]ed|entrusted|trusted|tasked"
    r"|employed|based|trained|headhunted|voted)"
    r"(?=\s+(?:from|to|as|for|in|at|by|with|on|within|after|twice|into|under)\b)"
    r"|(?:awarded|named|voted)(?=\s+(?:the\s+)?[A-Z])",
    re.IGNORECASE,
)
"""What others did to who writes it: "promoted to head chef"."""
_RUN_ON = re.compile(r"(?<=[a-z\d%)”\"])\s+(?=[A-Z][a-z]+ed\s[a-z\d£$€])")
"""Between two lines of a list that were read as one."""
_CLAUSE = re.compile(r"\s*[;:]\s+|\s+[–—-]\s+")


def of_claim(claim: Claim) -> Phrase:
    """What a résumé claims, as it fits into a question."""
    raw = _RUN_ON.split(in_small_letters(" ".join(claim.text.split())))[0]
    told = first_sentence(_joined(raw))
    rest = _FIRST_PERSON.sub("", told)
    rest = _DONE_TO_ONE.sub(lambda found: f"were {found[0].lower()}", rest, count=1)
    rest = _RESPONSIBLE.sub(lambda found: f"were {found[1].lower()} ", rest)
    rest = _BEING_ONE.sub(_was_one, rest) if claim.kind != "role" else rest
    words = rest.split()
    held = claim.kind in ("certificate", "education", "language")
    deed = _deed(rest, words) if claim.kind != "skill" and len(words) > 2 else None
    if deed and not (held and deed.form != "did"):  # "Clean driving licence" cleans nothing
        return deed
    if claim.kind in ("skill", "language", "certificate") and claim.names:
        return Phrase(listed(claim.names), "thing")
    is_named = claim.kind in ("skill", "language", "certificate", "education", "project")
    if named := thing(told) if is_named else "":
        return Phrase(named, "thing")
    return Phrase(short(as_spoken(in_small_letters(claim.text)), QUOTED_WORDS), "words")


def _was_one(found: re.Match[str]) -> str:
    one = found[1].lower()
    return f"were {a_or_an(one) if one[-2:] in ('er', 'or') else one} of "


def _deed(rest: str, words: list[str]) -> Phrase | None:
    """What somebody did or does, if the line begins with a verb or an adverb before one."""
    late = words[0].lower().endswith("ly") or words[0].isupper()
    verb = words[1] if late else words[0]
    if verb[:2].isupper():  # "GOC-registered"
        return None
    text = own_words(small_first(short(_in_one(rest), DOING_WORDS)))
    if is_past(verb):
        return Phrase(text, "did")
    if is_base(verb) and not _is_noun(verb, words[late + 1 :]):
        return Phrase(text, "does")
    if verb[0].isupper() and not late and (base := in_base_form(rest)) != rest:
        if verb.endswith("ing"):
            return Phrase(text, "doing")
        return Phrase(own_words(short(base, DOING_WORDS)), "does")
    return None


_LAST_DEED = re.compile(r",\s+(?!\w+ by\b|based\b|used\b|located\b|known\b)(\w+)(?=\s[^,]*$)")


_WITH_NOUN = re.compile(r"[a-z]+(?:ing|tion|ment|ance|ence|ship|ist|er|or|cy|ity|sis)$")
_DONE_FOR = frozenset("care cook cover design film model open order pack plan play test".split())
"""Verbs among the nouns that go on with "for": "care for patients", not "mentor for three"."""
_LINKED = re.compile(r"(?:of|in|for|with|at|on|to|from|by|and|or|as|into|across|under|within)$")


def _is_noun(verb: str, behind: list[str]) -> bool:
    """Whether the first word of a line is a noun after all: "help desk specialist", "pick rate".

    A verb of today has its object soon: one behind an article or a number, or in the plural.
    """
    rest = " ".join(behind)
    if not behind or behind[0].lower() == "of" or is_measured(rest):
        return True
    if behind[0].lower() == "for" and verb.lower() not in _DONE_FOR:
        return verb.lower() in AS_NOUN
    if verb.lower() not in AS_NOUN or SIGN.match(rest):
        return False
    upto = next((n for n, word in enumerate(behind) if _LINKED.match(word.lower())), len(behind))
    heads = [word.strip(",.") for word in behind[:upto]]
    several = any(word.endswith("s") and not word.endswith("ss") for word in heads[:3])
    return not several or bool(_WITH_NOUN.match(heads[0]) and not heads[0].endswith("s"))


def _in_one(text: str) -> str:
    """Deeds in a row with "and" before the last one: "ran the refit, finished early"."""
    last = _LAST_DEED.search(text)
    joined = re.search(r"\band \w+ed\b", text)
    if not last or not is_past(last[1]) or " by " in text[last.end() :] or joined:
        return text
    return f"{text[: last.start()]} and {text[last.start(1) :]}"


def _joined(text: str) -> str:
    """A line and what stands behind its semicolon or dash as one sentence.

    "Ran the refit; finished early" becomes "… and finished early", and what has no verb of its own
    "… with no loss".
    """
    first, *more = _CLAUSE.split(text)
    head, tail = as_spoken(first), as_spoken(more[0]) if more else ""
    words = tail.split()
    if len(head.split()) < 3 or not words or len(words) + len(head.split()) > DOING_WORDS:
        return head if len(head.split()) >= 3 else as_spoken(text)
    told = small_first(tail)
    if words[0].lower().endswith("ing") or words[0].lower() in ("with", "without", "including"):
        return f"{head}, {told}"
    if is_base(words[0]) and words[0].lower() not in AS_NOUN:
        return head  # what goes on in another tense: "trained 8 welders; co-supervise one"
    if _LINKED.fullmatch(words[0].lower()) or words[0].lower() in ("over", "ahead"):
        return f"{head}, {told}"
    finite = any(is_past(word) or word in ("is", "are") for word in words[:5])
    return f"{head} and {told}" if finite else f"{head}, with {told}"
