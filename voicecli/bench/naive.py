"""The straightforward way, for comparison: each stage waits until the one before has finished.

Silence of 0.7 s ends a turn; faster-whisper is called as its documentation shows (a window of 30 s,
beam 5); the language model writes its whole answer; the voice makes all of the speech; then it is
played. The models are the same, loaded and warm, and so is the search.

The silence is not waited for but added: nothing is done in it.
"""

import time
from collections.abc import Sequence
from typing import Any

from voicecli import assembly, catalog
from voicecli.bench.conversation import Memory, Run
from voicecli.bench.figures import Measured
from voicecli.bench.questions import Question
from voicecli.config import Config
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.prompts import compose_prompt
from voicecli.protocols import LanguageModel
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Sentence

SILENCE_SECONDS = 0.7
"""What open pipelines wait for by default: 0.5 to 1 s."""
KEY_TAIL_SECONDS = 0.2
"""Sound kept behind the end of speech, as with a key."""


def open_default_whisper(config: Config) -> Any:
    """The configured Whisper model, as faster-whisper opens it with the same threads and type."""
    from faster_whisper import WhisperModel

    folder = catalog.require(assembly.model_names(config)["stt"], config.models_folder)
    threads = config.stt.threads or assembly.thread_budget(config.threads.total)
    kind = "int8" if config.stt.compute_type == "auto" else config.stt.compute_type
    model = WhisperModel(
        str(folder), device=config.stt.device, compute_type=kind, cpu_threads=threads
    )
    _transcribe(model, config, _hum())
    return model


def run_naively(
    config: Config, engines: assembly.Engines, questions: Sequence[Question], whisper: Any
) -> Run:
    """Answer each question in a conversation of its own; `engines` must have a language model."""
    if engines.llm is None:
        raise ValueError("the naive path needs a language model")
    memory = Memory()
    measured = []
    with assembly.open_mind(config, engines) as mind:
        for question in questions:
            measured.append(_ask(config, engines, mind, engines.llm, question, whisper))
            memory.now()
    return Run("naive", "one stage after the other", tuple(measured), memory.peak)


def _ask(
    config: Config,
    engines: assembly.Engines,
    mind: Any,
    llm: LanguageModel,
    question: Question,
    whisper: Any,
) -> Measured:
    conversation, turn, seconds = Conversation(), Turn(), {}
    cpu, began = time.process_time(), time.perf_counter()

    def lap(stage: str, since: float) -> float:
        now = time.perf_counter()
        seconds[stage] = now - since
        return now

    end = round((question.spoken.end + KEY_TAIL_SECONDS) * SAMPLE_RATE)
    heard = _transcribe(whisper, config, question.samples[:end])
    at = lap("stt", began)
    understanding = mind.understand(heard, conversation)
    at = lap("understand", at)
    found = mind.retrieve(understanding, conversation)
    at = lap("retrieve", at)
    prompt = compose_prompt(heard, found.passages, conversation, mind.history_turns)
    written = "".join(llm.generate(prompt, turn)).strip()
    at = lap("whole_answer", at)
    list(engines.synthesizer.synthesize(Sentence(0, written or "I don't know."), turn))
    lap("whole_speech", at)
    work = time.perf_counter() - began
    seconds |= {"dead_air": SILENCE_SECONDS + work, "release_to_sound": work, "end_to_sound": work}
    cpu_seconds = time.process_time() - cpu
    return Measured(question.name, "answered", heard, seconds, False, 0, cpu_seconds, 0)


def _transcribe(model: Any, config: Config, samples: Samples) -> str:
    """faster-whisper's own call with nothing but the language."""
    segments, _ = model.transcribe(samples, language=config.stt.language or None)
    return " ".join(segment.text.strip() for segment in segments)


def _hum() -> Samples:
    import numpy as np

    return np.sin(np.arange(SAMPLE_RATE, dtype=np.float32) / 20).astype(np.float32)
