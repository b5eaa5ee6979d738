"""What a person sees while content is indexed."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from voicecli.cli.console import err, note, printable
from voicecli.cli.counted import counted

if TYPE_CHECKING:
    from voicecli.retrieval.index import IndexProgress


class _Rate(ProgressColumn):
    """How many files are done in a second."""

    def render(self, task: Task) -> Text:
        """Empty until it is known."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} files/s" if speed else "", style="dim")


def shown(items: "Iterable[IndexProgress]") -> "Iterator[IndexProgress]":
    """Tell of each file that is not as it was, under a bar where a person sits there."""
    bar = Progress(
        TextColumn("indexing"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[document]}", markup=False),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )
    with bar:
        task = bar.add_task("", total=None, document="")
        for item in items:
            tell_progress(item)
            bar.update(
                task,
                total=item.total,
                completed=item.number,
                document=printable(item.document)[-40:],
            )
            yield item


def tell_progress(progress: "IndexProgress") -> None:
    """One line on stderr for every file that is not as it was."""
    if progress.action == "unchanged":
        return
    told = f"[{progress.number}/{progress.total}] {told_of(progress)}"
    note(printable(told))


def told_of(progress: "IndexProgress") -> str:
    """What was done with a file."""
    told = f"{progress.action} {progress.document}"
    if progress.action in ("added", "changed"):
        told += f" ({counted(progress.passages, 'passage')})"
    return f"{told}: {progress.error}" if progress.error else told
