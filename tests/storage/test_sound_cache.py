"""Files that can be made again: kept within bounds, never taken from who uses them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from voicecli.audio.files import decode
from voicecli.errors import AudioError
from voicecli.pipeline import sound_cache
from voicecli.pipeline.sound_cache import SoundCache
from voicecli.storage.cache import CacheSize, FileCache
from voicecli.types import SAMPLE_RATE, Samples

pytestmark = pytest.mark.storage

LONG = timedelta(days=1)


@pytest.fixture
def files(tmp_path: Path) -> FileCache:
    return FileCache(tmp_path / "cache", ".bin")


def add(files: FileCache, key: str, size: int = 10, used: float | None = None) -> None:
    with files.adding(key) as path:
        path.write_bytes(b"x" * size)
    if used is not None:
        with files.using(key) as kept:
            assert kept
            os.utime(kept, (used, used))


def there(files: FileCache, *keys: str) -> list[bool]:
    found = []
    for key in keys:
        with files.using(key) as path:
            found.append(path is not None)
    return found


def test_what_was_used_longest_ago_goes_first(files: FileCache) -> None:
    for number, key in enumerate("abcd"):
        add(files, key, used=1000.0 + number)
    assert files.size() == CacheSize(4, 40)
    assert files.trim(25, LONG, now=1010.0) == 2
    assert files.size() == CacheSize(2, 20)
    assert there(files, *"abcd") == [False, False, True, True]


def test_what_nobody_used_for_long_goes(files: FileCache) -> None:
    add(files, "old", used=1000.0)
    add(files, "new", used=90_000.0)
    assert files.trim(1000, LONG, now=100_000.0) == 1
    assert there(files, "old", "new") == [False, True]


def test_a_file_in_use_stays(files: FileCache) -> None:
    add(files, "a")
    add(files, "b")
    with files.using("a") as path:
        assert files.clear() == 1
        assert files.trim(0, timedelta(0)) == 0
        assert path
        assert path.read_bytes() == b"x" * 10
    assert files.clear() == 1
    assert files.size() == CacheSize(0, 0)


def test_what_is_not_finished_is_not_kept(files: FileCache, tmp_path: Path) -> None:
    with suppress(KeyError), files.adding("a") as path:
        path.write_bytes(b"half")
        assert files.clear() == 0
        assert path.exists()
        raise KeyError
    with files.adding("b") as path:
        path.unlink()
    assert there(files, "a", "b") == [False, False]
    assert not list((tmp_path / "cache").iterdir())


def test_other_files_are_left_alone(files: FileCache, tmp_path: Path) -> None:
    add(files, "a")
    (tmp_path / "cache" / "notes.txt").write_text("mine")
    files.clear()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["notes.txt"]


KILLED = """
import sys, time
from pathlib import Path
from voicecli.storage.cache import FileCache
files = FileCache(Path(sys.argv[1]), ".bin")
with files.using("a"), files.adding("b") as path:
    path.write_bytes(b"half")
    print(path, flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_left_goes_and_what_a_living_one_uses_stays(
    files: FileCache, tmp_path: Path
) -> None:
    add(files, "a")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "cache")], stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            assert child.stdout
            part = Path(child.stdout.readline().strip())
            assert files.clear() == 0
            assert part.exists()
        finally:
            child.send_signal(signal.SIGKILL)
    assert part.exists()
    assert files.clear() == 1
    assert not part.exists()


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Two seconds of a picture and a tone in stereo at 44.1 kHz."""
    path = tmp_path / "talk.mkv"
    times = np.arange(2 * 44_100) / 44_100
    tone = (9000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16)
    with av.open(str(path), "w") as container:
        picture: Any = container.add_stream("mpeg4", rate=5)
        picture.width, picture.height, picture.pix_fmt = 32, 32, "yuv420p"
        sound: Any = container.add_stream("aac", rate=44_100)
        sound.layout = "stereo"
        for _ in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            container.mux(picture.encode(frame))
        block = av.AudioFrame.from_ndarray(np.repeat(tone, 2)[np.newaxis], "s16", "stereo")
        block.sample_rate = 44_100
        container.mux(sound.encode(block))
        for stream in (picture, sound):
            container.mux(stream.encode(None))
    return path


@pytest.fixture
def sounds(tmp_path: Path) -> SoundCache:
    return SoundCache(FileCache(tmp_path / "sound", ".flac"))


def whole(chunks: Iterator[Samples]) -> Samples:
    return np.concatenate(list(chunks))


def test_the_sound_of_a_video_is_decoded_once_and_the_same(
    sounds: SoundCache, video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = whole(decode(video))
    assert once.size > SAMPLE_RATE
    np.testing.assert_array_equal(whole(sounds.decode(video)), once)
    moved = video.rename(tmp_path / "other name.mkv")
    asked: list[Path] = []

    def told(path: Path) -> Iterator[Samples]:
        asked.append(path)
        return decode(path)

    monkeypatch.setattr(sound_cache, "decode", told)
    np.testing.assert_array_equal(whole(sounds.decode(moved)), once)
    assert [path.suffix for path in asked] == [".flac"]


def test_extreme_samples_are_kept_as_they_are(files: FileCache, tmp_path: Path) -> None:
    from voicecli.audio.flac import FlacWriter

    levels = np.array([-32_768, 32_767, 0, 1, -1, *range(-500, 500)], np.float32)
    levels /= np.float32(32_768)
    with FlacWriter(tmp_path / "a.flac") as flac:
        for chunk in np.array_split(levels, 7):
            flac.write(chunk)
    np.testing.assert_array_equal(whole(decode(tmp_path / "a.flac")), levels)


def test_a_reading_that_stops_half_way_keeps_nothing(sounds: SoundCache, video: Path) -> None:
    chunks = sounds.decode(video)
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]  # it is a generator
    assert not list((video.parent / "sound").iterdir())


def test_a_video_that_is_replaced_meanwhile_is_not_kept_as_what_it_was(
    sounds: SoundCache, video: Path, tmp_path: Path
) -> None:
    once, copy = whole(decode(video)), tmp_path / "copy.mkv"
    copy.write_bytes(video.read_bytes())
    chunks = sounds.decode(video)
    other = tmp_path / "other.mkv"
    other.write_bytes(b"x")
    other.replace(video)
    whole(chunks)
    assert not list((tmp_path / "sound").iterdir())
    np.testing.assert_array_equal(whole(sounds.decode(copy)), once)


def test_a_damaged_copy_is_made_again(sounds: SoundCache, video: Path) -> None:
    once = whole(sounds.decode(video))
    (kept,) = (video.parent / "sound").iterdir()
    kept.write_bytes(b"no sound at all")
    np.testing.assert_array_equal(whole(sounds.decode(video)), once)
    assert kept.read_bytes().startswith(b"fLaC")


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_memory(video: Path) -> None:
    (video.parent / "file").write_text("in the way")
    sounds = SoundCache(FileCache(video.parent / "file" / "sound", ".flac"))
    np.testing.assert_array_equal(whole(sounds.decode(video)), whole(decode(video)))


def test_what_is_no_video_is_decoded_plainly(sounds: SoundCache, tmp_path: Path) -> None:
    for name in ("none.mkv", "none.wav"):
        with pytest.raises(AudioError, match="does not exist"):
            sounds.decode(tmp_path / name)
    (tmp_path / "broken.mkv").write_bytes(b"x" * 100)
    with pytest.raises(AudioError):
        sounds.decode(tmp_path / "broken.mkv")
    assert not (tmp_path / "sound").exists()
