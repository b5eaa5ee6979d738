import json
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from voicecli.config import TtsConfig
from voicecli.errors import TtsError
from voicecli.tts.piper import PiperSynthesizer
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Samples, Sentence, SpeechChunk

pytestmark = pytest.mark.engines

REPEATABLE = {"noise_scale": 0.0, "noise_w_scale": 0.0}
TEXT = "The tide gauge was replaced in the spring of twenty twenty one."


def file(models: Path) -> Path:
    return models / "piper-en_US-joe-medium" / "en_US-joe-medium.onnx"


@pytest.fixture(scope="module")
def piper(models: Path) -> PiperSynthesizer:
    return PiperSynthesizer(file(models), TtsConfig(**REPEATABLE), threads=2)


def speech(piper: PiperSynthesizer, text: str) -> Samples:
    chunks = [chunk.samples for chunk in piper.synthesize(Sentence(0, text), Turn())]
    return np.concatenate(chunks) if chunks else np.zeros(0, np.float32)


def voice_with(models: Path, **changes: float) -> PiperSynthesizer:
    return PiperSynthesizer(file(models), TtsConfig(**{**REPEATABLE, **changes}), threads=2)


def test_a_sentence_is_speech(piper: PiperSynthesizer) -> None:
    chunks = list(piper.synthesize(Sentence(7, TEXT), Turn()))
    assert [chunk.sentence.index for chunk in chunks] == [7]
    assert chunks[0].sample_rate == piper.sample_rate == 22_050
    samples = chunks[0].samples
    assert samples.dtype == np.float32
    assert 2.5 < samples.size / piper.sample_rate < 6.0
    assert 0.2 < float(np.abs(samples).max()) <= 1.0


