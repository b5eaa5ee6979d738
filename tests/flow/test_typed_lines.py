"""Lines that are typed while a conversation runs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.fakes import InstantSpeaker, LoudnessVad, ScriptedMicrophone, ScriptedRecognizer
from tests.flow.test_talk import CONFIG, SlowAnswer, devices
from voicecli.errors import AudioError
from voicecli.pipeline.running import Asked
from voicecli.pipeline.talk import Devices, Key, Talk, TalkOptions, Typed
from voicecli.pipeline.unheard import UNHEARD
from voicecli.types import AudioBlock, Event

pytestmark = pytest.mark.flow


class Answers:
    """Remembers what was asked; answers with one sentence that takes so long."""

    def __init__(self, *seconds: float) -> None:
        self.asked: list[Asked] = []
        self.reasons: list[str | None] = []
        self._seconds = list(seconds)

    def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            self.asked.append(one)
            yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
            yield Event("speech-start", one.turn.now())
            one.turn.wait(self._seconds.pop(0) if self._seconds else 0.0)
            self.reasons.append(one.turn.reason)
            yield Event("run-end", one.turn.now(), {"timings": {}})

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.asked]

    def until(self, count: int) -> None:
        late = time.monotonic() + 5
        while len(self.asked) < count and time.monotonic() < late:
            time.sleep(0.005)


def conversation(
    answers: Answers | SlowAnswer,
    microphone: ScriptedMicrophone,
    *,
    hands_free: bool = False,
    turns: int | None = None,
    leaves: Callable[[], bool] = lambda: False,
) -> Talk:
    return Talk(
        devices(microphone),
        LoudnessVad(),
        ScriptedRecognizer("What was said."),
        answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=hands_free, turns=turns),
        leaves=leaves,
    )


def typing(*lines: str) -> Callable[[threading.Event], Iterator[Key | Typed]]:
    return lambda closed: iter([Typed(line) for line in lines])


@pytest.mark.parametrize("hands_free", [False, True])
def test_a_typed_line_is_a_turn_of_its_own(hands_free: bool) -> None:
    answers = Answers()
    talk = conversation(
        answers, ScriptedMicrophone("", hang=True, paced=True), hands_free=hands_free, turns=1
    )
    kinds = [event.kind for event in talk.run(typing("  What is typed?  "))]
    (one,) = answers.asked
    assert (one.text, one.typed, one.cuts) == ("What is typed?", True, False)
    assert kinds == ["run-start", "speech-start", "run-end"]


def test_an_empty_line_asks_nothing() -> None:
    answers = Answers()
    talk = conversation(answers, ScriptedMicrophone("", hang=True), turns=1)
    list(talk.run(typing("", "   ", "This.")))
    assert answers.texts == ["This."]


def test_a_line_typed_over_an_answer_takes_its_place() -> None:
    answers = Answers(10.0)

    def keys(closed: threading.Event) -> Iterator[Key | Typed]:
        yield Typed("First?")
        answers.until(1)
        yield Typed("Second?")

    talk = conversation(answers, ScriptedMicrophone("", hang=True, paced=True), turns=2)
    list(talk.run(keys))
    assert answers.texts == ["First?", "Second?"]
    assert answers.reasons == ["interrupted", None]
    assert [one.cuts for one in answers.asked] == [False, True]


def test_the_last_of_several_lines_is_what_they_want() -> None:
    answers = Answers(10.0)

    def keys(closed: threading.Event) -> Iterator[Key | Typed]:
        yield Typed("First?")
        answers.until(1)
        yield Typed("Second?")
        yield Typed("Third?")

    talk = conversation(answers, ScriptedMicrophone("", hang=True, paced=True), turns=2)
    list(talk.run(keys))
    assert answers.texts in (["First?", "Third?"], ["First?", "Second?"])


def test_a_recording_in_progress_is_dropped() -> None:
    answers = Answers()

    def keys(closed: threading.Event) -> Iterator[Key | Typed]:
        yield "talk"
        closed.wait(0.3)
        yield Typed("What is typed?")
        answers.until(1)
        closed.wait(0.3)
        yield "quit"

    talk = conversation(answers, ScriptedMicrophone("#" * 400, hang=True))
    events = list(talk.run(keys))
    assert answers.texts == ["What is typed?"]
    assert [e.data["reason"] for e in events if e.kind == "cancelled"] == ["dropped"]


class Speaking(ScriptedMicrophone):
    """Somebody speaks until a line was answered, and once more behind that."""

    def __init__(self, answers: Answers) -> None:
        super().__init__("", paced=True)
        self.began = threading.Event()
        self._answers = answers

    def blocks(self) -> Iterator[AudioBlock]:
        start = 0
        for part, mark in enumerate(("#", "." * 20 + "#" * 20 + "." * 200)):
            if part == 0:
                for block in ScriptedMicrophone("#" * 30).blocks():
                    yield block
                start = 30 * 512
                self.began.set()
                while not self._answers.asked:
                    time.sleep(0.005)
                    yield from (
                        AudioBlock(block.samples, start)
                        for block in ScriptedMicrophone(mark).blocks()
                    )
                    start += 512
            else:
                for block in ScriptedMicrophone(mark).blocks():
                    yield AudioBlock(block.samples, start + block.start)
                    time.sleep(0.001)


def test_what_is_being_said_while_a_line_is_sent_is_not_answered() -> None:
    answers = Answers()
    microphone = Speaking(answers)

    def keys(closed: threading.Event) -> Iterator[Key | Typed]:
        microphone.began.wait(5)
        closed.wait(0.1)
        yield Typed("What is typed?")

    talk = conversation(answers, microphone, hands_free=True)
    events = list(talk.run(keys))
    assert answers.texts == ["What is typed?", "What was said."]
    assert "dropped" in [e.data["reason"] for e in events if e.kind == "cancelled"]


def test_words_that_follow_a_typed_line_are_no_part_of_it() -> None:
    answers = Answers(10.0)
    microphone = ScriptedMicrophone("", paced=True)

    def blocks() -> Iterator[AudioBlock]:
        answers.until(1)
        yield from ScriptedMicrophone("." * 5 + "#" * 20 + "." * 100).blocks()

    microphone.blocks = blocks  # type: ignore[method-assign]

    talk = Talk(
        devices(microphone),
        LoudnessVad(),
        ScriptedRecognizer("What was said?"),
        answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True, barge_in=True),
    )
    list(talk.run(typing("What is typed?")))
    assert answers.texts == ["What is typed?", "What was said?"]


def test_a_line_is_answered_while_the_microphone_is_lost() -> None:
    answers = Answers()
    opened: list[int] = []

    @contextmanager
    def devices_that_vanish() -> Iterator[Devices]:
        opened.append(1)
        if len(opened) > 1:
            raise AudioError("device-lost", "Gone.", "Plug it in.")
        microphone = ScriptedMicrophone("", paced=True)

        def blocks() -> Iterator[AudioBlock]:
            yield from ()
            raise AudioError("device-lost", "Gone.", "Plug it in.")

        microphone.blocks = blocks  # type: ignore[method-assign]
        yield Devices(microphone, InstantSpeaker())

    def keys(closed: threading.Event) -> Iterator[Key | Typed]:
        while talk._lost is None:
            closed.wait(0.01)
        closed.wait(0.1)
        yield Typed("What is typed?")
        answers.until(1)
        yield "quit"

    talk = Talk(
        devices_that_vanish,
        LoudnessVad(),
        ScriptedRecognizer(),
        answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=False),
    )
    kinds = [event.kind for event in talk.run(keys)]
    assert kinds[0] == "error"
    assert kinds.count("run-end") == 1
    (one,) = answers.asked
    assert one.text == "What is typed?"
    assert one.speaker is UNHEARD


def test_a_turn_can_end_the_conversation() -> None:
    answers = Answers()
    talk = conversation(answers, ScriptedMicrophone("", hang=True), leaves=lambda: True)
    kinds = [event.kind for event in talk.run(typing("/quit"))]
    assert kinds[-1] == "run-end"
    assert not talk.interrupted
