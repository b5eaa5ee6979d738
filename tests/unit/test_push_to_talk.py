from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.config import VadConfig
from voicecli.errors import AudioError
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, SoFar, Utterance
from voicecli.vad.push_to_talk import PushToTalk

pytestmark = pytest.mark.unit

BLOCK_SECONDS = BLOCK_SAMPLES / SAMPLE_RATE


def blocks(count: int) -> list[AudioBlock]:
    """A stream whose samples are their own indices, so that any slice of it can be recognised."""
    stream = np.arange(count * BLOCK_SAMPLES, dtype=np.float32)
    return [
        AudioBlock(stream[at : at + BLOCK_SAMPLES], at)
        for at in range(0, stream.size, BLOCK_SAMPLES)
    ]


def assert_is_slice(utterance: Utterance | SoFar) -> None:
    expected = np.arange(utterance.start, utterance.end, dtype=np.float32)
    assert np.array_equal(utterance.samples, expected)


def seconds(samples: int) -> float:
    return samples / SAMPLE_RATE


def said(
    config: VadConfig,
    count: int,
    keys: dict[int, str],
    speech: range = range(0),
    *,
    preroll: bool = True,
) -> list[SoFar | Utterance]:
    """Record `count` blocks, speech in some, while keys are moved in front of numbered ones."""
    key = PushToTalk(config)

    def stream() -> Iterator[tuple[AudioBlock, float]]:
        for number, block in enumerate(blocks(count)):
            for action in keys.get(number, "").split():
                key.press(preroll=preroll) if action == "press" else key.release()
            yield block, 0.9 if number in speech else 0.0

    found = list(key.utterances(stream()))
    assert not key.unfinished
    return found


def talked(
    config: VadConfig,
    count: int,
    keys: dict[int, str],
    speech: range = range(0),
    *,
    preroll: bool = True,
) -> list[Utterance]:
    found = said(config, count, keys, speech, preroll=preroll)
    return [item for item in found if isinstance(item, Utterance)]


def test_key_records_from_before_the_press_until_after_the_release() -> None:
    (utterance,) = talked(VadConfig(preroll_seconds=0.5), 200, {60: "press", 100: "release"})
    assert_is_slice(utterance)
    assert utterance.ended == "released"
    assert seconds(utterance.start) == pytest.approx(60 * BLOCK_SECONDS - 0.5, abs=BLOCK_SECONDS)
    assert seconds(utterance.end) == pytest.approx(100 * BLOCK_SECONDS + 0.2, abs=BLOCK_SECONDS)


def test_key_without_preroll_records_from_the_press() -> None:
    (utterance,) = talked(VadConfig(), 200, {60: "press", 100: "release"}, preroll=False)
    assert utterance.start == 60 * BLOCK_SAMPLES


def test_nothing_is_recorded_without_a_key() -> None:
    assert talked(VadConfig(), 100, {}) == []


def test_preroll_never_repeats_the_recording_before() -> None:
    keys = {10: "press", 20: "release", 22: "press", 30: "release"}
    first, second = talked(VadConfig(preroll_seconds=3), 60, keys)
    assert_is_slice(first)
    assert_is_slice(second)
    assert second.start == first.end == 22 * BLOCK_SAMPLES


def test_a_forgotten_key_ends_at_the_limit() -> None:
    config = VadConfig(longest_seconds=1, preroll_seconds=0)
    (utterance,) = talked(config, 100, {5: "press"})
    assert utterance.ended == "limit"
    assert seconds(utterance.end - utterance.start) == pytest.approx(1, abs=BLOCK_SECONDS)


def test_the_end_of_the_stream_completes_a_recording() -> None:
    (utterance,) = talked(VadConfig(), 20, {15: "press"})
    assert utterance.end == 20 * BLOCK_SAMPLES
    assert utterance.ended == "released"


def test_recording_tells_whether_the_key_is_down() -> None:
    key = PushToTalk(VadConfig())
    states = [key.recording]
    for move in (key.press, key.release):
        move()
        states.append(key.recording)
    assert states == [False, True, False]


def test_a_release_in_a_pause_ends_it_at_once() -> None:
    keys = {60: "press", 100: "release"}
    (utterance,) = talked(VadConfig(), 200, keys, range(70, 90))
    assert utterance.end == 101 * BLOCK_SAMPLES
    assert utterance.speech_end == 90 * BLOCK_SAMPLES
    assert_is_slice(utterance)


