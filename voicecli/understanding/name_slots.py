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
_LONGEST_SAID = 4
"""Words in which a recogniser may write one name: "are do we know" for Arduino."""
_ALIKE = 0.78
"""Likeness of a name that sounds exactly so."""
_LEAST, _MARGIN = 0.7, 0.12
"""Likeness of the only name that is near, and how much nearer it must be than the next: titles that
were heard wrong lie at 0.73 to 0.92, what comes second at 0.4 to 0.6."""
_NEAR = 0.5
"""Likeness from which another name counts as the next; below, none is near."""

_SHORTEST_KEY = 3
_AMBIGUOUS_LETTERS = 2

_STRANGE, _ORDINARY, _HELD = 0.7, 0.78, 0.9
"""Likeness of sound from which words are a name: those that nobody says for themselves, ordinary
ones ("cue just"), and one word that stands in the content. Set on the transcripts of spoken names
in tests/evals/worlds/dev-*; what sounds nearest in other questions lies below 0.65."""
_BEFORE_A_KIND = 0.05
"""How much more alike they must be before a noun, where any adjective may stand."""
_EXACTLY = 0.96
_SOUND_MARGIN = 0.08
"""How much nearer the name must sound than any other."""
_SHORTEST_SOUND, _SHORTEST_EXACT = 2.0, 1.4
"""Weight of the sounds of a name that words may be mistaken for, and that sounds just like them."""

_TAKES_A_NAME = listed(
    "know knows no use uses used using with in need needs needed require requires required"
)
_JOINS = frozenset({"and", "or"})
_ENDS = frozenset({"", "and", "or", "but"})
_GOES_ON = _ENDS | listed("at in together for before after since during please too as")
_DETERMINERS = listed("the any her his their your some all other")
_KINDS = listed(
    """
    library libraries framework language tool tools software package app apps stuff thing things
    work program programs plugin code engine database
    """
)
"""Nouns that technologies stand before, beside those of the kinds of record."""
_NEVER_A_NAME = listed(
    """
    best latest newest oldest first last new old big small main other own recent current next
    previous past good great early late only same more most few two three four five every the
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
    for start, end, before_a_kind in _said_slots(tokens, lexicon):
        yield from _said(tokens, start, end, lexicon, before_a_kind=before_a_kind)
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


def _said(
    tokens: tuple[Token, ...], start: int, end: int, lexicon: Lexicon, *, before_a_kind: bool
) -> Iterator[Mention]:
    """The one technology that sounds like these words."""
    words = tokens[start:end]
    is_bound = tokens[start - 1].text.endswith(("s", "se"))
    alike = lexicon.said_like(" ".join(word.written for word in words), after_s=is_bound)
    if not alike:
        return
    name, likeness, weight = alike[0]
    least = _least_likeness(words, lexicon) + before_a_kind * _BEFORE_A_KIND
    is_long = weight >= _SHORTEST_SOUND or (weight >= _SHORTEST_EXACT and likeness >= _EXACTLY)
    second = alike[1][1] if len(alike) > 1 else 0.0
    if is_long and likeness >= least and likeness - second >= _SOUND_MARGIN:
        yield Mention(start, end, name, min(likeness, 0.95))


def _least_likeness(words: tuple[Token, ...], lexicon: Lexicon) -> float:
    """How alike words must sound: the more they mean by themselves, the more alike."""
    strange = any(
        word.text not in STOP_WORDS | common_words() and not lexicon.holds(word.text)
        for word in words
    )
    if len(words) == 1 and lexicon.holds(words[0].text):
        return _HELD
    return _STRANGE if strange and len(words) < _LONGEST else _ORDINARY


def _said_slots(tokens: tuple[Token, ...], lexicon: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """The spans of one to four words where a technology is named; True where a noun follows."""
    texts = [token.text for token in tokens]
    takes = [index for index, text in enumerate(texts) if text in _TAKES_A_NAME]
    for start in range(1, len(tokens)):
        before = texts[start - 1]
        is_joined = before in _JOINS and any(start - 5 <= index < start - 1 for index in takes)
        for end in range(start + 1, min(start + _LONGEST_SAID, len(tokens)) + 1):
            if texts[start] == "the" or (
                end - start == 1 and texts[start] in STOP_WORDS | _NEVER_A_NAME
            ):
                continue
            behind = texts[end] if end < len(tokens) else ""
            is_kind = behind in _KINDS or lexicon.is_kind(behind)
            if (before in _TAKES_A_NAME or is_joined) and behind in _GOES_ON:
                yield start, end, False
            elif (before in _DETERMINERS | _TAKES_A_NAME or is_joined) and is_kind:
                yield start, end, True


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
