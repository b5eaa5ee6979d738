import json
import os
import resource
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicecli.errors import ReplayError
from voicecli.pipeline.recorded import MOST_BYTES, Recorded
from voicecli.pipeline.recording import FORMAT, VERSION, Manifest, Recording, record_content
from voicecli.pipeline.talk import Typed
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Event, Samples

pytestmark = pytest.mark.storage

MANIFEST = Manifest("0.1", "2026-03-02", {"vad": {"patience": 0.5}}, {}, {"hands_free": True}, {})
SEVEN_SECONDS = 220


def blocks(count: int) -> list[AudioBlock]:
    random = np.random.default_rng(3)
    sound = random.uniform(-1.0, 1.0, (count, BLOCK_SAMPLES)).astype(np.float32)
    return [AudioBlock(samples, n * BLOCK_SAMPLES) for n, samples in enumerate(sound)]


def write(path: Path, count: int = SEVEN_SECONDS) -> Samples:
    """A recording of noise, a key, a line and a turn; returns what was listened to."""
    heard = []
    with Recording(path, MANIFEST) as recording:
        recording.press("talk")
        for block in blocks(count):
            listened = recording.hear(block)
            recording.judged(listened)
            heard.append(listened.samples)
        recording.press(Typed("What is new?"))
        recording.see(Event("run-start", 1.0, {"turn": 1}))
        recording.see(Event("llm-text", 1.5, {"index": 0, "text": "Çà va \ud800?"}))
        recording.see(Event("run-end", 2.0, {"timings": {"stt": 0.1}}))
    return np.concatenate(heard)


def problem(read: Callable[[], Any]) -> str:
    """The code of the error that reading ends in; "" for none."""
    try:
        read()
    except ReplayError as error:
        return error.code
    return ""


def archive(path: Path, parts: dict[str, bytes | str], **manifest: Any) -> Path:
    told = {"format": FORMAT, "version": VERSION, "voicecli": "0", "day": "2026-01-01"}
    told |= {"settings": {}, "models": {}, "options": {}, "content": {}} | manifest
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("manifest.json", json.dumps(told))
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def test_what_is_read_is_what_was_listened_to(tmp_path: Path) -> None:
    heard = write(tmp_path / "a.vcast")
    recorded = Recorded(tmp_path / "a.vcast")
    assert recorded.is_whole
    assert np.array_equal(np.concatenate(list(recorded.sound())), heard)
    assert recorded.manifest.day == "2026-03-02"
    pressed = [(one.position, one.pressed) for one in recorded.moments if one.pressed]
    assert pressed == [(0, "talk"), (SEVEN_SECONDS * BLOCK_SAMPLES, Typed("What is new?"))]
    assert [event.kind for event in recorded.events] == ["run-start", "llm-text", "run-end"]


def test_a_recording_is_nobody_elses_to_read(tmp_path: Path) -> None:
    write(tmp_path / "a.vcast")
    assert stat.S_IMODE(os.stat(tmp_path / "a.vcast").st_mode) == 0o600


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.vcast").write_text("mine")
    with pytest.raises(ReplayError) as raised:
        Recording(tmp_path / "a.vcast", MANIFEST)
    assert raised.value.code == "file-exists"
    assert (tmp_path / "a.vcast").read_text() == "mine"


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file of this process can grow beyond 400 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_ends_the_recording_and_not_the_conversation(tmp_path: Path) -> None:
    told: list[ReplayError] = []
    with Recording(tmp_path / "a.vcast", MANIFEST) as recording:
        recording.on_failed = told.append
        for block in blocks(5 * SEVEN_SECONDS):
            recording.judged(recording.hear(block))
            recording.press("talk")
        recording.see(Event("run-end", 2.0, {"timings": {}}))
    assert [error.code for error in told] == ["cannot-record"]
    recorded = Recorded(tmp_path / "a.vcast")
    assert not recorded.is_whole
    samples = sum(part.size for part in recorded.sound())
    assert 5 * SAMPLE_RATE <= samples < 5 * SEVEN_SECONDS * BLOCK_SAMPLES


