"""Who has the floor, who speaks over whom, and how long nobody speaks.

Pauses (the same speaker goes on), gaps (another does) and overlaps as M. Heldner and J. Edlund,
"Pauses, gaps and overlaps in conversations", Journal of Phonetics 38 (2010), tell them apart:
stretches of speech without a pause are the unit, and an overlap is judged by who goes on behind it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from voicecli.analysis.findings import FloorTurn, Overlap, OverlapKind, Pause
from voicecli.analysis.said import Said
from voicecli.types import SpeakerTurn

LEAST_PAUSE = 0.25
"""Seconds; shorter silences are closures of stop consonants (J. Trouvain and others use 0.2 to
0.3), and word times are no finer."""
LONGEST_PAUSE = 2.0
"""Seconds inside of a turn in which no word was recognised; in more than that words were missed."""
LEAST_OVERLAP = 0.2
"""Seconds; less is within the error of the borders of turns."""
EARLY = 1.0
"""Somebody who begins so few seconds before a sentence ends has only taken the turn early."""
BACKCHANNEL_SECONDS = 1.2
BACKCHANNEL_WORDS = 3
HELD_SECONDS = 1.0
"""Whoever takes the floor keeps it so long."""

_SIGN = re.compile(
    r"\W*(?:(?:m+-?h+m+|uh-?huh|mm+|hm+|yeah|yep|yes|yup|no|right|okay|ok|sure|true|exactly|i see"
    r"|got it|oh|ah|wow|really|great|good|nice|cool|of course|absolutely|definitely|alright"
    r"|ja|genau|stimmt|okay|oui|d'accord|sí|claro|vale|si|certo)\W*)+",
    re.IGNORECASE,
)
"""What listeners say without wanting the turn (English, and the commonest of some languages)."""
_CUT_OFF = re.compile(r"[-–—]+[\"'”’]?$")
_COMPLETE = re.compile(r"[.!?…。！？]+[\"'”’»)]*$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech of one speaker without a pause; `text` is what is known of its words."""

    start: float
    end: float
    speaker: str
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Floor:
    """How a conversation went. `responses` are (speaker, seconds after the other's end)."""

    stretches: tuple[Stretch, ...]
    turns: tuple[FloorTurn, ...]
    overlaps: tuple[Overlap, ...]
    pauses: tuple[Pause, ...]
    responses: tuple[tuple[str, float], ...]


def is_backchannel(text: str) -> bool:
    """Whether a text is nothing but a listener's sign."""
    return len(text.split()) <= BACKCHANNEL_WORDS and bool(_SIGN.fullmatch(text))


def floor(said: Sequence[Said], turns: Sequence[SpeakerTurn], unknown: str = "Speaker 1") -> Floor:
    """Read the floor off turns of speakers; off the words alone where there are none.

    Sentences of nobody known are those of `unknown`.
    """
    stretches = _stretches(said, turns, unknown)
    taking = _without_listeners(stretches)
    held = _turns(taking)
    return Floor(
        stretches,
        held,
        tuple(_overlaps(stretches, held)),
        tuple(_pauses(stretches)),
        tuple(_responses(taking)),
    )


_Spoken = tuple[float, float, str, str]
"""A word's start, end, speaker and text."""


