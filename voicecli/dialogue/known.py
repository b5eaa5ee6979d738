"""What an answer may draw on beside the passages that were found."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from voicecli.types import Record
from voicecli.understanding import Vocabulary


def _nothing(passage_id: str) -> Record | None:
    return None


@dataclass(frozen=True)
class Known:
    """The index as an answer sees it.

    `record` gives the record that a passage was made of, by the passage's id; `profile` is the
    record of the person whom the content is about, if it is about one.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    record: Callable[[str], Record | None] = _nothing
    profile: Record | None = None

    @property
    def person(self) -> str:
        """The name of the one person whom the content is about; empty for none or several."""
        people = self.vocabulary.people
        return people[0] if len(people) == 1 else ""

    @property
    def first_name(self) -> str:
        """What that person is called: the first word of the name that is no title."""
        parts = self.person.split()
        return next((part for part in parts if not part.endswith(".")), "")

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many records of each type there are, most first; documents are no records."""
        named = {
            (title.type, title.item)
            for title in self.vocabulary.titles
            if title.item and not title.organisation and title.type != "document"
        }
        return dict(Counter(type_ for type_, _ in sorted(named)).most_common())

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(title.type == "document" for title in self.vocabulary.titles)
