"""What a candidate says instead of an answer: "say that again", "next question", "let us stop".

Only a whole utterance is an order. It is one when all of it can be cut into phrases of the lists
in `orders.toml`: orders, reasons for them ("I did not catch that") and politeness. Whatever else
stands in it makes it an answer, with one exception: who asks at the end to hear the question again
has not answered it, whatever came before.
"""

import re
from collections.abc import Sequence
from typing import Literal, get_args

from voicecli.interview.steps.order_phrases import order_phrases
from voicecli.understanding.normalise import expand, fold
from voicecli.understanding.spoken import phonetic_key

Order = Literal["repeat", "rephrase", "skip", "pause", "go-on", "back", "stop", "time", "think"]
Manner = Literal["louder", "slower"]

LONGEST_ORDER = 40
"""Words. A longer utterance is an answer."""
LONGEST_PHRASE = 16
"""Words of one phrase of the lists."""
SHORTEST_HEARD = 5
"""Letters of a word that may have been heard for another one that sounds the same."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_YES = re.compile(
    r"(?:yes|yeah|yep|yup|sure|okay|ok|do|fine|i would|i think so|definitely|let us|of course| )+"
)
_NO = re.compile(r"(?:no|nope|nah|not yet|not now|not really|i would not|do not| )+")
_HESITATION = 4
"""Letters of the longest word that a recogniser made of "um", "uh" or "hm"."""
_NO_HESITATION = frozenset(
    (
        "i we you he she they it who when why how what where which if till"
        " not no nor did do does is are was were be as"
    ).split()
)
"""Words that what follows them hangs on: "when can we stop"."""
_ASKS = re.compile(
    r"(?:can|could|would|will|may|shall|should) (?:you|we|i)\b|let us\b|(?:give|let) me\b"
    r"|how (?:much|long|many)\b|(?:do|would) you mind\b|i (?:need|want|would like) to\b"
)
"""How a request begins that no word before it can belong to."""
_BARE = re.compile(r"(?:skip|pause|repeat|rephrase|continue|stop|go|wait|move|say|take)\b")
"""What a person does not say behind "I am"."""
_REPORTED = re.compile(r"\b(?:said|say|says|saying|ask|asks|asked|asking|told|tell|like)\b")


def interview_order(text: str, offered: str = "") -> Order | None:
    """The order that a whole utterance is; None for anything else.

    `offered` is the order that was just offered (`Progress.offered`): then a plain "yes" is that
    order, and a plain "no" means to go on.
    """
    said = _plain(text)
    if not said or len(said) > LONGEST_ORDER:
        return None
    if answer := _to_offer(said, offered):
        return answer
    found = _covering(said)
    if found is None:
        found = _covering(_as_it_sounds(said))
    if found is None:
        found = _covering(_by_learners(said))
    if found is None:
        found = _behind_a_hesitation(said)
    if found is None:
        return _asked_at_the_end(said)
    return _settled(found) or _only_sorry(said, text)


def manner_of(text: str) -> Manner | None:
    """How the interviewer is to speak, if who asks for the question again tells that, too."""
    said = " ".join(_plain(text))
    found = (name for name, told in order_phrases().manner.items() if told.search(said))
    return next((one for name in found for one in get_args(Manner) if one == name), None)


def _plain(text: str) -> list[str]:
    plain = expand(fold(text.translate(_QUOTES))).replace("can not", "cannot")
    return re.findall(r"[^\W_]+", plain)


def _to_offer(said: list[str], offered: str) -> Order | None:
    """What a bare yes or no to an offer means."""
    if offered not in get_args(Order):
        return None
    rest = [word for word in said if word not in order_phrases().bare_politeness]
    phrase = " ".join(rest or said)
    if _YES.fullmatch(phrase):
        return _order(offered)
    return "go-on" if _NO.fullmatch(phrase) else None


Found = tuple[tuple[Order, bool], ...]
"""Orders in the order they were said, each with whether it was only hinted at."""


def _covering(said: Sequence[str]) -> Found | None:
    """The orders of an utterance that is cut into phrases without a rest; None when it is not.

    The fewest phrases cover it, so that a long one is not taken for two short ones.
    """
    best: list[tuple[int, Found] | None] = [(0, ()), *[None] * len(said)]
    for end in range(1, len(said) + 1):
        for start in range(max(0, end - LONGEST_PHRASE), end):
            before = best[start]
            meant = None if before is None else _phrase(" ".join(said[start:end]))
            if before is None or meant is None:
                continue
            candidate = (before[0] + 1, before[1] + meant)
            known = best[end]
            if known is None or candidate[0] < known[0]:
                best[end] = candidate
    whole = best[-1]
    return whole[1] if whole else None


def _as_it_sounds(said: Sequence[str]) -> list[str]:
    """With longer words that no phrase has, but one sounds like, as that: "refraising"."""
    known = order_phrases().by_sound
    return [
        word if len(word) < SHORTEST_HEARD else known.get(phonetic_key(word), word) for word in said
    ]


def _by_learners(said: Sequence[str]) -> list[str]:
    """With the grammar that a learner of English gave it put right: "I no understand"."""
    text = " ".join(said)
    for pattern, plain in order_phrases().learners:
        text = pattern.sub(plain, text)
    return text.split()


def _phrase(phrase: str) -> Found | None:
    """What a phrase orders; empty for one that orders nothing, None for one that is not known."""
    known = order_phrases()
    for listed, hinted in ((known.said, False), (known.hinted, True)):
        for name, pattern in listed.items():
            if pattern.fullmatch(phrase):
                return ((_order(name), hinted),)
    return () if known.neutral.fullmatch(phrase) else None


def _behind_a_hesitation(said: Sequence[str]) -> Found | None:
    """The orders behind a hesitation that was heard as a word: "Come, could we pause?".

    Only one short word goes, and only where it can be no part of what follows.
    """
    neutral = order_phrases().neutral
    start = next((at for at, word in enumerate(said) if not neutral.fullmatch(word)), len(said))
    is_am = said[start : start + 2] == ["i", "am"]  # what most make of "um"
    rest = said[start + (2 if is_am else 1) :]
    if not rest:
        return None
    asks = _ASKS.match(" ".join(rest)) is not None
    if is_am:
        is_apart = asks or _BARE.match(" ".join(rest)) is not None
    else:
        is_short = len(said[start]) <= _HESITATION and said[start] not in _NO_HESITATION
        is_apart = is_short and (asks or rest[-1] == "please")
    found = _covering(rest) if is_apart else None
    return found if found and any(not hinted for _, hinted in found) else None


def _settled(found: Found) -> Order | None:
    """The one order meant by several: the last that was not only hinted at.

    Who is back and wants to hear the question again wants to go on.
    """
    orders = [order for order, hinted in found if not hinted] or [order for order, _ in found]
    if not orders:
        return None
    if "go-on" in {order for order, _ in found} and orders[-1] in ("repeat", "rephrase"):
        return "go-on"
    return orders[-1]


def _only_sorry(said: Sequence[str], text: str) -> Order | None:
    """A lone "Sorry?" or "Hm?" asks for the question."""
    asked = text.rstrip().endswith("?")
    return "repeat" if asked and len(said) <= 2 and said[-1] in order_phrases().asking else None


def _asked_at_the_end(said: Sequence[str]) -> Order | None:
    """A request to hear or to understand the question, behind a reason that no list knows."""
    text = " ".join(said)
    for name, pattern in order_phrases().at_end.items():
        if (asked := pattern.search(text)) and not _REPORTED.search(text[: asked.start()]):
            return _order(name)
    return None


def _order(name: str) -> Order:
    return next(order for order in get_args(Order) if order == name)
