"""The answer to "Who is this?" and "What is in here?": the person, the counts, two highlights."""

from collections.abc import Sequence

from voicecli.dialogue.instant import Opening, within
from voicecli.dialogue.items import PERSON, name_of
from voicecli.dialogue.known import Known
from voicecli.dialogue.wording import ended, joined, noun, number
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage, Record

_NO_HIGHLIGHTS = (PERSON, "skills", "document")


def overview(passages: Sequence[Passage], spoken_words: int, known: Known) -> Opening:
    """A sentence about the person, what there is by kind, and two items of different kinds."""
    sentences = [*_about(passages, known), *_counts(known), *_highlights(passages, known)]
    return Opening(within(sentences, spoken_words), tuple(passages))


def _about(passages: Sequence[Passage], known: Known) -> list[str]:
    """What the person's record says first, with the name in it."""
    records = [known.record(passage.id) for passage in passages if passage.type == PERSON]
    record = known.profile or next(filter(None, records), None)
    if record is None:
        return []
    said = (split_sentences(record.summary) or [_headline(record)])[0]
    if not said:
        return []
    first_name = record.title.split()[0] if record.title else ""
    if first_name and first_name in said:
        return [ended(said)]
    return [f"{record.title}: {ended(said)}"]


def _headline(record: Record) -> str:
    return next(
        (str(record.other[key]) for key in ("headline", "label") if key in record.other), ""
    )


def _counts(known: Known) -> list[str]:
    """Like "There are twelve projects, six jobs and three documents."."""
    declared = known.vocabulary.declared
    counts = {type_: n for type_, n in known.counts.items() if type_ not in (PERSON, "skills")}
    parts = [f"{number(n)} {noun(type_, n, declared=declared)}" for type_, n in counts.items()]
    if known.documents:
        parts.append(f"{number(known.documents)} document{'' if known.documents == 1 else 's'}")
    verb = "is" if parts and parts[0].startswith("one ") else "are"
    return [f"There {verb} {joined(parts)}."] if parts else []


def _highlights(passages: Sequence[Passage], known: Known) -> list[str]:
    """The best two passages of different kinds, by name."""
    best: dict[str, str] = {}
    for passage in passages:
        if passage.type not in _NO_HIGHLIGHTS and passage.type not in best:
            kind = noun(passage.type, 1, declared=known.vocabulary.declared)
            best[passage.type] = f"the {kind} {name_of(passage, known.record(passage.id))}"
    return [f"For example {joined(list(best.values())[:2])}."] if best else []
