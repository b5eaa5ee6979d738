"""Several questions in one utterance, cut into whole questions."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re

from voicecli.understanding.cues import WHO
from voicecli.understanding.normalise import clean

MOST_QUESTIONS = 4
"""Nobody keeps more in mind; what follows stays with the last."""

_AUX = (
    r"(?:do|does|did|is|are|am|was|were|has|have|had|can|could|may|might|will|would|should|must"
    r"|'s|'re|'d)(?:n't)?"
)
_WH = r"(?:what|which|who|whom|whose|where|when|why|how)"
_SUBJECT = rf"(?:{WHO}|it|this|that|these|those|there|the|her|his|their|your|my|our|its|any|some)"
_ORDER = r"(?:tell|show|give|list|name|explain|describe|summari[sz]e|find)"
_LEAD = r"(?:(?:and|also|then|so|but|ok|okay|please|well|or)[, ]+)*"

_ASKS = (
    rf"(?:{_WH}(?:'s|'re|s)\b \w+"  # what's new
    rf"|{_WH}(?: [\w'-]+){{0,4}}? {_AUX} [\w'-]+"  # which two projects did she
    rf"|(?:what|which|who)(?: [\w'-]+){{0,3}}? \w{{3,}}(?:s|ed)\b(?: [\w'-]+)+"  # who uses it
    r"|(?:which|how many|any|some) of (?:them|those|these) \w+|(?:what|how) about \w+"
    rf"|{_AUX} (?:not )?(?:{_SUBJECT}|[A-Z][\w'-]+)\b [\w'-]+"  # did she know
    rf"|{_ORDER} (?:me|us|her|his|their|your|the|all|it|them|more|every\w*|about)\b)"
)
_QUESTION = re.compile(rf"^{_LEAD}{_ASKS}", re.IGNORECASE)
_INVERTED = re.compile(
    rf"^{_LEAD}(?:(?:where|when|why|who|whom|what)(?:'s|'re|s|(?: else| exactly)? {_AUX})\b"
    rf"|how(?: \w+){{0,2}} {_AUX}\b|(?:which|what|whose)(?: [\w'-]+){{0,4}}? {_AUX}\b"
    rf"|{_AUX} (?:{_SUBJECT}|[A-Z][\w'-]+)\b|{_ORDER} (?:me|us|her|his|the|all|about|your)\b)",
    re.IGNORECASE,
)
_OF_ITS_SUBJECT = re.compile(
    rf"^{_LEAD}(?:which|what|who) (?!{WHO}\b)(?:[\w'-]+ ){{0,3}}?\w{{2,}}(?:s|ed)\b [\w'-]+",
    re.IGNORECASE,
)
"""A question for the subject has no auxiliary: "which projects used Rust"."""
_AFTER_MARK = re.compile(r"(?<=[?])\s+|(?<=[.!;])\s+")
_BEFORE_WH = re.compile(
    rf"(?:,? (?:and|also|and also|and then|then|plus|but)|,) (?={_WH}\b(?! (?:not|else)?\W*$))",
    re.IGNORECASE,
)
_BEFORE_AUX = re.compile(
    rf",? (?:and|and also|and then|also|plus|but) (?={_AUX} (?:not )?(?:{WHO}|it|there|her|his|the|your)"
    r"\b(?: [\w'-]+))",
    re.IGNORECASE,
)
_BEFORE_ORDER = re.compile(
    rf",? (?:and|and also|and then|then) (?=(?:please )?{_ORDER} (?:me|us)\b)", re.IGNORECASE
)
_TELL = re.compile(
    r"^(?:.*?\b)?(?:tell me|tell us|show me|explain(?: to me)?|(?:do )?you know|want to know"
    r"|would like to know|like to know|wonder(?:ing)?) ",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    rf"(?:,)? and (?={_WH}(?: [\w'-]+){{0,3}}? (?:{WHO}|her|his|[A-Z][\w'-]+) [\w'-]+)",
    re.IGNORECASE,
)
_AND_ALSO = re.compile(r"^(?:and|also|plus) (?:what about )?[\w' -]{3,40}\?$", re.IGNORECASE)
_WORDS_OF_A_QUESTION = 3


def split_questions(text: str) -> tuple[str, ...]:
    """Cut an utterance into its questions, each a whole one; most hold just one.

    "Where did she study and what did she do in 2023?" is two; "projects with Python and Rust" and
    "what did she build and ship" are one. The words stay as they were said; an empty text has no
    question.
    """
    said = clean(text)
    if not said:
        return ()
    pieces: list[str] = []
    for sentence in _sentences(said):
        pieces += _clauses(sentence)
    whole = pieces[: MOST_QUESTIONS - 1]
    if len(pieces) >= MOST_QUESTIONS:
        whole.append(" and ".join(pieces[MOST_QUESTIONS - 1 :]))
    return tuple(whole)


def _sentences(said: str) -> list[str]:
    """Cut at question marks, and at full stops between two questions; the rest stays together."""
    sentences: list[str] = []
    for piece in _AFTER_MARK.split(said):
        is_question = bool(_QUESTION.search(piece) or _AND_ALSO.search(piece))
        if sentences and not (is_question and _is_whole(sentences[-1])):
            sentences[-1] += f" {piece}"
        else:
            sentences.append(piece)
    return sentences


def _clauses(sentence: str) -> list[str]:
    """Cut a sentence where a second question begins behind a whole first one."""
    for pattern in (_BEFORE_WH, _BEFORE_AUX, _BEFORE_ORDER):
        for match in pattern.finditer(sentence):
            left, right = sentence[: match.start()], sentence[match.end() :]
            is_comma = not match[0].strip(", ")
            if _is_whole(left) and _follows(right, is_comma=is_comma):
                return [*_clauses(left), *_clauses(right)]
    if told := _TELL.match(sentence):
        for match in _EMBEDDED.finditer(sentence, told.end()):
            left, right = sentence[: match.start()], sentence[match.end() :]
            if len(left[told.end() :].split()) >= _WORDS_OF_A_QUESTION:
                return [left, *_clauses(told[0] + right)]
    return [sentence]


def _is_whole(text: str) -> bool:
    """Whether words are a question by themselves, so that another may follow."""
    if len(text.split()) < _WORDS_OF_A_QUESTION:
        return False
    return text.endswith("?") or bool(_INVERTED.search(text) or _OF_ITS_SUBJECT.search(text))


def _follows(text: str, *, is_comma: bool) -> bool:
    """Whether words begin a question of their own; behind a bare comma that must be plain."""
    if len(text.split()) < _WORDS_OF_A_QUESTION:
        return False
    return bool((_INVERTED if is_comma else _QUESTION).search(text))
