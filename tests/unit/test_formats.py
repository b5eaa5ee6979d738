"""Transcripts to files; those that openai-whisper writes equal its own byte for byte."""

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.whisper_writers import GOLDEN, all_options, load, made_up, result_object, written
from voicecli.stt.formats import FORMATS, WHISPER_FORMATS, SubtitleOptions
from voicecli.stt.formats_json import as_whisper, as_whisperx
from voicecli.stt.formats_text import format_time
from voicecli.types import Emotion, Repair, Segment, SpeakerTurn, Transcript, Word

pytestmark = pytest.mark.unit

WORDY = SubtitleOptions(word_timestamps=True)
UTILS = os.environ.get("VOICECLI_WHISPER_UTILS", "")
CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))

PLAIN = Transcript(
    (
        Segment(0.0, 2.5, " Hello\tthere --> you.", tokens=(50363, 1, 2), average_logprob=-0.25),
        Segment(59.9996, 3661.0015, " Zwölf 🎧 Uhr.", seek=3000, tokens=(3,)),
    ),
    "en",
    3700.0,
)
NOTHING = Transcript((), "en", 6.0)
PLAIN_FILES = [
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
    (NOTHING, "txt", ""),
    (NOTHING, "srt", ""),
    (NOTHING, "vtt", "WEBVTT\n\n"),
    (NOTHING, "tsv", "start\tend\ttext\n"),
    (NOTHING, "rttm", ""),
    (NOTHING, "csv", "start,end,text\n"),
]
"""The first four and those of nothing were made once by openai-whisper 20250625's own writers."""


def talk(*said: tuple[str, str], **more: Any) -> Transcript:
    """A transcript of who said what, one second a word."""
    segments, at = [], 0.0
    for speaker, text in said:
        words = tuple(
            Word(at + n, at + n + 0.5, f" {word}", 0.5, speaker or None)
            for n, word in enumerate(text.split(" "))
        )
        end = at + len(words) - 0.5
        segments.append(Segment(at, end, f" {text}", words, speaker or None))
        at += len(words)
    return Transcript(tuple(segments), "en", at, **more)


@pytest.mark.parametrize(("transcript", "kind", "expected"), PLAIN_FILES)
def test_a_format_is_written(transcript: Transcript, kind: str, expected: str) -> None:
    assert FORMATS[kind](transcript) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["seed"]))
def test_files_equal_those_of_openai_whisper(case: dict[str, Any]) -> None:
    options, transcript = SubtitleOptions(**case["options"]), made_up(case["seed"])
    for kind in ("txt", "srt", "vtt", "tsv"):
        assert FORMATS[kind](transcript, options) == case["files"][kind], kind
    if theirs := case["files"].get("json"):
        ours = json.loads(FORMATS["json"](transcript, options))
        assert json.dumps(_only_keys_of(ours, json.loads(theirs))) == theirs


def test_every_way_of_laying_words_out_was_compared() -> None:
    assert [SubtitleOptions(**case["options"]) for case in CASES] == all_options()
    assert sum(len(case["files"]["srt"]) > 200 for case in CASES) > len(CASES) / 2


def _only_keys_of(ours: Any, theirs: Any) -> Any:
    """Ours without the keys that theirs has not, in our order."""
    if isinstance(ours, dict):
        return {key: _only_keys_of(one, theirs[key]) for key, one in ours.items() if key in theirs}
    if isinstance(ours, list):
        return [_only_keys_of(a, b) for a, b in zip(ours, theirs, strict=True)]
    return ours


@pytest.mark.skipif(not UTILS, reason="VOICECLI_WHISPER_UTILS names no whisper/utils.py")
@given(
    seed=st.integers(0, 10**9),
    options=st.builds(
        SubtitleOptions,
        st.booleans(),
        *[st.none() | st.integers(1, 60)] * 3,
        st.booleans(),
    ),
)
def test_any_file_equals_that_of_openai_whisper(seed: int, options: SubtitleOptions) -> None:
    utils, transcript = load(Path(UTILS)), made_up(seed)
    result = result_object(transcript, words=options.by_words)
    for kind in ("txt", "srt", "vtt", "tsv"):
        assert FORMATS[kind](transcript, options) == written(utils, result, kind, options)
    ours = as_whisperx(transcript, words=options.word_timestamps)
    assert FORMATS["json"](transcript, options) == written(utils, ours, "json", options)


