"""`voicecli speakers`: the people whose voices are known."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import confirm, err, note, out, print_json, printable, settings
from voicecli.cli.device_options import DeviceIn
from voicecli.config import Config
from voicecli.errors import ExitCode, UsageError, VoicecliError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicecli.pipeline.enrolment import Enrolled, Listening, Voice
    from voicecli.storage.speakers import EnrolledSpeaker, EnrolledSpeakers, VoicePrint

app = typer.Typer(
    help="Teach voices by name: transcripts and conversations then say who speaks.",
    no_args_is_help=True,
)

_NAME = typer.Argument(metavar="NAME", help="What the person is called.")
_JSON = typer.Option("--json", help="Print JSON.")
_YES = typer.Option("--yes", "-y", help="Do not ask.")
_FETCH = typer.Option("--yes", "-y", help="Download missing models without asking.")


@app.command()
def enroll(
    name: Annotated[str, _NAME],
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Recordings of that person alone; - is stdin."),
    ] = None,
    microphone: Annotated[
        Path | None,
        typer.Option(help="An audio file that is heard instead of the microphone; - is stdin."),
    ] = None,
    device_in: DeviceIn = None,
    one_voice: Annotated[
        bool,
        typer.Option("--one-voice", help="It is one person, even if it sounds like several."),
    ] = False,
    yes: Annotated[bool, _FETCH] = False,
) -> int:
    """Learn a person's voice from recordings, or without any through the microphone.

    15 seconds of speech are enough, 5 the least; more recordings of a known name make it surer.
    Only figures of the voice are kept, no sound.
    """
    from voicecli.storage.speakers import cleaned_name

    name = cleaned_name(name)
    config = settings({"audio.device_in": device_in}).config
    if files and (microphone or device_in):
        raise UsageError("two-sources", "Give either files or a microphone.")
    if not files:
        _need_ear(config, microphone)
    with _listening(config, yes=yes) as how:
        prints = list(_prints(config, how, files or [], microphone, one_voice=one_voice))
        failed = prints.count([])
        learned = [one for heard in prints for one in heard]
        if not learned:
            return ExitCode.ERROR
        with _speakers(config) as speakers:
            _tell_doubts(name, learned, speakers.prints(how.embedder.name))
            _tell_how_sure(speakers.enroll(name, learned))
    return ExitCode.PARTIAL if failed else ExitCode.OK


@app.command("list")
def list_speakers(json: Annotated[bool, _JSON] = False) -> None:
    """List the people whose voices are known."""
    with _speakers(settings().config) as speakers:
        people = speakers.all()
    if json:
        print_json([_person_json(person) for person in people])
    elif not people:
        note("Nobody is enrolled yet. Type `voicecli speakers enroll NAME FILE…`.")
    else:
        print_aligned([("NAME", "SPEECH", "RECORDINGS", "ENROLLED"), *map(_row, people)])


@app.command()
def rename(
    name: Annotated[str, _NAME],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new name.")],
) -> None:
    """Give a person another name."""
    with _speakers(settings().config) as speakers:
        speakers.rename(name, new)


@app.command()
def merge(
    name: Annotated[str, _NAME],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The name that stays.")],
) -> None:
    """Make two names one person."""
    with _speakers(settings().config) as speakers:
        speakers.merge(name, into)


@app.command()
def remove(name: Annotated[str, _NAME], yes: Annotated[bool, _YES] = False) -> int:
    """Forget a person's voice; its figures are overwritten in the database."""
    with _speakers(settings().config) as speakers:
        person = speakers.named(name)
        if not confirm(f"Forget the voice of {printable(person.name)}?", yes=yes):
            note("Nothing was removed. `--yes` removes without asking.")
            return ExitCode.ERROR
        if not speakers.remove(person.name):
            note("Another voicecli reads the database: the figures are overwritten when it ends.")
    return ExitCode.OK


@app.command()
def identify(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Recordings of one or more people; - is stdin."),
    ],
    json: Annotated[bool, _JSON] = False,
    yes: Annotated[bool, _FETCH] = False,
) -> int:
    """Say who speaks in recordings, and how alike the voices are.

    A voice that is not alike enough to anybody's keeps a number: "Speaker 1".
    """
    from voicecli.pipeline.enrolment import voices_in

    config, failed, found = settings().config, 0, list[dict[str, Any]]()
    with _speakers(config) as speakers, _listening(config, yes=yes) as how:
        enrolled = speakers.prints(how.embedder.name)
        if not enrolled:
            raise _nobody(speakers.all(), how.embedder.name)
        for file in files:
            try:
                with _working(file.name):
                    voices = voices_in(file, how, enrolled)
            except VoicecliError as error:
                failed += 1
                note(f"voicecli: {error}")
                continue
            found.append({"file": str(file), "voices": [_voice_json(voice) for voice in voices]})
            if not json:
                _print_voices(file, voices, several=len(files) > 1)
    if json:
        print_json(found)
    if failed:
        return ExitCode.ERROR if failed == len(files) else ExitCode.PARTIAL
    return ExitCode.OK


