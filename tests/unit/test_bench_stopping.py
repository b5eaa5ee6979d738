"""How soon all is quiet, and whether a long run grows."""

import numpy as np
import pytest

from voicecli.bench.interrupting import Ended, Trial
from voicecli.bench.soak import growth, slope, soak
from voicecli.bench.sound import Played
from voicecli.bench.stopping import Leftovers, idle_after, sum_up
from voicecli.bench.work import Work

pytestmark = pytest.mark.unit

NOTHING_LEFT = Leftovers(0, 0, 0.0)


def trial(noticed: float | None, busy_until: float = 0.0, ended: Ended = "barge-in") -> Trial:
    """Two threads work until `busy_until`, looked at every 5 ms."""
    one = Trial("q", (noticed or 101.0) - 0.12, noticed, ended)
    if noticed is not None:
        times = noticed + np.arange(0, 0.6, 0.005)
        one.work = [(float(at), 2 * min(float(at), busy_until)) for at in times]
    return one


def played(*sounds: tuple[float, float]) -> Played:
    heard = np.zeros(20_000, np.bool_)
    for begin, end in sounds:
        heard[round((begin - 100) * 1000) : round((end - 100) * 1000)] = True
    return Played(100.0, heard)


def test_sound_and_engines_that_stop() -> None:
    found = sum_up(
        "balanced",
        [trial(102.0, 102.1), trial(106.0, 106.5, "resumed"), trial(None, ended="undecided")],
        played((101.0, 102.05), (104.0, 106.3), (106.9, 108.0)),
        NOTHING_LEFT,
    )
    assert (found.trials, found.barge_ins, found.resumed, found.unnoticed) == (3, 1, 1, 1)
    assert found.sound is not None
    assert found.sound.max == pytest.approx(0.3, abs=0.002)
    assert (found.sound_in_time, found.idle_in_time) == (1, 1)
    assert found.sound_from_speech is not None
    assert found.sound_from_speech.max == pytest.approx(0.42, abs=0.002)


def test_engines_are_idle_when_they_rest() -> None:
    assert idle_after(trial(102.0, 102.2)) == pytest.approx(0.17, abs=0.03)
    assert idle_after(trial(102.0, 101.0)) == 0.0


def test_engines_that_never_rest_are_not_called_idle() -> None:
    assert idle_after(trial(102.0, 110.0)) is None
    found = sum_up("fast", [trial(102.0, 110.0)], played((101.0, 110.0)), NOTHING_LEFT)
    assert found.idle is None
    assert (found.sound_in_time, found.idle_in_time) == (0, 0)


def test_no_trial_at_all() -> None:
    found = sum_up("fast", [], played(), NOTHING_LEFT)
    assert (found.trials, found.sound, found.idle) == (0, None, None)


def test_growth_compares_the_last_tenth_with_the_first() -> None:
    assert growth([100] * 10 + [900] * 80 + [104] * 10) == pytest.approx(0.04)
    assert growth([1.0] * 9) == 0.0


def test_a_slope_is_found_under_noise() -> None:
    noise = np.random.default_rng(1).standard_normal(500)
    assert slope([0.5 + 0.001 * n + 0.01 * noise[n] for n in range(500)]) == pytest.approx(
        0.001, rel=0.05
    )
    assert slope([1.0]) == 0.0


def test_a_soak_without_answers() -> None:
    assert soak([100] * 20, []).wait_growth == 0.0


def test_work_is_what_other_threads_do() -> None:
    work = Work()
    first = work.seconds()
    assert work.seconds() >= first >= 0.0
