"""`voicecli talk`: a spoken conversation in the terminal."""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import is_interactive, note, settings
from voicecli.cli.device_options import DeviceIn, DeviceOut
from voicecli.cli.kiosk import deaf_terminal, keep_going, refuse_beside_kiosk
from voicecli.cli.off_record import OffTheRecord, keep_flag, say_so
from voicecli.cli.persona_choice import choose_persona
from voicecli.cli.recorded_talk import RecordOption, WithContentOption, record_request
from voicecli.cli.session_choice import ContinueOption, NewOption, SessionChoice, SessionOption
from voicecli.cli.talk_opening import Request, open_conversation
from voicecli.cli.talk_running import run_conversation
from voicecli.errors import AudioError, UsageError

if TYPE_CHECKING:
    from voicecli.catalog import Role
    from voicecli.config import Config


def talk(
    hands_free: Annotated[
        bool, typer.Option("--hands-free", help="Just speak: no key starts or ends an utterance.")
    ] = False,
    mode: Annotated[
        str | None, typer.Option(help="How much an answer says: fast, balanced or detailed.")
    ] = None,
    patience: Annotated[
        float | None,
        typer.Option(help="Hands-free: 0 answers at once, 1 lets you think; 0.5 is usual."),
    ] = None,
    duplex: Annotated[
        str | None,
        typer.Option(help="While an answer sounds: auto cancels its echo, half, headphones."),
    ] = None,
    headphones: Annotated[
        bool, typer.Option("--headphones", help="No echo comes back: --duplex headphones.")
    ] = False,
    general: Annotated[
        bool | None,
        typer.Option(
            "--general/--no-general",
            help="Let the language model answer what is not about your content, and say so.",
        ),
    ] = None,
    microphone: Annotated[
        Path | None, typer.Option(help="An audio file that is heard instead of the microphone.")
    ] = None,
    speaker: Annotated[
        Path | None, typer.Option(help="A WAV file that is written instead of playing.")
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="Files do not take the time that sound takes.")
    ] = False,
    device_in: DeviceIn = None,
    device_out: DeviceOut = None,
    session: SessionOption = None,
    last_session: ContinueOption = False,
    new_session: NewOption = False,
    off_the_record: OffTheRecord = False,
    llm: Annotated[
        bool | None,
        typer.Option("--llm/--no-llm", help="Let the language model add to the instant answer."),
    ] = None,
    keep_audio: Annotated[
        bool | None,
        typer.Option(
            "--keep-audio/--no-keep-audio",
            help="Keep the sound of questions and answers: `voicecli sessions play`.",
        ),
    ] = None,
    persona: Annotated[
        str | None, typer.Option(help="Who answers: a name of `voicecli persona list`.")
    ] = None,
    kiosk: Annotated[
        bool,
        typer.Option(
            "--kiosk",
            help="For a public place: hands-free, no keys, a new session for each visitor.",
        ),
    ] = False,
    record: RecordOption = None,
    with_content: WithContentOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one event a line.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Ask the sample question once; write answer.wav.")
    ] = False,
    demo_without_audio: Annotated[
        bool,
        typer.Option(
            "--demo-without-audio",
            help="Take the demo's turn where there is no audio device or no terminal.",
        ),
    ] = False,
) -> None:
    """Talk with your content: press Space, speak, press Space again, and hear the answer.

    Esc stops the answer, Ctrl-C does so too and leaves when pressed twice, q leaves.

    You can also write: any other letter begins a line (a word that begins with m or q: with a
    capital), Enter sends it, and it is answered aloud. A line that begins with / is an order:
    /mode, /voice, /speed, /session, /sources, /more, /save, /help … Tab completes it; ? shows all
    keys and orders. Lines are read from a terminal alone: what is piped in is not.
    """
    if headphones and duplex not in (None, "headphones"):
        raise UsageError("two-duplexes", "Choose one of --duplex and --headphones.")
    flags = {
        "audio.device_in": device_in,
        "audio.device_out": device_out,
        "audio.duplex": "headphones" if headphones else duplex,
        "dialogue.general": general,
        "dialogue.llm": llm,
        "dialogue.mode": mode,
        "dialogue.persona": persona,
        "sessions.keep_audio": keep_audio,
        "sessions.keep": keep_flag(off_the_record),
        "vad.patience": patience,
    }
    chosen = SessionChoice(session, last_session, new_session)
    choice = SessionChoice(new=True) if kiosk else chosen
    config = choice.as_before(settings(flags).config, persona)
    say_so(config)
    who = choose_persona(config, mode)
    config = who.config
    if record:
        from voicecli.assembly import repeatable

        config = repeatable(config)
    if fast and not (microphone and speaker):
        raise UsageError("fast-needs-files", "--fast needs --microphone and --speaker files.")
    if speaker is not None and str(speaker) in ("-", "", "."):
        raise UsageError("no-file", "--speaker needs the name of a WAV file.")
    if demo and microphone:
        raise UsageError("two-questions", "--demo asks its own question: leave --microphone out.")
    demo = demo or (demo_without_audio and microphone is None and _no_audio(config, speaker))
    if kiosk:
        refuse_beside_kiosk(session=session, demo=demo, record=record, **{"continue": last_session})
        hands_free = True
    recording = record_request(record, with_content=with_content, fast=fast or demo)
    request = Request(microphone, speaker, fast, hands_free, choice, demo, who, recording, kiosk)
    if not demo:
        need_ends(config, request)
    from voicecli import catalog
    from voicecli.cli.downloads import offer_download

    roles: set[Role] = {"vad", "stt", "tts", "embedding"}
    roles |= {"llm"} if config.dialogue.llm else set()
    asked = time.monotonic()
    asked_for: set[Role] = {*roles, "end-of-turn"} if hands_free else roles
    optional: set[Role] = {"vad", "end-of-turn"}  # loudness and silence alone can stand in
    optional |= {"llm"} if config.dialogue.mode == "fast" else set()
    names = offer_download(config, asked_for, optional=optional, yes=yes)
    if catalog.missing([names[role] for role in roles & {"llm"}], config.models_folder):
        roles.discard("llm")
    downloading = time.monotonic() - asked

    def converse(listens: Callable[[], None] = lambda: None) -> int:
        with ExitStack() as stack:
            conversation = open_conversation(stack, config, roles, request)
            return run_conversation(conversation, downloading, listens, as_json=as_json)

    if kiosk:
        with deaf_terminal():
            raise typer.Exit(keep_going(converse))
    raise typer.Exit(converse())


