"""The parts of an interview's report as short texts, for the terminal, Markdown and the page.

What people and documents said is left as it is; whoever shows it makes it safe.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from voicecli.cli.counted import counted
from voicecli.cli.sessions_view import when
from voicecli.clock_time import clock_time
from voicecli.interview.course import Outcome
from voicecli.interview.judging.star import PARTS
from voicecli.interview.reporting.findings import (
    Figures,
    Question,
    Quote,
    Report,
    ResumeGap,
    Score,
    Tone,
    Topic,
)

VERDICTS = {
    "good": "answers the question",
    "partial": "leaves points out",
    "vague": "stays general",
    "off-topic": "speaks of something else",
    "unknown": "has no answer of its own",
    "hostile": "does not answer",
    "silent": "says nothing",
}
OUTCOMES: Mapping[Outcome, str] = {
    "told": "told before",
    "skipped": "skipped",
    "silent": "no answer",
    "open": "left open",
    "answered": "",
}
KINDS = {
    "strength": "a strength to probe",
    "gap": "your résumé does not show it",
    "claim": "a claim to verify",
    "motivation": "asked in every interview",
    "instruction": "as you asked for",
    "own": "from your own plan",
}
_NOTHING_JUDGED = "Nothing was said that could be judged."
NOT_A_GAP = (
    "The job asks for this and the résumé does not show it. That is no weakness of an answer."
)
TONE = (
    "A tone is a guess from the voice alone, against your own usual in this interview. It says how "
    "it sounds, never how you felt, and counts in no score."
)


def head(report: Report) -> str:
    """When, how long, how many questions."""
    facts = [when(datetime.fromisoformat(report.begun))] if report.begun else []
    facts += [clock_time(report.seconds), counted(report.asked, "question")]
    outcomes = [("answered", report.answered), ("skipped", report.skipped)]
    asked = [one for topic in report.topics for one in topic.questions]
    told = sum(one.outcome == "told" for one in asked)
    outcomes += [("told before", told), ("without an answer", report.silent)]
    outcomes += [("left open", report.open)]
    facts += [f"{count} {name}" for name, count in outcomes if count]
    return " · ".join(facts)


def no_strengths(report: Report) -> str:
    """What stands in the place of strengths where there are none."""
    return "None that your words support." if _is_judged(report) else _NOTHING_JUDGED


def no_gaps(report: Report) -> str:
    """What stands in the place of gaps where there are none."""
    return "None that your words show." if _is_judged(report) else _NOTHING_JUDGED


def _is_judged(report: Report) -> bool:
    asked = [one for topic in report.topics for one in topic.questions]
    return any(one.verdict is not None for one in asked)


def partial(report: Report) -> str:
    """That an interview was not held to its end, or ""."""
    if report.whole:
        return ""
    if report.is_held:
        return "This interview is being held: the report is of what was said so far."
    return f"This interview was left {report.left}: the report is of what was said until then."


def total(report: Report) -> str:
    """The total score in words."""
    if report.total is None:
        return "No total score: too little could be judged."
    text = f"{report.total:.1f} of 5"
    if report.judged_weight < 0.999:
        text += f", from {report.judged_weight:.0%} of the weight; the rest could not be judged"
    left = report.asked - report.answered
    if left:
        what = f"{left} of {counted(report.asked, 'question')}"
        text += f". {what} had no answer, which counts in no score"
    return text


def scored(report: Report) -> list[Score]:
    """The criteria that have a score."""
    return [one for one in report.scores if one.score is not None]


def unscored(report: Report) -> list[tuple[str, str]]:
    """The names of the criteria that have none, by the reason."""
    names: dict[str, list[str]] = {}
    for one in report.scores:
        if one.score is None:
            names.setdefault(one.why, []).append(f"{one.name} (weight {one.weight:.7g})")
    return [(f"{', '.join(own)}: not judged", why) for why, own in names.items()]


def score(one: Score) -> str:
    """A score in words."""
    return f"{one.score} of 5"


def grounds(one: Score) -> str:
    """What a score rests on, or why there is none."""
    return " · ".join(text for text in (one.level, one.counted, one.why) if text)


def figures(found: Figures | None, *, of_one: bool = False) -> list[tuple[str, str]]:
    """What is known of how something was said: names with values."""
    if found is None:
        return []
    rows = [("words", str(found.words))]
    if found.words_a_minute is not None and found.syllables_a_second is not None:
        pace = f"{found.words_a_minute:.0f} words a minute"
        rows.append(("pace", f"{pace}, {found.syllables_a_second:.1f} syllables a second"))
    if found.pauses is not None and found.pause_seconds is not None:
        longest = found.longest_pause
        most = f", the longest {longest:.1f} s" if longest is not None and found.pauses > 1 else ""
        told = f"{found.pauses} of {found.pause_seconds:.1f} s{most}" if found.pauses else "none"
        rows.append(("pauses", told))
    if found.wait_seconds is not None:
        usual = "" if of_one else " (median)"
        rows.append(("wait", f"{found.wait_seconds:.1f} s to the first word{usual}"))
    if found.fillers:
        listed = ", ".join(f"“{one.text}” {one.count}×" for one in found.fillers[:5])
        rate = found.fillers_per_100_words
        per = f" ({rate:.1f} in 100 words, at least)" if rate is not None else ""
        rows.append(("fillers", listed + per))
    if found.repetitions:
        rows.append(("said twice", counted(found.repetitions, "time")))
    return rows


def delivery(report: Report) -> list[tuple[str, str]]:
    """The figures of all replies together; none where nothing but their words is known."""
    listed = figures(report.figures)
    return listed if len(listed) > 1 else []


def state(one: Question) -> str:
    """What became of a question."""
    if one.verdict == "partial" and not one.missing:
        return "answers the question in part"
    if one.verdict is not None:
        return VERDICTS[one.verdict]
    return OUTCOMES[one.outcome] or "answered, not judged"


def touched(one: Question) -> list[tuple[str, Quote]]:
    """The points that were told, together where the same words tell them."""
    points: dict[Quote, list[str]] = {}
    for told in one.covered:
        points.setdefault(told.quote, []).append(told.point)
    return [(", ".join(names), quote) for quote, names in points.items()]


def story(one: Question) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    """Each part of the story with its words; none where no story was asked for.

    Situation and task stand for each other: one of them is enough.
    """
    if one.structure is None:
        return
    told = {part.part: part.quotes for part in one.structure}
    for part in PARTS:
        if part in told or part in ("action", "result"):
            yield part, told.get(part, ())
        elif part == "situation" and "task" not in told:
            yield "situation or task", ()


def helped(one: Question) -> str:
    """Whether a question that followed up was of use, or ""."""
    if one.asking != "follow-up" or one.helped is None:
        return ""
    if one.brought:
        return "The follow-up brought " + ", ".join(f"“{point}”" for point in one.brought) + "."
    return "The follow-up added to it." if one.helped else "The follow-up brought nothing new."


def tones(one: Question) -> list[str]:
    """The tones that are certain, with probabilities and times, and how many parts have none."""
    by_label: dict[str, list[Tone]] = {}
    for tone in one.tones:
        by_label.setdefault(tone.label, []).append(tone)
    found = []
    for label, own in by_label.items():
        low, high = (f"{bound(tone.probability for tone in own):.0%}" for bound in (min, max))
        sure = low if low == high else f"{low} to {high}"
        times = ", ".join(clock_time(tone.quote.at) for tone in own)
        found.append(f"sounds {label} (probability {sure}) at {times}")
    if one.tones_unsure:
        found.append(f"{counted(one.tones_unsure, 'part')} without a tone: not certain enough")
    return found


def has_tones(report: Report) -> bool:
    """Whether any tone was judged."""
    asked = [one for topic in report.topics for one in topic.questions]
    return any(one.tones or one.tones_unsure for one in asked)


def reasons(report: Report, one: Question) -> list[str]:
    """Why something of a reply is not judged, but for what holds for all replies."""
    replies = [each for topic in report.topics for each in topic.questions if each.said]
    common = set.intersection(*(set(each.not_judged) for each in replies)) if replies else set()
    return [why for why in one.not_judged if why not in common or len(replies) == 1]


def coverage(topic: Topic) -> tuple[int, int]:
    """How many of the points sought were told, and how many were sought."""
    told = {point.point for one in topic.questions for point in one.covered}
    left = {point for one in topic.questions if one.asking == "main" for point in one.missing}
    return len(told), len(told | left)


def resume_gap(one: ResumeGap) -> str:
    """A gap of the résumé in a line."""
    text = f"{one.requirement} ({'required' if one.must else 'nice to have'}; "
    text += "only in part" if one.fit == "partly" else "not shown"
    if one.asked:
        text += f"; question{'' if len(one.asked) == 1 else 's'} {', '.join(map(str, one.asked))}"
        text += "" if one.quotes else ", without an answer to it"
    return text + ")"
