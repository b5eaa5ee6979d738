"""Moments to look at folders again: the system tells of changes, and time passes."""

import time
from collections.abc import Generator
from pathlib import Path


def moments(
    *folders: str | Path, debounce: float, step: float, timeout: float
) -> Generator[bool, None, None]:
    """True after changes below the folders, False when `timeout` seconds brought none; for ever.

    Changes are taken together until nothing changes for `step` seconds, at most for `debounce`.
    Where the system cannot tell (a name that is no UTF-8, no watches left), only time passes: the
    caller looks for itself now and then. Raises KeyboardInterrupt at Ctrl-C in the main thread.
    """
    from watchfiles import watch

    # what it raises for a name that it cannot decode; it has no public place
    from watchfiles._rust_notify import WatchfilesRustInternalError

    watched = watch(
        *folders,
        watch_filter=None,
        debounce=round(1000 * debounce),
        step=round(1000 * step),
        rust_timeout=round(1000 * timeout),
        yield_on_timeout=True,
        raise_interrupt=True,
        ignore_permission_denied=True,
    )
    try:
        yield from (bool(changes) for changes in watched)
    except (OSError, WatchfilesRustInternalError):
        while True:
            time.sleep(timeout)
            yield False
