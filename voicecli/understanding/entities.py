"""The names of the content in a question: exact, abbreviated, spelled out or misheard."""

import re
from collections.abc import Iterable, Iterator

from voicecli.understanding.lexicon import Lexicon, Mention, Name
from voicecli.understanding.name_slots import in_a_slot
from voicecli.understanding.normalise import Question, Token
from voicecli.understanding.spoken import LETTER_NAMES, joined, phonetic_key, spelled
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

_AMBIGUOUS_LETTERS = 2

_BEFORE = listed(
    """
    in with using use used uses know knows knew learn learned learnt write writes wrote written
    code coded coding program programmed programming and or both language called named about is
    plus speak via without need needs needed require requires required contain contains
    containing include includes including involving involve involves
    """
)
"""Words after which an ordinary word ("go", "rust") is a name."""

_BEFORE_A_TITLE = _BEFORE | {"at", "for", "on", "of", "does", "did"}
_AROUND = listed(
    """
    and or what how about in with using also then so but now only just maybe not no same for i mean
    meant sorry actually rather please the without
    """
)
"""Words around a name that stands alone in a follow-up: "and in Go?", "what about R?"."""

_JOINING = frozenset({"and", "or", "but", "not", "nor", "without"})

_AFTER = listed(
    """
    project projects code coding developer developers programming language job jobs skills skill
    experience work stuff app apps tool tools paper papers program programs programmer library
    libraries certificate certification role roles framework game games website websites plugin
    plugins bot bots demo demos script scripts engine position positions task tasks product products
    """
)


def find_names(question: Question, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find the names in a question, in order and without overlap; the best mention of a word wins.

    All records that share a name are found with it.
    """
    tokens = question.tokens[:_TOKENS]
    found = [*_exact(tokens, lexicon), *_misheard(tokens, lexicon), *in_a_slot(tokens, lexicon)]
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
                if (
                    _meant(tokens, start, end, name, form)
                    or _listed(tokens, start, end, name, lexicon)
                    or _heads_a_noun(tokens, start, end, name, lexicon)
                ):
                    yield Mention(start, end, name, 1.0)


def _forms(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """Join words to one: as they stand, and with the names of letters as letters."""
    words = tuple(token.text for token in tokens)
    return tuple(dict.fromkeys(("".join(map(joined, words)), spelled(words))))


def _meant(tokens: tuple[Token, ...], start: int, end: int, name: Name, form: str) -> bool:
    """Whether words that spell a name are meant as the name.

    An ordinary word, or one or two letters, needs a sign: the symbol or the capitals that the
    content writes, or a neighbour that makes it a name.
    """
    words = [token.text for token in tokens[start:end]]
    if end - start > 1:
        return not all(word in STOP_WORDS for word in words) or name.text.count(" ") > 0
    word, written = tokens[start].text, tokens[start].written
    ordinary = word in common_words() or word in STOP_WORDS or word in LETTER_NAMES
    if not ordinary and len(form) > _AMBIGUOUS_LETTERS:
        return True
    if re.search(r"[^\w\s]", written) and joined(written) == joined(name.text):
        return True
    if name.kind == "technology" and _stands_alone(tokens, start, end):
        return True
    before = tokens[start - 1].text if start else ""
    after = tokens[end].text if end < len(tokens) else ""
    if after in _AFTER or (before in _BEFORE and word not in STOP_WORDS):
        return not (len(form) == 1 and not written.isupper() and after not in _AFTER)
    capital = written == name.text and written[:1].isupper() and (start > 0 or after in _AFTER)
    if len(tokens) == 1 or (capital and len(form) > _AMBIGUOUS_LETTERS):
        return True
    if word in STOP_WORDS or len(form) <= _AMBIGUOUS_LETTERS:
        return before in {"in", "using", "use", "know"} and after in {"", "and", "or"}
    return name.kind != "technology" and before in _BEFORE_A_TITLE


def _stands_alone(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether nothing else is said: "and Go?"; or the question ends with "not Go"."""
    if all(token.text in _AROUND for token in (*tokens[:start], *tokens[end:])):
        return len(tokens) > 1 or tokens[start].text not in STOP_WORDS
    is_last = end == len(tokens) or tokens[end].text in _JOINING
    if tokens[start].text in STOP_WORDS and not tokens[start].written[:1].isupper():
        return False
    return is_last and start > 1 and tokens[start - 1].text in ("not", "no")


def _heads_a_noun(
    tokens: tuple[Token, ...], start: int, end: int, name: Name, lexicon: Lexicon
) -> bool:
    """Whether an ordinary word stands as a name does: "unity games", or at the very start.

    The noun may be any that names a kind of record. At the start a verb would be an order, and
    what is said of a thing ("rust is …") speaks of the ordinary one.
    """
    word = tokens[start].text
    if name.kind != "technology" or word in STOP_WORDS | _ORDERS or len(name.text) == 1:
        return False
    after = tokens[end].text if end < len(tokens) else ""
    if lexicon.is_kind(after):
        return True
    return start == 0 and bool(after) and after not in _SAYING and after not in _NEVER_BEHIND


_ORDERS = listed("react excel express process act act spark dash flow play rest ride stream sketch")
_SAYING = listed(
    "is are was were has have had can could may might will would should must does do did of"
)
_NEVER_BEHIND = listed("the a an my your her his their our this that these those to me us it")


def _listed(tokens: tuple[Token, ...], start: int, end: int, name: Name, lexicon: Lexicon) -> bool:
    """Whether a name stands beside another technology: "Go or C++", "Rust, Python"."""
    if name.kind != "technology":
        return False
    if len(name.text) <= _AMBIGUOUS_LETTERS and tokens[start].written != name.text:
        return False
    beside = [end, start - 1]
    beside += [end + 1] * (tokens[end : end + 1] != () and tokens[end].text in _JOINING)
    beside += [start - 2] * (start > 1 and tokens[start - 1].text in _JOINING)
    return any(
        other.kind == "technology"
        for index in beside
        if 0 <= index < len(tokens)
        for other in lexicon.exact(joined(tokens[index].text))
    )


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
