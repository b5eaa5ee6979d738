"""Piper: speech from text, on this computer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from voicecli.config import TtsConfig, config_file
from voicecli.errors import TtsError
from voicecli.tts.clauses import first_clause, forced_cut
from voicecli.tts.lexicon import Lexicon, read_lexicon, shipped
from voicecli.tts.sentences import split_sentences
from voicecli.tts.spoken import spoken
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Samples, Sentence, SpeechChunk

_LONGEST_TEXT = 300
"""Characters made at once, about 20 seconds of speech: bounds memory and the wait for a sound."""

_PAUSE_SHARE = 0.25
"""Of the silence after a sentence, what follows a clause or a cut inside one."""

SPEEDS = (0.25, 4.0)
VOLUMES = (0.0, 4.0)
"""Bounds of what a person can ask for, as in the settings."""

_KNEE = 0.8
"""Samples above this are bent below 1: Piper's loudest sample is 1 already, and cut-off peaks
crackle."""

_QUIET = 4
"""onnxruntime's log level for fatal errors alone: a stopped run would be printed as an error."""


class PiperSynthesizer:
    """One Piper voice on onnxruntime. One call at a time."""

    def __init__(self, path: Path, config: TtsConfig, threads: int) -> None:
        """Load the voice at `path` (.onnx), whose settings stand beside it (.onnx.json).

        Raises TtsError: "missing" or "damaged" voice, "unsupported-voice" where it needs more than
        the two files, "no-gpu" when `config.device` is "cuda" and onnxruntime has none,
        "bad-lexicon" for a file of pronunciations that cannot be used.
        """
        from piper import PiperVoice

        voice_config = _read_config(path)
        self._session = _StoppableSession(path, config.device, threads)
        self._voice = PiperVoice(
            session=self._session,
            config=voice_config,
            download_dir=path.parent,
        )
        self._length_scale = float(voice_config.length_scale)
        self._config = config
        self._speed = config.speed
        self._volume = config.volume
        self.language = str(voice_config.espeak_voice or "en")
        self._lexicon = _lexicon(config.lexicon, voice_config, self.language)
        self.sample_rate = int(voice_config.sample_rate)
        """Hz, of every chunk."""

    def warm_up(self) -> None:
        """Make a word, so that the first sentence does not pay for the first run."""
        for _ in self.synthesize(Sentence(0, "Hello."), Turn()):
            pass

    @property
    def speed(self) -> float:
        """2 speaks twice as fast; a change is heard from the next sentence or clause on."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._speed = _within(speed, SPEEDS)

    @property
    def volume(self) -> float:
        """Factor on the samples; above 1 the loudest are bent, so that none is cut off."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._volume = _within(volume, VOLUMES)

    def synthesize(self, sentence: Sentence, turn: Turn) -> Iterator[SpeechChunk]:
        """Yield the speech of a sentence, float32 mono at `sample_rate`, with its pause.

        The text is said as `spoken` has it; one with nothing to say yields nothing, a long one
        several chunks. Of the turn's first sentence the first clause comes as a chunk of its own,
        so that the sound can begin. Rests while the turn is held and ends early with
        TurnCancelled, inside a run of the network too. Raises TtsError.
        """
        parts = list(_parts(sentence, self.language, self._lexicon))
        length = sum(map(len, parts))
        for text in parts:
            samples = self._say(text, turn)
            if samples.size:
                yield SpeechChunk(sentence, samples, self.sample_rate, len(text) / length)

    def _say(self, text: str, turn: Turn) -> Samples:
        """The speech of one text. A hold stops the network, which begins again after it."""
        while True:
            turn.rest()
            run = self._session.new_run()
            try:
                with turn.stopping(run.stop, on_hold=True):
                    return self._made(text)
            except TurnCancelled:
                raise
            except Exception as error:
                if not run.stopped:
                    raise _failed(text, error) from error

    def _made(self, text: str) -> Samples:
        from piper.config import SynthesisConfig

        synthesis = SynthesisConfig(
            length_scale=self._length_scale / self._speed,
            noise_scale=self._config.noise_scale,
            noise_w_scale=self._config.noise_w_scale,
        )
        volume = self._volume
        marked = self._lexicon.with_phonemes(text)
        made = [chunk.audio_float_array for chunk in self._voice.synthesize(marked, synthesis)]
        if not made:
            return np.zeros(0, np.float32)
        sound = _amplified(np.concatenate(made), volume)
        return np.concatenate([sound, self._pause(text)]).astype(np.float32, copy=False)

    def _pause(self, text: str) -> Samples:
        whole = text.rstrip("\"'”’)»")[-1:] in ".!?…。！？؟"
        seconds = self._config.sentence_silence_seconds * (1.0 if whole else _PAUSE_SHARE)
        return np.zeros(round(seconds * self.sample_rate), np.float32)


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def _amplified(samples: Samples, volume: float) -> Samples:
    """Samples in -1..1 made louder or quieter; what would lie above 1 is bent below it."""
    louder = samples * np.float32(volume)
    if volume <= 1.0:
        return louder
    over = np.maximum(np.abs(louder) - _KNEE, 0) / (1 - _KNEE)
    bent = _KNEE + (1 - _KNEE) * np.tanh(over)
    return np.where(over > 0, np.copysign(bent, louder), louder)


def _failed(text: str, error: Exception) -> TtsError:
    return TtsError(
        "synthesis-failed",
        f"The voice cannot say {text[:40]!r}: {error}.",
        "Choose another voice: `voicecli models list`.",
    )


class _Run:
    """The stop of one run; made for it and never used again."""

    def __init__(self) -> None:
        import onnxruntime

        self.options = onnxruntime.RunOptions()
        self.options.log_severity_level = _QUIET
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True
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


def _lexicon(setting: str, voice_config: Any, language: str) -> Lexicon:
    """The user's pronunciations where there are any, on top of the shipped ones."""
    default = config_file().with_name("lexicon.toml")
    if not setting and not default.is_file():
        return Lexicon(shipped(language))
    path = Path(setting).expanduser() if setting else default
    return read_lexicon(path, voice_config.phoneme_id_map, language)


def _damaged(path: Path) -> TtsError:
    return TtsError(
        "damaged", f"{path.name} is not a whole voice.", "Check it with `voicecli models verify`."
    )


def _parts(sentence: Sentence, language: str, lexicon: Lexicon) -> Iterator[str]:
    """What is said at once: each sentence, a long one in several parts.

    The clause that opens a turn ends with a comma, whatever stood there: the voice then stays up,
    as it does when more follows.
    """
    opens = sentence.index == 0
    for text in split_sentences([sentence.text]):
        words = spoken(lexicon.respelled(text), language)
        if opens and 0 < (cut := first_clause(words)) <= _LONGEST_TEXT:
            yield words[:cut].rstrip(" ,;:–—-") + ","
            words = words[cut:].strip()
        opens = opens and not words
        while len(words) > _LONGEST_TEXT:
            cut = forced_cut(words, _LONGEST_TEXT)
            yield words[:cut].strip()
            words = words[cut:].strip()
        if words:
            yield words
