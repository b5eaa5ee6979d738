"""What a benchmark found, ready to be shown as a table, JSON or a page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from voicecli.bench.conversation import Run
from voicecli.bench.figures import STAGES, Measured, Spread, spread, stage_spreads
from voicecli.bench.machine import Machine
from voicecli.bench.soak import Soak, soak
from voicecli.bench.stopping import BargeIn


@dataclass(frozen=True, slots=True)
class RunFigures:
    """The figures of one run: counts of questions, seconds by stage, bytes of memory."""

    mode: str
    manner: str
    questions: int
    answered: int
    not_heard: int
    failed: int
    cut_off: int
    self_triggers: int
    stages: Mapping[str, Spread]
    cpu_seconds: Spread | None
    peak_memory: int
    ratio: float | None = None
    """How many times longer the naive path's median is."""
    soak: Soak | None = None
    """Of a run that was one."""

    @property
    def headline(self) -> str:
        """The stage that matters most: what a person waits."""
        return "release_to_sound" if "release_to_sound" in self.stages else "dead_air"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was found. `load` is the load average before and after."""

    machine: Machine
    load: tuple[float, float]
    models: Mapping[str, str]
    runs: tuple[RunFigures, ...]
    naive: RunFigures | None
    barge_ins: tuple[BargeIn, ...]
    details: Mapping[str, tuple[Measured, ...]]

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values; times are seconds, memory is bytes."""
        return asdict(self) | {"stage_names": dict(STAGES)}


def figures(run: Run, *, is_soak: bool = False) -> RunFigures:
    """Sum up a run."""
    outcomes = [one.outcome for one in run.measured]
    stages = stage_spreads(run.measured)
    return RunFigures(
        mode=run.mode,
        manner=run.manner,
        questions=len(run.measured),
        answered=outcomes.count("answered"),
        not_heard=outcomes.count("not-heard"),
        failed=outcomes.count("failed"),
        cut_off=sum(one.cut_off for one in run.measured),
        self_triggers=sum(one.self_triggers for one in run.measured),
        stages=stages,
        cpu_seconds=spread(one.cpu_seconds for one in run.measured),
        peak_memory=run.peak_memory,
        ratio=_ratio(stages, stage_spreads(run.naive)),
        soak=_soak(run) if is_soak else None,
    )


def make_report(
    machine: Machine,
    load: tuple[float, float],
    models: Mapping[str, str],
    runs: Sequence[Run],
    barge_ins: Sequence[BargeIn] = (),
    *,
    is_soak: bool = False,
) -> Report:
    """Sum up everything."""
    others = tuple(one for run in runs for one in run.naive)
    naive = Run("naive", "one stage after the other", others, 0)
    return Report(
        machine=machine,
        load=load,
        models=models,
        runs=tuple(figures(run, is_soak=is_soak) for run in runs),
        naive=figures(naive) if others else None,
        barge_ins=tuple(barge_ins),
        details={f"{run.mode}, {run.manner}": run.measured for run in runs},
    )


def _soak(run: Run) -> Soak:
    waits = [one.seconds["dead_air"] for one in run.measured if "dead_air" in one.seconds]
    return soak([one.memory for one in run.measured], waits)


def _ratio(stages: Mapping[str, Spread], naive: Mapping[str, Spread]) -> float | None:
    """The naive path's median wait over ours, from the same moment to the first sound."""
    stage = "release_to_sound" if "release_to_sound" in stages else "dead_air"
    if stage not in stages or stage not in naive:
        return None
    return naive[stage].p50 / max(stages[stage].p50, 1e-3)