def _prints(
    config: Config,
    how: "Listening",
    files: Sequence[Path],
    microphone: Path | None,
    *,
    one_voice: bool,
) -> "Iterator[list[VoicePrint]]":
    """The voice in each file, or before the microphone; nothing, and a word why, where none is."""
    from voicecli.audio.sources import name_of
    from voicecli.cli.enroll_view import recorded
    from voicecli.pipeline.enrolment import voice_in, windows_of

    for file in files:
        try:
            short = name_of(file if str(file) == "-" else file.name)
            with _working(short):
                yield voice_in(windows_of(file, how), short, how, is_one=one_voice)
        except VoicecliError as error:
            note(f"voicecli: {error}")
            yield []
    if not files:
        source = name_of(microphone) if microphone else "the microphone"
        windows = recorded(config, microphone, how)
        with _working(source):
            yield voice_in(windows, source, how, is_one=one_voice)


def _need_ear(config: Config, file: Path | None) -> None:
    """Say what is missing before anything slow begins. Raises AudioError."""
    if file is None:
        from voicecli.audio.devices import find_device

        find_device(config.audio.device_in, "input")


def _tell_doubts(name: str, learned: "Sequence[VoicePrint]", enrolled: "Enrolled") -> None:
    """Say so when the voice sounds like somebody else's, or unlike the person's own."""
    from voicecli.pipeline.enrolment import whose

    own = {one: prints for one, prints in enrolled.items() if one.casefold() == name.casefold()}
    others = {one: prints for one, prints in enrolled.items() if one not in own}
    if own and whose(learned, own) is None:
        note(f"This sounds unlike what is known of {name}; `voicecli speakers remove` forgets it.")
    if other := whose(learned, others):
        note(f"This sounds like {other}, too; `voicecli speakers merge` makes two names one.")


def _tell_how_sure(person: "EnrolledSpeaker") -> None:
    from voicecli.pipeline.enrolment import ADVISED_SECONDS

    hint = "" if person.seconds >= ADVISED_SECONDS else "; more recordings would make it surer"
    note(f"{person.name} is known by {person.seconds:.0f} s of speech{hint}.")


def _nobody(everybody: "Sequence[EnrolledSpeaker]", model: str) -> UsageError:
    """Why no voice can be compared."""
    if everybody:
        return UsageError(
            "nobody-enrolled",
            f"Nobody is enrolled with {model} yet, only with another model.",
            "Enroll them again, or name that model with `voicecli config set speakers.model …`.",
        )
    return UsageError(
        "nobody-enrolled", "No voice is known yet.", "Type `voicecli speakers enroll NAME FILE…`."
    )


def _working(source: str) -> AbstractContextManager[object]:
    """A sign of life on a terminal."""
    if not err.is_terminal:
        return nullcontext()
    return err.status(escape(f"listening to {printable(source)} …"))


@contextmanager
def _speakers(config: Config) -> "Iterator[EnrolledSpeakers]":
    from voicecli.storage.database import open_database
    from voicecli.storage.speakers import EnrolledSpeakers

    with open_database(config.database_file) as db:
        yield EnrolledSpeakers(db)


@contextmanager
def _listening(config: Config, *, yes: bool) -> "Iterator[Listening]":
    from voicecli import assembly
    from voicecli.cli.downloads import offer_download
    from voicecli.pipeline.enrolment import Listening

    offer_download(config, ["vad", "speaker"], yes=yes)
    with ExitStack() as stack:
        vad = stack.enter_context(assembly.open_vad(config))
        embedder = stack.enter_context(assembly.open_speaker_embedder(config))
        yield Listening(vad, embedder, config.vad.threshold)


def _row(person: "EnrolledSpeaker") -> tuple[str, ...]:
    recordings = len({one.digest for one in person.prints})
    enrolled = person.enrolled.astimezone().strftime("%Y-%m-%d %H:%M")
    return printable(person.name), f"{person.seconds:.0f} s", str(recordings), enrolled


def _person_json(person: "EnrolledSpeaker") -> dict[str, Any]:
    from voicecli.analysis.conditions import CLEAN

    return {
        "name": person.name,
        "enrolled": person.enrolled.isoformat(),
        "seconds": person.seconds,
        "recordings": [
            {"model": one.model, "file": one.source, "seconds": one.seconds}
            for one in person.prints
            if one.condition == CLEAN
        ],
    }


def _voice_json(voice: "Voice") -> dict[str, Any]:
    return {
        "speaker": voice.label,
        "is_enrolled": voice.is_enrolled,
        "seconds": voice.seconds,
        "similarities": [{"name": name, "similarity": value} for name, value in voice.alike],
        "threshold": voice.threshold,
    }


def _print_voices(file: Path, voices: "tuple[Voice, ...]", *, several: bool) -> None:
    if several:
        out.print(printable(str(file)), markup=False, style="bold")
    if not voices:
        note("Nobody speaks there.")
        return
    rows = [("VOICE", "SPEECH", "MOST ALIKE", "SIMILARITY", "NEEDED")]
    for voice in voices:
        name, value = voice.alike[0]
        alike = (printable(name), f"{value:.2f}", f"{voice.threshold:.2f}")
        rows.append((printable(voice.label), f"{voice.seconds:.0f} s", *alike))
    print_aligned(rows)
