"""The path of recordings: file → decode → VAD → windows → STT → stages → transcript.

Recordings of any length and number flow through: held at one time are the windows of two batches
and the few that wait for them. Reading runs ahead of recognition in a thread of its own.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from voicecli.audio.files import Source
from voicecli.errors import StorageError
from voicecli.pipeline.batches import Batches
from voicecli.pipeline.memory import opened_memory
from voicecli.pipeline.reading import Reading
from voicecli.pipeline.transcription import (
    Ahead,
    Failed,
    Outcome,
    Progress,
    Started,
    Transcribed,
    Transcription,
    Unremembered,
)
from voicecli.prefetch import Prefetch
from voicecli.turn import Turn

__all__ = [
    "Ahead",
    "Failed",
    "Outcome",
    "Progress",
    "Started",
    "Transcribed",
    "Transcription",
    "Unremembered",
    "transcribe",
]

MESSAGES_AHEAD = 32
"""Windows and other messages that reading may be ahead: a batch for a GPU, of up to 2 MB each."""


def transcribe(
    sources: Iterable[Source | None], how: Transcription, turn: Turn
) -> Iterator[Outcome]:
    """Transcribe recordings, the windows of many at once; one that fails does not stop the rest.

    Each source yields Started, Progress after every window, and Transcribed or Failed; finished
    work yields Transcribed alone. All of one source come before those of the next, but for a file
    that another process has in work: it comes when that is done. `sources` are asked for in
    another thread; None among them means that there is nothing new now, and lets what is in hand
    be finished.

    Raises TurnCancelled at the next batch after a cancel, and what opening an engine raises.
    """
    with ExitStack() as stack:
        try:
            worker = stack.enter_context(how.ledger.working()) if how.ledger else None
        except StorageError as error:
            yield Unremembered(error)
            worker = None
        reading = Reading(how, worker, turn)
        messages = Prefetch(reading.messages(sources), ahead=MESSAGES_AHEAD, name="decode")
        coming = stack.enter_context(messages)
        stack.callback(reading.close)  # before the thread is waited for
        batches = Batches(how, stack.enter_context(opened_memory(worker)), turn)
        for message in turn.guard(coming):
            batches.take(message)
            yield from batches.outcomes()
            while batches.full or (message is None and batches.waiting):
                batches.recognize()
                yield from batches.outcomes()
        turn.check()
        while batches.waiting:
            batches.recognize()
            yield from batches.outcomes()
