"""The real conversation in simulated time, over scripted engines."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import LoudnessVad, ToneSynthesizer
from voicecli import clock
from voicecli.config import VadConfig
from voicecli.pipeline.acting import Actor
from voicecli.pipeline.answer import Voice, speak
from voicecli.pipeline.answering import Answers
from voicecli.pipeline.comparing import Outcome, compare, outcomes
from voicecli.pipeline.recorded import Recorded
from voicecli.pipeline.recording import Manifest, Recording
from voicecli.pipeline.replaying import Pace, PacedSpeaker, pressed_again
from voicecli.pipeline.running import Asked
from voicecli.pipeline.scenarios import Expected, Step
from voicecli.pipeline.simulation import (
    SimulatedMicrophone,
    SimulatedRecognizer,
    SimulatedSpeaker,
    SimulatedStage,
    SimulatedTime,
    converse,
    devices,
)
from voicecli.pipeline.talk import Talk, TalkOptions
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import SAMPLE_RATE, Event, Samples, Segment, Transcript, Utterance

pytestmark = pytest.mark.flow

CONFIG = VadConfig(speech_seconds=0.064, silence_seconds=0.4, preroll_seconds=0.1)
ANSWER = ("This is the first sentence of the answer.", "And this is the second one of it.")
MANIFEST = Manifest("0", "2026-03-02", {}, {}, {"hands_free": True}, {})


class LengthRecognizer:
    """Tells how long the loud part was in tenths of a second, after a moment by the clock."""

    def __init__(self, delay: Callable[[], float]) -> None:
        self._delay = delay

    def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
        return self.draft(utterance.samples, turn)

    def draft(self, samples: Samples, turn: Turn) -> Transcript:
        time.sleep(self._delay())
        loud = np.count_nonzero(np.abs(samples) > 0.1)
        text = f"question of {round(loud / SAMPLE_RATE, 1)}"
        return Transcript((Segment(0.0, 1.0, text),), "en", 1.0)


def answers(delay: Callable[[], float]) -> Answers:
    """Says two sentences of some seconds, each made after a moment by the clock."""
    voice = ToneSynthesizer()

    def sentences(turn: Turn) -> Iterator[Event]:
        for index, text in enumerate(ANSWER):
            time.sleep(delay())
            yield Event("llm-text", turn.now(), {"index": index, "text": text, "source": "extract"})

    def answered(asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            turn = one.turn
            yield Event("run-start", turn.now(), {"turn": turn.id})
            yield Event("stt-end", turn.now(), {"text": one.text})
            told = {"question": one.text, "intent": "facts", "confidence": 1.0}
            yield Event("understanding-end", turn.now(), told)
            try:
                yield from speak(sentences(turn), Voice(SlowVoice(voice), one.speaker), turn)
            except TurnCancelled:
                yield Event("cancelled", turn.now(), {"reason": turn.reason})
            yield Event("run-end", turn.now(), {"timings": turn.timings | turn.marks})

    return answered


class SlowVoice:
    """A tone ten times as long."""

    def __init__(self, voice: ToneSynthesizer) -> None:
        self._voice = voice

    def synthesize(self, sentence: object, turn: Turn) -> Iterator[object]:
        for chunk in self._voice.synthesize(sentence, turn):  # type: ignore[arg-type]
            yield type(chunk)(chunk.sentence, np.tile(chunk.samples, 10), chunk.sample_rate)


def loud(seconds: float) -> Samples:
    return np.full(round(seconds * SAMPLE_RATE), 0.5, np.float32)


STEPS = (
    Step("say", "a", 1),
    Step("interrupt", "b", 2, after=1.5),
    Step("interrupt", "c", 3, after=0.8),
    Step("silence", 0.2, 4),
    Step("say", "d", 5, expect=Expected(intent="facts")),
)
SPEECH = {0: loud(1.0), 1: loud(0.7), 2: loud(0.4), 4: loud(0.6)}


def held(delay: Callable[[], float], file: Path | None = None) -> list[Event]:
    """A conversation with interruptions, whose engines take so long by the clock."""
    moment = SimulatedTime()
    speaker = SimulatedSpeaker(moment)
    microphone = SimulatedMicrophone(moment, speaker)
    recognizer = SimulatedRecognizer(LengthRecognizer(delay), moment)
    vad: object = LoudnessVad()
    recording = Recording(file, MANIFEST) if file else None
    if recording:
        recording.opened(full_duplex=True)
        vad, recognizer = recording.listening(vad, recognizer)  # type: ignore[arg-type, assignment]
    talk = Talk(
        partial(devices, microphone, speaker, full_duplex=True),
        vad,  # type: ignore[arg-type]
        recognizer,
        answers(delay),
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    actor = Actor(STEPS, SimulatedStage(moment, microphone), SPEECH)
    events = []
    if recording:
        talk.on_pressed = recording.press
    for event in converse(talk, moment, actor.keys):
        events.append(event)
        actor.see(event)
        if recording:
            recording.see(event)
    if recording:
        recording.__exit__(None, None, None)
    return events


def held_again(recorded: Recorded, delay: Callable[[], float]) -> list[Event]:
    moment = SimulatedTime()
    pace = Pace(recorded.moments, moment)
    speaker = PacedSpeaker(moment, pace)
    microphone = SimulatedMicrophone(moment, speaker, recorded.sound())
    talk = Talk(
        partial(devices, microphone, speaker, full_duplex=True),
        LoudnessVad(),
        SimulatedRecognizer(LengthRecognizer(delay), moment, pace.known_at),
        pace.answers(answers(delay)),
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    keys = pressed_again(recorded.moments, moment, microphone, lambda: talk.state)
    return list(converse(talk, moment, keys))


def said(events: list[Event]) -> list[tuple[str, float, object]]:
    """All that happened, and when; without numbers of turns and times of engines."""
    return [
        (event.kind, round(event.at, 6), {k: v for k, v in event.data.items() if k not in HIDDEN})
        for event in events
    ]


HIDDEN = ("turn", "timings", "seconds")


def uneven() -> Callable[[], float]:
    """Takes from 0 to 30 ms, differently each time."""
    chance = np.random.default_rng(time.time_ns())
    return lambda: float(chance.uniform(0.0, 0.03))


def test_the_speed_of_engines_changes_nothing() -> None:
    first = said(held(lambda: 0.0))
    assert [kind for kind, _, _ in first].count("run-start") >= 3
    assert said(held(uneven())) == first
    assert said(held(uneven())) == first


def test_interruptions_cut_answers_where_they_fall() -> None:
    turns = outcomes(held(lambda: 0.0))
    cut = [turn for turn in turns if turn.ended == "barge-in"]
    assert len(cut) == 2
    assert [bool(turn.heard) for turn in cut] == [True, True]
    assert len(cut[0].heard) > len(cut[1].heard)


def test_a_replay_is_as_the_recording_whatever_the_load(tmp_path: Path) -> None:
    was = held(uneven(), tmp_path / "a.vcast")
    recorded = Recorded(tmp_path / "a.vcast")
    assert recorded.is_whole
    before: list[Outcome] = outcomes(recorded.events)
    assert before == outcomes(was)
    runs = [held_again(recorded, uneven()) for _ in range(3)]
    for run in runs:
        assert not [one.differences for one in compare(before, outcomes(run)) if one.differences]
    assert len({repr(said(run)) for run in runs}) == 1


def test_a_turn_waits_in_the_time_of_the_conversation() -> None:
    moment, turn, ends = SimulatedTime(), Turn(), [False]
    microphone = SimulatedMicrophone(moment, SimulatedSpeaker(moment))

    def wait() -> None:
        ends[0] = turn.wait(3600.0)
        moment.close()

    with clock.told_by(moment.now, moment.wait_for):
        thread = threading.Thread(target=wait, name="answers")
        thread.start()
        while not moment.waits("answers"):
            time.sleep(0.001)
        for block in microphone.blocks():
            if block.start > 10 * SAMPLE_RATE:
                turn.cancel("left")
        thread.join()
    assert ends == [True]
    # Time goes on until the thread has woken, which a busy machine may do late.
    assert 10 <= moment.now() < 3600


def test_nothing_of_a_simulation_is_left() -> None:
    before = threading.active_count()
    held(lambda: 0.0)
    assert threading.active_count() == before
