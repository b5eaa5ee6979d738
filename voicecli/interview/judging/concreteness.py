"""What in a reply is concrete and what is empty: figures, names, own deeds; phrases. English.

A recogniser may leave out capitals and write numbers as words, so a name is also known as a word
that is rare, and a number by its words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from voicecli.analysis.english import WORD, is_content, stem
from voicecli.interview.judging.clauses import Clause, shortened
from voicecli.interview.judging.empty_words import EMPTY_PHRASES, GENERAL, is_empty
from voicecli.interview.judging.past import IRREGULAR, is_deed
from voicecli.understanding.words import common_words

LONGEST_DEED = 9
"""Words of a deed that are quoted."""

_NUMBER = (
    r"(?:\d+(?:[.,:/-]\d+)*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|half a|a dozen|dozens"
    r"|(?:a |one )?hundreds?|(?:a |one )?thousands?|(?:a |one )?millions?)"
)
_SCALE = r"(?:(?: and)? (?:hundred|thousand|million|billion|point|" + _NUMBER + r"))*"
_UNIT = (
    r"(?:\s?%| per ?cent| percent(?:age)?(?: points?)?"
    r"| (?:euros?|dollars?|pounds|francs|kroner|bucks"
    r"|years?|months?|weeks?|days?|hours?|minutes?|seconds?|times?|people|persons|men|women"
    r"|kilometres?|kilometers?|miles|metres?|meters?|degrees|tons|tonnes|kilos?|items?|units?))"
)
FIGURE = re.compile(
    rf"(?<![\w])[$€£]?\b(?:{_NUMBER}{_SCALE}(?:{_UNIT})?"
    rf"|one (?:year|month|week|day|hour) )(?<! )(?!\w)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:(?:in |since |until |on |by |last |next )?(?:january|february|april|june|july|august"
    r"|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|christmas|easter)s?|(?:in|since|until|by|last|of) (?:march|may)(?= |$|[.,])"
    r"|last (?:year|month|week|summer|winter|spring|autumn|fall|night|quarter)|yesterday"
    r"|(?:once|twice|(?:two|three|four|five|ten|\d+) times) (?:a|per|every|each) \w+|daily|weekly"
    r"|monthly|hourly|every (?:day|week|month|morning|evening|second \w+))\b",
    re.IGNORECASE,
)
_MARKED = re.compile(r"^(?=.*[A-Za-z])(?:[A-Z]{2,}s?|\w*\d\w*|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*)$")
"""Capitals, capitals within, letters with digits: "SQL", "PostgreSQL", "k3s"."""
_NO_NAMES = frozenset("ok okay i i'm i've i'd i'll cv tv mr mrs ms hmm um uh".split())
_SHORTEST_RARE = 5
_OF_NO_NAMES = re.compile(
    r"\w+(?:ing|ed|ly|ates?|i[sz]es?|ive|ous|ful|less|[ai]ble|ical|etic|ists?|icians?|arians?)"
    r"|(?:did|does|do|had|has|have|is|are|was|were|wo|would|could|should)nt"
)
"""Rare words that name no thing: of deeds, manners, qualities, and those who have a trade."""
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "'s", "r", "est", "ness", "ally")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a reply: where they stand and what they are, literally."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The index behind them."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Substance:
    """What there is in a reply. `specific` are stems of words that tell what it is about.

    `deeds` are the speaker's own that name what was done to what; `acts` are those and what they
    do or would do, in any tense; `empty` are phrases that say nothing, `empty_words` how many
    words do; `general` how often it is said how things are always.
    """

    figures: tuple[Span, ...]
    names: tuple[Span, ...]
    deeds: tuple[Span, ...]
    acts: tuple[Span, ...]
    empty: tuple[Span, ...]
    specific: frozenset[str]
    empty_words: int
    general: int
    words: int

    @property
    def concrete(self) -> tuple[str, ...]:
        """Names, figures and deeds as they were said, in order, without those within another."""
        return _texts([*self.deeds, *self.figures, *self.names])

    @property
    def vague(self) -> tuple[str, ...]:
        """Empty phrases as they were said, in order, each once."""
        return _texts(self.empty)


def substance(reply: str, parts: Sequence[Clause]) -> Substance:
    """What there is in a reply that was cut into these clauses."""
    empty = [Span(match.start(), match[0]) for match in EMPTY_PHRASES.finditer(reply)]
    tokens = [(match.start(), match[0]) for match in WORD.finditer(reply)]
    plain = [(at, word, word.lower().replace("’", "'")) for at, word in tokens]
    outside = [one for one in plain if not _within(one[0], empty)]
    content = [low for _, _, low in outside if is_content(low)]
    deeds, acts = _deeds(parts, empty)
    return Substance(
        figures=tuple(_figures(reply, empty)),
        names=tuple(_names(reply, outside)),
        deeds=tuple(deeds),
        acts=tuple(acts),
        empty=tuple(empty),
        specific=frozenset(stem(low) for low in content if not is_empty(low)),
        empty_words=sum(is_empty(low) for low in content)
        + sum(len(span.text.split()) for span in empty),
        general=len(GENERAL.findall(reply)),
        words=len(tokens),
    )


def is_specific(text: str, least: int = 1) -> bool:
    """Whether a piece of speech has so many words that tell what it is about."""
    found = {
        stem(low)
        for low in (match[0].lower().replace("’", "'") for match in WORD.finditer(text))
        if is_content(low) and not is_empty(low)
    }
    return len(found) + len(FIGURE.findall(text)) >= least


def is_rare(word: str) -> bool:
    """Whether a word in lower case is none of the 16,000 commonest, nor a form of one."""
    if len(word) < _SHORTEST_RARE or not word.isalpha():
        return False
    common = common_words()
    stripped = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    forms = [word, *stripped]
    forms += [form + "e" for form in forms[1:]]
    forms += [form[:-1] + "y" for form in forms[1:] if form.endswith("i")]
    forms += [form[:-1] for form in forms[1:] if form[-1:] == form[-2:-1]]
    return not any(form in common for form in forms)


def _is_no_thing(word: str) -> bool:
    return is_empty(word) or bool(_OF_NO_NAMES.fullmatch(word))


def _figures(reply: str, empty: Sequence[Span]) -> Iterator[Span]:
    for pattern in (FIGURE, _DATE):
        for match in pattern.finditer(reply):
            if not _within(match.start(), empty):
                yield Span(match.start(), match[0].strip())


def _names(reply: str, words: Iterable[tuple[int, str, str]]) -> Iterator[Span]:
    is_cased = any(letter.isupper() for letter in reply) and not reply.isupper()
    for at, word, low in words:
        if low in _NO_NAMES or FIGURE.fullmatch(word):
            continue
        capital = is_cased and word[:1].isupper() and not _begins_sentence(reply, at)
        marked = is_cased and _MARKED.match(word) and not word.isdigit()
        if marked or capital or (is_rare(low) and not _is_no_thing(low)):
            yield Span(at, word)


def _begins_sentence(reply: str, at: int) -> bool:
    before = reply[:at].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?\n:…"


_ACT = re.compile(
    r"(?<!when )(?<!while )(?<!until )(?<!before )\b(?:i|you|we)(?:'d|'ll| would| will)?"
    r"(?: (?:first|then|also|always|just|usually|quickly"
    r"|immediately|normally|never|\w+ly))* (?!am\b|be\b|was\b|were\b|are\b|have to\b|think\b"
    r"|guess\b"
    r"|know\b|mean\b|feel\b|believe\b|suppose\b|reckon\b|forget\b|doubt\b|wonder\b|like\b"
    r"|love\b|enjoy\b|want\b|prefer\b|hope\b|would\b|will\b"
    r"|don't\b|can't\b|didn't\b|had\b|see\b|could\b|wish\b|understand\b|remember\b)[a-z]+",
    re.IGNORECASE,
)


_OF_OTHERS = re.compile(
    r"(?:(?:and|but|so|then|because) )*(?:he|she|they|it|there|nobody|every(?:body|one)"
    r"|(?:my|our|his|her|their|the|this) \w+ (?:is|are|was|were|has|had|came|said)) ",
    re.IGNORECASE,
)
"""A clause with a subject of its own does not go on with the speaker's acts."""
_DROPPED = re.compile(
    r"(?!(?:was|were|had|did|said|used|based|named|born|compared|related|given|made of)\b)"
    r"(?!called (?!the\b|an?\b|my\b|our\b|him\b|her\b|them\b))"
    rf"(?:[a-z]+ed|{'|'.join(sorted(IRREGULAR))}|had to [a-z]+) (?!by\b|on\b|to\b|in\b)\S",
    re.IGNORECASE,
)
"""A sentence that begins with its verb: who speaks in short drops the "I"."""


