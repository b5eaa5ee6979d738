"""The whole text of something in the content, found by its name."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils import Database

from voicecli.retrieval.lookup import passages_of, source_named
from voicecli.retrieval.vocabulary import read_record
from voicecli.types import Passage, Record


@dataclass(frozen=True, slots=True)
class WholeText:
    """A document, a passage or a record with all its passages; `source` is how it is cited."""

    title: str
    source: str
    passages: tuple[Passage, ...]
    record: Record | None = None

    def as_json(self) -> dict[str, Any]:
        """Its fields as plain JSON values."""
        return {
            "title": self.title,
            "source": self.source,
            "document": self.passages[0].document,
            "passages": [
                {"id": one.id, "source": one.source, "title": one.title, "text": one.text}
                for one in self.passages
            ],
            "record": asdict(self.record) if self.record else None,
        }


def find_text(db: Database, name: str) -> WholeText:
    """What is called so: a document by its path, a passage or record by its id or source.

    Raises RetrievalError, which names what is called alike.
    """
    if document := passages_of(db, name):
        title = document[0].title.split(" › ")[0] if document[0].type == "document" else name
        return WholeText(title, name, tuple(document))
    passage = source_named(db, name)
    record = read_record(db, passage.id)
    if record is None:
        return WholeText(passage.title, passage.source, (passage,))
    parts = [one for one in passages_of(db, passage.document) if one.locator == passage.locator]
    return WholeText(passage.title, passage.source, tuple(parts), record)
