"""Words that nobody answers: speech behind a question that waits for a turn to end."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.fakes import ScriptedRecognizer
from tests.flow.test_working_ahead import (
    END,
    SPEECH,
    Answers,
    Conversation,
    SteppedMicrophone,
    Thinking,
)
from voicecli.pipeline.running import Asked
from voicecli.turn import Turn
from voicecli.types import Event, Samples, SoFar, Transcript, Utterance

pytestmark = pytest.mark.flow


class SlowToEnd(Answers):
    """The first answer sounds, and needs a moment to end after it was cancelled."""

    def __init__(self, gate: threading.Event) -> None:
        super().__init__()
        self._gate = gate

    def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            self.asked.append(one)
            yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
            yield Event("llm-text", one.turn.now(), {"index": 0, "text": "The kettle is blue."})
            yield Event("speech-start", one.turn.now(), {"index": 0})
            self.speaking = True
            if len(self.asked) == 1:
                one.turn.wait(5)
                self._gate.wait(5)
            yield Event("run-end", one.turn.now(), {"timings": {}})


def test_a_question_over_an_answer_survives_that_the_person_goes_on() -> None:
    """A second sentence, said before the interrupted turn has ended, does not take the first."""
    gate = threading.Event()
    answers = SlowToEnd(gate)
    told: list[Conversation] = []

    def first_is_taken_in() -> bool:
        return (
            bool(answers.asked)
            and answers.asked[0].turn.cancelled
            and told[0].talk._pending is not None
        )

    def goes_on() -> bool:
        latest = told[0].talk._hearing._latest
        if isinstance(latest, SoFar) and not latest.is_pause and latest.start > 20_000:
            time.sleep(0.1)
            gate.set()
        return gate.is_set()

    microphone = SteppedMicrophone(
        SPEECH + END + "|" + SPEECH + END + "|" + SPEECH + SPEECH + "|" + END,
        lambda: answers.speaking and told[0].has("speech-start"),
        first_is_taken_in,
        goes_on,
    )
    recognizer = ScriptedRecognizer(
        "What is the time?", "Tell me about the cat.", "And tell me about the dog."
    )
    conversation = Conversation(microphone, answers, recognizer)
    told.append(conversation)
    conversation.run()
    texts = [one.text for one in answers.asked]
    assert any("cat" in text for text in texts), texts
    assert any("dog" in text for text in texts), texts


def test_three_sentences_before_the_first_turn_ends_are_one_question() -> None:
    """The second waits; the third must not take its place, glued to the first."""
    gate = threading.Event()

    class Thinking(Answers):
        def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
            for one in asked:
                self.asked.append(one)
                yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
                if len(self.asked) == 1:
                    gate.wait(5)
                yield Event("run-end", one.turn.now(), {"timings": {}})

    answers = Thinking()
    told: list[Conversation] = []

    def ends(count: int) -> bool:
        return sum(e.kind == "vad-end" for e in list(told[0].events)) >= count

    def third_waits() -> bool:
        pending = told[0].talk._pending
        if pending is not None and "third" in pending.words.text:
            gate.set()
        return gate.is_set()

    microphone = SteppedMicrophone(
        SPEECH + END + "|" + SPEECH + END + "|" + SPEECH + END + "|",
        lambda: bool(answers.asked) and told[0].has("run-start"),
        lambda: told[0].talk._pending is not None and ends(2),
        third_waits,
    )
    recognizer = ScriptedRecognizer("My first words", "my second words", "my third words")
    conversation = Conversation(microphone, answers, recognizer, barge_in=False)
    told.append(conversation)
    conversation.run()
    assert answers.asked[-1].text == "My first words my second words my third words"


def went_on(rough: str, final: str) -> Answers:
    """A question; while it is thought about, speech whose drafts differ from its final words."""

    answers = Thinking()
    told: list[Conversation] = []

    class Differs(ScriptedRecognizer):
        def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
            self.final = True
            try:
                return super().transcribe(utterance, turn)
            finally:
                self.final = False

        final = False

        def draft(self, samples: Samples, turn: Turn) -> Transcript:
            if not self.final and answers.asked:
                self._text = rough
            return super().draft(samples, turn)

    microphone = SteppedMicrophone(
        SPEECH + END + "|" + SPEECH + SPEECH + "|" + END,
        lambda: bool(answers.asked) and told[0].has("run-start"),
        lambda: answers.reasons[0] == "barge-in",
    )
    recognizer = Differs("What did it cost to build the kettle?", final)
    conversation = Conversation(microphone, answers, recognizer, barge_in=False)
    told.append(conversation)
    conversation.run()
    return answers


def test_a_question_that_a_misheard_noise_cut_off_is_answered() -> None:
    """A draft hears words in a cough; when it turns out to be none the question is still open."""
    answers = went_on("I am", "")
    assert answers.asked[-1].text == "What did it cost to build the kettle?"


def test_stop_is_a_command_also_when_its_first_half_was_taken_for_words() -> None:
    """ "Can you" ends the turn that thinks; "can you stop" must not be glued to its question."""
    answers = went_on("Can you", "Can you stop?")
    assert answers.asked[-1].text == "Can you stop?"
