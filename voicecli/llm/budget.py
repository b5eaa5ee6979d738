"""What fits the context: pure arithmetic over a token counter."""

from collections.abc import Callable, Sequence

from voicecli.types import Message, Passage

TokenCounter = Callable[[str], int]

CUT_MARK = " […] "
"""Stands where text was left out, so that model and person can see it."""

_HEAD_SHARE = 0.75
_LONGEST_TOKEN = 16
"""Characters: text beyond this many for each token of room is dropped before it is counted."""


def fit_messages(messages: Sequence[Message], room: int, count: TokenCounter) -> list[Message]:
    """The messages that fit into `room` tokens, in their order.

    The system messages and the last message always stay: a question that is too long is cut with
    a visible mark, and so are instructions beyond half of the room. Of the history the newest
    messages stay, beginning with one of the user's, as chat templates ask; what is pinned there is
    first in it and stays, too, in at most half of what is left.
    """
    if not messages:
        return []
    *earlier, last = messages
    system = [message for message in earlier if message.role == "system"]
    history = [one for one in earlier if one.role != "system" and not one.pinned]
    pinned = [one for one in earlier if one.role != "system" and one.pinned]
    kept = _shorten_all(system, room // 2, count)
    left = room - sum(count(message.text) for message in kept)
    last = Message(last.role, shorten(last.text, left, count))
    left -= count(last.text)
    if (size := sum(count(one.text) for one in pinned)) > left // 2:
        pinned, size = [], 0
    return [*kept, *pinned, *_newest(history, left - size, count), last]


def fit_passages(passages: Sequence[Passage], room: int, count: TokenCounter) -> list[Passage]:
    """The best passages, in their order, that fit into `room` tokens together.

    A passage that does not fit is left out whole: a smaller one after it may still fit, and half a
    passage may say the opposite of the whole.
    """
    fitting = []
    for passage in passages:
        size = count(passage.text)
        if size <= room:
            fitting.append(passage)
            room -= size
    return fitting


def shorten(text: str, room: int, count: TokenCounter) -> str:
    """`text` if it has at most `room` tokens, else its beginning and end around CUT_MARK."""
    text = _keep(text, max(room, 0) * _LONGEST_TOKEN)
    size = count(text)
    while size > room and len(text) > len(CUT_MARK):
        # One step is nearly always enough; the 0.95 pays for words cut into more tokens.
        text = _keep(text, min(int(len(text) * room / size * 0.95), len(text) - len(CUT_MARK) - 1))
        size = count(text)
    return text if size <= room else ""


def _keep(text: str, characters: int) -> str:
    """At most `characters` of the text, and the mark where something is missing."""
    if len(text) <= characters:
        return text
    characters = max(characters, 0)
    head = int(characters * _HEAD_SHARE)
    return text[:head].rstrip() + CUT_MARK + text[len(text) - (characters - head) :].lstrip()


def _shorten_all(messages: list[Message], room: int, count: TokenCounter) -> list[Message]:
    kept = []
    for message in messages:
        text = shorten(message.text, room, count)
        room -= count(text)
        kept.append(Message(message.role, text))
    return kept


def _newest(history: list[Message], room: int, count: TokenCounter) -> list[Message]:
    kept: list[Message] = []
    for message in reversed(history):
        room -= count(message.text)
        if room < 0:
            break
        kept.insert(0, message)
    while kept and kept[0].role != "user":
        kept.pop(0)
    return kept
