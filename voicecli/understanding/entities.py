"""The names of the content in a question: exact, abbreviated, spelled out or misheard."""

from collections.abc import Iterable, Iterator

from voicecli.understanding.lexicon import Lexicon, Mention, Name
from voicecli.understanding.name_signs import Spot, is_meant
from voicecli.understanding.name_slots import in_a_slot
from voicecli.understanding.normalise import Question, Token
from voicecli.understanding.spoken import joined, phonetic_key, spelled
from voicecli.understanding.words import STOP_WORDS, common_words, listed

_LONGEST = 4
"""Words that a recogniser may make of one name."""

_TOKENS = 40
"""Words of a question that are searched for names."""

_ALIKE = 0.78
"""Likeness from which a name counts as misheard (letters and sound, each half)."""

_ALIKE_PART = 0.86
_ALIKE_AT_AN_EDGE = 0.9
"""The same, of words that end with a function word: "road is" is hardly Redis."""
_SHORTEST_KEY = 3
_SHORTEST_ALONE = 5
"""Letters of a name that one wrong word may stand for; a shorter one takes two words or more."""


def find_names(question: Question, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find the names in a question, in order and without overlap; the best mention of a word wins.

    All records that share a name are found with it.
    """
    tokens = question.tokens[:_TOKENS]
    found = [*_exact(tokens, lexicon)]
    found += [*_misheard(tokens, lexicon), *in_a_slot(tokens, lexicon)]
    found.sort(key=lambda m: (-m.likeness, m.start - m.end, not m.name.whole, m.start))
    taken: dict[int, tuple[int, int]] = {}
    chosen: dict[Mention, None] = {}
    for mention in found:
        words = range(mention.start, mention.end)
        if all(taken.get(word, (mention.start, mention.end)) == (mention.start, mention.end)
               for word in words):  # fmt: skip
            if any(word in taken for word in words) and not _shares(mention, chosen):
                continue
            taken |= dict.fromkeys(words, (mention.start, mention.end))
            chosen[mention] = None
    return tuple(sorted(chosen, key=lambda m: (m.start, m.name.text)))


def _shares(mention: Mention, chosen: Iterable[Mention]) -> bool:
    """Whether another record of the same spelling holds these words already."""
    return any(
        other.start == mention.start
        and other.name.kind == mention.name.kind == "title"
        and other.likeness == mention.likeness
        and other.name.item != mention.name.item
        for other in chosen
    )


def _exact(tokens: tuple[Token, ...], lexicon: Lexicon) -> Iterator[Mention]:
    for start, end in _spans(tokens):
        for form in _forms(tokens[start:end]):
            for name in lexicon.exact(form):
                if is_meant(Spot(tokens, start, end), name, form, lexicon):
                    yield Mention(start, end, name, 1.0)


def _forms(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """Join words to one: as they stand, and with the names of letters as letters."""
    words = tuple(token.text for token in tokens)
    return tuple(dict.fromkeys(("".join(map(joined, words)), spelled(words))))


def _misheard(tokens: tuple[Token, ...], lexicon: Lexicon) -> Iterator[Mention]:
    heard = {
        (form, span): None
        for span in _spans(tokens)
        if _may_be_misheard(tokens[slice(*span)])
        for form in _forms(tokens[slice(*span)])
    }
    forms, spans = [form for form, _ in heard], [span for _, span in heard]
    for row, name, likeness in lexicon.alike(forms, _ALIKE):
        start, end = spans[row]
        is_edged = end - start > 1 and tokens[end - 1].text in STOP_WORDS
        if _sounds_enough(forms[row], name, likeness, end - start, is_edged=is_edged):
            yield Mention(start, end, name, min(likeness, 0.99))


def _sounds_enough(form: str, name: Name, likeness: float, words: int, *, is_edged: bool) -> bool:
    key = phonetic_key(form)
    if len(joined(name.text)) < _SHORTEST_ALONE and (words == 1 or likeness < _ALIKE_PART):
        return False
    if len(key) < _SHORTEST_KEY and likeness < _ALIKE_PART:
        return False
    if (
        form[0] != joined(name.text)[0]
        and phonetic_key(form)[:1] != phonetic_key(joined(name.text))[:1]
    ):
        return False
    if is_edged and likeness < _ALIKE_AT_AN_EDGE:
        return False
    if not name.whole or name.kind == "person":
        return likeness >= _ALIKE_PART or (words == 1 and likeness >= _ALIKE)
    return True


def _may_be_misheard(tokens: tuple[Token, ...]) -> bool:
    """Whether no one would say these words for themselves."""
    words = [token.text for token in tokens]
    if len(words) == 1:
        return words[0] not in common_words() and words[0] not in STOP_WORDS and len(words[0]) > 3
    edges = {words[0], words[-1]}
    return not all(word in STOP_WORDS for word in words) and not edges & _NEVER_IN_A_NAME


_NEVER_IN_A_NAME = listed(
    """
    and or the she he they her his their did does do has have had was were with which what where
    when who how any anything something projects project jobs job work used use know knows show me
    about from since before after at for of
    """
)


def _spans(tokens: tuple[Token, ...]) -> list[tuple[int, int]]:
    return [
        (start, end)
        for start in range(len(tokens))
        for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1)
    ]
