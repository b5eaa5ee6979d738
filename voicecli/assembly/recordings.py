"""What recordings are transcribed with: recogniser, speakers, emotion, spelling and memory."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecli import catalog
from voicecli.assembly.engines import open_embedder
from voicecli.assembly.models import folder_of, model_names, threads_for
from voicecli.config import Config
from voicecli.errors import CatalogError, ExitCode, VoicecliError

if TYPE_CHECKING:
    from voicecli.analysis.emotion import EmotionStage
    from voicecli.analysis.emotion_words import WordJudge
    from voicecli.analysis.identity import EnrolledVoices
    from voicecli.analysis.wav2vec2 import Wav2Vec2Classifier
    from voicecli.pipeline.transcribe_options import TranscribeOptions
    from voicecli.pipeline.transcription import Transcription
    from voicecli.protocols import (
        Embedder,
        Recognizer,
        SpeakerEmbedder,
        TranscriptStage,
        VoiceActivity,
        WindowRecognizer,
    )
    from voicecli.storage.speakers import VoicePrint
    from voicecli.stt.lexicon import Lexicon

EMOTION_CLASSIFIER = "wav2vec2-base-superb-er"
"""Folder of the optional classifier among the models."""

Enrolled = Mapping[str, "tuple[VoicePrint, ...]"]
"""Each enrolled person's voice-prints of one model, by name."""


@contextmanager
def open_transcription(
    config: Config, options: "TranscribeOptions", *, afresh: bool = False
) -> "Iterator[Transcription]":
    """How recordings are transcribed; engines are opened when the first recording needs them.

    `afresh` does finished work again. Raises CatalogError for a model that is asked for and
    unknown, SttError for a lexicon that cannot be read, StorageError.
    """
    from voicecli.audio.files import decode
    from voicecli.pipeline.caches import decoder
    from voicecli.pipeline.transcription import Transcription
    from voicecli.storage.jobs import Ledger

    if config.sessions.keep:
        _tidy(config)
    enrolled = _enrolled(config) if options.diarize else {}
    lexicon = _lexicon(options)
    with ExitStack() as stack:
        if config.sessions.keep:
            stack.callback(_tidy, config)
        yield Transcription(
            vad=cache(lambda: _vad(config)),
            recognizer=cache(lambda: _recognizer(config, options)),
            stages=_stages(config, options, enrolled, lexicon, stack),
            language=config.stt.language,
            threshold=config.vad.threshold,
            decode=decoder(config) if config.sessions.keep else decode,
            ledger=Ledger(config.database_file) if config.sessions.keep else None,
            afresh=afresh,
            options=_recognition(config, options),
            stage_options=_completion(config, options, enrolled, lexicon),
        )


@contextmanager
def open_speaker_embedder(config: Config) -> "Iterator[SpeakerEmbedder]":
    """What tells voices apart."""
    from voicecli.analysis.embedders import open_embedder as opened

    yield opened(folder_of(config, "speaker"), threads_for(0, config))


@contextmanager
def naming(config: Config, recognizer: "Recognizer") -> "Iterator[Recognizer]":
    """The recogniser as one that also tells whose words they are.

    It stays itself where nobody is enrolled, or where the model that tells voices apart is not.
    """
    enrolled = _enrolled(config)
    if not enrolled:
        yield recognizer
        return
    from voicecli.pipeline.enrolment import known_voices
    from voicecli.pipeline.naming import NamingRecognizer

    with ExitStack() as stack:
        try:
            embedder = stack.enter_context(open_speaker_embedder(config))
        except VoicecliError:  # a conversation goes on without names
            yield recognizer
            return
        yield NamingRecognizer(recognizer, embedder, known_voices(embedder.name, enrolled))


def _tidy(config: Config) -> None:
    """Keep the caches within their bounds; what cannot be tidied now can be later."""
    from voicecli.errors import StorageError
    from voicecli.pipeline.caches import tidy

    with suppress(StorageError):
        tidy(config)


def _vad(config: Config) -> "VoiceActivity":
    """Voice activity detection by its model: loudness alone would make words of every noise."""
    from voicecli.vad.silero import SileroVad

    return SileroVad(folder_of(config, "vad") / "silero_vad.onnx")


def _recognizer(config: Config, options: "TranscribeOptions") -> "WindowRecognizer":
    from voicecli.stt.batch import BatchRecognizer

    folder = options.model_folder or folder_of(config, "stt")
    threads = threads_for(config.stt.threads, config)
    return BatchRecognizer(folder, config.stt, threads, options.decoding)


