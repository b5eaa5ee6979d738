"""`voicecli bench talk --target`: settings that answer soon enough on this computer."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecli.cli.aligned import print_aligned
from voicecli.cli.config import write_setting
from voicecli.cli.console import note, print_json
from voicecli.config import Config, ModeName
from voicecli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicecli.bench.asking import Manner
    from voicecli.bench.questions import Question
    from voicecli.bench.target import Found, Settings, Tried

_TARGET = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(ms|s)?", re.IGNORECASE)


def parse_target(text: str) -> float:
    """The seconds of "700ms", "0.7s" or "0.7". Raises UsageError."""
    match = _TARGET.fullmatch(text.strip())
    seconds = float(match[1]) / (1000 if (match[2] or "s").lower() == "ms" else 1) if match else 0
    if not seconds:
        raise UsageError("bad-target", f"{text[:60]!r} is no time.", "Write `--target 700ms`.")
    return seconds


def find_settings(
    config: Config,
    wanted: str,
    modes: "Sequence[ModeName]",
    manner: "Manner",
    recordings: "Sequence[Path]",
    *,
    write: bool,
    as_json: bool,
) -> int:
    """Try the settings, tell what was found, and write it if asked to; returns the exit code.

    Raises UsageError for a `wanted` time that is none.
    """
    target = parse_target(wanted)
    from voicecli.assembly import private_copy
    from voicecli.bench import target as trying
    from voicecli.bench.questions import read_questions

    asked: list[Question] = read_questions(recordings, trying.QUESTIONS) if recordings else []
    with private_copy(config) as own:

        def measure(settings: "Settings") -> float | None:
            note(f"voicecli: trying {_told(settings)} …")
            return trying.median_wait(own, settings, asked, manner)

        candidates, splits = trying.candidates(config, modes), trying.splits(config, modes)
        found = trying.search(candidates, splits, measure, target)
    if write and found.chosen:
        for key, value in found.chosen.settings.items():
            write_setting(key, str(value))
    if as_json:
        print_json(_as_json(found, written=write))
    else:
        _show(found, written=write)
    return ExitCode.OK if found.chosen else ExitCode.ERROR


def _show(found: "Found", *, written: bool) -> None:
    rows = [("WAIT", "TARGET", "SETTINGS")]
    rows += [(_wait(one), "met" if one.meets(found.target) else "", _told(one.settings))
             for one in found.tried]  # fmt: skip
    print_aligned(rows)
    if found.chosen is None:
        note(f"voicecli: nothing here answers within {found.target * 1000:.0f} ms.")
        return
    note(f"voicecli: chosen: {_told(found.chosen.settings)}")
    note("voicecli: written to the settings." if written else "voicecli: --write keeps this.")


def _as_json(found: "Found", *, written: bool) -> dict[str, Any]:
    chosen = found.chosen
    return {
        "target": found.target,
        "tried": [{"settings": dict(one.settings), "wait": one.wait} for one in found.tried],
        "chosen": dict(chosen.settings) if chosen else None,
        "written": written and chosen is not None,
    }


def _wait(one: "Tried") -> str:
    return f"{one.wait * 1000:.0f} ms" if one.wait is not None else "no answer"


def _told(settings: "Settings") -> str:
    return ", ".join(f"{key} {value}" for key, value in settings.items())
