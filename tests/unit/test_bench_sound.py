"""When the speaker sounded, from the recording of what it played."""

from pathlib import Path

import numpy as np
import pytest

from voicecli.audio.files import write_wav
from voicecli.bench.sound import Played, read_played

pytestmark = pytest.mark.unit

ZERO = 100.0


def played(picture: str) -> Played:
    """One character is 100 ms, `#` of sound."""
    sounds = np.repeat([mark == "#" for mark in picture], 100)
    return Played(ZERO, sounds.astype(np.bool_))


def test_first_and_last_sound_between_two_times() -> None:
    sound = played("..##..###...")
    assert sound.first(100.0, 101.2) == pytest.approx(100.2)
    assert sound.last(100.0, 101.2) == pytest.approx(100.9)
    assert sound.first(100.4, 101.2) == pytest.approx(100.6)
    assert sound.last(100.0, 100.5) == pytest.approx(100.4)
    assert sound.first(100.9, 101.2) is None
    assert sound.last(90.0, 99.0) is None


def test_silence_begins_where_it_lasts() -> None:
    sound = played("####.###....##")
    assert sound.silent_from(100.05, 0.3) == pytest.approx(100.8)
    assert sound.silent_from(100.05, 0.05) == pytest.approx(100.4)
    assert sound.silent_from(100.85, 0.2) == pytest.approx(100.85)


def test_the_longest_silence_lies_between_two_sounds() -> None:
    sound = played("..##..###....#....")
    assert sound.longest_gap(100.0, 101.8) == pytest.approx(0.4)
    assert sound.longest_gap(100.0, 101.0) == pytest.approx(0.2)
    assert sound.longest_gap(100.9, 101.3) is None


def test_the_end_of_the_recording_is_silence() -> None:
    assert played("..##").silent_from(100.25, 5.0) == pytest.approx(100.4)
    assert played("").silent_from(100.25, 5.0) == pytest.approx(100.25)


def test_a_recording_is_read_to_the_millisecond(tmp_path: Path) -> None:
    rate = 22_050
    sounding = np.full(round(0.25 * rate), 0.1, np.float32)
    silence = np.zeros(round(12.5 * rate), np.float32)
    write_wav(tmp_path / "a.wav", np.concatenate([silence, sounding, silence]), rate)
    sound = read_played(tmp_path / "a.wav", ZERO)
    assert sound.first(ZERO, ZERO + 30) == pytest.approx(ZERO + 12.5, abs=0.002)
    assert sound.last(ZERO, ZERO + 30) == pytest.approx(ZERO + 12.75, abs=0.002)


def test_nothing_played_is_no_file(tmp_path: Path) -> None:
    assert read_played(tmp_path / "none.wav", ZERO).first(ZERO, ZERO + 9) is None
