import os
import signal
import subprocess
import sys
import threading
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from voicecli.audio.file_devices import FileMicrophone, FileSpeaker
from voicecli.audio.files import duration, read_audio, write_wav
from voicecli.audio.level import SILENCE_DBFS
from voicecli.errors import AudioError
from voicecli.turn import Turn
from voicecli.types import BLOCK_SAMPLES, Heard, Samples, Sentence, SpeechChunk

pytestmark = pytest.mark.storage

RATE = 22_050


def noise(seconds: float, rate: int = 16_000) -> Samples:
    generator = np.random.default_rng(1)
    return generator.uniform(-0.5, 0.5, round(seconds * rate)).astype(np.float32)


def chunk(index: int, seconds: float) -> SpeechChunk:
    return SpeechChunk(Sentence(index, ""), noise(seconds, RATE), RATE)


def written(path: Path) -> tuple[Samples, int]:
    """The samples of a WAV as they were written, and their rate."""
    with wave.open(str(path)) as file:
        raw = file.readframes(file.getnframes())
        return np.frombuffer(raw, "<i2").astype(np.float32) / 32_768, file.getframerate()


def test_the_file_is_heard_and_then_a_second_of_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, noise(1.5))
    with FileMicrophone(path, paced=False) as microphone:
        assert not microphone.paced
        blocks = list(microphone.blocks())
    heard = np.concatenate([block.samples for block in blocks])
    assert [block.start for block in blocks] == [i * BLOCK_SAMPLES for i in range(len(blocks))]
    assert np.allclose(heard[:24_000], noise(1.5), atol=1e-4)
    assert not heard[24_000:].any()
    assert heard.size >= 40_000
    assert microphone.level == SILENCE_DBFS


def test_a_paced_file_is_never_ahead_of_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, noise(0.3))
    began = time.monotonic()
    with FileMicrophone(path) as microphone:
        assert microphone.paced
        for block in microphone.blocks():
            assert time.monotonic() - began >= block.start / 16_000


def test_a_closed_microphone_ends_its_blocks(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, noise(5))
    with FileMicrophone(path) as microphone:
        blocks = microphone.blocks()
        next(blocks)
    assert list(blocks) == []


def test_a_bad_file_is_told_when_the_microphone_opens(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="does not exist"), FileMicrophone(tmp_path / "no.wav"):
        pass


