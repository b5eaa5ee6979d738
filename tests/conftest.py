"""Every test lives in its own folders and leaves no thread behind."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from hypothesis import settings

# In CI the examples are the same each time, as in Hypothesis' own profile for it: a change is
# judged by itself and not by chance. Elsewhere every run looks for new ones.
settings.register_profile("no-clock", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("no-clock")

MODELS = Path(
    os.environ.get("VOICECLI_PATHS_MODELS") or platformdirs.user_data_path("voicecli") / "models"
)
"""The real model files, shared by all tests and never written to by one."""

ENDING_SECONDS = 2.0
"""How long a thread that was told to end may take."""

REPEATABLE = {"VOICECLI_TTS_NOISE_SCALE": "0", "VOICECLI_TTS_NOISE_W_SCALE": "0"}
"""Settings with which Piper says a sentence the same way each time."""


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("VOICECLI_"):
            monkeypatch.delenv(name)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("VOICECLI_PATHS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VOICECLI_PATHS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(MODELS))
    monkeypatch.setenv("VOICECLI_MODELS_PROFILE", "tiny")
    monkeypatch.setenv("VOICECLI_CONFIG", str(tmp_path / "config.toml"))
    for name, value in REPEATABLE.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    new = set(threading.enumerate()) - before
    for thread in new:
        thread.join(ENDING_SECONDS)  # rich tells its refreshing thread to end, and does not wait
    left = [thread.name for thread in new if thread.is_alive()]
    assert not left, f"threads left running: {left}"


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder with the models of the `tiny` profile."""
    if not (MODELS / "whisper-tiny.en").is_dir():
        pytest.fail("the models of `tiny` are missing; run `voicecli models pull --profile tiny`")
    return MODELS
