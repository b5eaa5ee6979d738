"""Where an answer comes from, in words that can be heard."""

import re
from calendar import month_name
from collections.abc import Sequence

from voicecli.dialogue.items import name_of
from voicecli.dialogue.telling import teller
from voicecli.dialogue.wording import noun
from voicecli.retrieval.citations import read_citation
from voicecli.retrieval.memory_names import is_memory
from voicecli.types import Passage, Record, RecordType

_NUMBERED = re.compile(rf"^\d+(?:\.\d+)*[.)]? +(?!(?:{'|'.join(month_name[1:])})\b)")
"""The number before a heading, which is not that of a day: "3 March 2025"."""
CITED = 4
"""Sources named aloud; all of them are on the screen."""


def sources_in_words(passages: Sequence[Passage], declared: Sequence[RecordType] = ()) -> str:
    """Like "From faq.md, line 14, and from the project TideWatch."; empty without passages."""
    cited = list(dict.fromkeys(cited_in_words(passage, declared) for passage in passages))
    if not cited:
        return ""
    more = len(cited) - CITED
    named = cited if more <= 1 else [*cited[:CITED], f"{more} more"]
    if len(named) == 1:
        return f"From {named[0]}."
    *first, last = named
    return f"From {', from '.join(first)}, and {'' if more > 1 else 'from '}{last}."


def cited_in_words(passage: Passage, declared: Sequence[RecordType] = ()) -> str:
    """One source as it is said: "cv.pdf, page 2", "meeting.wav at minute 12"."""
    if passage.type != "document":
        return f"the {noun(passage.type, 1, declared=declared)} {passage.title}"
    if is_memory(passage.document):
        return _of_memory(passage)
    place = read_citation(passage.source or passage.document)
    if place.line is not None:
        return f"{place.document}, line {place.line}"
    if place.page is not None:
        return f"{place.document}, page {place.page}"
    if place.seconds is not None:
        return f"{place.document} at {_time(place.seconds)}"
    if place.heading:
        return f"{place.document} under “{place.heading}”"
    return f"{passage.document}, {passage.locator}" if passage.locator else passage.document


def where(passage: Passage, record: Record | None) -> str:
    """A passage as the nearest thing there is: "“Opening hours” in handbook.md"."""
    if record is not None:
        return f"{name_of(passage, record)}, in {passage.document}"
    if is_memory(passage.document):
        return _of_memory(passage)
    heading = _NUMBERED.sub("", passage.title.rsplit(" › ", 1)[-1])
    return f"“{heading}”, in {passage.document}"


def _of_memory(passage: Passage) -> str:
    who, _, rest = teller(passage).partition(" ")
    return f"what {who.lower()} {rest}"


def _time(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} seconds"
    return f"minute {minutes}" if not rest else f"minute {minutes} and {rest} seconds"
