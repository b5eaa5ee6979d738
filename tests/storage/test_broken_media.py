import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import pytest

from tests.broken_media import CODECS, broken_files, lies, wav_bytes, whole_file
from voicecli.audio import sources
from voicecli.audio.files import decode, duration, read_audio
from voicecli.errors import AudioError

pytestmark = pytest.mark.storage

DECODER = """
import json, sys
from pathlib import Path
from voicecli.audio.files import decode
from voicecli.errors import AudioError

for name in json.load(sys.stdin):
    samples, said = 0, ""
    try:
        samples = sum(chunk.size for chunk in decode(Path(name)))
    except AudioError as error:
        said = f"{error.message} {error.hint}"
    print(json.dumps([samples, said]))
"""


def sound(seconds: float = 1.0) -> bytes:
    time = np.arange(round(16_000 * seconds)) / 16_000
    return bytes((8000 * np.sin(2 * np.pi * 440 * time)).astype("<i2").tobytes())


def refusal(path: Path) -> AudioError:
    with pytest.raises(AudioError) as caught:
        list(decode(path))
    assert "\n" not in str(caught.value)
    return caught.value


def test_no_broken_file_is_more_than_a_line(tmp_path: Path) -> None:
    """In a process of its own, as C code may crash or never come back."""
    paths = [str(path) for path in broken_files(tmp_path, 200, seed=1)]
    done = subprocess.run(
        [sys.executable, "-c", DECODER],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(paths)
    assert all("\n" not in said and "\x1b" not in said for _, said in lines)
    assert all(samples < 3600 * 16_000 for samples, _ in lines)
    assert sum(bool(said) for _, said in lines) > 50
    assert sum(samples > 0 for samples, _ in lines) > 50


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "m4a", "ogg", "webm", "mka", "aiff", "au"])
def test_whole_files_of_every_kind_are_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"whole.{kind}"
    path.write_bytes(whole_file(tmp_path / f"made.{kind}", *CODECS[kind]))
    assert read_audio(path).size == pytest.approx(16_000, rel=0.1)
    assert duration(path) == pytest.approx(1, rel=0.1)


@pytest.mark.parametrize(
    "name", ["other.m3u8", "device.m3u8", "other.ffconcat", "device.ffconcat", "call.sdp"]
)
def test_a_playlist_opens_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / "other.wav").write_bytes(wav_bytes(sound()))
    path = tmp_path / name
    path.write_bytes(lies(tmp_path)[name])
    assert refusal(path).code in ("not-audio", "no-audio-stream", "nothing-readable")


def test_a_device_is_no_file(tmp_path: Path) -> None:
    assert refusal(Path("/dev/zero")).code == "not-a-file"
    (tmp_path / "a.wav").symlink_to("/dev/urandom")
    assert refusal(tmp_path / "a.wav").code == "not-a-file"


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(wav_bytes(sound())))
    writer.start()
    try:
        assert read_audio(path).size == 16_000
    finally:
        writer.join()


def test_a_pipe_without_a_writer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "WRITER_SECONDS", 0.05)
    os.mkfifo(tmp_path / "pipe")
    assert "Nobody writes" in refusal(tmp_path / "pipe").message


def test_a_pipe_without_an_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LONGEST_STREAM_BYTES", 2**22)
    with subprocess.Popen(["cat", "/dev/zero"], stdout=subprocess.PIPE) as endless:
        with pytest.raises(AudioError, match="does not end"):
            decode(cast(BinaryIO, endless.stdout))
        endless.kill()


def test_a_growing_file_ends_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "grows.wav"
    path.write_bytes(wav_bytes(sound(20)))
    total = 0
    for chunk in decode(path):
        total += chunk.size
        with path.open("ab") as file:
            file.write(sound(2))
    assert total == 20 * 16_000


def test_a_deleted_file_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "goes.wav"
    path.write_bytes(wav_bytes(sound(20)))
    chunks = decode(path)
    path.unlink()
    assert sum(chunk.size for chunk in chunks) == 20 * 16_000


def test_a_file_that_shrinks_gives_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "shrinks.wav"
    path.write_bytes(wav_bytes(sound(60)))
    chunks = decode(path)
    first = next(chunks)
    os.truncate(path, 1000)
    rest = sum(chunk.size for chunk in chunks)
    assert 0 < first.size + rest < 60 * 16_000


@pytest.mark.parametrize("channels", [16, 32, 64])
def test_many_channels_are_mixed(channels: int, tmp_path: Path) -> None:
    path = tmp_path / "table.wav"
    every = np.repeat(np.frombuffer(sound(), "<i2"), channels)
    path.write_bytes(wav_bytes(every.tobytes(), channels=channels))
    samples = read_audio(path)
    assert samples.size == 16_000
    assert np.abs(samples).max() == pytest.approx(8000 / 32_768, abs=0.01)


def test_what_is_no_number_is_silence(tmp_path: Path) -> None:
    path = tmp_path / "nan.wav"
    values = np.zeros(16_000, "<f4")
    values[4_000:8_000] = np.nan
    path.write_bytes(wav_bytes(values.tobytes(), code=3, bits=32))
    samples = read_audio(path)
    assert samples.size == 16_000
    assert not samples.any()


@pytest.mark.parametrize("rate", [1, 4_000_000_000])
def test_an_impossible_rate_is_damage(rate: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav_bytes(sound(), rate=rate))
    assert refusal(path).code in ("not-audio", "nothing-readable")
