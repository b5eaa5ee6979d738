"""The golden texts were made once by openai-whisper 20250625's own writers (`whisper/utils.py`)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.stt.formats import FORMATS, as_whisper, format_time
from voicecli.types import Segment, Transcript, Word

pytestmark = pytest.mark.unit

PLAIN = Transcript(
    (
        Segment(
            0.0,
            2.5,
            " Hello\tthere --> you.",
            tokens=(50363, 1, 2),
            average_logprob=-0.25,
            compression_ratio=0.9,
            no_speech_probability=0.01,
        ),
        Segment(
            59.9996,
            3661.0015,
            " Zwölf 🎧 Uhr.",
            seek=3000,
            tokens=(3,),
            average_logprob=-0.5,
            compression_ratio=1.0,
            no_speech_probability=0.5,
        ),
    ),
    "en",
    3700.0,
)
WORDS = Transcript(
    (
        Segment(
            0.0,
            2.5,
            " Hello there.",
            words=(Word(0.1, 0.6, " Hello", 0.9), Word(0.6, 1.25, " there.", 0.8)),
            tokens=(1,),
        ),
        Segment(3.0, 4.0, " Yes.", words=(Word(3.1, 3.5, " Yes.", 0.5),), tokens=(2,)),
    ),
    "en",
    5.0,
)
NOTHING = Transcript((), "en", 6.0)

GOLDEN = [
    (PLAIN, "txt", "Hello\tthere --> you.\nZwölf 🎧 Uhr.\n"),
    (
        PLAIN,
        "srt",
        "1\n00:00:00,000 --> 00:00:02,500\nHello\tthere -> you.\n\n"
        "2\n00:01:00,000 --> 01:01:01,002\nZwölf 🎧 Uhr.\n\n",
    ),
    (
        PLAIN,
        "vtt",
        "WEBVTT\n\n00:00.000 --> 00:02.500\nHello\tthere -> you.\n\n"
        "01:00.000 --> 01:01:01.002\nZwölf 🎧 Uhr.\n\n",
    ),
    (
        PLAIN,
        "tsv",
        "start\tend\ttext\n0\t2500\tHello there --> you.\n60000\t3661002\tZwölf 🎧 Uhr.\n",
    ),
    (
        PLAIN,
        "json",
        '{"text": " Hello\\tthere --> you. Zw\\u00f6lf \\ud83c\\udfa7 Uhr.", "segments": ['
        '{"id": 0, "seek": 0, "start": 0.0, "end": 2.5, "text": " Hello\\tthere --> you.", '
        '"tokens": [50363, 1, 2], "temperature": 0.0, "avg_logprob": -0.25, '
        '"compression_ratio": 0.9, "no_speech_prob": 0.01}, '
        '{"id": 1, "seek": 3000, "start": 59.9996, "end": 3661.0015, '
        '"text": " Zw\\u00f6lf \\ud83c\\udfa7 Uhr.", "tokens": [3], "temperature": 0.0, '
        '"avg_logprob": -0.5, "compression_ratio": 1.0, "no_speech_prob": 0.5}], '
        '"language": "en"}',
    ),
    (
        WORDS,
        "srt",
        "1\n00:00:00,100 --> 00:00:01,250\nHello there.\n\n"
        "2\n00:00:03,100 --> 00:00:03,500\nYes.\n\n",
    ),
    (
        WORDS,
        "vtt",
        "WEBVTT\n\n00:00.100 --> 00:01.250\nHello there.\n\n00:03.100 --> 00:03.500\nYes.\n\n",
    ),
    (
        WORDS,
        "json",
        '{"text": " Hello there. Yes.", "segments": [{"id": 0, "seek": 0, "start": 0.0, '
        '"end": 2.5, "text": " Hello there.", "tokens": [1], "temperature": 0.0, '
        '"avg_logprob": 0.0, "compression_ratio": 0.0, "no_speech_prob": 0.0, "words": ['
        '{"word": " Hello", "start": 0.1, "end": 0.6, "probability": 0.9}, '
        '{"word": " there.", "start": 0.6, "end": 1.25, "probability": 0.8}]}, '
        '{"id": 1, "seek": 0, "start": 3.0, "end": 4.0, "text": " Yes.", "tokens": [2], '
        '"temperature": 0.0, "avg_logprob": 0.0, "compression_ratio": 0.0, '
        '"no_speech_prob": 0.0, "words": ['
        '{"word": " Yes.", "start": 3.1, "end": 3.5, "probability": 0.5}]}], "language": "en"}',
    ),
    (NOTHING, "txt", ""),
    (NOTHING, "srt", ""),
    (NOTHING, "vtt", "WEBVTT\n\n"),
    (NOTHING, "tsv", "start\tend\ttext\n"),
    (NOTHING, "json", '{"text": "", "segments": [], "language": "en"}'),
]


@pytest.mark.parametrize(("transcript", "kind", "expected"), GOLDEN)
def test_a_format_equals_what_openai_whisper_writes(
    transcript: Transcript, kind: str, expected: str
) -> None:
    assert FORMATS[kind](transcript) == expected


def test_a_segment_whose_words_have_no_times_is_kept() -> None:
    untimed = Segment(5.0, 6.0, " Lost?")
    transcript = Transcript((*WORDS.segments, untimed), "en", 7.0)
    assert "00:00:05,000 --> 00:00:06,000\nLost?\n" in FORMATS["srt"](transcript)
    assert as_whisper(transcript)["segments"][2]["words"] == []


def test_a_very_long_line_of_words_is_broken() -> None:
    words = tuple(Word(i, i + 1.0, " " + "x" * 399, 1.0) for i in range(4))
    transcript = Transcript((Segment(0.0, 4.0, "", words=words),), "en", 4.0)
    lines = FORMATS["srt"](transcript).splitlines()[2:-1]
    assert [len(line) for line in lines] == [799, 799]


@given(st.floats(0, 360_000))
def test_a_time_reads_back_as_its_milliseconds(seconds: float) -> None:
    clock, milliseconds = format_time(seconds, decimal=",", always_hours=True).split(",")
    hours, minutes, rest = map(int, clock.split(":"))
    assert minutes < 60
    assert rest < 60
    whole = (hours * 3600 + minutes * 60 + rest) * 1000 + int(milliseconds)
    assert whole == round(seconds * 1000)


@given(st.lists(st.tuples(st.floats(0, 1e5), st.text(max_size=20)), max_size=5))
def test_json_reads_back_as_the_same_segments(items: list[tuple[float, str]]) -> None:
    segments = tuple(Segment(start, start + 1, text) for start, text in items)
    read = json.loads(FORMATS["json"](Transcript(segments, "de", 1.0)))
    assert [(item["start"], item["text"]) for item in read["segments"]] == items
    assert read["text"] == "".join(text for _, text in items)
    assert read["language"] == "de"
