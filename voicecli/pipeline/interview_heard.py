"""How much was heard of what the interviewer said last."""

from collections.abc import Sequence
from dataclasses import dataclass

from voicecli.pipeline.record import said
from voicecli.types import Event


@dataclass(frozen=True, slots=True)
class Sounded:
    """`rest` are the sentences that were not heard to their end.

    `unheard` tells whether the question that stands last was among what never came.
    """

    rest: tuple[str, ...] = ()
    unheard: bool = False


def sounded(sentences: Sequence[str], events: Sequence[Event], *, asks: bool) -> Sounded:
    """What became of these sentences in a turn; the last one is a question if it `asks`.

    Who speaks over it knows what they heard; who stops it, or writes, what stood on the screen.
    """
    told = {one.text: one.fraction for one in said(events)}
    rest = tuple(one for one in sentences if told.get(one, 0.0) < 1.0)
    stopped = [event.data.get("reason", "") for event in events if event.kind == "cancelled"]
    is_cut = bool(stopped) or any(event.kind == "error" for event in events)
    if not (asks and is_cut and sentences):
        return Sounded(rest)
    question = sentences[-1]
    came = told.get(question, 0.0) > 0.0 if "barge-in" in stopped else question in told
    return Sounded(rest, unheard=not came)
