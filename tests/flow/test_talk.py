import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.fakes import InstantSpeaker, LoudnessVad, ScriptedMicrophone, ScriptedRecognizer
from voicecli.config import VadConfig
from voicecli.errors import AudioError
from voicecli.pipeline.running import Asked
from voicecli.pipeline.talk import Devices, Key, Talk, TalkOptions
from voicecli.types import AudioBlock, Event, SoFar, Utterance

pytestmark = pytest.mark.flow

CONFIG = VadConfig(speech_seconds=0.064, silence_seconds=0.32, preroll_seconds=0.1)
ONE_SENTENCE = "." * 5 + "#" * 20 + "." * 15
TWO_SENTENCES = "." * 10 + "#" * 20 + "." * 20 + "#" * 30 + "." * 20


def devices(microphone: ScriptedMicrophone) -> Callable[[], AbstractContextManager[Devices]]:
    @contextmanager
    def opened() -> Iterator[Devices]:
        with microphone:
            yield Devices(microphone, InstantSpeaker())

    return opened


def quick_answers(asked: Iterator[Asked]) -> Iterator[Event]:
    for one in asked:
        yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
        yield Event("llm-text", one.turn.now(), {"index": 0, "text": "Yes.", "source": "extract"})
        yield Event("run-end", one.turn.now(), {"timings": {}})


class SlowAnswer:
    """Speaks until it is cancelled, or for some seconds; says when it began."""

    def __init__(self, seconds: float = 10.0) -> None:
        self._seconds = seconds
        self.began = threading.Event()
        self.reasons: list[str | None] = []

    def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            yield Event("speech-start", one.turn.now())
            self.began.set()
            one.turn.wait(self._seconds)
            self.reasons.append(one.turn.reason)
            yield Event("run-end", one.turn.now(), {"timings": {}})


