"""How often a rule cuts somebody off, and how long it lets them wait: ours beside silence alone.

    python benchmarks/turns.py --speech FOLDER [--half dev|final|all] [--keep FILE] [--plot FILE]

A speech folder has a `manifest.jsonl` with `id`, `file`, `lang`, `kind` and `speaker` of each clip;
it is not part of this repository. Each English clip is a turn, heard once as it was spoken and once
with a pause of 0.4-1.2 s put into its flowing speech. Silero finds the silences of 0.2 s and more.
A turn is cut off when a rule ends it in any silence but the last; dead air is the silence at the
true end until the rule ends the turn there. Words come from a recogniser, and count from
`--text-delay` after the end of speech on, when a conversation would know them. Speakers keep what
the rule learned about them from one clip to the next.

The constants of `voicecli.vad.turn_end` were fitted on the half "dev", so only "final" (by the hash
of the clip's id) is a measurement; their working point was chosen in sight of both. `--keep` keeps
what the engines said, or reads it when there.
"""

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import voicecli  # noqa: F401  # isort: skip  # sets threads before numpy loads

import numpy as np
from rich.console import Console
from rich.table import Table
from turn_cases import Cues, Hear, Silence, SpokenTurn, build, read, save
from turn_plot import Panel, draw

from voicecli.config import SttConfig, load
from voicecli.stt.whisper import WhisperRecognizer
from voicecli.turn import Turn
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, Samples, Utterance
from voicecli.vad.endpointing import WENT_ON_SECONDS
from voicecli.vad.silero import SileroVad
from voicecli.vad.smart_turn import SmartTurn
from voicecli.vad.turn_end import ASK_SAMPLES, TurnEnd

SILENCES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.7, 2.0)
EVERY_SILENCE = tuple(n * BLOCK_SAMPLES / SAMPLE_RATE for n in range(6, 64))
"""All that can be told apart, 0.19-2.02 s: with fewer, a rule would win between two of them."""
PATIENCES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
TALK = ("command", "question", "spontaneous", "digits", "word", "speech")
"""Kinds of clips in which somebody speaks to somebody, and does not read aloud."""

Rule = Callable[[float, str], int]
"""Samples of silence to wait, given Smart Turn's answer and the words."""


@dataclass(frozen=True, slots=True)
class Point:
    """One setting of a rule on all turns of a group."""

    name: str
    cut_off: float
    """Share of turns ended too early."""
    dead_air: tuple[float, float, float]
    """Seconds: p50, p95, mean."""


