"""The way from papers to a plan: read, match, rank, choose topics, write questions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from voicecli.errors import UsageError
from voicecli.interview.fit.matching import match
from voicecli.interview.papers.claims import read_resume
from voicecli.interview.papers.english_text import is_english
from voicecli.interview.papers.reading import read_paper
from voicecli.interview.papers.requirements import read_job
from voicecli.interview.plan import Job, Match, Plan, Resume, Topic
from voicecli.interview.planning.instructions import read_instructions
from voicecli.interview.planning.own_plan import read_topics
from voicecli.interview.planning.topics import choose_topics
from voicecli.interview.planning.wishes import Wishes
from voicecli.interview.planning.writing import QuestionWriter, write_questions
from voicecli.protocols import Embedder
from voicecli.types import Document


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a plan is to be made of: papers, wishes, a plan of one's own. `today` dates the rest."""

    today: date
    resume: Path | None = None
    job: Path | None = None
    topics: Path | None = None
    instructions: str = ""
    count: int = 6
    stdin: bytes = b""


@dataclass(frozen=True, slots=True)
class _Papers:
    job: Job
    resume: Resume
    names: tuple[str, ...]
    notes: tuple[str, ...]


def make_plan(
    request: PlanRequest,
    *,
    embedder: Embedder | None = None,
    writer: QuestionWriter | None = None,
    progress: Callable[[str], None] = lambda told: None,
) -> Plan:
    """The plan of an interview; `progress` is told each step.

    A plan of one's own stays as it is. Papers that hold nothing to ask about are no error: the
    plan is then about what every interview is, and its `notes` say so. Raises UsageError without
    any paper, DocumentError and InterviewError for those that cannot be read.
    """
    if not (request.resume or request.job or request.topics):
        raise UsageError("no-papers", "A plan needs --resume, --job or --topics.")
    own = read_topics(request.topics) if request.topics else ()
    papers = _read(request, progress)
    wishes = read_instructions(request.instructions)
    matches: tuple[Match, ...] = ()
    if papers.job.requirements:
        progress("matching the résumé with the job")
        matches = match(papers.job, papers.resume, embedder, request.today)
    topics = own or _topics(request, papers, matches, wishes, embedder, progress)
    models = [embedder.name] if embedder else []
    if writer is not None and not own:
        progress(f"writing questions with {writer.model}")
        written = write_questions(topics, papers.job, papers.resume, writer)
        topics = written.topics
        models += [writer.model] if written.kept else []
    notes = papers.notes + wishes.unmet
    if own and request.instructions.strip():
        notes = (*papers.notes, "A plan of your own stays as it is: --instructions change nothing.")
    return Plan(
        papers.job,
        papers.resume,
        matches,
        topics,
        wishes.text,
        papers.names,
        tuple(models),
        notes,
    )


def _topics(
    request: PlanRequest,
    papers: _Papers,
    matches: tuple[Match, ...],
    wishes: Wishes,
    embedder: Embedder | None,
    progress: Callable[[str], None],
) -> tuple[Topic, ...]:
    progress("choosing topics")
    return choose_topics(
        papers.job,
        papers.resume,
        matches,
        wishes=wishes,
        count=wishes.count or request.count,
        embedder=embedder,
        today=request.today,
    )


def _read(request: PlanRequest, progress: Callable[[str], None]) -> _Papers:
    """What the papers say; notes tell of those that say nothing that can be used."""
    job, resume = Job("", "", ()), Resume("", ())
    names: list[str] = []
    notes: list[str] = []
    if request.resume is not None:
        document = _paper(request.resume, request, progress)
        names.append(document.path)
        if _is_readable(document, notes):
            resume = read_resume(document)
            if not resume.claims:
                notes.append(f"{document.path} says nothing that can be asked about.")
    if request.job is not None:
        document = _paper(request.job, request, progress)
        names.append(document.path)
        if _is_readable(document, notes):
            job = read_job(document)
            if not job.requirements:
                notes.append(f"{document.path} names no requirement.")
    return _Papers(job, resume, tuple(names), tuple(notes))


def _paper(path: Path, request: PlanRequest, progress: Callable[[str], None]) -> Document:
    progress(f"reading {path.name}")
    return read_paper(path, stdin=request.stdin)


def _is_readable(document: Document, notes: list[str]) -> bool:
    """Whether a document is in English; what is not is no more than noted."""
    if is_english("\n".join(block.text for block in document.blocks)):
        return True
    notes.append(
        f"{document.path} is not in English: nothing of it is asked about, and the interview is "
        "held in English."
    )
    return False
