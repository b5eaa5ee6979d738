"""What English words so far show about the end of a turn. Pure."""

import re
from typing import Literal

from voicecli.vad.whole import is_whole

Sign = Literal[
    "none",
    "closed",
    "whole",
    "short",
    "question",
    "sentence",
    "beginning",
    "no mark",
    "figures",
    "open word",
    "breaks off",
]
"""What the words show: nothing; that nothing more will come; a question or an order that has all
its parts, of many words or few; a question that has not; a mark behind any other words; what
introduces a sentence; and signs that more must come."""

MANY_WORDS = 5
"""A question with so many words has said what it is about; behind fewer there is often more."""

_NEVER_LAST = frozenset(
    "a an and as because but by cuz if into my or our so than the their uh uhm um umm er erm"
    " hmm well what's when whether which while whose without your i'd i'll i'm we'll we're you're"
    " he's she's it's they're".split()
)
"""English hardly ever ends with one of these, a question no more than a sentence."""

_LAST_IN_QUESTIONS = frozenset(
    "about at for from in like of on to where who with is are was were am be been being has had can"
    " could should would will shall may might must not very quite".split()
)
"""Words that end a question ("Who is it for?"), but hardly ever a sentence."""

_OPEN_PHRASES = re.compile(
    r"(?:^| )(?:(?:my|the|his|her|our) (?:[a-z]+ )?"
    r"(?:name|number|address|question|password|code|e ?mail)(?: address)? is"
    r"|my favou?rite (?:[a-z]+ )?is"
    r"|(?:i want|i would like|i need|let me|tell me|give me|show me|can you|could you) ?(?:to|see)?"
    r"|i (?:think|guess|suppose|believe|wonder)(?: that)?|you know|i mean|kind of|sort of"
    r"|as well as|such as|for example|a (?:little )?bit of|lots? of)$"
)

_WISH = re.compile(
    r"(?:(?:so|and|okay|hello|hi) )*(?:please )?(?:i (?:just )?want|i need|(?:i would|i'd) like"
    r"|i'll (?:have|take)|(?:can|could|may) i (?:please )?(?:have|get|order)|get me|make me"
    r"|bring me|buy me|order)(?: me)? (?!to |you )"
)
"""Wishes for things, which people like to refine: as open as any sentence, by question or not."""

_BEGINNING = re.compile(  # a clause or a phrase that another clause follows
    r"(?:if|unless|although|though|because|until|once|whenever) "
    r"|(?:after|at|before|by|during|for|from|in|of|on|since|under|with)(?: [\w']+){1,3}$"
)

_CLOSED = frozenset(
    "yes|no|yeah|yep|nope|ok|okay|stop|cancel|quit|go on|repeat that|thank you|thanks"
    "|thank you very much|thanks a lot|yes please|no thanks|no thank you|that's all|that is all"
    "|goodbye|bye|hello|show me more|louder|slower|faster|quieter|new session|exactly|right"
    "|of course|never mind|i don't know|what time is it".split("|")
)
"""What is whole when it is all that was said."""

_SENTENCES = re.compile(r"(?<=[a-z0-9][.!?]) +(?=[A-Z0-9])")
_MARKS = re.compile(r"[^\w' ]+")
_FIGURES = re.compile(r"[\d ,.\-]+")
_NUMBER_WORDS = frozenset("zero oh one two three four five six seven eight nine double".split())


def reading(text: str) -> Sign:
    """What an English transcript so far shows about the end of its turn.

    A recogniser writes a full stop behind almost anything, and a comma behind whole clauses; but it
    writes "..." only where it hears a sentence break off, and no mark hardly ever at an end. So a
    mark says little, and the words before it more.
    """
    said = _words(text)
    if not said:
        return "none"
    if said in _CLOSED:
        return "closed"
    mark = text.rstrip()[-1]
    if text.rstrip().endswith(("...", "…", "-", "–")):
        return "breaks off"
    if _FIGURES.fullmatch(text.strip()) or all(word in _NUMBER_WORDS for word in said.split()):
        return "figures"
    if _is_open(said, mark):
        return "open word"
    if mark not in ".!?":
        return "none" if mark == "," else "no mark"
    return _of_sentence(_SENTENCES.split(text.strip())[-1])


def _of_sentence(sentence: str) -> Sign:
    """The sign of a sentence with a mark behind it."""
    said = _words(sentence)
    if _WISH.match(said) and not said.endswith(" please"):
        return "sentence"
    if is_whole(said, is_asked=sentence.endswith("?")):
        return "short" if len(said.split()) < MANY_WORDS else "whole"
    if sentence.endswith("?"):
        return "question"
    return "beginning" if _BEGINNING.match(said) and "," not in sentence else "sentence"


def _words(text: str) -> str:
    """The words in small letters, with one space between them and no marks."""
    return " ".join(_MARKS.sub(" ", text.lower().replace("’", "'")).split())


def _is_open(said: str, mark: str) -> bool:
    """Whether English hardly ever stops behind these words."""
    words = said.split()
    if words[-1] in _NEVER_LAST:
        return True
    if words[-1] in _LAST_IN_QUESTIONS:
        return mark != "?" or len(words) <= 2
    return _OPEN_PHRASES.search(said) is not None
