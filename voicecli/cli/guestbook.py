"""`voicecli guestbook`: messages that guests left."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import confirm, is_interactive, note, out, print_json, printable, settings
from voicecli.cli.device_options import DeviceIn, DeviceOut
from voicecli.errors import ExitCode, StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voicecli.config import Config
    from voicecli.protocols import Microphone
    from voicecli.storage.guestbook import GuestBook, GuestEntry
    from voicecli.types import AudioBlock, EncodedSound, Samples

app = typer.Typer(help="Messages that guests left, in words and sound.", no_args_is_help=True)

PAUSE_SECONDS = 3.0
"""So long a silence behind the last words ends a message."""
_HOW = 'Leave one: `voicecli guestbook sign NAME --text "…"`, or in talk: "leave a message".'

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.command()
def sign(
    name: Annotated[str, typer.Argument(help="Who signs; may be left out.")] = "",
    recipient: Annotated[str, typer.Option("--for", help="Whom the message is for.")] = "",
    text: Annotated[
        str | None, typer.Option(help="The message in writing; `-` reads it from stdin.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A recording of the message.")] = None,
    microphone: Annotated[
        Path | None, typer.Option(help="An audio file that is heard instead of the microphone.")
    ] = None,
    device_in: DeviceIn = None,
    json: Json = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Keep it without asking; download models, too.")
    ] = False,
) -> int:
    """Sign the guest book: with --text, with a recording, or by speaking now.

    What was understood of speech is shown before it is kept; its sound is kept with it.
    """
    if sum(given is not None for given in (text, file, microphone)) > 1:
        raise UsageError("two-messages", "Choose one of --text, --file and --microphone.")
    config = settings({"audio.device_in": device_in}).config
    if not config.sessions.keep:
        raise StorageError(
            "off-the-record", "Nothing is kept now: sessions.keep is off.",
            "See `voicecli config set sessions.keep true`.",
        )  # fmt: skip
    sound: EncodedSound | None = None
    if text is not None:
        from voicecli.cli.question import read_question

        words = read_question([text], "guestbook sign --text", "message")
    else:
        words, sound = _spoken(config, file or microphone, yes=yes)
        if not words:
            note("voicecli: nothing was heard, so nothing was kept.")
            return ExitCode.ERROR
        if not json:
            note(f"voicecli: understood: {words}")
        if file is None and not confirm("Keep it in the guest book?", yes=yes or bool(microphone)):
            note("voicecli: nothing was kept. --yes keeps without asking.")
            return ExitCode.OK if is_interactive() else ExitCode.ERROR
    with ExitStack() as stack:
        entry = _open(stack).sign(name, words, recipient, sound)
    if json:
        print_json(_as_json(entry))
    else:
        out.print(f"Signed: {entry.id}", markup=False)
    return ExitCode.OK


@app.command("list")
def list_entries(json: Json = False) -> None:
    """List the messages, oldest first."""
    with ExitStack() as stack:
        entries = _open(stack).list() if _is_there() else ()
    if json:
        print_json([_as_json(entry) for entry in entries])
    elif not entries:
        note(f"The guest book is empty. {_HOW}")
    else:
        print_aligned([("ID", "LEFT", "SOUND", "WHO", "MESSAGE"), *map(_row, entries)])


@app.command()
def play(
    entry: Annotated[str, typer.Argument(metavar="ID", help='An id, its end, or "latest".')],
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", help="Write a .wav, .opus, .flac or .mp3 instead; `-` is a WAV."
        ),
    ] = None,
    speaker: Annotated[
        Path | None, typer.Option(help="A WAV file that is written instead of playing.")
    ] = None,
    device_out: DeviceOut = None,
) -> None:
    """Play a message that was spoken."""
    from voicecli.cli.sound_out import check_output, play_aloud, write_sounds

    check_output(output)
    config = settings({"audio.device_out": device_out}).config
    with ExitStack() as stack:
        book = _existing(stack)
        found = book.find(entry)
        sound = book.sound(found.id)
    if sound is None:
        raise StorageError(
            "no-sound", f"Message {found.id} was written, not spoken.", "See `guestbook list`."
        )
    if output is not None:
        write_sounds([sound], output)
    else:
        note(f"{_who(found)}: {found.text}")
        play_aloud([sound], config, speaker)


@app.command()
def remove(
    entries: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids, or their ends.")],
    yes: Yes = False,
) -> int:
    """Remove messages for good, with their sound."""
    with ExitStack() as stack:
        book = _existing(stack)
        found = {one.id: one for one in map(book.find, entries)}
        for one in found.values():
            note(f"{one.id}  {_who(one)}: {_short(one.text)}")
        what = "this message" if len(found) == 1 else f"these {len(found)} messages"
        if not confirm(f"Remove {what}?", yes=yes):
            note("voicecli: nothing was removed. --yes removes without asking.")
            return ExitCode.ERROR
        count = book.remove(found)
    note(f"voicecli: {count} removed.")
    return ExitCode.OK


@app.command()
def export(
    folder: Annotated[
        Path | None, typer.Option(help="Write the sounds into this folder, too.")
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", help="A .md or .json file; `-` is stdout.")
    ] = "-",
    json: Annotated[bool, typer.Option("--json", help="JSON instead of Markdown.")] = False,
) -> None:
    """Export all messages as Markdown or JSON."""
    from voicecli.cli.guestbook_export import write_export

    with ExitStack() as stack:
        book = _open(stack) if _is_there() else None
        entries = book.list() if book else ()
        sounds = {one.id: book.sound(one.id) for one in entries if book and folder and one.seconds}
    is_json = json or output.lower().endswith(".json")
    rows = [_as_json(entry) for entry in entries]
    write_export(rows, {key: one for key, one in sounds.items() if one}, folder, output, is_json)


def _is_there() -> bool:
    from voicecli.storage.database import is_there

    return is_there(settings().config.database_file)


def _open(stack: ExitStack) -> "GuestBook":
    from voicecli import assembly

    return stack.enter_context(assembly.open_guestbook(settings().config))


def _existing(stack: ExitStack) -> "GuestBook":
    if not _is_there():
        raise StorageError("no-message", "The guest book is empty.", _HOW)
    return _open(stack)


def _spoken(
    config: "Config", recording: Path | None, *, yes: bool
) -> "tuple[str, EncodedSound | None]":
    """The words of a message that is spoken now or was recorded, and its sound."""
    from voicecli.audio.encoded import encode
    from voicecli.cli.note import dictated
    from voicecli.dialogue.guestbook import without_ending

    ear = _Ear()
    words = dictated(config, recording, PAUSE_SECONDS, yes=yes, quiet=True, through=ear.hear)
    text, _ = without_ending(words)
    return text, encode(ear.sound) if text else None


class _Ear:
    """Keeps what a microphone hears."""

    def __init__(self) -> None:
        self.sound: list[Samples] = []
        self.paced = True
        self._microphone: Microphone

    def hear(self, microphone: "Microphone") -> "Microphone":
        """The microphone to listen through."""
        self._microphone = microphone
        self.paced = microphone.paced
        return self

    def blocks(self) -> "Iterator[AudioBlock]":
        """The microphone's blocks."""
        for block in self._microphone.blocks():
            self.sound.append(block.samples)
            yield block


def _row(entry: "GuestEntry") -> "Sequence[str]":
    sound = f"{entry.seconds:.0f} s" if entry.seconds else "-"
    left = entry.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return (entry.id, left, sound, _who(entry), " ".join(entry.text.split()))


def _who(entry: "GuestEntry") -> str:
    who = printable(entry.name) or "a guest"
    return f"{who} for {printable(entry.recipient)}" if entry.recipient else who


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _as_json(entry: "GuestEntry") -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "name": entry.name,
        "for": entry.recipient,
        "text": entry.text,
        "seconds": entry.seconds,
        "codec": entry.codec,
    }
