"""Answers that say a fact, or what one thing is: sentences as they stand in the content."""

import re
from collections.abc import Sequence
from datetime import date

from voicecli.dialogue.addressed import without_orders
from voicecli.dialogue.asked import asks_yes_no
from voicecli.dialogue.instant import Opening, within
from voicecli.dialogue.items import about, dated, name_of, period, rephrased, told
from voicecli.dialogue.known import Known
from voicecli.dialogue.refusals import unknown
from voicecli.dialogue.telling import told_by_you
from voicecli.dialogue.wording import ended, joined, months_in_words
from voicecli.retrieval.memory_names import is_memory
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage, Record, Understanding
from voicecli.understanding.normalise import normalise
from voicecli.understanding.words import STOP_WORDS, stem

SENTENCES = 3
"""At most so many are said about one item."""

_FIGURES = frozenset("date duration number money".split())
"""What questions ask for that a figure answers, and so one sentence."""
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    r"|fifty|hundred|thousand|million|half|once|twice|free)\b",
    re.IGNORECASE,
)
_MADE_WITH = re.compile(
    r"\b(?:written|built|made|coded|programmed|implemented|developed|build|write|make) (?:\w+ )?"
    r"(?:in|with|on)\b|\b(?:technolog(?:y|ies)|(?:tech |technology )?stack"
    r"|(?:which|what) (?:programming )?languages?)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:Technologies|Keywords): ")
"""Fields that tell what a record has to do with, and answer no question but for them."""
_WHEN = re.compile(
    r"\b(?:(?:19|20)\d\d|January|February|March|April|June|July|August|September|October"
    r"|November|December)\b"
)
_GOES_ON = re.compile(
    r"\b(?:start|began|begin|join|finish|complet|end|leave|left|quit|stay|run|ran|last|take|took"
    r"|spen[dt]|build|built|make|made|creat|develop|work|stud|graduat|publish|releas|wr[io]te"
    r"|written|how long (?:was|is|has|had) (?:she|he|it|i|you))(?:s|ed|d|ing|e|es|y|ied|ying)?\b",
    re.IGNORECASE,
)
"""Verbs of a question for the time of a whole thing, and not of something that happens in it."""


def extract(
    best: Sequence[tuple[str, Passage]],
    spoken_words: int,
    *,
    understanding: Understanding | None = None,
    known: Known | None = None,
    today: date | None = None,
) -> Opening:
    """Say the best sentences: a document's as they stand, a record's with its name.

    What the person told is said as their words, and nothing is added to it.

    The questions of a list of questions and answers are not said where something answers them, and
    neither is what tells a machine that reads it what to say.
    Where a figure is asked for, the first passage's sentence that has one stands alone. Without any
    sentence it is a refusal.
    """
    known = known or Known()
    best = [entry for entry in best if not entry[0].endswith("?")] or best
    best = without_orders(best, understanding.question if understanding else "")
    best = _without_run_in_headings(best, understanding.question if understanding else "")
    if not best:
        return unknown(understanding, known=known)
    found, first = best[0]
    if is_memory(first.document):
        return _remembered(best, spoken_words, today)
    record = known.record(first.id)
    asks = str(understanding.slots.get("asks", "")) if understanding else ""
    if understanding and record:
        if _LISTED.match(found):
            return describe(understanding, first, spoken_words, known=known)
        if value := asked_value(understanding, first, record, found):
            return Opening((value,), (first,), leaves_room=True)
    if asks in _FIGURES:
        best = _with_figure(best) or best
    said: dict[str, Passage] = {}
    for sentence, passage in best:
        is_named = passage in said.values()
        said[rephrased(sentence, passage, known, asks, is_named=is_named)] = passage
    sentences = within(list(said), spoken_words)
    passages = dict.fromkeys(list(said.values())[: len(sentences)])  # the first may have been cut
    return Opening(sentences, tuple(passages), leaves_room=True)


def _remembered(
    best: Sequence[tuple[str, Passage]], spoken_words: int, today: date | None
) -> Opening:
    own = [(sentence, passage) for sentence, passage in best if is_memory(passage.document)]
    told = []
    for number, (sentence, passage) in enumerate(own):
        before = own[number - 1][1] if number else None
        told.append(told_by_you(sentence, passage, today, behind=before))
    sentences = within(list(dict.fromkeys(told)), spoken_words)
    return Opening(sentences, tuple(dict.fromkeys(passage for _, passage in own)))


