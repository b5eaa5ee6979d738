"""A plan as a person reads it: topics with their reasons, places and questions."""

import re
import textwrap
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from voicecli.cli.console import printable
from voicecli.cli.counted import counted
from voicecli.interview.plan import Place, Plan, Topic

_KINDS = {
    "strength": "strength",
    "gap": "gap",
    "claim": "to verify",
    "motivation": "motivation",
    "instruction": "asked for",
    "own": "your own",
}
_QUOTE_LETTERS = 90
_PLACES = 2


def print_plan(plan: Plan, to: Console) -> None:
    """Print the plan on a console, wrapped on a terminal and plain elsewhere."""
    print_wrapped(printable(_head(plan)), "bold", to)
    for note in plan.notes:
        print_wrapped(printable(f"Note: {note}"), "yellow", to)
    for number in range(1, len(plan.topics) + 1):
        to.print()
        print_topic(plan, number, to)


def print_topic(plan: Plan, number: int, to: Console) -> None:
    """Print the topic of a number, from 1, with its questions."""
    for text, style in _topic_lines(number, plan.topics[number - 1]):
        print_wrapped(printable(text), style, to)


def print_titles(plan: Plan, to: Console) -> None:
    """Print what the topics are, in their order."""
    print_wrapped(printable(_head(plan)), "bold", to)
    for number, topic in enumerate(plan.topics, 1):
        title, style = next(_topic_lines(number, topic))
        print_wrapped(printable(title), style, to)


def _head(plan: Plan) -> str:
    title = plan.job.title or "Interview"
    at = f" at {plan.job.company}" if plan.job.company else ""
    count = sum(len(topic.questions) for topic in plan.topics)
    return f"{title}{at}: {counted(len(plan.topics), 'topic')}, {counted(count, 'question')}"


def _topic_lines(number: int, topic: Topic) -> Iterator[tuple[str, str]]:
    yield f"{number:2}  {topic.title} ({_KINDS[topic.kind]})", "bold cyan"
    yield f"    {topic.why}", "dim"
    for place in topic.places[:_PLACES]:
        yield f"    {where(place)}: “{_cut(place.quote)}”", "dim"
    for asked, question in enumerate(topic.questions, 1):
        mark = {"llm": " (written by the language model)", "person": ""}.get(question.by, "")
        yield f"    {number}.{asked} {question.text}{mark}", ""


def where(place: Place) -> str:
    """Where a document says something: "cv.pdf p. 1" or "job.md line 12"."""
    at = f"p. {place.page}" if place.page is not None else f"line {place.line}"
    return f"{place.document} {at}"


def _cut(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= _QUOTE_LETTERS else f"{plain[: _QUOTE_LETTERS - 1].rstrip()}…"


_NUMBERED = re.compile(r"\s*\d+(?:\s{2}|\.\d+\s)|\s*")


def print_wrapped(line: str, style: str, to: Console) -> None:
    """A line, on a terminal in its width with what follows indented as far as its words."""
    if not to.is_terminal:
        to.print(line, markup=False)
        return
    numbered = _NUMBERED.match(line)
    indent = numbered.end() if numbered else 0
    for piece in textwrap.wrap(line, max(to.width, 40), subsequent_indent=" " * indent):
        to.print(Text(piece, style=style))
