"""How well questions about content are answered: a labelled set through the real path."""

import time
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from voicecli.bench.labels import Query
from voicecli.bench.scores import Prediction
from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.answer import take_turn
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.turn import Turn
from voicecli.understanding import COARSE


def predict(mind: Mind, queries: Iterable[Query]) -> Iterator[Prediction]:
    """Answer every question, each in its conversation, in order.

    Labelled sets tell fewer intents apart than the program does: `COARSE` has their names.
    """
    conversations: dict[str, Conversation] = {}
    for query in queries:
        yield _predict(mind, query, conversations.setdefault(query.conversation, Conversation()))


def _predict(mind: Mind, query: Query, conversation: Conversation) -> Prediction:
    began = time.perf_counter()
    events = list(take_turn(query.text, mind, conversation, Turn()))
    seconds = time.perf_counter() - began
    record, understanding = turn_record(events, {}, spoken=False), understood(events)
    if record is None or understanding is None:  # nothing was asked
        return Prediction(query.id, "off_topic", (), (), None, None, "", True, "", seconds)
    conversation.remember(record, understanding)
    passages = record.passages
    items = (passage.id for passage in passages if passage.type != "document")
    return Prediction(
        id=query.id,
        intent=COARSE.get(understanding.intent, understanding.intent),
        items=tuple(dict.fromkeys(items)),
        technologies=tuple(understanding.slots.get("technologies", ())),
        years=understanding.slots.get("years"),
        file=PurePosixPath(passages[0].document).name if passages else None,
        passage=passages[0].text if passages else "",
        refused=record.abstained,
        answer=record.written,
        seconds=seconds,
    )
