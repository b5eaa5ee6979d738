"""Answers that name records: lists, the one that is newest or most, what is more, skills."""

import re
from collections.abc import Sequence

from voicecli.dialogue.asked import asks_about_speaker, asks_yes_no, condition
from voicecli.dialogue.facts import asked_value
from voicecli.dialogue.instant import Opening, within, words
from voicecli.dialogue.items import dated, name_of, period, skills_of, told
from voicecli.dialogue.known import Known
from voicecli.dialogue.overviews import overview
from voicecli.dialogue.wording import (
    capital,
    counted_out,
    ended,
    joined,
    noun,
    number,
    plural,
    possessive,
    singular,
    with_article,
)
from voicecli.retrieval.words import stem
from voicecli.types import Passage, Record, Understanding

NAMED = 5
"""Items named aloud; more are counted, and shown on the screen."""
SKILLS_NAMED = 3
"""Skills named of each group where there are several."""

_ASKED_WHERE = r"\b(?:which|what|list|name|all)(?: \w+)? "
_ORGANISATIONS = {
    type_: re.compile(rf"{_ASKED_WHERE}({places})\b(?! (?:articles?|papers?|degrees?|courses?))")
    for type_, places in (
        ("experience", "company|companies|employers?|firms?|organi[sz]ations?"),
        ("education", "schools?|university|universities|colleges?|institutions?"),
        ("publications", "journals?|venues?|conferences?|publishers?"),
    )
}
"""Questions that ask where it was, and not what."""
_VALUES = frozenset("date duration number money".split())
_RELAXED = {
    "every technology": "with one of them",
    "exact years": "partly in that time",
    "years": "without the dates",
    "technologies": "with other technologies",
    "types": "of another kind",
}
_ORDERS = {"newest": "latest", "oldest": "first"}


def listing(
    understanding: Understanding,
    passages: Sequence[Passage],
    softened: Sequence[str],
    spoken_words: int,
    *,
    known: Known | None = None,
    untold: str = "",
) -> Opening:
    """Name what was found: "Three Python projects since 2021: TideWatch, LedgerLens and RagTime."

    What had to be softened to find anything is said first. One item gets a sentence about it; the
    only one of an order or a superlative is called so. `passages` holds at least one. A condition
    of which no record tells (`untold`, as it was put) is said before all that there are.
    """
    known = known or Known()
    told_of = _Told(understanding, passages, known)
    if untold:
        sentences = [_untold(untold), told_of.named(spoken_words)]
    elif softened:
        sentences = [told_of.softened(softened, spoken_words)]
    elif understanding.intent == "overview" and told_of.is_mixed:
        return overview(passages, spoken_words, known)
    elif told_of.type == "skills":
        sentences = [told_of.skills(spoken_words)]
    elif len(told_of.names) == 1 and (one := told_of.superlative()):
        sentences = [one, *told_of.detail(superlative=True)]
    elif len(passages) == 1 and (value := told_of.value()):
        return Opening((value,), tuple(passages), leaves_room=True)
    else:
        sentences = [told_of.named(spoken_words), *told_of.detail()]
    return Opening(within(sentences, spoken_words), tuple(passages))


