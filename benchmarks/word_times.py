"""How exact the times of words are, in conversations put together from clips of known text.

    python benchmarks/word_times.py --speech FOLDER [--model whisper-base] [--limit N] [--json]

The folder has a `manifest.jsonl` as that of `wer.py`; used are its English clips with a trusted
text whose words the judge knows. They are aligned one by one with pocketsphinx (clean, complete,
with silence around), then put into conversations at known places, where the recogniser hears them
as `voicecli transcribe` does: cut at pauses by voice activity detection. Compared are the times of
the words that it got right. Beside it stands faster-whisper with the same weights and its own
`word_timestamps`.

The judge is judged too: by speech of a Piper voice, which knows how long each of its phonemes is.
Between two words Piper has a glide of 0.05 s that belongs to neither: a boundary within is right.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Before numpy: it sets how many threads numpy's BLAS has, and that decides the last bits of sound.
import voicecli  # noqa: F401  # isort: skip

import numpy as np
from faster_whisper import WhisperModel
from forced_times import ForcedTimes, Said, Spoken, conversations, matched, piper_words
from rich.console import Console
from rich.table import Table

from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import read_audio
from voicecli.config import SttConfig, load
from voicecli.stt.batch import BatchRecognizer
from voicecli.stt.windows import cut
from voicecli.turn import Turn
from voicecli.types import Samples
from voicecli.vad.silero import SileroVad

MEDIAN_SECONDS, MOST_SECONDS = 0.08, 0.25
"""Wanted: the median error at most, and that of 95 words of 100."""
CONVERSATION_SECONDS = 80.0
NOISE_BELOW_DB = 15
VOICE = "piper-en_US-joe-medium"
OURS, PLAIN, JUDGE = "voicecli", "faster-whisper", "the judge"
IN_NOISE = "people in noise"
"""Told, but nothing is wanted of it."""


@dataclass
class Errors:
    """How much later than in truth words begin and end, in seconds; `words` were said."""

    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    words: int = 0

    def add(self, found: Sequence[Said], truth: Sequence[Said]) -> None:
        """Compare the words that both texts have."""
        pairs = matched([word.text for word in found], [word.text for word in truth])
        self.starts += [found[left].start - truth[right].start for left, right in pairs]
        self.ends += [found[left].end - truth[right].end for left, right in pairs]
        self.words += len(truth)

    @property
    def figures(self) -> dict[str, float]:
        """Median and 95th percentile of the distances of starts, of ends and of both; seconds."""
        both = [*self.starts, *self.ends]
        figures = {"words": float(self.words), "compared": float(len(self.starts))}
        for name, values in (("start", self.starts), ("end", self.ends), ("both", both)):
            figures[f"{name}_median"] = float(np.median(np.abs(values)))
            figures[f"{name}_95"] = float(np.percentile(np.abs(values), 95))
            figures[f"{name}_bias"] = float(np.median(values))
        return figures


Listener = Callable[[Samples], list[Said]]


def main() -> int:
    options = _options()
    folder = Path(options.speech) if options.speech else None
    if folder is None or not (folder / "manifest.jsonl").is_file():
        print("There is no speech to measure on: name its folder with --speech.")
        return 0
    models = load().config.models_folder
    judge = ForcedTimes()
    texts, clips = _clips(folder, judge, options.limit)
    truth = _piper(models / VOICE, texts)
    figures = {f"{JUDGE}, Piper": _judged(judge, truth)}
    listeners: dict[str, Listener] = {
        OURS: _ours(models, options.model, options.threads),
        PLAIN: _plain(models / options.model, options.threads),
    }
    talks = list(conversations(clips, CONVERSATION_SECONDS, seed=1))
    noisy = [_with_noise(talk, number) for number, talk in enumerate(talks)]
    spoken = list(conversations([clip for _, clip in truth], CONVERSATION_SECONDS, seed=2))
    for kind, sounds in (("people", talks), (IN_NOISE, noisy), ("Piper", spoken)):
        for name, listen in listeners.items():
            if name == PLAIN and kind != "people":
                continue
            errors = Errors()
            for sound in sounds:
                errors.add(listen(sound.samples), sound.words)
            figures[f"{name}, {kind}"] = errors.figures
    failures = _failures(figures)
    if options.json:
        print(json.dumps({"model": options.model, "rows": figures, "failures": failures}, indent=1))
    else:
        _print(options.model, figures)
        print("\n".join(failures) or "All figures are reached.")
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", default=os.environ.get("VOICECLI_EVAL_SPEECH", ""))
    parser.add_argument("--model", default="whisper-base", help="name in the models folder")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--limit", type=int, help="only the first so many clips")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    return parser.parse_args()


def _clips(folder: Path, judge: ForcedTimes, limit: int | None) -> tuple[list[str], list[Spoken]]:
    """The texts of all trusted English clips, and the clips of which the judge knows all words."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    trusted = [row for row in rows if row["lang"] == "en" and row["text"] and not row.get("slots")]
    trusted = [row for row in trusted if row["kind"] != "digits"][:limit]
    clips = []
    for row in trusted:
        samples = read_audio(folder / row["file"])
        if words := judge.align(samples, row["text"]):
            clips.append(Spoken(samples, words))
    return [row["text"] for row in trusted], clips


