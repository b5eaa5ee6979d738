"""Content from several places: names, declared types, and places that come and go."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.fakes import WordEmbedder
from voicecli.config import Config, PathsConfig
from voicecli.documents.folder import find_sources, find_sources_of
from voicecli.errors import DocumentError, RetrievalError
from voicecli.pipeline.index import index_all, index_content, status_of
from voicecli.pipeline.shown import find_text
from voicecli.pipeline.sources import add, file_of, gather, remove
from voicecli.retrieval.index import stored_documents
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.vocabulary import read_record
from voicecli.storage.database import open_database
from voicecli.storage.roots import added_roots

pytestmark = pytest.mark.storage


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "index.db") as db:
        prepare(db)
        yield db


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return made(tmp_path / "own", {"tea.md": "# Tea\n\nGreen tea."})


@pytest.fixture
def config(own: Path) -> Config:
    config = Config()
    return replace(config, paths=PathsConfig(content=str(own)))


def made(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def index(db: Database, config: Config) -> dict[str, str]:
    done = index_all(db, WordEmbedder(), gather(db, config))
    return {progress.document: progress.action for progress in done}


def is_current(db: Database, config: Config) -> bool:
    return status_of(db, WordEmbedder.name, gather(db, config).sources).is_current


def test_names_are_unique_among_folders_and_files(tmp_path: Path) -> None:
    one = made(tmp_path / "one", {"a.md": "# A", "sub/b.md": "# B"})
    two = made(tmp_path / "two", {"a.md": "# A", "b.md": "# B", "photo.png": ""})
    file = made(tmp_path / "three", {"a.md": "# A"}) / "a.md"
    names = [source.name for source in find_sources_of([one, two, file])]
    assert names == ["a.md", "sub/b.md", "two/a.md", "b.md", "three/a.md"]
    assert [source.name for source in find_sources_of([one / "a.md", one])] == ["a.md", "sub/b.md"]
    with pytest.raises(DocumentError, match="cannot be read"):
        find_sources_of([tmp_path / "nowhere"])


def test_of_a_transcript_in_all_formats_one_is_read(tmp_path: Path) -> None:
    names = ["talk.json", "talk.srt", "talk.vtt", "talk.tsv", "talk.txt", "talk.wav"]
    made(tmp_path, dict.fromkeys([*names, "plain.json", "plain.txt"], "x"))
    found = {source.name: source.recording for source in find_sources(tmp_path)}
    assert found == {"plain.json": "", "plain.txt": "", "talk.json": "talk.wav"}


def test_added_places_are_content_too(db: Database, config: Config, tmp_path: Path) -> None:
    notes = made(tmp_path / "notes", {"tea.md": "# Tea\n\nBlack tea.", "boat.txt": "A boat."})
    assert add(db, config, notes)
    assert not add(db, config, notes / "boat.txt"), "it is part of the folder"
    assert not add(db, config, notes)
    assert index(db, config) == {"tea.md": "added", "boat.txt": "added", "notes/tea.md": "added"}
    assert is_current(db, config)
    assert file_of(db, config, "notes/tea.md") == notes / "tea.md"
    with pytest.raises(DocumentError, match="is not there"):
        add(db, config, tmp_path / "nowhere")
    made(tmp_path, {"photo.png": ""})
    with pytest.raises(DocumentError, match="no kind that can be read"):
        add(db, config, tmp_path / "photo.png")


def test_a_name_stays_when_the_other_one_goes(
    db: Database, config: Config, own: Path, tmp_path: Path
) -> None:
    add(db, config, made(tmp_path / "notes", {"tea.md": "# Tea\n\nBlack tea."}))
    index(db, config)
    (own / "tea.md").unlink()
    assert index(db, config) == {"notes/tea.md": "unchanged", "tea.md": "removed"}
    assert index(db, config) == {"notes/tea.md": "unchanged"}


def test_what_is_removed_is_forgotten(db: Database, config: Config, tmp_path: Path) -> None:
    notes = made(tmp_path / "notes", {"boat.txt": "A boat."})
    add(db, config, notes)
    index(db, config)
    for wrong, why in (("boat.txt", "it is in"), ("nots", "Did you mean"), ("own", "not added")):
        with pytest.raises(DocumentError) as caught:
            remove(db, config, wrong)
        assert why in str(caught.value)
    with pytest.raises(DocumentError, match="is the content folder"):
        remove(db, config, config.paths.content)
    assert remove(db, config, "notes") == notes
    assert index(db, config) == {"tea.md": "unchanged", "boat.txt": "removed"}
    assert added_roots(db) == []


def test_a_place_that_vanished_keeps_its_documents(
    db: Database, config: Config, tmp_path: Path
) -> None:
    notes = made(tmp_path / "notes", {"boat.txt": "A boat.", "bird.txt": "A bird."})
    add(db, config, notes)
    index(db, config)
    notes.rename(tmp_path / "elsewhere")
    assert [root.error != "" for root in gather(db, config).roots] == [False, True]
    assert is_current(db, config)
    assert set(index(db, config).values()) == {"unchanged"}
    assert find_text(db, "boat.txt").passages[0].text == "A boat."
    (tmp_path / "elsewhere" / "bird.txt").unlink()
    (tmp_path / "elsewhere").rename(notes)
    assert index(db, config)["bird.txt"] == "removed"
    notes.rename(tmp_path / "elsewhere")
    remove(db, config, str(notes))
    assert index(db, config)["boat.txt"] == "removed"


def test_an_index_with_a_lost_place_can_be_built_anew(
    db: Database, config: Config, tmp_path: Path
) -> None:
    notes = made(tmp_path / "notes", {"boat.txt": "A boat."})
    add(db, config, notes)
    index(db, config)
    notes.rename(tmp_path / "elsewhere")
    forced = list(index_all(db, WordEmbedder(), gather(db, config), force=True))
    assert {p.document: p.action for p in forced} == {"tea.md": "changed", "boat.txt": "failed"}
    assert stored_documents(db, "words")["boat.txt"].passages == 1
    assert is_current(db, config), "nothing can be done as long as it is lost"
    (tmp_path / "elsewhere").rename(notes)
    assert not is_current(db, config)
    assert index(db, config)["boat.txt"] == "changed"
    assert stored_documents(db, "words")["boat.txt"].error == ""


TYPES = '[types.recipes]\nsynonyms = ["dishes"]\n[types.recipes.fields]\nsummary = "method"\n'


def test_a_change_of_the_types_reads_the_records_again(
    db: Database, config: Config, own: Path
) -> None:
    made(own, {"dishes.json": '[{"id": "pie", "name": "Pie", "method": "Bake."}]'})
    index(db, config)
    before = read_record(db, "pie")
    made(own, {"types.toml": TYPES})
    assert index(db, config) == {
        "tea.md": "unchanged",
        "dishes.json": "changed",
        "types.toml": "added",
    }
    after = read_record(db, "pie")
    assert before is not None
    assert after is not None
    assert (before.type, before.summary) == ("dishes", "")
    assert (after.type, after.summary) == ("recipes", "Bake.")
    made(own, {"types.toml": TYPES + "# a remark\n"})
    assert index(db, config)["dishes.json"] == "unchanged"
    (own / "types.toml").unlink()
    assert index(db, config)["dishes.json"] == "changed"


def test_wrong_types_are_named_and_declare_nothing(db: Database, config: Config, own: Path) -> None:
    made(own, {"dishes.json": '[{"id": "pie", "name": "Pie"}]', "types.toml": "[types.a]\nb = 1\n"})
    done = {p.document: p for p in index_all(db, WordEmbedder(), gather(db, config))}
    assert done["dishes.json"].action == "added"
    assert "types.toml, line 2" in done["types.toml"].error


def test_one_folder_can_be_indexed_alone(db: Database, own: Path) -> None:
    done = index_content(db, WordEmbedder(), own)
    assert [progress.document for progress in done] == ["tea.md"]


def test_text_is_found_by_every_name(db: Database, config: Config, own: Path) -> None:
    made(own, {"projects.json": '[{"id": "k", "title": "Kettle", "description": "It boils."}]'})
    index(db, config)
    assert find_text(db, "tea.md").source == "tea.md"
    assert find_text(db, "tea.md:3").passages[0].text == "Green tea."
    record = find_text(db, "k").record
    assert record is not None
    assert record.title == "Kettle"
    with pytest.raises(RetrievalError, match="tae") as caught:
        find_text(db, "tae.md")
    assert "tea.md" in caught.value.hint