class _Told:
    """One list of items, and the ways to put it into a sentence."""

    def __init__(
        self, understanding: Understanding, passages: Sequence[Passage], known: Known
    ) -> None:
        self._asked = understanding
        self._slots = understanding.slots
        self._known = known
        self._items = [(passage, known.record(passage.id)) for passage in passages]
        types = dict.fromkeys(passage.type for passage in passages)
        self.is_mixed = len(types) > 1
        self.type = "" if self.is_mixed else next(iter(types), "")
        self._place = self._asked_place()
        """ "company", where the question asks at which one, and not what was done there."""
        self.names = list(dict.fromkeys(map(self._name, self._items)))

    def _asked_place(self) -> str:
        pattern = _ORGANISATIONS.get(self.type)
        found = pattern.search(self._asked.question.casefold()) if pattern else None
        has_places = all(record and record.organisation for _, record in self._items)
        return singular(found[1]) if found and has_places else ""

    def _name(self, item: tuple[Passage, Record | None]) -> str:
        passage, record = item
        if record and self._place:
            return with_article(record.organisation)
        return name_of(passage, record)

    def named(self, spoken_words: int) -> str:
        """Like "Three Python projects since 2021: A, B and C."."""
        if place := self._one_place():
            return place
        count = len(self.names)
        head = f"{number(count)} {self._what(count)}"
        if self._slots.get("exclude_shown"):
            head = f"{number(count)} more"
        elif self._affirms():
            head = f"yes, {head}"
        named = self._some_names(self.names, spoken_words - words([head]))
        return ended(capital(f"{head}: {named}"))

    def _one_place(self) -> str:
        """Where the one item was, if that is asked: "Loom was published in Weaving Today."."""
        record = self._items[0][1]
        if len(self._items) > 1 or record is None or not record.organisation:
            return ""
        if self._place:
            return ended(f"{capital(self.names[0])}: {record.title}")
        if self.type == "publications" and self._slots.get("asks") == "place":
            return f"{record.title} was published in {record.organisation}."
        return ""

    def softened(self, softened: Sequence[str], spoken_words: int) -> str:
        """Like "I find no Rust project since 2021; without the dates there is X (2018)."."""
        given_up = joined([_RELAXED[name] for name in softened if name in _RELAXED])
        names = [dated(name_of(passage, record), record) for passage, record in self._items]
        if "types" in softened:
            kinds = [self._noun(passage.type, 1) for passage, _ in self._items]
            names = [f"the {kind} {name}" for kind, name in zip(kinds, names, strict=True)]
        names = list(dict.fromkeys(names)) if len(self.names) > 1 else names[:1]
        asked = (self._slots.get("types") or (self.type,))[0]
        narrowed = self._condition(asked) or ("" if self._adjective(asked) else " about that")
        wanted = f"{self._adjective(asked)}{self._noun(asked, 1)}{narrowed}"
        head = f"I find no {wanted}; {given_up} there {'is' if len(names) == 1 else 'are'}"
        return ended(f"{head} {self._some_names(names, spoken_words - words([head]))}")

    def superlative(self) -> str:
        """Like "Maren's latest project is ChoirBox (2025)."; empty when none was asked for."""
        record = self._items[0][1]
        name, thing = self.names[0], f"{self._adjective()}{self._noun(self.type, 1)}"
        if order := self._slots.get("order"):
            return ended(f"{self._owner()} {_ORDERS[order]} {thing} is {dated(name, record)}")
        if relative := self._slots.get("relative"):
            return ended(f"{capital(str(relative))} that: {dated(name, record)}")
        if most := self._slots.get("superlative"):
            return _most(most, self._asked.question, name, record)
        if self._slots.get("current") and record and record.ongoing:
            since = f", {period(record).removesuffix(', and still going on')}"
            return f"{self._owner()} current {thing} is {name}{since}."
        return ""

    def value(self) -> str:
        """The date, the length or the figure of the one item, if that is what is asked for."""
        passage, record = self._items[0]
        if record is None or self._slots.get("asks") not in _VALUES:
            return ""
        return asked_value(self._asked, passage, record)

    def skills(self, spoken_words: int) -> str:
        """Where the skills asked for are listed, the skills of one group, or some of each."""
        groups = [(passage.title, skills_of(record)) for passage, record in self._items]
        is_yes_no = asks_yes_no(self._asked)
        wanted = [name for name in self._slots.get("technologies") or () if _lists(groups, name)]
        if not wanted and is_yes_no:
            wanted = [skill for _, skills in groups for skill in skills if self._names_it(skill)]
        if wanted:
            titles = [title for title, skills in groups if _has(skills, wanted)]
            verb = "is" if len(wanted) == 1 else "are"
            yes = "Yes, " if is_yes_no else ""
            return f"{yes}{joined(wanted)} {verb} listed under {joined(titles)}."
        if len(groups) == 1:
            title, skills = groups[0]
            return f"{title}: {self._some_names(skills, spoken_words - words([title]), NAMED * 2)}."
        named = [f"{title} ({_first(skills)})" if skills else title for title, skills in groups]
        return f"{self._owner()} skills: {self._some_names(named, spoken_words - 2)}."

    def _names_it(self, skill: str) -> bool:
        name = re.sub(r" *\(.*\)", "", skill)
        return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self._asked.question, re.I))

    def detail(self, *, superlative: bool = False) -> list[str]:
        """Two sentences about the item, if there is only one; a figure was said already."""
        if len(self.names) != 1 or len(self._items) != 1:
            return []
        passage, record = self._items[0]
        figure = _figure(self._slots["superlative"].get("of", ""), record) if (
            superlative and self._slots.get("superlative")
        ) else ""  # fmt: skip
        return [s for s in told(passage, record) if not figure or figure not in s][:2]

    def _what(self, count: int) -> str:
        """The noun with what was asked for around it."""
        technologies = self._slots.get("technologies") or ()
        if self.type == "publications" and technologies:
            link = "and" if self._slots.get("every_technology", True) else "or"
            verb = "uses" if count == 1 else "use"
            asked = condition(self._slots, technologies=False)
            return f"{self._noun(self.type, count)}{asked} {verb} {joined(technologies, link)}"
        return f"{self._adjective()}{self._noun(self.type, count)}{self._condition(self.type)}"

    def _adjective(self, type_: str | None = None) -> str:
        """The one technology before "project"; elsewhere it stands behind."""
        return f"{self._slots['technologies'][0]} " if self._is_before(type_) else ""

    def _condition(self, type_: str) -> str:
        return condition(self._slots, technologies=not self._is_before(type_))

    def _is_before(self, type_: str | None) -> bool:
        wanted = self._slots.get("technologies") or ()
        excluded = self._slots.get("exclude_technologies")
        return (type_ or self.type) == "projects" and len(wanted) == 1 and not excluded

    def _noun(self, type_: str, count: int) -> str:
        if self._place:
            return self._place if count == 1 else plural(self._place)
        return noun(type_, count, self._asked.question, self._known.vocabulary.declared)

    def _owner(self) -> str:
        if asks_about_speaker(self._asked):
            return "Your"
        name = self._known.first_name
        return possessive(name) if name else "The"

    def _affirms(self) -> bool:
        """Whether the question wants "yes" and its filters alone make that true."""
        return asks_yes_no(self._asked) and bool(self._slots.get("technologies"))

    @staticmethod
    def _some_names(names: Sequence[str], most_words: int, most: int = NAMED) -> str:
        """As many of the names as there is time for, and how many more there are."""
        while most > 1 and words([counted_out(names, most)]) > most_words:
            most -= 1
        return counted_out(names, most)


