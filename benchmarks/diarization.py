"""Who spoke when: error rates of the diarizer on conversations whose speakers are known.

    python benchmarks/diarization.py --conversations FOLDER [--words] [--json]

The folder has a `manifest.jsonl` with `id`, `file`, `rttm`, `n_speakers` and, where the words are
known, `turns` of each conversation; it is not part of this repository. Errors are counted by
pyannote.metrics with a collar of 0.25 s (on both sides of a reference boundary), overlap counted.

Each conversation is heard four times: as `voicecli transcribe --diarize` hears it; told the number
of speakers; with the reference's speech in place of what voice activity detection finds; and with
both. What the other rows have less is what finding the number, or the speech, costs. With --words
the speech is recognised too, and each word counts as right if its speaker has, by the reference,
the turn at its middle.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# Before numpy: it sets how many threads numpy's BLAS has.
import voicecli  # noqa: F401  # isort: skip

import numpy as np
from pyannote.core import Annotation, Timeline
from pyannote.core import Segment as Span
from pyannote.metrics.diarization import DiarizationErrorRate
from rich.console import Console
from rich.table import Table

from voicecli.analysis.diarization import Diarizer, SpeakerCount
from voicecli.analysis.embedders import open_embedder
from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import decode
from voicecli.bench.who_spoke import read_rttm
from voicecli.config import SttConfig, load
from voicecli.protocols import SpeakerEmbedder
from voicecli.stt.windows import cut
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Segment, SpeechWindow, Transcript
from voicecli.vad.silero import SileroVad

COLLAR_SECONDS = 0.25
WINDOW_SECONDS = 27.0
SHIPPED, TOLD, SPEECH, BOTH = "as shipped", "told the number", "told the speech", "told both"
Turns = list[tuple[float, float, str]]


@dataclass
class Row:
    """Errors of one conversation in one way, as shares of its speech."""

    conversation: str
    natural: bool
    way: str
    error: float
    missed: float
    false_alarm: float
    confusion: float
    speakers: int
    found: int
    words: int = 0
    words_right: int = 0
    cpu_seconds: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True)
class Conversation:
    """A recording, its windows, and who speaks when by the reference."""

    name: str
    natural: bool
    samples: Samples
    windows: list[SpeechWindow]
    turns: Turns
    worded: Turns
    speakers: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / SAMPLE_RATE


def main() -> int:
    arguments = parsed()
    folder = load().config.models_folder
    embedder = open_embedder(folder / arguments.speaker_model, 1)
    vad = SileroVad(folder / "silero-vad" / "silero_vad.onnx")
    recognizer = open_recognizer(folder / arguments.model) if arguments.words else None
    rows = []
    for talk in conversations(arguments.conversations, vad):
        transcript = recognized(recognizer, talk.windows, talk.seconds)
        for way in (SHIPPED, TOLD, SPEECH, BOTH):
            rows.append(measured(talk, way, embedder, transcript))
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if arguments.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        show(rows)
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--conversations", type=Path, required=True)
    parser.add_argument("--words", action="store_true", help="recognise the speech too")
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--speaker-model", default="resemblyzer-ge2e")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def open_recognizer(folder: Path) -> Any:
    from voicecli.stt.batch import BatchRecognizer

    return BatchRecognizer(folder, SttConfig(language="en"), 2)


def conversations(folder: Path, vad: SileroVad) -> Iterator[Conversation]:
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        item = json.loads(line)
        samples = np.concatenate(list(decode(folder / item["file"])))
        windows = list(cut(vad.detect(cut_blocks([samples])), 0.5))
        worded = [(turn["start"], turn["end"], turn["speaker"]) for turn in item.get("turns") or ()]
        turns = [(one.start, one.end, one.speaker) for one in read_rttm(folder / item["rttm"])]
        natural = bool(item["natural"])
        speakers = item["n_speakers"]
        yield Conversation(item["id"], natural, samples, windows, turns, worded, speakers)


def recognized(recognizer: Any, windows: Sequence[SpeechWindow], seconds: float) -> Transcript:
    """The words of the windows; without a recogniser a transcript of nothing."""
    segments: list[Segment] = []
    if recognizer:
        for found in recognizer.recognize_all(windows, ["en"] * len(windows), Turn()):
            segments += found.segments
    return Transcript(tuple(segments), "en", seconds)


def measured(
    talk: Conversation, way: str, embedder: SpeakerEmbedder, transcript: Transcript
) -> Row:
    count = SpeakerCount(exactly=talk.speakers) if way in (TOLD, BOTH) else SpeakerCount()
    told_speech = way in (SPEECH, BOTH)
    windows = reference_windows(talk) if told_speech else talk.windows
    diarizer = Diarizer(embedder, count)
    before = time.process_time()
    for window in windows:
        diarizer.hear(window)
    heard = diarizer.finish(Transcript((), "en", talk.seconds) if told_speech else transcript)
    spent = time.process_time() - before
    score = DiarizationErrorRate(collar=2 * COLLAR_SECONDS)  # pyannote counts both sides together
    reference = annotation(talk.turns)
    hypothesis = annotation([(turn.start, turn.end, turn.speaker) for turn in heard.turns])
    whole = Timeline([Span(0.0, talk.seconds)])
    parts = score(reference, hypothesis, uem=whole, detailed=True)
    total = max(parts["total"], 1e-9)
    found = len({turn.speaker for turn in heard.turns})
    row = Row(
        talk.name,
        talk.natural,
        way,
        parts["diarization error rate"],
        parts["missed detection"] / total,
        parts["false alarm"] / total,
        parts["confusion"] / total,
        talk.speakers,
        found,
        cpu_seconds=spent,
        seconds=talk.seconds,
    )
    if talk.worded and way in (SHIPPED, TOLD):
        row.words, row.words_right = right_words(heard, talk)
    return row


def reference_windows(talk: Conversation) -> list[SpeechWindow]:
    """The recording in windows whose speech is what the reference says."""
    speech: list[list[float]] = []
    for start, end, _ in sorted(talk.turns):
        if speech and start <= speech[-1][1]:
            speech[-1][1] = max(end, speech[-1][1])
        else:
            speech.append([start, end])
    windows: list[SpeechWindow] = []
    for start, end in speech:
        at = start
        while at < end:
            stop = min(end, at + WINDOW_SECONDS)
            first, last = round(at * SAMPLE_RATE), round(stop * SAMPLE_RATE)
            windows.append(SpeechWindow(talk.samples[first:last], first, ((first, last),)))
            at = stop
    return windows


def annotation(turns: Turns) -> Annotation:
    made = Annotation()
    for number, (start, end, speaker) in enumerate(turns):
        made[Span(start, end), number] = speaker
    return made


def right_words(heard: Transcript, talk: Conversation) -> tuple[int, int]:
    """How many words lie in a turn of the reference, and how many have its speaker."""
    mapping = DiarizationErrorRate().optimal_mapping(
        annotation(talk.turns),
        annotation([(turn.start, turn.end, turn.speaker) for turn in heard.turns]),
    )
    # The texts' names may differ from those of the times.
    names = DiarizationErrorRate().optimal_mapping(annotation(talk.turns), annotation(talk.worded))
    words = right = 0
    for segment in heard.segments:
        for word in segment.words:
            middle = (word.start + word.end) / 2
            owners = {
                names.get(who, who) for start, end, who in talk.worded if start <= middle < end
            }
            if owners:
                words += 1
                right += mapping.get(word.speaker) in owners
    return words, right


def show(rows: Sequence[Row]) -> None:
    table = Table(title="Diarization error, collar 0.25 s, overlap counted")
    for name in ("conversation", "way", "DER %", "missed", "false alarm", "confusion"):
        table.add_column(name, justify="left" if name in ("conversation", "way") else "right")
    for name in ("speakers", "found", "words", "right %"):
        table.add_column(name, justify="right")
    for row in rows:
        right = f"{100 * row.words_right / row.words:.1f}" if row.words else ""
        shares = (row.error, row.missed, row.false_alarm, row.confusion)
        cells = [f"{100 * share:.1f}" for share in shares]
        counts = (str(row.speakers), str(row.found), str(row.words or ""))
        table.add_row(row.conversation, row.way, *cells, *counts, right)
    console = Console(width=120)
    console.print(table)
    for way in (SHIPPED, TOLD, SPEECH, BOTH):
        for label, kind in (("assembled and staged", False), ("natural", True)):
            chosen = [row for row in rows if row.way == way and row.natural == kind]
            if chosen:
                mean = 100 * sum(row.error for row in chosen) / len(chosen)
                worst = 100 * max(row.error for row in chosen)
                counted = sum(row.found == row.speakers for row in chosen)
                console.print(
                    f"{way}, {label}: mean {mean:.1f} %, worst {worst:.1f} %, "
                    f"number right {counted} of {len(chosen)}"
                )
    shipped = [row for row in rows if row.way == SHIPPED]
    spent = sum(row.cpu_seconds for row in shipped) / sum(row.seconds for row in shipped)
    console.print(f"CPU seconds for each second of recording: {spent:.4f}")


if __name__ == "__main__":
    sys.exit(main())
