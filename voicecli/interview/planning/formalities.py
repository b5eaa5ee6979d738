"""What of a job is settled with yes or no, and leaves nothing to talk about: "own car"."""

import re

from voicecli.interview.plan import Requirement

_HELD = re.compile(
    r"\b(?:own|access to an?(?: \w+)?)(?: \w+)? (?:car|van|vehicle|transport|tools|equipment"
    r"|bike|ppe)\b"
    r"|\b(?:car|vehicle) owner\b|^(?:an? )?car driver\b"
    r"|\b(?:right|authori[sz]ed|eligible|entitled|permission|authori[sz]ation)"
    r" to (?:live and )?work\b"
    r"|\bwork permit\b|\bvisa\b"
    r"|\b(?:background|children|criminal record|police|reference|dbs|pvg|bpss|vetting|credit)"
    r" (?:check|clearance|screening)s?\b|\b(?:dbs|pvg|bpss)\b|\bcriminal record\b|\breferences\b"
    r"|\b(?:driving|motoring) record\b"
    r"|\bpenalty points\b|\b(?:over|at least|aged) (?:18|21|25)\b"
    r"|\b(?:16|18|21|25) (?:or over|years of age)|\bage(?:d)?\b\W.{0,20}\d"
    r"|^height (?:of|between|over|above)\b"
    r"|\blive within\b|\bpassport\b|\brefs\b|\breliable transport(?:ation)?\b"
    r"|\bdrug (?:test|screen)",
    re.IGNORECASE,
)
_TESTED = re.compile(
    r"\b(?:pass|undergo|subject to|complete|consent to|submit to)\b.*"
    r"\b(?:background (?:check|investigation)|polygraph|drug (?:test|screen)|medical|vetting"
    r"|criminal record|clearance)",
    re.IGNORECASE,
)
_PIECE = re.compile(r",|\b(?:and|or)\b|[/&]", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(?:shifts?|weekends?|rota|nights?|evenings?|mornings?|hours|on[- ]call|overtime|starts?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|bank hol(?:iday)?s?|public holidays|holidays"
    r"|days a week|\d ?[ap]m|travel(?: up to)?|relocate|commute)\b",
    re.IGNORECASE,
)
_BODILY = re.compile(
    r"\b(?:lift|carry|climb|stand|sit|walk|kneel|bend)\b.*"
    r"(?:\d|\b(?:ladders?|stairs|periods|hours|long|loads?|heavy|kilos)\b)",
    re.IGNORECASE,
)
_AROUND = frozenset(
    """a ability able alternate an and are as at availability available basis be being bend between
    can carry climb commute cover day days do during early every extra fine flexibility
    flexible flexibly for four free from full happy has have if immediately in is it join
    kneel late least lift long meetings month must need needed notice occasional occasionally
    of ok okay on one only our out part pattern patterns per periods prepared project ready
    regular required rotating rotation several shift short should sit site six some stand
    start starting the three through time times to two unsociable until up varied walk we week
    weekly when will willing willingness with within work working year you you'll your""".split()
)
"""Words around a time: "must be able to work" some weekends."""


def is_formality(requirement: Requirement) -> bool:
    """Whether yes or no is all that can be said to a requirement: "own car", "weekend shifts"."""
    text = requirement.text
    if _TESTED.search(text):
        return True
    by_duty = requirement.kind in ("duty", "experience", "education")
    if not by_duty and _HELD.search(text):
        return True
    return requirement.kind != "experience" and _is_availability(text)


def _is_availability(text: str) -> bool:
    """Whether all of a line says when somebody is there, or what their body can bear."""
    pieces = [piece.strip(" .") for piece in _PIECE.split(text) if piece.strip(" .")]
    told = any(_WHEN.search(piece) or _BODILY.search(piece) for piece in pieces)
    return told and all(_BODILY.search(piece) or _is_a_time(piece) for piece in pieces)


def _is_a_time(piece: str) -> bool:
    rest = re.findall(r"[^\s,;:]+", _WHEN.sub(" ", piece).lower().replace("’", "'"))
    return all(word in _AROUND or re.search(r"\d|^\W+$", word) for word in rest)
