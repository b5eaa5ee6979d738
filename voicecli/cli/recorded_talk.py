"""`voicecli talk --record`: a conversation that is written into one file while it is held."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note, printable
from voicecli.errors import UsageError

if TYPE_CHECKING:
    import sqlite_utils

    from voicecli.assembly import Engines
    from voicecli.config import Config
    from voicecli.pipeline.recording import Recording
    from voicecli.pipeline.talk import Devices

RecordOption = Annotated[
    Path | None,
    typer.Option(
        "--record",
        metavar="FILE.vcast",
        help="Write all of it into one file, to be replayed: sound, words, keys, settings.",
    ),
]
WithContentOption = Annotated[
    bool,
    typer.Option("--with-content", help="With --record: put the files of your content in, too."),
]


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """Where a conversation is to be written; `with_content` takes its files along."""

    path: Path
    with_content: bool = False


def record_request(path: Path | None, *, with_content: bool, fast: bool) -> RecordRequest | None:
    """What was asked for, checked before anything slow begins. Raises UsageError."""
    if path is None:
        if with_content:
            raise UsageError("no-record", "--with-content needs --record FILE.vcast.")
        return None
    if fast:
        raise UsageError("fast-record", "--record needs real time: leave --fast out.")
    if path.exists():
        raise UsageError("file-exists", f"{path} is there already.", "Choose another name.")
    return RecordRequest(path, with_content)


def open_recording(
    stack: ExitStack,
    request: RecordRequest,
    config: "Config",
    db: "sqlite_utils.Database",
    engines: "Engines",
    *,
    hands_free: bool,
    session: str,
) -> "Recording":
    """Begin the recording, and say so; it ends with the stack. Raises ReplayError."""
    from voicecli import assembly
    from voicecli.pipeline.recording import Recording, record_content
    from voicecli.pipeline.sources import gather

    options = {"hands_free": hands_free}
    manifest = assembly.make_manifest(
        config, db, engines, options, has_content=request.with_content
    )
    recording = Recording(request.path, manifest)
    stack.callback(_tell_end, request.path, recording)
    recording.on_failed = lambda error: note(
        f"voicecli: {printable(str(error))} The conversation goes on, unrecorded."
    )
    stack.enter_context(recording)
    if session:
        recording.before(
            [turn.record for turn in assembly.open_sessions(config, db).turns(session)]
        )
    if request.with_content:
        files = gather(db, config).files
        count = record_content(recording, files)
        note(f"voicecli: {count} of {len(files)} files of your content are in the recording.")
    kept = "sound, words and answers" + (", and your content" if request.with_content else "")
    note(f"voicecli: RECORDING into {printable(str(request.path))}: {kept}.")
    return recording


def _tell_end(path: Path, recording: "Recording") -> None:
    place = printable(str(path))
    what = (
        f"the recording is in {place}"
        if recording.failed is None
        else (f"what was recorded until then is in {place}")
    )
    note(f"voicecli: {what}; `voicecli replay {place}` holds it again.")


@contextmanager
def noting_duplex(
    opened: "AbstractContextManager[Devices]", recording: "Recording | None"
) -> "Iterator[Devices]":
    """The devices, of which it is noted how they were opened."""
    with opened as devices:
        if recording:
            recording.opened(full_duplex=devices.full_duplex)
        yield devices
