"""Conversations in simulated time: recorded, played again, or played from a script."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from voicecli import __version__, catalog
from voicecli.assembly.conversing import conversation_orders
from voicecli.assembly.engines import Engines, cues_if_there, open_synthesizer, turn_cues
from voicecli.assembly.minds import make_session
from voicecli.assembly.models import model_names
from voicecli.config import Config
from voicecli.config.loading import keys, parse_value

if TYPE_CHECKING:
    import sqlite_utils

    from voicecli.assembly.personas import Cast
    from voicecli.dialogue.conversation import Conversation
    from voicecli.pipeline.recorded import Recorded
    from voicecli.pipeline.recording import Manifest, Recording
    from voicecli.pipeline.session import SpokenSession
    from voicecli.pipeline.simulation import (
        SimulatedMicrophone,
        SimulatedSpeaker,
        SimulatedTime,
    )
    from voicecli.pipeline.talk import Talk
    from voicecli.protocols import Recognizer, VoiceActivity
    from voicecli.tts.piper import PiperSynthesizer
    from voicecli.types import Samples

DECIDING = ("vad", "stt", "llm", "tts", "retrieval", "dialogue")
"""The sections of the settings that decide what is heard and answered."""
OF_THE_MACHINE = frozenset("model voice device compute_type threads lexicon".split())
"""Settings in them that belong to a computer, or are told elsewhere."""
MODEL_SETTINGS = {"stt": "stt.model", "llm": "llm.model", "tts": "tts.voice"}
"""By role, the setting that names its model; the index was made with the embedding model."""
LONG_SECONDS = 600.0
"""In simulated time a busy computer cuts no answer short."""
SEED = 1
"""What llama.cpp begins with."""


def repeatable(config: Config) -> Config:
    """The settings with a voice that says a sentence the same way each time."""
    return replace(config, tts=replace(config.tts, noise_scale=0.0, noise_w_scale=0.0))


def without_haste(config: Config) -> Config:
    """The settings with no limits on the computer's clock, for simulated time."""
    llm = replace(config.llm, first_token_seconds=LONG_SECONDS, stall_seconds=LONG_SECONDS)
    dialogue = replace(
        config.dialogue, balanced_seconds=LONG_SECONDS, detailed_seconds=LONG_SECONDS
    )
    return replace(config, llm=llm, dialogue=dialogue)


def deciding_settings(config: Config) -> dict[str, dict[str, Any]]:
    """The settings that decide what is heard and answered, without those of the computer."""
    return {
        section: {
            name: value
            for name, value in asdict(getattr(config, section)).items()
            if name not in OF_THE_MACHINE
        }
        for section in DECIDING
    }


def with_settings(config: Config, told: Mapping[str, Mapping[str, Any]], place: str) -> Config:
    """The settings with those of a recording or a scenario in their place.

    Only those that decide what is heard and answered are taken. Raises ConfigError naming `place`
    for a value that does not fit; a setting that this version does not know is left out.
    """
    for section in DECIDING:
        values = {
            name: parse_value(f"{section}.{name}", value, place)
            for name, value in told.get(section, {}).items()
            if name not in OF_THE_MACHINE and f"{section}.{name}" in keys()
        }
        try:
            config = replace(config, **{section: replace(getattr(config, section), **values)})
        except ValueError as error:
            from voicecli.errors import ConfigError

            raise ConfigError("bad-setting", f"{place}: {section}.{error}.") from error
    return config


def with_models(config: Config, told: Mapping[str, Any]) -> Config:
    """The settings with the models of a recording, as far as they are installed here."""
    models = catalog.load().models
    for role, key in MODEL_SETTINGS.items():
        one = told.get(role)
        name = one.get("name") if isinstance(one, Mapping) else None
        if not isinstance(name, str) or name not in models:
            continue
        if catalog.missing([name], config.models_folder):
            continue
        section, field = key.split(".")
        config = replace(config, **{section: replace(getattr(config, section), **{field: name})})
    return config


def describe_models(config: Config, engines: Engines) -> dict[str, dict[str, Any]]:
    """By role, the name of each model that is open, and the checksums of its files."""
    known = catalog.load()
    names: dict[str, str] = {**engines.models, "end-of-turn": model_names(config)["end-of-turn"]}
    return {
        role: {
            "name": name,
            "files": {file.name: f"{file.algorithm}:{file.digest}" for file in files},
        }
        for role, name in names.items()
        if (files := known.find(name).files)
    }


def describe_content(db: "sqlite_utils.Database") -> dict[str, Any]:
    """What answers come from: how many documents, and one fingerprint of all that they say."""
    rows = db.execute("SELECT path, fingerprint FROM documents ORDER BY path").fetchall()
    told = "\n".join(f"{path}\t{fingerprint}" for path, fingerprint in rows)
    return {"documents": len(rows), "fingerprint": sha256(told.encode()).hexdigest()}


def make_manifest(
    config: Config,
    db: "sqlite_utils.Database",
    engines: Engines,
    options: Mapping[str, bool],
    *,
    day: date | None = None,
    has_content: bool = False,
) -> "Manifest":
    """What a conversation that begins now is held with."""
    from voicecli.pipeline.recording import Manifest

    return Manifest(
        __version__,
        (day or date.today()).isoformat(),
        deciding_settings(config),
        describe_models(config, engines),
        dict(options),
        describe_content(db),
        {"llm": SEED},
        has_content,
        datetime.now(UTC).isoformat(timespec="milliseconds"),
    )


