import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.engines import pulse_server
from tests.engines.pulse_server import PulseServer
from voicecli.audio.devices import find_device, list_devices, refresh_devices
from voicecli.audio.files import read_audio, write_wav
from voicecli.audio.microphone import PortAudioMicrophone
from voicecli.audio.quiet import quiet_libraries
from voicecli.audio.speaker import PortAudioSpeaker
from voicecli.config import AudioConfig
from voicecli.errors import AudioError, ExitCode
from voicecli.turn import Turn
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, Samples, Sentence, SpeechChunk

pytestmark = [
    pytest.mark.engines,
    pytest.mark.skipif(bool(pulse_server.missing()), reason=pulse_server.missing() or "unused"),
]

CONFIG = AudioConfig(latency_seconds=0.3)
"""Enough for a busy machine: with too little, its load would be heard and not our code."""

MOST = 0.8


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PulseServer]:
    server = PulseServer(tmp_path_factory.mktemp("pulse"))
    before = dict(os.environ)
    os.environ.update(server.environment)
    server.start()
    refresh_devices()  # PortAudio may have started before the server did
    yield server
    server.kill()
    for name in server.environment:
        os.environ.pop(name)
        if name in before:
            os.environ[name] = before[name]
    refresh_devices()


def speech(seconds: float, rate: int = SAMPLE_RATE) -> Samples:
    """Noise that swells and ebbs as syllables do: unlike a tone, it fits itself at one place."""
    generator = np.random.default_rng(7)
    window = np.hanning(26)  # low-pass: resamplers on the way differ in the highest frequencies
    window /= np.sqrt(np.square(window).sum())
    noise = np.convolve(generator.normal(0, 0.15, round(seconds * rate)), window, "same")
    swell = 0.8 + 0.2 * np.sin(np.arange(noise.size) * 2 * np.pi * 3 / rate)
    return (noise * swell).astype(np.float32)


def fit(recorded: Samples, source: Samples) -> tuple[int, float]:
    """Where `source` lies in `recorded`, and their correlation there (1: the same sound)."""
    if recorded.size < source.size:
        return 0, 0.0
    size = 1 << (recorded.size + source.size).bit_length()
    spectrum = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(source, size))
    lag = int(np.argmax(np.fft.irfft(spectrum, size)[: recorded.size - source.size + 1]))
    part = recorded[lag : lag + source.size]
    norm = np.sqrt(np.dot(part, part) * np.dot(source, source))
    return lag, float(np.dot(part, source) / norm) if norm else 0.0


