"""What transcriptions are made with, and what their results are remembered by."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from voicecli import catalog
from voicecli.assembly.models import model_names
from voicecli.assembly.recordings import open_transcription
from voicecli.config import Config, EmotionConfig, PathsConfig
from voicecli.errors import CatalogError
from voicecli.pipeline.transcribe_options import TranscribeOptions
from voicecli.storage.jobs import JobKey

pytestmark = pytest.mark.unit


@pytest.fixture
def config(tmp_path: Path) -> Config:
    paths = {name: str(tmp_path / name) for name in ("data", "models", "cache")}
    return Config(paths=PathsConfig(**paths))


def key(config: Config, options: TranscribeOptions) -> JobKey:
    with open_transcription(config, options) as how:
        return how.key_of(b"content")


def pipe(text: str) -> Path:
    """A path to read a text from once, as the shell's <(…) gives it."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return Path(f"/dev/fd/{reading}")


def test_a_lexicon_from_a_pipe_counts_by_its_spellings(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Kubernetes\n")
    keys = [
        key(config, TranscribeOptions(lexicon=pipe(f"{name}\n")))
        for name in ("Kubernetes", "Siobhan")
    ]
    assert keys[0] != keys[1]
    assert keys[0] == key(config, TranscribeOptions(lexicon=file))


def test_other_files_in_a_folder_of_ones_own_are_another_model(
    config: Config, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("model.bin", "tokenizer.json", "config.json"):
        (folder / name).write_text("{}")
    whisper = TranscribeOptions(model_folder=folder)
    heard = replace(config, emotion=EmotionConfig(str(folder)))
    emotion = TranscribeOptions(diarize=True, emotion=True)
    before = key(config, whisper), key(heard, emotion)
    assert before == (key(config, whisper), key(heard, emotion))
    (folder / "config.json").write_text("{ }")
    after = key(config, whisper), key(heard, emotion)
    assert before[0].recognition != after[0].recognition
    assert before[1].stages != after[1].stages


@pytest.mark.parametrize("role", ["stt", "vad", "speaker", "embedding"])
def test_another_checksum_is_another_model(
    config: Config, monkeypatch: pytest.MonkeyPatch, role: catalog.Role
) -> None:
    options = TranscribeOptions(diarize=True, emotion=True)
    before = key(config, options)
    known = catalog.load()
    model = known.find(model_names(config)[role])
    files = tuple(replace(file, digest="0" * 64) for file in model.files)
    other = replace(known, models={**known.models, model.name: replace(model, files=files)})
    monkeypatch.setattr(catalog, "load", lambda: other)
    assert key(config, options) != before


def test_recordings_are_not_cut_by_loudness_where_the_model_is_missing(config: Config) -> None:
    with (
        open_transcription(config, TranscribeOptions()) as how,
        pytest.raises(CatalogError, match="silero-vad is missing"),
    ):
        how.vad()
