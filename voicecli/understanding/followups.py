"""Questions that lean on the one before: "show me more", "and in Rust?", "how accurate is it?"."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from voicecli.understanding.dates import Years, years_after, years_before

Kind = Literal["more", "change", "refine", "about", "among", "ordinal", "relative"]

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th",
            "seventh 7th", "eighth 8th", "ninth 9th", "tenth 10th",
        ),
        start=1,
    )
    for word in words.split()
} | {"last": -1}  # fmt: skip
_COUNT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: number for number, word in enumerate(_COUNT, start=1)}
_SOME_YEARS = rf"(?:(\d+|a|{'|'.join(_COUNT)}) years?)"
_NTH = rf"(?:{'|'.join(_ORDINALS)})"
_LEAD = r"^(?:(?:and|ok|okay|so|then|but|yes|well|now|please)\W+)*"
_ASK = r"(?:(?:can you |could you |please )?(?:show|give|list|tell|name)(?: me| us)? )?"
_ALL_OF = r"(?: of (?:them|those|these|it))?"

_TABLE: tuple[tuple[Kind, str], ...] = (
    ("ordinal", rf"\b(?:the )?{_NTH} (?:one|item|result|of (?:them|those|these)|in the list)\b"),
    ("ordinal", rf"\b(?:more )?about (?:the )?{_NTH}\b|\bnumber (?:\d+|{'|'.join(_NUMBERS)})\b"),
    ("ordinal", rf"{_LEAD}the (?!first|last){_NTH}\W*$"),
    ("about", r"^more (?:details?|information|about (?:it|that|this))\b"),
    ("more", rf"{_LEAD}{_ASK}(?:(?:some|any|a few|\d+|even) )?(?:more|others|other ones"
             rf"|another(?: one)?|the (?:rest|others|next(?: ones?)?)|next(?: ones?)?){_ALL_OF}"
             r"(?: please| then)?\W*$"),
    ("more", rf"{_LEAD}(?:what|who|where|which) else\b"),
    ("more", rf"{_LEAD}(?:is there |are there )?"
             r"(?:any|anything|some|something|anyone) (?:else|more|other)\b"),
    ("more", rf"{_LEAD}(?:go on|continue|keep going|more please|any others?)\W*$"),
    ("among", r"\b(?:which|any|one|some|how many|all|only) (?:ones? )?(?:of|among) "
              r"(?:those|these|them)\b|^(?:of|among) (?:those|these|them)\b"),
    ("among", rf"{_LEAD}how many (?:are|were) (?:there|those|they|these)\b"),
    ("relative", rf"{_LEAD}(?:anything|something|any|some|one|ones) (?:that (?:is|was) )?"
                 r"(?:older|newer|earlier|later|more recent)\W*$"),
    ("relative", rf"\b{_SOME_YEARS} (?:later|earlier|before|after)(?: that)?\W*$"),
    ("relative", r"\b(?:before|prior to|earlier than) (?:that|then|this|it)\b|\bearlier\W*$"
                 r"|\bpreviously\W*$|\bthe (?:year|time) before\b"
                 r"|\bthe previous (?:year|one|job)\b"),
    ("relative", r"\b(?:after|since|following) (?:that|then|this|it)\b|\b(?:later|afterwards)\W*$"
                 r"|\bthe (?:year after|next year|following year)\b|\bthe next (?:year|job)\b"),
    ("relative", r"^(?:and )?(?:where|what|who|which) (?:was|were|did|had|has|is|does|came) (?:\w+ )*"
                 r"(?:before|beforehand|afterwards?|after|next)\W*$"),
    ("change", rf"{_LEAD}(?:no\W+(?!(?:more|longer|other)\b)|sorry\W+|i (?:mean|meant)\b|actually\b"
               r"|rather\b|instead\b|(?:the )?same (?:for|in|with|but)\b)(?:\W*\w+){1,6}\W*$"),
    ("refine", rf"{_LEAD}(?:not|without|except|excluding|but not|nothing|none)\b(?:\W*\w+){{1,7}}\W*$"),
    ("refine", rf"{_LEAD}(?:only|just)\b|{_LEAD}(?:the|those|these) ones?\b"
               r"|^(?:those|these) (?:with|that|in|from|about|using|made)\b"),
    ("among", rf"{_LEAD}(?:(?:what|which|who)(?: one)? (?:is|was|are|were) )?the (?!other\b)(?:more \w+|\w+er)"
              r"(?: ones?(?: of (?:the two|both|them|those|these))?| of (?:the two|both|them|those|these))\W*$"),
    ("refine", rf"{_LEAD}(?:(?:what|which|who)(?: one)? (?:is|was|are|were) )?the (?:very )?"
               r"(?:\w+est|most \w+|first|last)(?: ones?)?(?: of (?:all|them|those))?\W*$"),
    ("refine", rf"{_LEAD}(?:what|which|who)(?: one)? (?:is|was|are|were) the \w+er(?: ones?)?\W*$"),
    ("change", r"^(?:and|but|also|or|plus)\b"),
    ("change", r"^(?:(?:so|ok|then)\W+)?(?:what|how) about\b"),
    ("change", r"^(?:in|with|using|since|before|after|from|for|between|not)\b(?:\W+\w+){1,5}\W*$"),
    ("change", r"^(?:or )?(?:xtech|x\w+|(?:19|20)\d\d)\W*$"),
    ("about", rf"{_LEAD}(?:why|where|when|who|whom|how|how come|since when|until when|how long|how much"
              r"|how many|which|really|is (?:she|he)|does (?:she|he))(?: (?:not|so|exactly|else))?\W*$"),
    ("about", r"^\w+ \w+ (?:\w+ )*(?:that|this)\W*$"),
    ("about", rf"{_LEAD}how many (?:have|has|had|were|was|are) (?:been |being )?\w+ed\b|{_LEAD}how many (?:have|has) been\b"),
    ("about", r"\b(?:it|its|them|those|these|ones?|the same|the other)\b(?<!number one)"),
    ("about", r"(?<!is )(?<!are )(?<!was )\bthere\b|^tell me more\W*$|\bin (?:more )?detail\b"),
    ("about", r"\b(?:that|this) (?:one|project|job|role|position|company|paper|article|thing|app"
              r"|tool|degree|course|document|work|place|year|time)\b"
              r"|\b(?:about|like|of|with) that\W*$"
              r"|\b(?:is|was|are|were|does|did|has|had|will|would|can|could) (?:that|this)\b"),
)  # fmt: skip
_OF_ONE_THING = re.compile(
    rf"{_LEAD}(?:who|what|when|where|how \w+|which \w+) (?:is|was|are|were|did|does|do) the \w+"
    r"(?: (?:end|start|begin|take|cost|last|finish|open|close|get|have|do|use|win|sell))?\W*$"
)
_SOMEBODY = re.compile(r"\b(?:she|he|him|her|his)\b")
_RULES = tuple((kind, re.compile(pattern)) for kind, pattern in _TABLE)

_BEFORE = re.compile(r"\b(?:before|prior|earlier|older|previous(?:ly)?)\b")
_YEARS_ON = re.compile(rf"\b{_SOME_YEARS} (?:later|earlier|before|after)\b")
_ONE_YEAR = re.compile(r"\b(?:the year (?:before|after)|(?:next|following|previous) year)\b")
_COUNTED = re.compile(rf"\b(?:({'|'.join(_ORDINALS)})|number (\d+|{'|'.join(_NUMBERS)}))\b")
_CARRIED = (
    "technologies",
    "every_technology",
    "exclude_technologies",
    "exclude_types",
    "exclude_words",
    "years",
    "types",
    "entities",
    "items",
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How a question leans on the one before; `words` is its masked text."""

    kind: Kind
    words: str


