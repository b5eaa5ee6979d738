"""From what was asked for to a conversation that can begin."""

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from voicecli.cli.console import LOUDNESS, note
from voicecli.cli.off_record import OFF
from voicecli.cli.persona_choice import continue_as, manner
from voicecli.cli.recorded_talk import RecordRequest, noting_duplex, open_recording
from voicecli.cli.session_choice import SessionChoice, told_shortly
from voicecli.dialogue.orders import IN_WORDS
from voicecli.errors import VoicecliError

if TYPE_CHECKING:
    import sqlite_utils

    from voicecli.assembly import Cast, Engines
    from voicecli.catalog import Role
    from voicecli.config import Config
    from voicecli.dialogue.conversation import Conversation
    from voicecli.pipeline.recording import Recording
    from voicecli.pipeline.session import SpokenSession
    from voicecli.pipeline.state import Session
    from voicecli.pipeline.talk import Devices, Talk
    from voicecli.protocols import Recognizer, VoiceActivity
    from voicecli.types import Event, Record

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


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation with all its engines loaded, and how it is shown."""

    talk: "Talk"
    session: "Session"
    has_keys: bool
    is_kiosk: bool
    typed_history: Path | None
    hands_free: bool
    mode: Callable[[], str] | None
    """The manner to answer in; None where there is only one."""
    from_file: bool
    answer_file: Path | None
    record_of: "Callable[[str], Record | None]"
    recording: "Recording | None" = None
    models: Mapping[str, str] = field(default_factory=dict)
    in_words: Mapping[str, str] = field(default_factory=lambda: IN_WORDS)
    """Orders that can be typed in place of these words."""
    seen: "Callable[[Event], None]" = lambda event: None
    """Called with each event, in the main thread."""
    standing: Callable[[int], str] | None = None
    """What a row of its own tells in so many columns, where there is one."""


def open_conversation(
    stack: ExitStack, config: "Config", roles: "set[Role]", request: Request
) -> Opened:
    """Load the engines, then put the conversation together; devices open last."""
    from voicecli import assembly
    from voicecli.cli.content import bring_up_to_date
    from voicecli.pipeline.kiosk import Kiosk
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
    request = replace(request, who=who)
    if request.demo:
        request = _demonstrating(stack, config, engines, request)
    conversation = assembly.resume(db, log, session_id)
    spoken = _session(stack, config, db, engines, conversation, request)
    options = TalkOptions(
        hands_free=request.hands_free or request.microphone is not None,
        turns=1 if request.demo else None,
        idle_seconds=config.sessions.kiosk_seconds if request.kiosk else None,
    )
    vad: VoiceActivity = engines.vad
    recognizer: Recognizer = stack.enter_context(assembly.naming(config, engines.recognizer))
    recording = None
    if request.record:
        recording = open_recording(
            stack,
            request.record,
            config,
            db,
            engines,
            hands_free=options.hands_free,
            session=session_id,
        )
        vad, recognizer = recording.listening(vad, recognizer)
    told = partial(_without_cues, config)
    cues = assembly.cues_if_there(assembly.turn_cues, config, told) if options.hands_free else None
    talk = Talk(
        talk_devices(stack, config, request, recording, full_duplex=options.hands_free),
        vad,
        recognizer,
        spoken.answers,
        spoken.finished,
        config.vad,
        options,
        cues=cues,
        next_mode=spoken.next_mode,
        leaves=lambda: spoken.state.leaving,
        next_visitor=Kiosk(spoken).next_visitor if request.kiosk else lambda: None,
    )
    return Opened(
        talk,
        spoken,
        sys.stdin.isatty() and not request.fast and not request.kiosk,
        request.kiosk,
        typed_history(config),
        options.hands_free,
        lambda: manner(spoken.state) + ("" if config.sessions.keep else f" · {OFF}"),
        request.microphone is not None,
        request.speaker,
        partial(read_record, db),
        recording,
        engines.models,
    )


def _demonstrating(
    stack: ExitStack, config: "Config", engines: "Engines", request: Request
) -> Request:
    """The request with files for devices: the sample question, and where its answer goes."""
    from voicecli.pipeline.demo import sample_question

    folder = config.state_folder
    if not config.sessions.keep:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="voicecli-")))
    question = sample_question(engines.synthesizer, engines.models["tts"], folder)
    speaker = request.speaker or ANSWER_FILE
    return replace(request, microphone=question, speaker=speaker, fast=True)


def _session(
    stack: ExitStack,
    config: "Config",
    db: "sqlite_utils.Database",
    engines: "Engines",
    conversation: "Conversation",
    request: Request,
) -> "SpokenSession":
    """What answers, and obeys what is ordered; of a kiosk's visitors, little."""
    from voicecli import assembly
    from voicecli.cli.sessions_markdown import as_markdown
    from voicecli.pipeline.kiosk import RefusedOrders
    from voicecli.pipeline.orders import slash_names

    spoken = assembly.make_session(
        config,
        db,
        engines,
        conversation,
        caching=not request.record,
        sounds=stack.enter_context(assembly.open_turn_sounds(config)),
        who=request.who,
        kiosk=request.kiosk,
    )
    about = assembly.conversation_orders(config, lambda: slash_names(spoken.groups), as_markdown)
    spoken.groups = (RefusedOrders(about) if request.kiosk else about, *spoken.groups)
    return spoken


def talk_devices(
    stack: ExitStack,
    config: "Config",
    request: Request,
    recording: "Recording | None",
    *,
    full_duplex: bool,
) -> "Callable[[], AbstractContextManager[Devices]]":
    """Opens both ends, and again when one of them vanished; files are opened once."""
    from voicecli import assembly

    paced = not request.fast
    ear = mouth = None
    if request.microphone:
        opening = assembly.open_microphone(config, request.microphone, paced=paced)
        ear = stack.enter_context(opening)
    if request.speaker:
        mouth = stack.enter_context(assembly.open_speaker(config, request.speaker, paced))

    def devices() -> "AbstractContextManager[Devices]":
        opened = assembly.open_devices(config, ear, mouth, full_duplex=full_duplex)
        return noting_duplex(opened, recording)

    return devices


def typed_history(config: "Config") -> Path | None:
    """Where typed lines are kept: nowhere off the record, and not in plain beside what is not."""
    from voicecli.storage.passphrases import is_encrypted

    is_kept = config.sessions.keep and not is_encrypted(config.database_file)
    return config.state_folder / TYPED_HISTORY if is_kept else None


def _without_cues(config: "Config", error: VoicecliError) -> None:
    """A word on why only silence ends a turn."""
    note(f"voicecli: {error}")
    note(f"voicecli: until then {config.vad.silence_seconds:g} s of silence end a turn.")
