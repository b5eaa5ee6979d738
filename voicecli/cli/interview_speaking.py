"""An interview by microphone and speaker, held as `talk` holds a conversation."""

import sys
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from voicecli.cli.console import LOUDNESS, note
from voicecli.cli.interview_holding import Held, ending
from voicecli.cli.interview_status_line import status_line
from voicecli.cli.off_record import OFF
from voicecli.cli.talk_opening import Opened, Request, talk_devices, typed_history
from voicecli.cli.talk_running import run_conversation
from voicecli.dialogue.orders import IN_WORDS
from voicecli.errors import VoicecliError

if TYPE_CHECKING:
    from voicecli.assembly import Engines
    from voicecli.config import Config
    from voicecli.pipeline.interviewing import InterviewSession
    from voicecli.pipeline.talk import Talk

_VOICE = ("louder", "quieter", "slower", "faster")
"""Orders about the voice, that can be typed as well."""


def hold_aloud(
    config: "Config", held: Held, request: Request, waited: float, *, as_json: bool
) -> tuple[int, bool]:
    """Hold it; the exit code, and whether the interview is over.

    The seconds that were `waited` before it do not count as time to be ready.
    """
    from voicecli import assembly
    from voicecli.pipeline.interviewing import Aloud

    config = assembly.for_answers(config)
    note("voicecli: loading …")
    with ExitStack() as stack:
        engines = stack.enter_context(
            assembly.open_engines(config, assembly.interview_roles(config, aloud=True))
        )
        if engines.hears_by_loudness:
            note(LOUDNESS)
        aloud = Aloud(
            engines.synthesizer,
            hands_free=_is_hands_free(request),
            paced=not request.fast,
            measuring=stack.enter_context(assembly.open_measuring(config)),
            sounds=stack.enter_context(assembly.open_turn_sounds(config)),
        )
        writer = stack.enter_context(
            assembly.open_follow_up_writer(config, engines, held.interview.plan, aloud=True)
        )
        session = assembly.make_interview(
            config, engines, held.keeper, held.interview, aloud, writer=writer
        )
        talk = _talk(stack, config, engines, session, request)
        opened = Opened(
            talk,
            session,
            has_keys=sys.stdin.isatty() and not request.fast,
            is_kiosk=False,
            typed_history=typed_history(config),
            hands_free=_is_hands_free(request),
            mode=None,
            in_words={name: IN_WORDS[name] for name in _VOICE},
            seen=session.see,
            standing=partial(_standing, session, keeps=config.sessions.keep),
            from_file=request.microphone is not None,
            answer_file=request.speaker,
            record_of=lambda passage: None,
            models=engines.models,
        )
        with ending(session, held.keeper):
            return run_conversation(opened, waited, as_json=as_json), session.over


def _is_hands_free(request: Request) -> bool:
    return request.hands_free or request.microphone is not None


def _standing(session: "InterviewSession", columns: int, *, keeps: bool) -> str:
    return status_line(session, columns, "" if keeps else OFF)


def _talk(
    stack: ExitStack,
    config: "Config",
    engines: "Engines",
    session: "InterviewSession",
    request: Request,
) -> "Talk":
    """The conversation that the interview is."""
    from voicecli import assembly
    from voicecli.pipeline.interview_talk import interview_talk

    hands_free = _is_hands_free(request)
    told = partial(_without_cues, config)
    cues = assembly.cues_if_there(assembly.answer_cues, config, told) if hands_free else None
    return interview_talk(
        session,
        talk_devices(stack, config, request, None, full_duplex=hands_free),
        engines.vad,
        engines.recognizer,
        config.vad,
        hands_free=hands_free,
        cues=cues,
    )


def _without_cues(config: "Config", error: VoicecliError) -> None:
    """A word on why only silence ends an answer."""
    note(f"voicecli: {error}")
    note(f"voicecli: until then {config.vad.silence_seconds:g} s of silence end an answer.")
