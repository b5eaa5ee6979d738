"""The figures as one HTML file: no script, no font, no picture from anywhere else."""

from collections.abc import Iterator
from html import escape

from voicecli.bench.figures import STAGES, Spread
from voicecli.bench.report import Report, RunFigures
from voicecli.bench.stopping import BargeIn

WIDTH = 460
"""Pixels of the longest bar."""
ROW = 26
BAR = 14
NAIVE_ROOM = 2
"""Beside the naive path our longest bar is half as long; bars that do not fit end in an arrow."""
LABEL = 300
NUMBERS = 210

_STYLE = """
:root { color-scheme: light dark; --bar: #3b7dd8; --tail: #a9c7ee; --lead: #d8743b;
  --lead-tail: #f0c4a9; --soft: #777; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1020px; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; }
p, dl { margin: .3rem 0; } .soft { color: var(--soft); }
svg { display: block; width: 100%; height: auto; }
svg text { fill: currentColor; font-size: 13px; }
.p50 { fill: var(--bar); } .p95 { fill: var(--tail); }
.lead .p50 { fill: var(--lead); } .lead .p95 { fill: var(--lead-tail); }
.lead text { font-weight: 600; } .numbers { text-anchor: end; }
"""


def page(report: Report) -> str:
    """The whole page."""
    runs = [*report.runs, *([report.naive] if report.naive else [])]
    machine, (before, after) = report.machine, report.load
    longest = max([1e-3, *(spread.p95 for run in report.runs for spread in _stages(run).values())])
    if report.naive:
        longest *= NAIVE_ROOM
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>voicecli bench talk</title><style>{_STYLE}</style></head><body>",
        "<h1>How fast a conversation is here</h1>",
        f"<p>{escape(machine.cpu)}, {machine.cores} cores, {machine.threads} threads used, "
        f"{machine.memory / 1e9:.1f} GB of memory, {escape(machine.system)}, "
        f"Python {escape(machine.python)}. Load {before:.1f} before, {after:.1f} after.</p>",
        f'<p class="soft">Models: {escape(", ".join(report.models.values()))}. '
        "Dark bars are medians, light ones reach to the 95th percentile; milliseconds.</p>",
    ]
    for run in runs:
        parts += _run(run, longest)
    parts += [_interruptions(found) for found in report.barge_ins]
    return "\n".join([*parts, "</body></html>\n"])


def _run(run: RunFigures, longest: float) -> Iterator[str]:
    yield f"<h2>{escape(run.mode)}, {escape(run.manner)}</h2>"
    yield f'<p class="soft">{escape(_counts(run))}</p>'
    stages = _stages(run)
    height = ROW * len(stages)
    yield (
        f'<svg viewBox="0 0 {LABEL + WIDTH + NUMBERS} {height}" role="img" '
        f'aria-label="Seconds by stage: {escape(run.mode)}, {escape(run.manner)}">'
    )
    for number, (stage, spread) in enumerate(stages.items()):
        kind = ' class="lead"' if stage == run.headline else ""
        yield f'<g transform="translate(0 {number * ROW})"{kind}>{_bar(stage, spread, longest)}</g>'
    yield "</svg>"


def _interruptions(found: BargeIn) -> str:
    """What became of the interruptions, in a sentence."""
    told = [f"{found.trials} interruptions, of which {found.barge_ins} ended the answer."]
    for name, spread in (("The sound stopped", found.sound), ("All engines rested", found.idle)):
        if spread:
            p50, p95 = spread.p50 * 1000, spread.p95 * 1000
            told.append(
                f"{name} {p50:,.0f} ms (median; 95 %: {p95:,.0f}) after speech was noticed."
            )
    return f"<h2>{escape(found.mode)}, interrupted</h2><p>{escape(' '.join(told))}</p>"


def _stages(run: RunFigures) -> dict[str, Spread]:
    """What has a bar: the whole answer would make all others short."""
    return {stage: spread for stage, spread in run.stages.items() if stage != "answer"}


def _bar(stage: str, spread: Spread, longest: float) -> str:
    """One stage: its name, its bars and its figures."""
    top, text = (ROW - BAR) / 2, ROW / 2 + 4.5
    shares = (max(0.0, value) / longest for value in (spread.p50, spread.p95))
    median, tail = (min(1.0, share) * WIDTH for share in shares)
    arrow = f'<text x="{LABEL + WIDTH + 3}" y="{text}">→</text>' if spread.p95 > longest else ""
    told = f"{spread.p50 * 1000:,.0f} / {spread.p95 * 1000:,.0f} (n {spread.n})"
    return (
        f'<text y="{text}">{escape(STAGES[stage])}</text>'
        f'<rect class="p95" x="{LABEL}" y="{top}" width="{tail:.1f}" height="{BAR}"/>'
        f'<rect class="p50" x="{LABEL}" y="{top}" width="{median:.1f}" height="{BAR}"/>'
        f'{arrow}<text class="numbers" x="{LABEL + WIDTH + NUMBERS - 4}" y="{text}">{told}</text>'
    )


def _counts(run: RunFigures) -> str:
    told = [
        f"{run.answered} of {run.questions} questions answered",
        f"{run.cut_off} cut off",
        f"{run.self_triggers} self-triggers",
    ]
    if run.cpu_seconds:
        told.append(f"{run.cpu_seconds.p50:.1f} s of CPU a turn")
    if run.peak_memory:
        told.append(f"{run.peak_memory / 1e9:.2f} GB at most")
    if run.ratio is not None:
        told.append(f"the naive path takes {run.ratio:.1f} times as long")
    if run.soak:
        told.append(
            f"memory grew by {run.soak.memory_growth:.1%}, waits by {run.soak.wait_growth:.1%}"
        )
    return ", ".join(told) + "."
