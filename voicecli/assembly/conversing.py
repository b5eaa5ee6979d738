"""The orders about a conversation, over what is kept of all conversations."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli.assembly.stores import open_reading, open_sessions, resume
from voicecli.assembly.voices import installed_voices
from voicecli.config import Config

if TYPE_CHECKING:
    from voicecli.dialogue.conversation import Conversation
    from voicecli.pipeline.orders.conversation import ConversationOrders
    from voicecli.storage.session_copy import SessionCopy
    from voicecli.storage.sessions import SessionSummary

Render = Callable[["tuple[SessionCopy, ...]"], str]
"""Writes sessions as Markdown."""


def conversation_orders(
    config: Config,
    names: Callable[[], Mapping[str, str]],
    as_markdown: Render,
    folder: Callable[[], Path] = Path.cwd,
) -> "ConversationOrders":
    """What is ordered about the conversation; `names` are all orders that there are.

    What is saved goes into `folder`.
    """
    from voicecli.pipeline.orders.conversation import ConversationOrders, Kept

    kept = None
    if config.sessions.keep:
        kept = Kept(
            latest=partial(_latest, config),
            find=partial(_find, config),
            summary=partial(_summary, config),
            resume=partial(_resume, config),
            as_markdown=partial(_as_markdown, config, as_markdown),
        )
    return ConversationOrders(kept, partial(installed_voices, config), names, folder)


def _latest(config: Config, count: int) -> "Sequence[SessionSummary]":
    with open_reading(config) as db:
        return open_sessions(config, db).list(count)


def _find(config: Config, written: str) -> str:
    with open_reading(config) as db:
        return open_sessions(config, db).find(written)


def _summary(config: Config, session_id: str) -> "SessionSummary":
    with open_reading(config) as db:
        return open_sessions(config, db).summary(session_id)


def _resume(config: Config, session_id: str) -> "Conversation":
    with open_reading(config) as db:
        return resume(db, open_sessions(config, db), session_id)


def _as_markdown(config: Config, render: Render, session_id: str) -> str:
    from voicecli.storage.session_files import copy_session

    with open_reading(config) as db:
        copy = copy_session(db, session_id)
        return render((copy,) if copy else ())
