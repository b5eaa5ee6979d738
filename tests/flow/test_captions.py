"""Captions over scripted engines."""

import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import LoudnessVad, ScriptedMicrophone
from voicecli.config import VadConfig
from voicecli.errors import AudioError, SttError
from voicecli.pipeline.captions import FAILURES, CaptionOptions, Captions, ends_with
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, AudioBlock, Event, Samples, Segment, Transcript, Utterance

pytestmark = pytest.mark.flow

WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
CONFIG = VadConfig(silence_seconds=0.32, pause_seconds=0.16, partial_seconds=0.32)
"""10 blocks of silence end an utterance, 5 are a pause, 10 of speech give partial words."""
SAY = "#" * 20 + "." * 20


class GrowingRecognizer:
    """Hears a word for each 0.2 s of an utterance; fails in the utterances that are told."""

    def __init__(self, *fails_in: int, closing: str = "") -> None:
        self.calls = 0
        self.gate = threading.Event()
        self.gate.set()
        self._fails_in = fails_in
        self._closing = closing
        self._starts: list[int] = []

    def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
        assert self.gate.wait(10)
        self.calls += 1
        if utterance.start not in self._starts:
            self._starts.append(utterance.start)
        if len(self._starts) - 1 in self._fails_in:
            raise SttError("recognition-failed", "Whisper failed.", "Try again.")
        return self.draft(utterance.samples, turn)

    def draft(self, samples: Samples, turn: Turn) -> Transcript:
        seconds = samples.size / SAMPLE_RATE
        text = " ".join(WORDS[: round(seconds / 0.2)]) + self._closing
        return Transcript((Segment(0.0, seconds, text),), "en", seconds)


class SteppedMicrophone(ScriptedMicrophone):
    """As in real time; at each `|` of the picture it waits until `step` is called."""

    def __init__(self, picture: str, *, lost: bool = False) -> None:
        super().__init__(picture.replace("|", ""), paced=True)
        self._stops = [part.count("#") + part.count(".") for part in picture.split("|")]
        self._steps = threading.Semaphore(0)
        self._lost = lost

    def step(self) -> None:
        self._steps.release()

    def blocks(self) -> Iterator[AudioBlock]:
        blocks = super().blocks()
        for number, count in enumerate(self._stops):
            if number:
                assert self._steps.acquire(timeout=10)
            for _ in range(count):
                yield next(blocks)
        if self._lost:
            raise AudioError("device-lost", "The microphone is gone.", "Plug it in.")


def captions(
    microphone: ScriptedMicrophone,
    recognizer: GrowingRecognizer,
    options: CaptionOptions | None = None,
) -> Captions:
    return Captions(microphone, LoudnessVad(), recognizer, CONFIG, options or CaptionOptions())


def run_stepping(microphone: SteppedMicrophone, recognizer: GrowingRecognizer) -> list[Event]:
    events = []
    for event in captions(microphone, recognizer).run():
        events.append(event)
        if event.kind == "stt-partial":
            microphone.step()
    return events


def texts(events: list[Event]) -> list[str]:
    return [event.data["text"] for event in events if event.kind == "stt-end"]


@pytest.mark.parametrize("paced", [True, False])
def test_each_utterance_becomes_a_line_in_order(paced: bool) -> None:
    microphone = ScriptedMicrophone("." * 30 + SAY * 9, paced=paced)
    events = list(captions(microphone, GrowingRecognizer()).run())
    finals = [event for event in events if event.kind == "stt-end"]
    assert len(finals) == 9
    assert [event.data["start"] for event in finals] == sorted(e.data["start"] for e in finals)
    assert all(event.data["language"] == "en" for event in finals)
    kinds = [event.kind for event in events]
    assert kinds.count("vad-start") == kinds.count("vad-end") == 9
    if not paced:
        assert "stt-partial" not in kinds


def test_silence_says_nothing() -> None:
    recognizer = GrowingRecognizer()
    assert list(captions(ScriptedMicrophone("." * 99), recognizer).run()) == []
    assert recognizer.calls == 0


def test_words_that_were_committed_stay() -> None:
    picture = "#" * 13 + "|" + "#" * 10 + "|" + "#" * 10 + "|" + "#" * 4 + "." * 20
    recognizer = GrowingRecognizer(closing=".")
    events = run_stepping(SteppedMicrophone(picture), recognizer)
    partials = [event.data for event in events if event.kind == "stt-partial"]
    assert len(partials) >= 3
    assert partials[0]["committed"] == ""
    assert partials[0]["tentative"].startswith("one two")
    assert partials[2]["committed"].startswith("one two")
    for before, after in pairwise(partials):
        assert after["committed"].startswith(before["committed"])
    [final] = [event.data for event in events if event.kind == "stt-end"]
    assert partials[-1]["committed"] + final["remaining"] == final["text"]


