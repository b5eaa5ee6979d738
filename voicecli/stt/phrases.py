"""Puts words together into phrases, as subtitles show them. Pure.

Whisper's own phrases come from its timestamps, which cost decoding time and are often half a second
off; sentences and pauses between exactly timed words tell as much.
"""

from collections.abc import Sequence

from voicecli.types import Word

PAUSE_SECONDS = 1.0
"""Silence of this length ends a phrase."""
LONGEST_SECONDS = 10.0
"""A longer phrase is cut, at a comma or a pause if it has one."""
SHORTEST_SECONDS = 1.0
"""A sentence shorter than this goes on with the next one, if no pause lies between."""
JOINING_SECONDS = 0.3
"""How long such a pause is; also what tells the end of a sentence from that of "Mr."."""
ABBREVIATION_LETTERS = 3

SENTENCE_ENDS = ".?!…。？！"  # full-width ones are meant
CLAUSE_ENDS = ",;:、，；："


def phrases(words: Sequence[Word]) -> list[list[Word]]:
    """The words in groups, in order; none is lost and none is empty."""
    groups: list[list[Word]] = [[]]
    for word in words:
        if groups[-1] and _ends(groups[-1], word):
            groups.append([])
        groups[-1].append(word)
    return [part for group in groups if group for part in _cut(group)]


def _ends(said: Sequence[Word], following: Word) -> bool:
    """Whether a phrase ends before the word that follows."""
    last, pause = said[-1], following.start - said[-1].end
    if pause >= PAUSE_SECONDS:
        return True
    text = last.text.strip().rstrip("\"'”’»)")
    if not text.endswith(tuple(SENTENCE_ENDS)) or following.text.strip()[:1].islower():
        return False
    letters = text.rstrip(SENTENCE_ENDS)
    may_be_short = text.endswith(".") and len(letters) <= ABBREVIATION_LETTERS
    is_long = last.end - said[0].start >= SHORTEST_SECONDS
    return pause >= JOINING_SECONDS or (is_long and not (may_be_short and letters[:1].isupper()))


def _cut(group: list[Word]) -> list[list[Word]]:
    """The phrase in parts of at most LONGEST_SECONDS, each cut where it hurts least."""
    if group[-1].end - group[0].start <= LONGEST_SECONDS or len(group) < 2:
        return [group]
    at = max(range(1, len(group)), key=lambda index: _fitness(group, index))
    return [*_cut(group[:at]), *_cut(group[at:])]


def _fitness(group: Sequence[Word], index: int) -> float:
    """How well the phrase can be cut before the word at `index`: at a sign, at a pause, halfway."""
    before, after = group[index - 1], group[index]
    start, end = group[0].start, group[-1].end
    middle = 1 - abs((before.end + after.start) / 2 - (start + end) / 2) / (end - start)
    text = before.text.rstrip()
    sign = 0.5 * text.endswith(tuple(SENTENCE_ENDS)) + 0.3 * text.endswith(tuple(CLAUSE_ENDS))
    return middle + sign + min(after.start - before.end, PAUSE_SECONDS)
