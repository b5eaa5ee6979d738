from pathlib import Path

import pytest

from voicecli.cli.transcribe_models import catalogue_name, model_folder
from voicecli.errors import UsageError

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("named", "catalogued"),
    [
        ("base", "whisper-base"),
        ("whisper-base", "whisper-base"),
        ("tiny.en", "whisper-tiny.en"),
        ("turbo", "large-v3-turbo"),
        ("large", "large-v3"),
        ("large-v3-turbo", "large-v3-turbo"),
        ("openai/whisper-small", "whisper-small"),
        ("Systran/faster-whisper-medium", "whisper-medium"),
        ("distil-whisper/distil-large-v3", "distil-large-v3"),
        ("nonsense", "nonsense"),
        ("", None),
        (None, None),
    ],
)
def test_models_by_the_names_of_other_commands(named: str | None, catalogued: str | None) -> None:
    assert catalogue_name(named) == catalogued


def a_model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").touch()
    return folder


def test_a_folder_with_a_model_is_taken(tmp_path: Path) -> None:
    folder = a_model(tmp_path / "my-own")
    assert model_folder(None, str(folder), None) == folder
    assert model_folder(str(folder), None, None) == folder
    assert model_folder("base", None, None) is None
    with pytest.raises(UsageError, match="holds no Whisper model"):
        model_folder(None, str(tmp_path), None)


def test_what_faster_whisper_left_in_its_cache_is_found(tmp_path: Path) -> None:
    snapshot = a_model(tmp_path / "models--Systran--faster-whisper-small" / "snapshots" / "abc")
    plain = a_model(tmp_path / "whisper-base")
    assert model_folder("small", None, str(tmp_path)) == snapshot
    assert model_folder(None, None, str(tmp_path)) == snapshot
    assert model_folder("base", None, str(tmp_path)) == plain
    assert model_folder("tiny", None, str(tmp_path)) is None
