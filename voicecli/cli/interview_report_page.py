"""The report of an interview as one HTML page: no script, no network, no other file.

What people and documents said is escaped by Jinja2, and the page's own policy lets nothing be
loaded and no style apply but the one it was written with.
"""

import base64
import hashlib
from pathlib import Path

from voicecli.cli import interview_report_rows as rows
from voicecli.cli.console import printable
from voicecli.cli.counted import counted
from voicecli.clock_time import clock_time
from voicecli.interview.reporting.findings import Report
from voicecli.interview.reporting.measures import USUAL_PACE

_FOLDER = Path(__file__).parent / "page"
_MOST_PACE = 260.0
"""Words a minute at the top of the chart."""


def page(report: Report) -> str:
    """The whole page."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    style = (_FOLDER / "interview.css").read_text()
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"line": printable, "clock": clock_time}
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("interview.html").render(
        report=report,
        rows=rows,
        counted=counted,
        paces=_paces(report),
        usual={"top": _height(USUAL_PACE[1]), "bottom": _height(USUAL_PACE[0])},
        style=Markup(style),  # noqa: S704  # our own file
        style_hash=f"sha256-{digest}",
    )


def _paces(report: Report) -> list[dict[str, float | str]]:
    """A bar for each question whose reply has a pace."""
    found: list[dict[str, float | str]] = []
    for topic in report.topics:
        for one in topic.questions:
            rate = one.figures.words_a_minute if one.figures is not None else None
            if rate is not None:
                top, x = _height(rate), 34 * len(found)
                bar = {"x": x, "top": top, "height": round(100 - top, 1)}
                found.append({"number": one.number, "rate": f"{rate:.0f}", **bar})
    return found


def _height(rate: float) -> float:
    return round(100 - 100 * min(rate, _MOST_PACE) / _MOST_PACE, 1)
