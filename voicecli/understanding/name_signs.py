"""Whether an ordinary word is meant as a name: what stands around it tells."""

import re
from dataclasses import dataclass

from voicecli.understanding.lexicon import Lexicon, Name
from voicecli.understanding.normalise import Token
from voicecli.understanding.spoken import LETTER_NAMES, joined, spelled
from voicecli.understanding.words import STOP_WORDS, common_words, listed

AMBIGUOUS_LETTERS = 2
"""A name of so few letters is as ambiguous as an ordinary word."""

_BEFORE = listed(
    """
    in with using use used uses know knows knew learn learned learnt write writes wrote written
    code coded coding program programmed programming and or both language called named about is
    plus speak via without need needs needed require requires required contain contains
    containing include includes including involving involve involves involved combine combines
    combined taught teach teaches play plays played playing study studied touched tried mastered
    from
    """
)
"""Words after which an ordinary word ("rust") is a name."""

_MAKERS = listed(
    """
    made built based carved cast written composed arranged painted forged designed developed done
    piece pieces part parts work works something anything things stuff good best better expert
    """
)
_FROM_WHAT = listed("of from on for at in out with")
"""Prepositions that lead to a name behind one of these: "made of oak", "good at chess"."""

_BEFORE_A_SHORT_NAME = listed(
    "in using use uses used know knows with learn learned need needs needed taught wrote"
)
_BEHIND_A_SHORT_NAME = listed("and or but since before after in at last this too well already most")
_BEFORE_A_TITLE = _BEFORE | {"at", "for", "on", "of", "does", "did"}

_AFTER = listed(
    """
    project projects code coding developer developers programming language job jobs skills skill
    experience work stuff app apps tool tools paper papers program programs programmer library
    libraries certificate certification role roles framework game games website websites plugin
    plugins bot bots demo demos script scripts engine position positions task tasks product products
    course courses class classes workshop lessons piece pieces
    """
)
"""Nouns before which an ordinary word ("unity", "go") is a name."""
_USED = listed("used involved needed required")

_AROUND = listed(
    """
    and or what how about in with using also then so but now only just maybe not no same for i mean
    meant sorry actually rather please the without
    """
)
"""Words around a name that stands alone in a follow-up: "and in Go?", "what about R?"."""
_JOINING = frozenset({"and", "or", "but", "not", "nor", "without"})

_ORDERS = listed("react excel express process act spark dash flow play rest ride stream sketch")
_SAYING = listed(
    "is are was were has have had can could may might will would should must does do did of"
)
_NEVER_BEHIND = listed("the a an my your her his their our this that these those to me us it")


@dataclass(frozen=True, slots=True)
class Spot:
    """The words `start` to `end` (exclusive) of a question, and what stands beside them."""

    tokens: tuple[Token, ...]
    start: int
    end: int

    @property
    def word(self) -> str:
        """The first of the words, folded."""
        return self.tokens[self.start].text

    @property
    def written(self) -> str:
        """The first of the words as it was written."""
        return self.tokens[self.start].written

    @property
    def after(self) -> str:
        """The word behind, empty at the end."""
        return self.tokens[self.end].text if self.end < len(self.tokens) else ""

    def before(self, places: int = 1) -> str:
        """Return the word so many places before, empty beyond the start."""
        return self.tokens[self.start - places].text if self.start >= places else ""


def is_meant(spot: Spot, name: Name, form: str, lexicon: Lexicon) -> bool:
    """Whether words that spell a name are meant as the name.

    An ordinary word, or one or two letters, needs a sign: the symbol or the capitals that the
    content writes, or a neighbour that makes it a name.
    """
    words = [token.text for token in spot.tokens[spot.start : spot.end]]
    if len(words) > 1:
        return not all(word in STOP_WORDS for word in words) or name.text.count(" ") > 0
    ordinary = any(spot.word in known for known in (common_words(), STOP_WORDS, LETTER_NAMES))
    if not ordinary and len(form) > AMBIGUOUS_LETTERS:
        return True
    if re.search(r"[^\w\s]", spot.written) and joined(spot.written) == joined(name.text):
        return True
    if _is_capital(spot, name, form) or len(spot.tokens) == 1:
        return True
    if name.kind != "technology":
        return _is_title(spot, form)
    return (
        _stands_alone(spot)
        or _is_beside_another(spot, name, lexicon)
        or _is_before_a_noun(spot, lexicon)
        or (_is_short(spot, form) and _takes_a_short_name(spot, name))
        or (not _is_short(spot, form) and (_takes_a_name(spot) or _heads(spot)))
    )


def _is_capital(spot: Spot, name: Name, form: str) -> bool:
    """Whether the word is written as the content writes it, with a capital inside a sentence."""
    is_inside = spot.start > 0 or spot.after in _AFTER
    is_name = spot.written == name.text and spot.written[:1].isupper()
    return is_name and is_inside and len(form) > AMBIGUOUS_LETTERS


def _is_title(spot: Spot, form: str) -> bool:
    if spot.after in _AFTER:
        return True
    return not _is_short(spot, form) and spot.before() in _BEFORE_A_TITLE


def _is_short(spot: Spot, form: str) -> bool:
    return spot.word in STOP_WORDS or len(form) <= AMBIGUOUS_LETTERS


def _stands_alone(spot: Spot) -> bool:
    """Whether nothing else is said: "and Go?"; or the question ends with "not Go"."""
    others = (*spot.tokens[: spot.start], *spot.tokens[spot.end :])
    if all(token.text in _AROUND for token in others):
        return True
    if spot.word in STOP_WORDS and not spot.written[:1].isupper():
        return False
    return spot.after in _JOINING | {""} and spot.start > 1 and spot.before() in ("not", "no")


def _is_beside_another(spot: Spot, name: Name, lexicon: Lexicon) -> bool:
    """Whether it stands beside another technology: "Go or C++", "Rust, Python"."""
    if len(name.text) <= AMBIGUOUS_LETTERS and spot.written != name.text:
        return False
    beside = [spot.end, spot.start - 1]
    beside += [spot.end + 1] * (spot.after in _JOINING)
    beside += [spot.start - 2] * (spot.before() in _JOINING)
    return any(
        other.kind == "technology"
        for index in beside
        if 0 <= index < len(spot.tokens)
        for other in lexicon.exact(spelled((spot.tokens[index].text,)))
    )


def _is_before_a_noun(spot: Spot, lexicon: Lexicon) -> bool:
    """Whether it stands before a noun that takes names: "unity games", "go projects"."""
    if spot.after in _AFTER:
        return True
    is_plain = spot.word not in STOP_WORDS | _ORDERS and len(spot.word) > 1
    return is_plain and (lexicon.is_kind(spot.after) or spot.after in _USED)


def _takes_a_name(spot: Spot) -> bool:
    before = spot.before()
    return before in _BEFORE or (before in _FROM_WHAT and spot.before(2) in _MAKERS)


def _takes_a_short_name(spot: Spot, name: Name) -> bool:
    if spot.written == name.text and spot.written[0].isupper() and spot.before() in _BEFORE:
        return True
    is_free = not spot.after or spot.after in _BEHIND_A_SHORT_NAME
    return spot.before() in _BEFORE_A_SHORT_NAME and is_free


def _heads(spot: Spot) -> bool:
    """Whether it opens the question as a name does.

    A verb would be an order there, and what is said of a thing ("rust is …") speaks of the
    ordinary one.
    """
    if spot.start > 0 or not spot.after or spot.word in _ORDERS:
        return False
    return spot.after not in _SAYING and spot.after not in _NEVER_BEHIND
