"""Words on the live line belong to the utterance that is spoken."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from voicecli.cli.talk_view import TalkView
from voicecli.types import Event

pytestmark = pytest.mark.cli


def test_words_that_were_no_question_are_not_put_before_the_next_one() -> None:
    shown = io.StringIO()
    talk: Any = SimpleNamespace(state="ready", microphone=None, leaves_next=False)
    view = TalkView(Console(file=shown), talk, hands_free=True, mode=lambda: "fast")
    view.show(Event("vad-start", 1.0))
    view.show(Event("speech-held", 1.1))
    view.show(Event("stt-partial", 1.2, {"committed": "Yeah okay", "tentative": ""}))
    view.show(Event("speech-resumed", 1.3))
    view.show(Event("vad-end", 1.5, {"ended": "silence"}))
    view.show(Event("vad-start", 9.0))
    view.show(Event("vad-end", 9.5, {"ended": "silence"}))
    told = {"text": "What is the time?", "remaining": "What is the time?", "language": "en"}
    view.show(Event("stt-end", 9.6, told))
    assert "Yeah" not in shown.getvalue(), shown.getvalue()


@pytest.mark.parametrize(
    "first", ["It was in May.", "We rewired the whole ward in May, " * 5 + "at night."]
)
def test_a_long_answer_that_was_gone_on_with_is_not_printed_again(first: str) -> None:
    shown = io.StringIO()
    talk: Any = SimpleNamespace(state="ready", microphone=None, leaves_next=False)
    view = TalkView(Console(file=shown, width=400), talk, hands_free=True, mode=None)
    view.show(Event("stt-end", 2.0, {"text": first, "remaining": first}))
    whole = {"text": f"{first} And then in June.", "remaining": "", "carried": first}
    view.show(Event("stt-end", 4.0, whole))
    *_, last = shown.getvalue().splitlines()
    is_long = len(first) >= 120
    assert shown.getvalue().count("in May") == first.count("in May") * (1 if is_long else 2)
    assert last.strip() == (
        "you  … And then in June." if is_long else f"you  {first} And then in June."
    )


@pytest.mark.parametrize("last", ["", "in May."])
def test_a_piece_of_a_long_answer_is_not_printed_twice(last: str) -> None:
    """Behind it there may be nothing, or words that never stood on the live line."""
    shown = io.StringIO()
    talk: Any = SimpleNamespace(state="ready", microphone=None, leaves_next=False)
    view = TalkView(Console(file=shown, width=400), talk, hands_free=True, mode=None)
    view.show(Event("vad-start", 1.0))
    view.show(Event("stt-partial", 1.2, {"committed": "We rewired", "tentative": " the ward"}))
    view.show(Event("vad-end", 9.0, {"ended": "pause"}))
    view.show(Event("vad-start", 9.1))
    view.show(Event("vad-end", 9.8, {"ended": "released"}))
    whole = f"We rewired the ward {last}".strip()
    told = {"text": whole, "remaining": last, "carried": "We rewired the ward"}
    view.show(Event("stt-end", 10.0, told))
    assert shown.getvalue().strip() == f"you  {whole}"
