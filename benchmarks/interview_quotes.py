"""Whether every quote in the reports of all kept interviews was said, literally.

`python benchmarks/interview_quotes.py` reads the interviews of the database, makes each report,
renders it in all four ways, and looks for each quote of each rendering in the replies. White space
alone may differ, where a terminal wraps lines. Exits with 1 when a quote was not said.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser

from rich.console import Console

from voicecli.cli.console import printable
from voicecli.cli.interview_report_json import as_values
from voicecli.cli.interview_report_markdown import as_markdown
from voicecli.cli.interview_report_page import page
from voicecli.cli.interview_report_view import show
from voicecli.interview.course import Progress
from voicecli.interview.reporting.answers import exchanges_of
from voicecli.interview.reporting.findings import Report, quotes_of

_TIME = r"\d+:\d\d(?::\d\d)?"
_TIMED = re.compile(rf"^(\s+{_TIME}  )“(.*)$")


def stray_quotes(report: Report, progress: Progress) -> list[tuple[str, str]]:
    """Quotes that were not said, each with the rendering that has it."""
    texts: dict[int, list[str]] = {}
    for one in exchanges_of(progress):
        replies = [one.reply, *one.earlier] if one.reply is not None else list(one.earlier)
        texts[one.number] = [reply.text for reply in replies]
    stray = [
        ("report", quote.text)
        for quote in quotes_of(report)
        if not any(quote.text and quote.text in text for text in texts[quote.exchange])
    ]
    for number, text in _in_json(as_values(report)):
        if not any(text in said for said in texts[number]):
            stray.append(("json", text))
    said = [_bare(text) for own in texts.values() for text in own]
    renderings = {
        "html": _in_html(page(report)),
        "markdown": _in_markdown(as_markdown(report)),
        "terminal": _in_terminal(report),
    }
    for name, found in renderings.items():
        stray += [
            (name, choices[0])
            for choices in found
            if not any(_bare(one) in text for one in choices for text in said)
        ]
    return stray


def counts(report: Report) -> dict[str, int]:
    """How many quotes each rendering has."""
    return {
        "report": sum(1 for _ in quotes_of(report)),
        "html": len(_in_html(page(report))),
        "markdown": len(_in_markdown(as_markdown(report))),
        "terminal": len(_in_terminal(report)),
    }


def _in_json(value: object) -> Iterator[tuple[int, str]]:
    if isinstance(value, dict):
        if value.keys() == {"exchange", "text", "at"}:
            yield value["exchange"], value["text"]
        for item in value.values():
            yield from _in_json(item)
    elif isinstance(value, list):
        for item in value:
            yield from _in_json(item)


class _Quotes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "q":
            self._open = True
            self.found.append([""])

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "q"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1][0] += data


def _in_html(text: str) -> list[list[str]]:
    parser = _Quotes()
    parser.feed(text)
    parser.close()
    return parser.found


def _in_markdown(text: str) -> list[list[str]]:
    """Of each line that ends with a quote and its time, what the quote may be."""
    from markdown_it import MarkdownIt

    found = []
    for line in text.splitlines():
        tokens = MarkdownIt().parseInline(line.strip().removeprefix("- ").removeprefix("> "))
        plain = "".join(child.content for one in tokens for child in one.children or [])
        ends = re.search(rf"” \({_TIME}\)$", plain)
        if ends:
            starts = [at.end() for at in re.finditer("“", plain[: ends.start()])]
            found.append([plain[start : ends.start()] for start in starts])
    return found


def _in_terminal(report: Report) -> list[list[str]]:
    file = io.StringIO()
    show(report, Console(file=file, width=80, highlight=False, soft_wrap=True))
    found: list[list[str]] = []
    lines = iter(file.getvalue().splitlines())
    indent = ""
    is_open = False
    for line in lines:
        begins = _TIMED.match(line)
        if begins:
            indent, is_open = " " * len(begins[1]), True
            found.append([begins[2]])
        elif is_open and line.startswith(indent) and line.strip():
            found[-1][0] += line[len(indent) :]
        else:
            is_open = False
    return [[re.sub(r"”$", "", one[0])] for one in found]


def _bare(text: str) -> str:
    """A text as it is shown, without any white space."""
    return "".join(printable(text, lines=True).split())


def main() -> None:
    from voicecli.assembly.interview_reports import report_of
    from voicecli.assembly.interviews_store import all_interviews
    from voicecli.config import load

    config = load().config
    kept, unread = all_interviews(config)
    stray: list[dict[str, str]] = []
    total: dict[str, int] = {}
    for one in kept:
        report = report_of(config, one.id)
        found = stray_quotes(report, one.progress)
        stray += [{"interview": one.id, "where": where, "quote": text} for where, text in found]
        for name, count in counts(report).items():
            total[name] = total.get(name, 0) + count
    told = {"interviews": len(kept), "unread": len(unread), "quotes": total, "stray": stray}
    print(json.dumps(told, indent=2, ensure_ascii=False))
    sys.exit(bool(stray))


if __name__ == "__main__":
    main()