def _untold(asked: str) -> str:
    """That a condition narrows nothing, since the content does not tell of it."""
    return f"Your content does not tell what is “{asked}”, so these are all of them."


def _most(superlative: dict[str, str], question: str, name: str, record: Record | None) -> str:
    """Like "The most cited is X, with 52 citations.", or "The biggest is X" in the asker's word."""
    direction, of = superlative.get("direction", "most"), superlative.get("of", "")
    named = _in_degree(question, of) or f"{direction} {of}"
    head = f"The {named} is {name}" if of else f"That is {name}"
    figure = _figure(of, record)
    if not figure:
        return ended(head)
    return f"{head}, with {figure}." if figure[0].isdigit() else f"{head}: {figure}."


def _in_degree(question: str, adjective: str) -> str:
    """The superlative in -est of an adjective, as it stands in a question; empty if none does."""
    if len(adjective) < 2:
        return ""
    begin = re.escape(adjective[:-1])
    found = re.search(rf"\b(?:{begin}\w*est|worst|furthest)\b", question, re.IGNORECASE)
    return found[0].casefold() if found else ""


def _figure(of: str, record: Record | None) -> str:
    """The figure of a record that a superlative is about: with a number, and the word's stem."""
    if record is None:
        return ""
    parts = [part.strip(" .") for metric in record.metrics for part in metric.split(";")]
    figures = [part for part in parts if re.search(r"\d", part)]
    about = [part for part in figures if _shares_stem(of, part)]
    return (about or figures or [""])[0]


def _shares_stem(word: str, text: str) -> bool:
    begins = stem(word.casefold())[:4]
    return bool(word) and any(other.casefold().startswith(begins) for other in text.split())


def _lists(groups: Sequence[tuple[str, list[str]]], name: str) -> bool:
    return any(_has(skills, [name]) for _, skills in groups)


def _has(skills: Sequence[str], wanted: Sequence[str]) -> bool:
    return bool({skill.casefold() for skill in skills} & {name.casefold() for name in wanted})


def _first(skills: Sequence[str]) -> str:
    return counted_out(skills, SKILLS_NAMED)