def test_whisper_understands_it(
    piper: PiperSynthesizer, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import soxr
    import tqdm
    from faster_whisper import WhisperModel

    text = "It cost $3.50 on 2021-05-03, i.e. 5 km from https://tidewatch.example, Dr. Smith said."
    sound = soxr.resample(speech(piper, text), piper.sample_rate, 16_000)
    monkeypatch.setattr(tqdm.tqdm, "monitor_interval", 0)  # faster-whisper's bar would own a thread
    whisper = WhisperModel(str(models / "whisper-base"), compute_type="int8", cpu_threads=2)
    segments, _ = whisper.transcribe(sound, language="en", beam_size=1)
    heard = "".join(segment.text for segment in segments).lower()
    for word in ("may", "5", "smith", "that is"):
        assert word in heard
    assert "dollar" in heard or "$3.50" in heard
    assert "kilometer" in heard or "km" in heard


def test_without_noise_it_repeats_to_the_bit(piper: PiperSynthesizer) -> None:
    assert np.array_equal(speech(piper, TEXT), speech(piper, TEXT))


def test_speed_volume_and_silence(piper: PiperSynthesizer, models: Path) -> None:
    plain = speech(piper, TEXT)
    changed = speech(voice_with(models, speed=2.0, volume=0.5, sentence_silence_seconds=1.0), TEXT)
    pause = piper.sample_rate
    assert not changed[-pause:].any()
    voiced = changed.size - pause
    assert 0.45 < voiced / (plain.size - 0.2 * piper.sample_rate) < 0.7
    assert float(np.abs(changed).max()) == pytest.approx(0.5, abs=0.01)


def test_the_first_clause_of_a_turn_comes_first(piper: PiperSynthesizer) -> None:
    text = "In the spring of that year, the tide gauge was replaced with a newer one."
    whole = list(piper.synthesize(Sentence(1, text), Turn()))
    parts = list(piper.synthesize(Sentence(0, text), Turn()))
    assert [len(whole), len(parts)] == [1, 2]
    assert parts[0].samples.size < 0.6 * whole[0].samples.size
    assert parts[0].share == pytest.approx(0.37, abs=0.05)
    assert sum(part.share for part in parts) == pytest.approx(1.0)
    said = sum(part.samples.size for part in parts)
    assert said == pytest.approx(whole[0].samples.size, rel=0.15)


def test_speed_and_volume_change_while_it_speaks(models: Path) -> None:
    piper = voice_with(models, sentence_silence_seconds=0.0)
    plain = speech(piper, TEXT)
    piper.speed *= 2
    assert 0.4 < speech(piper, TEXT).size / plain.size < 0.7
    piper.speed, piper.volume = 1.0, 2.0
    louder = speech(piper, TEXT)
    assert float(np.sqrt(np.mean(louder**2) / np.mean(plain**2))) > 1.6
    assert 0.9 < float(np.abs(louder).max()) <= 1.0
    assert np.count_nonzero(np.abs(louder) == 1.0) <= 1  # bent, and not cut off
    piper.speed, piper.volume = 100.0, -1.0
    assert (piper.speed, piper.volume) == (4.0, 0.0)


def test_a_hold_rests_the_network_and_the_sentence_is_made_again(piper: PiperSynthesizer) -> None:
    text = "and so it went on and on " * 12
    whole = speech(piper, text)
    turn = Turn()
    made: list[SpeechChunk] = []
    speaking = threading.Thread(
        target=lambda: made.extend(piper.synthesize(Sentence(0, text), turn))
    )
    speaking.start()
    turn.wait(0.05)
    turn.hold()
    turn.wait(0.3)
    used = time.process_time()
    turn.wait(0.3)
    assert time.process_time() - used < 0.1
    assert not made
    assert speaking.is_alive()
    turn.resume()
    speaking.join()
    assert np.array_equal(np.concatenate([chunk.samples for chunk in made]), whole)


def test_a_short_hold_loses_nothing(piper: PiperSynthesizer) -> None:
    turn = Turn()
    made: list[SpeechChunk] = []
    speaking = threading.Thread(
        target=lambda: made.extend(piper.synthesize(Sentence(1, TEXT), turn))
    )
    speaking.start()
    for _ in range(5):
        turn.wait(0.01)
        turn.hold()
        turn.resume()
    speaking.join()
    assert np.array_equal(made[0].samples, speech(piper, TEXT))


def test_a_held_turn_can_be_cancelled(piper: PiperSynthesizer) -> None:
    turn = Turn()
    turn.hold()
    timer = threading.Timer(0.05, turn.cancel, ["barge-in"])
    timer.start()
    with pytest.raises(TurnCancelled):
        list(piper.synthesize(Sentence(0, TEXT), turn))
    timer.join()


def test_a_lexicon_changes_what_is_said(models: Path, tmp_path: Path) -> None:
    listed = tmp_path / "mine.toml"
    listed.write_text('Tidewatch = "x"\n', "utf-8")
    config = TtsConfig(**REPEATABLE, lexicon=str(listed))
    said = PiperSynthesizer(file(models), config, threads=2)
    phonemes = tmp_path / "lexicon.toml"  # the one beside the settings file
    phonemes.write_text('[ipa]\nTidewatch = "ˈɛks"\n', "utf-8")
    heard = voice_with(models)
    assert np.array_equal(speech(said, "Tidewatch."), speech(said, "x."))
    assert speech(heard, "Tidewatch").size < 0.8 * speech(heard, "Tide watch").size
    assert np.array_equal(speech(heard, "[[ˈɛks]] now"), speech(said, "ˈɛks now"))
    phonemes.write_text('[ipa]\nTidewatch = "✗"\n', "utf-8")
    with pytest.raises(TtsError, match="no phoneme"):
        voice_with(models)


def test_a_clause_has_a_shorter_pause(models: Path) -> None:
    piper = voice_with(models, sentence_silence_seconds=1.0)
    assert not speech(piper, "It rains.")[-22_050:].any()
    assert speech(piper, "It rains,")[-22_050:].any()


@pytest.mark.parametrize("text", ["", "😀😀", "...", "***", "\n\t", "---", "?!", "\ue000"])
def test_nothing_to_say_yields_nothing(piper: PiperSynthesizer, text: str) -> None:
    assert list(piper.synthesize(Sentence(0, text), Turn())) == []


@pytest.mark.parametrize(
    "text", ["مرحبا بالعالم", "你好", "\x00hello\x00", "\ud800 hi", "[[x]]", "ß"]
)
def test_odd_texts_are_survived(piper: PiperSynthesizer, text: str) -> None:
    assert speech(piper, text).size


def test_a_long_text_comes_in_parts(piper: PiperSynthesizer) -> None:
    turn = Turn()
    stream = piper.synthesize(Sentence(0, "and so it went on " * 100), turn)
    first = next(stream)
    assert first.samples.size / piper.sample_rate < 30
    turn.cancel("heard enough")
    with pytest.raises(TurnCancelled):
        next(stream)


def test_a_cancel_stops_inside_a_sentence(piper: PiperSynthesizer) -> None:
    whole = speech(piper, TEXT)
    turn = Turn()
    timer = threading.Timer(0.05, turn.cancel, ["barge-in"])
    timer.start()
    with pytest.raises(TurnCancelled):
        list(piper.synthesize(Sentence(0, "and so it went on and on " * 12), turn))
    timer.join()
    assert np.array_equal(speech(piper, TEXT), whole)


def test_a_cancelled_turn_does_not_begin(piper: PiperSynthesizer) -> None:
    turn = Turn()
    turn.cancel("left")
    with pytest.raises(TurnCancelled):
        next(piper.synthesize(Sentence(0, TEXT), turn))


def test_nothing_is_printed(models: Path, capfd: pytest.CaptureFixture[str]) -> None:
    piper = voice_with(models)
    piper.warm_up()
    turn = Turn()
    timer = threading.Timer(0.05, turn.cancel, ["barge-in"])
    timer.start()
    with pytest.raises(TurnCancelled):
        list(piper.synthesize(Sentence(0, "and so it went on and on " * 12), turn))
    timer.join()
    assert capfd.readouterr() == ("", "")


def test_damaged_files_are_named(models: Path, tmp_path: Path) -> None:
    voice = tmp_path / "voice.onnx"
    settings = tmp_path / "voice.onnx.json"
    with pytest.raises(TtsError, match=r"voice\.onnx") as caught:
        PiperSynthesizer(voice, TtsConfig(), threads=1)
    assert caught.value.code == "missing"
    voice.write_bytes(b"no network")
    with pytest.raises(TtsError, match=r"voice\.onnx\.json"):
        PiperSynthesizer(voice, TtsConfig(), threads=1)
    good = file(models).with_name("en_US-joe-medium.onnx.json")
    for text in ("", "{", "[]", "{}", '{"num_symbols": 1}', "\xff"):
        settings.write_text(text, encoding="latin-1")
        with pytest.raises(TtsError) as caught:
            PiperSynthesizer(voice, TtsConfig(), threads=1)
        assert caught.value.code == "damaged"
    shutil.copy(good, settings)
    with pytest.raises(TtsError, match=r"voice\.onnx is not a whole voice") as caught:
        PiperSynthesizer(voice, TtsConfig(), threads=1)
    assert caught.value.hint == "Check it with `voicecli models verify`."


def test_a_voice_that_would_need_the_network_is_refused(models: Path, tmp_path: Path) -> None:
    settings = json.loads(file(models).with_name("en_US-joe-medium.onnx.json").read_text())
    settings["phoneme_type"] = "pinyin"
    (tmp_path / "zh.onnx").write_bytes(b"")
    (tmp_path / "zh.onnx.json").write_text(json.dumps(settings))
    with pytest.raises(TtsError, match="pronunciation model"):
        PiperSynthesizer(tmp_path / "zh.onnx", TtsConfig(), threads=1)


def test_a_gpu_that_is_not_there_is_named(models: Path) -> None:
    import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this onnxruntime has CUDA")
    with pytest.raises(TtsError, match="no CUDA"):
        PiperSynthesizer(file(models), TtsConfig(device="cuda"), threads=1)
