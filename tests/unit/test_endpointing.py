from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.config import VadConfig
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Utterance
from voicecli.vad.endpointing import PushToTalk, SpeechStarted, endpoint
from voicecli.vad.regions import find_regions

pytestmark = pytest.mark.unit

BLOCK_SECONDS = BLOCK_SAMPLES / SAMPLE_RATE


def blocks(count: int) -> list[AudioBlock]:
    """A stream whose samples are their own indices, so that any slice of it can be recognised."""
    stream = np.arange(count * BLOCK_SAMPLES, dtype=np.float32)
    return [
        AudioBlock(stream[at : at + BLOCK_SAMPLES], at)
        for at in range(0, stream.size, BLOCK_SAMPLES)
    ]


def scored(*runs: tuple[float, float]) -> Iterator[tuple[AudioBlock, float]]:
    """(seconds, probability) runs as a stream of scored blocks."""
    scores = [p for seconds, p in runs for _ in range(round(seconds / BLOCK_SECONDS))]
    return zip(blocks(len(scores)), scores, strict=True)


def heard(config: VadConfig, *runs: tuple[float, float]) -> list[SpeechStarted | Utterance]:
    return list(endpoint(scored(*runs), config))


def utterances(config: VadConfig, *runs: tuple[float, float]) -> list[Utterance]:
    return [item for item in heard(config, *runs) if isinstance(item, Utterance)]


def assert_is_slice(utterance: Utterance) -> None:
    expected = np.arange(utterance.start, utterance.end, dtype=np.float32)
    assert np.array_equal(utterance.samples, expected)


def seconds(samples: int) -> float:
    return samples / SAMPLE_RATE


def test_silence_says_nothing() -> None:
    assert heard(VadConfig(), (5, 0.01)) == []


def test_one_utterance_with_preroll_and_trimmed_silence() -> None:
    started, utterance = heard(VadConfig(), (2, 0.0), (1, 0.9), (2, 0.0))
    assert isinstance(started, SpeechStarted)
    assert isinstance(utterance, Utterance)
    assert seconds(started.at) == pytest.approx(2, abs=BLOCK_SECONDS)
    assert seconds(started.at - utterance.start) == pytest.approx(0.5, abs=BLOCK_SECONDS)
    assert seconds(utterance.end) == pytest.approx(3.2, abs=2 * BLOCK_SECONDS)
    assert utterance.ended == "silence"
    assert_is_slice(utterance)


def test_start_is_announced_while_the_person_still_speaks() -> None:
    taken = 0

    def counted() -> Iterator[tuple[AudioBlock, float]]:
        nonlocal taken
        for item in scored((1, 0.0), (10, 0.9)):
            taken += 1
            yield item

    assert isinstance(next(endpoint(counted(), VadConfig(speech_seconds=0.096))), SpeechStarted)
    assert taken == round(1 / BLOCK_SECONDS) + 3


def test_a_click_is_no_speech() -> None:
    assert heard(VadConfig(), (1, 0.0), (0.064, 0.95), (2, 0.0)) == []


def test_a_pause_shorter_than_the_limit_does_not_cut() -> None:
    config = VadConfig(silence_seconds=0.7)
    assert len(utterances(config, (1, 0.9), (0.6, 0.0), (1, 0.9), (2, 0.0))) == 1
    assert len(utterances(config, (1, 0.9), (0.8, 0.0), (1, 0.9), (2, 0.0))) == 2


def test_doubtful_blocks_neither_start_nor_end_speech() -> None:
    between = 0.4  # below the threshold of 0.5, above 0.35
    assert heard(VadConfig(), (2, between)) == []
    (utterance,) = utterances(VadConfig(), (1, 0.9), (2, between), (1, 0.9), (2, 0.0))
    assert seconds(utterance.end) == pytest.approx(4.2, abs=3 * BLOCK_SECONDS)


def test_a_doubtful_block_does_not_restart_the_count_of_silence() -> None:
    runs = [(1.0, 0.9), (0.4, 0.0), (0.1, 0.4), (0.4, 0.0), (1.0, 0.9), (1.0, 0.0)]
    assert len(utterances(VadConfig(silence_seconds=0.7), *runs)) == 2