def test_words_are_shown_only_when_asked_for() -> None:
    transcript = made_up(7)
    assert FORMATS["srt"](transcript) == FORMATS["srt"](_wordless(transcript))
    assert "words" not in as_whisper(transcript, words=False)["segments"][0]
    assert FORMATS["srt"](transcript, SubtitleOptions(max_words_per_line=1)).count(" --> ") == sum(
        len(segment.words) for segment in transcript.segments
    )


def _wordless(transcript: Transcript) -> Transcript:
    bare = tuple(replace(segment, words=()) for segment in transcript.segments)
    return replace(transcript, segments=bare)


@pytest.mark.parametrize("options", [WORDY, SubtitleOptions(True, 20, 2)])
def test_a_segment_whose_words_have_no_times_is_kept(options: SubtitleOptions) -> None:
    said = talk(("", "Yes."))
    transcript = replace(said, segments=(*said.segments, Segment(5.0, 6.0, " Lost?")))
    assert "00:00:05,000 --> 00:00:06,000\nLost?\n" in FORMATS["srt"](transcript, options)
    assert as_whisper(transcript, words=True)["segments"][1]["words"] == []


def test_subtitles_name_who_speaks() -> None:
    transcript = talk(("Anna", "One two three four."), ("Speaker 2", "Five."))
    whole = "[Anna]: One two three four."
    assert FORMATS["txt"](transcript) == f"{whole}\n[Speaker 2]: Five.\n"
    assert FORMATS["srt"](transcript).splitlines()[2::4] == [whole, "[Speaker 2]: Five."]
    lines = FORMATS["vtt"](transcript, SubtitleOptions(max_words_per_line=2)).splitlines()
    assert lines[3::3] == ["[Anna]: One two", "[Anna]: three four.", "[Speaker 2]: Five."]
    narrow = FORMATS["srt"](transcript, SubtitleOptions(max_line_width=18, max_line_count=2))
    assert narrow.splitlines()[2:4] == ["[Anna]: One two", "three four."]
    assert all(len(line) <= 18 for line in narrow.splitlines() if "-->" not in line)
    lit = FORMATS["srt"](transcript, SubtitleOptions(highlight_words=True)).splitlines()
    assert lit[2] == "[Anna]: <u>One</u> two three four."


def test_a_subtitle_is_one_speakers_although_the_line_has_room() -> None:
    one = talk(("Anna", "Well now yes."))
    words = tuple(
        replace(word, speaker="Ben" if number == 2 else "Anna")
        for number, word in enumerate(one.segments[0].words)
    )
    crossed = replace(one, segments=(replace(one.segments[0], words=words),))
    assert FORMATS["srt"](crossed, WORDY).splitlines()[2::4] == ["[Anna]: Well now", "[Ben]: yes."]


def test_json_says_what_openai_whisper_does_not_know() -> None:
    said = talk(("Anna", "Hi there."))
    emotion = Emotion("happy", 0.71, 0.4, 0.3)
    transcript = replace(
        said,
        segments=(replace(said.segments[0], emotion=emotion, overlap=True),),
        language_probability=0.98,
        turns=(SpeakerTurn(0.0, 1.5, "Anna"),),
        repairs=(Repair(1.0, 1.5, "their", "there"),),
    )
    read = json.loads(FORMATS["json"](transcript, WORDY))
    (segment,) = read["segments"]
    assert (segment["speaker"], segment["overlap"]) == ("Anna", True)
    assert segment["emotion"]["label"] == "happy"
    word = {"word": " Hi", "start": 0.0, "end": 0.5, "probability": 0.5, "score": 0.5}
    assert segment["words"][0] == {**word, "speaker": "Anna"}
    assert read["word_segments"] == segment["words"]
    assert (read["language_probability"], read["duration"]) == (0.98, 2.0)
    assert read["turns"] == [{"start": 0.0, "end": 1.5, "speaker": "Anna"}]
    assert read["repairs"][0]["was"] == "their"


def test_rttm_has_the_fields_of_nist() -> None:
    turns = (
        SpeakerTurn(0.0, 1.5, "Speaker 1"),
        SpeakerTurn(1.25, 4.0004, "Anna  Berg"),
        SpeakerTurn(4.0, 4.0001, "Speaker 2"),
        SpeakerTurn(5.0, 6.0, "SPEAKER_00"),
    )
    text = FORMATS["rttm"](replace(PLAIN, turns=turns), name="board room\tMay")
    assert text.splitlines() == [
        "SPEAKER board_room_May 1 0.000 1.500 <NA> <NA> SPEAKER_00 <NA> <NA>",
        "SPEAKER board_room_May 1 1.250 2.750 <NA> <NA> Anna_Berg <NA> <NA>",
        "SPEAKER board_room_May 1 5.000 1.000 <NA> <NA> SPEAKER_00_ <NA> <NA>",
    ]
    assert FORMATS["rttm"](talk(("Ann", "Hi."))).startswith("SPEAKER audio 1 0.000 0.500 ")


