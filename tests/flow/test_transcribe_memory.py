"""Recordings are transcribed once, however often a run is interrupted and whoever does it."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlite_utils import Database

from tests.fakes import LoudnessVad, WindowEcho
from voicecli.audio.files import Source, decode, write_wav
from voicecli.pipeline.transcribe import (
    Failed,
    Outcome,
    Progress,
    Started,
    Transcribed,
    Transcription,
    Unremembered,
    transcribe,
)
from voicecli.storage import jobs as storage
from voicecli.storage.database import open_database
from voicecli.storage.jobs import Ledger
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Segment, SpeechWindow, Transcript

pytestmark = pytest.mark.flow


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "voicecli.db"


@pytest.fixture
def how(database: Path) -> Transcription:
    return Transcription(
        vad=LoudnessVad, recognizer=lambda: WindowEcho(parallel=2), ledger=Ledger(database)
    )


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Five recordings of several windows, each of another loudness."""
    return [
        recording(tmp_path / f"{number}.wav", 0.2 + 0.1 * number, windows=number + 1)
        for number in range(5)
    ]


def recording(path: Path, level: float, windows: int = 1) -> str:
    loud = np.full(round(1.5 * SAMPLE_RATE), level, np.float32)
    write_wav(path, np.concatenate([loud, np.zeros(3 * SAMPLE_RATE, np.float32)] * windows))
    return str(path)


def done(outcomes: Sequence[Outcome]) -> dict[Source, Transcript]:
    return {o.source: o.transcript for o in outcomes if isinstance(o, Transcribed)}


def run(sources: Sequence[Source], how: Transcription) -> list[Outcome]:
    return list(transcribe(sources, how, Turn()))


def nothing() -> Any:
    raise AssertionError("an engine was asked for")


def counting(how: Transcription, echo: WindowEcho) -> tuple[Transcription, list[Source]]:
    """The same way with this engine, and the sources that are decoded with it."""
    decoded: list[Source] = []

    def noted(source: Source) -> Iterator[Samples]:
        decoded.append(source)
        return decode(source)

    return replace(how, recognizer=lambda: echo, decode=noted), decoded


def test_finished_work_asks_for_no_engine(how: Transcription, files: list[str]) -> None:
    first = run(files, how)
    again = run(files, replace(how, vad=nothing, recognizer=nothing, stages=nothing))
    assert done(again) == done(first)
    assert {type(outcome) for outcome in again} == {Transcribed}
    assert [o.fresh for o in first if isinstance(o, Transcribed)] == [True] * 5
    assert [o.fresh for o in again if isinstance(o, Transcribed)] == [False] * 5


@pytest.mark.parametrize("at", range(1, 25, 3))
def test_an_interrupted_run_goes_on_inside_a_file(
    how: Transcription, files: list[str], at: int
) -> None:
    undisturbed = done(run(files, replace(how, ledger=None)))
    echo = WindowEcho(parallel=2)
    first, _ = counting(how, echo)
    with closing(transcribe(files, first, Turn())) as outcomes:  # type: ignore[type-var]
        finished = set(done(list(islice(outcomes, at))))
    rest = WindowEcho(parallel=2)
    second, decoded = counting(how, rest)
    assert done(run(files, second)) == undisturbed
    assert not finished & set(decoded)
    # Each window was recognised once.
    heard = [(w.samples.max(), w.start) for w in [*echo.windows, *rest.windows]]
    assert len(heard) == len(set(heard)) == 15


