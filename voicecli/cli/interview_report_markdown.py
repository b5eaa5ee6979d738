"""The report of an interview as Markdown that shows what was said as it was."""

from collections.abc import Iterator, Sequence

from voicecli.cli import interview_report_rows as rows
from voicecli.cli.console import printable
from voicecli.cli.counted import counted
from voicecli.clock_time import clock_time
from voicecli.interview.reporting.findings import Judgement, Question, Quote, Report, Topic
from voicecli.stt.formats_markdown import escaped


def as_markdown(report: Report) -> str:
    """The whole report."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: Report) -> Iterator[str]:
    yield f"# {_text(report.title)}"
    yield _text(rows.head(report))
    if note := rows.partial(report):
        yield f"**{_text(note)}**"
    yield "## Scores"
    yield _text(rows.total(report))
    if report.scores:
        yield "\n".join(_scores(report))
    yield "## Strengths"
    yield _judgements(report.strengths, rows.no_strengths(report))
    yield "## Gaps"
    yield _judgements(report.gaps, rows.no_gaps(report))
    if report.resume_gaps:
        yield "## What the résumé does not show"
        yield _text(rows.NOT_A_GAP)
        yield "\n".join(
            _item(_text(rows.resume_gap(one)), one.quotes) for one in report.resume_gaps
        )
    if report.exercises:
        yield "## To practise"
        yield "\n".join(_exercises(report))
    for number, topic in enumerate(report.topics, start=1):
        yield from _topic(report, number, topic)
    if listed := rows.delivery(report):
        yield "## How it was said"
        yield "\n".join(f"- {name}: {_text(value)}" for name, value in listed)
        if rows.has_tones(report):
            yield _text(rows.TONE)
    if report.not_judged:
        yield "## Not judged"
        yield "\n".join(f"- {_text(one.what)}: {_text(one.why)}" for one in report.not_judged)


def _scores(report: Report) -> Iterator[str]:
    for one in rows.scored(report):
        about = f"**{_text(one.name)}: {rows.score(one)}** (weight {one.weight:.7g})"
        why = rows.grounds(one)
        yield _item(about + (f": {_text(why)}" if why else ""), one.quotes)
    for names, why in rows.unscored(report):
        yield f"- {_text(names)}: {_text(why)}"


def _judgements(found: Sequence[Judgement], none: str) -> str:
    return "\n".join(_item(_text(one.text), one.quotes) for one in found) or none


def _exercises(report: Report) -> Iterator[str]:
    for number, one in enumerate(report.exercises, start=1):
        yield f"{number}. {_text(one.text)}"
        yield f"   - Why: {_text(one.why)}"
        for quote in one.quotes[:1]:
            yield f"   - {_quote(quote)}"
        yield f"   - Question: {_text(one.question)}"
        yield f"   - `{printable(one.command).replace('`', '')}`"


def _topic(report: Report, number: int, topic: Topic) -> Iterator[str]:
    yield f"## Topic {number}: {_text(topic.title)}"
    told, sought = rows.coverage(topic)
    about = [rows.KINDS.get(topic.kind or "", ""), topic.why]
    about += [f"{told} of {counted(sought, 'point')}"] if sought else []
    if any(about):
        yield " · ".join(_text(one) for one in about if one)
    for one in topic.questions:
        yield f"### {one.number}. {_text(one.question)}"
        asked = "Follow-up" if one.asking == "follow-up" else "Question"
        yield f"*{asked} at {clock_time(one.at)}, {_text(rows.state(one))}*"
        for quote in one.said:
            yield f"> {_quote(quote)}"
        if lines := list(_judged(report, one)):
            yield "\n".join(lines)


def _judged(report: Report, one: Question) -> Iterator[str]:
    for quote in one.withdrawn:
        yield f"- said before, not counted: {_quote(quote)}"
    for points, quote in rows.touched(one):
        yield f"- touches {_text(points)}: {_quote(quote)}"
    if one.missing:
        yield f"- no words on: {_text(', '.join(one.missing))}"
    for part, quotes in rows.story(one):
        yield _item(part if quotes else f"{part}: not heard", quotes[:2])
    if text := rows.helped(one):
        yield f"- {_text(text)}"
    for name, value in rows.figures(one.figures, of_one=True):
        yield f"- {name}: {_text(value)}"
    for text in rows.tones(one):
        yield f"- {_text(text)}"
    for why in rows.reasons(report, one):
        yield f"- not judged: {_text(why)}"


def _item(text: str, quotes: Sequence[Quote]) -> str:
    return "\n".join([f"- {text}", *(f"  - {_quote(quote)}" for quote in quotes)])


def _quote(quote: Quote) -> str:
    return f"“{_text(quote.text)}” ({clock_time(quote.at)})"


def _text(text: str) -> str:
    return escaped(printable(text))
