from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import pytest
from whisper_normalizer.english import EnglishTextNormalizer

from tests.spoken import noise, silence, spoken
from voicecli.config import SttConfig
from voicecli.errors import CatalogError, ExitCode, SttError
from voicecli.stt.agreement import PartialTranscript
from voicecli.stt.tries import DRAFT_SECONDS, Try
from voicecli.stt.whisper import WhisperRecognizer, _Task
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import SAMPLE_RATE, Samples, Transcript, Utterance

pytestmark = pytest.mark.engines

QUESTION = "Which projects did you build with Python, and what did you learn from them?"
normalize = EnglishTextNormalizer()


@pytest.fixture(scope="module")
def tiny(models: Path) -> WhisperRecognizer:
    return WhisperRecognizer(models / "whisper-tiny.en", SttConfig(device="cpu"), 2)


@pytest.fixture(scope="module")
def base(models: Path) -> WhisperRecognizer:
    return WhisperRecognizer(models / "whisper-base", SttConfig(device="cpu"), 2)


def utterance(samples: Samples) -> Utterance:
    return Utterance(samples, 0, len(samples), "silence")


def error_rate(reference: str, heard: str) -> float:
    return jiwer.wer(normalize(reference), normalize(heard))


def test_the_decoder_has_all_the_room_that_a_try_gives_it(
    tiny: WhisperRecognizer, models: Path
) -> None:
    task = _Task(spoken(models, QUESTION), "en")
    heard = tiny._decode(task, Try(10.0, 1, token_limit=16, timed=False))
    assert error_rate(QUESTION, heard.text) <= 0.15


def test_a_question_is_understood(models: Path, tiny: WhisperRecognizer) -> None:
    heard = tiny.transcribe(utterance(spoken(models, QUESTION)), Turn())
    assert error_rate(QUESTION, heard.text) < 0.15
    assert heard.language == "en"
    assert heard.duration == pytest.approx(len(spoken(models, QUESTION)) / SAMPLE_RATE)


def test_the_same_sound_gives_the_same_text(models: Path, tiny: WhisperRecognizer) -> None:
    hard = spoken(models, QUESTION) * 0.05 + noise(60, 0.01)[: len(spoken(models, QUESTION))]
    again = WhisperRecognizer(models / "whisper-tiny.en", SttConfig(device="cpu"), 2)
    first = tiny.transcribe(utterance(hard), Turn())
    assert tiny.transcribe(utterance(hard), Turn()) == first
    assert again.transcribe(utterance(hard), Turn()) == first


@pytest.mark.parametrize(
    "samples",
    [
        silence(0),
        silence(0.05),
        silence(3),
        noise(0.09),
        np.full(SAMPLE_RATE, np.nan, np.float32),
        np.full(SAMPLE_RATE, np.inf, np.float32),
    ],
    ids=["empty", "too short", "silence", "a tick", "not a number", "infinite"],
)
def test_where_there_is_no_sound_nothing_is_heard(
    tiny: WhisperRecognizer, samples: Samples
) -> None:
    assert tiny.transcribe(utterance(samples), Turn()).text == ""


def test_damaged_and_overdriven_samples_do_no_harm(models: Path, tiny: WhisperRecognizer) -> None:
    damaged = spoken(models, QUESTION) * 1e6
    damaged[1000:1010] = np.nan
    damaged[2000] = -np.inf
    assert error_rate(QUESTION, tiny.transcribe(utterance(damaged), Turn()).text) < 0.15


def test_an_utterance_longer_than_the_window_is_heard_to_its_end(
    models: Path, tiny: WhisperRecognizer
) -> None:
    text = " ".join(f"{QUESTION} This was question number {n}." for n in ("one", "two", "nine"))
    story = f"{text} {text} {text}"
    samples = spoken(models, story)
    assert len(samples) > 35 * SAMPLE_RATE
    assert error_rate(story, tiny.transcribe(utterance(samples), Turn()).text) < 0.15


