"""Which parts of a story an answer tells: situation, task, action, result. English.

The STAR scheme of the behavioural interview. An answer is cut into clauses, and each is judged by
its grammar (whose deed, which tense), by what such parts are said with, and by where it stands: a
story begins with how things were and ends with what came of it. Every part cites its clauses.
"""

import re
from dataclasses import dataclass
from typing import Literal

from voicecli.analysis.english import FUNCTION_WORDS, words
from voicecli.interview.judging.clauses import Clause, clauses
from voicecli.interview.judging.historic_present import is_deed_in_present, is_told_in_present
from voicecli.interview.judging.past import is_deed, is_past
from voicecli.interview.judging.star_cues import (
    ANCHOR,
    ASIDE,
    CHANGE,
    GENERAL,
    HABIT,
    IN_THE_END,
    IS_NOW,
    LEARNED,
    OUTCOME,
    PERFECT,
    RESULT,
    TASK,
)

Part = Literal["situation", "task", "action", "result"]

PARTS: tuple[Part, ...] = ("situation", "task", "action", "result")
LEAST_WORDS = 12
"""In fewer words nobody tells a story."""
_LEAST_ENGLISH = 0.25
"""Share of function words under which a text is not English: running English has 0.45 to 0.65."""
_TELLS_ITS_LANGUAGE = 40
"""Letters from which it is seen that a reply is not English."""

_SUBORDINATE = re.compile(r"(?:\w+,? )?(?:when|while|since|before|until) (?:i|we)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of a story that an answer tells, each with the words that do, literally."""

    situation: tuple[str, ...] = ()
    task: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    result: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[Part, ...]:
        """The parts that are there."""
        return tuple(part for part in PARTS if self.of(part))

    def of(self, part: Part) -> tuple[str, ...]:
        """The words of a part."""
        found: tuple[str, ...] = getattr(self, part)
        return found


def structure(text: str) -> Structure:
    """What of a story `text` tells; nothing where it is not English."""
    if not is_english(text):
        return Structure()
    found = label(text)
    return Structure(*(tuple(one.text for one, parts in found if part in parts) for part in PARTS))


def is_english(text: str) -> bool:
    """Whether enough of the words are those that English is held together by."""
    said = words(text)
    known = sum(word in FUNCTION_WORDS for word in said)
    return bool(said) and known >= _LEAST_ENGLISH * len(said)


def is_foreign(text: str) -> bool:
    """Whether a text is long enough to tell its language, and is not English."""
    return len(text) >= _TELLS_ITS_LANGUAGE and not is_english(text)


def label(text: str) -> list[tuple[Clause, frozenset[Part]]]:
    """Each clause of an English text with the parts of the story that it tells."""
    found = clauses(text)
    in_present = is_told_in_present(found)
    deeds = _deeds(found, in_present=in_present)
    own = [at for at, deed in enumerate(deeds) if deed]
    first, last = (own[0], own[-1]) if own else (len(found), len(found))
    is_story = in_present or any(_is_anchored(one.text) or is_past(one.text) for one in found)
    if not is_story:
        return [(one, frozenset()) for one in found]
    labelled = []
    for at, one in enumerate(found):
        stands = _Stands(deeds[at], at > first, at > last, bool(own), in_present)
        labelled.append((one, _parts(one.text, stands)))
    return labelled


@dataclass(frozen=True, slots=True)
class _Stands:
    """Where a clause stands: is it an own deed, behind the first one, behind the last, of any."""

    is_own: bool
    begun: bool
    over: bool
    any_deed: bool
    in_present: bool = False
    """Whether the story is told in the present tense."""


def _parts(text: str, stands: _Stands) -> frozenset[Part]:
    """The parts that a clause tells."""
    low = " ".join(words(text))
    is_told = is_past(low) or bool(PERFECT.search(low)) or stands.in_present
    ends = bool(RESULT.search(low)) or (is_told and bool(IN_THE_END.search(low)))
    ends = ends or ((stands.begun or stands.is_own) and bool(CHANGE.search(low)))
    if HABIT.search(low) and not LEARNED.search(low):
        return frozenset()
    task = not stands.over and TASK.search(low)
    if (GENERAL.search(low) or low.startswith("if ")) and not (ends or (task and is_told)):
        return frozenset()
    if task:
        return frozenset({"task"})
    if ends or (stands.begun and OUTCOME.search(low)):
        alone = stands.is_own and re.search(r"\bi(?:'ve)?\b", low)
        return frozenset({"action", "result"} if alone else {"result"})
    if stands.is_own:
        return frozenset({"action"})
    if stands.over and is_told and not ASIDE.search(low):
        return frozenset({"result"})  # what came after the last deed came of it
    if stands.begun or not (is_told or _is_anchored(low)):
        return frozenset()
    tells = (stands.any_deed or _is_anchored(low)) and not ASIDE.search(low)
    return frozenset({"situation"} if tells else ())


def _deeds(found: tuple[Clause, ...], *, in_present: bool = False) -> list[bool]:
    """Of each clause whether it tells a deed of the speaker's own.

    One that has no subject goes on with that of the clause before it. "When I took over" tells
    the time and no deed.
    """
    deeds: list[bool] = []
    own = False
    for one in found:
        deed, own = is_deed(one.text, own=own and not one.begins_sentence)
        deed = deed or (in_present and is_deed_in_present(one.text))
        deeds.append(deed and not _SUBORDINATE.match(one.text))
    return deeds


def _is_anchored(text: str) -> bool:
    """Whether a clause names a time or a place, and does not speak of now: "that is for …"."""
    low = " ".join(words(text))
    return bool(ANCHOR.search(low)) and (is_past(low) or not IS_NOW.search(low))
