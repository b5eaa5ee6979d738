"""`voicecli talk`: a spoken conversation in the terminal."""

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import LOUDNESS, is_interactive, note, out, settings
from voicecli.cli.kiosk import deaf_terminal, keep_going, refuse_beside_kiosk, welcome
from voicecli.cli.off_record import OFF, OffTheRecord, keep_flag, say_so
from voicecli.cli.persona_choice import choose_persona, continue_as, manner
from voicecli.cli.recorded_talk import (
    RecordOption,
    RecordRequest,
    WithContentOption,
    noting_duplex,
    open_recording,
    record_request,
)
from voicecli.cli.session_choice import (
    ContinueOption,
    NewOption,
    SessionChoice,
    SessionOption,
    told_shortly,
)
from voicecli.errors import AudioError, CatalogError, ExitCode, UsageError, VadError

if TYPE_CHECKING:
    from voicecli.assembly import Cast
    from voicecli.catalog import Role
    from voicecli.cli.keys import Keyboard
    from voicecli.cli.talk_figures import TalkFigures
    from voicecli.cli.talk_panel import Panel
    from voicecli.cli.talk_view import TalkView
    from voicecli.config import Config
    from voicecli.pipeline.listening import MakeCues
    from voicecli.pipeline.recording import Recording
    from voicecli.pipeline.session import SpokenSession
    from voicecli.pipeline.talk import Devices, Talk
    from voicecli.protocols import Microphone, Recognizer, Speaker, VoiceActivity
    from voicecli.types import Record

ANSWER_FILE = Path("answer.wav")
TYPED_HISTORY = "typed_history"
"""In the state folder: the lines that were typed."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line. Files stand in for devices; None is the device."""

    microphone: Path | None
    speaker: Path | None
    fast: bool
    hands_free: bool
    session: SessionChoice
    demo: bool
    who: "Cast | None" = None
    """Who answers."""
    record: RecordRequest | None = None
    """Where it is written down."""
    kiosk: bool = False


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
    device_in: Annotated[
        str | None, typer.Option(help="Microphone: index or part of its name.")
    ] = None,
    device_out: Annotated[
        str | None, typer.Option(help="Speaker: index or part of its name.")
    ] = None,
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
        _need_ends(config, request)
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
            conversation = _open(stack, config, roles, request)
            return _run(conversation, downloading, listens, as_json=as_json)

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


def _need_ends(config: "Config", request: Request) -> None:
    """Say what is missing before anything slow begins. Raises UsageError and AudioError."""
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
                "Use --hands-free, `--microphone FILE --speaker FILE`, or `voicecli talk --demo`.",
            )
        find_device(config.audio.device_in, "input")
    if request.speaker is None:
        find_device(config.audio.device_out, "output")


@dataclass(frozen=True, slots=True)
class _Conversation:
    talk: "Talk"
    session: "SpokenSession"
    has_keys: bool
    is_kiosk: bool
    typed_history: Path | None
    hands_free: bool
    mode: Callable[[], str]
    from_file: bool
    answer_file: Path | None
    record_of: "Callable[[str], Record | None]"
    recording: "Recording | None" = None
    models: Mapping[str, str] = field(default_factory=dict)


