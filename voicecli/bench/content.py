"""How well questions about content are answered: a labelled set through the real path."""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from voicecli import assembly
from voicecli.bench.labels import Query
from voicecli.bench.scores import Prediction
from voicecli.config import Config
from voicecli.dialogue.conversation import Conversation
from voicecli.documents.folder import find_sources_of
from voicecli.pipeline.answer import take_turn
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.retrieval.index import IndexProgress, update
from voicecli.turn import Turn
from voicecli.types import Event, Passage
from voicecli.understanding import COARSE
from voicecli.understanding.vocabulary import stems_of


@contextmanager
def mind_over(
    config: Config, paths: Sequence[Path], today: date, tell: Callable[[IndexProgress], None]
) -> Iterator[Mind]:
    """A mind without a language model over the content at `paths`, as if it were `today`.

    The index is a file that goes when the mind does; the person's own is not touched. `tell` hears
    of files that cannot be read.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        apart = replace(config.paths, database=str(Path(folder, "index.db")))
        config = replace(config, paths=apart, dialogue=replace(config.dialogue, llm=False))
        db = stack.enter_context(assembly.open_store(config))
        engines = stack.enter_context(assembly.open_engines(config, {"embedding"}))
        for progress in update(db, engines.embedder, find_sources_of(paths), stems=stems_of):
            if progress.action == "failed":
                tell(progress)
        mind = assembly.make_mind(config, db, engines, today=lambda: today)
        mind.warm_up()
        yield mind


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
    items = (passage.id for passage in record.passages if passage.type != "document")
    passages = record.passages or _nearest(events)
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


def _nearest(events: Iterable[Event]) -> tuple[Passage, ...]:
    """What a refusal offers: the passage that comes nearest."""
    for event in events:
        if event.kind == "retrieval-end":
            return tuple(Passage(**passage) for passage in event.data.get("nearest", ()))
    return ()
