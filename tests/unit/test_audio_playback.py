import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.audio.playback import Playback
from voicecli.turn import Turn
from voicecli.types import Heard, Sentence, SpeechChunk

pytestmark = pytest.mark.unit

RATE = 16_000
FADE = 80


def chunk(index: int, count: int, rate: int = RATE, level: float = 1.0) -> SpeechChunk:
    return SpeechChunk(Sentence(index, str(index)), np.full(count, level, np.float32), rate)


def never() -> None:
    raise AssertionError("nothing should have to wait")


class Device:
    """A device that takes `block` samples at each step, and what it played."""

    def __init__(self, playback: Playback, block: int = 100) -> None:
        self._playback = playback
        self._block = block
        self.played = np.zeros(0, np.float32)

    def step(self) -> None:
        out = np.full(self._block, np.nan, np.float32)
        self._playback.fill(out, time.perf_counter())
        self.played = np.concatenate((self.played, out))


@settings(deadline=None)
@given(
    sizes=st.lists(st.integers(0, 700), max_size=8),
    takes=st.lists(st.integers(0, 300), max_size=20),
    late=st.integers(0, 8),
)
def test_every_sample_is_played_once_and_in_order(
    sizes: list[int], takes: list[int], late: int
) -> None:
    # `late` chunks come after the device ran dry in between: an underrun loses nothing.
    playback, turn = Playback(RATE), Turn()
    speech = [np.arange(1, size + 1, dtype=np.float32) for size in sizes]
    early = max(0, len(speech) - late)
    for index, samples in enumerate(speech[:early]):
        playback.play(SpeechChunk(Sentence(index, ""), samples, RATE), turn, never)
    played = []
    for take in takes:
        out = np.full(take, np.nan, np.float32)
        count = playback.fill(out, time.perf_counter())
        assert not out[count:].any()
        played.append(out[:count])
    for index, samples in enumerate(speech[early:]):
        playback.play(SpeechChunk(Sentence(100 + index, ""), samples, RATE), turn, never)
    rest = np.zeros(playback.waiting, np.float32)
    assert playback.fill(rest, time.perf_counter()) == rest.size
    assert np.array_equal(np.concatenate([*played, rest]), np.concatenate([[], *speech]))
    assert all(heard.fraction == 1.0 for heard in playback.finish(turn, never))


def test_sentences_are_heard_one_after_the_other() -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback)
    for index in (0, 0, 1):  # a sentence may come in several chunks
        playback.play(chunk(index, 250), turn, never)
    heard = playback.finish(turn, device.step)
    assert next(heard) == Heard(Sentence(0, "0"), 1.0)
    assert device.played.size == 500
    assert next(heard) == Heard(Sentence(1, "1"), 1.0)
    assert device.played.size == 800
    assert list(heard) == []


def test_the_tail_on_its_way_to_the_ear_is_waited_for() -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback)
    playback.play(chunk(0, 250), turn, never)
    assert [heard.fraction for heard in playback.finish(turn, device.step, latency=1000)] == [1.0]
    assert device.played.size == 1300  # 250 of speech, 1000 of latency, in whole blocks


def test_cancel_silences_the_very_next_block() -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback)
    for index in range(3):
        playback.play(chunk(index, 1000), turn, never)
    for _ in range(12):
        device.step()
    turn.cancel("barge-in")
    heard = list(playback.finish(turn, device.step))
    assert [one.sentence.index for one in heard] == [0, 1]
    assert heard[0].fraction == 1.0
    assert heard[1].fraction == pytest.approx((200 + FADE) / 1000)
    after = device.played[1200:]
    assert after.size == 100
    assert np.all(np.diff(after[:FADE]) < 0)  # a fade-out, not a click
    assert not after[FADE:].any()
    assert playback.waiting == 0


def test_cancel_before_the_first_sound_plays_nothing() -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback)
    playback.play(chunk(0, 1000), turn, never)
    turn.cancel("stopped")
    playback.play(chunk(1, 1000), turn, never)
    assert list(playback.finish(turn, device.step)) == []
    assert not device.played.any()


