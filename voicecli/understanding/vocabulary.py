"""What the person's content speaks of: all that understanding knows of the world."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from voicecli.types import Document, Record, RecordType
from voicecli.understanding.normalise import tokenise
from voicecli.understanding.words import STOP_WORDS, stem

PERSON = "person"
DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Title:
    """A name in the content: of a record, of its organisation, or of a document.

    `type` is the record's ("projects", …) or "document", `item` the id of what it names. An
    `organisation` may be named by its first own word alone ("Norton" for Norton Bridges Ltd).
    """

    text: str
    type: str
    item: str = ""
    organisation: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The index's own words. Made once for each state of the index, and compared by identity.

    `technologies` are spelled as the content spells them; `people` are those whom the content is
    about; `types` are the types of record that it holds, `declared` those that the person declared
    with words of their own. `words` maps each type (and "document")
    to the stems of its words, each with the number of passages of that type that hold it.
    """

    technologies: tuple[str, ...] = ()
    titles: tuple[Title, ...] = ()
    types: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    declared: tuple[RecordType, ...] = ()


def vocabulary_of(
    documents: Iterable[Document], counted: Mapping[str, Mapping[str, int]] | None = None
) -> Vocabulary:
    """Gather the vocabulary of documents and of the records in them.

    `counted` are the words of them all where they were counted before, by `stems_of`.
    """
    technologies: dict[str, str] = {}
    titles: dict[Title, None] = {}
    people: dict[str, None] = {}
    words: dict[str, Counter[str]] = {}
    declared: dict[str, RecordType] = {}
    for document in documents:
        declared |= {type_.name: type_ for type_ in document.types}
        if document.blocks:
            titles[Title(document.title, DOCUMENT, document.path)] = None
        for block in document.blocks if counted is None else ():
            words.setdefault(DOCUMENT, Counter()).update(stems_of([block.text, *block.headings]))
        for record in document.records:
            if counted is None:
                words.setdefault(record.type, Counter()).update(stems_of(_texts(record)))
            for technology in record.technologies:
                technologies.setdefault(technology.casefold(), technology)
            if record.type == PERSON:
                people[record.title] = None
            else:
                titles |= dict.fromkeys(_titles(record))
    return Vocabulary(
        technologies=tuple(technologies.values()),
        titles=tuple(titles),
        types=tuple(words if counted is None else counted),
        people=tuple(people),
        words=words if counted is None else counted,
        declared=tuple(declared.values()),
    )


def _titles(record: Record) -> list[Title]:
    titles = [Title(record.title, record.type, record.id)]
    if record.organisation:
        titles.append(Title(record.organisation, record.type, record.id, organisation=True))
    return titles


def _texts(record: Record) -> list[str]:
    named = (record.title, record.organisation, record.summary)
    return [*named, *record.technologies, *record.keywords, *record.metrics]


def stems_of(texts: Iterable[str]) -> set[str]:
    """Return the stems of the words that say something."""
    found = {token.text for text in texts for token in tokenise(text)}
    return {stem(word) for word in found - STOP_WORDS}