def _open(
    stack: ExitStack, config: "Config", roles: "set[Role]", request: Request
) -> _Conversation:
    """Load the engines, then put the conversation together; devices open last."""
    from voicecli import assembly
    from voicecli.cli.content import bring_up_to_date
    from voicecli.cli.sessions_markdown import as_markdown
    from voicecli.pipeline.demo import sample_question
    from voicecli.pipeline.kiosk import Kiosk, RefusedOrders
    from voicecli.pipeline.orders import slash_names
    from voicecli.pipeline.talk import Talk, TalkOptions
    from voicecli.retrieval.vocabulary import read_record

    db = stack.enter_context(assembly.open_conversation_store(config))
    log = assembly.open_sessions(config, db)
    session_id = request.session.find(log, config)
    if session_id:
        note(f"voicecli: going on with {told_shortly(log.summary(session_id))}")
    who = continue_as(request.who, log, session_id) if request.who else None
    config = who.config if who else config
    note("voicecli: loading …")
    engines = stack.enter_context(assembly.open_engines(config, roles))
    if engines.hears_by_loudness:
        note(LOUDNESS)
    bring_up_to_date(db, engines.embedder, config)
    if request.demo:
        voice = engines.models["tts"]
        folder = config.state_folder
        if not config.sessions.keep:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="voicecli-")))
        question = sample_question(engines.synthesizer, voice, folder)
        speaker = request.speaker or ANSWER_FILE
        request = replace(request, microphone=question, speaker=speaker, fast=True)
    conversation = assembly.resume(db, log, session_id)
    sounds = stack.enter_context(assembly.open_turn_sounds(config))
    recorded = request.record
    spoken = assembly.make_session(
        config,
        db,
        engines,
        conversation,
        caching=not recorded,
        sounds=sounds,
        who=who,
        kiosk=request.kiosk,
    )
    about = assembly.conversation_orders(config, lambda: slash_names(spoken.groups), as_markdown)
    spoken.groups = (RefusedOrders(about) if request.kiosk else about, *spoken.groups)
    options = TalkOptions(
        hands_free=request.hands_free or request.microphone is not None,
        turns=1 if request.demo else None,
        idle_seconds=config.sessions.kiosk_seconds if request.kiosk else None,
    )

    paced = not request.fast
    ear: Microphone | None = None
    if request.microphone:
        opening = assembly.open_microphone(config, request.microphone, paced=paced)
        ear = stack.enter_context(opening)
    mouth: Speaker | None = None
    if request.speaker:
        mouth = stack.enter_context(assembly.open_speaker(config, request.speaker, paced))

    vad: VoiceActivity = engines.vad
    recognizer: Recognizer = stack.enter_context(assembly.naming(config, engines.recognizer))
    recording = None
    if recorded:
        recording = open_recording(
            stack, recorded, config, db, engines, hands_free=options.hands_free, session=session_id
        )
        vad, recognizer = recording.listening(vad, recognizer)

    def devices() -> "AbstractContextManager[Devices]":
        opened = assembly.open_devices(config, ear, mouth, full_duplex=options.hands_free)
        return noting_duplex(opened, recording)

    return _Conversation(
        Talk(
            devices,
            vad,
            recognizer,
            spoken.answers,
            spoken.finished,
            config.vad,
            options,
            cues=_turn_cues(config) if options.hands_free else None,
            next_mode=spoken.next_mode,
            leaves=lambda: spoken.state.leaving,
            next_visitor=Kiosk(spoken).next_visitor if request.kiosk else lambda: None,
        ),
        spoken,
        sys.stdin.isatty() and not request.fast and not request.kiosk,
        request.kiosk,
        _history(config),
        options.hands_free,
        lambda: manner(spoken.state) + ("" if config.sessions.keep else f" · {OFF}"),
        request.microphone is not None,
        request.speaker,
        partial(read_record, db),
        recording,
        engines.models,
    )


def _history(config: "Config") -> Path | None:
    """Where typed lines are kept: nowhere off the record, and not in plain beside what is not."""
    from voicecli.storage.passphrases import is_encrypted

    is_kept = config.sessions.keep and not is_encrypted(config.database_file)
    return config.state_folder / TYPED_HISTORY if is_kept else None


def _turn_cues(config: "Config") -> "MakeCues | None":
    """What tells the end of a turn; None, with a word on why, when only silence does."""
    from voicecli import assembly

    try:
        return assembly.turn_cues(config)
    except (CatalogError, VadError) as error:
        note(f"voicecli: {error}")
        note(f"voicecli: until then {config.vad.silence_seconds:g} s of silence end a turn.")
        return None


