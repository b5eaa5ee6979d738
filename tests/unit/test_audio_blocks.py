import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.audio.blocks import cut_blocks
from voicecli.audio.devices import AudioDevice, choose_device
from voicecli.audio.level import SILENCE_DBFS, meter, peak_dbfs, rms_dbfs
from voicecli.audio.resample import Resampler, resample
from voicecli.audio.wav import to_int16
from voicecli.errors import AudioError, ExitCode
from voicecli.types import BLOCK_SAMPLES

pytestmark = pytest.mark.unit


@settings(deadline=None)
@given(st.lists(st.integers(0, 2000), max_size=10))
def test_blocks_are_the_stream(sizes: list[int]) -> None:
    stream = np.arange(1, sum(sizes) + 1, dtype=np.float32)
    chunks = np.split(stream, np.cumsum(sizes)[:-1]) if sizes else []
    blocks = list(cut_blocks(chunks))
    assert [block.start for block in blocks] == [i * BLOCK_SAMPLES for i in range(len(blocks))]
    assert all(block.samples.size == BLOCK_SAMPLES for block in blocks)
    joined = np.concatenate([[], *(block.samples for block in blocks)])
    assert np.array_equal(joined[: stream.size], stream)
    assert not joined[stream.size :].any()
    assert joined.size - stream.size < BLOCK_SAMPLES


@settings(deadline=None)
@given(
    rate=st.sampled_from([8_000, 22_050, 44_100, 48_000]),
    cuts=st.lists(st.integers(1, 9_999), max_size=6),
)
def test_a_stream_is_resampled_as_if_it_were_whole(rate: int, cuts: list[int]) -> None:
    sound = np.sin(np.arange(10_000, dtype=np.float32) / 20)
    stream = Resampler(rate, 16_000)
    pieces = [stream.push(piece) for piece in np.split(sound, sorted(cuts))]
    joined = np.concatenate([*pieces, stream.flush()])
    assert np.allclose(joined, resample(sound, rate, 16_000), atol=1e-5)


def test_equal_rates_change_nothing() -> None:
    sound = np.arange(100, dtype=np.float32)
    assert np.array_equal(Resampler(16_000, 16_000).push(sound), sound)
    assert resample(sound, 16_000, 16_000) is sound


def test_levels_of_known_sounds() -> None:
    sine = np.sin(np.arange(16_000, dtype=np.float32) / 16_000 * 2 * math.pi * 440)
    assert rms_dbfs(sine) == pytest.approx(-3.01, abs=0.01)
    assert peak_dbfs(sine / 10) == pytest.approx(-20, abs=0.1)
    assert rms_dbfs(np.zeros(10, np.float32)) == SILENCE_DBFS
    assert peak_dbfs(np.zeros(0, np.float32)) == rms_dbfs(np.zeros(0, np.float32)) == SILENCE_DBFS


@settings(deadline=None)
@given(st.floats(-200, 20))
def test_the_meter_stays_on_its_scale(dbfs: float) -> None:
    assert 0 <= meter(dbfs) <= 1


def test_the_meter_is_half_full_at_minus_thirty() -> None:
    assert (meter(-60), meter(-30), meter(0)) == (0, 0.5, 1)


def test_loud_samples_are_clipped_not_wrapped() -> None:
    sound = np.array([-2, -1, 0, 1, 2], np.float32)
    assert to_int16(sound).tolist() == [-32_767, -32_767, 0, 32_767, 32_767]


def device(index: int, name: str, inputs: int = 1, outputs: int = 0) -> AudioDevice:
    return AudioDevice(index, name, "ALSA", inputs, outputs, 48_000, index == 1, index == 3)


DEVICES = (
    device(0, "Webcam"),
    device(1, "USB Microphone"),
    device(2, "USB Microphone Pro"),
    device(3, "Speakers (USB)", 0, 2),
    device(4, "Kopfhörer", 0, 2),
)


@pytest.mark.parametrize(
    ("query", "kind", "index"),
    [
        ("", "input", 1),
        ("", "output", 3),
        ("0", "input", 0),
        ("webCAM", "input", 0),
        ("pro", "input", 2),
        ("usb microphone", "input", 1),  # a whole name wins over a part of another
        ("usb", "output", 3),
        ("KOPFHÖRER", "output", 4),
    ],
)
def test_devices_are_found_by_index_and_name(query: str, kind: str, index: int) -> None:
    assert choose_device(DEVICES, query, kind).index == index  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "kind", "code", "told"),
    [
        ("usb", "input", "ambiguous-device", "1 'USB Microphone', 2 'USB Microphone Pro'"),
        ("bluetooth", "input", "unknown-device", "0 'Webcam'"),
        ("3", "input", "unknown-device", "0 'Webcam'"),
        ("99", "output", "unknown-device", "3 'Speakers (USB)'"),
    ],
)
def test_a_vague_or_unknown_name_lists_what_there_is(
    query: str, kind: str, code: str, told: str
) -> None:
    with pytest.raises(AudioError) as caught:
        choose_device(DEVICES, query, kind)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert told in caught.value.message
    assert caught.value.exit_code is ExitCode.NO_AUDIO_DEVICE


def test_without_a_default_the_first_usable_device_is_taken() -> None:
    assert choose_device(DEVICES[:1], "", "input").index == 0


def test_no_device_names_a_way_out() -> None:
    with pytest.raises(AudioError, match="--speaker FILE") as caught:
        choose_device(DEVICES[:1], "", "output")
    assert caught.value.code == "no-device"
    assert caught.value.exit_code is ExitCode.NO_AUDIO_DEVICE
