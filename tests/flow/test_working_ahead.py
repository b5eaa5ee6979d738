"""Drafts, answers that rest, and speech over an answer, with every moment chosen by the test."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.fakes import InstantSpeaker, LoudnessVad, ScriptedMicrophone, ScriptedRecognizer
from voicecli.config import VadConfig
from voicecli.errors import SttError
from voicecli.pipeline.listening import Gate
from voicecli.pipeline.running import Asked
from voicecli.pipeline.talk import FAILURES, Devices, Key, Talk, TalkOptions
from voicecli.turn import Turn
from voicecli.types import AudioBlock, Event, Transcript, Utterance

pytestmark = pytest.mark.flow

CONFIG = VadConfig(
    speech_seconds=0.064, silence_seconds=0.32, preroll_seconds=0.1, pause_seconds=0.1
)
SPEECH, PAUSE, END = "#" * 20, "." * 5, "." * 12


def until(condition: Callable[[], bool]) -> None:
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.005)
    raise TimeoutError


class SteppedMicrophone(ScriptedMicrophone):
    """A live microphone that waits at each `|` until the next condition holds."""

    def __init__(self, picture: str, *conditions: Callable[[], bool]) -> None:
        super().__init__("", paced=True)
        self._parts = picture.split("|")
        self._conditions = conditions

    def blocks(self) -> Iterator[AudioBlock]:
        start = 0
        for number, part in enumerate(self._parts):
            if number:
                until(self._conditions[number - 1])
            for block in ScriptedMicrophone(part).blocks():
                yield AudioBlock(block.samples, start)
                start += block.samples.size


class Answers:
    """Says one sentence for each question, and speaks for as long as `speaks` says."""

    def __init__(self, speaks: Callable[[Turn], object] = lambda turn: None) -> None:
        self.asked: list[Asked] = []
        self.drafts: list[bool] = []
        self.speaking = False
        self._speaks = speaks

    def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            self.drafts.append(one.turn.draft)
            self.asked.append(one)
            yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
            yield Event("llm-text", one.turn.now(), {"index": 0, "text": "The kettle is blue."})
            if not one.turn.cancelled:
                yield Event("speech-start", one.turn.now(), {"index": 0})
                self.speaking = True
                one.turn.mark("first_sound", time.perf_counter() - 1.0)
                self._speaks(one.turn)
            self.speaking = False
            yield Event("run-end", one.turn.now(), {"timings": {}})

    @property
    def reasons(self) -> list[str | None]:
        return [one.turn.reason for one in self.asked]


class Thinking(Answers):
    """Thinks about the first question until it is stopped, and never says anything."""

    def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            self.asked.append(one)
            yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
            one.turn.wait(5 if len(self.asked) == 1 else 0)
            yield Event("run-end", one.turn.now(), {"timings": {}})


class AnswersSpeaker(InstantSpeaker):
    """Sounds while the answers say that they speak."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._answers = answers

    @property
    def sounding(self) -> bool:  # type: ignore[override]
        return self._answers.speaking


class Conversation:
    """A hands-free talk over a stepped microphone; `events` grow while it runs."""

    def __init__(
        self,
        microphone: ScriptedMicrophone,
        answers: Answers,
        recognizer: ScriptedRecognizer,
        *,
        barge_in: bool = True,
        next_mode: Callable[[], str] | None = None,
    ) -> None:
        self.finished: list[list[Event]] = []
        self.events: list[Event] = []

        @contextmanager
        def devices() -> Iterator[Devices]:
            with microphone:
                yield Devices(microphone, AnswersSpeaker(answers))

        self.talk = Talk(
            devices,
            LoudnessVad(),
            recognizer,
            answers,
            self.finished.append,
            CONFIG,
            TalkOptions(hands_free=True, barge_in=barge_in),
            next_mode=next_mode,
        )

    def run(self, *keys: Key) -> list[str]:
        for event in self.talk.run((lambda closed: iter(keys)) if keys else None):
            self.events.append(event)
        return [event.kind for event in self.events]

    def has(self, kind: str) -> bool:
        return any(event.kind == kind for event in list(self.events))


def test_an_answer_is_drafted_in_the_pause_and_told_when_the_turn_is_over() -> None:
    answers = Answers(lambda turn: turn.until_sure())
    microphone = SteppedMicrophone(SPEECH + PAUSE + "|" + END, lambda: answers.speaking)
    conversation = Conversation(microphone, answers, ScriptedRecognizer())
    kinds = conversation.run()
    assert answers.drafts == [True]
    assert kinds == [
        *("vad-start", "stt-partial", "vad-end"),
        *("run-start", "llm-text", "speech-start", "run-end"),
    ]
    assert len(conversation.finished) == 1


def test_a_draft_that_is_ready_before_the_turn_is_over_waits() -> None:
    answers = Answers()
    microphone = SteppedMicrophone(
        SPEECH + PAUSE + "|" + END, lambda: bool(answers.asked) and not answers.speaking
    )
    conversation = Conversation(microphone, answers, ScriptedRecognizer())
    kinds = conversation.run()
    assert kinds.index("vad-end") < kinds.index("run-start")
    assert answers.drafts == [True]
    assert [events[-1].kind for events in conversation.finished] == ["run-end"]


def test_a_draft_is_given_up_without_a_trace_when_the_person_goes_on() -> None:
    answers = Answers(lambda turn: turn.wait(5))
    microphone = SteppedMicrophone(
        SPEECH + PAUSE + "|" + SPEECH + "|" + END,
        lambda: answers.speaking,
        lambda: answers.reasons == ["went-on"],
    )
    conversation = Conversation(microphone, answers, ScriptedRecognizer())
    answers._speaks = lambda turn: turn.wait(5 if len(answers.asked) == 1 else 0)
    kinds = conversation.run()
    assert kinds.count("run-start") == 1
    assert "cancelled" not in kinds
    assert len(conversation.finished) == 1
    (first, *_, last) = answers.asked
    assert first.words.what.start == last.words.what.start
    assert first.words.what.end < last.words.what.end


