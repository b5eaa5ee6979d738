"""Leaving while an engine does not stop: one wait, not two, and not for ever."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.fakes import LOUD, QUIET, ScriptedMicrophone, ScriptedRecognizer
from tests.flow.test_working_ahead import END, SPEECH, Answers, Conversation
from voicecli.errors import VoicecliError
from voicecli.pipeline import talk
from voicecli.pipeline.running import Asked
from voicecli.types import AudioBlock, Event

pytestmark = pytest.mark.flow


class Chatter(ScriptedMicrophone):
    """A question, and then people who go on talking."""

    def blocks(self) -> Iterator[AudioBlock]:
        start = 0
        for block in ScriptedMicrophone(SPEECH + END).blocks():
            yield block
            start = block.start + 512
        while not self._closed.is_set():
            for sound in [LOUD] * 20 + [QUIET] * 12:
                time.sleep(0.002)
                yield AudioBlock(sound, start)
                start += 512


@pytest.mark.parametrize("kind", [ScriptedMicrophone, Chatter])
def test_an_engine_that_does_not_stop_is_waited_for_once(
    kind: type[ScriptedMicrophone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk, "STOP_SECONDS", 0.5)
    free = threading.Event()

    class Stuck(Answers):
        def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
            for one in asked:
                self.asked.append(one)
                yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
                free.wait(8)
                yield Event("run-end", one.turn.now(), {"timings": {}})

    answers = Stuck()
    conversation = Conversation(
        kind(SPEECH + END, hang=True, paced=True), answers, ScriptedRecognizer()
    )
    began = [0.0]

    def keys(closed: threading.Event) -> Iterator[str]:
        while not answers.asked:
            time.sleep(0.005)
        began[0] = time.monotonic()
        yield "quit"

    abandoned = []
    real = conversation.talk._abandon

    def counted() -> Iterator[Event]:
        abandoned.append(time.monotonic())
        return real()

    monkeypatch.setattr(conversation.talk, "_abandon", counted)
    monkeypatch.setattr("voicecli.pipeline.inbox.JOIN_SECONDS", 0.5)
    try:
        with pytest.raises(VoicecliError, match="does not stop"):
            list(conversation.talk.run(keys))  # type: ignore[arg-type]
        assert time.monotonic() - began[0] < 4  # not for as long as somebody speaks
        waits = [at - abandoned[0] for at in abandoned]
        assert conversation.talk._running is None, waits
    finally:
        free.set()
        time.sleep(0.2)