def _deeds(parts: Sequence[Clause], empty: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The speaker's own deeds, and what else they do, each with what it is done to."""
    deeds: list[Span] = []
    acts: list[Span] = []
    own = acting = False
    for part in parts:
        own = own and not part.begins_sentence
        acting = acting and not part.begins_sentence
        deed, own = is_deed(part.text, own=own)
        if part.begins_sentence and _DROPPED.match(part.text):
            deed = own = True
        act = bool(_ACT.search(part.text))
        acting = act or (acting and not deed and not _OF_OTHERS.match(part.text))
        bare = _without(part, empty)
        if deed and is_specific(bare):
            deeds.append(Span(part.start, shortened(part.text, LONGEST_DEED)))
        if (deed or acting) and is_specific(bare, 2):
            acts.append(Span(part.start, shortened(part.text, LONGEST_DEED)))
    return deeds, acts


def _without(part: Clause, empty: Sequence[Span]) -> str:
    text = part.text
    for span in empty:
        if part.start <= span.start < part.end:
            text = text.replace(span.text, " ")
    return text


def _within(at: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _texts(spans: Iterable[Span]) -> tuple[str, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -len(one.text))):
        if span.text and not (kept and span.start < kept[-1].end):
            kept.append(span)
    return tuple(dict.fromkeys(span.text for span in kept))
