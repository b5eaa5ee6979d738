"""What a person told, as the assistant says it back: "my flight" is "your flight" then.

Who says something back turns the first person into the second, and what is said of the assistant
itself into the first. "You" may be the assistant, or anybody ("you need a code to get in"): only
what plainly names the assistant is turned, and what cannot be turned safely is quoted.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FIRST = {
    "i": "you", "i'm": "you're", "i've": "you've", "i'll": "you'll", "i'd": "you'd",
    "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we": "you", "we're": "you're", "we've": "you've", "we'll": "you'll", "we'd": "you'd",
    "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves",
}  # fmt: skip
_SECOND = {
    "you": "I", "you're": "I'm", "you've": "I've", "you'll": "I'll", "you'd": "I'd",
    "your": "my", "yours": "mine", "yourself": "myself",
}  # fmt: skip
_OF_THE_ASSISTANT = re.compile(
    r"(?:you are|you['’]re|you were) (?:called|named|nicknamed|known as|my|our|an? |the |[A-Z])"
    r"|your (?:name|nickname|birthday|owner|maker|job|task) ",
)
"""Beginnings that name the assistant, and not anybody."""
_NUMBERED = frozenset(
    "war part type phase volume class level book chapter act stage grade section article room gate"
    " terminal tier block unit building row platform wing elizabeth charles george henry".split()
)
"""Words behind which "I" is a number: "World War I"."""
_BEFORE_MINE = frozenset("is are was were be been of than like not as".split())
"""Words behind which "mine" is no pit."""
_QUOTED = re.compile(r"[\"“”„«»]|(?<!\w)['‘]|['’](?!\w)")
_TO_DO = re.compile(r"to (?=[a-z])", re.IGNORECASE)
_FORMS = {"am": "are", "was": "were", "wasn't": "weren't"}


def said_back(text: str) -> str:
    """A person's words as the assistant says them: "you parked on level 4"."""
    turned = _turned(text)
    return f"“{text.strip()}”" if turned is None else turned


def errand(text: str) -> str:
    """What is to be done, as it is said back: "call your mother"; "" where it is no errand."""
    found = _TO_DO.match(text)
    turned = _turned(text[found.end() :]) if found else None
    return turned or ""


def _turned(text: str) -> str | None:
    """The words with their persons turned; None where that might say something else."""
    words = [found[0].lower().replace("’", "'") for found in _WORD.finditer(text)]
    turned = _with(_FIRST, text)
    has_first = turned != text
    has_second = any(word in _SECOND for word in words)
    is_of_assistant = _OF_THE_ASSISTANT.match(text[:1].lower() + text[1:]) is not None
    if has_first and (_QUOTED.search(text) or (has_second and not is_of_assistant)):
        return None
    if is_of_assistant and words.count("you") + words.count("you're") > 1:
        return None
    return _with({**_FIRST, **_SECOND}, text) if is_of_assistant else turned


def _with(forms: dict[str, str], text: str) -> str:
    said = list(text)
    for place in reversed(tuple(_WORD.finditer(text))):
        said[place.start() : place.end()] = _other(place, text, forms)
    return "".join(said)


def _other(place: re.Match[str], text: str, forms: dict[str, str]) -> str:
    """One word in the other person."""
    word = place[0].replace("’", "'")
    before = _WORD.findall(text[: place.start()])[-1:]
    last = before[0].lower() if before else ""
    key = word.lower()
    if key in ("am", "was", "wasn't", "are", "were"):
        return _verb(word, text, place, forms)
    if key not in forms or _is_a_name(place, text, last):
        return place[0]
    other = forms[key]
    is_first = not before or text[: place.start()].rstrip()[-1:] in (".", "!", "?")
    is_capital = is_first and word[0].isupper() and key[:2] not in ("i", "i'")
    return other[0].upper() + other[1:] if is_capital else other


def _is_a_name(place: re.Match[str], text: str, last: str) -> bool:
    """Whether it only looks like a person's word: "World War I", "My Fair Lady", "i.e.", "US"."""
    word = place[0]
    if re.match(r"\.\w", text[place.end() :]):
        return True
    if word.lower()[:2] in ("i", "i'", "i’"):
        return last in _NUMBERED
    if word.lower() == "mine":
        return bool(last) and last not in _BEFORE_MINE
    return bool(last) and word[0].isupper() and text[: place.start()].rstrip()[-1:] not in ".!?"


def _verb(word: str, text: str, place: re.Match[str], forms: dict[str, str]) -> str:
    """A form of "be" as its subject wants it, where that is beside it, at most an adverb away."""
    before = re.findall(r"[\w']+", text[: place.start()].lower())[-2:]
    behind = re.findall(r"[\w']+", text[place.end() :].lower())[:1]
    if before[-1:] == ["it"]:
        return word
    near = [*before[-1:], *behind] + (before[:1] if before[-1:] and _is_adverb(before[-1]) else [])
    key = word.lower()
    if "i" in near and key in _FORMS:
        return _FORMS[key]
    if "you" in forms and "you" in near:
        return {"are": "am", "were": "was"}.get(key, word)
    return word


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") or word in ("also", "always", "never", "still", "just", "often")
