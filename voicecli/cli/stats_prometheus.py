"""Figures as Prometheus reads them, for the textfile collector of its node exporter.

Names begin with `voicecli_`, times are seconds, counters end in `_total`. Every label's values are
a closed set (`log.names`, the catalogue): what a person said, called a thing or declared never
stands on one. A counter falls when turns are forgotten, which Prometheus takes for a new start.

| metric | kind | labels |
| --- | --- | --- |
| voicecli_build_info | gauge, 1 | version |
| voicecli_sessions, voicecli_voices | gauge | |
| voicecli_last_turn_timestamp_seconds | gauge | |
| voicecli_turns_total | counter | asked, mode |
| voicecli_intents_total | counter | intent |
| voicecli_abstentions_total, voicecli_interruptions_total | counter | |
| voicecli_cached_answers_total | counter | |
| voicecli_errors_total | counter | component |
| voicecli_model_turns_total | counter | role, model |
| voicecli_stage_seconds | histogram | stage, asked |
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from prometheus_client import CollectorRegistry, generate_latest, write_to_textfile
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from voicecli import __version__, catalog
from voicecli.errors import StorageError
from voicecli.log.names import INTENTS, MODES, OTHER, ROLES, among, components
from voicecli.storage.figures import Figures

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0)
"""Upper bounds in seconds: a spoken answer should begin within one second."""


def exposition(figures: Figures) -> str:
    """The figures in Prometheus's text format."""
    return generate_latest(_registry(figures)).decode()


def write_exposition(figures: Figures, file: Path) -> None:
    """Write them to a file that appears whole, or stays as it was. Raises StorageError.

    The collector reads it as another user, so it may be read by all; it holds no words.
    """
    try:
        write_to_textfile(str(file), _registry(figures))
    except OSError as error:
        raise StorageError(
            "no-export",
            f"{file} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Name a file in a folder that you may write to.",
        ) from error


def _registry(figures: Figures) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Collected(figures))
    return registry


class _Collected(Collector):
    """All metrics of these figures."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """Yield them."""
        yield from self._states()
        yield from self._counters()
        yield self._stages()

    def _states(self) -> Iterator[Metric]:
        figures = self._figures
        build = GaugeMetricFamily(
            "voicecli_build_info", "The version that wrote this.", labels=["version"]
        )
        build.add_metric([__version__], 1)
        yield build
        yield _gauge("voicecli_sessions", "Sessions that are kept.", figures.sessions)
        yield _gauge("voicecli_voices", "Known voices that asked.", len(figures.voices))
        if figures.last:
            name = "voicecli_last_turn_timestamp_seconds"
            yield _gauge(name, "When the last turn ended.", figures.last.timestamp())

    def _counters(self) -> Iterator[Metric]:
        figures = self._figures
        asked = CounterMetricFamily("voicecli_turns", "Turns.", labels=["asked", "mode"])
        for (how, mode), turns in sorted(_turns(figures).items()):
            asked.add_metric([how, mode], turns)
        yield asked
        yield _counted("voicecli_intents", "Turns by what they ask for.", "intent",
                       _within(figures.intents, INTENTS))  # fmt: skip
        for name, told, turns in (
            ("abstentions", "Turns whose answer is not in the content.", figures.abstained),
            ("interruptions", "Turns that the person cut short.", figures.interrupted),
            ("cached_answers", "Turns answered as before.", figures.cached),
        ):
            yield CounterMetricFamily(f"voicecli_{name}", told, value=turns)
        failed: dict[str, int] = {}
        for one in figures.errors:
            failed[one.component] = failed.get(one.component, 0) + one.turns
        yield _counted("voicecli_errors", "Turns that failed, by the room in which they did.",
                       "component", _within(failed, components()))  # fmt: skip
        known = {model.name for model in catalog.load().models.values()}
        models = CounterMetricFamily(
            "voicecli_model_turns", "Turns that had a model at hand.", labels=["role", "model"]
        )
        for role in sorted(ROLES & set(figures.models)):
            for model, turns in sorted(_within(figures.models[role], known).items()):
                models.add_metric([role, model], turns)
        yield models

    def _stages(self) -> Metric:
        family = HistogramMetricFamily(
            "voicecli_stage_seconds",
            "How long the stages of a turn took; work done ahead of it counts as 0.",
            labels=["stage", "asked"],
        )
        for (stage, asked), seconds in sorted(self._figures.times.items()):
            if len(seconds):
                buckets, total = _buckets(seconds)
                family.add_metric([stage, asked], buckets, total)
        return family


def _buckets(seconds: NDArray[np.float64]) -> tuple[list[tuple[str, float]], float]:
    """How many values lie up to each bound, and the sum of all."""
    ordered = np.sort(np.maximum(seconds, 0.0))
    counts = np.searchsorted(ordered, BUCKETS, side="right").tolist()
    bounds = [*map(str, BUCKETS), "+Inf"]
    return list(zip(bounds, [*counts, len(ordered)], strict=True)), float(ordered.sum())


def _turns(figures: Figures) -> dict[tuple[str, str], int]:
    """How many turns were asked in each way and answered in each mode."""
    found: dict[tuple[str, str], int] = {}
    for (asked, mode), turns in figures.asked.items():
        key = asked, among(mode, MODES) or OTHER
        found[key] = found.get(key, 0) + turns
    return found


def _within(counts: Mapping[str, int], names: Collection[str]) -> dict[str, int]:
    """The counts of these names; those of all others are one."""
    found: dict[str, int] = {}
    for name, turns in counts.items():
        label = among(name, names) or OTHER
        found[label] = found.get(label, 0) + turns
    return found


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _counted(name: str, told: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, told, labels=[label])
    for value, turns in sorted(counts.items()):
        family.add_metric([value], turns)
    return family
