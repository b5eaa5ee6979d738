"""How many misheard names a lexicon repairs, and what else it changes.

    python benchmarks/lexicon.py [--speech FOLDER] [--show]

Names: those of heard_names.jsonl, said by Piper and espeak-ng and written down by whisper-tiny.en
and whisper-base, are all in one lexicon, each only as it is spelled. As that file keeps no
probabilities, the recogniser counts once as quite sure of every word and once as unsure.

Speech: people who say none of those names, in a folder with a `manifest.jsonl` as benchmarks/wer.py
takes it; whisper-base writes down its English clips with the probability of every word. Counted is
what is changed although no listed name is in the clip's own text.
"""

import argparse
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import voicecli  # noqa: F401  # isort: skip

from wer import _clips

from voicecli.assembly.models import folder_of
from voicecli.audio.blocks import cut_blocks
from voicecli.config import load
from voicecli.pipeline.spelling import LexiconStage
from voicecli.stt.batch import BatchRecognizer
from voicecli.stt.lexicon import Lexicon, Spelling
from voicecli.stt.windows import cut
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Repair, Segment, Transcript, Word
from voicecli.vad.silero import SileroVad

HEARD = Path(__file__).with_name("heard_names.jsonl")
SURE, UNSURE = 1.0, 0.4


def main() -> None:
    """Print both figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--speech", type=Path, help="folder of recordings with a manifest.jsonl")
    parser.add_argument("--show", action="store_true", help="print every change")
    arguments = parser.parse_args()
    heard = [json.loads(line) for line in HEARD.read_text(encoding="utf-8").splitlines()]
    names = sorted({row["name"] for row in heard})
    stage = LexiconStage(Lexicon(tuple(map(Spelling, names))))
    for probability in (SURE, UNSURE):
        count: Counter[str] = Counter()
        for row in heard:
            before = _said(row["heard"], probability)
            after = stage.finish(before)
            count["right before"] += _holds(before.text, row["name"])
            count["right after"] += _holds(after.text, row["name"])
            wrong = [one for one in after.repairs if not _names(one, row["name"])]
            count["wrong names"] += len(wrong)
            if arguments.show:
                for one in wrong:
                    print(f"  {row['name']}: {one.was} became {one.became}")
        told = ", ".join(f"{what} {number}" for what, number in count.items())
        print(f"names, words of probability {probability}: {len(heard)} hearings, {told}")
    if arguments.speech:
        _speech(arguments.speech, stage, show=arguments.show)


def _said(text: str, probability: float) -> Transcript:
    words = tuple(
        Word(float(n), n + 1.0, f" {word}", probability) for n, word in enumerate(text.split())
    )
    return Transcript((Segment(0.0, float(len(words)), f" {text}", words),), "en", 99.0)


def _holds(text: str, name: str) -> bool:
    return name in text


def _names(repair: Repair, name: str) -> bool:
    return name in repair.became


def _speech(folder: Path, stage: LexiconStage, *, show: bool) -> None:
    config = load().config
    vad = SileroVad(folder_of(config, "vad") / "silero_vad.onnx")
    base = config.models_folder / "whisper-base"
    recognizer = BatchRecognizer(base, replace(config.stt, language="en"), 2)
    words = changed = 0
    for row, samples in _clips(folder, None):
        windows = list(cut(vad.detect(cut_blocks(iter([samples]))), config.vad.threshold))
        heard = recognizer.recognize_all(windows, ["en"] * len(windows), Turn())
        segments = tuple(segment for one in heard for segment in one.segments)
        seconds = len(samples) / SAMPLE_RATE
        after = stage.finish(Transcript(segments, "en", seconds))
        words += sum(len(segment.words) for segment in segments)
        for one in after.repairs:
            if one.became.casefold() not in row["text"].casefold():
                changed += 1
                if show:
                    print(f"  {row['id']}: {one.was} became {one.became}")
    print(f"speech: {changed} of {words} words changed although nobody said the name")


if __name__ == "__main__":
    main()