def test_a_recording_that_is_not_in_real_time_is_not_drafted_for() -> None:
    answers = Answers()
    recognizer = ScriptedRecognizer()
    microphone = ScriptedMicrophone(SPEECH + PAUSE + SPEECH + END)
    Conversation(microphone, answers, recognizer, barge_in=False).run()
    assert answers.drafts == [False]
    assert len(recognizer.utterances) == 1


def over_an_answer(said: str, **options: bool) -> tuple[Conversation, Answers]:
    """A question, and something said while its answer sounds."""
    over = threading.Event()

    def speaks(turn: Turn) -> None:
        while not (over.is_set() or turn.cancelled):
            turn.wait(0.01)

    answers = Answers(speaks)
    told: list[Conversation] = []

    def decided() -> bool:
        (conversation,) = told
        is_decided = conversation.has("speech-resumed") or answers.asked[0].turn.cancelled
        if is_decided:
            over.set()
        return is_decided

    microphone = SteppedMicrophone(
        SPEECH + END + "|" + SPEECH + PAUSE + "|" + END,
        lambda: answers.speaking and bool(told[0].finished or told[0].has("speech-start")),
        decided,
    )
    recognizer = ScriptedRecognizer("What is the time?", said)
    conversation = Conversation(microphone, answers, recognizer, **options)
    told.append(conversation)
    conversation.run()
    return conversation, answers


@pytest.mark.parametrize("said", ["", "Uh-huh.", "(coughing)", "The kettle is blue."])
def test_what_is_no_interruption_holds_the_answer_for_a_moment(said: str) -> None:
    conversation, answers = over_an_answer(said)
    kinds = [event.kind for event in conversation.events]
    assert kinds.index("speech-held") < kinds.index("speech-resumed")
    assert answers.reasons[0] is None
    assert len(conversation.finished) == 1


@pytest.mark.parametrize("said", ["Stop.", "No, I mean the other one."])
def test_words_over_an_answer_end_it_and_are_answered(said: str) -> None:
    conversation, answers = over_an_answer(said)
    assert answers.reasons[0] == "barge-in"
    assert answers.asked[-1].text == said
    assert len(conversation.finished) == 2
    assert not conversation.has("speech-resumed")


def test_the_microphone_rests_only_while_something_sounds() -> None:
    class Muttering(InstantSpeaker):
        sounding = True

    gate = Gate(lambda: speaker.sounding)
    speaker = Muttering()
    microphone, closed = ScriptedMicrophone("####", paced=True), threading.Event()
    heard = gate.through(microphone.blocks(), closed, paced=True)
    assert not next(heard).samples.any()
    speaker.sounding = False
    assert next(heard).samples.any()


def test_who_goes_on_before_the_answer_sounds_has_asked_one_question() -> None:
    answers = Thinking()
    conversation: list[Conversation] = []
    microphone = SteppedMicrophone(
        SPEECH + END + "|" + SPEECH + END,
        lambda: bool(answers.asked) and conversation[0].has("run-start"),
    )
    recognizer = ScriptedRecognizer("What did it cost", "to build the kettle?")
    conversation.append(Conversation(microphone, answers, recognizer, barge_in=False))
    conversation[0].run()
    assert answers.reasons[0] == "barge-in"
    assert answers.asked[-1].text == "What did it cost to build the kettle?"


def test_what_is_said_while_recognition_is_slow_is_not_lost() -> None:
    answers = Answers()
    microphone = SteppedMicrophone(SPEECH + END + SPEECH + END)
    recognizer = ScriptedRecognizer("First question?", "Second question?", seconds=0.2)
    Conversation(microphone, answers, recognizer).run()
    assert answers.asked[-1].text.endswith("Second question?")
    assert any(one.text.startswith("First question?") for one in answers.asked)


def test_a_sound_that_is_no_word_is_no_question() -> None:
    answers = Answers()
    microphone = ScriptedMicrophone(SPEECH + END)
    Conversation(microphone, answers, ScriptedRecognizer("Hmm."), barge_in=False).run()
    assert [one.text for one in answers.asked] == [""]


def test_three_failures_in_a_row_end_the_conversation() -> None:
    class Deaf(ScriptedRecognizer):
        def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
            raise SttError("deaf", "Whisper has failed.")

    class Failing(Answers):
        def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
            for one in asked:
                self.asked.append(one)
                assert one.words.error is not None
                told = {"code": "deaf", "message": str(one.words.error), "hint": ""}
                yield Event("error", one.turn.now(), {**told, "exit_code": 1})
                yield Event("run-end", one.turn.now(), {"timings": {}})

    answers = Failing()
    microphone = ScriptedMicrophone((SPEECH + END) * (FAILURES + 2))
    conversation = Conversation(microphone, answers, Deaf(), barge_in=False)
    conversation.run()
    assert len(answers.asked) == FAILURES
    assert conversation.talk.failed is not None
    assert conversation.talk.failed.message == "Whisper has failed."


def test_a_key_asks_for_the_next_mode() -> None:
    conversation = Conversation(
        ScriptedMicrophone("", hang=True),
        Answers(),
        ScriptedRecognizer(),
        next_mode=lambda: "detailed",
    )
    conversation.run("mode", "quit")
    assert [event.data for event in conversation.events] == [{"name": "mode", "value": "detailed"}]