RUN = """
import sys
from pathlib import Path
from tests.fakes import LoudnessVad, WindowEcho
from voicecli.pipeline.transcribe import Transcription, transcribe
from voicecli.storage.jobs import Ledger
from voicecli.turn import Turn
ledger = Ledger(Path(sys.argv[1]))
how = Transcription(vad=LoudnessVad, recognizer=lambda: WindowEcho(parallel=2), ledger=ledger)
for outcome in transcribe(sys.argv[2:], how, Turn()):
    print(type(outcome).__name__, outcome.source, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("at", [3, 9, 17])
def test_a_killed_run_loses_nothing_that_was_told(
    how: Transcription, files: list[str], database: Path, at: int
) -> None:
    undisturbed = done(run(files, replace(how, ledger=None)))
    killed = subprocess.Popen(
        [sys.executable, "-c", RUN, str(database), *files],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with killed:
        assert killed.stdin
        assert killed.stdout
        told = []
        for _ in range(at):
            told.append(killed.stdout.readline().split())
            killed.stdin.write("\n")
            killed.stdin.flush()
        killed.kill()
    finished = {source for kind, source in told if kind == "Transcribed"}
    rest = WindowEcho(parallel=2)
    how, decoded = counting(how, rest)
    assert done(run(files, how)) == undisturbed
    assert not finished & set(decoded)
    noted = sum(kind == "Progress" for kind, _ in told)
    assert len(rest.windows) <= 15 - noted, "what was told is not recognised again"
    with open_database(database) as db:
        assert db["job_windows"].count == 0


def test_stages_hear_all_of_an_interrupted_file_again(how: Transcription, tmp_path: Path) -> None:
    class Count:
        def __init__(self) -> None:
            self.windows = 0

        def hear(self, window: SpeechWindow) -> None:
            self.windows += 1

        def finish(self, transcript: Transcript) -> Transcript:
            return replace(transcript, language=str(self.windows))

    how = replace(how, stages=lambda: [Count()], recognizer=lambda: WindowEcho(probability=0.3))
    file = recording(tmp_path / "long.wav", 0.5, windows=6)
    with closing(transcribe([file], how, Turn())) as outcomes:  # type: ignore[type-var]
        assert [type(o) for o in islice(outcomes, 3)] == [Started, Progress, Progress]
    started, *progress, last = run([file], how)
    assert isinstance(started, Started)
    assert started.resumed > 5
    assert sum(isinstance(outcome, Progress) for outcome in progress) == 6
    assert isinstance(last, Transcribed)
    assert last.transcript.language == "6"


def test_other_stages_recognise_nothing_again(how: Transcription, files: list[str]) -> None:
    plain = done(run(files, how))
    how, decoded = counting(
        replace(how, stages=lambda: [Verbose()], stage_options={"speakers": 2}), WindowEcho()
    )
    how = replace(how, recognizer=nothing)
    verbose = done(run(files, how))
    assert decoded == files
    assert all(len(transcript.segments) == 1 for transcript in verbose.values())
    assert done(run(files, how)) == verbose
    assert done(run(files, replace(how, stages=nothing, stage_options={}))) == plain
    assert decoded == files


def test_a_changed_file_is_done_again_and_a_moved_one_is_not(
    how: Transcription, files: list[str], tmp_path: Path
) -> None:
    run(files, how)
    before = os.stat(files[0])
    moved = str(tmp_path / "moved.wav")
    os.rename(files[1], moved)
    recording(Path(files[0]), 0.9)
    os.utime(files[0], ns=(before.st_atime_ns, before.st_mtime_ns))  # as if nothing had happened
    how, decoded = counting(how, WindowEcho())
    transcripts = done(run([files[0], moved, *files[2:]], how))
    assert decoded == [files[0]]
    assert transcripts[files[0]].segments[0].text == " 0.9"


@pytest.mark.parametrize(
    "other",
    [
        {"language": "de"},
        {"threshold": 0.4},
        {"options": {"model": "base"}},
        {"ledger": None},
        {"afresh": True},
    ],
)
def test_another_way_is_other_work(
    how: Transcription, files: list[str], other: dict[str, Any]
) -> None:
    run(files[:2], how)
    how, decoded = counting(replace(how, **other), WindowEcho())
    run(files[:2], how)
    assert decoded == files[:2]


def test_the_same_sound_twice_is_recognised_once(
    how: Transcription, files: list[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.wav"
    copy.write_bytes(Path(files[3]).read_bytes())
    how, decoded = counting(how, WindowEcho())
    outcomes = run([files[3], str(copy), files[0], files[3]], how)
    ends = [outcome for outcome in outcomes if isinstance(outcome, Transcribed)]
    assert [end.source for end in ends] == [files[3], str(copy), files[0], files[3]]
    assert [end.fresh for end in ends] == [True, False, True, False]
    assert ends[0].transcript == ends[1].transcript == ends[3].transcript
    assert decoded == [files[3], files[0]]


def test_what_cannot_be_done_fails_for_its_copies_too(
    how: Transcription, files: list[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.wav"
    copy.write_bytes(Path(files[1]).read_bytes())
    how = replace(how, recognizer=lambda: WindowEcho(bad="0.3", parallel=8))
    outcomes = run([files[0], files[1], str(copy)], how)
    assert [o.source for o in outcomes if isinstance(o, Failed)] == [files[1], str(copy)]
    with open_database(tmp_path / "voicecli.db") as db:
        assert db["jobs"].count == 1


def test_two_runs_share_the_work(how: Transcription, files: list[str]) -> None:
    one, decoded_by_one = counting(how, WindowEcho(probability=0.3))
    two, decoded_by_two = counting(how, WindowEcho())
    first = transcribe([files[4], files[0]], one, Turn())
    second = transcribe([files[4], files[1]], two, Turn())
    ours = [next(first), next(first)]
    theirs = []
    for outcome in second:
        theirs.append(outcome)
        if isinstance(outcome, Transcribed) and outcome.source == files[1]:
            ours += list(first)
    assert done(ours)[files[4]] == done(theirs)[files[4]]
    assert decoded_by_one == [files[4], files[0]]
    assert decoded_by_two == [files[1]]


def test_a_run_takes_over_what_another_leaves(how: Transcription, files: list[str]) -> None:
    one, _ = counting(how, WindowEcho(probability=0.3))
    echo = WindowEcho()
    two, decoded = counting(how, echo)
    with closing(transcribe([files[4]], one, Turn())) as first:  # type: ignore[type-var]
        assert isinstance([next(first), next(first)][1], Progress)
        second = transcribe([files[4], files[1]], two, Turn())
        theirs = [next(second)]
        assert theirs[0].source == files[1]  # type: ignore[union-attr]
    theirs += list(second)
    assert list(done(theirs)) == [files[1], files[4]]
    assert decoded == [files[1], files[4]]
    assert len(echo.windows) == 2 + 4, "one of the five windows was recognised by the other"


def full_disk(path: Path) -> Database:
    """Opens the database as on a disk without a free page."""
    db = open_database(path)
    db.execute("PRAGMA max_page_count = 1")  # SQLite takes it for the present size
    return db


class Verbose:
    """Makes a transcript too long for the pages that a database has to spare."""

    def hear(self, window: SpeechWindow) -> None:
        pass

    def finish(self, transcript: Transcript) -> Transcript:
        text = random.Random(0).randbytes(50_000).hex()
        return replace(transcript, segments=(Segment(0.0, 1.0, text),))


def test_on_a_full_disk_the_run_goes_on_without_memory(
    how: Transcription, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    how = replace(how, stages=lambda: [Verbose()])
    first = run(files[:2], how)
    monkeypatch.setattr(storage, "open_database", full_disk)
    outcomes = run(files, how)
    told = [outcome for outcome in outcomes if isinstance(outcome, Unremembered)]
    assert [outcome.error.code for outcome in told] == ["disk-full"]
    assert list(done(outcomes)) == files
    monkeypatch.undo()
    how, decoded = counting(how, WindowEcho())
    assert done(run(files[:2], how)) == done(first)
    assert not decoded


def test_a_database_that_is_none_is_said_and_the_run_goes_on(
    how: Transcription, files: list[str], database: Path
) -> None:
    database.write_text("I am no database. " * 100)
    outcomes = run(files, how)
    assert isinstance(outcomes[0], Unremembered)
    assert list(done(outcomes)) == files


def test_a_damaged_memory_is_said_and_the_run_goes_on(
    how: Transcription, files: list[str], database: Path
) -> None:
    first = done(run(files, how))
    with open_database(database) as db:
        db.execute("UPDATE jobs SET transcript = x'00' WHERE id = 2")
        db.commit()
    outcomes = run(files, how)
    told = [outcome.error for outcome in outcomes if isinstance(outcome, Unremembered)]
    assert [error.code for error in told] == ["damaged-result"]
    assert done(outcomes) == first


def test_a_file_that_changes_meanwhile_is_not_remembered(
    how: Transcription, files: list[str], database: Path
) -> None:
    def changing(source: Source) -> Iterator[Samples]:
        yield from decode(source)
        with Path(str(source)).open("ab") as file:
            file.write(b"more")

    assert done(run(files[:1], replace(how, decode=changing)))
    with open_database(database) as db:
        assert db["jobs"].count == 0


def test_copies_of_a_file_that_changes_meanwhile_do_not_get_its_new_words(
    how: Transcription, files: list[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.wav"
    copy.write_bytes(Path(files[3]).read_bytes())

    def changing(source: Source) -> Iterator[Samples]:
        if source == files[3]:
            recording(Path(files[3]), 0.9, windows=9)
        yield from decode(source)

    slow = replace(how, decode=changing, recognizer=lambda: WindowEcho(probability=0.3))
    outcomes = run([files[3], str(copy)], slow)
    for outcome in outcomes:
        if outcome.source == str(copy):  # type: ignore[union-attr]
            assert not isinstance(outcome, Transcribed) or "0.9" not in outcome.transcript.text
    (*_, last) = run([str(copy)], how)
    assert isinstance(last, Transcribed)
    assert "0.5" in last.transcript.text


def test_streams_are_not_remembered(how: Transcription, files: list[str], database: Path) -> None:
    for _ in range(2):
        with Path(files[0]).open("rb") as stream:
            (*_, last) = run([stream], how)
        assert isinstance(last, Transcribed)
        assert last.fresh
    with open_database(database) as db:
        assert db["jobs"].count == 0
