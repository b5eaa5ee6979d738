"""Turns that nobody asked for: the assistant begins, and speaks when nobody does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.fakes import LoudnessVad, ScriptedMicrophone, ScriptedRecognizer
from tests.flow.test_working_ahead import (
    CONFIG,
    END,
    SPEECH,
    Answers,
    AnswersSpeaker,
    SteppedMicrophone,
    until,
)
from voicecli.pipeline.running import Unasked
from voicecli.pipeline.talk import Devices, Talk, TalkOptions
from voicecli.turn import Turn

pytestmark = pytest.mark.flow


def talk(
    microphone: ScriptedMicrophone,
    answers: Answers,
    *heard: str,
    silence: float | None = None,
    **options: object,
) -> Talk:
    @contextmanager
    def devices() -> Iterator[Devices]:
        with microphone:
            yield Devices(microphone, AnswersSpeaker(answers))

    return Talk(
        devices,
        LoudnessVad(),
        ScriptedRecognizer(*heard),
        answers,
        lambda events: None,
        CONFIG,
        replace(TalkOptions(hands_free=True, barge_in=True), **options),  # type: ignore[arg-type]
        speaks_after=lambda: silence,
    )


def asked(answers: Answers) -> list[str | Unasked]:
    return [one.unasked or one.text for one in answers.asked if not one.turn.draft]


def test_it_begins_before_anything_is_heard() -> None:
    answers = Answers()
    list(talk(ScriptedMicrophone(SPEECH + END), answers, "Hello there.", opens="begin").run())
    assert asked(answers) == ["begin", "Hello there."]


def test_an_opening_turn_hears_nothing() -> None:
    answers = Answers()
    events = list(talk(ScriptedMicrophone(""), answers, opens="begin").run())
    kinds = [event.kind for event in events]
    assert "stt-end" not in kinds
    assert kinds[0] == "run-start"
    assert kinds[-1] == "run-end"


def test_it_speaks_into_a_long_silence_and_only_then() -> None:
    answers = Answers()
    prompted: Callable[[], bool] = lambda: len(answers.asked) == 3  # noqa: E731
    microphone = SteppedMicrophone(END + "|" + END, prompted)
    list(talk(microphone, answers, silence=0.05, opens="begin").run())
    assert asked(answers)[:3] == ["begin", "silence", "silence"]


def test_without_a_limit_it_waits() -> None:
    answers = Answers()
    list(talk(ScriptedMicrophone(END, paced=True), answers, opens="begin").run())
    assert asked(answers) == ["begin"]


def interrupted() -> Answers:
    """Answers that speak until somebody speaks over the first."""

    def speaks(turn: Turn) -> None:
        if answers.asked[-1].text == "I led a team.":
            until(lambda: turn.cancelled)

    answers = Answers(speaks)
    return answers


def test_who_goes_on_within_the_time_that_is_given_is_joined() -> None:
    """The fakes' first sound is one second old when speech comes over the answer."""
    answers = interrupted()
    microphone = SteppedMicrophone(SPEECH + END + "|" + SPEECH + END, lambda: answers.speaking)
    one = talk(microphone, answers, "I led a team.", "It had five people.", went_on_seconds=2.0)
    list(one.run())
    assert asked(answers)[-1] == "I led a team. It had five people."
    assert one._cut_offs == 1


def test_an_order_is_never_joined() -> None:
    answers = interrupted()
    microphone = SteppedMicrophone(SPEECH + END + "|" + SPEECH + END, lambda: answers.speaking)
    one = talk(microphone, answers, "I led a team.", "Skip this question.", went_on_seconds=2.0)
    one.is_order = lambda text: text.startswith("Skip")
    list(one.run())
    assert asked(answers)[-1] == "Skip this question."
    assert one._cut_offs == 0


def test_a_key_that_stays_down_records_more_than_one_piece() -> None:
    answers = Answers()

    class Pressing(ScriptedMicrophone):
        """The key goes down before the first block, and up behind the speech."""

        def blocks(self) -> Iterator[object]:  # type: ignore[override]
            for number, block in enumerate(super().blocks()):
                if number == 2:
                    one.press("talk")
                    until(lambda: one.state == "recording")
                if number == 72:
                    one.press("talk")
                    until(lambda: one.state != "recording")
                yield block

    microphone = Pressing("..." + "#" * 69 + "." * 12, paced=True)
    one = talk(microphone, answers, "One,", "two,", "three.", hands_free=False, records_on=True)
    one._listener.keys._config = replace(CONFIG, longest_seconds=1.0)
    list(one.run())
    final = [asked for asked in answers.asked if not asked.turn.draft]
    assert [one.text for one in final] == ["One, two, three."]
    assert len(final[0].parts) == 2
