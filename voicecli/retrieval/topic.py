"""What a question is about, once the words with which questions are put are taken away."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from voicecli.retrieval.words import STOP_WORDS, content_words, fold, stem, words

_ASKING = """
    ask asks asked bye detail details even exactly example examples explain find found gave give
    hello idea info information interested kind kinds know knows known learn list listing lot
    maybe mean means mention mentioned name named names one ones overview question quick quickly
    sort sorts summarise summarize summary there type types understand whats whos wonder ever far
    come comes came call called bit actually really possible available different various certain
    specific particular general main important best favourite favorite good great interesting new
    nice background cool everybody cv profile set short version walk hear hears selection
    impressive proud proudest together herself himself themselves part anywhere somewhere whole
    entire complete full brief briefly everyone anybody
    describe describes outline introduce introduction present presents share love wish curious keen
    glad happy kindly along hey hi
"""
"""Words of asking, in any question."""

_DOING = """
    able achieve achieved apply applied build building builds built coded complete completed
    create created creates creating deal deals deliver delivered designed develop developed
    developing develops finish finished handle hold holds held implement implemented include
    includes involve involved involves involving interest interests launch launched produce
    produced programmed publish published ran relate related release released run running runs
    ship shipped solve solved spend spent start started stay stayed study studied studying touched
    try tried work worked working works write writes wrote written own owns get got busy begin
    begun read employed put puts carried accomplish accomplished accomplishing contribute
    contributed led took taken bring brings brought earn earned learned excel excels pays paid
"""
"""What people do with the things that records describe."""

_WHEN = """
    ago current currently date dates day days decade earlier earliest early end ended first last
    late later latest long longest month months new newest now old older oldest past present
    previous previously recent recently right second since still then third today until week weeks
    when year years young youngest between during before after january february march april may
    june july august september october november december ongoing moment nowadays lately former
    formerly lifetime prior newer
"""
"""Words of time, which filters and orders take care of."""

_KINDS: Mapping[str, str] = {
    "projects": "project portfolio app application tool software thing stuff item product"
    " prototype work demo program repo repository website plugin creation output"
    " contribution achievement accomplishment",
    "experience": "job position role employer company companies firm organisation organization"
    " career employment work history experience occupation profession professional"
    " workplace place internship employed hired gig post living life record resume"
    " path line",
    "skills": "skill skilled technology technologies tool stack ability abilities competence"
    " expertise comfortable familiar fluent proficient speak speaks strength master"
    " masters program code coding software strong point points toolbox",
    "education": "degree diploma qualification certificate certification school university college"
    " education course training graduate graduated student academic hold schooling"
    " path record major highest formally",
    "publications": "publication paper article research author journal conference talk essay report"
    " published writing scientific academic bibliography output text print literature",
    "person": "person",
}
"""Words for the kinds of record that every content may have."""


_LOOSE = """
    app application tool software thing stuff item product demo program output code path line major
    master masters point points talk text print literature living life strong writing
"""
"""Words of those that are headings of other things, too."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a question that say what it is about.

    `phrase` reaches from the first of them to the last, with the function words in between as they
    stand; `words` are the content words of it, folded. Both are empty for a question that only
    asks for a kind of record.
    """

    phrase: str = ""
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


MOST_WORDS = 16
"""A question of more words to look for is a pasted text; each costs the time of its vector."""


def find_topic(question: str, explained: Iterable[str] = (), types: Collection[str] = ()) -> Topic:
    """Take away how the question is put, and what filters explain: names, dates, kinds of record.

    A word for a kind of record is topic where records of other kinds are asked for: "projects about
    education". Of a follow-up, in which what it leans on stands in brackets, both parts count.
    """
    taken = _kinds(tuple(sorted(types))) | _stems(" ".join(explained))
    phrases = [_trimmed(part, taken) for part in re.split(r"[()]|[.?!;] ", question)]
    phrase = " ".join(dict.fromkeys(part for part in phrases if part))
    kept = (word for word in content_words(phrase).values() if _tells(word, taken))
    return Topic(phrase, tuple(islice(kept, MOST_WORDS)))


def kind_words(types: Collection[str]) -> set[str]:
    """Folded words that a heading over records of these types has."""
    named = {word for type_ in types for word in words(f"{_KINDS.get(type_, '')} {type_}")}
    return named - frozenset(_LOOSE.split())


def is_number(word: str) -> bool:
    """Whether a folded word is a figure or the name of a small one."""
    return word[:1].isdigit() or word in _spelled()


def _trimmed(part: str, taken: Collection[str]) -> str:
    """The part from its first word of topic to its last."""
    tokens = part.split()
    told = [i for i, token in enumerate(tokens) if any(_tells(w, taken) for w in words(token))]
    return " ".join(tokens[told[0] : told[-1] + 1]).strip(" ,.?!:;\"'") if told else ""


def _tells(word: str, taken: Collection[str]) -> bool:
    """Whether a folded word says what the question is about; `taken` are stems that do not."""
    if len(word) < 2 or word in STOP_WORDS or word in _frame() or is_number(word):
        return False
    return stem(word) not in taken


@cache
def _frame() -> frozenset[str]:
    return frozenset(f"{_ASKING} {_DOING} {_WHEN}".split())


@cache
def _kinds(types: tuple[str, ...]) -> frozenset[str]:
    """Stems of the words for records of these types, or of any."""
    kinds = [_KINDS.get(type_, "") for type_ in types] if types else list(_KINDS.values())
    return _stems(" ".join(["item", *kinds, *types]))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(fold(text)))


@cache
def _spelled() -> frozenset[str]:
    from num2words import num2words

    numbers = (*range(101), 1000)
    return frozenset(str(num2words(number)) for number in numbers)
