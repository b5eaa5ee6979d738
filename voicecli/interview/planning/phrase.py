"""Words of a document within a spoken sentence: their form, cut where a listener can follow."""

import re
from dataclasses import dataclass
from typing import Literal

from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.papers.work_verbs import AS_NOUN, is_base

Form = Literal["thing", "do", "be", "did", "does", "doing", "words"]
"""Behind "when it comes to …"; behind "you would …"; behind "somebody who is …"; behind "you …", of
the past or of today; behind "your résumé mentions …"; between quotation marks."""

DOING_WORDS = 16
QUOTED_WORDS = 22
"""Longer phrases than these are hard to follow by ear."""
TITLE_WORDS = 7
"""A title of more words is not said."""
_FULL_TITLE = 8


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a document, and how they fit into a sentence."""

    text: str
    form: Form


_LINKING = (
    r"and|or|of|for|to|with|within|without|in|on|at|as|from|by|per|into|under|across|while|when|if"
    r"|because|so|than|that|which|who|where|including|such|like|via|using|through"
)
_BOUNDARY = re.compile(rf",?\s(?=({_LINKING})\s(\w+)\s?(\w*))|[,;:](?=\s)", re.IGNORECASE)
"""Where a phrase may end: what stands before is whole without what follows."""
_LOOSE_END = re.compile(
    rf"(?:\s(?:{_LINKING}|the|a|an|our|their|your|its|his|her|all|any|some|each|every|this|these|be"
    r"|not|very|more|most|less|between|about|keep|how|what|is|are|must|will|can))+$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:in|on|with|as|at|by|along|together)\s(?:line|accordance|addition|regard|respect"
    r"|charge|terms|behalf"
    r"|part|partnership|collaboration|conjunction|response|relation|support|place|keeping|well)$"
    r"|\b(?:up|due|prior|such|along|together|according|keep an eye|part|using|being|having|working"
    r"|appropriate|relevant|suitable|equivalent|similar|comparable|related|subject|able|ready"
    r"|responsible|familiar|comfortable|recogni[sz]ed|required|needed|used|based|interested)$"
    r"|\band (?:comfort|familiarity|experience|knowledge|understanding|exposure|competence"
    r"|proficiency|skills?|confidence|interest|awareness|ability)$",
    re.IGNORECASE,
)
"""What is no whole without its preposition: "in line with"."""
_SPANS = re.compile(r"\b(?:more|less|rather|better|from|between|both|either|as well)\b", re.I)
"""What these begin goes on behind the next boundary: "matters more to us than …"."""


def headed(text: str, most: int, fewest: int = 2) -> str:
    """The longest head of at most so many words that is whole by itself; "" if there is none."""
    if len(text.split()) <= most:
        return text
    ends = [match.start() for match in _BOUNDARY.finditer(text) if _ends(match, text)]
    for end in reversed(ends):
        head = text[:end].rstrip(" ,;:")
        whole = not any(p.search(head) for p in (_LOOSE_END, _SPANS, _GOES_ON))
        if fewest <= len(head.split()) <= most and whole:
            return head
    return ""


_DETERMINERS = frozenset("a an the all any our your their new".split())
_NEW_PART = _DETERMINERS | frozenset("other in on at for with to".split())


def _ends(boundary: re.Match[str], text: str) -> bool:
    """Whether something else begins behind "and" or "or", no second half of the same.

    Nor does "the aims of" end before "of".
    """
    link = (boundary[1] or "").lower()
    if link not in ("and", "or"):
        return link != "of" or not re.search(r"\bthe \w+$", text[: boundary.start()])
    word = boundary[2].lower()
    if "," in text[: boundary.start()]:
        return False
    verb = word not in AS_NOUN or boundary[3].lower() in _DETERMINERS
    return word in _NEW_PART or (is_base(word) and verb)


_HALF_TOLD = re.compile(r",?\s(?:that|which|who)\s(?:was|were|is|are|(?:has|have) been)\s\w+$")
"""Says nothing without who it was by: "a tracker that was adopted"."""


def short(text: str, most: int) -> str:
    """`text` up to the last clause that ends within `most` words; cut there where none does."""
    if len(text.split()) <= most:
        return text
    head = " ".join(text.split()[:most])
    for end in (r"[,;:](?=\s)", r"\s(?:by|through|which|while|resulting|including|such|using)\s"):
        found = [match.start() for match in re.finditer(end, head)]
        whole = _HALF_TOLD.sub("", head[: found[-1]]) if found else ""
        if len(whole.split()) >= 3:
            return whole
    return _LOOSE_END.sub("", headed(text, most, 4) or head).rstrip(" ,;:-–")


def title_of(phrase: Phrase) -> str:
    """A phrase as the name of a topic: short, with a capital, and "…" where it is not whole."""
    text = re.sub(r"^were (?:an? )?", "", phrase.text) if phrase.form == "did" else phrase.text
    if len(text.split()) > _FULL_TITLE:
        first = re.split(r"[,;:]\s", text)[0]
        if phrase.form == "words":
            head = first if 2 < len(first.split()) <= _FULL_TITLE else ""
        else:  # a list that is cut would end within, unless it is one of verbs at the head
            head = headed(text, TITLE_WORDS)
            head = first if ", " in head and len(first.split()) > 1 else head
        cut = _LOOSE_END.sub("", " ".join(text.split()[:TITLE_WORDS])).rstrip(" ,;:.-–")
        text = head or f"{cut} …"
    return text[:1].upper() + text[1:]


_ASIDE = re.compile(
    r",\s+(?:in|on|at|with|within|including|such|for|from|by|of|under|across|above|both|whether"
    r"|especially|particularly|ideally|preferably|mostly|mainly|regardless|reporting|working|using"
    r"|ensuring|making|so|as|even|without|where|when|which|while|through|not)\b(?!.*\band\b).*$"
    r"|:\s.*$|\s(?:including|such as)\s.*$"
    r"|,?\s(?:and|but|or)\s(?:you\s)?(?:can|could|will|would|have|has|are|is|know|knows)\s.*$",
    re.IGNORECASE,
)
"""What goes on with neither a further task nor a further thing: "…, in any industry"."""


def without_aside(text: str) -> str:
    """A phrase without the remark behind it, if enough is left."""
    cut = _ASIDE.sub("", text)
    return cut if len(cut.split()) > 1 else text


_SENTENCE_END = re.compile(r"(?<=\w{3}[.!?])(?<!incl\.)(?<!Min\.)(?<!min\.)\s+(?=[A-Z])")


def first_sentence(text: str) -> str:
    """The first sentence of a line, if it says enough."""
    first = _SENTENCE_END.split(text)[0]
    return first.rstrip(" .") if len(first.split()) > 2 else text


_OWN = (
    (r"^was\b", "were"), (r"\bmy\b", "your"), (r"\bmyself\b", "yourself"), (r"\bme\b", "you"),
    (r"\bI(?:'m|’m| am)\b", "you are"), (r"\bI was\b", "you were"),
    (r"\bI(?:'ve|’ve)\b", "you have"), (r"\bI\b", "you"), (r"\b[Oo]ur\b", "the"),
)  # fmt: skip


def own_words(text: str) -> str:
    """What the writer says of themselves, said to them."""
    for theirs, yours in _OWN:
        text = re.sub(theirs, yours, text)
    return text


_NOTHING = re.compile(
    r"\bother (?:\w+ )?(?:duties|tasks)\b|\bduties as (?:assigned|required)\b|\bas and when\b"
    r"|\buntil filled\b|\bother duties\b|\bcommensurate with\b",
    re.IGNORECASE,
)


def is_usable(text: str) -> bool:
    """Whether words may stand in a question: not what tells a machine what to do, nor nothing."""
    told = re.search(r"\w\w|^[A-Z]$", text) and not _NOTHING.search(text)
    return bool(told) and not is_to_a_machine(text)
