from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import jiwer
import numpy as np
import pytest
from whisper_normalizer.english import EnglishTextNormalizer

from tests.spoken import noise, silence, spoken
from voicecli.audio.blocks import cut_blocks
from voicecli.config import SttConfig
from voicecli.errors import CatalogError, ExitCode, SttError
from voicecli.stt.batch import BatchRecognizer
from voicecli.stt.batch_model import BatchModel, Encoded, Order, Written
from voicecli.stt.decoding import Decoding
from voicecli.stt.placing import MARGIN_SECONDS
from voicecli.stt.windows import cut
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow, Transcript
from voicecli.vad.silero import SileroVad

pytestmark = pytest.mark.engines

SHORT = "Please call me back tomorrow."
NUMBERS = (
    "The tower was built in 1889, is 330 metres high, and 7 million people visit it each year."
)
LONG = (
    "Which projects did you build with Python, and what did you learn from them? "
    "The ferry leaves at half past seven, and the museum opens two hours later. "
    "She put the blue folder on the second shelf, next to the window."
)
normalize = EnglishTextNormalizer()


@pytest.fixture(scope="module")
def tiny(models: Path) -> BatchRecognizer:
    return BatchRecognizer(models / "whisper-tiny.en", SttConfig(device="cpu"), 2)


@pytest.fixture(scope="module")
def base(models: Path) -> BatchRecognizer:
    return BatchRecognizer(models / "whisper-base", SttConfig(device="cpu"), 2)


@pytest.fixture(scope="module")
def windows(models: Path) -> list[SpeechWindow]:
    """Of different lengths, as four recordings might have them, and one without any sound."""
    texts = (SHORT, NUMBERS, LONG, f"{SHORT} {NUMBERS}")
    found = [window for text in texts for window in of(models, spoken(models, text), 40.0)]
    return [*found, SpeechWindow(silence(3), 0, ((0, SAMPLE_RATE),))]


def of(models: Path, samples: Samples, start: float = 0.0) -> list[SpeechWindow]:
    """The windows of a sound that begins so many seconds after its recording."""
    vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
    shift = round(start * SAMPLE_RATE)
    return [
        SpeechWindow(
            window.samples,
            window.start + shift,
            tuple((left + shift, right + shift) for left, right in window.speech),
        )
        for window in cut(vad.detect(cut_blocks([samples])), 0.5)
    ]


def hear(
    recognizer: BatchRecognizer, windows: list[SpeechWindow], language: str = "en"
) -> list[Transcript]:
    return recognizer.recognize_all(windows, [language] * len(windows), Turn())


def error_rate(reference: str, heard: str) -> float:
    return jiwer.wer(normalize(reference), normalize(heard))


def test_the_decoder_has_the_room_that_it_is_given(models: Path) -> None:
    model = BatchModel(models / "whisper-tiny.en", SttConfig(device="cpu"), 1, Decoding())
    encoded = model.encode([spoken(models, LONG)], 30.0)
    for timed in (False, True):
        for limit in (10, 30):
            (cut_off,) = model.write(encoded, Order("en", 1, limit, timed))
            assert cut_off.is_cut
            assert limit - 6 * timed <= len(cut_off.tokens) <= limit  # the rest are timestamps
        (whole,) = model.write(encoded, Order("en", 1, 100, timed))
        assert not whole.is_cut
        assert error_rate(LONG, whole.text) < 0.15


def test_many_windows_are_understood(tiny: BatchRecognizer, windows: list[SpeechWindow]) -> None:
    *heard, nothing = hear(tiny, windows)
    said = " ".join(transcript.text for transcript in heard)
    assert error_rate(f"{SHORT} {NUMBERS} {LONG} {SHORT} {NUMBERS}", said) < 0.15
    assert nothing.segments == ()


def test_a_window_is_the_same_alone_and_among_others(
    tiny: BatchRecognizer, models: Path, windows: list[SpeechWindow]
) -> None:
    among = hear(tiny, windows)
    assert hear(tiny, windows[::-1])[::-1] == among
    assert [hear(tiny, [window])[0] for window in windows] == among
    one_thread = BatchRecognizer(
        models / "whisper-tiny.en", SttConfig(device="cpu"), 1, Decoding(batch_size=3)
    )
    assert hear(one_thread, windows) == among


def test_every_word_is_timed_within_speech(
    tiny: BatchRecognizer, windows: list[SpeechWindow]
) -> None:
    for window, transcript in zip(windows, hear(tiny, windows), strict=True):
        words = [word for segment in transcript.segments for word in segment.words]
        for before, after in pairwise(words):
            assert before.end <= after.start
        for word in words:
            assert word.end > word.start
            assert any(
                left / SAMPLE_RATE - MARGIN_SECONDS - 0.05 <= word.start
                and word.end <= right / SAMPLE_RATE + MARGIN_SECONDS + 0.05
                for left, right in spans(window)
            )
            assert 0 <= word.probability <= 1
        for segment in transcript.segments:
            assert segment.text == "".join(word.text for word in segment.words)
            assert (segment.start, segment.end) == (segment.words[0].start, segment.words[-1].end)
            assert segment.tokens


def spans(window: SpeechWindow) -> list[tuple[int, int]]:
    """The speech, with pauses that two margins fill taken for speech."""
    joined: list[tuple[int, int]] = []
    for left, right in window.speech:
        if joined and left - joined[-1][1] <= 2 * MARGIN_SECONDS * SAMPLE_RATE:
            left = joined.pop()[0]
        joined.append((left, right))
    return joined


