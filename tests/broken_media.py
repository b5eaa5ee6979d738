"""Media files as nobody should send them: truncated, damaged, mislabelled, lying, or none."""

import io
import os
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

Random = np.random.Generator

CODECS = {
    "wav": ("pcm_s16le", 16_000),
    "f32.wav": ("pcm_f32le", 16_000),
    "u8.wav": ("pcm_u8", 8_000),
    "ulaw.wav": ("pcm_mulaw", 8_000),
    "adpcm.wav": ("adpcm_ima_wav", 16_000),
    "w64": ("pcm_s16le", 16_000),
    "aiff": ("pcm_s16be", 16_000),
    "au": ("pcm_s16be", 16_000),
    "caf": ("pcm_s16le", 16_000),
    "flac": ("flac", 16_000),
    "mp3": ("mp3", 16_000),
    "m4a": ("aac", 16_000),
    "alac.m4a": ("alac", 16_000),
    "mov": ("aac", 16_000),
    "aac": ("aac", 16_000),
    "ogg": ("libopus", 48_000),
    "opus": ("libopus", 48_000),
    "flac.ogg": ("flac", 16_000),
    "webm": ("libopus", 48_000),
    "mka": ("libopus", 48_000),
    "mkv": ("pcm_s16le", 16_000),
    "avi": ("mp3", 16_000),
    "ts": ("mp2", 48_000),
    "wma": ("wmav2", 16_000),
    "flv": ("mp3", 22_050),
    "wv": ("wavpack", 16_000),
    "tta": ("tta", 16_000),
    "ac3": ("ac3", 48_000),
}
"""By the end of a name, how a whole file of that kind is made."""


def whole_file(path: Path, codec: str, rate: int, seconds: float = 1.0) -> bytes:
    """A healthy file with a tone in it; empty where this build of ffmpeg cannot make one."""
    time = np.arange(round(rate * seconds)) / rate
    tone = (0.4 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)[np.newaxis]
    try:
        with av.open(str(path), "w") as container:
            stream: Any = container.add_stream(codec, rate=rate, layout="mono")
            frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            frame.rate = rate
            size = stream.codec_context.frame_size or 1024
            fit = av.AudioResampler(stream.codec_context.format, "mono", rate, frame_size=size)
            for part in [*fit.resample(frame), *fit.resample(None), None]:
                for packet in stream.encode(part):
                    container.mux(packet)
        return path.read_bytes()
    except (av.error.FFmpegError, ValueError):
        return b""
    finally:
        path.unlink(missing_ok=True)


def _truncated(data: bytearray, random: Random) -> bytes:
    return bytes(data[: random.integers(1, len(data))])


