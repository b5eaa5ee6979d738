"""What is kept of an interview while it is held: the plan, each turn, and how it stands."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from voicecli.errors import InterviewError, StorageError
from voicecli.interview.course import Limits, Progress
from voicecli.interview.plan import Plan
from voicecli.interview.records import (
    exchanges_json,
    limits_json,
    plan_json,
    progress_json,
    read_interview,
)
from voicecli.storage.interviews import Interviews, KeptInterview
from voicecli.types import TurnRecord


@dataclass(frozen=True, slots=True)
class StoredInterview:
    """An interview that was kept; `ended` is None while it is not over.

    `parent` is the id of the one that it repeats, "" for a first one.
    """

    id: str
    title: str
    created: datetime
    updated: datetime
    ended: datetime | None
    parent: str
    plan: Plan
    limits: Limits
    progress: Progress
    is_held: bool = False


class InterviewKeeper:
    """Keeps one interview; of the thread that opened the database.

    Without `interviews` it is off the record: nothing at all is written. Inside `with` nobody else
    holds the interview; the kernel sees to that.
    """

    def __init__(self, interviews: Interviews | None) -> None:
        self._interviews = interviews
        self._kept: Mapping[int, str] = {}
        self._leaving = ExitStack()
        self.session_id = ""
        """The interview's; "" before it has begun, and off the record."""
        self.is_gone = False
        """Whether somebody has deleted it meanwhile."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leaving.close()

    def begin(
        self,
        plan: Plan,
        limits: Limits,
        progress: Progress | None = None,
        *,
        title: str = "",
        parent: str = "",
    ) -> str:
        """Keep a plan, and hold its interview; the id of its session. Raises StorageError."""
        if self._interviews is None:
            return ""
        stands = progress or Progress()
        self.session_id = self._interviews.start(
            plan_json(plan),
            limits_json(limits),
            progress_json(stands),
            title=title or title_of(plan),
            parent=parent,
        )
        self._leaving.enter_context(self._interviews.holding(self.session_id))
        return self.session_id

    def resume(self, written: str) -> StoredInterview:
        """Hold an interview that was left; an id, its beginning or its end, "latest".

        Raises StorageError (no-interview, not-an-interview, ambiguous-interview, interview-held)
        and InterviewError (interview-over, newer-interview, broken-interview, off-the-record).
        """
        if self._interviews is None:
            raise InterviewError(
                "off-the-record",
                "An interview that was kept cannot go on off the record.",
                "Leave --off-the-record out.",
            )
        session = self._interviews.find(written)
        self._leaving.enter_context(self._interviews.holding(session))
        stored = read_kept(self._interviews, self._interviews.load(session))
        if stored.ended:
            raise InterviewError(
                "interview-over",
                f"Interview {session} is over.",
                f"Practise it again: `voicecli interview again {session}`; its report:"
                f" `voicecli interview report {session}`.",
            )
        self.session_id = session
        self._kept = exchanges_json(stored.progress)
        return stored

    def set_limits(self, limits: Limits) -> None:
        """Keep other limits from now on. Raises StorageError."""
        if self._interviews is not None:
            self._interviews.set_limits(self.session_id, limits_json(limits))

    def keep(
        self, record: TurnRecord | None, progress: Progress, *, over: bool = False
    ) -> int | None:
        """Store how it stands with the turn that led there, whole or not at all.

        Returns the turn's number in the session, None without a turn or off the record. An exchange
        that was forgotten meanwhile does not come back. Raises StorageError("no-interview") when
        the interview was.
        """
        number = self._store(record, progress, over=over)
        self._kept = exchanges_json(progress)
        return number

    def keep_ahead(self, progress: Progress, *, over: bool = False) -> None:
        """Store how it will stand when the turn that leads there has been said.

        `keep` is called then, and stores it once more with that turn. Raises as `keep` does.
        """
        self._store(None, progress, over=over)

    def _store(self, record: TurnRecord | None, progress: Progress, *, over: bool) -> int | None:
        if self._interviews is None:
            return None
        now = exchanges_json(progress)
        try:
            return self._interviews.keep(
                self.session_id,
                progress_json(progress),
                record,
                changed={one: text for one, text in now.items() if self._kept.get(one) != text},
                gone=self._kept.keys() - now.keys(),
                over=over,
            )
        except StorageError as error:
            self.is_gone = error.code == "no-interview"
            raise


def read_kept(interviews: Interviews, kept: KeptInterview) -> StoredInterview:
    """An interview as it is stored, read. Raises InterviewError: newer-, broken-interview."""
    try:
        read = read_interview(kept.plan, kept.limits, kept.progress, kept.exchanges)
    except InterviewError as error:
        message = error.message.replace("The interview", f"Interview {kept.id}", 1)
        raise InterviewError(error.code, message, error.hint.replace("ID", kept.id)) from error
    return StoredInterview(
        kept.id,
        kept.title,
        kept.created,
        kept.updated,
        kept.ended,
        kept.parent,
        read.plan,
        read.limits,
        read.progress,
        bool(kept.owner) and interviews.is_held(kept.id),
    )


def title_of(plan: Plan) -> str:
    """What the session of an interview is called."""
    title = " ".join(plan.job.title.split())
    return f"Interview: {title}" if title else "Interview"
