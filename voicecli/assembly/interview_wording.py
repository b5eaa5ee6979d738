"""Who words the follow-ups of an interview: the language model, where it is good enough."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voicecli import catalog
from voicecli.assembly.models import model_names
from voicecli.config import Config

if TYPE_CHECKING:
    from voicecli.assembly.engines import Engines
    from voicecli.catalog import Role
    from voicecli.interview.plan import Plan
    from voicecli.pipeline.follow_up_writing import FollowUpWriter


def words_follow_ups(config: Config) -> bool:
    """Whether the configured language model may word follow-ups, is here, and is large enough."""
    from voicecli.pipeline.question_writing import LEAST_BYTES

    if not (config.dialogue.llm and config.interview.follow_up_seconds):
        return False
    name = model_names(config)["llm"]
    is_here = not catalog.missing([name], config.models_folder)
    return is_here and catalog.load().find(name).bytes >= LEAST_BYTES


def interview_roles(config: Config, *, aloud: bool = False) -> "set[Role]":
    """The engines that an interview is held with."""
    roles: set[Role] = {"embedding"}
    if aloud:
        roles |= {"vad", "stt", "tts"}
    if words_follow_ups(config):
        roles.add("llm")
    return roles


@contextmanager
def open_follow_up_writer(
    config: Config, engines: "Engines", plan: "Plan", *, aloud: bool
) -> "Iterator[FollowUpWriter | None]":
    """What words the follow-ups of this plan; None without a language model among the engines."""
    from voicecli.interview.judging.written_follow_ups import WordingGrounds
    from voicecli.pipeline.follow_up_writing import TEXT_SECONDS, FollowUpWriter

    if engines.llm is None:
        yield None
        return
    seconds = config.interview.follow_up_seconds
    if not aloud:
        seconds = max(seconds, TEXT_SECONDS)
    grounds = WordingGrounds(plan, engines.embedder)
    with FollowUpWriter(engines.llm, engines.models["llm"], grounds, seconds) as writer:
        yield writer