def find(source: Samples, recorded: Samples) -> tuple[float, int]:
    """The share of the source's pieces of 0.1 s that were recorded in order, and where they end.

    A busy machine tears holes into what passes through the sound server, so a piece may miss.
    """
    pieces = np.array_split(source, source.size // 1600)
    end = count = 0
    for piece in pieces:
        lag, quality = fit(recorded[end:], piece)
        if quality > 0.95:
            count += 1
            end += lag + piece.size
    return count / len(pieces), end


def chunk(index: int, samples: Samples) -> SpeechChunk:
    return SpeechChunk(Sentence(index, ""), samples, SAMPLE_RATE)


@contextmanager
def heard(server: PulseServer, file: Path) -> Iterator[list[Samples]]:
    """What left the speaker while inside; filled on leaving."""
    sound: list[Samples] = []
    recording = server.hear(file)
    try:
        yield sound
        time.sleep(0.5)
    finally:
        recording.terminate()
        recording.wait()
    sound.append(read_audio(file))


def test_devices_are_listed_and_found(server: PulseServer) -> None:
    devices = list_devices()
    assert sum(device.is_default_input for device in devices) == 1
    assert sum(device.is_default_output for device in devices) == 1
    assert find_device("", "input").is_default_input
    assert find_device("PULSE", "output").name == "pulse"
    assert all(device.rate > 0 for device in devices)


def test_the_microphone_records_what_is_said(server: PulseServer, tmp_path: Path) -> None:
    source = speech(2)
    write_wav(tmp_path / "source.wav", source)
    with PortAudioMicrophone("", CONFIG) as microphone:
        assert microphone.paced
        speaking = server.say(tmp_path / "source.wav")
        blocks, levels = [], []
        for block in microphone.blocks():
            blocks.append(block)
            levels.append(microphone.level)
            if block.start >= 4 * SAMPLE_RATE:
                break
        speaking.wait()
    assert [block.start for block in blocks] == [i * BLOCK_SAMPLES for i in range(len(blocks))]
    recorded = np.concatenate([block.samples for block in blocks])
    assert find(source, recorded)[0] > MOST
    assert -30 < max(levels) < -5
    assert microphone.dropped == 0


def test_a_slow_listener_loses_the_oldest_sound_and_knows_it(server: PulseServer) -> None:
    with PortAudioMicrophone("", AudioConfig(queue_seconds=1)) as microphone:
        time.sleep(2.5)
        blocks = microphone.blocks()
        next(blocks)
        assert microphone.dropped > SAMPLE_RATE


def test_a_closed_microphone_ends_its_blocks(server: PulseServer) -> None:
    with PortAudioMicrophone("pulse", CONFIG) as microphone:
        blocks = microphone.blocks()
        assert next(blocks).samples.size == BLOCK_SAMPLES
    assert all(block.samples.size == BLOCK_SAMPLES for block in blocks)


def test_the_speaker_plays_everything_in_order(server: PulseServer, tmp_path: Path) -> None:
    source = speech(3)
    turn = Turn()
    with heard(server, tmp_path / "heard.wav") as sound, PortAudioSpeaker("", CONFIG) as speaker:
        for index, part in enumerate(np.split(source, 3)):
            speaker.play(chunk(index, part), turn)
        fractions = [one.fraction for one in speaker.finish(turn)]
    assert fractions == [1.0, 1.0, 1.0]
    assert find(source, sound[0])[0] > MOST


def test_a_pause_in_the_supply_loses_no_sample(server: PulseServer, tmp_path: Path) -> None:
    # Two different halves: of a sound played twice, a piece torn by a busy machine would be
    # found in the repetition, and all that follows it too.
    halves = np.split(speech(2), 2)
    turn = Turn()
    with heard(server, tmp_path / "heard.wav") as sound, PortAudioSpeaker("", CONFIG) as speaker:
        for index, half in enumerate(halves):
            speaker.play(chunk(index, half), turn)
            time.sleep(1.5)
        assert [one.fraction for one in speaker.finish(turn)] == [1.0, 1.0]
    share, end = find(halves[0], sound[0])
    assert share > MOST
    assert find(halves[1], sound[0][end:])[0] > MOST


def test_a_cancel_is_silent_soon_and_the_next_turn_sounds(
    server: PulseServer, tmp_path: Path
) -> None:
    source, following = speech(8), speech(9)[-SAMPLE_RATE:]
    turn, next_turn = Turn(), Turn()
    with heard(server, tmp_path / "heard.wav") as sound, PortAudioSpeaker("", CONFIG) as speaker:
        speaker.play(chunk(0, source), turn)
        time.sleep(1)
        turn.cancel("barge-in")
        (cut,) = speaker.finish(turn)
        speaker.play(chunk(0, following), next_turn)
        assert [one.fraction for one in speaker.finish(next_turn)] == [1.0]
    assert 0.05 < cut.fraction < 0.5
    played = round(cut.fraction * source.size)
    share, end = find(source[:played], sound[0])
    assert share > MOST
    # What was heard ends where `fraction` says: the source does not go on behind it.
    assert find(source[played:], sound[0][end:])[0] == 0
    assert find(following, sound[0][end:])[0] > MOST


def test_a_rate_that_is_refused_is_replaced_by_another(
    server: PulseServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = find_device("pulse", "output")
    wrong = replace(own, rate=50)  # Hz; PortAudio itself says no to it
    monkeypatch.setattr("voicecli.audio.speaker.find_device", lambda *_: wrong)
    monkeypatch.setattr("voicecli.audio.microphone.find_device", lambda *_: wrong)
    turn, source = Turn(), speech(1)
    with heard(server, tmp_path / "heard.wav") as sound, PortAudioSpeaker("", CONFIG) as speaker:
        assert speaker.reference.rate == 48_000
        speaker.play(chunk(0, source), turn)
        assert [one.fraction for one in speaker.finish(turn)] == [1.0]
    assert find(source, sound[0])[0] > MOST
    with PortAudioMicrophone("", CONFIG) as microphone:
        assert microphone.clock.rate == 48_000
        assert next(microphone.blocks()).samples.size == BLOCK_SAMPLES


def test_what_waits_for_a_confirmation_or_is_held_does_not_sound(
    server: PulseServer, tmp_path: Path
) -> None:
    source = speech(3)
    turn = Turn(draft=True)
    with heard(server, tmp_path / "heard.wav") as sound, PortAudioSpeaker("", CONFIG) as speaker:
        speaker.play(chunk(0, source), turn)
        time.sleep(0.5)
        assert "first_sound" not in turn.marks
        turn.confirm()
        time.sleep(1.2)
        turn.hold()
        time.sleep(1.5)
        assert 0 < turn.marks["first_sound"] < turn.marks["silent"]
        turn.resume()
        assert [one.fraction for one in speaker.finish(turn)] == [1.0]
    loud = np.flatnonzero(np.abs(sound[0]) > 1e-3)
    gap = int(np.argmax(np.diff(loud)))
    assert np.diff(loud)[gap] > 0.9 * SAMPLE_RATE
    assert find(source[:SAMPLE_RATE], sound[0][: loud[gap] + 1])[0] > MOST
    rest = sound[0][loud[gap + 1] :]
    assert find(source[-SAMPLE_RATE:], rest)[0] > MOST


def test_speech_follows_the_default_speaker(server: PulseServer, tmp_path: Path) -> None:
    # PortAudio does not tell that the default changed; a sound server moves the stream itself.
    source = speech(4)
    turn = Turn()
    with PortAudioSpeaker("", CONFIG) as speaker:
        with server.other_speaker():
            speaker.play(chunk(0, source), turn)
            time.sleep(0.5)
            assert server.playing_into() == "other"
        assert server.playing_into() == "heard"  # the other was unplugged while it sounded
        assert [one.fraction for one in speaker.finish(turn)] == [1.0]


def lost(server: PulseServer, speaker: PortAudioSpeaker, microphone: PortAudioMicrophone) -> None:
    """Pull both devices out while they are in use."""
    turn = Turn()
    for index in range(3):
        speaker.play(chunk(index, speech(5)), turn)
    killer = threading.Timer(0.5, server.kill)
    killer.start()
    with pytest.raises(AudioError) as caught:
        for _ in microphone.blocks():
            pass
    assert caught.value.code == "device-lost"
    assert caught.value.exit_code is ExitCode.NO_AUDIO_DEVICE
    with pytest.raises(AudioError, match="speaker") as caught:
        list(speaker.finish(turn))
    assert caught.value.code == "device-lost"
    killer.join()


def test_lost_devices_are_told_and_work_again_when_they_return(
    server: PulseServer, tmp_path: Path
) -> None:
    with quiet_libraries():
        with (
            PortAudioMicrophone("", CONFIG) as microphone,
            PortAudioSpeaker("", CONFIG) as speaker,
        ):
            lost(server, speaker, microphone)
        refresh_devices()
        with pytest.raises(AudioError) as caught:
            PortAudioMicrophone("", CONFIG).__enter__()
        assert caught.value.code == "no-device"
        server.start()
        refresh_devices()
    test_the_microphone_records_what_is_said(server, tmp_path)
    test_the_speaker_plays_everything_in_order(server, tmp_path)
