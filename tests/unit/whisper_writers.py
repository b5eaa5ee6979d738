"""What openai-whisper's own writers make of transcripts, to compare ours with.

`whisper_writers.json` beside this file holds what they made once of transcripts made up here:

    pip download --no-binary :all: --no-deps openai-whisper && tar xzf openai_whisper-*.tar.gz
    python -m tests.unit.whisper_writers openai_whisper-*/whisper/utils.py

With VOICECLI_WHISPER_UTILS naming that `utils.py`, the tests ask the writers themselves, too.
"""

import importlib.util
import io
import itertools
import json
import random
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voicecli.stt.formats import WHISPER_FORMATS, SubtitleOptions
from voicecli.types import Segment, Transcript, Word

GOLDEN = Path(__file__).with_name("whisper_writers.json")
LINE_OPTIONS = ("max_line_width", "max_line_count", "max_words_per_line", "highlight_words")
_SYLLABLES = ("ba", "ko", "lé", "ntu", "字", "🎧", "ß", "-", "'s", "12", "&c", "<i>")


def result_object(transcript: Transcript, *, words: bool) -> dict[str, Any]:
    """The dictionary that openai-whisper's `transcribe` would return for the transcript."""
    segments: list[dict[str, Any]] = []
    for number, one in enumerate(transcript.segments):
        item: dict[str, Any] = {
            "id": number,
            "seek": one.seek,
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "tokens": list(one.tokens),
            "temperature": one.temperature,
            "avg_logprob": one.average_logprob,
            "compression_ratio": one.compression_ratio,
            "no_speech_prob": one.no_speech_probability,
        }
        if words:
            item["words"] = [
                {"word": w.text, "start": w.start, "end": w.end, "probability": w.probability}
                for w in one.words
            ]
        segments.append(item)
    text = "".join(one.text for one in transcript.segments)
    return {"text": text, "segments": segments, "language": transcript.language}


def load(path: Path) -> Any:
    """openai-whisper's `utils` module, which needs nothing but the standard library."""
    spec = importlib.util.spec_from_file_location("openai_whisper_utils", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(utils: Any, result: dict[str, Any], kind: str, options: SubtitleOptions) -> str:
    """What openai-whisper's writer of this format writes."""
    file = io.StringIO()
    lines = {name: getattr(options, name) for name in LINE_OPTIONS}
    utils.get_writer(kind, "").write_result(result, file, lines)
    return file.getvalue()


def made_up(seed: int) -> Transcript:
    """A transcript of a few segments with words of all lengths and pauses of all kinds."""
    chance = random.Random(seed)
    at, segments = chance.choice((0.0, 0.3, 3599.2)), []
    for number in range(chance.randrange(5)):
        words = []
        for _ in range(chance.randrange(1, 12)):
            start = at + chance.choice((0.0, 0.0, 0.0004, 0.12, 0.9, 3.4))
            at = start + chance.uniform(0.0, 0.8)
            text = "".join(chance.choices(_SYLLABLES, k=chance.randrange(1, 7)))
            words.append(Word(start, at, chance.choice((" ", " ", "")) + text, chance.random()))
        segments.append(
            Segment(
                words[0].start,
                at,
                "".join(word.text for word in words),
                tuple(words),
                seek=3000 * number,
                tokens=tuple(chance.choices(range(51_000), k=3)),
                average_logprob=-chance.random(),
                compression_ratio=chance.uniform(0.5, 2.0),
            )
        )
    return Transcript(tuple(segments), "en", at + 1.0)


def all_options() -> list[SubtitleOptions]:
    """Every way of laying words out, and none."""
    ways = itertools.product((None, 18, 42), (None, 1, 2), (None, 1, 4), (False, True))
    return [SubtitleOptions(), *(SubtitleOptions(True, *way) for way in ways)]


def golden_cases(utils: Any) -> list[dict[str, Any]]:
    """Each transcript with one set of options, and the files that openai-whisper makes of them.

    JSON, which is long and has no options, only of some.
    """
    cases = []
    for seed, options in enumerate(all_options()):
        result = result_object(made_up(seed), words=options.by_words)
        kinds = [kind for kind in WHISPER_FORMATS if kind != "json" or seed % 9 == 0]
        files = {kind: written(utils, result, kind, options) for kind in kinds}
        cases.append({"seed": seed, "options": asdict(options), "files": files})
    return cases


if __name__ == "__main__":
    cases = golden_cases(load(Path(sys.argv[1])))
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    GOLDEN.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
