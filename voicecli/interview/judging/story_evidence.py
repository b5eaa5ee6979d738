"""What in a reply tells of what was, of what somebody did, of what came of it. English."""

import re
from collections.abc import Iterator

from voicecli.analysis.english import words
from voicecli.interview.judging import coverage_cues as cues
from voicecli.interview.judging.clauses import shortened
from voicecli.interview.judging.concreteness import Span, is_specific
from voicecli.interview.judging.empty_words import is_empty
from voicecli.interview.judging.evidence import (
    FIRM,
    SAID,
    WEAK,
    Evidence,
    Reading,
    clause_at,
    clauses_with,
)
from voicecli.interview.judging.past import is_past

_PLAIN_DEED = 3
_PLUPERFECT = re.compile(r"\b(?:i|we)(?:'d| had) (?!to\b)\w+(?:ed|n|t)\b", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and |but |now )*(?:it|they|he|she|the|nobody|every\w+)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:compared|instead|rather|down|up) ", re.IGNORECASE)
"""What goes on with the clause before, and does not tell it alone."""
_WE = re.compile(r"\bwe\b(?!.*\bi\b)", re.IGNORECASE)


def own(point: str, reading: Reading) -> Iterator[Evidence]:
    """What the speaker did, most firmly alone and in plain past; then what they do or would do."""
    if "changed" in point:
        yield from clauses_with(reading, (cues.SINCE, SAID))
    for span in reading.substance.deeds:
        yield from _deed(span, SAID, reading)
    for span in reading.substance.acts:
        yield from _deed(span, FIRM, reading)
    for at, (clause, parts) in enumerate(reading.story):
        said = words(clause.text)
        plain = "action" in parts and len(said) > _PLAIN_DEED and not any(map(is_empty, said))
        named = cues.OWN_PART.search(clause.text) and is_specific(reading.text[clause.start :])
        if plain or named:
            yield Evidence(at, FIRM, shortened(clause.text))


def _deed(span: Span, firmness: float, reading: Reading) -> Iterator[Evidence]:
    at = clause_at(span.start, reading)
    text = reading.parts[at].text
    if cues.OF_APPLYING.search(text) or cues.WISHED.search(text):
        return
    firmness -= 0.2 * bool(_WE.search(text)) + 0.4 * bool(_PLUPERFECT.search(text))
    firmness -= 0.2 * ("result" in reading.story[at][1])
    yield Evidence(at, firmness, span.text)


def result(_: str, reading: Reading) -> Iterator[Evidence]:
    """What came of it: said as such, or what others did behind the speaker's own deed.

    Of several the last one tells it, and one that is not the speaker's deed, or has a figure.
    """
    deeds = [clause_at(span.start, reading) for span in reading.substance.deeds]
    for at, (clause, parts) in enumerate(reading.story):
        if not is_specific(clause.text) or cues.WISHED.search(clause.text):
            continue
        told = "result" in parts
        cued = bool(cues.RESULT.search(clause.text))
        is_last = at == len(reading.parts) - 1 and len(reading.parts) > 3
        others = is_past(clause.text) or bool(_OTHERS.match(clause.text))
        behind = is_last and bool(deeds) and at > deeds[0] and at not in deeds and others
        if not (told or cued or behind):
            continue
        firmness = FIRM + 0.3 * (told or behind) + 0.3 * cued + 0.4 * at / len(reading.parts)
        figures = reading.substance.figures
        firmness += 0.2 * any(clause.start <= one.start < clause.end for one in figures)
        alone = not _WE.search(clause.text)
        firmness -= ((0.5 if told else 1.3) + 0.2 * alone) * (at in deeds)
        firmness -= 0.4 * bool(_GOES_ON.match(clause.text))
        yield Evidence(at, firmness, shortened(clause.text))


def situation(_: str, reading: Reading) -> Iterator[Evidence]:
    """How things were before the speaker's own deeds."""
    deeds = {clause_at(span.start, reading) for span in reading.substance.deeds}
    for at, (clause, parts) in enumerate(reading.story):
        if not is_specific(clause.text):
            continue
        if "situation" in parts:
            yield Evidence(at, SAID, shortened(clause.text))
        elif is_past(clause.text):
            firmness = WEAK if at in deeds or (deeds and at > min(deeds)) else FIRM
            yield Evidence(at, firmness, shortened(clause.text))


def hardship(point: str, reading: Reading) -> Iterator[Evidence]:
    """What stood in the way: said with words for it, or how things were."""
    deeds = {clause_at(span.start, reading) for span in reading.substance.deeds}
    for one in clauses_with(reading, (cues.HARDSHIP, FIRM)):
        yield Evidence(one.clause, one.firmness - 0.5 * (one.clause in deeds), one.quote)
    for one in situation(point, reading):
        yield Evidence(one.clause, min(one.firmness, FIRM) - 0.1, one.quote)


def example(_: str, reading: Reading) -> Iterator[Evidence]:
    """One occasion: by its time, or by a deed."""
    for one in clauses_with(reading, (cues.FOR_EXAMPLE, SAID), (cues.OCCASION, FIRM)):
        if one.firmness == SAID or is_past(reading.parts[one.clause].text):
            yield Evidence(one.clause, SAID, one.quote)
    for span in reading.substance.deeds:
        yield from _deed(span, FIRM, reading)
