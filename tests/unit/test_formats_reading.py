"""JSON back to transcripts: what was written is read again, and what others write, too."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.errors import SttError
from voicecli.stt.formats import FORMATS, SubtitleOptions
from voicecli.stt.formats_json import transcript_as_json
from voicecli.stt.formats_reading import transcript_from_json
from voicecli.types import Emotion, Repair, Segment, SpeakerTurn, Transcript, Word

pytestmark = pytest.mark.unit

times = st.floats(0, 1e6)
shares = st.floats(0, 1)
names = st.none() | st.text(min_size=1, max_size=8)
pairs = st.tuples(times, times).map(lambda pair: (min(pair), max(pair)))


def words() -> st.SearchStrategy[Word]:
    return st.builds(
        lambda pair, text, share, who: Word(pair[0], pair[1], f" {text}", share, who),
        pairs,
        st.text(max_size=8),
        shares,
        names,
    )


def segments() -> st.SearchStrategy[Segment]:
    return st.builds(
        lambda pair, *more: Segment(*pair, *more),
        pairs,
        st.text(max_size=20),
        st.lists(words(), max_size=4).map(tuple),
        names,
        st.booleans(),
        st.none() | st.builds(Emotion, st.text(max_size=8), shares, shares, shares),
        st.integers(0, 10**6),
        st.lists(st.integers(0, 51_000), max_size=4).map(tuple),
        shares,
        st.floats(-9, 0),
        shares,
        shares,
    )


def turns() -> st.SearchStrategy[SpeakerTurn]:
    return st.builds(
        lambda pair, who: SpeakerTurn(pair[0], pair[1], who), pairs, st.text(min_size=1)
    )


def repairs() -> st.SearchStrategy[Repair]:
    return st.builds(lambda pair, *texts: Repair(*pair, *texts), pairs, st.text(), st.text())


@given(
    st.builds(
        Transcript,
        st.lists(segments(), max_size=4).map(tuple),
        st.sampled_from(["en", "de", ""]),
        times,
        shares,
        st.lists(turns(), max_size=3).map(tuple),
        st.lists(repairs(), max_size=3).map(tuple),
    )
)
def test_nothing_of_a_transcript_is_lost(transcript: Transcript) -> None:
    assert transcript_from_json(transcript_as_json(transcript)) == transcript
    whole = FORMATS["json"](transcript, SubtitleOptions(word_timestamps=True))
    assert transcript_from_json(whole.encode()) == transcript


def test_whisperx_is_read_with_its_words_and_speakers() -> None:
    value = {
        "segments": [
            {
                "start": 1.0,
                "end": 5.0,
                "text": " It costs 40 to 50.",
                "words": [
                    {"word": "It", "start": 1.0, "end": 1.2, "score": 0.9, "speaker": "SPEAKER_00"},
                    {"word": "costs", "start": 1.3, "end": 2.0, "score": 0.8},
                    {"word": "40"},
                    {"word": "to", "start": 3.0, "end": 3.2, "score": 0.7},
                    {"word": "50."},
                ],
                "speaker": "SPEAKER_00",
            }
        ],
        "word_segments": [],
        "language": "en",
    }
    transcript = transcript_from_json(json.dumps(value))
    (segment,) = transcript.segments
    assert "".join(word.text for word in segment.words) == segment.text
    assert [(word.start, word.end) for word in segment.words] == [
        (1.0, 1.2), (1.3, 2.0), (2.0, 3.0), (3.0, 3.2), (3.2, 5.0),
    ]  # fmt: skip
    assert [word.probability for word in segment.words] == [0.9, 0.8, 0.0, 0.7, 0.0]
    assert (segment.speaker, segment.words[0].speaker) == ("SPEAKER_00", "SPEAKER_00")
    assert (transcript.language, transcript.duration) == ("en", 5.0)


def test_words_without_times_share_a_gap() -> None:
    bare = [{"word": " a"}, {"word": " b"}, {"word": " c", "start": 3.0, "end": 4.0}]
    value = {"segments": [{"start": 1.0, "end": 5.0, "text": " a b c", "words": bare}]}
    (segment,) = transcript_from_json(json.dumps(value)).segments
    assert [(w.start, w.end) for w in segment.words] == [(1.0, 2.0), (2.0, 3.0), (3.0, 4.0)]


def test_words_of_a_language_without_spaces_get_none() -> None:
    said = [{"word": word, "start": 0.0, "end": 1.0} for word in ("你", "好", "。")]
    value = {"segments": [{"start": 0.0, "end": 1.0, "text": "你好。", "words": said}]}
    (segment,) = transcript_from_json(json.dumps(value)).segments
    assert [word.text for word in segment.words] == ["你", "好", "。"]


def test_whisper_cpp_is_read() -> None:
    value = {
        "result": {"language": "en"},
        "transcription": [{"offsets": {"from": 500, "to": 2250}, "text": " Hello."}],
    }
    transcript = transcript_from_json(json.dumps(value))
    assert transcript == Transcript((Segment(0.5, 2.25, " Hello."),), "en", 2.25)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "{}", '{"segments": 3}', '{"segments": [{"start": 1}]}', "[" * 100_000,
     b"\xff\xfe\x00", '{"segments": ["a"]}', '{"segments": [{"text": 1}]}', '{"transcription": 1}'],
)  # fmt: skip
def test_what_is_no_transcript_is_refused(text: str | bytes) -> None:
    with pytest.raises(SttError, match=r"^a\.json is no transcript: it .*-f json`\.$") as caught:
        transcript_from_json(text, "a.json")
    assert caught.value.code == "not-a-transcript"


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["start", "end", "word", "speaker", "label", "tokens", "was"]), inner
        )
    ),
    max_leaves=6,
)
KEYS = ("start", "end", "words", "speaker", "overlap", "emotion", "seek", "tokens", "temperature")


@given(st.dictionaries(st.sampled_from(KEYS), ODD), ODD, ODD)
def test_odd_values_are_left_out(item: dict[str, Any], turns: Any, duration: Any) -> None:
    value = {"segments": [{**item, "text": " a"}], "turns": turns, "duration": duration}
    transcript = transcript_from_json(json.dumps(value))
    (segment,) = transcript.segments
    assert 0 <= segment.start <= segment.end < float("inf")
    assert all(0 <= w.start <= w.end < float("inf") for w in segment.words)
    assert transcript_from_json(transcript_as_json(transcript)) == transcript