def _without_run_in_headings(
    best: Sequence[tuple[str, Passage]], question: str
) -> list[tuple[str, Passage]]:
    """Leave out the words before paragraphs ("Fees."), where sentences are left.

    The best may be a short answer ("Yes."), unless the question has its word.
    """
    asked = {stem(token.text) for token in normalise(question).tokens}
    kept = []
    for number, (sentence, passage) in enumerate(best):
        alone = re.fullmatch(r"([^\W\d_]+)[.:]", sentence)
        if not alone or (number == 0 and stem(alone[1].casefold()) not in asked):
            kept.append((sentence, passage))
    return kept or list(best)


def _with_figure(best: Sequence[tuple[str, Passage]]) -> list[tuple[str, Passage]]:
    """The sentences of the first passage from the first that tells a figure: one of a record."""
    first = best[0][1]
    own = [(sentence, passage) for sentence, passage in best if passage == first]
    while own and not _FIGURE.search(own[0][0]):
        own.pop(0)
    return own[:1] if first.type != "document" else own


def describe(
    understanding: Understanding,
    item: Passage,
    spoken_words: int,
    *,
    known: Known | None = None,
) -> Opening:
    """Say what one item is: its name and years, what it does, what came of it.

    A question for its dates or for what it was made with is answered with these alone.
    """
    known = known or Known()
    record = known.record(item.id)
    if record is None:
        sentences = list(told(item, record))[:SENTENCES]
    elif value := asked_value(understanding, item, record):
        sentences = [value]
    elif record.type == "skills":
        sentences = [rephrased("", item, known)]
    else:
        sentences = _described(item, record)
    whole = [ended(sentence) for sentence in sentences or [item.title]]
    return Opening(within(whole, spoken_words), (item,), leaves_room=True)


def _described(item: Passage, record: Record) -> list[str]:
    sentences = list(told(item, record))[:SENTENCES]
    if record.technologies:
        using = "It uses" if record.type == "projects" else "Technologies:"
        sentences.append(f"{using} {joined(record.technologies)}.")
    name = dated(name_of(item, record), record)
    if not sentences:
        return [name]
    if not sentences[0].startswith(record.title):
        sentences[0] = f"{name}: {sentences[0]}"
    return sentences


def _asked_figure(question: str, record: Record) -> str:
    """What a record tells with a figure, in the words of the question as far as it can."""
    told = [*split_sentences(record.summary), *record.metrics]
    figures = [sentence for sentence in told if _FIGURE.search(sentence)]
    asked = {stem(token.text) for token in normalise(question).tokens} - STOP_WORDS
    shared = [len(asked & {stem(t.text) for t in normalise(one).tokens}) for one in figures]
    best = max(shared, default=0)
    return figures[shared.index(best)] if best else ""


def asked_value(
    understanding: Understanding, item: Passage, record: Record, found: str = ""
) -> str:
    """The sentence that tells the time of a record, what it was made with or a figure, if asked.

    Empty where something else is asked, the record does not tell, or the sentence that was `found`
    tells a date itself.
    """
    asks = understanding.slots.get("asks")
    name = name_of(item, record)
    is_moment = asks == "duration" and record.start == record.end
    is_whole = _GOES_ON.search(understanding.question) and not _WHEN.search(found)
    if asks in ("date", "duration") and period(record) and is_whole and not is_moment:
        length = months_in_words(record.start, record.end) if asks == "duration" else ""
        return f"{name}: {f'{length}, ' if length else ''}{period(record)}."
    if asks in ("number", "money") and not found:
        figure = _asked_figure(understanding.question, record)
        return about(name, figure, record.title) if figure else ""
    wanted = understanding.slots.get("technologies") or ()
    asks_use = bool(wanted) and asks_yes_no(understanding)
    if not record.technologies or not (asks_use or _MADE_WITH.search(understanding.question)):
        return ""
    uses = " uses" if record.type in ("projects", "publications") else ":"
    if asks_use and set(wanted) <= set(record.technologies):
        return f"Yes, {name}{uses} {joined(wanted)}."
    return f"{name}{uses} {joined(record.technologies)}."
