import io
import logging
import os
import socket
import subprocess
import sys
import warnings
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.audio.files import decode, duration, read_audio, write_wav
from voicecli.audio.wav import WavWriter
from voicecli.errors import AudioError
from voicecli.types import Samples

pytestmark = pytest.mark.storage

SECONDS = 3.0
TONE = 440

CODECS = {
    "wav": ("pcm_s16le", 44_100),
    "flac": ("flac", 44_100),
    "mp3": ("mp3", 44_100),
    "m4a": ("aac", 44_100),
    "ogg": ("libopus", 48_000),
    "webm": ("libopus", 48_000),
}


def tone(rate: int, seconds: float = SECONDS, hertz: float = TONE) -> Samples:
    samples: Samples = 0.5 * np.sin(
        np.arange(int(rate * seconds), dtype=np.float32) * 2 * np.pi * hertz / rate
    )
    return samples


def encode(path: Path, codec: str, rate: int, layout: str = "stereo") -> Path:
    sound = np.tile(tone(rate), (2 if layout == "stereo" else 1, 1))
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(sound, format="fltp", layout=layout)
        frame.rate = rate
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(stream.codec_context.format, layout, rate, frame_size=size)
        for part in [*resampler.resample(frame), *resampler.resample(None), None]:
            for packet in stream.encode(part):
                container.mux(packet)
    return path


def encoded(folder: Path, ending: str) -> Path:
    return encode(folder / f"tone.{ending}", *CODECS[ending])


def assert_is_tone(samples: Samples, seconds: float = SECONDS, tolerance: float = 0.06) -> None:
    assert samples.dtype == np.float32
    assert samples.size / 16_000 == pytest.approx(seconds, abs=tolerance)
    middle = samples[8_000:-8_000]
    spectrum = np.abs(np.fft.rfft(middle))
    assert np.argmax(spectrum) * 16_000 / middle.size == pytest.approx(TONE, abs=2)
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("ending", CODECS)
def test_common_formats_are_read(ending: str, tmp_path: Path) -> None:
    path = encoded(tmp_path, ending)
    assert_is_tone(read_audio(path))
    assert duration(path) == pytest.approx(SECONDS, abs=0.06)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 48_000])
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_every_rate_and_layout_becomes_16_khz_mono(rate: int, layout: str, tmp_path: Path) -> None:
    assert_is_tone(read_audio(encode(tmp_path / "a.wav", "pcm_s16le", rate, layout)))


def test_full_scale_stereo_does_not_overflow(tmp_path: Path) -> None:
    path = tmp_path / "loud.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(np.full(32_000, 32_000, "<i2").tobytes())
    assert np.abs(read_audio(path)).max() == pytest.approx(32_000 / 32_768, abs=0.001)


def test_a_recording_that_nobody_reads_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, np.zeros(16_000, np.float32))
    opened = len(os.listdir("/dev/fd"))
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        chunks = decode(path)
        assert len(os.listdir("/dev/fd")) > opened
        del chunks
    assert not found
    assert len(os.listdir("/dev/fd")) == opened


def test_video_gives_its_sound(tmp_path: Path) -> None:
    path = tmp_path / "film.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        audio = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for _ in range(30):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        sound = (tone(16_000) * 32_767).astype(np.int16)[np.newaxis]
        frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="mono")
        frame.rate = 16_000
        container.mux(audio.encode(frame))
        container.mux(audio.encode(None))
    assert_is_tone(read_audio(path))


def test_video_without_sound_is_told(tmp_path: Path) -> None:
    path = tmp_path / "silent.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        container.mux(video.encode(picture))
        container.mux(video.encode(None))
    assert refusal(path).code == "no-audio-stream"


def refusal(path: Path | str) -> AudioError:
    """The error of `decode`, which comes before anything is read from the iterator."""
    with pytest.raises(AudioError) as caught:
        decode(path)
    assert "\n" not in str(caught.value)
    assert str(path) in caught.value.message
    return caught.value


def test_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nobody.wav").code == "file-not-found"


def test_an_address_is_a_missing_file() -> None:
    assert refusal("http://127.0.0.1:9/a.wav").code == "file-not-found"


def test_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "is-folder"


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    path.touch()
    assert refusal(path).code == "empty-file"


