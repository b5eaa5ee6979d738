"""What a résumé claims, as it fits into a spoken sentence: what somebody did, does, or holds."""

import re

from voicecli.interview.papers.work_verbs import AS_NOUN, is_base, is_past
from voicecli.interview.plan import Claim
from voicecli.interview.planning.being import PERSON
from voicecli.interview.planning.doing import SIGN, in_base_form
from voicecli.interview.planning.naming import is_measured
from voicecli.interview.planning.phrase import (
    DOING_WORDS,
    QUOTED_WORDS,
    Phrase,
    first_sentence,
    own_words,
    short,
)
from voicecli.interview.planning.spoken_words import (
    a_or_an,
    as_spoken,
    in_small_letters,
    listed,
    small_first,
)
from voicecli.interview.planning.things import (
    thing,
)

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
    if deed and not (
        held and not _GAINED.match(deed.text)
    ):  # "Clean driving licence" cleans nothing
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
    if verb[:2].isupper() or PERSON.fullmatch(rest.split(",")[0]):
        return None  # "GOC-registered", "Registered nurse"
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
_GAINED = re.compile(
    r"(?:\w+ly )?(?:passed|gained|obtained|completed|attended|achieved|earned|took|qualified"
    r"|graduated|studied|won|were)\b"
)
"""What somebody does to hold a thing; "confined space entry" is one that is held."""
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
