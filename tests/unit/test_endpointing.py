from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.config import VadConfig
from voicecli.errors import AudioError
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples, SoFar, Utterance
from voicecli.vad.endpointing import SpeechStarted, TurnCues, endpoint
from voicecli.vad.recording import TRAILING_SECONDS
from voicecli.vad.regions import find_regions
from voicecli.vad.turn_end import MAXIMUM_SECONDS, TurnEnd

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


def everything(
    config: VadConfig, *runs: tuple[float, float]
) -> list[SpeechStarted | SoFar | Utterance]:
    return list(endpoint(scored(*runs), config))


def heard(config: VadConfig, *runs: tuple[float, float]) -> list[SpeechStarted | Utterance]:
    return [item for item in everything(config, *runs) if not isinstance(item, SoFar)]


def shown(config: VadConfig, *runs: tuple[float, float]) -> list[SoFar]:
    return [item for item in everything(config, *runs) if isinstance(item, SoFar)]


def utterances(config: VadConfig, *runs: tuple[float, float]) -> list[Utterance]:
    return [item for item in heard(config, *runs) if isinstance(item, Utterance)]


def assert_is_slice(utterance: Utterance | SoFar) -> None:
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


def test_an_utterance_is_not_cut_in_a_pause() -> None:
    config = VadConfig(longest_seconds=2, speech_seconds=0.3)
    runs = (2, 0.9), (0.2, 0.0), (0.1, 0.9), (1, 0.0)
    first, second = utterances(config, *runs)
    assert (first.ended, second.ended) == ("limit", "silence")
    assert seconds(first.end) == pytest.approx(2.2, abs=2 * BLOCK_SECONDS)
    (whole,) = utterances(config, (2, 0.9), (1, 0.0))
    assert whole.ended == "silence"


def test_behind_the_limit_something_always_comes() -> None:
    config = VadConfig(longest_seconds=2)
    first, second = utterances(config, (2 + BLOCK_SECONDS, 0.9), (1, 0.0))
    assert (first.ended, second.ended) == ("limit", "silence")


def test_a_stream_that_ends_with_the_longest_utterance_announces_no_other() -> None:
    config = VadConfig(longest_seconds=1.5, speech_seconds=0.0, preroll_seconds=0.0)
    items = heard(config, (1.5, 1.0))
    assert [type(one) for one in items] == [SpeechStarted, Utterance]


