"""The page of figures."""

from html.parser import HTMLParser

import pytest

from voicecli.bench.conversation import Run
from voicecli.bench.figures import Measured, Spread
from voicecli.bench.machine import Machine
from voicecli.bench.page import page
from voicecli.bench.report import Report, make_report
from voicecli.bench.stopping import BargeIn, Leftovers

pytestmark = pytest.mark.unit

MACHINE = Machine("Fast <CPU> & Co", 2, 2, 24_000_000_000, "Linux", "3.11")


def measured(dead_air: float, **seconds: float) -> Measured:
    return Measured("q", "answered", "x", {"dead_air": dead_air} | seconds, False, 0, 1.0, 10**9)


def report(*, naive: bool = True) -> Report:
    slow = (measured(6.0),) if naive else ()
    ours = (measured(0.5, stt=-0.1), measured(0.7, stt=0.2))
    run = Run("fast", "hands-free", ours, 10**9, slow)
    return make_report(MACHINE, (0.5, 1.0), {"stt": "whisper-<b>"}, [run])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.widths: list[float] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [str(given[name]) for name in ("src", "href") if name in given]
        if tag == "rect":
            self.widths.append(float(given["width"] or "nan"))
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_stands_alone() -> None:
    tags = _Tags()
    text = page(report())
    tags.feed(text)
    assert tags.open == []
    assert tags.links == []
    assert "http" not in text
    assert "Fast &lt;CPU&gt; &amp; Co" in text
    assert "whisper-&lt;b&gt;" in text
    assert all(0 <= width <= 460 for width in tags.widths)


def test_the_ratio_is_naive_over_ours() -> None:
    (ours,) = report().runs
    assert ours.ratio == pytest.approx(10.0)
    assert "10.0 times as long" in page(report())
    assert report(naive=False).runs[0].ratio is None


def test_a_run_without_any_answer_has_a_page() -> None:
    silent = Measured("q", "not-heard", "", {}, False, 0, 0.1, 0)
    text = page(make_report(MACHINE, (0, 0), {}, [Run("fast", "hands-free", (silent,), 0)]))
    assert "0 of 1 questions answered" in text


def test_interruptions_and_long_runs_are_told() -> None:
    quiet = Spread(0.021, 0.024, 0.025, 6)
    left = Leftovers(0, 0, 0.0)
    stopped = BargeIn("fast", 6, 5, 1, 0, quiet, quiet, None, 6, 0, left)
    run = Run("fast", "hands-free", tuple(measured(0.5) for _ in range(20)), 10**9)
    made = make_report(MACHINE, (0, 0), {}, [run], [stopped], is_soak=True)
    text = page(made)
    assert "The sound stopped 21 ms (median; 95 %: 24) after" in text
    assert "memory grew by 0.0%, waits by 0.0%" in text
    assert made.as_json()["barge_ins"][0]["sound"]["p50"] == 0.021


def test_a_bar_that_does_not_fit_ends_in_an_arrow() -> None:
    assert ">→</text>" in page(report())
    assert ">→</text>" not in page(report(naive=False))
