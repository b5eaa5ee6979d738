import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePath

import jiwer
import pytest
from whisper_normalizer.english import EnglishTextNormalizer

from tests.spoken import noise, silence, spoken
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.cli.transcripts import Folder, Style
from voicecli.errors import ExitCode, VoicecliError
from voicecli.stt.formats import WHISPER_FORMATS
from voicecli.types import Segment, Transcript

pytestmark = pytest.mark.cli

TEXT = "The workshop opens at nine in the morning. Please bring your own tools."
normalize = EnglishTextNormalizer()

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def speech(models: Path, tmp_path: Path) -> Path:
    path = tmp_path / "workshop.wav"
    write_wav(path, spoken(models, TEXT))
    return path


def is_right(heard: str) -> bool:
    return jiwer.wer(normalize(TEXT), normalize(heard)) < 0.15


def test_text_goes_to_stdout(speech: Path, capsys: Captured) -> None:
    assert run(["transcribe", str(speech)]) == ExitCode.OK
    printed = capsys.readouterr()
    assert is_right(printed.out)
    assert printed.err == ""


def test_json_has_whispers_own_fields(speech: Path, capsys: Captured) -> None:
    assert run(["transcribe", str(speech), "-f", "json", "-o", "-", "--word_times", "True"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert list(result)[:3] == ["text", "segments", "language"]
    assert result["language"] == "en"
    assert is_right(result["text"])
    words = [word for segment in result["segments"] for word in segment["words"]]
    assert set(words[0]) == {"word", "start", "end", "probability", "score"}
    assert "".join(word["word"] for word in words) == result["text"]


def test_a_folder_gets_whispers_five_formats(
    speech: Path, tmp_path: Path, capsys: Captured
) -> None:
    folder = tmp_path / "deep" / "out"
    assert run(["transcribe", str(speech), "--output_dir", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"workshop.{kind}" for kind in WHISPER_FORMATS
    )
    assert is_right((folder / "workshop.txt").read_text(encoding="utf-8"))
    assert (folder / "workshop.srt").read_text().startswith("1\n00:00:0")
    assert capsys.readouterr() == ("", "")


def test_a_format_alone_is_left_in_the_current_folder_as_whisper_does(
    speech: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert run(["transcribe", str(speech), "--output_format", "srt,md", "--model", "tiny.en"]) == 0
    assert sorted(os.listdir(folder)) == ["workshop.md", "workshop.srt"]
    assert run(["transcribe", str(speech), "-f", "vtt", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("WEBVTT")
    assert len(os.listdir(folder)) == 2


SCRIPT = """--model tiny.en --model_dir {models} --device cpu --output_dir {out}
 --output_format json --verbose False --task transcribe --language English --temperature 0
 --best_of 5 --beam_size 2
 --patience 1.0 --length_penalty 1.0 --suppress_tokens -1 --initial_prompt Workshop.
 --condition_on_previous_text False --fp16 False --temperature_increment_on_fallback 0.2
 --compression_ratio_threshold 2.4 --logprob_threshold -1.0 --no_speech_threshold 0.6
 --word_timestamps True --highlight_words False --max_line_width None --max_line_count None
 --max_words_per_line None --threads 1 --vad_filter True --batched True --batch_size 4
 --compute_type int8 --hf_token SECRET --local_files_only True --pretty_json True"""
"""What a script for openai-whisper or whisper-ctranslate2 may say."""


def test_a_script_for_whisper_runs_unchanged(
    speech: Path, models: Path, tmp_path: Path, capsys: Captured
) -> None:
    script = SCRIPT.format(models=models, out=tmp_path / "out").split()
    assert run(["transcribe", str(speech), *script]) == ExitCode.OK
    result = json.loads((tmp_path / "out" / "workshop.json").read_text())
    assert is_right(result["text"])
    assert all(segment["words"] for segment in result["segments"])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(" ")[0] for line in printed.err.splitlines()] == [
        "--temperature_increment_on_fallback",
        "--hf_token",
    ]
    assert "SECRET" not in printed.err


def test_segments_with_their_times_on_request(speech: Path, capsys: Captured) -> None:
    assert run(["transcribe", str(speech), "--verbose", "True"]) == ExitCode.OK
    first = capsys.readouterr().out
    assert run(["transcribe", str(speech), "--print_colors", "True"]) == ExitCode.OK
    assert capsys.readouterr().out == first
    lines = first.splitlines()
    assert all(re.match(r"\[\d\d:\d\d\.\d{3} --> \d\d:\d\d\.\d{3}\]  \w", line) for line in lines)
    assert is_right(" ".join(line.partition("]")[2] for line in lines))


def test_stdin_and_stdout(speech: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voicecli", "transcribe", "-"],
        input=speech.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert done.returncode == 0
    assert is_right(done.stdout.decode())


@pytest.mark.parametrize("sound", [silence(4), noise(4)], ids=["silence", "noise"])
def test_where_nobody_speaks_nothing_is_heard(
    models: Path, sound: object, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "quiet.wav"
    write_wav(path, sound)
    assert run(["transcribe", str(path), "-f", "txt", "-o", str(tmp_path)]) == ExitCode.OK
    assert capsys.readouterr() == ("", f"{path}: nothing heard\n")
    assert (tmp_path / "quiet.txt").read_text() == ""


def empty(folder: Path) -> Path:
    path = folder / "empty.wav"
    path.touch()
    return path


def text_as_sound(folder: Path) -> Path:
    path = folder / "notes.wav"
    path.write_text("These are only words.\n" * 99)
    return path


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder / "missing.wav", "does not exist"),
        (empty, "empty"),
        (text_as_sound, "not an audio"),
        (lambda folder: folder, "folder"),
    ],
)
def test_a_bad_file_is_one_line(
    models: Path, make: Callable[[Path], Path], reason: str, tmp_path: Path, capsys: Captured
) -> None:
    path = make(tmp_path)
    assert run(["transcribe", str(path)]) == ExitCode.ERROR
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"voicecli: {path}: ")
    assert printed.err.count("\n") == 1
    assert printed.err.count(str(path)) == 1
    assert reason in printed.err


def test_one_bad_file_of_two_is_reported_and_the_other_done(
    speech: Path, tmp_path: Path, capsys: Captured
) -> None:
    bad = text_as_sound(tmp_path)
    assert run(["transcribe", str(bad), str(speech), "-o", str(tmp_path)]) == ExitCode.PARTIAL
    assert is_right((tmp_path / "workshop.txt").read_text())
    assert not (tmp_path / "notes.txt").exists()
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"voicecli: {bad}: is not an audio or video file")
    _, *table, total = printed.err.splitlines()
    assert [line.split()[0] for line in table] == ["RECORDING", str(bad), str(speech)]
    assert "failed" in table[1]
    assert "0:04    English   done" in table[2]
    assert total.startswith("1 done, 1 failed; 0:04 of sound in ")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["a.wav", "b.wav", "-f", "srt", "-o", "-"], "-o DIR"),
        (["a.wav", "-f", "all", "-o", "-"], "-o DIR"),
        (["a.wav", "-f", "rttm"], "--diarize"),
        (["a.wav", "--json", "--jsonl"], "Choose one"),
        (["a.wav", "--json", "-o", "-"], "Stdout is taken"),
        (["a.wav", "--language", "Elvish"], "'Elvish'"),
        (["a.wav", "--wordtimestamps", "True"], "--word-timestamps"),
        (["a.wav", "--patience", "99"], "--patience must be"),
        (["a.wav", "--max_line_width", "0"], "--max-line-width"),
        (["a.wav", "--suppress_tokens", "x"], "whole numbers"),
        (["a.wav", "--min_speakers", "3", "--max_speakers", "2"], "At least 3"),
        (["a.wav", "--model_directory", "nowhere"], "holds no Whisper model"),
        (["--watch", "nowhere"], "not a folder to watch"),
        (["a.wav", "-f", "pdf"], "pdf"),
        (["a.wav", "--beam-size", "99"], "--beam-size must lie between 1 and 20"),
        (["a.wav", "-o", ""], "empty"),
        (["-", "-"], "only once"),
        ([], "FILE"),
    ],
)
def test_what_makes_no_sense_is_refused_before_any_work(
    arguments: list[str], reason: str, capsys: Captured
) -> None:
    assert run(["transcribe", *arguments]) == ExitCode.USAGE
    assert reason in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "out"
    assert run(["transcribe", "a.wav", "-o", str(folder)]) == ExitCode.ERROR
    assert str(folder) in capsys.readouterr().err


def test_a_language_that_the_model_does_not_know(speech: Path, capsys: Captured) -> None:
    assert run(["transcribe", str(speech), "--language", "de"]) == ExitCode.ERROR
    assert "voicecli models pull whisper-base" in capsys.readouterr().err


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    old = tmp_path / "talk.txt"
    old.write_text("old\n")
    target = Folder(tmp_path, Style(("txt",)), {"talk.wav": PurePath("talk")})
    transcript = Transcript((Segment(0, 1, " word" * 10_000),), "en", 1.0)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(VoicecliError, match=r"talk\.txt cannot be written"):
            target.finish("talk.wav", transcript, fresh=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert os.listdir(tmp_path) == ["talk.txt"]
    assert old.read_text() == "old\n"
