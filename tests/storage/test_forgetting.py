import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from voicecli.audio.encoded import encode
from voicecli.config import Config, load
from voicecli.pipeline import forgetting
from voicecli.retrieval.schema import prepare
from voicecli.storage.answers import AnswerCache
from voicecli.storage.database import open_database, writing
from voicecli.storage.forgetting import Wanted, unfinished
from voicecli.storage.guestbook import GuestBook
from voicecli.storage.jobs import JobKey, Jobs
from voicecli.storage.memories import Memories
from voicecli.storage.packed import Cut
from voicecli.storage.purging import empty_log, unmerged
from voicecli.storage.sayings import plain
from voicecli.storage.sessions import Sessions
from voicecli.storage.sounds import Sounds
from voicecli.storage.traces import Traces, pieces_of_text, spellings
from voicecli.types import Passage, Segment, Transcript, TurnRecord

pytestmark = pytest.mark.storage

SECRET = "Quarzelbrück Vimtodex"
HIDING = ("data", "state", "cache")


@pytest.fixture
def config() -> Config:
    return load().config


@pytest.fixture
def db(config: Config) -> Iterator[Database]:
    with open_database(config.database_file) as db:
        prepare(db)
        yield db


def record(question: str, written: str = "A lamp.", source: str = "Lamps are red.") -> TurnRecord:
    passage = Passage("p", "document", "Lamps", "lamps.md", "1", source, 0.5, "lamps.md:1")
    return TurnRecord(
        question, "general", (passage,), written, written, "done", False, "full", {}, {"total": 1.0}
    )


def transcript(text: str) -> Transcript:
    return Transcript((Segment(0.0, 2.0, text),), "en", 2.0)


def bytes_left(config: Config, phrase: str = SECRET) -> dict[str, set[bytes]]:
    """Where the phrase or one of its words is found; the database must be closed."""
    words = [phrase, *phrase.split()]
    traces = Traces(spelling for word in words for spelling in spellings(word))
    left = {}
    for folder in (config.data_folder, config.state_folder, config.cache_folder):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            if found := traces.found_in(path.read_bytes()):
                left[path.name] = found
    return left


def forget(config: Config, wanted: Wanted) -> forgetting.Proof:
    with open_database(config.database_file) as db:
        return forgetting.forget(db, config, forgetting.plan(db, config, wanted))


def fill(db: Database, text: str = SECRET) -> str:
    """Say a phrase wherever something is kept; the id of the session."""
    sessions = Sessions(db)
    session = sessions.start()
    sessions.add(session, record(f"Who is {text}?", f"It is {text.upper()}.", f"So says {text}."))
    Memories(db).add(f"I met {text}.")
    GuestBook(db).sign("Somebody", f"{text} was here")
    AnswerCache(db).keep("key", 0, {"sentences": [[text, ""]]})
    jobs = Jobs(db, "")
    key = JobKey(b"sound", b"way")
    jobs.begin(key)
    jobs.finish(key, transcript(text), [Cut.of(b"s", transcript(text))], transcript(text))
    other = JobKey(b"other", b"way")
    jobs.begin(other)
    jobs.keep(other, [(b"s", transcript(text))])
    jobs.give_back(other)
    return session


def write_files(config: Config) -> None:
    recordings = config.data_folder / "recordings"
    recordings.mkdir(parents=True)
    (recordings / "talk.json").write_text(json.dumps({"text": f"Here is {SECRET.lower()}."}))
    (recordings / "other.json").write_text(json.dumps({"text": "Nothing of that."}))
    config.state_folder.mkdir(parents=True, exist_ok=True)
    history = f"\n# 2026-11-21\n+who is {SECRET}\n+and why\n\n# 2026-11-21\n+hello\n"
    (config.state_folder / "typed_history").write_text(history)
    lines = [{"event": "turn", "words": SECRET}, {"event": "turn", "words": "hello"}]
    (config.state_folder / "voicecli.log").write_text("\n".join(map(json.dumps, lines)) + "\n")