def _piper(folder: Path, texts: Sequence[str]) -> list[tuple[str, Spoken]]:
    """Sentences of the texts, spoken by a voice whose times are known."""
    from piper import PiperVoice, SynthesisConfig

    voice = PiperVoice.load(next(folder.glob("*.onnx")), include_alignments=True)
    sentences = [part for text in texts for part in re.split(r"(?<=[.;,?!])\s+", text)]
    config = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)
    spoken = (
        (sentence, piper_words(voice, sentence, config))
        for sentence in dict.fromkeys(sentences)
        if len(sentence.split()) >= 3
    )
    return [(sentence, sound) for sentence, sound in spoken if sound.words][:80]


def _judged(judge: ForcedTimes, truth: Sequence[tuple[str, Spoken]]) -> dict[str, float]:
    errors = Errors()
    for sentence, sound in truth:
        found = judge.align(sound.samples, sentence)
        if len(found) != len(sound.words):
            continue
        errors.words += len(found)
        for at, word in enumerate(found):
            errors.starts.append(_beside(word.start, *_glide(sound.words, at)))
            errors.ends.append(_beside(word.end, *_glide(sound.words, at + 1)))
    return errors.figures


def _glide(words: Sequence[Said], at: int) -> tuple[float, float]:
    """What lies between a word and the one before it; nothing at the ends of the text."""
    first = words[at - 1].end if at else words[0].start
    return first, words[at].start if at < len(words) else first


def _beside(seconds: float, low: float, high: float) -> float:
    return min(seconds - low, 0.0) + max(seconds - high, 0.0)


def _ours(models: Path, name: str, threads: int) -> Listener:
    """What `voicecli transcribe` hears."""
    vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
    recognizer = BatchRecognizer(models / name, SttConfig(device="cpu"), threads)

    def listen(samples: Samples) -> list[Said]:
        windows = list(cut(vad.detect(cut_blocks([samples])), threshold=0.5))
        heard = recognizer.recognize_all(windows, ["en"] * len(windows), Turn())
        return list(
            _said(
                (word.text, word.start, word.end)
                for transcript in heard
                for segment in transcript.segments
                for word in segment.words
            )
        )

    return listen


def _plain(path: Path, threads: int) -> Listener:
    model = WhisperModel(str(path), device="cpu", compute_type="int8", cpu_threads=threads)

    def listen(samples: Samples) -> list[Said]:
        segments, _ = model.transcribe(samples, language="en", word_timestamps=True)
        return list(
            _said((word.word, word.start, word.end) for part in segments for word in part.words)
        )

    return listen


def _said(words: Iterator[tuple[str, float, float]]) -> Iterator[Said]:
    """Words in small letters without punctuation; what has no letters stays, as "#"."""
    for text, start, end in words:
        plain = re.sub(r"[^a-z0-9']", "", text.lower().replace("’", "'")).strip("'")
        yield Said(plain or "#", float(start), float(end))


def _with_noise(talk: Spoken, seed: int) -> Spoken:
    """White noise under the speech, by NOISE_BELOW_DB of its power quieter."""
    power = float(np.mean(np.square(talk.samples))) * 10 ** (-NOISE_BELOW_DB / 10)
    noise = np.random.default_rng(seed).standard_normal(talk.samples.size) * power**0.5
    return Spoken((talk.samples + noise).astype(np.float32), talk.words)


def _failures(figures: dict[str, dict[str, float]]) -> list[str]:
    """A line for each figure of ours that is missed."""
    return [
        f"{name}: {part} {value[f'{part}_median']:.3f} s, 95 % {value[f'{part}_95']:.3f} s"
        for name, value in figures.items()
        if not name.startswith(PLAIN) and not name.endswith(IN_NOISE)
        for part in ("start", "end")
        if value[f"{part}_median"] > MEDIAN_SECONDS or value[f"{part}_95"] > MOST_SECONDS
    ]


def _print(model: str, figures: dict[str, dict[str, float]]) -> None:
    columns = ("start", "95 %", "bias", "end", "95 %", "bias", "both", "95 %")
    table = Table("median error, ms", "words", *columns, title=model)
    for name, value in figures.items():
        keys = [f"{part}_{what}" for part in ("start", "end") for what in ("median", "95", "bias")]
        cells = [f"{1000 * value[key]:.0f}" for key in [*keys, "both_median", "both_95"]]
        table.add_row(name, f"{value['compared']:.0f}/{value['words']:.0f}", *cells)
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
