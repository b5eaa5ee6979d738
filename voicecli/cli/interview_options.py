"""The options of `voicecli interview`: what it is about, how long it lasts, how it sounds."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from voicecli.cli.device_options import DeviceIn, DeviceOut
from voicecli.cli.off_record import OffTheRecord, keep_flag
from voicecli.config import InterviewConfig
from voicecli.errors import UsageError

_USUAL = InterviewConfig()

ResumeOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The résumé: PDF, DOCX, Markdown or text; - is stdin."),
]
JobOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The job description, in the same formats.")
]
InstructionsOption = Annotated[
    str, typer.Option(metavar="TEXT", help='What to dwell on: "focus on leadership".')
]
UseLlmOption = Annotated[
    bool | None,
    typer.Option("--llm/--no-llm", help="Let the language model write questions, checked."),
]
InterviewArgument = Annotated[
    str, typer.Argument(metavar="ID", help='An id, its beginning or its end, or "latest".')
]


@dataclass(frozen=True, slots=True)
class Papers:
    """What the interview is about."""

    resume: ResumeOption = None
    job: JobOption = None
    instructions: InstructionsOption = ""
    topics: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A plan of your own: topics and their questions."),
    ] = None
    yes: Annotated[
        bool,
        typer.Option("--yes", "-y", help="Take the plan, and download models, without asking."),
    ] = False
    llm: UseLlmOption = None
    resume_session: Annotated[
        str | None,
        typer.Option(
            "--resume-session",
            metavar="ID",
            help="Go on with an interview where it was left: an id, its beginning or end, latest.",
        ),
    ] = None

    @property
    def is_new(self) -> bool:
        """Whether a new interview is described."""
        return bool(self.resume or self.job or self.topics or self.instructions.strip())


@dataclass(frozen=True, slots=True)
class Course:
    """How it is held."""

    text: Annotated[
        bool, typer.Option("--text", help="Read and type: no microphone, no speaker.")
    ] = False
    minutes: Annotated[
        float | None,
        typer.Option(help=f"No question is asked after so long; {_USUAL.minutes:g} is usual."),
    ] = None
    questions: Annotated[
        int | None,
        typer.Option(help=f"Most questions, follow-ups included; {_USUAL.questions} is usual."),
    ] = None
    as_json: Annotated[bool, typer.Option("--json", help="Print one event a line.")] = False
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the report there: .md, .html or .json."),
    ] = None
    off_the_record: OffTheRecord = False


@dataclass(frozen=True, slots=True)
class Sound:
    """How you speak."""

    hands_free: Annotated[
        bool | None,
        typer.Option(
            "--hands-free/--push-to-talk",
            help="Just speak, as is usual here, or press Space before and after.",
        ),
    ] = None
    device_in: DeviceIn = None
    device_out: DeviceOut = None
    headphones: Annotated[
        bool, typer.Option("--headphones", help="No echo comes back: --duplex headphones.")
    ] = False
    microphone: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A sound file that is heard instead of the microphone."),
    ] = None
    speaker: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A WAV file that is written instead of playing."),
    ] = None
    fast: Annotated[
        bool, typer.Option("--fast", help="Files do not take the time that sound takes.")
    ] = False
    keep_audio: Annotated[
        bool | None,
        typer.Option("--keep-audio/--no-keep-audio", help="Keep the sound of what is said."),
    ] = None


def flags_of(papers: Papers, course: Course, sound: Sound) -> dict[str, Any]:
    """The settings that the options change; None leaves one as it is."""
    return {
        "audio.device_in": sound.device_in,
        "audio.device_out": sound.device_out,
        "audio.duplex": "headphones" if sound.headphones else None,
        "dialogue.llm": papers.llm,
        "interview.minutes": course.minutes,
        "interview.questions": course.questions,
        "sessions.keep": keep_flag(course.off_the_record),
        "sessions.keep_audio": sound.keep_audio,
    }


def check(papers: Papers, course: Course, sound: Sound) -> None:
    """Raises UsageError where options contradict each other, or something is missing."""
    check_sound(course, sound)
    if papers.resume_session is not None:
        if papers.is_new:
            raise UsageError(
                "two-interviews",
                "--resume-session goes on with the plan that it has.",
                "Leave --resume, --job, --topics and --instructions out.",
            )
    elif papers.topics is None and papers.resume is None and papers.job is None:
        raise UsageError(
            "no-papers",
            "An interview needs a résumé and a job description, or one of them.",
            "voicecli interview --resume cv.pdf --job job.docx, or --topics FILE.",
        )


def check_sound(course: Course, sound: Sound) -> None:
    """Raises UsageError where options of the sound contradict each other, or `--text`."""
    if course.text and (sound.microphone or sound.speaker):
        raise UsageError("no-sound", "--text takes no --microphone and no --speaker.")
    if sound.fast and not (sound.microphone and sound.speaker):
        raise UsageError("fast-needs-files", "--fast needs --microphone and --speaker files.")
    if sound.speaker is not None and str(sound.speaker) in ("-", "", "."):
        raise UsageError("no-file", "--speaker needs the name of a WAV file.")