def test_the_language_is_detected_at_no_cost(
    models: Path, base: WhisperRecognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from faster_whisper import WhisperModel

    windows: list[int] = []
    encode = WhisperModel.encode

    def counted(model: WhisperModel, features: Samples) -> object:
        windows.append(features.shape[-1])
        return encode(model, features)

    monkeypatch.setattr(WhisperModel, "encode", counted)
    heard = base.transcribe(utterance(spoken(models, QUESTION)), Turn())
    assert heard.language == "en"
    assert 0.5 < heard.language_probability <= 1
    assert windows == [1000]


def test_doubtful_text_is_tried_again_with_more_care(
    models: Path, tiny: WhisperRecognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows: list[float] = []
    decode = WhisperRecognizer._decode

    def counted(recognizer: WhisperRecognizer, task: Any, attempt: Try) -> Transcript:
        windows.append(attempt.window_seconds)
        return decode(recognizer, task, attempt)

    monkeypatch.setattr(WhisperRecognizer, "_decode", counted)
    samples = spoken(models, QUESTION)
    tiny.transcribe(utterance(samples), Turn())
    assert windows == [10.0]
    tiny.transcribe(utterance(samples[::-1].copy()), Turn())
    assert windows[1:] == [10.0, 20.0]


def test_drafts_of_growing_speech_become_a_partial_transcript(
    models: Path, tiny: WhisperRecognizer
) -> None:
    samples = spoken(models, QUESTION)
    partial = PartialTranscript()
    for end in range(SAMPLE_RATE, len(samples), SAMPLE_RATE):
        before = partial.committed_text
        partial = partial.heard(tiny.draft(samples[:end], Turn()).text)
        assert partial.committed_text.startswith(before)
    assert error_rate("Which projects did you build with", partial.committed_text) < 0.35
    final = partial.finish(tiny.transcribe(utterance(samples), Turn()).text)
    assert error_rate(QUESTION, partial.committed_text + final.remaining) < 0.15


def test_a_draft_of_long_speech_hears_only_its_end(models: Path, tiny: WhisperRecognizer) -> None:
    samples = spoken(models, f"{QUESTION} {QUESTION} {QUESTION} This is the end of the story.")
    assert len(samples) > 11 * SAMPLE_RATE
    heard = tiny.draft(samples, Turn())
    assert heard.duration == len(samples) / SAMPLE_RATE
    assert 0 < heard.duration - heard.segments[0].start <= DRAFT_SECONDS
    assert normalize(heard.text).endswith("end of the story")
    assert normalize(heard.text).count("which projects") < 3


@pytest.mark.parametrize("samples", [silence(3), noise(3, 0.001), noise(0.09)])
def test_a_draft_of_no_speech_is_empty(base: WhisperRecognizer, samples: Samples) -> None:
    assert base.draft(samples, Turn()).text == ""


def test_a_cancelled_draft_gives_no_text(models: Path, tiny: WhisperRecognizer) -> None:
    turn = Turn()
    turn.cancel("test")
    with pytest.raises(TurnCancelled):
        tiny.draft(spoken(models, QUESTION), turn)


def test_a_name_that_is_a_hotword_is_spelled_as_it_is(models: Path) -> None:
    samples = spoken(models, "Tell me about Quizzle and Ledger Lens.")
    names = ("Qwizzel", "LedgerLens")
    config = SttConfig(device="cpu")
    told = WhisperRecognizer(models / "whisper-base", config, 2, hotwords=names)
    heard = told.transcribe(utterance(samples), Turn()).text
    assert "LedgerLens" in heard


def test_a_cancelled_turn_gives_no_text(models: Path, tiny: WhisperRecognizer) -> None:
    turn = Turn()
    turn.cancel("test")
    with pytest.raises(TurnCancelled):
        tiny.transcribe(utterance(spoken(models, QUESTION)), turn)


def test_an_english_model_refuses_other_languages(models: Path) -> None:
    with pytest.raises(SttError, match="voicecli models pull") as caught:
        WhisperRecognizer(models / "whisper-tiny.en", SttConfig(language="de"), 1)
    assert caught.value.code == "english-only"


def test_an_unknown_language_is_refused(models: Path) -> None:
    with pytest.raises(SttError, match="'xx'"):
        WhisperRecognizer(models / "whisper-base", SttConfig(language="xx"), 1)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="voicecli models pull whisper-base") as caught:
        WhisperRecognizer(tmp_path / "whisper-base", SttConfig(), 1)
    assert caught.value.exit_code == ExitCode.MODEL_MISSING


def test_a_damaged_model_is_named(models: Path, tmp_path: Path) -> None:
    whole = models / "whisper-tiny.en"
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).symlink_to(whole / name)
    (tmp_path / "model.bin").write_bytes((whole / "model.bin").read_bytes()[:1000])
    with pytest.raises(SttError, match="voicecli models verify"):
        WhisperRecognizer(tmp_path, SttConfig(device="cpu"), 1)


def test_an_unknown_compute_type_is_named(models: Path) -> None:
    config = SttConfig(device="cpu", compute_type="int3")
    with pytest.raises(SttError, match="--compute-type auto"):
        WhisperRecognizer(models / "whisper-tiny.en", config, 1)


def test_nothing_is_printed(
    models: Path, tiny: WhisperRecognizer, capfd: pytest.CaptureFixture[str]
) -> None:
    tiny.warm_up()
    tiny.transcribe(utterance(spoken(models, QUESTION)), Turn())
    assert capfd.readouterr() == ("", "")
