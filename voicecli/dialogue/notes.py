"""What the language model reads, and whether it is worth asking at all.

The instant answer has said the best sentences. A model can only add what is left in the passages
near to the question; where nothing is, or a fact was asked for and said, its time is the person's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from voicecli.dialogue.gate import Meaning
from voicecli.dialogue.gate.figures import Figure, figures
from voicecli.dialogue.gate.tokens import tokens
from voicecli.dialogue.gate.units import CURRENCIES, LENGTHS_OF_TIME
from voicecli.dialogue.instant import Opening
from voicecli.dialogue.prompts import FIELDS_LEFT_OUT
from voicecli.retrieval.memory_names import is_memory
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage, Understanding

NOTES = 4
"""Sentences near to the question that are looked for in `balanced`."""
NOTES_IN_DETAIL = 10
NEAR = 0.33
"""Cosine with the question that a sentence must have to be worth a note, or an answer's sentence.

Set on what two models added to 180 answers about three worlds (tests/evals/worlds/dev-*) and the
sample content: below it hardly a sentence had to do with its question."""
NEAR_SHARE = 0.68
"""The same, as a share of the cosine of the nearest sentence that was said."""

_VALUES = frozenset(
    "date duration number money place person contact name yes-no time quantity".split()
)
"""Kinds of answer (the slot "asks") that are complete when their sentence was said."""
_FIGURES: Mapping[str, Callable[[Figure], bool]] = {
    "date": lambda figure: figure.kind in {"day", "time"},
    "time": lambda figure: figure.kind == "time",
    "duration": lambda figure: figure.unit in LENGTHS_OF_TIME,
    "money": lambda figure: figure.unit in CURRENCIES,
    "number": lambda figure: figure.kind in {"number", "code"},
    "quantity": lambda figure: figure.kind == "number",
}
"""Kinds of answer that a figure gives away."""
TINY = 4e8
"""Parameters below which a model adds next to nothing in `balanced` but a missing value."""
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)([mb])(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the model to read, and the passage that it stands in."""

    sentence: str
    passage: Passage


def choose_notes(
    question: str,
    opening: Opening,
    found: Sequence[Passage],
    meaning: Meaning,
    most: int = NOTES,
) -> tuple[Note, ...]:
    """The sentences near to the question that were not said yet, at most `most`, nearest first.

    `found` are the passages of the search, best first; those of the instant answer count, too.
    What the person told is said in their words alone.
    """
    every = dict.fromkeys([*opening.passages, *found])
    passages = [passage for passage in every if not is_memory(passage.document)]
    notes = [Note(text, passage) for passage in passages for text in _told(passage)]
    if not notes:
        return ()
    near = meaning.of_sentences([(note.sentence, note.passage) for note in notes])
    cosines = (near @ meaning.of_question(question)).tolist()
    said = {_plain(sentence) for sentence in opening.sentences}
    best = max(
        (c for c, n in zip(cosines, notes, strict=True) if _plain(n.sentence) in said), default=0
    )
    least = max(NEAR, NEAR_SHARE * best)
    ranked = sorted(zip(cosines, notes, strict=True), key=lambda pair: -pair[0])
    left = (n for cosine, n in ranked if cosine >= least and _plain(n.sentence) not in said)
    return tuple(islice(left, most))


def worth_asking(
    understanding: Understanding,
    notes: Sequence[Note],
    model: str,
    *,
    in_detail: bool,
    opening: Opening | None = None,
) -> bool:
    """Whether the model of this name can add anything to an instant answer.

    It cannot where no notes are left. Outside of detail it is not asked either when a single value
    was wanted that the `opening` says (without one: as it always does). A tiny one is asked there
    only for a value that is missing: the rest of what those write is copied or invented.
    """
    if not notes or in_detail:
        return bool(notes)
    wanted = str(understanding.slots.get("asks", ""))
    if wanted in _FIGURES and opening is not None:
        return not _says(opening, _FIGURES[wanted])
    return wanted not in _VALUES and not is_tiny(model)


def _says(opening: Opening, is_wanted: Callable[[Figure], bool]) -> bool:
    """Whether an instant answer has a figure of the wanted kind."""
    found = (figure for text in opening.sentences for figure in figures(tokens(text)))
    return any(is_wanted(figure) for figure in found)


def is_tiny(model: str) -> bool:
    """Whether a model's name says that it has less than TINY parameters: "smollm2-135m-…"."""
    size = _SIZE.search(model.lower())
    if size is None:
        return False
    return float(size[1]) * (1e9 if size[2] == "b" else 1e6) < TINY


def note_passages(opening: Opening, notes: Sequence[Note]) -> tuple[Passage, ...]:
    """What the model's sentences may stand on: the instant answer's passages, then the notes'."""
    return tuple(dict.fromkeys([*opening.passages, *(note.passage for note in notes)]))


def _told(passage: Passage) -> list[str]:
    """The sentences of a passage that tell something; of a record also its fields."""
    sentences = split_sentences(passage.text)
    if passage.type == "document":
        return sentences
    return [text for text in sentences if not text.startswith(FIELDS_LEFT_OUT)]


def _plain(sentence: str) -> str:
    return sentence.rstrip(".!").casefold()