def test_the_words_of_a_pause_are_the_words_of_the_utterance() -> None:
    recognizer = GrowingRecognizer()
    events = run_stepping(SteppedMicrophone("#" * 8 + "." * 5 + "|" + "." * 20), recognizer)
    assert [event.kind for event in events] == ["vad-start", "stt-partial", "vad-end", "stt-end"]
    assert recognizer.calls == 1
    assert events[-1].data["text"] == events[1].data["committed"] + events[1].data["tentative"]


def test_a_slow_recogniser_loses_no_utterance_and_drops_partial_words() -> None:
    recognizer = GrowingRecognizer()
    recognizer.gate.clear()
    events = []
    for event in captions(ScriptedMicrophone(SAY * 12, paced=True), recognizer).run():
        events.append(event)
        if sum(event.kind == "vad-end" for event in events) == 3:
            recognizer.gate.set()
    assert len(texts(events)) == 12
    assert recognizer.calls < 36


def test_a_phrase_ends_the_captions() -> None:
    options = CaptionOptions(until="One two!")
    microphone = ScriptedMicrophone("####" + "." * 20 + SAY * 3, hang=True)
    events = list(captions(microphone, GrowingRecognizer(closing=" one, two."), options).run())
    assert len(texts(events)) == 1
    microphone.__exit__()


def test_so_much_sound_and_no_more() -> None:
    options = CaptionOptions(seconds=0.5)
    events = list(captions(ScriptedMicrophone("#" * 99), GrowingRecognizer(), options).run())
    assert texts(events) == ["one two three"]


def test_stopping_keeps_the_last_words() -> None:
    microphone = ScriptedMicrophone("#" * 20, paced=True, hang=True)
    listening = captions(microphone, GrowingRecognizer())
    events = []
    for event in listening.run():
        events.append(event)
        listening.stop()
    assert len(texts(events)) == 1
    microphone.__exit__()


def test_what_nobody_reads_ends() -> None:
    unwanted = threading.Event()
    options = CaptionOptions(is_unwanted=unwanted.is_set)
    microphone = ScriptedMicrophone(SAY, paced=True, hang=True)
    for event in captions(microphone, GrowingRecognizer(), options).run():
        if event.kind == "stt-end":
            unwanted.set()
    microphone.__exit__()


@pytest.mark.parametrize("paced", [True, False])
def test_a_failure_is_told_and_the_next_utterance_heard(paced: bool) -> None:
    microphone = ScriptedMicrophone(SAY * 3, paced=paced)
    events = list(captions(microphone, GrowingRecognizer(1)).run())
    assert [e.kind for e in events if e.kind in ("stt-end", "error")] == [
        "stt-end",
        "error",
        "stt-end",
    ]


def test_a_pause_that_could_not_be_recognised_is_told_once() -> None:
    microphone = SteppedMicrophone("#" * 8 + "." * 40)
    events = list(captions(microphone, GrowingRecognizer(0)).run())
    assert [event.kind for event in events] == ["vad-start", "vad-end", "error"]


def test_failures_in_a_row_end_the_captions() -> None:
    microphone = ScriptedMicrophone(SAY * (FAILURES + 3))
    with pytest.raises(SttError):
        list(captions(microphone, GrowingRecognizer(*range(FAILURES))).run())


def test_a_lost_microphone_is_told_after_the_words() -> None:
    listening = captions(SteppedMicrophone(SAY + "#" * 9, lost=True), GrowingRecognizer())
    events: list[Event] = []
    with pytest.raises(AudioError, match="gone"):
        events.extend(listening.run())
    assert len(texts(events)) == 2


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Stop listening.", True),
        ("Thank you all, and now: stop listening!", True),
        ("Stop listing.", True),
        ("Stop, listen, ing.", True),
        ("stoplistening", True),
        ("Stop listening to me.", False),
        ("Stop listening now", False),
        ("Stop.", False),
        ("Listening.", False),
        ("Start listening.", False),
        ("", False),
    ],
)
def test_a_phrase_is_known_at_the_end(text: str, ends: bool) -> None:
    assert ends_with(text, "stop listening") == ends


@given(st.lists(st.sampled_from(WORDS), max_size=20), st.lists(st.sampled_from(WORDS), min_size=1))
def test_what_ends_with_the_phrase_is_found(before: list[str], phrase: list[str]) -> None:
    assert ends_with(", ".join([*before, *phrase]).title(), " ".join(phrase))
