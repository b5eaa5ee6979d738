"""The straightforward way, for comparison: each stage waits until the one before has finished.

Silence of 0.7 s ends a turn; faster-whisper is called as its documentation shows (a window of 30 s,
beam 5); the language model writes its whole answer; the voice makes all of the speech; then it is
played. The models are the same, loaded and warm, and so is the search.

The silence is not waited for but added: nothing is done in it. Each question is asked this way
right after the conversation answered it, so that both have the computer in the same state.
"""

import time

import numpy as np

from voicecli import assembly, catalog
from voicecli.bench.figures import Measured
from voicecli.bench.questions import Question
from voicecli.config import Config
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.prompts import compose_prompt
from voicecli.pipeline.mind import Mind
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Sentence

SILENCE_SECONDS = 0.7
"""What open pipelines wait for by default: 0.5 to 1 s."""
KEY_TAIL_SECONDS = 0.2
"""Sound kept behind the end of speech, as with a key."""


class NaivePath:
    """Answers questions with these engines, which need a language model, and a Whisper of its own.

    Whisper is opened as faster-whisper opens it, with the same model, threads and number type.
    """

    def __init__(self, config: Config, engines: assembly.Engines) -> None:
        from faster_whisper import WhisperModel

        if engines.llm is None:
            raise ValueError("the naive path needs a language model")
        folder = catalog.require(assembly.model_names(config)["stt"], config.models_folder)
        threads = config.stt.threads or assembly.thread_budget(config.threads.total)
        kind = "int8" if config.stt.compute_type == "auto" else config.stt.compute_type
        self._whisper = WhisperModel(
            str(folder), device=config.stt.device, compute_type=kind, cpu_threads=threads
        )
        self._config = config
        self._engines = engines
        self._llm = engines.llm
        self._transcribe(_hum())

    def ask(self, question: Question) -> Measured:
        """Answer a question in a conversation of its own, in the calling thread."""
        with assembly.open_mind(self._config, self._engines) as mind:
            return self._ask(question, mind)

    def _ask(self, question: Question, mind: Mind) -> Measured:
        conversation, turn = Conversation(), Turn()
        cpu, laps = time.process_time(), _Laps()
        end = round((question.spoken.end + KEY_TAIL_SECONDS) * SAMPLE_RATE)
        heard = self._transcribe(question.samples[:end])
        laps.end("stt")
        understanding = mind.understand(heard, conversation)
        laps.end("understand")
        found = mind.retrieve(understanding, conversation)
        laps.end("retrieve")
        prompt = compose_prompt(heard, found.passages, conversation, turns=0)
        written = "".join(self._llm.generate(prompt, turn)).strip()
        laps.end("whole_answer")
        sentence = Sentence(0, written or "I don't know.")
        list(self._engines.synthesizer.synthesize(sentence, turn))
        laps.end("whole_speech")
        work = sum(laps.seconds.values())
        waits = dict.fromkeys(("release_to_sound", "end_to_sound"), work)
        seconds = {"dead_air": SILENCE_SECONDS + work} | waits | laps.seconds
        cpu_seconds = time.process_time() - cpu
        return Measured(question.name, "answered", heard, seconds, False, 0, cpu_seconds, 0)

    def _transcribe(self, samples: Samples) -> str:
        """faster-whisper's own call with nothing but the language."""
        language = self._config.stt.language or None
        segments, _ = self._whisper.transcribe(samples, language=language)
        return " ".join(segment.text.strip() for segment in segments)


class _Laps:
    """Seconds from one end of a stage to the next."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._at = time.perf_counter()

    def end(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage], self._at = now - self._at, now


def _hum() -> Samples:
    """A second of sound, so that the first question does not pay for the first run."""
    return np.sin(np.arange(SAMPLE_RATE, dtype=np.float32) / 20).astype(np.float32)
