"""The conversation aloud that an interview is."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from voicecli.config import VadConfig
from voicecli.pipeline.interviewing import InterviewSession
from voicecli.pipeline.listening import MakeCues
from voicecli.pipeline.talk import Devices, Talk, TalkOptions
from voicecli.protocols import Recognizer, VoiceActivity

WENT_ON_SECONDS = 2.0
"""Who speaks so soon behind the first sound of a question was still at the answer before it."""


def interview_talk(
    session: InterviewSession,
    open_devices: Callable[[], AbstractContextManager[Devices]],
    vad: VoiceActivity,
    recognizer: Recognizer,
    config: VadConfig,
    *,
    hands_free: bool = True,
    cues: MakeCues | None = None,
) -> Talk:
    """The interviewer begins, speaks into a silence, and lets who answers take their time."""
    talk = Talk(
        open_devices,
        vad,
        recognizer,
        session.answers,
        session.finished,
        config,
        TalkOptions(
            hands_free=hands_free,
            opens=session.opens,
            went_on_seconds=WENT_ON_SECONDS,
            records_on=True,
            keeps_words=True,
        ),
        cues=cues,
        leaves=lambda: session.state.leaving,
        speaks_after=session.speaks_after,
    )
    talk.is_order = session.is_order
    talk.on_lost = session.devices_lost
    return talk
