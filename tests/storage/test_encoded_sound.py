"""Sound made small, and what is read back of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.audio.encoded import OPUS_LEAST_SAMPLES, Codec, as_mp3, decode_sound, encode
from voicecli.errors import AudioError
from voicecli.types import SAMPLE_RATE, Samples

pytestmark = pytest.mark.storage


def hum(seconds: float) -> Samples:
    """A tone with overtones, as voices have them."""
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tones = sum(np.sin(2 * np.pi * 150 * n * at) / n for n in range(1, 8))
    return (0.2 * np.asarray(tones)).astype(np.float32)


@settings(max_examples=25)
@given(sizes=st.lists(st.integers(0, 5_000), min_size=1, max_size=6).filter(any))
@pytest.mark.parametrize("codec", ["opus", "flac"])
def test_no_sample_is_lost_or_added(codec: Codec, sizes: list[int]) -> None:
    sound = hum(sum(sizes) / SAMPLE_RATE)
    chunks = np.split(sound, np.cumsum(sizes)[:-1])
    encoded = encode(chunks, codec)
    assert encoded.codec == ("flac" if sum(sizes) < OPUS_LEAST_SAMPLES else codec)
    assert encoded.seconds == pytest.approx(sound.size / SAMPLE_RATE)
    assert decode_sound(encoded.data).size == sound.size


def test_flac_keeps_all_sixteen_bits() -> None:
    levels = np.random.default_rng(3).integers(-32_768, 32_768, 20_000)
    sound = (levels / 32_768).astype(np.float32)
    assert np.array_equal(decode_sound(encode([sound], "flac").data), sound)


def test_opus_is_small_and_sounds_the_same() -> None:
    sound = hum(5)
    encoded = encode([sound])
    assert len(encoded.data) < 6_000 * encoded.seconds  # speech takes half of what steady tones do
    assert encoded.data[:4] == b"OggS"
    assert np.corrcoef(decode_sound(encoded.data), sound)[0, 1] > 0.95


def test_what_is_too_loud_is_clipped() -> None:
    assert np.abs(decode_sound(encode([3 * hum(1)], "flac").data)).max() <= 1


def test_without_libopus_it_is_flac(monkeypatch: pytest.MonkeyPatch) -> None:
    import av

    monkeypatch.setattr(av, "codecs_available", av.codecs_available - {"libopus"})
    encoded = encode([hum(1)])
    assert encoded.codec == "flac"
    assert encoded.data[:4] == b"fLaC"


@pytest.mark.parametrize("data", [b"", b"OggS", b"fLaC" + bytes(50), bytes(500)])
def test_damaged_sound_is_an_audio_error(data: bytes) -> None:
    with pytest.raises(AudioError):
        decode_sound(data)


def test_mp3_is_still_read_back() -> None:
    sound = hum(2)
    read = decode_sound(as_mp3([sound]))
    assert abs(read.size - sound.size) < 0.2 * SAMPLE_RATE