@pytest.mark.parametrize("name", ["words.wav", "words.mp3", "words.txt"])
def test_text_is_not_audio(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("dear diary\n" * 500)
    # ffmpeg reads a long .txt as the picture of a terminal: no sound either.
    assert refusal(path).code in ("not-audio", "no-audio-stream")


def test_random_bytes_are_not_audio(tmp_path: Path) -> None:
    path = tmp_path / "noise.wav"
    path.write_bytes(np.random.default_rng(0).bytes(20_000))
    assert refusal(path).code == "not-audio"


def test_a_wav_header_alone_is_not_audio(tmp_path: Path) -> None:
    path = encoded(tmp_path, "wav")
    path.write_bytes(path.read_bytes()[:44])
    assert refusal(path).code == "not-audio"


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to read everything."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(me)


def test_no_permission(tmp_path: Path) -> None:
    path = encoded(tmp_path, "wav")
    path.chmod(0)
    with as_nobody():
        assert refusal(path).code == "no-permission"


@pytest.mark.parametrize("ending", ["wav", "flac", "mp3", "webm"])
def test_a_truncated_file_gives_what_is_there_and_a_warning(
    ending: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = encoded(tmp_path, ending)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with caplog.at_level(logging.WARNING):
        samples = read_audio(path)
    assert_is_tone(samples, seconds=SECONDS / 2, tolerance=0.3)
    (record,) = caplog.records
    assert str(path) in record.getMessage()
    assert f"{samples.size / 16_000:.1f} s" in record.getMessage()


def test_a_whole_file_gives_no_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for ending in CODECS:
        read_audio(encoded(tmp_path, ending))
    assert caplog.records == []


def test_a_file_without_its_index_is_damaged(tmp_path: Path) -> None:
    path = encoded(tmp_path, "m4a")
    path.write_bytes(path.read_bytes()[:20_000])
    assert refusal(path).code == "not-audio"


def test_a_name_that_looks_like_a_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    encoded(tmp_path, "wav").rename("concat:a|b.wav")
    assert_is_tone(read_audio("concat:a|b.wav"))


def test_a_playlist_reaches_no_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        path = tmp_path / "list.m3u8"
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
        path.write_text(
            f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}\n#EXT-X-ENDLIST\n"
        )
        refusal(path)
        with pytest.raises(TimeoutError):
            server.accept()


def test_streams_are_read_also_when_they_cannot_seek(tmp_path: Path) -> None:
    path = encoded(tmp_path, "m4a")
    assert_is_tone(read_audio(io.BytesIO(path.read_bytes())))
    with subprocess.Popen(["cat", str(path)], stdout=subprocess.PIPE) as pipe:
        assert pipe.stdout
        assert_is_tone(read_audio(pipe.stdout))


def test_an_empty_stream(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="empty"):
        decode(io.BytesIO())


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "hour.wav"
    second = tone(16_000, 1)
    write_wav(path, (second for _ in range(3600)))
    chunks = decode(path)
    assert max(chunk.size for chunk in chunks) < 100_000


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    sound = tone(16_000)
    write_wav(path, sound)
    assert np.allclose(read_audio(path), sound, atol=1e-4)
    assert duration(path) == SECONDS


@settings(deadline=None)
@given(sizes=st.lists(st.integers(0, 300), max_size=6))
def test_a_stream_is_written_whole(
    sizes: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "stream.wav"
    sound = np.linspace(-1, 1, sum(sizes), dtype=np.float32)
    write_wav(path, np.split(sound, np.cumsum(sizes)[:-1]) if sizes else [], 22_050)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (22_050, 1, 2)
        written = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert np.allclose(written / 32_767, sound, atol=1e-4)


def test_stdout_gets_a_right_header() -> None:
    code = """
import numpy as np
from voicecli.audio.files import write_wav
write_wav("-", (np.zeros(1000, np.float32) for _ in range(5)), 22_050)
"""
    written = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert len(written.stdout) == 44 + 10_000
    with wave.open(io.BytesIO(written.stdout)) as file:
        assert file.getnframes() == 5_000


def test_an_error_on_the_way_leaves_the_file_from_before(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"before")

    def broken() -> Iterator[Samples]:
        yield np.zeros(100, np.float32)
        raise RuntimeError("synthesis failed")

    with pytest.raises(RuntimeError):
        write_wav(path, broken())
    assert path.read_bytes() == b"before"
    assert list(tmp_path.glob(".*")) == []


def test_a_link_is_kept_and_its_target_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target.wav", tmp_path / "link.wav"
    target.write_bytes(b"before")
    link.symlink_to(target)
    write_wav(link, tone(16_000))
    assert link.is_symlink()
    assert duration(target) == SECONDS


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    write_wav("/dev/null", tone(16_000))
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("target", ["missing/a.wav", "."])
def test_a_target_that_cannot_be_written(target: str, tmp_path: Path) -> None:
    with pytest.raises(AudioError) as caught:
        write_wav(tmp_path / target, tone(16_000))
    assert caught.value.code == "cannot-write-audio"


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    # /dev/full refuses every write, as a full disk does.
    with pytest.raises(AudioError, match="no space left"):
        write_wav("/dev/full", tone(16_000))


def test_after_a_failure_there_is_nothing_to_finish() -> None:
    wav = WavWriter("/dev/full", 16_000)
    wav.write(tone(16_000))
    with pytest.raises(AudioError):
        wav.commit()
    wav.commit()