def test_the_speaker_writes_what_was_played(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    turn = Turn()
    with FileSpeaker(path, paced=False) as speaker:
        speaker.play(chunk(0, 1), turn)
        speaker.play(chunk(1, 30), turn)
        assert list(speaker.finish(turn)) == [
            Heard(Sentence(0, ""), 1.0),
            Heard(Sentence(1, ""), 1.0),
        ]
        assert not path.exists()
    assert duration(path) == pytest.approx(31)


def test_unpaced_a_cancel_cuts_between_sentences(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    turn = Turn()
    with FileSpeaker(path, paced=False) as speaker:
        for index in range(3):
            speaker.play(chunk(index, 1), turn)
        heard = speaker.finish(turn)
        assert next(heard).sentence.index == 0
        turn.cancel("stopped")
        assert list(heard) == []
    assert duration(path) == pytest.approx(1)


def test_paced_the_sound_takes_its_time(tmp_path: Path) -> None:
    turn = Turn()
    with FileSpeaker(tmp_path / "answer.wav") as speaker:
        began = time.monotonic()
        speaker.play(chunk(0, 0.3), turn)
        assert [heard.fraction for heard in speaker.finish(turn)] == [1.0]
        assert time.monotonic() - began >= 0.29


def test_paced_a_cancel_cuts_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    turn, following = Turn(), Turn()
    with FileSpeaker(path) as speaker:
        began = time.monotonic()
        speaker.play(chunk(0, 60), turn)
        time.sleep(0.2)
        turn.cancel("barge-in")
        (heard,) = speaker.finish(turn)
        latest = time.monotonic() - began
        assert 0.19 <= heard.fraction * 60 <= latest + 0.01
        speaker.play(chunk(1, 0.1), following)
        assert [one.fraction for one in speaker.finish(following)] == [1.0]
    assert duration(path) == pytest.approx(heard.fraction * 60 + 0.1, abs=0.001)


def test_a_pause_between_turns_is_no_time_for_speech(tmp_path: Path) -> None:
    with FileSpeaker(tmp_path / "answer.wav") as speaker:
        for _ in range(2):
            turn = Turn()
            time.sleep(0.2)
            began = time.monotonic()
            speaker.play(chunk(0, 0.15), turn)
            assert [heard.fraction for heard in speaker.finish(turn)] == [1.0]
            assert time.monotonic() - began >= 0.14


def test_what_was_heard_is_kept_when_the_conversation_fails(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"

    def converse() -> None:
        turn = Turn()
        with FileSpeaker(path, paced=False) as speaker:
            speaker.play(chunk(0, 1), turn)
            list(speaker.finish(turn))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        converse()
    assert duration(path) == pytest.approx(1)


def test_a_killed_process_leaves_the_file_from_before(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    write_wav(path, noise(1))
    before = path.read_bytes()
    code = f"""
import numpy as np, time
from voicecli.audio.file_devices import FileSpeaker
from voicecli.turn import Turn
from voicecli.types import *
turn = Turn()
with FileSpeaker({str(path)!r}, paced=False) as speaker:
    speaker.play(SpeechChunk(Sentence(0, ""), np.zeros(200_000, np.float32), 22_050), turn)
    list(speaker.finish(turn))
    print("played", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"played\n"
        os.kill(process.pid, signal.SIGKILL)
    assert path.read_bytes() == before


def test_a_speaker_that_cannot_write_says_so_when_it_opens(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="cannot be written"):
        FileSpeaker(tmp_path / "missing" / "a.wav").__enter__()


def test_paced_a_hold_is_silence_and_the_speech_goes_on_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    turn = Turn(draft=True)
    with FileSpeaker(path, with_pauses=True) as speaker:
        speaker.play(chunk(0, 0.5), turn)
        time.sleep(0.1)
        turn.confirm()
        time.sleep(0.2)
        turn.hold()
        time.sleep(0.3)
        turn.resume()
        assert [heard.fraction for heard in speaker.finish(turn)] == [1.0]
        assert speaker.zero is not None
        zero = speaker.zero
    confirmed, held, resumed = (at for at, _ in turn._sounds[1:])
    sound = read_audio(path)
    loud = np.flatnonzero(np.abs(sound) > 0.01) / 16_000 + zero
    assert loud[0] == pytest.approx(confirmed, abs=0.02)
    gap = int(np.argmax(np.diff(loud)))
    assert loud[gap] == pytest.approx(held + 0.02, abs=0.02)
    assert loud[gap + 1] == pytest.approx(resumed, abs=0.02)
    assert loud[-1] - loud[gap + 1] == pytest.approx(0.5 + 0.04 - (held - confirmed), abs=0.02)
    assert turn.marks["silent"] - turn.marks["first_sound"] == pytest.approx(
        held - confirmed + 0.02, abs=0.01
    )


def test_with_pauses_a_sample_lies_where_its_time_was(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    begins = []
    with FileSpeaker(path, with_pauses=True) as speaker:
        for _ in range(2):
            time.sleep(0.2)
            turn = Turn()
            begins.append(time.perf_counter())
            speaker.play(chunk(0, 0.1), turn)
            assert [heard.fraction for heard in speaker.finish(turn)] == [1.0]
        time.sleep(0.2)
        assert speaker.zero is not None
        begins = [begin - speaker.zero for begin in begins]
        whole = time.perf_counter() - speaker.zero
    sound = read_audio(path)
    assert sound.size / 16_000 >= whole - 0.001
    for begin in begins:
        assert not sound[round((begin - 0.05) * 16_000) : round((begin - 0.01) * 16_000)].any()
        assert sound[round((begin + 0.02) * 16_000) : round((begin + 0.08) * 16_000)].any()


def test_unpaced_a_held_turn_loses_nothing_and_does_not_spin(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    turn = Turn()
    with FileSpeaker(path, paced=False) as speaker:
        for index in range(2):
            speaker.play(chunk(index, 1), turn)
        heard = speaker.finish(turn)
        assert next(heard).fraction == 1.0
        turn.hold()
        timer = threading.Timer(0.5, turn.resume)
        timer.start()
        worked = time.thread_time()
        assert next(heard).fraction == 1.0
        assert time.thread_time() - worked < 0.25
        timer.join()
    # The second sentence was held before its beginning: nothing of it is heard twice.
    assert duration(path) == pytest.approx(2)


def test_a_microphone_tells_when_its_first_sample_was_spoken(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, noise(0.1))
    with FileMicrophone(path) as microphone:
        assert microphone.zero is None
        for block in microphone.blocks():
            assert microphone.zero is not None
            end = (block.start + BLOCK_SAMPLES) / 16_000
            assert time.perf_counter() - microphone.zero >= end - 0.001


def test_hold_resume_and_cancel_leave_no_click_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    sine = 0.8 * np.sin(2 * np.pi * 200 * np.arange(4 * RATE) / RATE)
    turn = Turn()
    with FileSpeaker(path, with_pauses=True) as speaker:
        speaker.play(SpeechChunk(Sentence(0, ""), sine.astype(np.float32), RATE), turn)
        for _ in range(3):
            time.sleep(0.11)
            turn.hold()
            time.sleep(0.11)
            turn.resume()
        time.sleep(0.1)
        turn.cancel("barge-in")
        (heard,) = speaker.finish(turn)
        time.sleep(0.05)
    sound, rate = written(path)
    assert rate == RATE
    steepest = 0.8 * 2 * np.pi * 200 / RATE
    assert np.abs(np.diff(sound)).max() <= steepest + 0.8 / (0.005 * RATE) + 1e-3
    # Three times 60 ms were heard twice and count once.
    loud = np.count_nonzero(np.convolve(np.abs(sound), np.ones(40), "same") > 1e-3) / RATE
    assert heard.fraction * 4 == pytest.approx(loud - 3 * 0.06, abs=0.03)
