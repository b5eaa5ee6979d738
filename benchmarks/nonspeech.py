"""Words that `voicecli transcribe` invents where nobody speaks. None is wanted.

    python benchmarks/nonspeech.py [--folder FOLDER] [--minutes 10] [--kind NAME …]
                                   [--model whisper-base] [--seed 0] [--json]

Heard are so many minutes of each kind of sound that `not_speech.py` makes (silence, hum, music,
tones of telephones, noises) and the files in the folder, each as a recording of its own: voice
activity detection, windows, recognition with its guards. The table tells how much of it voice
activity detection took for speech, and what words came of it.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

# Before numpy: it sets how many threads numpy's BLAS has, and that decides the last bits of sound.
import voicecli  # noqa: F401  # isort: skip

from not_speech import KINDS, sound
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import decode
from voicecli.config import SttConfig, load
from voicecli.stt.batch import BatchRecognizer
from voicecli.stt.windows import cut
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow
from voicecli.vad.silero import SileroVad

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a sound: seconds in all and those in windows, and the text."""

    name: str
    seconds: float
    in_windows: float
    text: str


class Listener:
    """What `voicecli transcribe` hears in a sound."""

    def __init__(self, model: str, threads: int) -> None:
        models = load().config.models_folder
        self._vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
        self._recognizer = BatchRecognizer(models / model, SttConfig(device="cpu"), threads)

    def hear(self, name: str, chunks: Iterable[Samples]) -> Heard:
        """Recognise a recording; its language is detected, as nobody says which."""
        seconds = in_windows = 0.0
        texts: list[str] = []

        def counted() -> Iterator[Samples]:
            nonlocal seconds
            for chunk in chunks:
                seconds += chunk.size / SAMPLE_RATE
                yield chunk

        for windows in _some(cut(self._vad.detect(cut_blocks(counted())), THRESHOLD)):
            in_windows += sum(window.samples.size for window in windows) / SAMPLE_RATE
            heard = self._recognizer.recognize_all(windows, [""] * len(windows), Turn())
            texts += [transcript.text for transcript in heard if transcript.text]
        return Heard(name, seconds, in_windows, " | ".join(texts))


def main() -> int:
    options = _options()
    listener = Listener(options.model, options.threads)
    heard = [
        listener.hear(kind, sound(kind, 60 * options.minutes, options.seed))
        for kind in options.kind or KINDS
    ]
    if options.folder:
        heard += [
            listener.hear(path.name, decode(path))
            for path in sorted(Path(options.folder).rglob("*"))
            if path.suffix in (".flac", ".wav")
        ]
    words = sum(len(item.text.split()) for item in heard)
    if options.json:
        print(json.dumps({"words": words, "heard": [asdict(item) for item in heard]}, indent=1))
    else:
        _print(heard)
        print(f"{words} words were invented.")
    return 1 if words else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", help="recordings without speech")
    parser.add_argument("--minutes", type=float, default=10.0, help="of each kind of sound")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only these kinds")
    parser.add_argument("--model", default="whisper-base", help="name in the models folder")
    parser.add_argument("--seed", type=int, default=0, help="another gives other sounds")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    return parser.parse_args()


def _some(windows: Iterator[SpeechWindow]) -> Iterator[list[SpeechWindow]]:
    """The windows, eight at a time: ten minutes of music may be full of them."""
    while some := list(islice(windows, 8)):
        yield some


def _print(heard: list[Heard]) -> None:
    table = Table("sound", "seconds", "in windows", "words", "text")
    for item in heard:
        words = len(item.text.split())
        text = escape(item.text[:90])
        table.add_row(item.name, f"{item.seconds:.0f}", f"{item.in_windows:.1f}", str(words), text)
    Console(width=150).print(table)


if __name__ == "__main__":
    sys.exit(main())