def test_a_phrase_goes_from_every_place(db: Database, config: Config) -> None:
    fill(db)
    write_files(config)
    kept = Sessions(db).start()
    Sessions(db).add(kept, record("Which lamp is red?"))
    db.close()
    proof = forget(config, Wanted(matching=f"  {SECRET.upper()} "))
    assert proof.is_whole, proof.remains
    assert proof.pieces > 10
    assert not bytes_left(config)
    with open_database(config.database_file) as again:
        questions = [turn.record.question for turn in Sessions(again).turns(kept)]
        assert questions == ["Which lamp is red?"]
        assert not unmerged(again)
        assert not unfinished(again)
    assert (config.data_folder / "recordings" / "other.json").exists()
    assert "+hello" in (config.state_folder / "typed_history").read_text()
    assert "hello" in (config.state_folder / "voicecli.log").read_text()


def test_what_would_go_is_counted_and_nothing_goes(db: Database, config: Config) -> None:
    fill(db)
    planned = forgetting.plan(db, config, Wanted(matching=SECRET))
    assert planned.counts["turns"] == 1
    assert planned.counts["memories"] == 1
    assert planned.counts["jobs"] == 2
    assert len(Sessions(db).list()) == 1


def test_a_session_takes_its_own_with_it_and_no_other(db: Database, config: Config) -> None:
    gone = fill(db)
    memory = Memories(db).add("Keep this: the lamp is green.")
    own = Memories(db).add(f"The name is {SECRET}.")
    Memories(db).link(own.id, gone, 1)
    kept = Sessions(db).start()
    Sessions(db).add(kept, record("Which lamp is red?", "The first."))
    planned = forgetting.plan(db, config, Wanted(sessions=(gone,)))
    assert planned.counts == {"turns": 1, "memories": 1, "answers": 1, "sessions": 1}
    assert forgetting.forget(db, config, planned).is_whole
    assert [one.id for one in Sessions(db).list()] == [kept]
    assert memory.id in {one.id for one in Memories(db).list()}
    assert own.id not in {one.id for one in Memories(db).list()}


def test_only_the_time_that_is_meant(config: Config) -> None:
    day = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with open_database(config.database_file) as db:
        prepare(db)
        for hours in range(4):
            sessions = Sessions(db, now=lambda at=day + timedelta(hours=hours): at)
            sessions.add(sessions.start(), record(f"Question number {hours}"))
        since, until = day + timedelta(hours=1), day + timedelta(hours=3)
        planned = forgetting.plan(db, config, Wanted(since=since, until=until))
        assert planned.counts["turns"] == 2
        assert forgetting.forget(db, config, planned).is_whole
        left = {one.title for one in Sessions(db).list()}
    assert left == {"Question number 0", "Question number 3"}


def test_all_that_is_given_narrows(db: Database, config: Config) -> None:
    first, second = fill(db), Sessions(db).start()
    Sessions(db).add(second, record(f"And {SECRET}?"))
    wanted = Wanted(sessions=(second,), matching=SECRET)
    assert forgetting.plan(db, config, wanted).counts["turns"] == 1
    assert forgetting.plan(db, config, replace(wanted, sessions=(first,))).counts["turns"] == 1
    assert forgetting.plan(db, config, Wanted(sessions=(first,), matching="zebra")).counts == {}


def test_a_session_that_stays_loses_the_title_that_went(db: Database, config: Config) -> None:
    sessions = Sessions(db)
    session = sessions.start()
    sessions.add(session, record(f"Who is {SECRET}?"))
    sessions.add(session, record("Which lamp is red?"))
    planned = forgetting.plan(db, config, Wanted(matching=SECRET))
    assert planned.counts["titles"] == 1
    forgetting.forget(db, config, planned)
    assert sessions.summary(session).title == "Which lamp is red?"


def test_everything(db: Database, config: Config) -> None:
    fill(db)
    write_files(config)
    db.close()
    proof = forget(config, Wanted(everything=True))
    assert proof.is_whole, proof.remains
    assert not bytes_left(config)
    assert not list((config.data_folder / "recordings").glob("*.json"))


