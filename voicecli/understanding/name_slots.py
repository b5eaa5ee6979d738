"""Misheard names where a question has room for one: "does she know …?", "what is … about?".

There a name is expected, so that less likeness will do: if only one name of the content is alike.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Iterator

from voicecli.understanding.lexicon import Kind, Lexicon, Mention
from voicecli.understanding.normalise import Token
from voicecli.understanding.spoken import joined, phonetic_key
from voicecli.understanding.words import STOP_WORDS, common_words, listed

_LONGEST = 3
_ALIKE = 0.78
"""Likeness of a name that sounds exactly so."""
_LEAST, _MARGIN = 0.7, 0.12
"""Likeness of the only name that is near, and how much nearer it must be than the next: titles that
were heard wrong lie at 0.73 to 0.92, what comes second at 0.4 to 0.6."""
_NEAR = 0.5
"""Likeness from which another name counts as the next; below, none is near."""

_SHORTEST_KEY = 3
_AMBIGUOUS_LETTERS = 2

_TAKES_A_NAME = listed("know knows no use uses used using with in")
_ENDS = frozenset({"", "and", "or", "but"})
_DETERMINERS = listed("the any her his their your some all other")
_NEVER_A_NAME = listed(
    """
    best latest newest oldest first last new old big small main other own recent current next
    previous past good great early late only same more most few two three four five every
    what who where when why how which she he they it about something anything everything
    """
)
_WORKPLACE_SLOT = re.compile(
    r"\b(?:job|jobs|role|position|work|worked|working|career|internship|placement) (?:at|in|for|with|of)"
    r" (?:the )?((?:\S+ ){0,2}\S+)$"
)
_TITLE_SLOT = re.compile(
    r"^(?:(?:and|so|ok|okay|hey|hello|please) )*(?:what(?: is|s| was)|(?:tell|give) me (?:more )?(?:about|on)"
    r"|describe|explain|how (?:does|did|do)|what (?:can|does|did|could)|who (?:uses|used|made|built)|how (?:do|can|should|would) i (?:cook|make|build|prepare|use|play|brew)"
    r"|how (?:accurate|fast|big|good|old|large|long|heavy) (?:is|was)) "
    r"(?:the )?(.+?)(?: (?:do|does|work|works|about|for|good for|used for|made of|project|app|tool|mean"
    r"|means|written in|built with))*$"
)


def in_a_slot(tokens: tuple[Token, ...], lexicon: Lexicon) -> Iterator[Mention]:
    """Find the names that are heard in the slots of a question."""
    for start, end in _technology_slots(tokens, lexicon):
        if end - start == 1 and lexicon.holds(tokens[start].text):
            continue
        yield from _sounding(tokens, start, end, lexicon)
        yield from _nearest(tokens, start, end, lexicon, "technology")
    if slot := _title_slot(tokens):
        yield from _nearest(tokens, *slot, lexicon, "title")


def _sounding(
    tokens: tuple[Token, ...], start: int, end: int, lexicon: Lexicon
) -> Iterator[Mention]:
    """Technologies of exactly this sound, and abbreviations of letters that rhyme."""
    form = _form(tokens, start, end)
    written = tokens[start].written
    if end - start == 1 and written.isupper() and len(written) > _AMBIGUOUS_LETTERS:
        for name in lexicon.abbreviations(form):
            yield Mention(start, end, name, _ALIKE)
    if _is_common(tokens, start, end) and len(phonetic_key(form)) < _SHORTEST_KEY:
        return
    for name, likeness in lexicon.sounding_like(form):
        if likeness >= _ALIKE:
            yield Mention(start, end, name, min(likeness, 0.95))


def _nearest(
    tokens: tuple[Token, ...], start: int, end: int, lexicon: Lexicon, kind: Kind
) -> Iterator[Mention]:
    """The one name that is near, if there is only one."""
    form = _form(tokens, start, end)
    if _is_common(tokens, start, end) or len(phonetic_key(form)) < _SHORTEST_KEY:
        return
    near = (one for one in lexicon.alike([form], _NEAR) if one[1].kind == kind)
    alike = sorted(near, key=lambda one: -one[2])
    if not alike:
        return
    _, name, likeness = alike[0]
    second = next((less for _, other, less in alike if other.text != name.text), 0.0)
    if likeness >= _LEAST and likeness - second >= _MARGIN:
        yield Mention(start, end, name, min(likeness, 0.95))


def _technology_slots(tokens: tuple[Token, ...], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The spans of one to three words, no plain function words, in which a name is expected."""
    texts = [token.text for token in tokens]
    for start in range(1, len(tokens)):
        for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1):
            inside = texts[start:end]
            if all(word in STOP_WORDS for word in inside) or set(inside) & _NEVER_A_NAME:
                continue
            behind = texts[end] if end < len(tokens) else ""
            before = texts[start - 1]
            at_the_end = behind in _ENDS and before in _TAKES_A_NAME
            before_a_kind = lexicon.is_kind(behind) and before in _DETERMINERS
            if at_the_end or before_a_kind:
                yield start, end


def _title_slot(tokens: tuple[Token, ...]) -> tuple[int, int] | None:
    """The span of what a question about one thing is about."""
    texts = [token.text for token in tokens]
    said = " ".join(texts)
    match = _TITLE_SLOT.match(said) or _WORKPLACE_SLOT.search(said)
    if not match or not match[1] or len(match[1].split()) > _LONGEST:
        return None
    start = len(match.string[: match.start(1)].split())
    return start, start + len(match[1].split())


def _is_common(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    return end - start == 1 and tokens[start].text in common_words()


def _form(tokens: tuple[Token, ...], start: int, end: int) -> str:
    return "".join(joined(token.text) for token in tokens[start:end])