def test_each_utterance_of_a_fast_file_is_answered_before_the_next_is_heard() -> None:
    finished: list[list[Event]] = []
    microphone = ScriptedMicrophone(TWO_SENTENCES)
    talk = Talk(
        devices(microphone),
        LoudnessVad(),
        ScriptedRecognizer(),
        quick_answers,
        finished.append,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    kinds = [event.kind for event in talk.run()]
    one_turn = ["vad-start", "vad-end", "run-start", "llm-text", "run-end"]
    assert kinds == one_turn * 2
    assert len(finished) == 2


def test_the_time_of_an_event_is_the_time_in_the_recording() -> None:
    talk = Talk(
        devices(ScriptedMicrophone(TWO_SENTENCES)),
        LoudnessVad(),
        ScriptedRecognizer(),
        quick_answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    starts = [event.at for event in talk.run() if event.kind == "vad-start"]
    assert starts == pytest.approx([10 * 0.032, 50 * 0.032], abs=0.1)


def test_a_key_starts_and_ends_an_utterance() -> None:
    heard: list[SoFar | Utterance] = []

    def answers(asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            heard.append(one.words.what)
            yield from quick_answers(iter([one]))

    def keys(closed: threading.Event) -> Iterator[Key]:
        closed.wait(0.2)
        yield "talk"
        closed.wait(0.3)
        yield "talk"

    talk = Talk(
        devices(ScriptedMicrophone("#" * 10, hang=True)),
        LoudnessVad(),
        ScriptedRecognizer(),
        answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=False, turns=1),
    )
    kinds = [event.kind for event in talk.run(keys)]
    assert kinds == ["vad-end", "run-start", "llm-text", "run-end"]
    assert [utterance.ended for utterance in heard if isinstance(utterance, Utterance)] == [
        "released"
    ]


@pytest.mark.parametrize(("key", "reason"), [("stop", "stopped"), ("interrupt", "stopped")])
def test_a_key_stops_the_answer_and_the_conversation_goes_on(key: Key, reason: str) -> None:
    answer = SlowAnswer()

    def keys(closed: threading.Event) -> Iterator[Key]:
        answer.began.wait(5)
        yield key

    talk = Talk(
        devices(ScriptedMicrophone(TWO_SENTENCES[:50], hang=True)),
        LoudnessVad(),
        ScriptedRecognizer(),
        answer,
        lambda events: talk.press("quit"),
        CONFIG,
        TalkOptions(hands_free=True),
    )
    list(talk.run(keys))
    assert answer.reasons == [reason]
    assert not talk.interrupted


def test_interrupting_twice_leaves_and_ends_the_answer() -> None:
    answer = SlowAnswer()

    def keys(closed: threading.Event) -> Iterator[Key]:
        answer.began.wait(5)
        yield "interrupt"
        yield "interrupt"

    talk = Talk(
        devices(ScriptedMicrophone(TWO_SENTENCES[:50], hang=True)),
        LoudnessVad(),
        ScriptedRecognizer(),
        answer,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    list(talk.run(keys))
    assert talk.interrupted
    assert answer.reasons == ["stopped"]


def test_speech_stops_the_answer_only_where_barge_in_is_asked_for() -> None:
    answer = SlowAnswer()
    microphone = ScriptedMicrophone("." * 5 + "#" * 20 + "." * 12, paced=True)

    def blocks() -> Iterator[AudioBlock]:
        yield from ScriptedMicrophone.blocks(microphone)
        answer.began.wait(5)
        later = ScriptedMicrophone("#" * 20 + "." * 12)
        for block in ScriptedMicrophone.blocks(later):
            yield AudioBlock(block.samples, block.start + 37 * 512)

    microphone.blocks = blocks  # type: ignore[method-assign]
    talk = Talk(
        devices(microphone),
        LoudnessVad(),
        ScriptedRecognizer(),
        answer,
        lambda events: talk.press("quit"),
        CONFIG,
        TalkOptions(hands_free=True, barge_in=True),
    )
    list(talk.run())
    assert answer.reasons[0] == "barge-in"


def test_a_device_that_vanishes_is_opened_again() -> None:
    opened = 0

    @contextmanager
    def devices_that_vanish() -> Iterator[Devices]:
        nonlocal opened
        opened += 1
        microphone = ScriptedMicrophone(TWO_SENTENCES)
        if opened == 1:
            microphone.blocks = lost  # type: ignore[method-assign]
        with microphone:
            yield Devices(microphone, InstantSpeaker())

    def lost() -> Iterator[AudioBlock]:
        raise AudioError("device-lost", "The microphone has gone.")
        yield

    talk = Talk(
        devices_that_vanish,
        LoudnessVad(),
        ScriptedRecognizer(),
        quick_answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    events = list(talk.run())
    assert [event.kind for event in events[:2]] == ["error", "run-start"]
    assert events[0].data["code"] == "device-lost"
    assert sum(event.kind == "run-end" for event in events) == 2


def lost_after(picture: str, *, seconds: float = 0.2) -> ScriptedMicrophone:
    """A microphone that vanishes some time after its picture."""
    microphone = ScriptedMicrophone(picture, paced=True)

    def blocks() -> Iterator[AudioBlock]:
        yield from ScriptedMicrophone.blocks(microphone)
        time.sleep(seconds)
        raise AudioError("device-lost", "The microphone has gone.")

    microphone.blocks = blocks  # type: ignore[method-assign]
    return microphone


def one_after_the_other(*microphones: ScriptedMicrophone):  # type: ignore[no-untyped-def]
    rest = iter(microphones)

    @contextmanager
    def opened() -> Iterator[Devices]:
        with next(rest) as microphone:
            yield Devices(microphone, InstantSpeaker())

    return opened


def test_a_turn_that_a_lost_device_ends_is_told_to_its_end() -> None:
    finished: list[list[Event]] = []
    talk = Talk(
        one_after_the_other(lost_after(ONE_SENTENCE), ScriptedMicrophone(ONE_SENTENCE)),
        LoudnessVad(),
        ScriptedRecognizer(),
        SlowAnswer(1.0),
        finished.append,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    kinds = [event.kind for event in talk.run() if event.kind != "stt-partial"]
    assert kinds == [
        *("vad-start", "vad-end", "speech-start", "error", "run-end", "run-start"),
        *("vad-start", "vad-end", "speech-start", "run-end"),
    ]
    assert [events[-1].kind for events in finished] == ["run-end", "run-end"]


def test_quitting_while_a_lost_devices_turn_ends_is_obeyed() -> None:
    class Unstoppable(SlowAnswer):
        def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
            for one in asked:
                yield Event("speech-start", one.turn.now())
                one.turn.wait(10)
                talk.press("quit")
                time.sleep(0.2)
                yield Event("run-end", one.turn.now(), {"timings": {}})

    talk = Talk(
        one_after_the_other(lost_after(ONE_SENTENCE)),
        LoudnessVad(),
        ScriptedRecognizer(),
        Unstoppable(),
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    assert [event.kind for event in talk.run()][-1] == "run-end"


def test_leaving_ends_the_stream_with_the_end_of_the_turn() -> None:
    answer = SlowAnswer()

    def keys(closed: threading.Event) -> Iterator[Key]:
        answer.began.wait(5)
        yield "quit"

    talk = Talk(
        devices(ScriptedMicrophone(ONE_SENTENCE, hang=True)),
        LoudnessVad(),
        ScriptedRecognizer(),
        answer,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    assert [event.kind for event in talk.run(keys)][-1] == "run-end"
    assert answer.reasons == ["left"]


def test_a_damaged_recording_is_no_vanished_device() -> None:
    microphone = ScriptedMicrophone("")

    def damaged() -> Iterator[AudioBlock]:
        raise AudioError("nothing-readable", "x.wav holds no sound.")
        yield

    microphone.blocks = damaged  # type: ignore[method-assign]
    talk = Talk(
        one_after_the_other(microphone),
        LoudnessVad(),
        ScriptedRecognizer(),
        quick_answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    with pytest.raises(AudioError, match="holds no sound"):
        list(talk.run())


def test_answers_that_die_with_a_lost_device_are_an_error_and_no_hang() -> None:
    def broken(asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            one.turn.wait(10)
            raise RuntimeError("engine on fire")
        yield

    talk = Talk(
        one_after_the_other(lost_after(ONE_SENTENCE), ScriptedMicrophone("", hang=True)),
        LoudnessVad(),
        ScriptedRecognizer(),
        broken,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    with pytest.raises(RuntimeError, match="on fire"):
        list(talk.run())


def test_a_double_tap_is_a_short_utterance_and_not_a_stuck_key() -> None:
    states: list[str] = []

    def keys(closed: threading.Event) -> Iterator[Key]:
        closed.wait(0.2)
        yield "talk"
        yield "talk"
        closed.wait(1.0)
        states.append(talk.state)
        yield "quit"

    talk = Talk(
        devices(ScriptedMicrophone("", hang=True)),
        LoudnessVad(),
        ScriptedRecognizer(),
        quick_answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=False),
    )
    kinds = [event.kind for event in talk.run(keys)]
    assert kinds == ["vad-end", "run-start", "llm-text", "run-end"]
    assert states == ["ready"]


def test_esc_drops_a_recording() -> None:
    def keys(closed: threading.Event) -> Iterator[Key]:
        closed.wait(0.1)
        yield "talk"
        closed.wait(0.2)
        yield "stop"
        closed.wait(0.5)
        yield "quit"

    talk = Talk(
        devices(ScriptedMicrophone("#" * 10, hang=True)),
        LoudnessVad(),
        ScriptedRecognizer(),
        quick_answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=False),
    )
    kinds = [event.kind for event in talk.run(keys) if event.kind != "stt-partial"]
    assert kinds == ["vad-end", "cancelled"]


def test_the_key_is_up_again_after_a_device_came_back() -> None:
    states: list[str] = []

    def keys(closed: threading.Event) -> Iterator[Key]:
        yield "talk"
        closed.wait(2.5)
        states.append(talk.state)
        yield "quit"

    talk = Talk(
        one_after_the_other(lost_after("." * 20), ScriptedMicrophone("", hang=True)),
        LoudnessVad(),
        ScriptedRecognizer(),
        quick_answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=False),
    )
    list(talk.run(keys))
    assert states == ["ready"]


def test_no_device_at_the_start_is_an_error() -> None:
    @contextmanager
    def none() -> Iterator[Devices]:
        raise AudioError("no-device", "There is no microphone.")
        yield

    talk = Talk(
        none,
        LoudnessVad(),
        ScriptedRecognizer(),
        quick_answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    with pytest.raises(AudioError, match="no microphone"):
        list(talk.run())


def test_an_unknown_error_in_an_answer_is_raised_where_the_person_sees_it() -> None:
    def broken(asked: Iterator[Asked]) -> Iterator[Event]:
        next(asked)
        raise RuntimeError("engine on fire")
        yield

    talk = Talk(
        devices(ScriptedMicrophone(TWO_SENTENCES)),
        LoudnessVad(),
        ScriptedRecognizer(),
        broken,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=True),
    )
    with pytest.raises(RuntimeError, match="on fire"):
        list(talk.run())
