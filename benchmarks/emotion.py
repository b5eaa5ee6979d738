"""What the emotions of `transcribe --emotion` are worth on acted speech that nothing was fitted to.

    python benchmarks/emotion.py FOLDER [--conversations FOLDER] [--ordinary FOLDER] [--svg FILE]

FOLDER holds a `manifest.jsonl` with file, text, emotion, speaker and lang of each clip. Every
speaker is judged twice: all clips as one recording, as in a conversation, and each clip by itself.
Words are those of the manifest; who speaks is known. Calm counts as neutral; emotions that have no
label (disgust) stand in the table but not in the recall. Of ordinary speech, read and said by
people who play nothing, it counts how often an emotion is claimed at all.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from reliability import Bin, bins, draw

from voicecli.analysis.emotion import EmotionStage, arousals, certainty
from voicecli.analysis.emotion_profiles import EMOTIONS
from voicecli.analysis.emotion_words import WordJudge
from voicecli.assembly import open_embedder, open_vad
from voicecli.audio.files import read_audio
from voicecli.config import load
from voicecli.types import SAMPLE_RATE, Samples, Segment, SpeechWindow, Word
from voicecli.vad.regions import speech_regions

MEANT = {"calm": "neutral"}
GAP = SAMPLE_RATE
LONGEST = 30
"""Seconds of an ordinary phrase."""
MODES = "conversation", "single clip"
RESAMPLED = 1000


@dataclass(frozen=True, slots=True)
class Clip:
    """A phrase of known emotion, and the regions of its samples that hold speech."""

    corpus: str
    speaker: str
    emotion: str
    language: str
    text: str
    samples: Samples
    speech: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about a clip: probabilities of shape (6,), arousal, what a label needs."""

    clip: Clip
    probabilities: Any
    arousal: float
    needed: float

    @property
    def meant(self) -> str:
        """The emotion that a right label names."""
        return MEANT.get(self.clip.emotion, self.clip.emotion)

    @property
    def best(self) -> str:
        """The likeliest label."""
        return EMOTIONS[int(self.probabilities.argmax())]

    @property
    def probability(self) -> float:
        """What was said of it."""
        return float(self.probabilities.max())

    @property
    def label(self) -> str:
        """What a transcript would show."""
        return self.best if self.probability >= self.needed else "uncertain"


def clips(folder: Path, vad: Any) -> Iterable[Clip]:
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        row = json.loads(line)
        samples = read_audio(folder / row["file"])
        yield _clip(row["speaker"].split("-")[0], row["lang"], row, samples, vad)


def turns(folder: Path, vad: Any) -> Iterable[Clip]:
    """The turns of the conversations whose manifest names an emotion for each."""
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        row = json.loads(line)
        if not all("emotion" in turn for turn in row.get("turns") or [{}]):
            continue
        samples = read_audio(folder / row["file"])
        for turn in row["turns"]:
            first, last = (round(turn[edge] * SAMPLE_RATE) for edge in ("start", "end"))
            yield _clip(row["id"], "en", turn, samples[first:last], vad)


def ordinary(folder: Path, vad: Any) -> Iterable[Clip]:
    """The phrases of at least a few words whose text is known, as neutral ones."""
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["text"] and len(row["text"].split()) >= 4 and row["seconds"] <= LONGEST:
            samples = read_audio(folder / row["file"])
            yield _clip("ordinary", row["lang"], row | {"emotion": "neutral"}, samples, vad)


def _clip(corpus: str, language: str, row: Any, samples: Samples, vad: Any) -> Clip:
    speech = tuple(speech_regions(samples, vad)) or ((0, samples.size),)
    return Clip(corpus, row["speaker"], row["emotion"], language, row["text"], samples, speech)


def answers(recording: Sequence[Clip], stage: EmotionStage) -> list[Answer]:
    """Judge the clips of one speaker as one recording, a second between them."""
    start, segments = 0, []
    for clip in recording:
        regions = tuple((start + first, start + last) for first, last in clip.speech)
        stage.hear(SpeechWindow(clip.samples, start, regions))
        segments.append(_segment(clip, start))
        start += clip.samples.size + GAP
    judged = stage.judge(segments, recording[0].language)
    found = zip(recording, judged.probabilities, arousals(judged), strict=True)
    return [Answer(*each, certainty(len(recording))) for each in found]


def _segment(clip: Clip, start: int) -> Segment:
    begin, end = start / SAMPLE_RATE, (start + clip.samples.size) / SAMPLE_RATE
    texts = clip.text.split()
    edges = np.linspace(begin, end, len(texts) + 1)
    words = [Word(*edge, text, 1.0) for edge, text in zip(pairwise(edges), texts, strict=True)]
    return Segment(begin, end, clip.text, tuple(words))


