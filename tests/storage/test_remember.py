"""Transcripts become content, are replaced when made again, and are cited by their times."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.fakes import WordEmbedder
from voicecli.config import Config, load
from voicecli.pipeline.remember import bring_in, keep
from voicecli.pipeline.sources import gather
from voicecli.retrieval.schema import prepare
from voicecli.storage.database import open_database
from voicecli.types import Segment, Transcript

pytestmark = pytest.mark.storage


@pytest.fixture
def config() -> Config:
    return load().config


@pytest.fixture
def db(config: Config) -> Iterator[Database]:
    db = open_database(config.database_file)
    prepare(db)
    yield db
    db.close()


def said(text: str, speaker: str | None = None, at: float = 0.0) -> Transcript:
    return Transcript((Segment(at, at + 5.0, f" {text}", (), speaker),), "en", at + 6.0)


def passages(db: Database, config: Config) -> dict[str, str]:
    """The text of every passage by how it is cited, after the index was brought up to date."""
    assert not [done.error for done in bring_in(db, WordEmbedder(), config) if done.error]
    return {row["source"]: row["text"] for row in db.query("SELECT source, text FROM passages")}


def test_what_was_said_is_found_with_file_and_time(db: Database, config: Config) -> None:
    keep(db, config, "calls/May.wav", said("The budget is ninety euros.", "Anna", at=754.0))
    assert passages(db, config) == {"May.wav 12:34": "Anna: The budget is ninety euros."}
    keep(db, config, "calls/../calls/May.wav", said("There is no budget."))
    assert passages(db, config) == {"May.wav 0:00": "There is no budget."}


def test_what_a_killed_process_left_goes(db: Database, config: Config) -> None:
    target = keep(db, config, "May.wav", said("The budget is ninety euros."))
    assert target
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    (target.parent / f".voicecli-{gone.pid}.part").write_text("half of it")
    assert passages(db, config)
    assert list(target.parent.iterdir()) == [target]


def test_recordings_of_one_name_are_told_apart(db: Database, config: Config) -> None:
    for folder in ("may", "june", "may"):
        keep(db, config, f"/calls/{folder}/call.wav", said(f"We met in {folder}."))
    assert passages(db, config) == {
        "call.wav 0:00": "We met in may.",
        "june/call.wav 0:00": "We met in june.",
    }
    assert [source.name for source in gather(db, config).sources] == [
        "call.wav 2.json",
        "call.wav.json",
    ]


def test_silence_forgets_what_was_said_before(db: Database, config: Config) -> None:
    kept = keep(db, config, "a.wav", said("Hello."))
    assert kept
    assert kept.exists()
    assert keep(db, config, "a.wav", said("")) is None
    assert not kept.exists()
    assert passages(db, config) == {}


def test_stdin_is_told_apart_by_its_words(db: Database, config: Config) -> None:
    for words in ("One.", "Two.", "One."):
        keep(db, config, "-", said(words))
    found = passages(db, config)
    assert sorted(found.values()) == ["One.", "Two."]
    assert all(source.startswith("stdin ") for source in found)


@pytest.mark.parametrize(
    "name", [".hidden.wav", "a\nb\x1b[2J.wav", "x" * 240 + ".wav", "\udcff.wav"]
)
def test_odd_names_are_kept(db: Database, config: Config, name: str) -> None:
    keep(db, config, f"/calls/{name}", said("Hello."))
    keep(db, config, f"/calls/{name}", said("Hello again."))
    ((source, text),) = passages(db, config).items()
    assert text == "Hello again."
    assert source.isprintable()


def test_only_one_folder_is_added_and_none_written_into_by_halves(
    db: Database, config: Config
) -> None:
    for number in range(3):
        keep(db, config, f"{number}.wav", replace(said("Hello."), duration=9.0))
    assert [root.path for root in gather(db, config).roots] == [config.data_folder / "recordings"]
    assert not list(Path(config.data_folder, "recordings").glob(".*"))