def test_what_is_said_in_what_stays_is_no_trace(db: Database, config: Config) -> None:
    gone, kept = fill(db), fill(db)
    proof = forgetting.forget(db, config, forgetting.plan(db, config, Wanted(sessions=(gone,))))
    assert proof.is_whole
    assert proof.kept
    assert Sessions(db).turns(kept)[0].record.question == f"Who is {SECRET}?"


def test_silence_that_all_sound_has_is_no_trace(db: Database, config: Config) -> None:
    ids = []
    for seed, question in enumerate((SECRET, "When does it open?")):
        noise = np.random.default_rng(seed).standard_normal(32_000).astype(np.float32) * 0.1
        sound = encode([noise, np.zeros(160_000, np.float32), noise])
        ids.append(Sessions(db).start())
        Sessions(db).add(ids[-1], record(question))
        assert Sounds(db).keep(ids[-1], 1, "question", sound)
    proof = forgetting.forget(db, config, forgetting.plan(db, config, Wanted(sessions=(ids[0],))))
    assert proof.is_whole
    assert Sounds(db).read(ids[0], 1, "question") is None
    assert Sounds(db).read(ids[1], 1, "question") is not None


def test_words_that_an_older_version_left_in_gaps_are_found_and_go(config: Config) -> None:
    with open_database(config.database_file) as db:
        prepare(db)
        db.execute("PRAGMA secure_delete = OFF")
        gone = fill(db)
        fill(db, "Somebody else")
        with writing(db):
            db.execute("DELETE FROM sessions WHERE id = ?", [gone])
            for table in ("memories", "guestbook", "answers", "jobs"):
                db.execute(f"DELETE FROM {table}")
        empty_log(db)
    assert bytes_left(config)
    proof = forget(config, Wanted(matching=SECRET))
    assert proof.is_whole, proof.remains
    assert not bytes_left(config)


def test_a_copy_that_says_it_is_named(db: Database, config: Config) -> None:
    from voicecli.storage.copies import back_up

    fill(db)
    copy = config.data_folder / "backups" / "copy.db"
    back_up(config.database_file, copy)
    proof = forgetting.forget(db, config, forgetting.plan(db, config, Wanted(matching=SECRET)))
    assert [path for path, _ in proof.remains] == [copy]


def test_a_content_file_that_says_it_is_the_persons(db: Database, config: Config) -> None:
    fill(db)
    config.content_folder.mkdir(parents=True)
    own = config.content_folder / "own.md"
    own.write_text(f"{SECRET} lives here.")
    proof = forgetting.forget(db, config, forgetting.plan(db, config, Wanted(matching=SECRET)))
    assert proof.own == (own,)
    assert not proof.is_whole
    assert own.exists()