def recall(found: Sequence[Answer], *, forced: bool) -> float:
    """Mean over emotions of the share found; `forced` counts what "uncertain" might be."""
    right = defaultdict(list)
    for each in found:
        if each.meant in EMOTIONS:
            right[each.meant].append((each.best if forced else each.label) == each.meant)
    return float(np.mean([np.mean(hits) for hits in right.values()])) if right else np.nan


def interval(found: Sequence[Answer]) -> tuple[float, float]:
    """95 % interval of the forced recall when other speakers had been drawn (bootstrap)."""
    by_speaker = defaultdict(list)
    for each in found:
        by_speaker[each.clip.speaker].append(each)
    speakers, random = list(by_speaker), np.random.default_rng(1)
    values = []
    for _ in range(RESAMPLED):
        drawn = random.integers(len(speakers), size=len(speakers))
        picked = [each for index in drawn for each in by_speaker[speakers[index]]]
        values.append(recall(picked, forced=True))
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def report(title: str, found: Sequence[Answer]) -> None:
    judged = [each for each in found if each.meant in EMOTIONS]
    classes = len({each.meant for each in judged})
    certain = [each for each in judged if each.label != "uncertain"]
    low, high = interval(judged)
    print(f"\n## {title}: {len(judged)} phrases, {classes} emotions")
    print(f"recall, best guess      {recall(judged, forced=True):.3f}  ({low:.3f} to {high:.3f})")
    print(f"recall, as labelled     {recall(judged, forced=False):.3f}  (uncertain is wrong)")
    print(f"majority class          {1 / classes:.3f}")
    print(f"labelled at all         {len(certain) / len(judged):.3f}")
    print(f"right where labelled    {np.mean([each.best == each.meant for each in certain]):.3f}")
    _print_confusion(found)
    _print_bins(bins([(each.probability, each.best == each.meant) for each in judged]))


def _print_confusion(found: Sequence[Answer]) -> None:
    columns = (*EMOTIONS, "uncertain")
    print("\n" + " " * 11 + "".join(f"{name:>10}" for name in columns) + "   arousal")
    for emotion in dict.fromkeys(each.clip.emotion for each in found):
        rows = [each for each in found if each.clip.emotion == emotion]
        counts = Counter(each.label for each in rows)
        mean = np.mean([each.arousal for each in rows])
        cells = "".join(f"{counts[name]:>10}" for name in columns)
        print(f"{emotion:<11}{cells}     {mean:+.2f}")


def _print_bins(found: Sequence[Bin]) -> None:
    print("\nprobability given   phrases   mean   right")
    for each in found:
        span = f"{each.low:.1f} to {each.low + 0.1:.1f}"
        print(f"{span:<18}{each.count:>9}{each.said:>7.2f}{each.right:>8.2f}")
    total = sum(each.count for each in found)
    error = sum(each.count * abs(each.said - each.right) for each in found) / total
    print(f"expected calibration error {error:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--conversations", type=Path)
    parser.add_argument("--ordinary", type=Path)
    parser.add_argument("--svg", type=Path, help="write the reliability diagram here")
    parser.add_argument("--model", type=Path, help="folder of a wav2vec2 classifier to add")
    asked = parser.parse_args()
    if not (asked.folder / "manifest.jsonl").is_file():
        sys.exit(f"{asked.folder} holds no manifest.jsonl: the recordings are not shipped.")
    config = load().config
    drawn = {}
    with open_vad(config) as vad, open_embedder(config) as embedder:
        words = WordJudge(embedder)
        material = list(clips(asked.folder, vad))
        if asked.conversations:
            material += turns(asked.conversations, vad)
        if asked.ordinary:
            material += ordinary(asked.ordinary, vad)
        for corpus in dict.fromkeys(clip.corpus for clip in material):
            for mode in MODES:
                groups = defaultdict(list)
                for number, clip in enumerate(clip for clip in material if clip.corpus == corpus):
                    groups[clip.speaker if mode == MODES[0] else number].append(clip)
                found = [
                    each
                    for group in groups.values()
                    for each in answers(group, EmotionStage(words, _engine(asked.model)))
                ]
                report(f"{corpus}, {mode}", found)
                pairs = [(x.probability, x.best == x.meant) for x in found if x.meant in EMOTIONS]
                drawn[f"{corpus}, {mode}"] = bins(pairs)
    if asked.svg:
        asked.svg.write_text(draw(drawn))


def _engine(folder: Path | None) -> Any:
    if folder is None:
        return None
    from voicecli.analysis.wav2vec2 import Wav2Vec2Classifier, Wav2Vec2Hearer

    return Wav2Vec2Hearer(Wav2Vec2Classifier(folder, threads=2))


if __name__ == "__main__":
    main()
