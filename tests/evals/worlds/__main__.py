"""Measure the worlds: `python -m tests.evals.worlds [NAME…] [--tags] [--predictions FOLDER]`.

`--heard` asks instead what Whisper made of spoken names, tagged by model, noise and speed.
`--floors` writes what the tested worlds may not fall below, a tolerance apart.
"""

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.evals.scoring import Figure
from tests.evals.worlds import FLOORS, TESTED, World, answered, measured, worlds
from voicecli.config import load

Figures = dict[str, Figure]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    parser.add_argument("--tags", action="store_true", help="also item F1 and refusals by tag")
    parser.add_argument("--predictions", type=Path, help="a folder for a file of each world")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--heard", action="store_true", help="ask the transcripts of names")
    mode.add_argument("--floors", action="store_true", help=f"write {FLOORS.name}; no names")
    asked = parser.parse_args()
    everyone = asked.names or [world.name for world in worlds()]
    names = TESTED if asked.floors else everyone
    chosen = [World(name, "heard" if asked.heard else "queries") for name in names]
    config = load().config
    found: dict[str, dict[str, Figures]] = {}
    for world in chosen:
        answers = answered(world, config)
        found[world.name] = measured(world, answers)
        if asked.predictions:
            lines = "".join(f"{json.dumps(one.as_json())}\n" for one in answers)
            (asked.predictions / f"{world.name}.jsonl").write_text(lines, encoding="utf-8")
    console = Console()
    console.print(table("figure", {name: groups[""] for name, groups in found.items()}))
    if asked.tags:
        for figure in ("item F1", "document passage", "refused"):
            console.print(table(figure, {name: of_tags(it, figure) for name, it in found.items()}))
    if asked.floors:
        floors = {
            name: {figure: round(value.mean, 3) for figure, value in groups[""].items()}
            for name, groups in found.items()
        }
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")


def of_tags(groups: dict[str, Figures], figure: str) -> Figures:
    """One figure of each tag that has it."""
    return {tag: it[figure] for tag, it in sorted(groups.items()) if tag and figure in it}


def table(heading: str, columns: dict[str, Figures]) -> Table:
    """A row for each name in any column, with mean and count of each world."""
    made = Table(heading, *columns, box=None)
    rows = dict.fromkeys(name for figures in columns.values() for name in figures)
    for name in rows:
        cells = (figures.get(name) for figures in columns.values())
        made.add_row(name, *(f"{it.mean:.3f} ({it.count})" if it else "" for it in cells))
    return made


if __name__ == "__main__":
    main()
