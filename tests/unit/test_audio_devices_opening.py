"""What is done when a device refuses, and what is lost when the system is late."""

from types import SimpleNamespace

import numpy as np
import pytest

from voicecli.audio import devices
from voicecli.audio.devices import at_some_rate
from voicecli.audio.echo_reference import StreamClock
from voicecli.audio.microphone import PortAudioMicrophone
from voicecli.config import AudioConfig

pytestmark = pytest.mark.unit

INVALID_RATE, BUSY = -9997, -9985


class Refusal(Exception):
    """As sounddevice.PortAudioError: a message and PortAudio's code."""


@pytest.fixture(autouse=True)
def refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(PortAudioError=Refusal)
    monkeypatch.setattr(devices, "portaudio", lambda: module)


def test_the_own_rate_comes_first_and_then_the_usual_ones() -> None:
    tried: list[int] = []

    def attempt(rate: int) -> str:
        tried.append(rate)
        if rate != 16_000:
            raise Refusal("Invalid sample rate", INVALID_RATE)
        return "open"

    assert at_some_rate(44_100, attempt) == "open"
    assert tried == [44_100, 48_000, 32_000, 16_000]


def test_the_first_refusal_is_told_when_no_rate_will_do() -> None:
    def attempt(rate: int) -> None:
        raise Refusal(f"Invalid sample rate {rate}", INVALID_RATE)

    with pytest.raises(Refusal, match="96000"):
        at_some_rate(96_000, attempt)


def test_a_device_that_is_busy_is_not_asked_again() -> None:
    tried: list[int] = []

    def attempt(rate: int) -> None:
        tried.append(rate)
        raise Refusal("Device unavailable", BUSY)

    with pytest.raises(Refusal, match="unavailable"):
        at_some_rate(48_000, attempt)
    assert tried == [48_000]


def test_what_the_system_lost_is_counted_by_its_own_times() -> None:
    microphone = PortAudioMicrophone("", AudioConfig())
    microphone._rate, microphone._limit = 48_000, 100
    microphone.clock = StreamClock(48_000)

    def call(recorded_at: float, *, overflow: bool) -> None:
        timing = SimpleNamespace(currentTime=recorded_at + 0.1, inputBufferAdcTime=recorded_at)
        status = SimpleNamespace(input_overflow=overflow)
        microphone._copy(np.zeros((480, 1), np.float32), 480, timing, status)

    call(10.00, overflow=False)
    call(10.01, overflow=False)
    assert microphone.dropped == 0
    call(10.27, overflow=True)  # 0.25 s after the end of the block before
    assert microphone.dropped == 4000
    call(10.28, overflow=True)  # a driver whose times run on all the same
    assert microphone.dropped == 4001