def test_the_next_turn_plays_at_once_behind_a_cancelled_one() -> None:
    playback, first, second = Playback(RATE), Turn(), Turn()
    device = Device(playback, block=500)
    playback.play(chunk(0, 100_000), first, never)
    device.step()
    first.cancel("interrupted")
    playback.play(chunk(0, 600, level=0.5), second, never)
    assert [heard.fraction for heard in playback.finish(second, device.step)] == [1.0]
    assert np.count_nonzero(device.played[500 + FADE :] == 0.5) == 600
    assert [0 < heard.fraction < 1 for heard in playback.finish(first, never)] == [True]


def test_play_waits_only_while_more_than_ten_seconds_are_queued() -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback, block=RATE)
    playback.play(chunk(0, 12 * RATE), turn, never)
    playback.play(chunk(1, RATE), turn, device.step)
    assert device.played.size == 2 * RATE


def test_cancel_frees_a_waiting_play() -> None:
    playback, turn = Playback(RATE), Turn()
    playback.play(chunk(0, 12 * RATE), turn, never)
    steps = []

    def step() -> None:
        steps.append(turn.cancel("stopped"))

    playback.play(chunk(1, RATE), turn, step)
    assert len(steps) == 1


def test_a_device_that_is_lost_ends_the_wait() -> None:
    playback, turn = Playback(RATE), Turn()
    playback.play(chunk(0, 100), turn, never)

    def lost() -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(playback.finish(turn, lost))


def test_speech_is_converted_to_the_rate_of_the_device() -> None:
    playback, turn = Playback(48_000), Turn()
    playback.play(chunk(0, 22_050, rate=22_050), turn, never)
    assert playback.waiting == 48_000


HOLD_FADE, REWIND = 320, 640
"""20 ms and 40 ms."""

SINE = np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE).astype(np.float32)
STEP = float(np.abs(np.diff(SINE)).max())
"""The largest jump between two samples of the sine itself."""


def sine(index: int = 0) -> SpeechChunk:
    return SpeechChunk(Sentence(index, str(index)), SINE, RATE)


def assert_no_click(played: np.ndarray, shortest_fade: int) -> None:
    assert np.abs(np.diff(played)).max() <= STEP + 1.01 / shortest_fade


def test_a_draft_waits_silent_until_it_is_confirmed() -> None:
    playback, turn = Playback(RATE), Turn(draft=True)
    device = Device(playback)
    playback.play(sine(), turn, never)
    for _ in range(10):
        device.step()
    assert not device.played.any()
    assert playback.waiting == RATE
    assert "first_sound" not in turn.marks
    turn.confirm()
    assert [heard.fraction for heard in playback.finish(turn, device.step)] == [1.0]
    assert np.array_equal(device.played[1000 : 1000 + RATE], SINE)


def test_a_draft_that_is_cancelled_leaves_no_trace() -> None:
    playback, draft, turn = Playback(RATE), Turn(draft=True), Turn()
    device = Device(playback)
    playback.play(sine(), draft, never)
    device.step()
    draft.cancel("went on")
    playback.play(sine(), turn, never)
    assert list(playback.finish(draft, device.step)) == []
    assert [heard.fraction for heard in playback.finish(turn, device.step)] == [1.0]
    assert np.array_equal(device.played[100 : 100 + RATE], SINE)
    assert not {"first_sound", "silent"} & draft.marks.keys()


@given(block=st.integers(1, 700), before=st.integers(1, 20), rests=st.integers(1, 30))
@settings(deadline=None, max_examples=50)
def test_held_speech_fades_out_and_goes_on_from_a_little_before(
    block: int, before: int, rests: int
) -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback, block)
    playback.play(sine(), turn, never)
    for _ in range(before):
        device.step()
    cut = min(device.played.size, RATE)
    turn.hold()
    for _ in range(rests + HOLD_FADE // block + 1):
        device.step()
    silent = device.played[cut + HOLD_FADE :]
    assert not silent.any()
    resumed = device.played.size
    turn.resume()
    assert [heard.fraction for heard in playback.finish(turn, device.step)] == [1.0]
    assert_no_click(device.played, HOLD_FADE)
    if cut + HOLD_FADE < RATE:
        again = device.played[resumed + HOLD_FADE :]
        begin = max(0, cut - REWIND) + HOLD_FADE
        assert np.array_equal(again[: RATE - begin], SINE[begin:])
    assert playback.waiting == 0


def test_finish_waits_while_the_turn_is_held() -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback)
    playback.play(sine(), turn, never)
    device.step()
    turn.hold()
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == 500:
            turn.resume()
        device.step()

    assert [heard.fraction for heard in playback.finish(turn, step)] == [1.0]
    assert steps > 500