@contextmanager
def private_copy(config: Config) -> Iterator[Config]:
    """The settings with a copy of the database, which vanishes with all that is said.

    What is asked in it does not belong among the person's own sessions; their index is taken along,
    because making it anew may take minutes.
    """
    from voicecli.storage.database import is_there, open_database

    with TemporaryDirectory(prefix="voicecli-copy-") as folder:
        file = Path(folder) / "voicecli.db"
        if is_there(config.database_file):
            source = open_database(config.database_file, read_only=True)
            try:
                source.execute("VACUUM INTO ?", [str(file)])
            finally:
                source.close()
        paths = replace(config.paths, database=str(file), person="")
        yield replace(config, paths=_kept(config, paths))


@contextmanager
def nothing_yet(config: Config, content: Path | None = None) -> Iterator[Config]:
    """The settings with folders that are empty and vanish; models stay where they are.

    Answers come from `content`, or from nowhere.
    """
    with TemporaryDirectory(prefix="voicecli-empty-") as folder:
        data, none = Path(folder) / "data", Path(folder) / "none"
        none.mkdir()
        paths = replace(
            config.paths,
            data=str(data),
            state=str(Path(folder) / "state"),
            cache=str(Path(folder) / "cache"),
            database="",
            content=str(content or none),
            models=str(config.models_folder),
            person="",
        )
        yield replace(config, paths=paths)


def _kept(config: Config, paths: Any) -> Any:
    """The paths of a person, named whole, so that they stay when the person is left out."""
    return replace(
        paths,
        content=str(config.content_folder) if config.content_folder.is_dir() else paths.content,
        models=str(config.models_folder),
        state=str(config.state_folder),
        cache=str(config.cache_folder),
    )


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A conversation in simulated time, put together and not begun."""

    talk: "Talk"
    time: "SimulatedTime"
    microphone: "SimulatedMicrophone"
    speaker: "SimulatedSpeaker"
    session: "SpokenSession"


def rehearse(
    config: Config,
    db: "sqlite_utils.Database",
    engines: Engines,
    conversation: "Conversation",
    options: Mapping[str, bool],
    day: date,
    *,
    recorded: "Recorded | None" = None,
    room: "Samples | None" = None,
    recognizer: "Recognizer | None" = None,
    who: "Cast | None" = None,
    keeping: bool = False,
    recording: "Recording | None" = None,
) -> Rehearsal:
    """The conversation as `voicecli talk` puts it together, in simulated time.

    With `recorded` its sound is heard, and everything takes as long as it took then; `room` is
    the noise that all is heard in. Every answer is made anew. It is written into `recording`.
    What is saved in it vanishes with its database.
    """
    from voicecli.pipeline.orders import slash_names
    from voicecli.pipeline.replaying import Pace, PacedSpeaker
    from voicecli.pipeline.simulation import (
        SimulatedMicrophone,
        SimulatedRecognizer,
        SimulatedSpeaker,
        SimulatedTime,
        devices,
    )
    from voicecli.pipeline.talk import Talk, TalkOptions

    time = SimulatedTime()
    pace = Pace(recorded.moments, time) if recorded else None
    speaker = (
        PacedSpeaker(time, pace, keeping=keeping)
        if pace
        else SimulatedSpeaker(time, keeping=keeping)
    )
    sound = recorded.sound() if recorded else None
    microphone = SimulatedMicrophone(time, speaker, sound, room)
    spoken = make_session(
        config, db, engines, conversation, caching=False, who=who, today=lambda: day
    )
    about = conversation_orders(
        config,
        lambda: slash_names(spoken.groups),
        lambda sessions: "",
        lambda: config.database_file.parent,
    )
    spoken.groups = (about, *spoken.groups)
    hears: Recognizer = recognizer or engines.recognizer
    hears = SimulatedRecognizer(hears, time, pace.known_at if pace else lambda samples: 0)
    vad: VoiceActivity = engines.vad
    if recording:
        vad, hears = recording.listening(vad, hears)
    full_duplex, hands_free = options.get("full_duplex", True), options.get("hands_free", True)
    talk = Talk(
        partial(devices, microphone, speaker, full_duplex=full_duplex),
        vad,
        hears,
        pace.answers(spoken.answers) if pace else spoken.answers,
        spoken.finished,
        config.vad,
        TalkOptions(hands_free=hands_free, barge_in=options.get("barge_in")),
        cues=cues_if_there(turn_cues, config) if hands_free and options.get("cues", True) else None,
        next_mode=spoken.next_mode,
        leaves=lambda: spoken.state.leaving,
    )
    return Rehearsal(talk, time, microphone, speaker, spoken)


def remembered(db: "sqlite_utils.Database", turns: Iterable[Any], day: date) -> "Conversation":
    """A conversation in which these turns have been."""
    from voicecli.assembly.stores import read_vocabulary
    from voicecli.dialogue.conversation import Conversation
    from voicecli.understanding import understand

    conversation, vocabulary = Conversation(), read_vocabulary(db)
    for turn in turns:
        conversation.remember(
            turn, understand(turn.question, vocabulary, day, conversation.previous)
        )
    return conversation


def forget_since(db: "sqlite_utils.Database", began: datetime) -> None:
    """Remove what was remembered since that moment, from a copy that vanishes."""
    from voicecli.storage.memories import Memories

    memories = Memories(db)
    for one in memories.list():
        if one.at >= began:
            memories.remove(one.id)


def open_voice(config: Config, name: str) -> "AbstractContextManager[PiperSynthesizer]":
    """Another voice, by its catalogue name, that says a sentence the same way each time."""
    return open_synthesizer(repeatable(replace(config, tts=replace(config.tts, voice=name))))
