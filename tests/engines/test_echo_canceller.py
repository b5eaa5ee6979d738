"""AEC3 from its wheel, in a small simulated room."""

import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from voicecli.audio.echo import DELAY_SAMPLES, EchoCanceller
from voicecli.audio.echo_reference import Reference, StreamClock
from voicecli.audio.level import rms_dbfs
from voicecli.errors import AudioError
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

pytestmark = pytest.mark.engines

FAR_RATE = 48_000
LATENCY_SECONDS = 0.1
ROOM_SECONDS = 0.06


def blocks_of(samples: Samples) -> Iterator[AudioBlock]:
    for start in range(0, samples.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        yield AudioBlock(samples[start : start + BLOCK_SAMPLES], start)


def babble(seconds: float, rate: int, seed: int) -> Samples:
    """Noise of low frequencies that swells and fades as speech does."""
    random = np.random.default_rng(seed)
    count = round(seconds * rate)
    spectrum = np.fft.rfft(random.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / rate)
    spectrum *= (hertz > 150) * (hertz < 4000) / (1 + hertz / 500)
    sound = np.fft.irfft(spectrum, count)
    sound *= 0.3 + 0.7 * np.square(np.sin(2 * np.pi * 1.7 * np.arange(count) / rate))
    return (0.15 * sound / sound.std()).astype(np.float32)


def echo_of(far: Samples) -> Samples:
    """The far end (48 kHz) as the microphone hears it: clipped, late, reverberating, -6 dB."""
    at_16k = np.tanh(far).reshape(-1, 3).mean(axis=1)
    tail = np.random.default_rng(3).standard_normal(1600) * np.exp(-np.arange(1600) / 230)
    tail[0] = 3
    room = np.convolve(at_16k, tail / np.sqrt(np.square(tail).sum()))[: at_16k.size]
    late = np.zeros(round(ROOM_SECONDS * SAMPLE_RATE))
    return (0.5 * np.concatenate((late, room))[: at_16k.size]).astype(np.float32)


class Room:
    """A speaker and a microphone, stepped block by block, whose clocks start apart."""

    def __init__(self, far: Samples, near: Samples) -> None:
        self.reference = Reference(FAR_RATE)
        self.clock = StreamClock(SAMPLE_RATE)
        self._far = far
        self._near = near

    def blocks(self) -> Iterator[AudioBlock]:
        played = 0
        for block in blocks_of(self._near):
            end = (block.start + BLOCK_SAMPLES) / SAMPLE_RATE + LATENCY_SECONDS
            while played < min(self._far.size, end * FAR_RATE):
                self.reference.write(self._far[played : played + 960], 50 + played / FAR_RATE)
                played += 960
            self.clock.tick(block.start, 50 + block.start / SAMPLE_RATE)
            yield block

    def cleaned(self, canceller: EchoCanceller | None = None) -> Samples:
        """The canceller's sound, moved back by its delay."""
        canceller = canceller or EchoCanceller(self.reference)
        out = [block.samples for block in canceller.clean(self.blocks(), self.clock)]
        return np.concatenate(out)[DELAY_SAMPLES:]


def part(samples: Samples, begin: float, end: float) -> Samples:
    return samples[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]


def test_echo_is_reduced_and_the_microphone_stays_open() -> None:
    far = babble(6, FAR_RATE, seed=1)
    near = echo_of(far)
    room = Room(far, near)
    canceller = EchoCanceller(room.reference)
    cleaned = room.cleaned(canceller)
    assert canceller.trust.earned
    assert rms_dbfs(part(near, 2, 5.8)) - rms_dbfs(part(cleaned, 2, 5.8)) >= 25


def test_a_person_is_heard_over_the_echo() -> None:
    far = babble(6, FAR_RATE, seed=1)
    person = np.zeros(6 * SAMPLE_RATE, np.float32)
    person[3 * SAMPLE_RATE : 4 * SAMPLE_RATE] = babble(1, SAMPLE_RATE, seed=2) * 0.5
    cleaned = Room(far, echo_of(far) + person).cleaned()
    assert rms_dbfs(part(cleaned, 3, 4)) - rms_dbfs(part(cleaned, 2, 2.9)) >= 15


def test_sound_without_an_answer_passes_as_it_is() -> None:
    person = babble(3, SAMPLE_RATE, seed=4)
    cleaned = Room(np.zeros(3 * FAR_RATE, np.float32), person).cleaned()
    assert np.array_equal(cleaned, person[: cleaned.size])


def test_sound_passes_as_it_is_while_no_speaker_has_called() -> None:
    person = babble(1, SAMPLE_RATE, seed=4)
    cleaned = Room(np.zeros(0, np.float32), person).cleaned()
    assert np.array_equal(cleaned, person[: cleaned.size])


def test_sound_is_itself_again_half_a_second_after_the_answer() -> None:
    far = babble(5, FAR_RATE, seed=1)
    far[2 * FAR_RATE :] = 0
    person = np.zeros(5 * SAMPLE_RATE, np.float32)
    person[3 * SAMPLE_RATE :] = babble(2, SAMPLE_RATE, seed=2)
    near = echo_of(far) + person
    cleaned = Room(far, near).cleaned()
    assert np.array_equal(part(cleaned, 3, 4.9), part(near, 3, 4.9))


def test_with_headphones_a_person_is_heard_as_they_are_once_no_echo_came() -> None:
    far = babble(8, FAR_RATE, seed=1)
    near = np.random.default_rng(5).standard_normal(8 * SAMPLE_RATE).astype(np.float32) * 5e-4
    near[7 * SAMPLE_RATE :] += babble(1, SAMPLE_RATE, seed=2)
    cleaned = Room(far, near).cleaned()
    assert rms_dbfs(part(cleaned, 7, 7.9)) > rms_dbfs(part(near, 7, 7.9)) - 3


def test_the_microphone_rests_until_trust_is_earned_and_after_it_is_lost() -> None:
    far = babble(4, FAR_RATE, seed=1)
    room = Room(far, echo_of(far))
    canceller = EchoCanceller(room.reference)
    quiet: list[bool] = []
    lost = 64
    for block in canceller.clean(room.blocks(), room.clock):
        quiet.append(not block.samples.any())
        if block.start == lost * BLOCK_SAMPLES:
            canceller.trust.lose()
    opened = quiet.index(False, 2)
    assert opened >= 0.4 * SAMPLE_RATE / BLOCK_SAMPLES
    assert not any(quiet[opened + 1 : lost])
    assert all(quiet[lost + 2 : lost + 12])
    assert not quiet[-1]


def test_blocks_keep_their_place_and_size() -> None:
    room = Room(babble(1, FAR_RATE, seed=1), babble(1, SAMPLE_RATE, seed=2))
    cleaned = list(EchoCanceller(room.reference).clean(room.blocks(), room.clock))
    assert [block.start for block in cleaned] == list(range(0, 31 * 512, 512))
    assert all(block.samples.shape == (512,) for block in cleaned)
    assert all(block.samples.dtype == np.float32 for block in cleaned)


def test_speaker_and_listener_work_in_two_threads() -> None:
    reference = Reference(FAR_RATE)
    far = babble(4, FAR_RATE, seed=1)
    near = echo_of(far)
    clock = StreamClock(SAMPLE_RATE)
    clock.tick(0, 0.0)
    step = threading.Barrier(2, timeout=30)

    def play() -> None:
        for start in range(0, far.size, FAR_RATE // 2):
            for begin in range(start, start + FAR_RATE // 2, 480):
                reference.write(far[begin : begin + 480], begin / FAR_RATE)
            step.wait()  # the listener may work on this half second while the next is played

    def delayed() -> Iterator[AudioBlock]:
        waited = 0
        for block in blocks_of(near):
            while waited * SAMPLE_RATE // 2 < block.start + SAMPLE_RATE // 4 and waited < 8:
                step.wait()
                waited += 1
            yield block

    speaker = threading.Thread(target=play)
    speaker.start()
    try:
        cleaned = [block.samples for block in EchoCanceller(reference).clean(delayed(), clock)]
    finally:
        speaker.join()
    left = np.concatenate(cleaned)[DELAY_SAMPLES:]
    assert rms_dbfs(part(near, 2, 3.8)) - rms_dbfs(part(left, 2, 3.8)) >= 25


def test_a_missing_package_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)
    with pytest.raises(AudioError) as error:
        EchoCanceller(Reference(FAR_RATE))
    assert error.value.code == "no-echo-canceller"
    assert "--headphones" in error.value.hint