def find_follow_up(masked: str) -> FollowUp | None:
    """Recognise a question that cannot be understood alone; the first rule that fits decides."""
    for kind, pattern in _RULES:
        if pattern.search(masked):
            return FollowUp(kind, masked)
    return None


def find_unspoken(masked: str, previous: Mapping[str, Any], *, of_a_text: bool) -> FollowUp | None:
    """Recognise what does not say that it leans on the question before, but hardly stands alone.

    After one thing was spoken of, "who was the client?" asks about it. After a question about a
    text (`of_a_text`) "what did he carry?" asks about somebody in it. `previous` are its slots.
    """
    of_one = previous.get("ordinal") or previous.get("leans") == "about"
    of_one = of_one or len(previous.get("items", ())) == 1
    is_unspoken = (of_one and _OF_ONE_THING.search(masked)) or (
        of_a_text and _SOMEBODY.search(masked)
    )
    return FollowUp("about", masked) if is_unspoken else None


def merge(
    follow_up: FollowUp, slots: Mapping[str, Any], previous: Mapping[str, Any]
) -> dict[str, Any]:
    """Fill a follow-up's slots from those of the question before.

    "change" puts what is new in the place of what was ("and in Rust?"), "refine" adds it ("only
    those in Rust"), "more" repeats the question without what was shown, "among" asks about what was
    shown, "about" and "ordinal" about one of it. Of whom it speaks stays.
    """
    merged = {"follow_up": True, "leans": follow_up.kind, **slots}
    merged["people"] = slots.get("people") or previous.get("people", ())
    carried = {key: previous[key] for key in _CARRIED if previous.get(key)}
    match follow_up.kind:
        case "more":
            merged = {**carried, **_given(merged), "exclude_shown": True}
        case "change":
            merged = {**carried, **_given(merged)}
        case "refine":
            merged = {**carried, **_given(merged)}
            both = [*previous.get("technologies", ()), *slots.get("technologies", ())]
            both = [name for name in both if name not in merged.get("exclude_technologies", ())]
            if both:
                merged |= {"technologies": tuple(dict.fromkeys(both)), "every_technology": True}
            else:
                merged.pop("technologies", None)
        case "relative":
            merged = {**carried, **_given(merged), **_relative(follow_up.words, previous)}
        case "among":
            kept = ("technologies", "every_technology")
            merged = {key: carried[key] for key in kept if key in carried} | _given(merged)
            merged["among_shown"] = True
            merged["types"] = merged.get("types") or carried.get("types", ())
        case "about":
            merged = {**_named(carried), **_given(merged)}
        case "ordinal":
            merged["ordinal"] = _ordinal(follow_up.words)
    return {key: value for key, value in merged.items() if value not in ((), None)}


