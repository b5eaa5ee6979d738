"""Words that are cited for a judgement, in the sentence that they stand in."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from voicecli.interview.judging.clauses import sentence_spans
from voicecli.interview.reporting.findings import Question, Quote

MOST = 12
"""Quotes of one reply; no judgement cites more, and a long reply may have hundreds."""
LONGEST = 200
"""Characters of sentences that are cited whole; of a longer one the words alone are."""


def in_sentences(question: Question, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The first quotes, each as the whole sentence of the reply that holds it, and none twice."""
    found: list[Quote] = []
    for quote in islice(quotes, MOST):
        whole = _in_sentence(question, quote)
        if not any(whole.text in one.text for one in found if one.exchange == whole.exchange):
            found = [one for one in found
                     if one.exchange != whole.exchange or one.text not in whole.text]  # fmt: skip
            found.append(whole)
    return tuple(found)


def _in_sentence(question: Question, quote: Quote) -> Quote:
    """A quote of another question, or of a long sentence, stays as it is.

    When a sentence began is told by where it stands between the beginning of its part and the
    words.
    """
    for part in question.said if quote.exchange == question.number else ():
        at = part.text.find(quote.text)
        if at < 0:
            continue
        spans = _spans(part.text)
        start = next((start for start, end in spans if start <= at < end), at)
        behind = at + len(quote.text)
        end = next((end for _, end in spans if end >= behind), len(part.text))
        if end - start > LONGEST:
            end = max((end for _, end in spans if at < end <= behind), default=end)
        start += len(part.text[start:end]) - len(part.text[start:end].lstrip())
        if start > at or end - start > LONGEST:
            return quote
        share = start / at if at else 1.0
        return Quote(quote.exchange, part.text[start:end],
                     round(part.at + share * (quote.at - part.at), 2))  # fmt: skip
    return quote


@lru_cache(maxsize=8)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text))
