"""The one thread operator."""

import queue
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")

_END = object()
_POLL_SECONDS = 0.02


class Prefetch(Generic[T]):
    """Runs an iterable in its own thread, at most `ahead` items in front of the reader.

    Work starts at once. Order is kept, and an error of the iterable is raised in the reader.
    Leaving the `with` block stops the thread at its next item and joins it, so no work outlives
    the turn that asked for it.
    """

    def __init__(self, items: Iterable[T], *, ahead: int, name: str) -> None:
        self._box: queue.Queue[object] = queue.Queue(maxsize=ahead)
        self._closed = threading.Event()
        self._worker = threading.Thread(target=self._run, args=(items,), name=name, daemon=True)
        self._worker.start()

    def __enter__(self) -> Iterator[T]:
        return self._read()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._worker.join()

    def _read(self) -> Iterator[T]:
        while (item := self._box.get()) is not _END:
            if isinstance(item, BaseException):
                raise item
            yield item  # type: ignore[misc]  # the box holds T, _END or an exception

    def _run(self, items: Iterable[T]) -> None:
        try:
            for item in items:
                if not self._put(item):
                    return
            self._put(_END)
        except BaseException as error:  # noqa: BLE001  # this place owns the thread
            self._put(error)
        finally:
            if close := getattr(items, "close", None):
                close()

    def _put(self, item: object) -> bool:
        """Hand an item to the reader; False if the reader has gone."""
        while not self._closed.is_set():
            try:
                self._box.put(item, timeout=_POLL_SECONDS)
            except queue.Full:
                continue
            return True
        return False
