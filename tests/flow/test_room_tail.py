"""Half duplex: the microphone rests until the room has carried the last word away."""

from types import SimpleNamespace

import pytest

from tests.fakes import LoudnessVad, ScriptedMicrophone, ScriptedRecognizer
from voicecli.config import VadConfig
from voicecli.pipeline.talk import Devices, Talk, TalkOptions

pytestmark = pytest.mark.flow


def test_the_microphone_rests_while_the_last_word_hangs_in_the_room() -> None:
    """The turn has ended, and the speaker says that its sound is still there."""
    talk = Talk(
        None,
        LoudnessVad(),
        ScriptedRecognizer(),
        iter,
        list,
        VadConfig(),  # type: ignore[arg-type]
        TalkOptions(hands_free=True, barge_in=False),
    )
    talk._devices = Devices(ScriptedMicrophone(""), SimpleNamespace(sounding=True))  # type: ignore[arg-type]
    assert talk._running is None
    assert talk._mutes()
