"""Two conversations side by side, turn by turn: what was the same, and what became of the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz.distance import Levenshtein

from voicecli.pipeline.record import turn_record
from voicecli.retrieval.memory_names import is_memory
from voicecli.types import Event, Passage
from voicecli.understanding.normalise import fold

Aspect = Literal["words", "intent", "sources", "answer", "ended", "heard", "order", "turn"]
STAGES = ("stt", "understand", "retrieve", "first_token")
"""The stages whose time on the computer's clock two runs can be compared by."""
STOP_WORDS = 2
"""An answer that was cut no more than so many words apart was cut at the same place."""
ALIKE = 0.7
"""Turns whose words differ by more are not the same turn said otherwise."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one turn; `number` counts from 1.

    `order` is what was ordered, "" for a question; `answer` is what is said, and `shown` what is
    only shown: the files, voices and sessions of a computer, which no two conversations share.
    `ended` is "done" or why it was cut; `seconds` are those of its stages.
    """

    number: int
    words: str
    typed: bool = False
    intent: str = ""
    sources: tuple[str, ...] = ()
    answer: str = ""
    shown: str = ""
    heard: str = ""
    ended: str = "done"
    order: str = ""
    abstained: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)
    waited: float | None = None
    """Seconds from the end of the speech to the first sound, in the time of the conversation."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was."""

    aspect: Aspect
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One turn in both conversations; None where there is none. `wer` is of the words then."""

    was: Outcome | None
    now: Outcome | None
    wer: float
    differences: tuple[Difference, ...]


def outcomes(events: Iterable[Event]) -> list[Outcome]:
    """The turns of a conversation, each from its `run-start` to its `run-end`."""
    found: list[Outcome] = []
    turn: list[Event] | None = None
    for event in events:
        if event.kind == "run-start" and "turn" in event.data:
            turn = []
        if turn is None:
            continue
        turn.append(event)
        if event.kind == "run-end":
            found.append(_outcome(len(found) + 1, turn))
            turn = None
    return found


def _outcome(number: int, events: Sequence[Event]) -> Outcome:
    words, order, typed, ended = "", "", False, "done"
    told: list[str] = []
    shown: list[str] = []
    for event in events:
        match event.kind:
            case "stt-end":
                words, typed = event.data.get("text", ""), bool(event.data.get("typed"))
            case "command":
                order = f"{event.data['name']} {event.data.get('value', '')}".strip()
            case "llm-text":
                (told if event.data.get("spoken", True) else shown).append(event.data["text"])
            case "cancelled":
                ended = str(event.data.get("reason"))
            case "error":
                ended = f"error: {event.data.get('code')}"
    record = turn_record(events, {}, spoken=not typed)
    timings = events[-1].data.get("timings", {})
    seconds = {stage: float(timings[stage]) for stage in STAGES if stage in timings}
    answer = " ".join(told)
    return Outcome(
        number,
        words,
        typed,
        record.intent if record else "",
        sources_of(record.passages) if record else (),
        answer,
        " ".join(shown),
        record.heard if record else answer,
        ended,
        order,
        record.abstained if record else False,
        seconds,
        timings.get("first_sound"),
    )


def sources_of(passages: Iterable[Passage]) -> tuple[str, ...]:
    """What an answer comes from; a memory by its text, because it has another name each time."""
    named = (
        f"memory: {one.text[:60]}" if is_memory(one.document) else one.source or one.document
        for one in passages
    )
    return tuple(dict.fromkeys(named))


def compare(
    was: Sequence[Outcome], now: Sequence[Outcome], *, tolerance: float = 0.0
) -> list[Compared]:
    """Put the turns that belong together side by side.

    Words are the same up to a word error rate of `tolerance`; small and capital letters and marks
    make no difference to them.
    """
    return [_compared(*pair, tolerance) for pair in _aligned(was, now)]


def _compared(was: Outcome | None, now: Outcome | None, tolerance: float) -> Compared:
    if was is None or now is None:
        gone, came = (was.words if was else "", now.words if now else "")
        return Compared(was, now, 1.0, (Difference("turn", gone, came),))
    wer = word_error_rate(was.words, now.words)
    differences: list[Difference] = []
    if wer > tolerance:
        differences.append(Difference("words", was.words, now.words))
    plain: tuple[Aspect, ...] = ("order", "intent", "ended")
    changed = [(one, getattr(was, one), getattr(now, one)) for one in plain]
    differences += [Difference(*each) for each in changed if each[1] != each[2]]
    if was.sources != now.sources:
        differences.append(Difference("sources", ", ".join(was.sources), ", ".join(now.sources)))
    if not _is_same_answer(was, now):
        differences.append(Difference("answer", was.answer, now.answer))
    elif abs(len(was.heard.split()) - len(now.heard.split())) > STOP_WORDS:
        differences.append(Difference("heard", was.heard, now.heard))
    return Compared(was, now, wer, tuple(differences))


def _is_same_answer(was: Outcome, now: Outcome) -> bool:
    """Whether both say the same; what was cut may have been written further in one of them."""
    if "done" in (was.ended, now.ended) and was.ended == now.ended:
        return was.answer == now.answer
    shorter, longer = sorted((was.answer, now.answer), key=len)
    return longer.startswith(shorter)


def word_error_rate(was: str, now: str) -> float:
    """Edits between the words over how many there were; marks and capitals do not count."""
    before, after = _words(was), _words(now)
    return Levenshtein.distance(before, after) / max(1, len(before))


def _words(text: str) -> list[str]:
    letters = "".join(c if c.isalnum() or c in "'+#" else " " for c in fold(text))
    return letters.split()


def _aligned(
    was: Sequence[Outcome], now: Sequence[Outcome]
) -> list[tuple[Outcome | None, Outcome | None]]:
    """Pairs of turns in order, by the least edits (Needleman and Wunsch, 1970)."""
    cost = [[float(i + j) for j in range(len(now) + 1)] for i in range(len(was) + 1)]
    for i, old in enumerate(was, 1):
        for j, new in enumerate(now, 1):
            pair = cost[i - 1][j - 1] + _distance(old, new)
            cost[i][j] = min(pair, cost[i - 1][j] + 1.0, cost[i][j - 1] + 1.0)
    pairs: list[tuple[Outcome | None, Outcome | None]] = []
    i, j = len(was), len(now)
    while i or j:
        is_pair = i and j and cost[i][j] == cost[i - 1][j - 1] + _distance(was[i - 1], now[j - 1])
        if is_pair:
            i, j = i - 1, j - 1
            pairs.append((was[i], now[j]))
        elif i and cost[i][j] == cost[i - 1][j] + 1.0:
            i -= 1
            pairs.append((was[i], None))
        else:
            j -= 1
            pairs.append((None, now[j]))
    return pairs[::-1]


def _distance(was: Outcome, now: Outcome) -> float:
    """0 for the same words, up to 2 for turns that have nothing to do with each other."""
    apart = Levenshtein.normalized_distance(_words(was.words), _words(now.words))
    return apart if apart <= ALIKE else 1.9


def latency_ratio(pairs: Iterable[Compared], stage: str) -> float | None:
    """How long a stage takes now over how long it took, over all turns that have both."""
    both = [
        (pair.was.seconds[stage], pair.now.seconds[stage])
        for pair in pairs
        if pair.was and pair.now and stage in pair.was.seconds and stage in pair.now.seconds
    ]
    before = sum(was for was, _ in both)
    return sum(now for _, now in both) / before if before > 0 else None
