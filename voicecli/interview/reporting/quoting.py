"""Words of the candidate with their times; whatever is cited is a literal piece of the reply."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from voicecli.interview.course import Exchange, Reply
from voicecli.interview.judging.clauses import Clause, clauses
from voicecli.interview.reporting.findings import Quote

LONGEST = 240
"""Characters; a longer quote ends with a clause before that, or at a word."""
_LEADS_ON = re.compile(
    r"\b(?:that|which|who|whom|whose|where|and|but|or|because)\W*$", re.IGNORECASE
)
"""A word that nothing ends with."""
_LEAD = re.compile(r"(?:and|but)\s+(?=\S)", re.IGNORECASE)
"""What only joins a clause to the one before it, which is not cited with it."""
_TRAIL = re.compile(r"(?:,?\s+(?:and|but|um+|uh+|erm?|hm+)\b,?)+$", re.IGNORECASE)
"""What leads on to the words behind a quote, or fills the time until they come."""
LEAST_CUT = 4
"""Words; fewer are a name or figure, and no clause that was cut off."""


def quoted(exchange: Exchange, wanted: str) -> Quote | None:
    """The words as the reply has them, or None where it does not hold them.

    Capitals and white space may differ; the quote is the reply's own text, to the end of a clause
    that it would be cut in. Few words are cited with their clause: "of March" tells nothing alone.
    """
    span = _span(exchange, wanted)
    if span is None:
        return None
    return quote_at(exchange, *_to_clause_end(exchange, _with_clause(exchange, span)))


def all_quoted(exchange: Exchange, wanted: Iterable[str]) -> tuple[Quote, ...]:
    """What of these words the reply holds, in its order; what stands side by side is one quote."""
    found = (_span(exchange, words) for words in wanted)
    spans = sorted({_to_clause_end(exchange, span) for span in found if span is not None})
    text = exchange.reply.text if exchange.reply is not None else ""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(quote_at(exchange, start, end) for start, end in joined)


def is_concrete(quote: Quote, concrete: Iterable[Quote]) -> bool:
    """Whether these words hold something concrete, or are a part of it."""
    return any(one.text in quote.text or quote.text in one.text for one in concrete)


def clauses_with(exchange: Exchange, wanted: Iterable[str]) -> tuple[Quote, ...]:
    """The clauses of the reply that hold these words, those with most of them first.

    A figure or a name alone tells a reader little. A clause that is long ends at a word before.
    """
    text = exchange.reply.text if exchange.reply is not None else ""
    spans = {span for words in wanted if (span := _span(exchange, words)) is not None}
    found = _clauses(text)
    held: Counter[int] = Counter()
    for start, end in spans:
        number = bisect_left(found, end, key=_start) - 1
        while number >= 0 and found[number].end > start:
            held[number] += 1
            number -= 1
    most = sorted(held, key=lambda number: (-held[number], number))
    return tuple(quote_at(exchange, found[each].start, found[each].end) for each in most)


@lru_cache(maxsize=8)
def _clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a reply; many quotes ask for them, and a reply may be long."""
    return clauses(text)


def _start(clause: Clause) -> int:
    return clause.start


def _span(exchange: Exchange, wanted: str) -> tuple[int, int] | None:
    """Where the reply has these words."""
    reply = exchange.reply
    words = wanted.split()
    if reply is None or not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    found = re.search(rf"(?<!\w){pattern}(?!\w)", reply.text) or re.search(
        pattern, reply.text, re.IGNORECASE
    )
    return found.span() if found is not None else None


def _with_clause(exchange: Exchange, span: tuple[int, int]) -> tuple[int, int]:
    """The span of few words from the beginning to the end of its clause, unless that is long."""
    text = exchange.reply.text if exchange.reply is not None else ""
    start, end = span
    if len(text[start:end].split()) >= LEAST_CUT:
        return span
    found = _clauses(text)
    for one in found[max(0, bisect_right(found, start, key=_start) - 1) :][:1]:
        if one.start <= start and end <= one.end and one.end - one.start <= LONGEST:
            return one.start, one.end
    return span


def _to_clause_end(exchange: Exchange, span: tuple[int, int]) -> tuple[int, int]:
    """The span to the end of its clause, if it holds so many words that it would be cut off."""
    text = exchange.reply.text if exchange.reply is not None else ""
    start, end = span
    if len(text[start:end].split()) < LEAST_CUT:
        return span
    found = _clauses(text)
    number = bisect_left(found, end, key=_start)
    if number:
        end = max(end, found[number - 1].end)
    while number < len(found) and _LEADS_ON.search(text[start:end]):
        end = found[number].end
        number += 1
    return start, end


def quote_at(exchange: Exchange, start: int, end: int) -> Quote:
    """The piece of the reply from `start` to `end`, cut at a clause or word where it is long.

    The exchange must have a reply.
    """
    reply = exchange.reply
    if reply is None:
        raise ValueError("there is no reply")
    text = reply.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if start and (lead := _LEAD.match(text)):
        start, text = start + lead.end(), text[lead.end() :]
    if end < len(reply.text):
        text = _TRAIL.sub("", text)
    if len(text) > LONGEST:
        ends = [one.end for one in clauses(text) if one.end <= LONGEST]
        text = text[: ends[-1]] if ends else text[:LONGEST].rsplit(maxsplit=1)[0].rstrip(" ,;:")
    return Quote(exchange.number, text, time_of(exchange, reply, start))


def whole(exchange: Exchange, reply: Reply) -> tuple[Quote, ...]:
    """All of a reply, in its parts where it has times."""
    if not reply.text.strip():
        return ()
    starts = _part_starts(reply)
    if starts is None or not starts:
        return (Quote(exchange.number, reply.text.strip(), _first_time(exchange, reply)),)
    cuts = [*starts[1:], len(reply.text)]
    pieces = [reply.text[0 if not n else start : cuts[n]].strip() for n, start in enumerate(starts)]
    return tuple(
        Quote(exchange.number, piece, part.start)
        for piece, part in zip(pieces, reply.parts, strict=True)
        if piece
    )


def time_of(exchange: Exchange, reply: Reply, index: int) -> float:
    """When the letter at an index of the reply was said: by its share of its part's letters."""
    starts = _part_starts(reply)
    if starts is None:
        return _first_time(exchange, reply)
    time = _first_time(exchange, reply)
    for start, part in zip(starts, reply.parts, strict=True):
        if start > index:
            break
        share = min(1.0, (index - start) / max(1, len(part.text)))
        time = part.start + share * (part.end - part.start)
    return round(time, 2)


def _part_starts(reply: Reply) -> list[int] | None:
    """Where each part begins in the reply's text; None where they do not stand in it."""
    starts, at = [], 0
    for part in reply.parts:
        text = part.text.strip()
        at = reply.text.find(text, at)
        if at < 0:
            return None
        starts.append(at)
        at += len(text)
    return starts


def _first_time(exchange: Exchange, reply: Reply) -> float:
    return reply.parts[0].start if reply.parts else exchange.at
