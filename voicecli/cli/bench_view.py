"""The figures of a benchmark as tables for a person."""

from rich.table import Table

from voicecli.bench.figures import STAGES, Spread
from voicecli.bench.report import Report, RunFigures
from voicecli.bench.stopping import BargeIn
from voicecli.cli.console import out, printable

GIGABYTE = 1e9


def show(report: Report) -> None:
    """Print the machine, the models, and a table for each run."""
    machine, (before, after) = report.machine, report.load
    _say(
        f"{machine.cpu}, {machine.cores} cores, {machine.threads} threads used, "
        f"{machine.memory / GIGABYTE:.1f} GB · {machine.system} · "
        f"load {before:.1f} before, {after:.1f} after"
    )
    _say("models: " + ", ".join(report.models.values()))
    for run in report.runs:
        _show_run(run)
    if report.naive:
        _show_run(report.naive)
    for barge_in in report.barge_ins:
        _show_barge_in(barge_in)


def _show_run(run: RunFigures) -> None:
    out.print()
    table = _table(f"{run.mode}, {run.manner}")
    for stage, spread in run.stages.items():
        style = "bold" if stage == run.headline else ""
        table.add_row(STAGES[stage], *_cells(spread), style=style)
    out.print(table, soft_wrap=False)
    _say(" · ".join(_summary(run)))


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", min_width=60)
    table.add_column("milliseconds", overflow="fold")
    for heading in ("p50", "p95", "max", "n"):
        table.add_column(heading, justify="right")
    return table


def _show_barge_in(found: BargeIn) -> None:
    rows = {
        "speech noticed → sound stops": found.sound,
        "first of the speech → sound stops": found.sound_from_speech,
        "speech noticed → engines idle": found.idle,
    }
    out.print()
    table = _table(f"{found.mode}, interrupted")
    for name, spread in rows.items():
        if spread:
            table.add_row(name, *_cells(spread))
    out.print(table, soft_wrap=False)
    left = found.leftovers
    _say(
        f"{found.trials} interruptions: {found.barge_ins} ended the answer, "
        f"{found.resumed} did not, {found.unnoticed} were not noticed · "
        f"sound stopped within 200 ms: {found.sound_in_time} · "
        f"engines idle within 300 ms: {found.idle_in_time} · "
        f"left over: {left.threads} threads, {left.files} files, memory {left.memory_growth:+.1%}"
    )


def _cells(spread: Spread) -> list[str]:
    return [f"{value * 1000:,.0f}" for value in (spread.p50, spread.p95, spread.max)] + [
        str(spread.n)
    ]


def _summary(run: RunFigures) -> list[str]:
    """Everything that is no time, in words."""
    told = [f"{run.answered} of {run.questions} answered"]
    told += [f"{run.not_heard} not heard"] if run.not_heard else []
    told += [f"{run.failed} failed"] if run.failed else []
    told += [f"cut off: {run.cut_off}", f"self-triggers: {run.self_triggers}"]
    if run.cpu_seconds:
        told.append(f"CPU a turn: {run.cpu_seconds.p50:.1f} s")
    if run.peak_memory:
        told.append(f"peak memory: {run.peak_memory / GIGABYTE:.2f} GB")
    if run.ratio is not None:
        told.append(f"the naive path takes {run.ratio:.1f} times as long")
    if run.soak:
        told.append(
            f"from the first tenth to the last: memory {run.soak.memory_growth:+.1%}, "
            f"wait {run.soak.wait_growth:+.1%} ({run.soak.drift * 1000:+.0f} ms in 100 turns)"
        )
    return told


def _say(text: str) -> None:
    out.print(printable(text), markup=False)
