"""Which recordings the arguments of `voicecli transcribe` name, and in which order."""

import io
import os
import sys
from pathlib import Path

import pytest

from voicecli.cli.media_files import begins_as_recording, natural, recordings_below
from voicecli.cli.transcribe_inputs import Input, gather
from voicecli.errors import AudioError, UsageError

pytestmark = pytest.mark.unit

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def make(*names: str, content: bytes = WAV) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)


def sources(*arguments: str, files_from: str | None = None) -> list[str]:
    return [item.source for item in gather(arguments, files_from)]


def test_order_is_kept_and_each_comes_once() -> None:
    make("b.wav", "a.wav", "rec/1.wav")
    assert sources("b.wav", "rec", "a.wav", "./b.wav", "rec/1.wav", "-") == [
        "b.wav",
        "rec/1.wav",
        "a.wav",
        "-",
    ]


def test_a_folder_gives_its_recordings_as_people_number_them() -> None:
    make("rec/talk 10.wav", "rec/talk 2.wav", "rec/Sub/x.MP3", "rec/.hidden.wav")
    make("rec/._talk 2.wav", "rec/.git/x.wav")
    make("rec/notes.txt", content=b"Only words.")
    assert sources("rec/") == ["rec/Sub/x.MP3", "rec/talk 2.wav", "rec/talk 10.wav"]


def test_the_current_folder() -> None:
    make("a.wav", "-.wav", "-")
    assert sources(".") == ["./-", "./-.wav", "a.wav"]


def test_a_recording_is_known_by_its_content_where_its_name_says_nothing() -> None:
    make("rec/voice", "rec/memo.bin")
    make("rec/film.ts", content=(b"\x47" + b"\x00" * 187) * 3)
    make("rec/code.ts", "rec/README", content=b"export const G = 1;\n")
    assert sources("rec") == ["rec/film.ts", "rec/memo.bin", "rec/voice"]


def test_patterns_that_the_shell_left_alone() -> None:
    make("rec/x/a2.wav", "rec/a10.wav", "rec/b.mp3", "odd[1].wav")
    assert sources("rec/**/a*.wav") == ["rec/a10.wav", "rec/x/a2.wav"]
    assert sources("odd[1].wav") == ["odd[1].wav"]
    (none,) = gather(["*.flac"])
    assert none.error is not None
    assert none.error.code == "no-match"


@pytest.mark.parametrize("text", ["b.wav\na b.wav\n", "b.wav\r\na b.wav\r\n", "b.wav\0a b.wav\0"])
def test_a_list_of_files(text: str) -> None:
    Path("list").write_text("\ufeff" + text)
    assert sources("c.wav", files_from="list") == ["c.wav", "b.wav", "a b.wav"]


def test_a_list_from_stdin_may_hold_names_that_are_no_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"\xff.wav\0new\nline.wav\0-\0*.wav\0"))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert sources(files_from="-") == ["\udcff.wav", "new\nline.wav", "./-", "*.wav"]


def test_stdin_is_read_once() -> None:
    for arguments, files_from in ((["-", "-"], None), (["-"], "-")):
        with pytest.raises(UsageError, match="only once"):
            gather(arguments, files_from)


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(AudioError, match="nowhere cannot be read"):
        gather([], "nowhere")


def test_folders_that_link_to_themselves_end() -> None:
    make("rec/a.wav", "rec/deep/b.wav")
    os.symlink("..", "rec/deep/up")
    os.symlink("circle", "rec/circle")
    os.symlink("gone.wav", "rec/gone.wav")
    assert sources("rec") == ["rec/a.wav", "rec/deep/b.wav"]


def test_a_link_to_a_folder_is_followed_and_counts_once() -> None:
    make("store/a.wav")
    os.symlink("../store", "store/again")
    os.symlink("store", "link")
    assert sources("link", "store") == ["link/a.wav"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read() -> None:
    make("rec/a.wav", "rec/shut/b.wav")
    os.chmod("rec/shut", 0)
    try:
        assert sources("rec") == ["rec/a.wav"]
        (shut,) = gather(["rec/shut"])
    finally:
        os.chmod("rec/shut", 0o700)
    assert shut.error is not None
    assert shut.error.code == "cannot-read-folder"


def test_a_folder_without_recordings_is_told_of() -> None:
    Path("empty").mkdir()
    (found,) = gather(["empty"])
    assert isinstance(found, Input)
    assert str(found.error) == "empty is a folder without recordings. Name a folder that has some."


def test_a_very_deep_folder_and_a_very_full_one() -> None:
    deep = Path(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "a.wav").write_bytes(WAV)
    Path("full").mkdir()
    for number in range(2_000):
        (Path("full") / f"{number}.wav").touch()
    assert len(list(recordings_below("d"))) == 1
    assert sources("full") == [f"full/{number}.wav" for number in range(2_000)]


@pytest.mark.parametrize(
    "head",
    [
        WAV,
        b"fLaC\0\0\0\x22",
        b"OggS\0\x02",
        b"ID3\x04\0",
        b"\xff\xfb\x90\x64",
        b"\xff\xf1\x50\x80",
        b"\0\0\0\x20ftypM4A ",
        b"\x1aE\xdf\xa3\x01",
        b"FORM\0\0\0\0AIFF",
        b"#!AMR\n\x3c",
    ],
)
def test_signs_of_recordings(head: bytes) -> None:
    assert begins_as_recording(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"{}",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"%PDF-1.7",
        b"PK\3\4",
        b"\xff\xfe<\0",
        b"RIFFxxxxWEBP",
    ],
)
def test_signs_of_other_files(head: bytes) -> None:
    assert not begins_as_recording(head)


def test_natural_order() -> None:
    assert sorted(["b", "A10", "a2", "7", "x"], key=natural) == ["7", "a2", "A10", "b", "x"]


def test_a_list_that_is_not_there_is_told_before_folders_are_looked_through(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(
        "voicecli.cli.transcribe_inputs.recordings_below", lambda folder: looked.append(folder)
    )
    with pytest.raises(AudioError, match="nowhere cannot be read"):
        gather([str(tmp_path)], "nowhere")
    assert not looked
