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
        self._playback.fill(out)
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
        count = playback.fill(out)
        assert not out[count:].any()
        played.append(out[:count])
    for index, samples in enumerate(speech[early:]):
        playback.play(SpeechChunk(Sentence(100 + index, ""), samples, RATE), turn, never)
    rest = np.zeros(playback.waiting, np.float32)
    assert playback.fill(rest) == rest.size
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
