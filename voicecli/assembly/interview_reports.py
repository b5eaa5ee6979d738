"""The report of a kept interview, put together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli.assembly.engines import open_embedder
from voicecli.assembly.interviews_store import load_interview
from voicecli.config import Config

if TYPE_CHECKING:
    from voicecli.interview.course import Covered, Exchange
    from voicecli.interview.reporting.findings import Report
    from voicecli.interview.reporting.rubric import Rubric
    from voicecli.interview.reporting.scoring import Cover


def report_of(config: Config, written: str, rubric_file: Path | None = None) -> "Report":
    """The report of the interview that is meant, by the rubric of a file or the one shipped.

    The embedding model is loaded only where the rubric has points of its own. Raises
    InterviewError for the rubric, what `load_interview` raises, CatalogError without the model.
    """
    from voicecli.interview.reporting.report import Subject, make_report
    from voicecli.interview.reporting.rubric import default_rubric, read_rubric

    rubric = read_rubric(rubric_file) if rubric_file is not None else default_rubric()
    stored = load_interview(config, written)
    subject = Subject(stored.id, stored.title, stored.created.isoformat())
    with _open_cover(config, rubric) as cover:
        report = make_report(stored.plan, stored.progress, rubric, subject, cover=cover)
    return replace(report, is_held=stored.is_held and stored.ended is None)


@contextmanager
def _open_cover(config: Config, rubric: "Rubric") -> "Iterator[Cover | None]":
    """What compares points of the rubric with replies; None where it has none."""
    if not any(criterion.points for criterion in rubric.criteria):
        yield None
        return
    from voicecli.interview.judging.assessing import Assessor

    with open_embedder(config) as embedder:
        assessor = Assessor(embedder)

        def cover(points: Sequence[str], exchange: "Exchange") -> "Sequence[Covered]":
            reply = exchange.reply.text if exchange.reply is not None else ""
            return assessor.touched(points, reply)

        yield cover