def _flipped(data: bytearray, random: Random) -> bytes:
    """Some wrong bytes anywhere."""
    for at in random.integers(0, len(data), max(1, len(data) // 200)):
        data[at] = random.integers(256)
    return bytes(data)


def _bad_header(data: bytearray, random: Random) -> bytes:
    """Some wrong bytes at the beginning, where sizes and rates stand."""
    for at in random.integers(4, min(len(data), 120), random.integers(1, 12)):
        data[at] = (0, 0xFF, 0x7F, 0x80, random.integers(256))[random.integers(5)]
    return bytes(data)


def _bad_end(data: bytearray, random: Random) -> bytes:
    """Wrong bytes at the end, where some formats have their index."""
    for at in random.integers(max(0, len(data) - 600), len(data), random.integers(1, 60)):
        data[at] = random.integers(256)
    return bytes(data)


def _hole(data: bytearray, random: Random) -> bytes:
    at = random.integers(0, len(data))
    size = random.integers(1, max(2, len(data) // 3))
    return bytes(data[:at] + bytes(len(data[at : at + size])) + data[at + size :])


def _missing(data: bytearray, random: Random) -> bytes:
    """A piece is cut out."""
    at = random.integers(0, len(data))
    return bytes(data[:at] + data[at + random.integers(1, max(2, len(data) // 3)) :])


def _junk_in_front(data: bytearray, random: Random) -> bytes:
    return random.bytes(int(random.integers(1, 5000))) + bytes(data)


def _twice(data: bytearray, random: Random) -> bytes:
    return bytes(data[: random.integers(1, len(data))] + data)


DAMAGES: list[Callable[[bytearray, Random], bytes]] = [
    _truncated,
    _flipped,
    _bad_header,
    _bad_end,
    _hole,
    _missing,
    _junk_in_front,
    _twice,
]


def wav_bytes(
    data: bytes, *, code: int = 1, channels: int = 1, rate: int = 16_000, bits: int = 16
) -> bytes:
    """A WAV whose header says so, be it true or not."""
    block = channels * bits // 8
    kind = struct.pack("<HHIIHH", code, channels, rate, (rate * block) % 2**32, block % 2**16, bits)
    body = b"WAVEfmt " + struct.pack("<I", 16) + kind + b"data" + struct.pack("<I", len(data))
    return b"RIFF" + struct.pack("<I", len(body) + len(data)) + body + data


def _floats() -> bytes:
    values = np.zeros(16_000, "<f4")
    values[::3], values[1::7], values[2::11] = np.nan, np.inf, -np.inf
    return values.tobytes()


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.wav", wav_bytes(bytes(32_000)))
    return file.getvalue()


def lies(folder: Path) -> dict[str, bytes]:
    """Files whose name or header says what they are not. Playlists name files outside `folder`."""
    sound = bytes(32_000)
    other = folder / "other.wav"
    hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"
    long_id3 = b"ID3\x04\x00\x00\x0f\x7f\x7f\x7f" + bytes(5000)
    return {
        "empty.wav": b"",
        "one.mp3": b"\xff",
        "text.wav": b"dear diary\n" * 3000,
        "text.mp3": b"dear diary\n" * 3000,
        "page.m4a": b"<!DOCTYPE html><html><body>not found</body></html>",
        "archive.wav": _zip(),
        "archive.flac": _zip(),
        "program.wav": b"MZ" + bytes(200) + b"PE\x00\x00" + bytes(range(256)) * 40,
        "elf.ogg": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40,
        "paper.mp3": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" * 50,
        "picture.wav": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "database.m4a": b"SQLite format 3\x00" + bytes(4000),
        "json.webm": b'{"segments": []}' * 100,
        "subtitles.wav": b"1\n00:00:01,000 --> 00:00:02,000\nhello\n\n" * 30,
        "header.wav": wav_bytes(b""),
        "nan.wav": wav_bytes(_floats(), code=3, bits=32),
        "no-rate.wav": wav_bytes(sound, rate=0),
        "slow.wav": wav_bytes(sound, rate=1),
        "fast.wav": wav_bytes(sound, rate=4_000_000_000),
        "no-channel.wav": wav_bytes(sound, channels=0),
        "32-channels.wav": wav_bytes(sound * 2, channels=32),
        "300-channels.wav": wav_bytes(sound, channels=300),
        "65535-channels.wav": wav_bytes(sound, channels=65_535),
        "no-bits.wav": wav_bytes(sound, bits=0),
        "13-bits.wav": wav_bytes(sound, bits=13),
        "64-bits.wav": wav_bytes(sound, bits=64),
        "unknown-code.wav": wav_bytes(sound, code=0x4242),
        "mp3-code.wav": wav_bytes(sound, code=0x55),
        "long-says-riff.wav": b"RIFF\xff\xff\xff\xff" + wav_bytes(sound)[8:],
        "long-fmt.wav": b"RIFF\x40\x00\x00\x00WAVEfmt \xff\xff\xff\x7f" + bytes(200),
        "long-list.wav": b"RIFF\xff\xff\x00\x00WAVELIST\xf0\xff\xff\x7fINFO" + bytes(200),
        "long-atom.m4a": b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42\x7f\xff\xff\xffmoov",
        "long-atom64.m4a": b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42\x00\x00\x00\x01moov"
        + b"\x7f"
        + b"\xff" * 7
        + bytes(100),
        "long-tag.mp3": long_id3,
        "long-comment.flac": b"fLaC\x00\x00\x00\x22" + bytes(34) + b"\x84\xff\xff\xff" + bytes(50),
        "long-page.ogg": b"OggS\x00\x02" + bytes(20) + b"\xff" + b"\xff" * 255 + bytes(60_000),
        "long-element.mkv": b"\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xfe" + bytes(500),
        "network.m3u8": hls.format("http://127.0.0.1:9/a.ts").encode(),
        "other.m3u8": hls.format(other).encode(),
        "device.m3u8": hls.format("/dev/zero").encode(),
        "itself.m3u8": hls.format("itself.m3u8").encode(),
        "network.ffconcat": b"ffconcat version 1.0\nfile http://127.0.0.1:9/a.wav\n",
        "other.ffconcat": f"ffconcat version 1.0\nfile '{other}'\n".encode(),
        "device.ffconcat": b"ffconcat version 1.0\nfile /dev/zero\n",
        "itself.ffconcat": b"ffconcat version 1.0\nfile itself.ffconcat\n",
        "call.sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\n"
        b"m=audio 5004 RTP/AVP 0\n",
        "list.m3u": f"{other}\nhttp://127.0.0.1:9/a.mp3\n".encode(),
        "list.pls": f"[playlist]\nFile1={other}\n".encode(),
        "disc.cue": b'FILE "/dev/zero" BINARY\nTRACK 01 AUDIO\n',
        "picture%03d.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "new\nline\x1b[2J.wav": b"not sound",
        "script.avs": b'DirectShowSource("/dev/zero")\n',
    }


def special_files(folder: Path) -> Iterator[Path]:
    """What is no file: a folder, pipes, devices, links to nothing and to themselves."""
    (folder / "folder.wav").mkdir()
    yield folder / "folder.wav"
    os.mkfifo(folder / "pipe.wav")
    yield folder / "pipe.wav"
    targets = {
        "zero.wav": "/dev/zero",
        "random.mp3": "/dev/urandom",
        "null.wav": "/dev/null",
        "full.wav": "/dev/full",
        "nothing.wav": "nobody",
        "loop.wav": "loop.wav",
        "memory.wav": "/proc/self/mem",
        "kernel.wav": "/proc/kmsg",
    }
    for name, target in targets.items():
        if name not in ("nothing.wav", "loop.wav") and not Path(target).exists():
            continue
        (folder / name).symlink_to(target)
        yield folder / name
    yield folder / "missing.wav"


def silent_film(path: Path) -> Path:
    """A video without a sound track."""
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        container.mux(video.encode(picture))
        container.mux(video.encode(None))
    return path


def broken_files(folder: Path, count: int, seed: int = 0) -> Iterator[Path]:
    """`count` files in the folder: the lies and special files, then damaged ones of every kind."""
    made = 0
    (folder / "other.wav").write_bytes(wav_bytes(bytes(32_000)))
    for name, data in lies(folder).items():
        (folder / name).write_bytes(data)
        made += 1
        yield folder / name
    for path in (*special_files(folder), silent_film(folder / "film.mkv")):
        made += 1
        yield path
    random = np.random.default_rng(seed)
    whole = {
        kind: whole_file(folder / f"whole.{kind}", *made_by) for kind, made_by in CODECS.items()
    }
    kinds = [kind for kind, data in whole.items() if data]
    for number in range(max(0, count - made)):
        kind = kinds[number % len(kinds)]
        damage = DAMAGES[(number // len(kinds)) % len(DAMAGES)]
        data = damage(bytearray(whole[kind]), random)
        # Every eighth is called what it is not.
        ending = str(random.choice(kinds)) if random.random() < 0.125 else kind
        path = folder / f"{number:03d}-{damage.__name__[1:]}-{kind.replace('.', '-')}.{ending}"
        path.write_bytes(data)
        yield path