def _no_audio(config: "Config", speaker: Path | None) -> bool:
    """Whether a spoken conversation is impossible here, with a word on why."""
    from voicecli.audio.devices import find_device

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        note("voicecli: no terminal, so this is one turn with the sample question.")
        return True
    try:
        find_device(config.audio.device_in, "input")
        if speaker is None:
            find_device(config.audio.device_out, "output")
    except AudioError as error:
        note(f"voicecli: {error}")
        note("voicecli: so this is one turn with the sample question.")
        return True
    return False


def need_ends(config: "Config", request: Request, instead: str = "`voicecli talk --demo`") -> None:
    """Say what is missing before anything slow begins. Raises UsageError and AudioError.

    `instead` is what still can be done without a terminal.
    """
    from voicecli.audio.devices import find_device
    from voicecli.audio.files import decode
    from voicecli.audio.wav import WavWriter

    if request.microphone is not None:
        next(decode(request.microphone), None)
    if request.speaker is not None:
        WavWriter(request.speaker, 8_000).discard()
    if request.microphone is None:
        if not request.hands_free and not is_interactive():
            raise UsageError(
                "no-terminal",
                "Push-to-talk needs a terminal.",
                f"Use --hands-free, `--microphone FILE --speaker FILE`, or {instead}.",
            )
        find_device(config.audio.device_in, "input")
    if request.speaker is None:
        find_device(config.audio.device_out, "output")
