"""How replies were said, measured in a thread for which no question waits."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from voicecli.errors import VoicecliError
from voicecli.interview.course import Delivery, Progress, Reply
from voicecli.pipeline.delivery import ReplySound

log = logging.getLogger(__name__)

Measure = Callable[[tuple[ReplySound, ...], Reply, float | None], Delivery]
"""Tells the delivery of a reply by its sound; the last is when its question had sounded."""

WAITING_REPLIES = 4
"""So many may wait to be measured; of one more the delivery is not known."""
JOIN_SECONDS = 20.0
"""How long the end of an interview may wait for what is left: a minute of speech takes one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The delivery of a reply."""

    reply: Reply
    delivery: Delivery

    def into(self, progress: Progress) -> Progress:
        """The progress in which that reply, wherever it stands, has its delivery."""
        exchanges = tuple(
            replace(one, reply=replace(one.reply, delivery=self.delivery))
            if one.reply == self.reply
            else one
            for one in progress.exchanges
        )
        return replace(progress, exchanges=exchanges)


@dataclass(frozen=True, slots=True)
class _Waiting:
    reply: Reply
    sound: tuple[ReplySound, ...]
    asked_until: float | None


class Measuring:
    """Measures one reply after the other; a context manager around its thread."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue(WAITING_REPLIES + 1)
        self._done: queue.SimpleQueue[Measured] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="delivery", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.finish()

    def hear(self, reply: Reply, sound: tuple[ReplySound, ...], asked_until: float | None) -> None:
        """Have a reply measured. Never waits."""
        if not sound:
            return
        if self._waiting.qsize() >= WAITING_REPLIES:
            log.warning("The delivery of a reply is not measured: too many wait.")
            return
        self._waiting.put_nowait(_Waiting(reply, sound, asked_until))

    def done(self) -> Iterator[Measured]:
        """What was measured since this was last asked."""
        while not self._done.empty():
            yield self._done.get()

    def finish(self) -> None:
        """Wait for what is left, and end the thread."""
        if self._thread.is_alive():
            with suppress(queue.Full):  # then it was asked before, and is still at work
                self._waiting.put_nowait(None)
            self._thread.join(JOIN_SECONDS)

    def _run(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            try:
                told = self._measure(waiting.sound, waiting.reply, waiting.asked_until)
            except VoicecliError as error:
                log.warning("The delivery of a reply cannot be measured: %s", error)
            except Exception as error:  # noqa: BLE001  # this place owns the thread
                kind = type(error).__name__
                log.error("The delivery of a reply cannot be measured: %s", kind)
            else:
                self._done.put(Measured(waiting.reply, told))