def test_numbers_are_words_with_times(tiny: BatchRecognizer, models: Path) -> None:
    (heard,) = hear(tiny, of(models, spoken(models, NUMBERS)))
    words = [word for segment in heard.segments for word in segment.words]
    assert any(character.isdigit() for word in words for character in word.text)
    assert all(word.end - word.start >= 0.04 for word in words)


def test_the_language_is_detected_with_its_probability(base: BatchRecognizer, models: Path) -> None:
    (heard,) = hear(base, of(models, spoken(models, LONG)), language="")
    assert heard.language == "en"
    assert 0.5 < heard.language_probability <= 1.0


def test_a_prompt_is_not_what_is_heard_in_noise(models: Path) -> None:
    how = Decoding(initial_prompt="Minutes of the board.", hotwords="Okafor")
    told = BatchRecognizer(models / "whisper-base", SttConfig(device="cpu"), 2, how)
    rushing = SpeechWindow(noise(4, 0.05), 0, ((0, 4 * SAMPLE_RATE),))
    quiet, spoken_text = told.recognize_all(
        [rushing, *of(models, spoken(models, SHORT))], ["en", "en"], Turn()
    )
    assert "board" not in quiet.text
    assert "Okafor" not in quiet.text
    assert error_rate(SHORT, spoken_text.text) < 0.3


def test_hotwords_are_spelled_as_told(models: Path) -> None:
    sound = of(models, spoken(models, "We store all of it in tide watch, as Okafor asked us to."))
    how = Decoding(hotwords="TideWatch, Okafor")
    told = BatchRecognizer(models / "whisper-base", SttConfig(device="cpu"), 2, how)
    assert "TideWatch" in hear(told, sound)[0].text


def change_first(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[BatchModel, Written], Written]
) -> list[Written]:
    """Change the one text that the decoder writes first; the list holds it once it was written."""
    write = BatchModel.write
    called: list[Written] = []

    def changed(model: BatchModel, encoded: list[Encoded], order: Order) -> list[Written]:
        found = write(model, encoded, order)
        if called:
            return found
        (text,) = found
        called.append(text)
        return [change(model, text)]

    monkeypatch.setattr(BatchModel, "write", changed)
    return called


def test_a_passage_that_was_skipped_is_heard_again(
    tiny: BatchRecognizer, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decoder stops behind a few tokens in the first, long window; not in what is left."""

    def stop_early(model: BatchModel, text: Written) -> Written:
        tokens = text.tokens[:18]
        return replace(text, tokens=tokens, text=model._splitters["en"].decode(tokens))

    called = change_first(monkeypatch, stop_early)
    (window,) = of(models, spoken(models, LONG))
    (heard,) = hear(tiny, [window])
    assert called
    assert error_rate(LONG, heard.text) < 0.15


AGAIN = "My favourite river is the Danube. The museum closes at five."


def test_what_is_really_said_again_comes_back(tiny: BatchRecognizer, models: Path) -> None:
    times = 5
    sound = np.concatenate([spoken(models, AGAIN), silence(1)] * times)
    heard = hear(tiny, of(models, sound))
    assert " ".join(transcript.text for transcript in heard).count("favorite river") == times


def test_what_only_the_decoder_repeats_is_heard_in_pieces(
    tiny: BatchRecognizer, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It writes the first sentence of a long window four times, no faster than people talk."""

    def loop(model: BatchModel, text: Written) -> Written:
        said = " Which projects did you build?" * 4
        tokens = tuple(model._splitters["en"].encode(said))
        return replace(text, tokens=tokens, text=said, is_cut=False)

    called = change_first(monkeypatch, loop)
    (window,) = of(models, spoken(models, LONG))
    (heard,) = hear(tiny, [window])
    assert called
    assert error_rate(LONG, heard.text) < 0.25


def test_damaged_samples_do_no_harm(tiny: BatchRecognizer, models: Path) -> None:
    (window,) = of(models, spoken(models, SHORT))
    damaged = window.samples * np.float32(1e6)
    damaged[1000:1010] = np.nan
    (heard,) = hear(tiny, [SpeechWindow(damaged, window.start, window.speech)])
    assert error_rate(SHORT, heard.text) < 0.3


def test_a_cancelled_turn_ends_it(tiny: BatchRecognizer, windows: list[SpeechWindow]) -> None:
    turn = Turn()
    turn.cancel("test")
    with pytest.raises(TurnCancelled):
        tiny.recognize_all(windows, ["en"] * len(windows), turn)


def test_nothing_is_recognised_of_nothing(tiny: BatchRecognizer) -> None:
    assert tiny.recognize_all([], [], Turn()) == []
    assert tiny.parallel >= 2


def test_an_english_model_does_not_translate(models: Path) -> None:
    how = Decoding(task="translate")
    with pytest.raises(SttError, match="cannot translate") as caught:
        BatchRecognizer(models / "whisper-tiny.en", SttConfig(device="cpu"), 1, how)
    assert caught.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(("language", "code"), [("xx", "english-only"), ("de", "english-only")])
def test_a_language_the_model_does_not_know_is_refused(
    tiny: BatchRecognizer, windows: list[SpeechWindow], language: str, code: str
) -> None:
    with pytest.raises(SttError) as caught:
        tiny.recognize_all(windows[:1], [language], Turn())
    assert caught.value.code == code


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as caught:
        BatchRecognizer(tmp_path / "whisper-base", SttConfig(), 1)
    assert caught.value.exit_code == ExitCode.MODEL_MISSING
