""" "Go on" that is interrupted can be asked for once more."""

from types import SimpleNamespace
from typing import Any

import pytest

from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.session import SpokenSession
from voicecli.types import Event

pytestmark = pytest.mark.flow


def test_what_an_interrupted_go_on_did_not_reach_is_still_left() -> None:
    nothing: Any = SimpleNamespace()
    session = SpokenSession(nothing, nothing, nothing, Conversation())
    texts = ["One.", "Two.", "Three.", "Four."]

    def turn(told: list[tuple[str, float]], *, order: bool) -> list[Event]:
        events = [Event("command", 0.0, {"name": "continue"})] if order else []
        for index, (text, fraction) in enumerate(told):
            source = "again" if order else "extract"
            events.append(Event("llm-text", 0.0, {"index": index, "text": text, "source": source}))
            events.append(Event("speech-end", 0.0, {"index": index, "fraction": fraction}))
        return events

    session.finished(turn([(text, float(text == "One.")) for text in texts], order=False))
    # "Two." was queued alone when the person interrupted: the others never came by.
    session.finished(turn([("Two.", 0.5)], order=True))
    left = [sentence.text for sentence in session._said if sentence.fraction < 1.0]
    assert left == ["Two.", "Three.", "Four."]