def _stretches(
    said: Sequence[Said], turns: Sequence[SpeakerTurn], unknown: str
) -> tuple[Stretch, ...]:
    """Speech without a pause: turns, cut at the pauses between their words; else words alone."""
    by_speaker: dict[str, list[_Spoken]] = {}
    for one in said:
        for word in one.words:
            speaker = word.speaker or unknown
            by_speaker.setdefault(speaker, []).append((word.start, word.end, speaker, word.text))
    for words in by_speaker.values():
        words.sort(key=lambda word: word[0])
    told: dict[str, list[tuple[float, float]]] = {}
    for turn in turns:
        told.setdefault(turn.speaker, []).append((turn.start, turn.end))
    found = [
        _stretch(start, end, speaker, words)
        for speaker in {**told, **by_speaker}
        for words in [by_speaker.get(speaker, [])]
        for start, end in _spans(told.get(speaker), words)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _spans(
    turns: Sequence[tuple[float, float]] | None, words: Sequence[_Spoken]
) -> list[tuple[float, float]]:
    """When one speaker speaks without a pause."""
    if turns is None:
        return _joined([word[:2] for word in words])
    pauses = [
        (before[1], after[0])
        for before, after in pairwise(words)
        if LEAST_PAUSE <= after[0] - before[1] <= LONGEST_PAUSE
    ]
    return _joined(_without(turns, pauses))


def _without(
    spans: Sequence[tuple[float, float]], pauses: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The spans cut at the pauses that lie inside of them; all in order."""
    found = []
    for start, end in sorted(spans):
        first = bisect_left(pauses, start, key=lambda pause: pause[0])
        for pause in pauses[first:]:
            if pause[1] >= end:
                break
            found.append((start, pause[0]))
            start = pause[1]
        found.append((start, end))
    return found


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start - found[-1][1] < LEAST_PAUSE:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _stretch(start: float, end: float, speaker: str, words: Sequence[_Spoken]) -> Stretch:
    """A stretch with the words whose middle lies in it (`words` are the speaker's, in order)."""
    first = bisect_left(words, start - 1e-6, key=lambda word: (word[0] + word[1]) / 2)
    last = bisect_right(words, end + 1e-6, key=lambda word: (word[0] + word[1]) / 2)
    inside = words[first:last]
    text = " ".join(" ".join(word[3] for word in inside).split())
    return Stretch(start, end, speaker, text, len(inside))


def _is_listening(one: Stretch, others: Sequence[Stretch]) -> bool:
    """Whether a stretch is a sign of listening that others speak around."""
    if one.end - one.start > BACKCHANNEL_SECONDS:
        return False
    if one.text and not is_backchannel(one.text):
        return False
    inside = any(o.start <= one.start and one.end <= o.end for o in others)
    return inside or (bool(one.text) and _same_goes_on(one, others))


def _same_goes_on(one: Stretch, others: Sequence[Stretch]) -> bool:
    """Whether the speaker before goes on within a second behind a sign that overlaps nobody."""
    before = [o for o in others if o.start < one.start]
    after = [o for o in others if o.start >= one.start]
    if not before or not after or before[-1].speaker != after[0].speaker:
        return False
    asked = before[-1].text.endswith("?")
    return not asked and after[0].start - one.end < 1.0 and one.start - before[-1].end < 1.0


def _without_listeners(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    kept = []
    for number, one in enumerate(stretches):
        near = stretches[max(0, number - 8) : number + 9]
        others = [o for o in near if o.speaker != one.speaker]
        if not _is_listening(one, others):
            kept.append(one)
    return tuple(kept)


def _turns(stretches: Iterable[Stretch]) -> tuple[FloorTurn, ...]:
    held: list[FloorTurn] = []
    for one in stretches:
        last = held[-1] if held else None
        if last and last.speaker == one.speaker:
            end = max(last.end, one.end)
            held[-1] = FloorTurn(last.start, end, one.speaker, last.words + one.words)
        else:
            held.append(FloorTurn(one.start, one.end, one.speaker, one.words))
    return tuple(held)


def _overlaps(stretches: Sequence[Stretch], turns: Sequence[FloorTurn]) -> Iterable[Overlap]:
    running: list[Stretch] = []
    for second in stretches:
        running = [one for one in running if one.end > second.start - LEAST_PAUSE]
        others = [one for one in running if one.speaker != second.speaker]
        yield from _one_cut([found for first in others for found in _over(first, second, turns)])
        running.append(second)


def _over(first: Stretch, second: Stretch, turns: Sequence[FloorTurn]) -> Iterable[Overlap]:
    end = min(first.end, second.end)
    if end - second.start >= LEAST_OVERLAP:
        kind = _kind(first, second, turns)
        yield Overlap(second.start, end, second.speaker, first.speaker, kind)
    elif _was_cut_off(first, second):
        yield Overlap(second.start, second.start, second.speaker, first.speaker, "interruption")


def _one_cut(overlaps: Sequence[Overlap]) -> Iterable[Overlap]:
    """The overlaps of one stretch: one can take the floor from one speaker only."""
    cuts = [one for one in overlaps if one.kind == "interruption"]
    longest = max(cuts, key=lambda one: one.end, default=None)
    for one in overlaps:
        yield replace(one, kind="overlap") if one in cuts and one is not longest else one


def _kind(first: Stretch, second: Stretch, turns: Sequence[FloorTurn]) -> OverlapKind:
    length = second.end - second.start
    is_sign = is_backchannel(second.text) if second.text else length <= BACKCHANNEL_SECONDS
    if is_sign and length <= BACKCHANNEL_SECONDS:
        return "backchannel"
    if second.end <= first.end + LEAST_PAUSE:
        return "attempt" if length > BACKCHANNEL_SECONDS else "overlap"
    if _COMPLETE.search(first.text) and first.end - second.start <= EARLY:
        return "overlap"
    held = any(
        turn.speaker == first.speaker and turn.start <= second.start - HELD_SECONDS
        and turn.end >= second.start
        for turn in turns
    )  # fmt: skip
    takes = any(
        turn.speaker == second.speaker and turn.start <= second.start + LEAST_PAUSE
        and turn.end - first.end >= HELD_SECONDS
        for turn in turns
        if turn.end > second.start
    )  # fmt: skip
    return "interruption" if held and takes else "overlap"


def _was_cut_off(first: Stretch, second: Stretch) -> bool:
    """Whether the recogniser wrote that a sentence breaks off where another speaker begins."""
    near = -LEAST_OVERLAP < second.start - first.end <= LEAST_PAUSE
    return near and bool(_CUT_OFF.search(first.text)) and not is_backchannel(second.text)


def _pauses(stretches: Sequence[Stretch]) -> Iterable[Pause]:
    last: Stretch | None = None
    for one in stretches:
        if last and one.start - last.end >= LEAST_PAUSE:
            yield Pause(last.end, one.start, last.speaker, one.speaker)
        if last is None or one.end > last.end:
            last = one


def _responses(stretches: Sequence[Stretch]) -> Iterable[tuple[str, float]]:
    """Where the speaker changes: who begins, and how long after the other's end."""
    for number, one in enumerate(stretches[1:], start=1):
        before = stretches[number - 1]
        if before.speaker != one.speaker:
            yield one.speaker, one.start - before.end