configs = st.builds(
    VadConfig,
    threshold=st.floats(0.2, 0.9),
    speech_seconds=st.floats(0, 0.3),
    silence_seconds=st.floats(0.1, 1),
    preroll_seconds=st.floats(0, 1),
    pause_seconds=st.floats(0.064, 0.5),
    partial_seconds=st.floats(0, 1),
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
            longest = config.longest_seconds + config.silence_seconds
            assert seconds(item.end - item.start) < longest + 2 * BLOCK_SECONDS
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


def test_what_was_said_is_shown_at_a_steady_pace() -> None:
    config = VadConfig(partial_seconds=0.5, pause_seconds=0.16)
    found = shown(config, (1, 0.0), (2.3, 0.9), (0.1, 0.0), (0.2, 0.9))
    assert [one.is_pause for one in found] == [False] * 4
    assert [seconds(one.end) for one in found] == pytest.approx([1.6, 2.1, 2.6, 3.1], abs=0.05)
    for one in found:
        assert_is_slice(one)
        assert one.speech_end == one.end
        assert seconds(one.start) == pytest.approx(0.5, abs=BLOCK_SECONDS)


def test_without_a_pace_only_pauses_show_what_was_said() -> None:
    config = VadConfig(partial_seconds=0)
    assert shown(config, (5, 0.9)) == []
    assert [one.is_pause for one in shown(config, (5, 0.9), (1, 0.0))] == [True]


def test_a_pause_shows_what_was_said_and_going_on_takes_it_back() -> None:
    config = VadConfig(pause_seconds=0.16, partial_seconds=0)
    runs = (1, 0.9), (0.13, 0.0), (0.5, 0.9), (0.4, 0.0), (0.5, 0.9), (2, 0.0)
    pause, goes_on, last = shown(config, *runs)
    (utterance,) = utterances(config, *runs)
    assert [pause.is_pause, goes_on.is_pause, last.is_pause] == [True, False, True]
    assert seconds(pause.end - pause.speech_end) == pytest.approx(0.16, abs=BLOCK_SECONDS)
    assert goes_on.end == goes_on.speech_end > pause.end
    assert last.speech_end == utterance.speech_end != pause.speech_end


def test_a_long_pause_is_shown_without_its_silence() -> None:
    (one,) = shown(VadConfig(pause_seconds=0.5, partial_seconds=0), (1, 0.9), (2, 0.0))
    trail = seconds(one.end - one.speech_end)
    assert trail == pytest.approx(TRAILING_SECONDS, abs=BLOCK_SECONDS)


def test_a_click_in_a_pause_makes_it_another_pause() -> None:
    config = VadConfig(partial_seconds=0)
    found = shown(config, (1, 0.9), (0.3, 0.0), (0.032, 0.9), (0.3, 0.0))
    assert [one.is_pause for one in found] == [True, False, True]
    assert found[0].speech_end < found[1].speech_end == found[2].speech_end


@settings(deadline=None)
@given(config=configs, runs=scores)
def test_what_is_shown_grows_into_the_utterance(
    config: VadConfig, runs: list[tuple[float, float]]
) -> None:
    open_ones: list[SoFar] = []
    for item in everything(config, *runs):
        if isinstance(item, SoFar):
            open_ones.append(item)
            continue
        if isinstance(item, Utterance):
            assert item.speech_end is not None
            assert item.start <= item.speech_end <= item.end
            for one in open_ones:
                assert_is_slice(one)
                assert one.start == item.start
                assert one.speech_end <= min(one.end, item.speech_end)
                assert one.end - one.speech_end < TRAILING_SECONDS * SAMPLE_RATE + BLOCK_SAMPLES
            for before, after in pairwise(open_ones):
                assert before.end <= after.end
                assert not (before.is_pause and after.is_pause)
        open_ones = []
    assert not open_ones


class ScriptedTurns:
    """Answers one probability a silence, and keeps what it was asked about."""

    def __init__(self, *probabilities: float) -> None:
        self._probabilities = probabilities
        self.asked: list[Samples] = []

    def complete(self, samples: Samples) -> float:
        self.asked.append(samples)
        return self._probabilities[min(len(self.asked), len(self._probabilities)) - 1]


def turns(model: ScriptedTurns, *runs: tuple[float, float], text: str = "") -> list[Utterance]:
    cues = TurnCues(model, TurnEnd(0.5), lambda: text)
    found = endpoint(scored(*runs), VadConfig(), cues)
    return [item for item in found if isinstance(item, Utterance)]


def test_a_turn_that_sounds_open_goes_on_through_a_pause() -> None:
    (utterance,) = turns(ScriptedTurns(0.02, 0.99), (1, 0.9), (1, 0.0), (1, 0.9), (3, 0.0))
    assert seconds(utterance.end - utterance.start) == pytest.approx(3.2, abs=3 * BLOCK_SECONDS)
    assert_is_slice(utterance)


def test_a_turn_that_sounds_complete_ends_in_a_short_pause() -> None:
    runs = (1.0, 0.9), (0.65, 0.0), (1.0, 0.9), (3.0, 0.0)
    assert len(turns(ScriptedTurns(0.99), *runs)) == 2
    assert len(utterances(VadConfig(), *runs)) == 1


def test_words_that_are_no_end_keep_a_turn_open() -> None:
    runs = (1.0, 0.9), (0.65, 0.0), (1.0, 0.9), (3.0, 0.0)
    assert len(turns(ScriptedTurns(0.99), *runs, text="My number is")) == 1


def test_the_model_is_asked_once_a_silence_about_all_that_was_said() -> None:
    model = ScriptedTurns(0.02)
    (utterance,) = turns(model, (1, 0.9), (1, 0.0), (1, 0.9), (3, 0.0))
    assert len(model.asked) == 2
    for samples in model.asked:
        assert samples[0] == utterance.start
        assert np.all(np.diff(samples) == 1)
    silences = [seconds(int(samples[-1])) % 2 - 1 for samples in model.asked]
    assert silences == pytest.approx([0.2, 0.2], abs=2 * BLOCK_SECONDS)


def test_no_silence_is_longer_than_the_maximum() -> None:
    spoken = (1.0, 0.9), (MAXIMUM_SECONDS + BLOCK_SECONDS, 0.0)
    assert len(turns(ScriptedTurns(0.0), *spoken * 5, text="and")) == 5


def waits(cues: TurnCues, *runs: tuple[float, float]) -> float:
    """Seconds of silence that end the last turn of a stream which hears those cues."""
    taken = 0

    def counted() -> Iterator[tuple[AudioBlock, float]]:
        nonlocal taken
        for item in scored(*runs, (1.0, 0.9), (4.0, 0.0)):
            taken += 1
            yield item

    ends = [
        taken * BLOCK_SAMPLES - (item.speech_end or 0)
        for item in endpoint(counted(), VadConfig(), cues)
        if isinstance(item, Utterance)
    ]
    return seconds(ends[-1])


def test_a_session_learns_how_long_its_speaker_pauses() -> None:
    def after(*runs: tuple[float, float]) -> float:
        return waits(TurnCues(ScriptedTurns(0.3), TurnEnd(0.5)), *runs)

    usual = after()
    assert after(*[(1.0, 0.9), (0.3, 0.0)] * 30) < usual
    slow = after(*[(1.0, 0.9), (1.1, 0.0)] * 10)
    assert usual < slow <= 1.3 * usual + BLOCK_SECONDS
    assert slow == pytest.approx(after(*[(1.0, 0.9), (1.1, 0.0)] * 20), abs=BLOCK_SECONDS)


def test_who_goes_on_at_once_behind_the_end_of_a_turn_was_cut_off() -> None:
    def after(pause: float) -> float:
        cues = TurnCues(ScriptedTurns(0.99), TurnEnd(0.5))
        return waits(cues, *[(1.0, 0.9), (pause, 0.0)] * 10)

    assert after(0.9) > after(4.0)


def test_patience_waits_longer() -> None:
    by_patience = [waits(TurnCues(ScriptedTurns(0.5), TurnEnd(step / 10))) for step in range(11)]
    assert by_patience == sorted(by_patience)
    assert by_patience[0] < by_patience[5] < by_patience[10]


def test_what_was_said_when_the_device_vanished_comes_before_that() -> None:
    def vanishing() -> Iterator[tuple[AudioBlock, float]]:
        yield from scored((0.3, 0.0), (1.0, 1.0))
        raise AudioError("device-lost", "Gone.")

    items: list[object] = []
    with pytest.raises(AudioError):
        items.extend(endpoint(vanishing(), VadConfig()))
    last = items[-1]
    assert isinstance(last, Utterance)
    assert last.ended == "pause"
    assert_is_slice(last)
