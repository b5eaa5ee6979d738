from collections.abc import Mapping

import pytest

from voicecli.cli.transcribe_foreign import FOREIGN
from voicecli.cli.transcribe_spelling import Kind, our_spelling

pytestmark = pytest.mark.unit

OPTIONS: Mapping[str, Kind] = {
    "--output-dir": "text",
    "-o": "text",
    "--output-format": "text",
    "-f": "text",
    "--word-timestamps": "switch",
    "--pretty-json": "switch",
    "-p": "switch",
    "--beam-size": "number",
    "--best-of": "number",
    "--language": "text",
    "--initial-prompt": "text",
    "--diarize": "switch",
}


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("a.wav -o out -f srt", "a.wav -o out -f srt"),
        ("a_b.wav --output_dir my_out", "a_b.wav --output-dir my_out"),
        ("--output_dir=my_out a.wav", "--output-dir=my_out a.wav"),
        ("--word_timestamps True a.wav", "--word-timestamps a.wav"),
        ("--word_timestamps False a.wav", "a.wav"),
        ("--word-timestamps=True a.wav", "--word-timestamps a.wav"),
        ("--word_timestamps=false a.wav", "a.wav"),
        ("--word-timestamps a.wav", "--word-timestamps a.wav"),
        ("-p True a.wav", "-p a.wav"),
        ("--diarize a.wav", "--diarize a.wav"),
        ("--beam_size 5 True", "--beam-size 5 True"),
        ("--beam_size None a.wav", "a.wav"),
        ("--language None a.wav", "--language None a.wav"),
        (
            "--lang en --word_time True --output_f srt",
            "--language en --word-timestamps --output-format srt",
        ),
        ("--be 3", "--be 3"),
        ("--initial_prompt --a_b_c x_y", "--initial-prompt --a_b_c x_y"),
        ("--unknown_thing x", "--unknown-thing x"),
        ("-- --odd_name.wav", "-- --odd_name.wav"),
        ("-", "-"),
        ("", ""),
        ("--output_dir", "--output-dir"),
    ],
)
def test_whispers_own_spelling_is_understood(typed: str, understood: str) -> None:
    spelled = our_spelling(typed.split(), OPTIONS)
    assert spelled.arguments == understood.split()
    assert spelled.notes == []


@pytest.mark.parametrize(
    ("typed", "left", "told"),
    [
        ("--hf_token abc a.wav", "a.wav", "--hf_token has no effect here: no token is needed"),
        ("--hf_token= a.wav", "a.wav", ""),
        ("--fp16 False a.wav", "a.wav", ""),
        ("--vad_filter True a.wav", "a.wav", ""),
        ("--vad_filter False a.wav", "a.wav", "--vad_filter has no effect here"),
        ("--no_align a.wav", "a.wav", "--no_align has no effect here"),
        ("--condition_on_previous_text=False a.wav", "a.wav", ""),
        ("--condition_on_previous_text True a.wav", "a.wav", "by itself"),
        ("--clip_timestamps 0 a.wav", "a.wav", ""),
        ("--clip_timestamps 10,20 a.wav", "a.wav", "whole recording"),
        ("--device_ind 1 a.wav", "a.wav", "--device_ind has no effect here"),
        ("--hf_token", "", ""),
    ],
)
def test_what_has_no_meaning_is_left_out_and_told_of(typed: str, left: str, told: str) -> None:
    spelled = our_spelling(typed.split(), OPTIONS)
    assert spelled.arguments == left.split()
    assert len(spelled.notes) == bool(told)
    assert told in "".join(spelled.notes)
    assert "abc" not in "".join(spelled.notes)


def test_options_without_meaning_are_spelled_as_ours() -> None:
    assert not [name for name in FOREIGN if "_" in name or name.startswith("-")]
    assert all(value == value.lower() for one in FOREIGN.values() for value in one.anyway)
