"""An interview put together: what judges, keeps and times it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli import catalog
from voicecli.assembly.engines import Engines, open_embedder, open_engines, open_vad, smart_turn
from voicecli.assembly.models import model_names
from voicecli.config import Config

if TYPE_CHECKING:
    from voicecli.interview.course import Delivery, Interview, Limits, Reply
    from voicecli.interview.plan import Plan
    from voicecli.interview.planning.writing import QuestionWriter
    from voicecli.pipeline.delivery import ReplySound
    from voicecli.pipeline.follow_up_writing import FollowUpWriter
    from voicecli.pipeline.interview_keeping import InterviewKeeper
    from voicecli.pipeline.interviewing import Aloud, InterviewSession
    from voicecli.pipeline.listening import MakeCues
    from voicecli.pipeline.measuring import Measuring
    from voicecli.protocols import Embedder

PIECE_SECONDS = 4.0
"""A long answer is recognised in pieces of at least so long: what is left of it at its end is
recognised while its last pause lasts."""
LONGEST_SILENCE = 10.0
"""Seconds of silence that end an answer at the latest where nothing else can tell."""


def limits_of(config: Config) -> "Limits":
    """When an interview ends, by the settings."""
    from voicecli.interview.course import Limits

    told = config.interview
    return Limits(told.minutes, told.questions, told.follow_ups)


def for_answers(config: Config) -> Config:
    """The settings with what is different where somebody answers at length.

    The silence is what ends an answer where there are no `answer_cues`.
    """
    pieces = config.vad.piece_seconds or PIECE_SECONDS
    thinking = min(config.interview.think_seconds, LONGEST_SILENCE)
    silence = max(config.vad.silence_seconds, thinking)
    vad = replace(config.vad, piece_seconds=pieces, silence_seconds=silence)
    return replace(config, vad=vad)


def answer_cues(config: Config) -> "MakeCues":
    """What tells the end of an answer besides silence, as `turn_cues` does of a question.

    Raises CatalogError and VadError when the model is missing or damaged.
    """
    from voicecli.vad.answer_end import AnswerEnd
    from voicecli.vad.endpointing import TurnCues

    model = smart_turn(config)
    think = config.interview.think_seconds
    return lambda words: TurnCues(model, AnswerEnd(think), words)


@contextmanager
def open_measuring(config: Config) -> "Iterator[Measuring]":
    """What measures how replies are said, with voice activity detection of its own."""
    from voicecli.pipeline.delivery import measure_delivery
    from voicecli.pipeline.measuring import Measuring

    with open_vad(config) as vad:

        def measure(
            sound: "tuple[ReplySound, ...]", reply: "Reply", asked_until: float | None
        ) -> "Delivery":
            return measure_delivery(sound, reply.parts, asked_until=asked_until, vad=vad)

        with Measuring(measure) as measuring:
            yield measuring


def make_interview(
    config: Config,
    engines: Engines,
    keeper: "InterviewKeeper",
    interview: "Interview",
    aloud: "Aloud | None" = None,
    *,
    writer: "FollowUpWriter | None" = None,
) -> "InterviewSession":
    """An interview that `keeper` holds, in writing unless it is held `aloud`."""
    from voicecli.interview.judging.assessing import Assessor
    from voicecli.interview.judging.follow_ups import follow_up
    from voicecli.pipeline.interview_steps import Judge
    from voicecli.pipeline.interviewing import InterviewSession

    assessor = Assessor(engines.embedder)
    assessor.prepare(interview.plan.topics)
    return InterviewSession(
        interview,
        Judge(assessor.assess, follow_up, assessor.touched),
        keeper,
        aloud,
        silence_seconds=config.interview.silence_seconds,
        models=engines.models,
        writer=writer,
    )


def make_plan(
    config: Config,
    resume: Path | None = None,
    job: Path | None = None,
    *,
    instructions: str = "",
    topics: Path | None = None,
    use_llm: bool = True,
    stdin: bytes = b"",
    progress: "Callable[[str], None]" = lambda told: None,
) -> "Plan":
    """The plan of an interview about these papers, with the models that are installed.

    Without the embedding model likeness goes by words. Raises what `planning.make_plan` raises.
    """
    from voicecli.interview.planning.making import PlanRequest
    from voicecli.interview.planning.making import make_plan as planned

    wanted = PlanRequest(
        date.today(), resume, job, topics, instructions, config.interview.topics, stdin
    )
    with ExitStack() as stack:
        embedder = stack.enter_context(open_embedder(config)) if _has(config, "embedding") else None
        writer = _question_writer(config, embedder, stack) if use_llm and not topics else None
        return planned(wanted, embedder=embedder, writer=writer, progress=progress)


def _has(config: Config, role: catalog.Role) -> bool:
    return not catalog.missing([model_names(config)[role]], config.models_folder)


def _question_writer(
    config: Config, embedder: "Embedder | None", stack: ExitStack
) -> "QuestionWriter | None":
    """Who writes questions: the configured language model, if it is here and large enough."""
    from voicecli.interview.planning.writing import QuestionWriter
    from voicecli.pipeline.question_writing import LEAST_BYTES, PLAN_SECONDS, questions_within

    name = model_names(config)["llm"]
    if not _has(config, "llm") or catalog.load().find(name).bytes < LEAST_BYTES:
        return None
    patient = replace(config.llm, first_token_seconds=PLAN_SECONDS)  # nobody waits for a word here
    config = replace(config, llm=patient)
    engines = stack.enter_context(open_engines(config, {"llm"}, for_one_turn=True))
    if engines.llm is None:
        return None
    return QuestionWriter(name, questions_within(engines.llm), embedder)