def test_a_release_on_the_last_word_waits_for_its_end() -> None:
    (utterance,) = talked(VadConfig(), 200, {60: "press", 100: "release"}, range(70, 103))
    assert seconds(utterance.end) == pytest.approx(100 * BLOCK_SECONDS + 0.2, abs=BLOCK_SECONDS)
    assert utterance.speech_end == 103 * BLOCK_SAMPLES


def test_a_pause_behind_the_release_ends_it() -> None:
    config = VadConfig(pause_seconds=0.096)
    (utterance,) = talked(config, 200, {60: "press", 100: "release"}, range(70, 101))
    assert utterance.end == 104 * BLOCK_SAMPLES


def test_without_speech_the_utterance_says_so() -> None:
    (utterance,) = said(VadConfig(), 200, {60: "press", 100: "release"})
    assert isinstance(utterance, Utterance)
    assert utterance.speech_end is None
    assert seconds(utterance.end) == pytest.approx(100 * BLOCK_SECONDS + 0.2, abs=BLOCK_SECONDS)


def test_speech_before_the_press_counts() -> None:
    *_, utterance = said(VadConfig(), 200, {60: "press", 100: "release"}, range(50, 65))
    assert isinstance(utterance, Utterance)
    assert seconds(utterance.start) == pytest.approx(60 * BLOCK_SECONDS - 0.5, abs=BLOCK_SECONDS)
    assert utterance.speech_end == 65 * BLOCK_SAMPLES


def test_what_was_said_is_shown_while_the_key_is_down() -> None:
    config = VadConfig(partial_seconds=0.5, pause_seconds=0.16)
    *found, utterance = said(config, 300, {60: "press", 140: "release"}, range(70, 110))
    partials = [one for one in found if isinstance(one, SoFar)]
    assert [one.is_pause for one in partials] == [False, False, True]
    for one in partials:
        assert_is_slice(one)
        assert one.start == utterance.start
    assert partials[-1].speech_end == utterance.speech_end == 110 * BLOCK_SAMPLES


def test_released_and_pressed_between_two_blocks_is_two_utterances() -> None:
    keys = {10: "press", 40: "release press", 80: "release"}
    first, second = talked(VadConfig(), 200, keys)
    assert first.end == second.start == 40 * BLOCK_SAMPLES


def test_a_tap_between_two_blocks_is_an_utterance() -> None:
    (utterance,) = talked(VadConfig(), 100, {10: "press release"}, preroll=False)
    assert utterance.start == 10 * BLOCK_SAMPLES
    assert seconds(utterance.end - utterance.start) == pytest.approx(0.2, abs=BLOCK_SECONDS)


def test_a_press_before_the_stream_counts_while_the_key_is_down() -> None:
    key = PushToTalk(VadConfig())
    key.press()
    (utterance,) = key.utterances((block, 0.0) for block in blocks(10))
    assert utterance.end == 10 * BLOCK_SAMPLES
    key.press()
    key.release()
    assert list(key.utterances((block, 0.0) for block in blocks(10))) == []
    assert not key.unfinished


moves = st.dictionaries(
    st.integers(0, 120), st.sampled_from(("press", "release", "release press")), max_size=8
)


@settings(deadline=None)
@given(moves, st.integers(0, 120), st.integers(0, 60), st.booleans())
def test_nothing_is_recorded_twice_or_out_of_reach_of_a_press(
    keys: dict[int, str], begin: int, length: int, preroll: bool
) -> None:
    config = VadConfig(preroll_seconds=0.2, longest_seconds=1)
    found = talked(config, 130, keys, range(begin, begin + length), preroll=preroll)
    presses = [number for number, actions in keys.items() if "press" in actions]
    assert len(found) <= len(presses)
    last_end = 0
    for utterance in found:
        assert_is_slice(utterance)
        assert utterance.start >= last_end
        last_end = utterance.end
        reach = 0.2 * preroll * SAMPLE_RATE
        starts = [number * BLOCK_SAMPLES - utterance.start for number in presses]
        assert any(0 <= start <= reach for start in starts)


def test_what_was_said_when_the_device_vanished_comes_before_that() -> None:
    key = PushToTalk(VadConfig())

    def vanishing() -> Iterator[tuple[AudioBlock, float]]:
        for number, block in enumerate(blocks(30)):
            if number == 5:
                key.press()
            yield block, 0.9
        raise AudioError("device-lost", "Gone.")

    found: list[SoFar | Utterance] = []
    with pytest.raises(AudioError):
        found.extend(key.utterances(vanishing()))
    last = found[-1]
    assert isinstance(last, Utterance)
    assert last.ended == "pause"
    assert_is_slice(last)
