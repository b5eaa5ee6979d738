"""Which settings are chosen, given how long each makes a person wait."""

import pytest

from voicecli.bench.target import Settings, Tried, search, with_settings
from voicecli.cli.bench_target import parse_target
from voicecli.config import Config
from voicecli.errors import UsageError

pytestmark = pytest.mark.unit

BEST, GOOD, POOR = {"stt.beam_size": 5}, {"stt.beam_size": 2}, {"stt.beam_size": 1}
SPLIT = {"llm.threads": 1}


class Waits:
    """Measures by a table, and keeps what was measured."""

    def __init__(self, *waits: tuple[Settings, float | None]) -> None:
        self._waits = list(waits)
        self.measured: list[Settings] = []

    def __call__(self, settings: Settings) -> float | None:
        self.measured.append(settings)
        return next(wait for known, wait in self._waits if known == settings)


def test_the_best_that_meets_the_target_is_chosen_and_no_poorer_one_is_tried() -> None:
    waits = Waits((BEST, 0.9), (GOOD, 0.6), (POOR, 0.3))
    found = search([BEST, GOOD, POOR], [], waits, 0.7)
    assert found.chosen == Tried(GOOD, 0.6)
    assert waits.measured == [BEST, GOOD]


def test_a_faster_split_of_the_threads_is_taken() -> None:
    waits = Waits((BEST, 0.6), (BEST | SPLIT, 0.5))
    found = search([BEST, POOR], [SPLIT], waits, 0.7)
    assert found.chosen == Tried(BEST | SPLIT, 0.5)


def test_a_slower_split_is_not() -> None:
    found = search([BEST], [SPLIT], Waits((BEST, 0.6), (BEST | SPLIT, 0.8)), 0.7)
    assert found.chosen == Tried(BEST, 0.6)


def test_where_none_meets_it_the_fastest_gets_a_second_chance() -> None:
    waits = Waits((BEST, 0.9), (GOOD, None), (POOR, 0.8), (POOR | SPLIT, 0.65))
    found = search([BEST, GOOD, POOR], [SPLIT], waits, 0.7)
    assert found.chosen == Tried(POOR | SPLIT, 0.65)


def test_nothing_is_chosen_where_nothing_meets_it_or_nothing_answers() -> None:
    assert search([BEST], [], Waits((BEST, 2.0)), 0.7).chosen is None
    assert search([BEST], [SPLIT], Waits((BEST, None)), 0.7).chosen is None
    assert search([], [SPLIT], Waits(), 0.7).chosen is None


def test_settings_are_put_into_a_configuration() -> None:
    config = with_settings(Config(), {"stt.beam_size": 5, "dialogue.mode": "fast"})
    assert (config.stt.beam_size, config.dialogue.mode) == (5, "fast")
    with pytest.raises(ValueError, match="beam_size"):
        with_settings(Config(), {"stt.beam_size": 99})


@pytest.mark.parametrize(
    ("text", "seconds"), [("700ms", 0.7), ("0.7s", 0.7), ("1.5", 1.5), (" 2 S ", 2.0)]
)
def test_a_target_is_a_time(text: str, seconds: float) -> None:
    assert parse_target(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "fast", "-1", "0ms", "1e3", "nan", "7 m", "9" * 400])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_target(text)