def test_csv_has_columns_for_what_is_known() -> None:
    plain = talk(("", 'One, "two"'))
    assert FORMATS["csv"](plain) == 'start,end,text\n0,1500,"One, ""two"""\n'
    known = talk(("Anna", "=HYPERLINK(1)"))
    known = replace(
        known, segments=(replace(known.segments[0], emotion=Emotion("sad", 0.5, -0.25, 0.0)),)
    )
    (row,) = csv.DictReader(io.StringIO(FORMATS["csv"](known)))
    assert row == {
        "start": "0",
        "end": "500",
        "speaker": "Anna",
        "overlap": "0",
        "emotion": "sad",
        "probability": "0.50",
        "arousal": "-0.25",
        "valence": "0.00",
        "text": "'=HYPERLINK(1)",
    }


def test_markdown_is_made_of_turns_and_times() -> None:
    transcript = talk(("Anna", "Hello."), ("Anna", "How are you?"), ("Ben", "1. <b>Fine</b>_"))
    assert FORMATS["md"](transcript, name="a_b") == (
        "# a\\_b\n\n*0:06, language en, 2 speakers*\n\n## Anna (0:00)\n\nHello. How are you?\n\n"
        "## Ben (0:04)\n\n1\\. \\<b\\>Fine\\</b\\>\\_\n"
    )
    unknown = FORMATS["md"](talk(("Anna", "Hello."), ("", "Hi.")))
    assert unknown.endswith("## Anna (0:00)\n\nHello.\n\n## Somebody (0:01)\n\nHi.\n")
    segments = (
        Segment(0.0, 5.0, " One.", emotion=Emotion("angry", 0.8, 0.5, -0.5)),
        Segment(5.5, 9.0, " Two.", overlap=True),
        Segment(61.5, 64.0, " Three."),
    )
    assert FORMATS["md"](Transcript(segments, "de", 70.0)).split("\n\n")[2:] == [
        "**0:00** One. *(perhaps angry, 80%)* Two. *(somebody else speaks too)*",
        "**1:01** Three.\n",
    ]


HOSTILE = "\n\n2\n00:00:00,000 --> 00:00:09,000\r\x1b[2J\x85\u2028---> \ud800 NOTE\n\n"


@pytest.mark.parametrize(
    "options", [SubtitleOptions(), WORDY, SubtitleOptions(True, 9, 2, 2, True)]
)
@pytest.mark.parametrize("kind", ["txt", "srt", "vtt", "tsv", "csv", "md", "rttm"])
def test_hostile_words_and_names_end_no_line(kind: str, options: SubtitleOptions) -> None:
    word = Word(1.0, 2.0, f" {HOSTILE}", 1.0, HOSTILE)
    hostile = Transcript((Segment(1.0, 2.0, HOSTILE, (word,), HOSTILE),), HOSTILE, 3.0)
    tame = Transcript((Segment(1.0, 2.0, "a", (Word(1, 2, " a", 1, "b"),), "b"),), "en", 3.0)
    text = FORMATS[kind](hostile, options, HOSTILE)
    assert text.count("\n") == FORMATS[kind](tame, options).count("\n")
    assert len(text.splitlines()) == text.count("\n")
    if kind in ("srt", "vtt"):
        assert text.count("-->") == 1
    assert "\x1b" not in text
    text.encode("utf-8")


@given(st.floats(0, 360_000))
def test_a_time_reads_back_as_its_milliseconds(seconds: float) -> None:
    clock, milliseconds = format_time(seconds, decimal=",", always_hours=True).split(",")
    hours, minutes, rest = map(int, clock.split(":"))
    assert minutes < 60
    assert rest < 60
    whole = (hours * 3600 + minutes * 60 + rest) * 1000 + int(milliseconds)
    assert whole == round(seconds * 1000)


def test_all_of_whispers_formats_are_among_ours() -> None:
    assert set(WHISPER_FORMATS) < set(FORMATS)
