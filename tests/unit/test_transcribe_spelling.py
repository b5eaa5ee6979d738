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


OTHER_COMMANDS = """
model model_dir device output_dir output_format verbose task language temperature best_of beam_size
patience length_penalty suppress_tokens initial_prompt carry_initial_prompt
condition_on_previous_text fp16 temperature_increment_on_fallback compression_ratio_threshold
logprob_threshold no_speech_threshold word_timestamps prepend_punctuations append_punctuations
highlight_words max_line_width max_line_count max_words_per_line threads clip_timestamps
hallucination_silence_threshold

model_directory local_files_only pretty_json print_colors device_index compute_type
prompt_reset_on_temperature prefix suppress_blank repetition_penalty no_repeat_ngram_size hotwords
batched batch_size multilingual vad_filter vad_threshold vad_min_speech_duration_ms
vad_max_speech_duration_s vad_min_silence_duration_ms hf_token speaker_name speaker_num
live_transcribe live_volume_threshold live_input_device live_input_device_sample_rate

model_cache_only align_model interpolate_method no_align return_char_alignments vad_method vad_onset
vad_offset chunk_size diarize min_speakers max_speakers diarize_model speaker_embeddings
suppress_numerals segment_resolution print_progress log-level
"""
"""The options of openai-whisper, then those that whisper-ctranslate2 and WhisperX add."""


def test_every_option_of_other_whisper_commands_is_accepted() -> None:
    from typer.main import get_command

    from voicecli.cli.app import app

    command = get_command(app).commands["transcribe"]  # type: ignore[attr-defined]
    ours = {name for parameter in command.params for name in parameter.opts}
    spelled = {name.replace("_", "-") for name in OTHER_COMMANDS.split()}
    assert {name for name in spelled if f"--{name}" not in ours and name not in FOREIGN} == set()
    assert {name for name in FOREIGN if f"--{name}" in ours or name not in spelled} == set()
