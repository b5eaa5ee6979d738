from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.stt.letter_sounds import sound_of, spoken_length
from voicecli.stt.placing import MARGIN_SECONDS
from voicecli.stt.timing import refine
from voicecli.types import SAMPLE_RATE, Region, Samples, SpeechWindow, Word

pytestmark = pytest.mark.unit

VOWEL, HISS = "a", "s"


def at(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


def letter(kind: str, seconds: float) -> Samples:
    """A loud dark tone for a vowel, bright noise for a hiss."""
    time = np.arange(at(seconds)) / SAMPLE_RATE
    if kind == VOWEL:
        waves = [np.sin(2 * np.pi * hertz * time) for hertz in (150, 300, 450, 600, 750, 900)]
        tone: Samples = (0.08 * np.sum(waves, axis=0)).astype(np.float32)
        return tone
    noise = np.random.default_rng(3).standard_normal(time.size)
    hiss: Samples = (0.05 * np.diff(noise, prepend=0.0)).astype(np.float32)
    return hiss


def said(texts: Sequence[str], gaps: Sequence[float]) -> tuple[SpeechWindow, list[Word]]:
    """Words of 0.1 s a letter with a gap in front of each, the window of them and their times."""
    sound: list[Samples] = []
    words: list[Word] = []
    speech: list[Region] = []
    now = 0.0
    for text, gap in zip(texts, gaps, strict=True):
        sound += [np.zeros(at(gap), np.float32), *(letter(kind, 0.1) for kind in text)]
        start = now + gap
        now = start + 0.1 * len(text)
        words.append(Word(start, now, f" {text}", 0.9))
        if speech and gap < 0.3:
            speech.append((speech.pop()[0], at(now)))
        else:
            speech.append((at(start), at(now)))
    sound.append(np.zeros(at(0.4), np.float32))
    samples = np.concatenate(sound)
    room = 1e-4 * np.random.default_rng(1).standard_normal(samples.size)
    return SpeechWindow((samples + room).astype(np.float32), 0, tuple(speech)), words


def moved(words: Sequence[Word], by: float) -> list[Word]:
    return [Word(word.start + by, word.end + by, word.text, word.probability) for word in words]


def worst(found: Sequence[Word], truth: Sequence[Word]) -> float:
    return max(
        max(abs(a.start - b.start), abs(a.end - b.end)) for a, b in zip(found, truth, strict=True)
    )


TEXTS = ["sa", "asa", "sas", "assa", "sasa", "as", "sa", "sas", "asas"]
GAPS = [0.5, 0.0, 0.0, 0.9, 0.0, 0.0, 0.6, 0.0, 0.0]


@pytest.mark.parametrize("late", [-0.12, -0.06, 0.0, 0.06, 0.12])
def test_a_lag_of_the_whole_row_is_found(late: float) -> None:
    window, truth = said(TEXTS, GAPS)
    assert worst(refine(moved(truth, late), window), truth) < 0.07


def test_a_pause_is_taken_from_the_word_behind_it() -> None:
    window, truth = said(TEXTS, GAPS)
    stretched = [truth[0]]
    for before, word in pairwise(truth):
        stretched.append(Word(before.end, word.end, word.text, word.probability))
    assert worst(refine(stretched, window), truth) < 0.07


def test_times_count_from_the_start_of_the_recording() -> None:
    window, truth = said(TEXTS, GAPS)
    late = SpeechWindow(
        window.samples, at(100), tuple((a + at(100), b + at(100)) for a, b in window.speech)
    )
    there, here = refine(moved(truth, 100.0), late), refine(truth, window)
    assert worst(moved(there, -100.0), here) < 0.002


def test_no_words() -> None:
    window, _ = said(TEXTS, GAPS)
    assert refine([], window) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(-2, 9), st.floats(0, 2), st.sampled_from(["a", " 20th", "日", "…", "x"])
        ),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_comes_stays_in_order_and_in_speech(
    drawn: list[tuple[float, float, str]],
) -> None:
    window, _ = said(TEXTS, GAPS)
    words = [Word(start, start + lasting, text, 0.5) for start, lasting, text in drawn]
    found = refine(words, window)
    assert [word.text for word in found] == [word.text for word in words]
    assert all(before.end <= word.start for before, word in pairwise(found))
    assert all(word.start <= word.end for word in found)
    first, last = window.speech[0][0] / SAMPLE_RATE, window.speech[-1][1] / SAMPLE_RATE
    assert found[0].start >= first - MARGIN_SECONDS - 0.001
    assert found[-1].end <= last + MARGIN_SECONDS + 0.001


def test_more_words_than_room() -> None:
    sound = letter(VOWEL, 0.2)
    window = SpeechWindow(sound, 0, ((0, sound.size),))
    words = [Word(0.01 * number, 0.01 * number + 0.01, " a", 0.5) for number in range(20)]
    found = refine(words, window)
    assert len(found) == 20
    assert all(before.end <= word.start for before, word in pairwise(found))


@pytest.mark.parametrize("samples", [0, 1, 100, 600])
def test_hardly_any_sound(samples: int) -> None:
    window = SpeechWindow(np.zeros(samples, np.float32), 0, ((0, samples),))
    assert len(refine([Word(0.0, 1.0, " a", 0.5)], window)) == 1


def test_letters_of_several_alphabets() -> None:
    assert sound_of("é") == sound_of("e") == sound_of("е")  # the last is Cyrillic
    assert sound_of("s") == sound_of("с")  # again
    assert sound_of("日") == sound_of("ا") == (0.0, 0.0)


def test_spoken_length() -> None:
    assert spoken_length(" 1984.") > spoken_length(" year")
    assert spoken_length("日本") > spoken_length("ab")
    assert spoken_length("...") == 0


@pytest.mark.parametrize("seed", range(20))
def test_a_word_behind_a_pause_does_not_begin_in_it(seed: int) -> None:
    chance = np.random.default_rng(seed)
    samples = (0.05 * chance.standard_normal(at(6.0))).astype(np.float32)
    window = SpeechWindow(samples, 0, ((at(0.4), at(2.0)), (at(2.38), at(5.6))))
    times = np.sort(chance.uniform(0.4, 5.6, 14))
    words = [Word(start, end, " asas", 0.9) for start, end in pairwise(times.tolist())]
    for word in refine(words, window):
        assert not (1.95 <= word.start < 2.32 and word.end > 2.44)