def test_of_a_killed_writer_all_whole_parts_are_read(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "a.vcast", MANIFEST)
    sound = blocks(2 * SEVEN_SECONDS)
    for block in sound:
        recording.judged(recording.hear(block))
    killed = (tmp_path / "a.vcast").read_bytes()  # as it lies on the disk before the end
    (tmp_path / "b.vcast").write_bytes(killed)
    recording.__exit__(None, None, None)
    recorded = Recorded(tmp_path / "b.vcast")
    assert not recorded.is_whole
    samples = sum(part.size for part in recorded.sound())
    assert len(sound) * BLOCK_SAMPLES * 0.6 < samples < len(sound) * BLOCK_SAMPLES


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_that_was_cut_anywhere_is_read_as_far_as_it_goes_or_refused(
    tmp_path: Path, data: st.DataObject
) -> None:
    whole = tmp_path / "a.vcast"
    if not whole.exists():
        write(whole, 60)
    raw = whole.read_bytes()
    cut = tmp_path / "cut.vcast"
    cut.write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
    told = problem(lambda: list(Recorded(cut).sound()))
    assert told in ("", "not-a-recording", "damaged-recording")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
def test_a_changed_byte_is_told_or_does_no_harm(tmp_path: Path, at: float, byte: int) -> None:
    whole = tmp_path / "a.vcast"
    if not whole.exists():
        write(whole, 60)
    raw = bytearray(whole.read_bytes())
    raw[int(at * len(raw))] = byte
    changed = tmp_path / "changed.vcast"
    changed.write_bytes(raw)
    told = problem(lambda: list(Recorded(changed).sound()))
    assert told == "" or told.endswith("recording")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400))
def test_any_bytes_are_refused_in_one_line(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x.vcast").write_bytes(raw)
    with pytest.raises(ReplayError, match=r"^[^\n]+$"):
        Recorded(tmp_path / "x.vcast")


@pytest.mark.parametrize(
    "name",
    ["content/../../out.md", "content//etc/out.md", "content/a\\..\\out.md", "content/C:out.md",
     "content/..", "content/", "content/a/../../out.md", "content/" + "d/" * 40 + "out.md"],
)  # fmt: skip
def test_no_content_leaves_its_folder(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "x.vcast", {name: b"out"}, has_content=True)
    inside = tmp_path / "in" / "side"
    inside.mkdir(parents=True)
    assert problem(lambda: Recorded(path).unpack_content(inside)) in ("", "damaged-recording")
    outside = [file for file in tmp_path.rglob("*out.md") if not file.is_relative_to(inside)]
    assert not outside


def test_a_link_in_the_archive_is_no_content(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.vcast", {})
    link = zipfile.ZipInfo("content/link.md")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(link, "/etc/passwd")
    (tmp_path / "in").mkdir()
    assert Recorded(path).unpack_content(tmp_path / "in") == 0


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.vcast", {"events/000000.jsonl": b" " * (MOST_BYTES + 1)})
    assert path.stat().st_size < 100_000
    assert Recorded(path).moments == ()


def test_a_huge_manifest_is_no_recording(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.vcast", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("manifest.json", b"[" * (MOST_BYTES + 1))
    with pytest.raises(ReplayError):
        Recorded(tmp_path / "x.vcast")


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ({"version": 99}, "newer-recording"),
        ({"format": "other"}, "damaged-recording"),
        ({"settings": 3}, "damaged-recording"),
        ({"settings": {"vad": 3}}, "damaged-recording"),
        ({"options": []}, "damaged-recording"),
        ({"day": 7}, "damaged-recording"),
    ],
)
def test_a_manifest_that_is_wrong_is_told(
    tmp_path: Path, manifest: dict[str, Any], code: str
) -> None:
    with pytest.raises(ReplayError) as raised:
        Recorded(archive(tmp_path / "x.vcast", {}, **manifest))
    assert raised.value.code == code


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"position": -1, "key": "talk"}',
        '{"position": 1}',
        '{"position": 1, "key": "launch"}',
        '{"position": "1", "key": "talk"}',
        '{"position": 1, "event": {"kind": "explode", "at": 0, "data": {}}}',
        '{"position": 1, "event": {"kind": "run-end", "at": 0, "data": 3}}',
        '{"position": 1, "event": 3}',
        "[" * 100_000,
    ],
)
def test_a_line_that_is_wrong_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(ReplayError) as raised:
        Recorded(archive(tmp_path / "x.vcast", {"events/000000.jsonl": line}))
    assert raised.value.code == "damaged-recording"


def test_content_comes_back_as_it_was(tmp_path: Path) -> None:
    class Source:
        name = "folder/faq.md"

        def load(self) -> bytes:
            return b"# FAQ\n"

    with Recording(tmp_path / "a.vcast", MANIFEST) as recording:
        assert record_content(recording, [Source()]) == 1
    (tmp_path / "in").mkdir()
    assert Recorded(tmp_path / "a.vcast").unpack_content(tmp_path / "in") == 1
    assert (tmp_path / "in" / "folder" / "faq.md").read_bytes() == b"# FAQ\n"
