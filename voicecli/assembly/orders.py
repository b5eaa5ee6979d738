"""The orders that are obeyed, by voice, typed, and in `ask`."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from voicecli.assembly.engines import Engines
from voicecli.assembly.stores import open_guestbook, open_store
from voicecli.config import Config

if TYPE_CHECKING:
    from voicecli.pipeline.orders import OrderGroup


def memory_orders(
    config: Config, engines: Engines, today: Callable[[], date] = date.today
) -> "OrderGroup":
    """What the person tells to remember and to forget; nothing is kept off the record."""
    from voicecli.pipeline.orders.memory import MemoryOrders

    return MemoryOrders(
        (lambda: open_store(config)) if config.sessions.keep else None, engines.embedder, today
    )


def guestbook_orders(config: Config) -> "OrderGroup":
    """What takes messages of guests; nothing is kept off the record."""
    from voicecli.pipeline.orders.guestbook import GuestbookOrders

    return GuestbookOrders((lambda: open_guestbook(config)) if config.sessions.keep else None)


def written_orders(config: Config, engines: Engines) -> "tuple[OrderGroup, ...]":
    """The orders that also mean something outside of a running conversation."""
    return (memory_orders(config, engines),)