def test_a_cancel_while_held_tells_what_was_heard_once() -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback)
    for _ in range(2):
        playback.play(sine(), turn, never)  # two chunks of one sentence
    for _ in range(30):
        device.step()
    for _ in range(3):  # held three times over the same words
        turn.hold()
        for _ in range(5):
            device.step()
        turn.resume()
        device.step()
    turn.hold()
    for _ in range(5):
        device.step()
    before = device.played.size
    turn.cancel("barge-in")
    (heard,) = playback.finish(turn, device.step)
    assert heard.fraction == (3000 + HOLD_FADE) / (2 * RATE)
    assert not device.played[before:].any()
    assert_no_click(device.played, HOLD_FADE)
    assert playback.waiting == 0


@given(block=st.integers(1, 700))
@settings(deadline=None, max_examples=30)
def test_a_cancel_never_clicks_however_small_the_blocks(block: int) -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback, block)
    for part in np.split(SINE, 100):  # chunks shorter than a fade
        playback.play(SpeechChunk(Sentence(0, ""), part, RATE), turn, never)
    for _ in range(5000 // block):
        device.step()
    cut = device.played.size
    turn.cancel("barge-in")
    (heard,) = playback.finish(turn, device.step)
    device.step()
    assert heard.fraction == (cut + FADE) / RATE
    assert not device.played[cut + FADE :].any()
    assert_no_click(device.played, FADE)


def test_a_hold_between_two_sentences_cuts_neither() -> None:
    playback, turn = Playback(RATE), Turn()
    device = Device(playback, block=1000)
    for index in range(2):
        playback.play(sine(index), turn, never)
    for _ in range(16):
        device.step()
    turn.hold()
    for _ in range(3):
        device.step()
    assert not device.played[RATE:].any()
    turn.resume()
    assert [heard.fraction for heard in playback.finish(turn, device.step)] == [1.0, 1.0]
    assert np.array_equal(device.played[RATE + 3000 + HOLD_FADE :], SINE[HOLD_FADE:])


def test_first_sound_and_silence_are_marked_when_they_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("voicecli.clock.now", lambda: now)
    playback, turn = Playback(RATE), Turn(at=0.0, ago=1.0)  # its zero: 99
    out = np.zeros(800, np.float32)
    playback.fill(out, at=100.1)  # 0.1 s of latency
    playback.play(sine(), turn, never)
    playback.fill(out, at=100.2)
    playback.fill(out, at=100.3)
    assert turn.marks["first_sound"] == pytest.approx(1.2)
    now = 100.25
    turn.hold()
    playback.fill(out, at=100.35)
    assert turn.marks["silent"] == pytest.approx(1.35 + 0.02)


def test_time_that_has_passed_is_played_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("voicecli.clock.now", lambda: now)
    playback, turn = Playback(RATE), Turn(draft=True)
    playback.play(sine(), turn, never)
    now = 101.0
    turn.confirm()
    now = 101.25
    turn.hold()
    now = 102.0
    turn.resume()
    now = 103.0  # only now does anybody look
    out = np.zeros(80, np.float32)
    loud = []
    for step in range(600):
        playback.fill(out, at=100.0 + step * 0.005)
        loud.append(bool(out.any()))
    sounding = [100 + step * 0.005 for step in range(600) if loud[step]]
    assert sounding[0] == pytest.approx(101.0, abs=0.01)
    gap = max(np.diff(sounding))
    assert gap == pytest.approx(0.73, abs=0.02)
    assert turn.marks["first_sound"] == pytest.approx(1.0, abs=0.01)
