"""What answers: the mind over the index, and the session that speaks and remembers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from voicecli.assembly.engines import Engines
from voicecli.assembly.orders import guestbook_orders, memory_orders
from voicecli.assembly.personas import open_personas, usual
from voicecli.assembly.stores import keeps_lines, open_keeper, open_reading, read_vocabulary
from voicecli.config import Config

if TYPE_CHECKING:
    import sqlite_utils

    from voicecli.assembly.personas import Cast
    from voicecli.dialogue.conversation import Conversation
    from voicecli.pipeline.mind import Mind
    from voicecli.pipeline.orders import OrderGroup
    from voicecli.pipeline.session import SpokenSession
    from voicecli.pipeline.turn_sounds import TurnSounds


def make_mind(
    config: Config,
    db: "sqlite_utils.Database",
    engines: Engines,
    today: Callable[[], date] = date.today,
    *,
    memories: bool = True,
) -> "Mind":
    """Understanding, search and opening over the index in `db`; of the thread that opened it.

    Without `memories` nothing is answered from what its owner asked to remember.
    """
    from voicecli.pipeline.mind import Mind
    from voicecli.retrieval.search import Searcher
    from voicecli.storage.answers import AnswerCache
    from voicecli.understanding import Meanings

    return Mind(
        Searcher(db, engines.embedder, config.retrieval.candidates, memories=memories),
        read_vocabulary(db),
        engines.llm,
        engines.models,
        config.retrieval,
        config.dialogue,
        today=today,
        on_mode=engines.choose_llm,
        cache=AnswerCache(db) if config.dialogue.cache else None,
        meanings=Meanings(engines.embedder, config.state_folder, keep=config.sessions.keep),
        read_again=partial(read_vocabulary, db),
    )


@contextmanager
def open_mind(
    config: Config,
    engines: Engines,
    today: Callable[[], date] = date.today,
    *,
    memories: bool = True,
) -> "Iterator[Mind]":
    """A mind with a connection of its own, which only reads, for the thread that opens it."""
    with open_reading(config) as db:
        yield make_mind(config, db, engines, today, memories=memories)


def make_session(
    config: Config,
    db: "sqlite_utils.Database",
    engines: Engines,
    conversation: "Conversation",
    *,
    caching: bool = True,
    sounds: "TurnSounds | None" = None,
    who: "Cast | None" = None,
    today: Callable[[], date] = date.today,
    kiosk: bool = False,
) -> "SpokenSession":
    """A spoken session that is kept in `db`, which belongs to the main thread.

    Without `caching` every answer is made anew; `sounds` keep the sound of turns. `who` answers,
    the plain assistant if it is None. In a `kiosk` only messages are taken: other orders about the
    conversation are refused, and nothing that its owner keeps, no answer to another, is used.
    """
    from voicecli.pipeline.kiosk import RefusedOrders
    from voicecli.pipeline.orders.persona import PersonaOrders
    from voicecli.pipeline.session import SpokenSession

    if kiosk or not caching:
        config = replace(config, dialogue=replace(config.dialogue, cache=False))
    others: tuple[OrderGroup, ...] = (
        memory_orders(config, engines, today),
        PersonaOrders(open_personas(), usual(who.before if who else config)),
    )
    if kiosk:
        others = tuple(map(RefusedOrders, others))
    session = SpokenSession(
        lambda: open_mind(config, engines, today, memories=not kiosk),
        engines.synthesizer,
        open_keeper(config, db),
        conversation,
        config.dialogue.mode,
        (guestbook_orders(config), *others),
        sounds=sounds,
        keep_line=keeps_lines(config, engines) if config.sessions.keep and not kiosk else None,
    )
    if who:
        session.state.persona = who.persona
        if who.voice:
            engines.synthesizer.change(who.voice)
    return session
