"""Piper: speech from text, on this computer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from voicecli.config import TtsConfig
from voicecli.errors import TtsError
from voicecli.tts.sentences import forced_cut, split_sentences
from voicecli.tts.spoken import spoken
from voicecli.turn import Turn
from voicecli.types import Samples, Sentence, SpeechChunk

_LONGEST_TEXT = 300
"""Characters made at once, about 20 seconds of speech: bounds memory and the wait for a sound."""

_PAUSE_SHARE = 0.25
"""Of the silence after a sentence, what follows a clause or a cut inside one."""

_QUIET = 4
"""onnxruntime's log level for fatal errors alone: a stopped run would be printed as an error."""


class PiperSynthesizer:
    """One Piper voice on onnxruntime. One call at a time."""

    def __init__(self, path: Path, config: TtsConfig, threads: int) -> None:
        """Load the voice at `path` (.onnx), whose settings stand beside it (.onnx.json).

        Raises TtsError: "missing" or "damaged" voice, "unsupported-voice" where it needs more than
        the two files, "no-gpu" when `config.device` is "cuda" and onnxruntime has none.
        """
        from piper import PiperVoice
        from piper.config import SynthesisConfig

        voice_config = _read_config(path)
        self._session = _StoppableSession(path, config.device, threads)
        self._voice = PiperVoice(
            session=self._session,
            config=voice_config,
            download_dir=path.parent,
        )
        self._synthesis = SynthesisConfig(
            length_scale=voice_config.length_scale / config.speed,
            noise_scale=config.noise_scale,
            noise_w_scale=config.noise_w_scale,
            volume=config.volume,
        )
        self._silence = config.sentence_silence_seconds
        self.language = str(voice_config.espeak_voice or "en")
        self.sample_rate = int(voice_config.sample_rate)
        """Hz, of every chunk."""

    def warm_up(self) -> None:
        """Make a word, so that the first sentence does not pay for the first run."""
        for _ in self.synthesize(Sentence(0, "Hello."), Turn()):
            pass

    def synthesize(self, sentence: Sentence, turn: Turn) -> Iterator[SpeechChunk]:
        """Yield the speech of a sentence, float32 mono at `sample_rate`, with its pause.

        The text is said as `spoken` has it; one with nothing to say yields nothing, a long one
        several chunks. Ends early with TurnCancelled, inside a run of the network too. Raises
        TtsError.
        """
        for text in _parts(sentence.text, self.language):
            samples = self._say(text, turn)
            if samples.size:
                yield SpeechChunk(sentence, samples, self.sample_rate)

    def _say(self, text: str, turn: Turn) -> Samples:
        options = self._session.new_run()
        with turn.stopping(options.stop):
            try:
                made = [
                    chunk.audio_float_array
                    for chunk in turn.guard(self._voice.synthesize(text, self._synthesis))
                ]
            except Exception as error:
                turn.check()
                raise TtsError(
                    "synthesis-failed",
                    f"The voice cannot say {text[:40]!r}: {error}.",
                    "Choose another voice: `voicecli models list`.",
                ) from error
        if not made:
            return np.zeros(0, np.float32)
        return np.concatenate([*made, self._pause(text)]).astype(np.float32, copy=False)

    def _pause(self, text: str) -> Samples:
        whole = text.rstrip("\"'”’)»")[-1:] in ".!?…。！？؟"
        seconds = self._silence * (1.0 if whole else _PAUSE_SHARE)
        return np.zeros(round(seconds * self.sample_rate), np.float32)


class _Run:
    """The stop of one run; made for it and never used again."""

    def __init__(self) -> None:
        import onnxruntime

        self.options = onnxruntime.RunOptions()
        self.options.log_severity_level = _QUIET

    def stop(self) -> None:
        self.options.terminate = True


class _StoppableSession:
    """What PiperVoice asks of its session, in runs that another thread can stop."""

    def __init__(self, path: Path, device: str, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        # Every sentence has another length: plans kept for each would only take memory.
        options.enable_mem_pattern = False
        # Spinning threads made a busy machine up to four times slower and an idle one no faster.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.inter_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=_providers(device, onnxruntime)
            )
        except TtsError:
            raise
        except Exception as error:
            raise _damaged(path) from error
        self._run = _Run()

    def new_run(self) -> _Run:
        """The stop of all runs until the next call of this."""
        self._run = _Run()
        return self._run

    def run(self, outputs: Any, inputs: dict[str, Any]) -> Any:
        return self._session.run(outputs, inputs, self._run.options)


def _providers(device: str, onnxruntime: Any) -> list[str]:
    able = "CUDAExecutionProvider" in onnxruntime.get_available_providers()
    if device == "cuda" and not able:
        raise TtsError(
            "no-gpu",
            "This onnxruntime has no CUDA.",
            "Install onnxruntime-gpu in place of onnxruntime, or set `tts.device` to auto.",
        )
    return ["CUDAExecutionProvider", "CPUExecutionProvider"][0 if able and device != "cpu" else 1 :]


def _read_config(path: Path) -> Any:
    """Piper's own view of the JSON file beside the voice."""
    from piper.config import PhonemeType, PiperConfig

    settings = path.with_name(path.name + ".json")
    for file in (path, settings):
        if not file.is_file():
            raise TtsError("missing", f"There is no {file}.", "Run `voicecli models pull`.")
    try:
        config = PiperConfig.from_dict(json.loads(settings.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(settings) from error
    if config.phoneme_type == PhonemeType.PINYIN and not (path.parent / "g2pW").is_dir():
        # Piper would fetch that model from the network at the first sentence.
        raise TtsError(
            "unsupported-voice",
            f"{path.stem} needs a pronunciation model (g2pW) that is not here.",
            "Choose another voice: `voicecli models list`.",
        )
    return config


def _damaged(path: Path) -> TtsError:
    return TtsError(
        "damaged", f"{path.name} is not a whole voice.", "Check it with `voicecli models verify`."
    )


def _parts(text: str, language: str) -> Iterator[str]:
    """What is said at once: each sentence, and a long one in several parts."""
    for sentence in split_sentences([text]):
        words = spoken(sentence, language)
        while len(words) > _LONGEST_TEXT:
            cut = forced_cut(words, _LONGEST_TEXT)
            yield words[:cut].strip()
            words = words[cut:].strip()
        if words:
            yield words