def test_archives_in_the_content_are_read_as_far_as_they_can_be(
    db: Database, config: Config
) -> None:
    fill(db)
    config.content_folder.mkdir(parents=True)
    for name in ("open", "locked", "broken"):
        with zipfile.ZipFile(
            config.content_folder / f"{name}.docx", "w", zipfile.ZIP_DEFLATED
        ) as archive:
            archive.writestr("words.xml", f"<p>{SECRET}</p>" * 9)
    locked = config.content_folder / "locked.docx"
    content = bytearray(locked.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1  # the flag for a password
    locked.write_bytes(content)
    broken = config.content_folder / "broken.docx"
    broken.write_bytes(broken.read_bytes().replace(b"words.xml", b"other.xml", 1))
    proof = forgetting.forget(db, config, forgetting.plan(db, config, Wanted(matching=SECRET)))
    assert proof.own == (config.content_folder / "open.docx",)
    assert not proof.remains


def test_a_data_folder_behind_a_link_is_read_as_any_other(config: Config) -> None:
    real = config.data_folder.with_name("elsewhere")
    real.mkdir()
    config.data_folder.symlink_to(real)
    with open_database(config.database_file) as db:
        prepare(db)
        fill(db)
        proof = forgetting.forget(db, config, forgetting.plan(db, config, Wanted(matching=SECRET)))
        assert proof.is_whole, proof.remains
        assert proof.files == len([path for path in real.rglob("*") if path.is_file()])
    assert not bytes_left(config)


_HOLDING = """
import sys, time
from pathlib import Path
from voicecli.storage.database import open_database
with open_database(Path(sys.argv[1])) as db:
    db.execute("BEGIN")
    db.execute("SELECT count(*) FROM turns").fetchone()
    print("reading", flush=True)
    time.sleep(60)
"""


def test_a_program_that_reads_meanwhile_is_told_of(
    db: Database, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voicecli.storage import purging

    fill(db)
    monkeypatch.setattr(forgetting, "empty_log", lambda db: purging.empty_log(db, 0.2))
    command = [sys.executable, "-c", _HOLDING, str(config.database_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reader:
        assert reader.stdout
        reader.stdout.readline()
        planned = forgetting.plan(db, config, Wanted(matching=SECRET))
        proof = forgetting.forget(db, config, planned)
        reader.kill()
    assert not proof.is_whole
    assert any("another program" in why for _, why in proof.remains)


_KILLED = """
import os, signal, sys
from voicecli.config import load
from voicecli.pipeline import forgetting
from voicecli.storage.database import open_database
from voicecli.storage.forgetting import Wanted
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
setattr(forgetting, sys.argv[1], die)
config = load().config
with open_database(config.database_file) as db:
    forgetting.forget(db, config, forgetting.plan(db, config, Wanted(matching=sys.argv[2])))
"""


@pytest.mark.parametrize("step", ["scrub", "merge_words", "prove"])
def test_an_interrupted_forgetting_goes_on(db: Database, config: Config, step: str) -> None:
    from voicecli.assembly import open_store

    fill(db)
    write_files(config)
    db.close()
    died = subprocess.run([sys.executable, "-c", _KILLED, step, SECRET], check=False)
    assert died.returncode == -signal.SIGKILL
    with open_store(config) as again:
        assert not unfinished(again)
    assert not bytes_left(config)


def test_files_are_closed_whatever_the_umask(config: Config) -> None:
    before = os.umask(0)
    try:
        with open_database(config.database_file) as db:
            prepare(db)
            fill(db)
            modes = {
                path.name: path.stat().st_mode & 0o777
                for path in config.database_file.parent.iterdir()
            }
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert f"{config.database_file.name}-wal" in modes
    assert config.database_file.parent.stat().st_mode & 0o777 == 0o700


def test_what_was_open_to_others_is_closed(config: Config) -> None:
    from voicecli.assembly import open_store

    with open_store(config):
        pass
    config.database_file.chmod(0o644)
    config.data_folder.chmod(0o755)
    with open_store(config):
        pass
    assert config.database_file.stat().st_mode & 0o777 == 0o600
    assert config.data_folder.stat().st_mode & 0o777 == 0o700


@given(
    st.text(min_size=8, max_size=40),
    st.binary(max_size=300),
    st.binary(max_size=300),
    st.integers(1, 40),
)
def test_a_trace_is_found_wherever_it_stands(
    text: str, before: bytes, after: bytes, cut: int
) -> None:
    pieces = [piece for piece in pieces_of_text(text) if len(piece) >= 4]
    traces = Traces(pieces)
    for piece in pieces:
        content = before + piece + after
        assert piece.lower() in traces.found_in(content)
        halves = [content[: len(before) + cut], content[len(before) + cut :]]
        assert piece.lower() in traces.found_in_chunks(halves)


@given(st.lists(st.binary(min_size=4, max_size=20), max_size=20), st.binary(max_size=2000))
def test_only_what_is_there_is_found(pieces: list[bytes], content: bytes) -> None:
    lowered = content.lower()
    assert Traces(pieces).found_in(content) == {p.lower() for p in pieces if p.lower() in lowered}


def test_thousands_of_pieces_that_begin_alike_are_all_found() -> None:
    pieces = [f"what is number {number:05}".encode() for number in range(20_000)]
    content = b" and ".join([*pieces[::2], b"what is number 12"])
    assert Traces(pieces).found_in(content) == set(pieces[::2])


def test_texts_are_the_same_in_any_form_of_letters() -> None:
    assert plain("STRASSE  ﬁne\n") == plain("straße fine")
    assert plain("caf\u00e9") == plain("cafe\u0301")
