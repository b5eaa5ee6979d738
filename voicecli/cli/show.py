"""`voicecli show`: the place that an answer came from, in its context."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.clock_time import clock_time
from voicecli.errors import RetrievalError, UsageError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from voicecli.config import Config
    from voicecli.types import Passage, Record

LONGEST_SECONDS = 30.0
"""What is played of a recording where nobody said how much."""
CONTEXT = 1
"""Passages before and behind the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage with what stands around it; `record` is set for an item.

    `file` is the document's own, None where it is not there any more; `recording` and `seconds`
    say what can be played, from the first of the seconds to the second.
    """

    passage: "Passage"
    before: list["Passage"]
    behind: list["Passage"]
    record: "Record | None"
    file: Path | None
    recording: Path | None = None
    seconds: tuple[float, float] = (0.0, 0.0)


def show(
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="As an answer cites it: faq.md:14, cv.pdf p.2, meeting.wav 12:34, or an item.",
        ),
    ],
    play: Annotated[
        bool | None, typer.Option("--play/--no-play", help="Play a recording's seconds.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, max=3600.0, help="How long it plays.")
    ] = None,
    open_file: Annotated[
        bool, typer.Option("--open", help="Open the file itself with this system's program for it.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show a source: the passage with its neighbours, and the seconds of a recording."""
    written = " ".join(source).strip()
    if not written:
        raise UsageError("no-source", "Which source?", "For example `voicecli show faq.md:14`.")
    from voicecli.assembly import open_store

    config = settings().config
    with ExitStack() as stack:
        found = _find(stack.enter_context(open_store(config)), config, written, seconds)
    if json:
        print_json(_json(found))
    else:
        _print(found)
    if open_file:
        _open(found)
    wants_sound = play if play is not None else sys.stdout.isatty() and not json
    if found.recording and wants_sound:
        _play(found, config)
    elif play:
        raise UsageError("no-recording", f"There is no recording of {written}.")


def _find(db: "Database", config: "Config", written: str, seconds: float | None) -> Shown:
    """Raises RetrievalError when there is nothing of that name."""
    from voicecli.pipeline.sources import file_of
    from voicecli.retrieval.citations import read_citation
    from voicecli.retrieval.lookup import neighbours, source_named
    from voicecli.retrieval.vocabulary import read_record

    passage = source_named(db, written)
    file = file_of(db, config, passage.document)
    record = read_record(db, passage.id)
    before, behind = neighbours(db, passage, CONTEXT) if record is None else ([], [])
    place = read_citation(passage.source)
    if place.seconds is None or file is None:
        return Shown(passage, before, behind, record, file)
    recording = file.with_name(Path(place.document).name)
    first = float(read_citation(written).seconds or place.seconds)
    next_ = read_citation(behind[0].source).seconds if behind else None
    length = seconds or min(LONGEST_SECONDS, (next_ or first + LONGEST_SECONDS) - first)
    return Shown(
        passage, before, behind, record, file,
        recording if recording != file and recording.is_file() else None,
        (first, first + (length if length > 0 else LONGEST_SECONDS)),
    )  # fmt: skip


def _print(found: Shown) -> None:
    from voicecli.cli.cards import card, cited

    passage = found.passage
    if found.record is not None:
        out.print(card(passage, found.record), soft_wrap=False)
        _print_blocks([], passage, [])
        return
    out.print(Text(printable(passage.title), style="bold"))
    out.print(Text(printable(cited(passage)), style="cyan"))
    out.print()
    _print_blocks(found.before, passage, found.behind)
    if found.recording:
        first, last = found.seconds
        note(f"{found.recording.name}, {last - first:.0f} seconds from {clock_time(first)}")


def _print_blocks(
    before: Sequence["Passage"], marked: "Passage", behind: Sequence["Passage"]
) -> None:
    """Passages beside the places where they begin; the marked one stands out without colour."""
    from rich.table import Table

    rows = Table.grid(padding=(0, 1))
    rows.add_column(justify="right", no_wrap=True)
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for passage in (*before, marked, *behind):
        is_marked = passage is marked
        for number, line in enumerate(passage.text.splitlines() or [""]):
            sign = ("▶" if not number else "▌") if is_marked else "│"
            place = "" if number else _place(passage)
            style = "" if is_marked else "dim"
            rows.add_row(Text(place, style=style or "cyan"), sign, Text(printable(line), style))
    out.print(rows, soft_wrap=False)


def _place(passage: "Passage") -> str:
    """The end of how a passage is cited: "14", "p.2", "12:34"; empty for an item."""
    from voicecli.retrieval.citations import read_citation

    cited = read_citation(passage.source)
    if cited.line is not None:
        return str(cited.line)
    if cited.page is not None:
        return f"p.{cited.page}"
    return clock_time(cited.seconds) if cited.seconds is not None else ""


def _json(found: Shown) -> dict[str, Any]:
    from voicecli.cli.cards import cited, item_json

    passage = found.passage
    sound = None
    if found.recording:
        first, last = found.seconds
        sound = {"file": str(found.recording), "from": first, "to": last}
    return {
        "source": cited(passage),
        "document": passage.document,
        "locator": passage.locator,
        "type": passage.type,
        "title": passage.title,
        "text": passage.text,
        "before": [{"source": cited(p), "text": p.text} for p in found.before],
        "after": [{"source": cited(p), "text": p.text} for p in found.behind],
        "item": item_json(passage, found.record) if found.record else None,
        "file": str(found.file) if found.file else None,
        "recording": sound,
    }


def _open(found: Shown) -> None:
    """Hand the file to the system's program for it."""
    if found.file is None:
        raise RetrievalError(
            "no-file",
            f"The file of {found.passage.document} is not there any more.",
            "Bring the index up to date with `voicecli content reindex`.",
        )
    typer.launch(str(found.recording or found.file))


def _play(found: Shown, config: "Config") -> None:
    """Play the seconds of a recording; Ctrl-C ends it at once."""
    from voicecli.assembly import open_speaker
    from voicecli.pipeline.say import play
    from voicecli.pipeline.sound import stretch
    from voicecli.turn import Turn

    if found.recording is None:
        return
    chunks = stretch(found.recording, *found.seconds)
    with open_speaker(config) as speaker:
        play(chunks, speaker, Turn())
