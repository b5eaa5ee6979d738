"""`voicecli sessions play`: the sound of a conversation that was kept."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import note, print_json, printable, settings
from voicecli.cli.device_options import DeviceOut
from voicecli.errors import StorageError, UsageError

if TYPE_CHECKING:
    from voicecli.storage.sessions import Sessions
    from voicecli.storage.sounds import KeptSound, Sounds
    from voicecli.types import EncodedSound

_KEEP = (
    "Keep it next time: `voicecli talk --keep-audio`, or"
    " `voicecli config set sessions.keep_audio true`."
)
_WHO = {"question": "you", "answer": "voicecli"}


def play(
    session: Annotated[
        str,
        typer.Argument(
            metavar="ID[@TURN]",
            help='A session ("latest" too) and, behind @, the number of a turn or "last".',
        ),
    ],
    question: Annotated[bool, typer.Option("--question", help="Only what was asked.")] = False,
    answer: Annotated[bool, typer.Option("--answer", help="Only what was answered.")] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", help="Write a .wav, .opus, .flac or .mp3 instead; `-` is a WAV."
        ),
    ] = None,
    list_only: Annotated[bool, typer.Option("--list", help="List what there is to play.")] = False,
    json: Annotated[bool, typer.Option("--json", help="List it as one JSON list.")] = False,
    speaker: Annotated[
        Path | None, typer.Option(help="A WAV file that is written instead of playing.")
    ] = None,
    device_out: DeviceOut = None,
) -> None:
    """Play what was said and what was heard of the answers, where the sound was kept."""
    from voicecli.cli.sound_out import check_output, play_aloud, write_sounds

    check_output(output)
    config = settings({"audio.device_out": device_out}).config
    piece, turn = _place(session)
    parts = {"question": question, "answer": answer}
    wanted = {part for part, asked in parts.items() if asked} or set(parts)
    with ExitStack() as stack:
        sessions, sounds = _open(stack)
        session_id = sessions.find(piece)
        number = _turn_number(sessions, session_id, turn)
        kept = [one for one in sounds.kept(session_id, number) if one.part in wanted]
        if list_only or json:
            _list(kept, as_json=json)
            return
        if not kept:
            place = f"session {session_id}" + (f", turn {number}" if number else "")
            raise StorageError("no-sound", f"No sound was kept of {place}.", _KEEP)
        if output is not None:
            write_sounds([sound for _, sound in _read(sounds, kept)], output)
        else:
            play_aloud(_announced(sessions, sounds, kept), config, speaker)


def _place(written: str) -> tuple[str, str]:
    """The session and the turn that were named."""
    piece, at, turn = written.partition("@")
    if not piece.strip() or (at and not turn.strip()):
        raise UsageError(
            "no-session", f"{written!r} names no session and turn.", "Try `latest@last`."
        )
    return piece, turn.strip().lower()


def _open(stack: ExitStack) -> "tuple[Sessions, Sounds]":
    from voicecli.storage.database import is_there, open_database
    from voicecli.storage.sessions import Sessions
    from voicecli.storage.sounds import Sounds

    path = settings().config.database_file
    if not is_there(path):
        raise StorageError("no-session", "There are no sessions yet.", _KEEP)
    db = stack.enter_context(open_database(path))
    return Sessions(db), Sounds(db)


def _turn_number(sessions: "Sessions", session_id: str, turn: str) -> int | None:
    """The number of the turn that was named; None for all of them. Raises StorageError."""
    if not turn:
        return None
    last = sessions.turns(session_id, last=1)
    count = last[0].number if last else 0
    number = count if turn == "last" else int(turn) if turn.isdecimal() and len(turn) < 10 else 0
    if not 0 < number <= count:
        raise StorageError(
            "no-turn",
            f"Session {session_id} has no turn {turn[:20]!r}: it has {count}.",
            f"See `voicecli sessions show {session_id}`.",
        )
    return number


def _read(
    sounds: "Sounds", kept: "Sequence[KeptSound]"
) -> "Iterator[tuple[KeptSound, EncodedSound]]":
    """Read one after the other, passing over what was trimmed meanwhile."""
    for one in kept:
        if sound := sounds.read(one.session_id, one.number, one.part):
            yield one, sound


def _announced(
    sessions: "Sessions", sounds: "Sounds", kept: "Sequence[KeptSound]"
) -> "Iterator[EncodedSound]":
    """The sounds, with a line on each as it is its turn."""
    words = {turn.number: turn.record for turn in sessions.turns(kept[0].session_id)}
    for one, sound in _read(sounds, kept):
        record = words.get(one.number)
        said = (record.question if one.part == "question" else record.heard) if record else ""
        note(f"{one.number}. {_WHO[one.part]} ({one.seconds:.1f} s): {printable(said)}")
        yield sound


def _list(kept: "Sequence[KeptSound]", *, as_json: bool) -> None:
    if as_json:
        print_json([_as_json(one) for one in kept])
    elif not kept:
        note(f"voicecli: no sound was kept here. {_KEEP}")
    else:
        rows = [
            (str(one.number), one.part, f"{one.seconds:.1f} s", f"{one.bytes / 1000:.1f} kB",
             one.codec)
            for one in kept
        ]  # fmt: skip
        print_aligned([("TURN", "PART", "LENGTH", "SIZE", "CODEC"), *rows])


def _as_json(one: "KeptSound") -> dict[str, Any]:
    return {
        "session": one.session_id,
        "turn": one.number,
        "part": one.part,
        "at": one.at.isoformat(),
        "seconds": one.seconds,
        "codec": one.codec,
        "bytes": one.bytes,
    }
