import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.spoken import noise, silence, spoken
from voicecli.audio.blocks import cut_blocks
from voicecli.config import VadConfig
from voicecli.errors import ExitCode, VadError
from voicecli.types import SAMPLE_RATE, Samples, Utterance
from voicecli.vad.endpointing import TurnCues, endpoint
from voicecli.vad.silero import SileroVad
from voicecli.vad.smart_turn import SmartTurn
from voicecli.vad.turn_end import TurnEnd

pytestmark = pytest.mark.engines

WHOLE = ("Which projects used the sensor network?", "Thank you, that is all.")
BROKEN = ("I would like to know whether the", "Please tell me about the projects where we")


@pytest.fixture(scope="module")
def smart_turn(models: Path) -> SmartTurn:
    return SmartTurn(models / "smart-turn-v3.2-cpu" / "smart-turn-v3.2-cpu.onnx")


def test_whole_sentences_sound_more_complete_than_broken_ones(
    smart_turn: SmartTurn, models: Path
) -> None:
    def complete(text: str) -> float:
        return smart_turn.complete(np.concatenate((spoken(models, text), silence(0.2))))

    whole, broken = [complete(text) for text in WHOLE], [complete(text) for text in BROKEN]
    assert min(whole) > 0.5 > max(broken)


def turns(models: Path, cues: TurnCues | None, samples: Samples) -> int:
    """How many turns are found in a stream."""
    scored = SileroVad(models / "silero-vad" / "silero_vad.onnx").detect(cut_blocks([samples]))
    return sum(isinstance(item, Utterance) for item in endpoint(scored, VadConfig(), cues))


def test_a_pause_inside_a_sentence_is_waited_for_and_one_behind_it_is_not(
    smart_turn: SmartTurn, models: Path
) -> None:
    cues = TurnCues(smart_turn, TurnEnd(0.5))
    broken = (silence(0.5), spoken(models, BROKEN[0]), silence(0.8), spoken(models, "dog barked."))
    assert turns(models, None, np.concatenate((*broken, silence(2.0)))) == 2
    assert turns(models, cues, np.concatenate((*broken, silence(2.0)))) == 1
    whole = (silence(0.5), spoken(models, WHOLE[0]), silence(1.0), spoken(models, WHOLE[1]))
    assert turns(models, cues, np.concatenate((*whole, silence(2.0)))) == 2


def test_it_is_a_probability_for_any_sound(smart_turn: SmartTurn) -> None:
    sounds = (silence(0.0), silence(1.0), noise(0.01), noise(3.0), noise(20.0, 0.5))
    assert all(0.0 <= smart_turn.complete(sound) <= 1.0 for sound in sounds)


def test_only_the_last_eight_seconds_count(smart_turn: SmartTurn, models: Path) -> None:
    end = np.concatenate((noise(6.0), spoken(models, WHOLE[0]), silence(0.2)))[-8 * SAMPLE_RATE :]
    longer = np.concatenate((noise(3.0, 0.2), end))
    assert end.size == 8 * SAMPLE_RATE
    assert smart_turn.complete(longer) == smart_turn.complete(end)


def test_loudness_says_nothing(smart_turn: SmartTurn, models: Path) -> None:
    said = np.concatenate((spoken(models, WHOLE[0]), silence(0.2)))
    quiet = smart_turn.complete(said * np.float32(0.1))
    assert quiet == pytest.approx(smart_turn.complete(said), abs=0.05)


def test_a_missing_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(VadError, match="voicecli models pull smart-turn") as caught:
        SmartTurn(tmp_path / "smart-turn-v3.2-cpu.onnx")
    assert caught.value.exit_code is ExitCode.MODEL_MISSING


def test_a_damaged_model_names_the_command(tmp_path: Path) -> None:
    path = tmp_path / "smart-turn-v3.2-cpu.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(VadError, match="voicecli models verify") as caught:
        SmartTurn(path)
    assert caught.value.exit_code is ExitCode.MODEL_MISSING


def test_another_model_is_refused(models: Path, tmp_path: Path) -> None:
    path = shutil.copy(models / "silero-vad" / "silero_vad.onnx", tmp_path)
    with pytest.raises(VadError, match="not Smart Turn"):
        SmartTurn(Path(path))
