"""Whether a window of a passage holds a sentence: its figures, names, words and polarity."""

import re
from collections.abc import Iterator, Sequence

from voicecli.dialogue.gate.bindings import Bound, content, crossed, together
from voicecli.dialogue.gate.figures import Figure, says_no_more
from voicecli.dialogue.gate.names import first_word, names, stands_in
from voicecli.dialogue.gate.polarity import agrees, axis_stems
from voicecli.dialogue.gate.reading import Read, read_text, stems_of
from voicecli.retrieval.words import stem
from voicecli.types import Passage

LEAST_HELD = 2
"""A sentence without figures has at least so many words that say something, or nothing to hold."""
LONG = 5
"""Letters of a stem that may be the beginning of a longer word."""
TOGETHER_SHARE = 0.5
"""Of the words that follow each other in a sentence so many stand near each other in the window."""
HOME_SHARE = 0.5
"""Of the words around a figure so many stand in the sentence that the figure is from."""

FIELD = re.compile(r"(?:[A-Z]\w*(?: \w+)?: |(?:From|Since|Until) [A-Z\d])")
"""How a field of a record begins, as retrieval writes it."""
_FRAME = frozenset(
    map(
        stem,
        "go goes went gone use used using work worked works cost costs include includes have has "
        "provide provides offer offers call called name named locate located base based describe "
        "describes involve involves contain contains consist design designed create created "
        "develop developed build built make made write wrote written take took place run ran last "
        "lasts lasted know known help helps technology technologies project projects job role "
        "position paper publication degree document handbook policy rule rules".split(),
    )
)
"""Words of general English that relate what a passage names; a sentence may bring its own."""
_OPPOSITES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")


def holds(claim: Read, passage: Passage, window: tuple[str, ...]) -> bool:
    """Whether some sentences of a passage say, together and with its title, what the claim says."""
    parts = [read_text(part) for part in window]
    if len(parts) == 1 and _same_words(claim, parts[0]):
        return True
    source = read_text(" \n".join(window))
    title = read_text(passage.title)
    there = stems_of(f"{passage.title} {passage.type} {source.text}")
    pairs = _paired(claim, source, title)
    if pairs is None or not _names_stand(claim, source, title):
        return False
    if not _words_stand(claim, there) or not agrees(claim.text, source.text):
        return False
    if not claim.figures and not _together(claim, source, title):
        return False
    if len(parts) > 1 and not _figures_at_home(claim, pairs, source, parts, passage):
        return False
    bounds = _figures_bound(claim, source, pairs)
    if any(crossed(claim.words, source.words, bound) for bound in bounds):
        return False
    told = read_text(" \n".join(part.text for part in parts if not _is_field(part, passage)))
    return not crossed(claim.words, told.words, _names_bound(claim, told, title))


def _is_field(part: Read, passage: Passage) -> bool:
    """Whether a part of a window is a field of a record, which is about all of it."""
    return passage.type != "document" and bool(FIELD.match(part.text))


def _paired(claim: Read, source: Read, title: Read) -> list[tuple[int, int]] | None:
    """For each figure of the claim the one of the source that says as much; None if one has none.

    Figures of the title ("Gate 7") are the passage's own name.
    """
    pairs = []
    for mine, figure in enumerate(claim.figures):
        theirs = [n for n, other in enumerate(source.figures) if says_no_more(figure, other)]
        theirs = [n for n in theirs if _same_thing(claim, figure, source, source.figures[n])]
        if theirs:
            pairs.append((mine, theirs[0]))
        elif not any(says_no_more(figure, other) for other in title.figures):
            return None
    return pairs


def _same_thing(claim: Read, figure: Figure, source: Read, other: Figure) -> bool:
    """Whether two numbers count the same, where no unit says it."""
    if figure.kind not in {"number", "ordinal"} or figure.unit:
        return True
    if figure.behind and other.behind:
        if figure.kind == "ordinal":
            return figure.behind[0] == other.behind[0]
        return bool(set(figure.behind) & set(other.behind))
    if other.behind:
        return other.behind[0] in stems_of(claim.text)
    return not figure.behind or figure.behind[0] in stems_of(source.text)