def _given(slots: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in slots.items() if value not in ((), None)}


def _named(carried: Mapping[str, Any]) -> dict[str, Any]:
    return {key: carried[key] for key in ("entities", "items") if key in carried}


def _relative(words: str, previous: Mapping[str, Any]) -> dict[str, Any]:
    """Shift the years of the question before; without any, say in which direction to look."""
    backwards = bool(_BEFORE.search(words))
    direction = {"relative": "before" if backwards else "after"}
    if not (known := previous.get("years")):
        return direction
    years = Years(known["from"], known["to"])
    shifted = years_before(years) if backwards else years_after(years)
    if shifted is None:
        return direction
    if (some := _YEARS_ON.search(words)) and (known["from"] or known["to"]):
        count = {"a": 1, **_NUMBERS}.get(some[1]) or int(some[1])
        year = (known["from"] or known["to"]) + (-count if backwards else count)
        return {"years": {"from": year, "to": year}}
    if _ONE_YEAR.search(words):
        year = shifted.last if backwards else shifted.first
        shifted = Years(year, year)
    return {"years": {"from": shifted.first, "to": shifted.last}}


def _ordinal(words: str) -> int | None:
    """Return which of the shown items is meant, from 1; -1 is the last."""
    match = _COUNTED.search(words)
    if not match:
        return None
    word, number = match.groups()
    return _ORDINALS[word] if word else _NUMBERS.get(number) or int(number)
