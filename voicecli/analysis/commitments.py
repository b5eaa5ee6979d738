"""What a single English sentence commits somebody to: a promise, a request, an offer, a proposal.

Rules, precision first: modal verbs and commitments carry most of such sentences (M. Purver and
others, "Detecting and summarizing action items in multi-party dialogue", SIGdial 2007), and what
only steers the conversation ("I'll be honest", "can you hear me") is told by its verb.
"""

from dataclasses import dataclass
from typing import Literal

from voicecli.analysis.commitment_cues import (
    ASK,
    CALLED,
    DECIDE,
    DOUBT,
    DUE,
    DUTY,
    EXPLICIT,
    FOR_WHOM,
    I_TAKE,
    I_WILL,
    LET_ME,
    NOT_DUTY,
    OFFER,
    OLD,
    PLEASE,
    PROPOSE,
    REPORTED,
    TELLS,
    WH,
)

Kind = Literal["promise", "request", "duty", "offer", "proposal", "decision"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a sentence commits to.

    `strength` 2 stands alone, 1 needs a date or an acceptance, 0 an acceptance.

    `who` is "i", "you", "we", "somebody" or a name as it was said; `due` is when, in its words.
    """

    kind: Kind
    who: str
    strength: int
    due: str | None


def due(text: str) -> str | None:
    """When something is to be done, as it was said."""
    found = DUE.search(_plain(text))
    return " ".join(found[0].split()) if found else None


def read(text: str) -> Commitment | None:
    """The commitment of a sentence, or None; the surest where several rules fit."""
    plain = _plain(text)
    lower = plain.lower()
    when = due(text)
    doubt = bool(DOUBT.search(lower))
    asks = plain.rstrip().endswith("?")
    if REPORTED.search(lower):
        return None
    if EXPLICIT.search(lower) and not doubt and not asks:
        who = "i" if "remind me" in lower else _named(plain) or "you"
        return Commitment("request", who, 2, when)
    promised = I_WILL.search(lower)
    surely = I_TAKE.search(lower) or LET_ME.search(lower)
    if (promised or surely) and not asks:
        known = bool(surely or (promised and promised["known"]))
        return Commitment("promise", "i", 1 if doubt or not known else 2, when)
    if DECIDE.search(lower) and not asks and not OLD.search(lower):
        return Commitment("decision", "we", 1 if doubt else 2, when)
    return _asked(plain, lower, when, doubt=doubt)


def _asked(plain: str, lower: str, when: str | None, *, doubt: bool) -> Commitment | None:
    """What others are to do, and what is only offered or proposed."""
    if OFFER.search(lower):
        return Commitment("offer", "i", 1, when)
    if PLEASE.search(lower) and not WH.match(lower):
        return Commitment("request", _vocative(plain) or "you", 2, when)
    asked = ASK.search(lower)
    if asked and not WH.match(lower):
        tells = bool(TELLS.match(asked[0]))
        return Commitment("request", _vocative(plain) or "you", 0 if tells else 1, when)
    if PROPOSE.search(lower):
        return Commitment("proposal", "we", 1, when)
    found = DUTY.search(plain)
    if found and not doubt and not plain.endswith("?") and not NOT_DUTY.search(plain):
        person = found["person"]
        who = "we" if person.lower() == "we" else person
        if person.lower() in ("someone", "somebody", "everyone", "everybody"):
            who = "somebody"
        known = bool(found["known"])
        return Commitment("duty", who, 1 if who == "we" or not known else 2, when)
    return None


def _vocative(plain: str) -> str | None:
    """The name that is called: "Tom, can you …", "Could you …, Tom?"."""
    found = CALLED.search(plain)
    name = (found["person"] or found["last"]) if found else None
    return None if name is None or name.lower() in ("we", "everyone", "everybody") else name


def _named(plain: str) -> str | None:
    """The name that a task is for: "an action item for Tom", "Tom: …"."""
    found = FOR_WHOM.search(plain)
    return (found["person"] or found["last"]) if found else None


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())