def _stages(
    config: Config,
    options: "TranscribeOptions",
    enrolled: Enrolled,
    lexicon: "Lexicon | None",
    stack: ExitStack,
) -> "Callable[[], list[TranscriptStage]]":
    """Makes the stages of one recording; their models are shared by all recordings."""
    voices = cache(lambda: stack.enter_context(open_speaker_embedder(config)))
    words = cache(lambda: _word_judge(stack.enter_context(open_embedder(config))))
    classifier = cache(lambda: _classifier(config))

    def stages() -> "list[TranscriptStage]":
        made: list[TranscriptStage] = []
        if options.diarize:
            from voicecli.analysis.diarization import Diarizer, SpeakerCount

            count = SpeakerCount(
                options.speakers, options.min_speakers or 1, options.max_speakers or 10
            )
            made.append(Diarizer(voices(), count, _known(voices().name, enrolled)))
        if options.emotion:
            made.append(_emotion_stage(words(), classifier()))
        if lexicon is not None:
            from voicecli.pipeline.spelling import LexiconStage

            made.append(LexiconStage(lexicon))
        return made

    return stages


def _word_judge(embedder: "Embedder") -> "WordJudge":
    from voicecli.analysis.emotion_words import WordJudge

    return WordJudge(embedder)


def emotion_folder(config: Config) -> Path | None:
    """Where the optional classifier of emotions is; None without one.

    Raises CatalogError when the settings name a folder that holds none.
    """
    if config.emotion.model:
        folder = Path(config.emotion.model).expanduser()
        if not (folder / "config.json").is_file():
            raise CatalogError(
                "model-missing",
                f"{folder} holds no emotion classifier (config.json is missing).",
                "Name its folder with `voicecli config set emotion.model FOLDER`.",
                exit_code=ExitCode.MODEL_MISSING,
            )
        return folder
    folder = config.models_folder / EMOTION_CLASSIFIER
    return folder if (folder / "config.json").is_file() else None


def _classifier(config: Config) -> "Wav2Vec2Classifier | None":
    folder = emotion_folder(config)
    if folder is None:
        return None
    from voicecli.analysis.wav2vec2 import Wav2Vec2Classifier

    return Wav2Vec2Classifier(folder, threads_for(0, config))


def _emotion_stage(words: "WordJudge", classifier: "Wav2Vec2Classifier | None") -> "EmotionStage":
    from voicecli.analysis.emotion import EmotionStage
    from voicecli.analysis.wav2vec2 import Wav2Vec2Hearer

    return EmotionStage(words, Wav2Vec2Hearer(classifier) if classifier else None)


def _enrolled(config: Config) -> Enrolled:
    from voicecli.storage.database import open_database
    from voicecli.storage.speakers import EnrolledSpeakers
    from voicecli.storage.unrecorded import open_copy

    path = config.database_file
    with open_database(path) if config.sessions.keep else open_copy(path) as db:
        return EnrolledSpeakers(db).prints(model_names(config)["speaker"])


def _known(model: str, enrolled: Enrolled) -> "EnrolledVoices | None":
    from voicecli.pipeline.enrolment import known_voices

    return known_voices(model, enrolled) if enrolled else None


def _lexicon(options: "TranscribeOptions") -> "Lexicon | None":
    from voicecli.stt.lexicon import read_lexicon

    return read_lexicon(options.lexicon) if options.lexicon else None


def _recognition(config: Config, options: "TranscribeOptions") -> dict[str, Any]:
    """All that the recognised words depend on, as JSON values: another one means other work."""
    return {
        "model": _files(options.model_folder) if options.model_folder else _model(config, "stt"),
        "compute_type": config.stt.compute_type,
        "window_seconds": config.stt.window_seconds,
        "vad": _model(config, "vad"),
        "decoding": {**asdict(options.decoding), "batch_size": 0},
    }


def _completion(
    config: Config, options: "TranscribeOptions", enrolled: Enrolled, lexicon: "Lexicon | None"
) -> dict[str, Any]:
    """All that speakers, emotions and spellings depend on."""
    told: dict[str, Any] = {}
    if options.diarize:
        told["speakers"] = [
            _model(config, "speaker"),
            options.speakers,
            options.min_speakers,
            options.max_speakers,
            _fingerprint(enrolled),
        ]
    if options.emotion:
        classifier = emotion_folder(config)
        told["emotion"] = [_model(config, "embedding"), classifier and _files(classifier)]
    if lexicon is not None:
        told["lexicon"] = hashlib.sha256(repr(lexicon).encode()).hexdigest()
    return told


def _model(config: Config, role: catalog.Role) -> list[str]:
    """Names the role's model with the checksums of its files."""
    model = catalog.load().find(model_names(config)[role])
    return [model.name, *(file.digest for file in model.files)]


def _files(folder: Path) -> list[Any]:
    """Names a model of one's own by what is in its folder."""
    found = []
    for path in sorted(folder.iterdir()):
        stat = path.stat()
        found.append([path.name, stat.st_size, stat.st_mtime_ns])
    return [str(folder.resolve()), found]


def _fingerprint(enrolled: Enrolled) -> str:
    """Another one when a voice is enrolled, renamed or forgotten."""
    digest = hashlib.sha256()
    for name, prints in sorted(enrolled.items()):
        digest.update(name.encode() + b"\0")
        for one in prints:
            digest.update(one.vector.tobytes())
    return digest.hexdigest()
