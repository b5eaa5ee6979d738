"""How much was heard of what the interviewer said last."""

from collections.abc import Sequence
from dataclasses import dataclass

from voicecli.pipeline.record import said
from voicecli.types import Event


@dataclass(frozen=True, slots=True)
class Sounded:
    """`rest` are the sentences that were not heard to their end.

    `unheard` tells whether the question that stands last was among what never came; `left` is what
    an open question still lacks, with what leads to it, where it was cut off.
    """

    rest: tuple[str, ...] = ()
    unheard: bool = False
    left: tuple[str, ...] = ()


def sounded(
    sentences: Sequence[str], events: Sequence[Event], *, asks: bool, put: Sequence[str] = ()
) -> Sounded:
    """What became of these sentences in a turn; the last one is a question if it `asks`.

    `put` are those among them that put the open question, none if they only speak to it.
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
    left = tuple(one for one in put if one in rest) if question in put else ()
    return Sounded(rest, not came, left if question in left else ())