def test_endless_speech_is_cut_at_the_limit_and_goes_on() -> None:
    config = VadConfig(longest_seconds=2)
    found = utterances(config, (7, 0.9), (2, 0.0))
    assert [one.ended for one in found] == ["limit", "limit", "limit", "silence"]
    assert found[0].start == 0
    for before, after in pairwise(found):
        assert after.start == before.end


def test_the_end_of_the_stream_ends_the_utterance() -> None:
    (utterance,) = utterances(VadConfig(), (1, 0.9))
    assert utterance.ended == "silence"
    assert seconds(utterance.end) == pytest.approx(1, abs=BLOCK_SECONDS)


def test_the_preroll_never_repeats_the_utterance_before() -> None:
    config = VadConfig(silence_seconds=0.1, preroll_seconds=2)
    first, second = utterances(config, (1, 0.9), (0.3, 0.0), (1, 0.9), (1, 0.0))
    assert second.start == first.end


def test_what_follows_the_limit_counts_as_speech_at_once() -> None:
    config = VadConfig(longest_seconds=2, speech_seconds=0.3)
    first, second = utterances(config, (2.1, 0.9))
    assert (first.ended, second.ended) == ("limit", "silence")
    assert second.start == first.end
    assert len(utterances(config, (2, 0.9), (0.2, 0.0), (0.1, 0.9), (1, 0.0))) == 1


configs = st.builds(
    VadConfig,
    threshold=st.floats(0.2, 0.9),
    speech_seconds=st.floats(0, 0.3),
    silence_seconds=st.floats(0.1, 1),
    preroll_seconds=st.floats(0, 1),
    longest_seconds=st.floats(1.5, 4),
)
scores = st.lists(st.tuples(st.floats(0.03, 1.5), st.floats(0, 1)), max_size=12)


@settings(deadline=None)
@given(config=configs, runs=scores)
def test_utterances_are_ordered_slices_of_the_stream(
    config: VadConfig, runs: list[tuple[float, float]]
) -> None:
    items = heard(config, *runs)
    last_end = 0
    for index, item in enumerate(items):
        assert isinstance(item, SpeechStarted if index % 2 == 0 else Utterance)
        if isinstance(item, Utterance):
            assert_is_slice(item)
            assert item.start >= last_end
            assert seconds(item.end - item.start) < config.longest_seconds + 2 * BLOCK_SECONDS
            last_end = item.end
        else:
            assert item.at >= last_end
    assert len(items) % 2 == 0


@settings(deadline=None)
@given(config=configs, runs=scores)
def test_no_long_speech_is_lost(config: VadConfig, runs: list[tuple[float, float]]) -> None:
    needed = max(1, round(config.speech_seconds * SAMPLE_RATE))
    covered: set[int] = set()
    for one in utterances(config, *runs):
        covered.update(range(one.start, one.end, BLOCK_SAMPLES))
    run: list[int] = []
    for block, probability in scored(*runs):
        run = [*run, block.start] if probability >= config.threshold else []
        if len(run) * BLOCK_SAMPLES >= needed + BLOCK_SAMPLES:
            assert block.start in covered


@settings(deadline=None)
@given(config=configs, runs=scores)
def test_regions_are_ordered_and_apart(config: VadConfig, runs: list[tuple[float, float]]) -> None:
    found = list(find_regions(scored(*runs), config))
    assert all(start < end for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_regions_join_short_pauses_and_drop_clicks() -> None:
    runs = [(1, 0.0), (1, 0.9), (0.2, 0.0), (1, 0.9), (1, 0.0), (0.032, 0.9), (1, 0.0)]
    ((start, end),) = find_regions(scored(*runs), VadConfig())
    assert seconds(start) == pytest.approx(0.9, abs=2 * BLOCK_SECONDS)
    assert seconds(end) == pytest.approx(3.3, abs=2 * BLOCK_SECONDS)


def talked(
    config: VadConfig, count: int, keys: dict[int, str], *, preroll: bool = True
) -> list[Utterance]:
    """Record `count` blocks while keys are pressed in front of the numbered ones."""
    key = PushToTalk(config)

    def stream() -> Iterator[AudioBlock]:
        for number, block in enumerate(blocks(count)):
            if action := keys.get(number):
                key.press(preroll=preroll) if action == "press" else key.release()
            yield block

    return list(key.utterances(stream()))


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
    assert not key.recording
    key.press()
    assert key.recording
    key.release()
    assert not key.recording
