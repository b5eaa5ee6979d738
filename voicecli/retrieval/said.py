"""Who said what in recordings: the lines of the person whom a question asks for.

A passage of a recording has a line for each turn, "Anna: The budget is too small.".
"""

import re
from collections.abc import Sequence

from voicecli.retrieval.citations import read_citation
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage

_SAYING = re.compile(
    r"\b(?:says?|said|tells?|told|talk(?:s|ed)?|mention(?:s|ed)?|explain(?:s|ed)?|suggest(?:s|ed)?"
    r"|propose[sd]?|promise[sd]?|answer(?:s|ed)?|repl(?:y|ies|ied)|ask(?:s|ed)?|think(?:s)?|thought"
    r"|agree[sd]?|object(?:s|ed)?|complain(?:s|ed)?|warn(?:s|ed)?|according)\b",
    re.IGNORECASE,
)
_TURN = re.compile(r"^(?P<speaker>[^:\n]{1,60}): (?P<said>.+)$", re.MULTILINE)


def said_by_asked(question: str, passages: Sequence[Passage]) -> list[tuple[str, Passage]]:
    """The sentences of those speakers whom the question names, each with its passage.

    Empty where it does not ask what somebody says, or names nobody who speaks in the passages.
    """
    if not _SAYING.search(question):
        return []
    asked = f" {_folded(question)} "
    return [
        (sentence, passage)
        for passage in passages
        if read_citation(passage.source).seconds is not None
        for turn in _TURN.finditer(passage.text)
        if f" {_folded(turn['speaker'])} " in asked
        for sentence in split_sentences(turn[0])
    ]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