def main() -> int:
    options = _options()
    turns = _turns(options)
    if turns is None:
        print("There is no speech to measure on: name its folder with --speech.")
        return 0
    talk = {turn.clip for turn in turns if turn.kind in TALK}
    groups = {
        "talk": [turn for turn in turns if turn.kind in TALK],
        "talk, cut inside": [t for t in turns if t.clip in talk and t.kind not in TALK],
        "reading aloud": [t for t in turns if t.clip not in talk and t.kind != "cut inside"],
        "reading aloud, cut inside": [
            t for t in turns if t.clip not in talk and t.kind == "cut inside"
        ],
        "all": turns,
    }
    delay = round(options.text_delay * SAMPLE_RATE)
    for title, group in groups.items():
        if group:
            plain, ours = _silence_only(group, SILENCES), _ours(group, delay)
            _print(f"{title} ({options.half} half)", group, plain, ours)
    if options.plot:
        spoken = [turn for turn in turns if turn.kind != "cut inside"]
        broken = [turn for turn in turns if turn.kind == "cut inside"]
        panels = _panel("As spoken", spoken, delay), _panel("A pause put inside", broken, delay)
        Path(options.plot).write_text(draw(panels), encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", default=os.environ.get("VOICECLI_EVAL_SPEECH", ""))
    parser.add_argument("--half", choices=("dev", "final", "all"), default="final")
    parser.add_argument("--keep", help="file for what the engines said")
    parser.add_argument("--plot", help="SVG to write")
    parser.add_argument("--model", default="whisper-base", help="recogniser; none: no words")
    parser.add_argument(
        "--text-delay", type=float, default=0.45, help="seconds until words are known"
    )
    return parser.parse_args()


def _turns(options: argparse.Namespace) -> list[SpokenTurn] | None:
    kept = Path(options.keep) if options.keep else None
    if kept and kept.is_file():
        return read(kept)
    speech = Path(options.speech) if options.speech else None
    if speech is None or not (speech / "manifest.jsonl").is_file():
        return None
    models = load().config.models_folder
    cues = Cues(
        SileroVad(models / "silero-vad" / "silero_vad.onnx"),
        SmartTurn(models / "smart-turn-v3.2-cpu" / "smart-turn-v3.2-cpu.onnx"),
        _hear(models, options.model),
    )
    turns = list(build(speech, options.half, cues))
    if kept:
        save(turns, kept)
    return turns


def _hear(models: Path, model: str) -> Hear:
    if model == "none":
        return lambda samples: ""
    config = SttConfig(device="cpu", language="en")
    recognizer = WhisperRecognizer(models / model, config, os.cpu_count() or 2)

    def hear(samples: Samples) -> str:
        utterance = Utterance(samples, 0, samples.size, "silence")
        return recognizer.transcribe(utterance, Turn()).text

    return hear


def _silence_only(turns: Sequence[SpokenTurn], lengths: Sequence[float]) -> list[Point]:
    def rule(seconds: float) -> Rule:
        return lambda complete, text: round(seconds * SAMPLE_RATE)

    return [
        _point(f"{seconds:.1f} s", [_outcome(turn, rule(seconds), 0) for turn in turns])
        for seconds in lengths
    ]


def _ours(turns: Sequence[SpokenTurn], delay: int) -> list[Point]:
    return [_point(f"patience {p:.1f}", _learning(turns, p, delay)) for p in PATIENCES]


def _learning(turns: Sequence[SpokenTurn], patience: float, delay: int) -> list[tuple[bool, int]]:
    speakers: defaultdict[str, TurnEnd] = defaultdict(lambda: TurnEnd(patience))
    outcomes = []
    for turn in turns:
        rule = speakers[turn.speaker]
        outcomes.append(_outcome(turn, rule.wait, delay))
        for silence in turn.silences[:-1]:
            ended = _ended(silence, rule.wait, delay)
            if ended is None or silence.samples - ended < WENT_ON_SECONDS * SAMPLE_RATE:
                rule.learn(silence.samples)
    return outcomes


def _outcome(turn: SpokenTurn, rule: Rule, delay: int) -> tuple[bool, int]:
    """Whether a turn is cut off, and its dead air in samples if it is not."""
    *inner, last = turn.silences
    dead = _ended(last, rule, delay)
    cut_off = any(_ended(silence, rule, delay) is not None for silence in inner)
    return cut_off, last.samples if dead is None else dead


def _ended(silence: Silence, rule: Rule, delay: int) -> int | None:
    """Samples into a silence at which the rule ends the turn; None: not before speech goes on."""
    for at in range(BLOCK_SAMPLES, silence.samples + 1, BLOCK_SAMPLES):
        text = silence.text if at >= delay else ""
        if at >= ASK_SAMPLES and at >= rule(silence.complete, text):
            return at
    return None


def _point(name: str, outcomes: Sequence[tuple[bool, int]]) -> Point:
    dead = np.array([samples / SAMPLE_RATE for _, samples in outcomes])
    p50, p95 = np.quantile(dead, (0.5, 0.95))
    cut_off = float(np.mean([is_cut for is_cut, _ in outcomes]))
    return Point(name, cut_off, (float(p50), float(p95), float(dead.mean())))


def _dominates(point: Point, plain: Sequence[Point], figure: int) -> bool:
    """Whether no silence-only rule with as few cut-offs is as quick."""
    as_safe = [other.dead_air[figure] for other in plain if other.cut_off <= point.cut_off]
    return point.dead_air[figure] < min(as_safe, default=np.inf)


def _print(
    title: str, turns: Sequence[SpokenTurn], plain: Sequence[Point], ours: Sequence[Point]
) -> None:
    every = _silence_only(turns, EVERY_SILENCE)
    pauses = sum(len(turn.silences) - 1 for turn in turns)
    table = Table("", "cut off", "p50", "p95", "mean", "beats silence in")
    table.title = f"{title}: {len(turns)} turns, {pauses} inner pauses"
    for point in (*plain, *ours):
        seconds = [f"{value:.2f} s" for value in point.dead_air]
        beaten = [
            name
            for at, name in enumerate(("p50", "p95", "mean"))
            if point in ours and _dominates(point, every, at)
        ]
        table.add_row(point.name, f"{100 * point.cut_off:.1f} %", *seconds, ", ".join(beaten))
    Console(width=110).print(table)


def _panel(title: str, turns: Sequence[SpokenTurn], delay: int) -> Panel:
    plain, ours = _silence_only(turns, EVERY_SILENCE), _ours(turns, delay)
    curves = {
        "silence alone": [(point.dead_air[2], point.cut_off, "") for point in plain],
        "three cues": [
            (point.dead_air[2], point.cut_off, f"{patience:.1f}" if at % 5 == 0 else "")
            for at, (patience, point) in enumerate(zip(PATIENCES, ours, strict=True))
        ],
    }
    return Panel(f"{title} ({len(turns)} turns; patience 0, 0.5, 1)", curves)


if __name__ == "__main__":
    sys.exit(main())
