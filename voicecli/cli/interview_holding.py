"""From what was asked for to an interview that is held, and what is said at its end."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecli.cli.console import note, out, printable, settings
from voicecli.cli.interview_options import Course, Papers, Sound, flags_of
from voicecli.cli.interview_papers import settle_plan
from voicecli.cli.off_record import say_so
from voicecli.cli.session_choice import SessionChoice
from voicecli.cli.talk import need_ends
from voicecli.cli.talk_opening import Request
from voicecli.errors import AudioError, ExitCode, StorageError, UsageError

if TYPE_CHECKING:
    from voicecli.catalog import Role
    from voicecli.config import Config
    from voicecli.interview.course import Interview
    from voicecli.pipeline.interview_keeping import InterviewKeeper
    from voicecli.pipeline.interviewing import InterviewSession

IN_TEXT = "Or hold it in writing: --text."
"""What still can be done where there is no audio device."""


@dataclass(frozen=True, slots=True)
class Held:
    """An interview whose plan is settled, and what keeps it."""

    interview: "Interview"
    keeper: "InterviewKeeper"


Settle = Callable[["Config", "InterviewKeeper"], Held]
"""What finds or makes the interview that is to be held."""


def hold(papers: Papers, course: Course, sound: Sound) -> int:
    """Hold the interview, and return the exit code."""

    def settle(config: "Config", keeper: "InterviewKeeper") -> Held:
        return _held(config, keeper, papers, course)

    flags = flags_of(papers, course, sound)
    return hold_settled(settle, course, sound, flags, yes=papers.yes)


def hold_settled(
    settle: Settle,
    course: Course,
    sound: Sound,
    flags: Mapping[str, Any] | None = None,
    *,
    yes: bool,
) -> int:
    """Hold the interview that `settle` finds or makes, and return the exit code."""
    if course.report is not None:
        from voicecli.cli.interview_report import check_report_file

        check_report_file(course.report)
    config = settings(flags or flags_of(Papers(), course, sound)).config
    if course.report is not None and not config.sessions.keep:
        raise UsageError(
            "nothing-to-report",
            "Of an interview that is off the record no report can be written.",
            "Leave out --report, or --off-the-record (the setting sessions.keep).",
        )
    say_so(config)
    request = _request(sound)
    if not course.text:
        with or_in_text():
            need_ends(config, request, instead="`--text`")
    began = time.monotonic()
    _offer_models(config, course, request, yes=yes)
    downloading = time.monotonic() - began
    with ExitStack() as stack:
        from voicecli import assembly

        db = stack.enter_context(assembly.open_conversation_store(config))
        keeper = stack.enter_context(assembly.open_interview_keeper(config, db))
        planning = time.monotonic()
        held = settle(config, keeper)
        waited = downloading + time.monotonic() - planning
        if course.text:
            from voicecli.cli.interview_text import hold_in_text

            code, over = hold_in_text(config, held, as_json=course.as_json)
        else:
            from voicecli.cli.interview_speaking import hold_aloud

            with or_in_text():
                code, over = hold_aloud(config, held, request, waited, as_json=course.as_json)
        if over and keeper.session_id:
            _report(config, keeper.session_id, course.report, shown=not course.as_json)
    return code


@contextmanager
def ending(session: "InterviewSession", keeper: "InterviewKeeper") -> Iterator[None]:
    """However it ends, keep what is left to keep, and say how to go on. Raises StorageError."""
    try:
        yield
    finally:
        found = keeper.session_id
        try:
            session.finish()
        except StorageError:
            note("voicecli: what was said last could not be kept.")
            note(f"voicecli: from before it: voicecli interview --resume-session {found}")
            raise
        if not found:
            note("voicecli: off the record: nothing of this interview was kept.")
        elif keeper.is_gone:
            note("voicecli: this interview was deleted meanwhile: nothing of it is kept.")
        elif session.over:
            note(f"voicecli: the report: voicecli interview report {found}")
        else:
            note(f"voicecli: all is kept. Go on: voicecli interview --resume-session {found}")


@contextmanager
def or_in_text() -> Iterator[None]:
    """While inside, who has no audio device is told what can be done without."""
    try:
        yield
    except AudioError as error:
        if error.exit_code == ExitCode.NO_AUDIO_DEVICE:
            error.hint = f"{error.hint} {IN_TEXT}".strip()
        raise


def _request(sound: Sound) -> Request:
    """The interview's sound, as `talk` is asked for it."""
    hands_free = sound.hands_free is not False
    choice = SessionChoice(new=True)
    return Request(sound.microphone, sound.speaker, sound.fast, hands_free, choice, demo=False)


def _offer_models(config: "Config", course: Course, request: Request, *, yes: bool) -> None:
    """Offer to download what is missing."""
    from voicecli.cli.downloads import offer_download

    roles: set[Role] = {"embedding"}
    optional: set[Role] = set()
    if not course.text:
        roles |= {"vad", "stt", "tts"}
        if request.hands_free:
            roles.add("end-of-turn")
        optional = {"vad", "end-of-turn"}  # loudness and silence alone can stand in
    offer_download(config, roles, optional=optional, yes=yes)


def _held(config: "Config", keeper: "InterviewKeeper", papers: Papers, course: Course) -> Held:
    """The interview that goes on, or a new one, once its plan is approved."""
    from voicecli import assembly
    from voicecli.interview.course import Interview

    if papers.resume_session is None:
        plan, limits = settle_plan(config, papers), assembly.limits_of(config)
        keeper.begin(plan, limits)
        return Held(Interview(plan, limits), keeper)
    stored = keeper.resume(papers.resume_session)
    note(f"voicecli: going on with {printable(stored.title)} ({stored.id})")
    limits = replace(
        stored.limits,
        minutes=course.minutes or stored.limits.minutes,
        questions=course.questions or stored.limits.questions,
    )
    if limits != stored.limits:
        keeper.set_limits(limits)
    return Held(Interview(stored.plan, limits, stored.progress), keeper)


def _report(config: "Config", session_id: str, file: Path | None, *, shown: bool) -> None:
    """Write the report where it was asked for, or show it to who sits at a terminal."""
    if file is not None:
        from voicecli.cli.interview_report import write_report

        write_report(config, session_id, file)
    elif shown and out.is_terminal:
        from voicecli.cli.interview_report import show_report

        show_report(config, session_id)
