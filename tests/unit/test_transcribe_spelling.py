import pytest

from voicecli.cli.transcribe import our_spelling

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("a.wav -o out -f srt", "a.wav -o out -f srt"),
        ("a_b.wav --output_dir my_out", "a_b.wav --output-dir my_out"),
        ("--output_dir=my_out a.wav", "--output-dir=my_out a.wav"),
        ("--word_timestamps True a.wav", "--word-timestamps a.wav"),
        ("--word_timestamps False a.wav", "a.wav"),
        ("--word-timestamps=True a.wav", "--word-timestamps a.wav"),
        ("--word_timestamps=False a.wav", "a.wav"),
        ("--word-timestamps a.wav", "--word-timestamps a.wav"),
        ("--beam_size 5 True", "--beam-size 5 True"),
        ("-- --odd_name.wav", "-- --odd_name.wav"),
        ("-", "-"),
        ("", ""),
    ],
)
def test_whispers_own_spelling_is_understood(typed: str, understood: str) -> None:
    assert our_spelling(typed.split()) == understood.split()
