"""`voicecli listen` obeys the settings of the microphone's sound."""

from pathlib import Path

import numpy as np
import pytest

from tests.conftest import MODELS
from voicecli.audio import clean_microphone
from voicecli.audio.files import write_wav
from voicecli.cli.app import run

pytestmark = pytest.mark.cli


def test_captions_hear_what_the_filters_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    real = clean_microphone.CleanMicrophone

    class Seen(real):  # type: ignore[misc, valid-type]
        def __init__(self, *arguments: object) -> None:
            made.append(arguments)
            super().__init__(*arguments)

    monkeypatch.setattr(clean_microphone, "CleanMicrophone", Seen)
    monkeypatch.setenv("VOICECLI_AUDIO_HIGH_PASS", "true")
    monkeypatch.setenv("VOICECLI_MODELS_PROFILE", "tiny")
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(MODELS))
    monkeypatch.setenv("VOICECLI_PATHS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VOICECLI_PATHS_STATE", str(tmp_path / "state"))
    sound = tmp_path / "hum.wav"
    write_wav(sound, np.zeros(16_000, np.float32), 16_000)
    assert run(["listen", "--fast", "--microphone", str(sound)]) == 0
    assert made