def _figures_bound(claim: Read, source: Read, pairs: Sequence[tuple[int, int]]) -> Iterator[Bound]:
    """The figures that were paired, those of each kind and unit by themselves."""
    for kind in {(claim.figures[mine].kind, source.figures[theirs].unit) for mine, theirs in pairs}:
        mine = [n for n, figure in enumerate(claim.figures) if (figure.kind, figure.unit) == kind]
        theirs = [n for n, other in enumerate(source.figures) if (other.kind, other.unit) == kind]
        yield Bound(
            [claim.figures[n] for n in mine],
            [source.figures[n] for n in theirs],
            [(mine.index(m), theirs.index(t)) for m, t in pairs if m in mine and t in theirs],
        )


def _names_bound(claim: Read, source: Read, title: Read) -> Bound:
    """The names that both have; what the title names, all of the passage is about."""
    claimed, sourced = (
        [name for name in names(read.words, first_too=True) if not stands_in(name, title.tokens)]
        for read in (claim, source)
    )
    pairs = [
        (mine, theirs)
        for mine, name in enumerate(claimed)
        for theirs, other in enumerate(sourced)
        if set(name.words) & set(other.words)
    ]
    return Bound(claimed, sourced, pairs)


def _names_stand(claim: Read, source: Read, title: Read) -> bool:
    places = (source.tokens, title.tokens)
    if not all(any(stands_in(name, place) for place in places) for name in names(claim.words)):
        return False
    first = first_word(claim.tokens)
    return not first or _stands(stem(first), stems_of(f"{source.text} {title.text}"))


def _words_stand(claim: Read, there: frozenset[str]) -> bool:
    words = content(claim.words)
    strange = [word for word in words if not _stands(word, there)]
    allowed = _FRAME | axis_stems()  # the signs of the latter are compared by `agrees`
    if not claim.figures and len(words) - len(strange) < LEAST_HELD:
        return False
    return all(word in allowed and not _is_opposite(word, there) for word in strange)


def _stands(root: str, there: frozenset[str]) -> bool:
    """Whether a stem is among others, or begins one of them ("print", "printer")."""
    if root in there:
        return True
    return len(root) >= LONG and any(other.startswith(root) for other in there)


def _is_opposite(word: str, there: frozenset[str]) -> bool:
    if any(f"{prefix}{word}" in there for prefix in _OPPOSITES):
        return True
    return any(word.startswith(prefix) and word[len(prefix) :] in there for prefix in _OPPOSITES)


def _together(claim: Read, source: Read, title: Read) -> bool:
    """Whether words that follow each other in the claim do so in the source: no mosaic of it."""
    free = content(title.words) | _FRAME
    return together(claim.words, source.words, free) >= TOGETHER_SHARE


def _figures_at_home(
    claim: Read,
    pairs: Sequence[tuple[int, int]],
    source: Read,
    parts: Sequence[Read],
    passage: Passage,
) -> bool:
    """Whether most words around each figure stand in that sentence of the window which holds it.

    A field of a record ("Since 2021.") is about all of it, and about none of its sentences that has
    a date of its own.
    """
    words = content(claim.words)
    fields = [part for part in parts if _is_field(part, passage)]
    told = {figure.kind for part in parts if part not in fields for figure in part.figures}
    for _, theirs in pairs:
        figure = source.figures[theirs]
        ends = zip(parts, _ends(parts), strict=True)
        home = next(part for part, end in ends if figure.start < end)
        if home in fields and figure.kind not in told:
            continue
        held = sum(_stands(word, stems_of(f"{home.text} {passage.title}")) for word in words)
        if words and held / len(words) < HOME_SHARE:
            return False
    return True


def _ends(parts: Sequence[Read]) -> list[int]:
    """The index behind the last token of each part in the text that they make together."""
    ends, at = [], 0
    for part in parts:
        at += len(part.tokens)
        ends.append(at)
    return ends


def _same_words(claim: Read, source: Read) -> bool:
    mine, theirs = ([t.raw for t in read.tokens if t.text not in ".!"] for read in (claim, source))
    return mine == theirs
