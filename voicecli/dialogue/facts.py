"""Answers that say a fact, or what one thing is: sentences as they stand in the content."""

from collections.abc import Sequence

from voicecli.dialogue.instant import Opening, within
from voicecli.dialogue.items import dated, name_of, rephrased, told
from voicecli.dialogue.known import Known
from voicecli.dialogue.wording import ended, joined
from voicecli.types import Passage, Understanding

SENTENCES = 3
"""At most so many are said about one item."""


def extract(
    best: Sequence[tuple[str, Passage]],
    spoken_words: int,
    *,
    understanding: Understanding | None = None,
    known: Known | None = None,
) -> Opening:
    """Say the best sentences: a document's as they stand, a record's with its name."""
    known = known or Known()
    asks = str(understanding.slots.get("asks", "")) if understanding else ""
    said: dict[str, Passage] = {}
    for sentence, passage in best:
        is_named = passage in said.values()
        said[rephrased(sentence, passage, known, asks, is_named=is_named)] = passage
    sentences = within(list(said), spoken_words)
    passages = dict.fromkeys(said[sentence] for sentence in sentences)
    return Opening(sentences, tuple(passages), leaves_room=True)


def describe(
    understanding: Understanding,
    item: Passage,
    spoken_words: int,
    *,
    known: Known | None = None,
) -> Opening:
    """Say what one item is: its name and years, what it does, what came of it."""
    known = known or Known()
    record = known.record(item.id)
    sentences = list(told(item, record))[:SENTENCES] or [item.title]
    if record is not None and record.technologies:
        using = "It uses" if record.type == "projects" else "Technologies:"
        sentences.append(f"{using} {joined(record.technologies)}.")
    if record is not None and not sentences[0].startswith(record.title):
        sentences[0] = f"{dated(name_of(item, record), record)}: {sentences[0]}"
    return Opening(within([ended(s) for s in sentences], spoken_words), (item,), leaves_room=True)
