"""How the main thread hears from all others: each runs an iterable into one inbox."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

T = TypeVar("T")

JOIN_SECONDS = 30.0
"""An engine that does not return cannot be stopped; the program leaves without it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An item that the feed called `sender` brought."""

    sender: str
    item: Any


@dataclass(frozen=True, slots=True)
class Ended:
    """The feed called `sender` has no more items; `error` is what ended it, if anything did."""

    sender: str
    error: BaseException | None


class Tasks(Generic[T]):
    """A queue with one reader, of which it can be told whether it has nothing to do.

    Unbounded, because what comes in is rare (utterances, keys) or made by the turn in hand.
    """

    def __init__(self) -> None:
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._in_hand: T | None = None
        self.taken = 0
        """How many items the reader has taken."""

    def put(self, item: T) -> None:
        """Put an item in; any thread may."""
        with self._changed:
            self._items.append(item)
            self._changed.notify()

    def get(self, seconds: float | None = None) -> T | None:
        """The next item, or None when none came within `seconds`; the one before is done."""
        with self._changed:
            self._in_hand = None
            if not self._changed.wait_for(lambda: self._items, seconds):
                return None
            self.taken += 1
            self._in_hand = self._items.popleft()
            return self._in_hand

    @property
    def in_hand(self) -> T | None:
        """What the reader works at; None while it waits."""
        with self._changed:
            return self._in_hand

    @property
    def idle(self) -> bool:
        """Whether nothing waits, and the reader has done all that it took."""
        with self._changed:
            return not self._items and self._in_hand is None


class Inbox(Tasks["Letter | Ended"]):
    """Letters of all feeds in the order of their arrival."""

    def post(self, letter: Letter | Ended) -> None:
        """Put a letter in; any thread may."""
        self.put(letter)

    def take(self, seconds: float | None = None) -> Letter | Ended | None:
        """The next letter, or None when none came within `seconds`."""
        return self.get(seconds)


class Feed:
    """Runs an iterable in its own thread and posts every item to an inbox, then Ended.

    Leaving the `with` block joins the thread: the iterable must end by itself once its source is
    closed, or look at `closed`.
    """

    def __init__(self, sender: str, inbox: Inbox) -> None:
        self.sender = sender
        self.closed = threading.Event()
        self._inbox = inbox
        self._thread: threading.Thread | None = None

    def start(self, items: Iterable[Any]) -> "Feed":
        """Begin to run `items`."""
        self._thread = threading.Thread(
            target=self._run, args=(items,), name=self.sender, daemon=True
        )
        self._thread.start()
        return self

    def while_open(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield from `items` until this feed is closed."""
        for item in items:
            if self.closed.is_set():
                return
            yield item

    def __enter__(self) -> "Feed":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closed.set()
        if self._thread:
            self._thread.join(JOIN_SECONDS)

    def _run(self, items: Iterable[Any]) -> None:
        error: BaseException | None = None
        try:
            for item in self.while_open(items):
                self._inbox.post(Letter(self.sender, item))
        except BaseException as raised:  # noqa: BLE001  # this place owns the thread
            error = raised
        self._inbox.post(Ended(self.sender, error))