def _run(
    conversation: _Conversation,
    downloading: float,
    listens: Callable[[], None] = lambda: None,
    *,
    as_json: bool,
) -> int:
    """Show the conversation until it ends; returns the exit code.

    `listens` is called once it can be spoken to; a kiosk raises what made it fail. The seconds
    spent `downloading` do not count as time to be ready.
    """
    from voicecli.audio.quiet import quiet_libraries
    from voicecli.cli.talk_figures import TalkFigures, parting_line
    from voicecli.cli.talk_view import TalkView, json_line
    from voicecli.log.conversation import ConversationLog
    from voicecli.pipeline.orders import slash_names
    from voicecli.pipeline.talk import FAILURES

    talk = conversation.talk
    talk.on_busy = conversation.session.watched()
    groups = conversation.session.groups
    view = TalkView(
        out,
        talk,
        hands_free=conversation.hands_free,
        mode=conversation.mode,
        quiet=as_json,
        has_keys=not conversation.is_kiosk,
        record_of=conversation.record_of,
        slash=partial(slash_names, groups) if conversation.has_keys else None,
    )
    figures = TalkFigures()
    told = ConversationLog(lambda: conversation.session.state.conversation.session_id)
    conversation.session.on_finished = told.settle
    view.panel = _panel(conversation, figures)
    keyboard = _keyboard(conversation, view) if conversation.has_keys else None
    failed: int | None = None
    heard = spoke = False
    with (
        quiet_libraries(),
        closing(told),
        _signals(talk, keyboard),
        keyboard or nullcontext(),
        view,
    ):

        def opened() -> None:
            view.announce(f"voicecli: ready in {_seconds_since_start() - downloading:.1f} s")
            listens()
            if conversation.is_kiosk and not as_json:
                welcome(None, out)

        talk.on_open = opened
        if conversation.recording:
            talk.on_pressed = conversation.recording.press
        for event in talk.run(keyboard.pressed if keyboard else None):
            figures.take(event)
            told.take(event)
            if conversation.recording:
                conversation.recording.see(event)
            heard = heard or (event.kind == "stt-end" and bool(event.data["text"]))
            spoke = spoke or event.kind == "speech-start"
            failed = event.data["exit_code"] if event.kind == "error" else failed
            if as_json:
                print(json_line(event), flush=True)
            elif not (conversation.is_kiosk and welcome(event, out)):
                view.show(event)
    if (parting := parting_line(figures)) and not as_json:
        note(f"voicecli: {parting}")
    if talk.interrupted:
        return ExitCode.INTERRUPTED
    if talk.failed and conversation.is_kiosk:
        raise talk.failed
    if talk.failed:
        note(f"voicecli: {FAILURES} turns in a row have failed, so this is the end.")
        return ExitCode.ERROR
    if conversation.from_file and not heard:
        note("voicecli: nothing was heard in the recording.")
    if conversation.answer_file and spoke and failed is None and not as_json:
        note(f"voicecli: the answer is in {conversation.answer_file}")
    return failed if failed is not None and conversation.from_file else ExitCode.OK


def _panel(conversation: _Conversation, figures: "TalkFigures") -> "Panel":
    """The figures of this conversation, and what they are read from."""
    from voicecli.cli.talk_panel import Panel, Process

    def models() -> dict[str, str]:
        voice = getattr(conversation.session.state.voice, "name", "")
        return {**conversation.models, **({"tts": voice} if voice else {})}

    def dropped() -> int:
        return getattr(conversation.talk.microphone, "dropped", 0)

    return Panel(figures, Process(), models, dropped)


def _keyboard(conversation: _Conversation, view: "TalkView") -> "Keyboard":
    """The keys, and the line that is typed with them."""
    from voicecli.cli.keys import Keyboard
    from voicecli.cli.typing_late import LateLine
    from voicecli.pipeline.orders import choices_of, slash_names

    groups = conversation.session.groups
    line = LateLine(
        view.typing,
        partial(slash_names, groups),
        partial(choices_of, groups),
        conversation.typed_history,
    )
    return Keyboard(line, {"?": view.show_help, "i": view.show_figures})


def _seconds_since_start() -> float:
    """How long this process has run."""
    import psutil

    return time.time() - float(psutil.Process().create_time())


@contextmanager
def _signals(talk: "Talk", keyboard: "Keyboard | None") -> Iterator[None]:
    """While inside, Ctrl-C closes a line that is being typed, or else stops the answer.

    Twice it leaves, and so does a polite kill.
    """

    def interrupt(*_: object) -> None:
        if keyboard is None or not keyboard.drop_line():
            talk.press("interrupt")

    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, interrupt),
        signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: talk.press("quit")),
        signal.SIGHUP: signal.signal(signal.SIGHUP, lambda *_: talk.press("quit")),
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
