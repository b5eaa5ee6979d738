"""Pace, pauses, waiting and fillers of replies. Nothing of it is known of what was typed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from voicecli.analysis.fillers import fillers, repetitions
from voicecli.analysis.said import Said
from voicecli.analysis.statistics import LEAST_PACE_SECONDS
from voicecli.analysis.syllables import syllables
from voicecli.interview.course import Delivery, Reply
from voicecli.interview.judging.clauses import sentence_spans
from voicecli.interview.reporting.findings import Figures, Filler
from voicecli.interview.reporting.spoken_words import spoken_words

LEAST_FILLER_WORDS = 20
"""In fewer words a rate of fillers says nothing."""


def figures_of(replies: Sequence[Reply], language: str = "en") -> Figures | None:
    """The figures of some replies together; None where nothing was said."""
    replies = [one for one in replies if one.text.strip()]
    if not replies:
        return None
    spoken = [one for one in replies if not one.typed]
    timed = [(one, one.delivery) for one in spoken if one.delivery is not None]
    found, repeated = _fillers(spoken, language)
    count = sum(len(spoken_words(one.text, language)) for one in spoken)
    total = sum(one.count for one in found)
    figures = Figures(
        words=_words(replies),
        fillers=found,
        fillers_per_100_words=round(100 * total / count, 1)
        if count >= LEAST_FILLER_WORDS
        else None,
        repetitions=repeated if spoken else None,
    )
    return _with_sound(figures, timed, language) if timed else figures


def _with_sound(
    figures: Figures, timed: Sequence[tuple[Reply, Delivery]], language: str
) -> Figures:
    speech = sum(one.speech_seconds for _, one in timed)
    pauses = [pause for _, one in timed for pause in one.pauses]
    waits = [one.wait_seconds for _, one in timed if one.wait_seconds is not None]
    known = speech >= LEAST_PACE_SECONDS
    words = [word for reply, _ in timed for word in spoken_words(reply.text, language)]
    said = sum(syllables(word, language) for word in words)
    return replace(
        figures,
        speech_seconds=round(speech, 2),
        words_a_minute=round(60 * len(words) / (speech + sum(pauses)), 1) if known else None,
        syllables_a_second=round(said / speech, 2) if known else None,
        pauses=len(pauses),
        pause_seconds=round(sum(pauses), 2),
        longest_pause=round(max(pauses), 2) if pauses else None,
        wait_seconds=round(median(waits), 2) if waits else None,
    )


def filled_spans(reply: Reply, language: str = "en") -> list[tuple[int, int]]:
    """Where the sentences of a spoken reply stand that hold a filler."""
    if reply.typed:
        return []
    spans = sentence_spans(reply.text)
    return [(start, end) for start, end in spans if fillers(_said(reply, start, end), language)]


def _fillers(replies: Sequence[Reply], language: str) -> tuple[tuple[Filler, ...], int]:
    counted: Counter[str] = Counter()
    repeated = 0
    for reply in replies:
        for start, end in sentence_spans(reply.text):
            said = _said(reply, start, end)
            counted.update({one.text: one.count for one in fillers(said, language)})
            repeated += repetitions(said)
    return tuple(Filler(text, count) for text, count in counted.most_common()), repeated


def _said(reply: Reply, start: int, end: int) -> list[Said]:
    """A sentence as what counts fillers takes it, which looks at its text alone."""
    return [Said(None, 0.0, 0.0, reply.text[start:end].strip(), ())]


def _words(replies: Sequence[Reply]) -> int:
    return sum(len(one.text.split()) for one in replies)
