"""Which files of a folder are recordings: by their extension, else by how they begin."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

EXTENSIONS = frozenset(
    (
        ".3g2 .3ga .3gp .aac .ac3 .adts .aif .aifc .aiff .alac .amr .ape .asf .au .avi .awb .caf"
        " .dss .dts .f4a .f4v .flac .flv .gsm .m2ts .m4a .m4b .m4p .m4r .m4v .mka .mkv .mov .mp2"
        " .mp3 .mp4 .mpc .mpe .mpeg .mpg .mpga .mxf .oga .ogg .ogm .ogv .ogx .opus .qt .ra .rm"
        " .rmvb .snd .spx .tta .voc .vob .w64 .wav .wave .weba .webm .wma .wmv .wv"
    ).split()
)
"""Those that only recordings have. `.ts` and `.mts` are written by other programs, too."""

_HEAD_BYTES = 384
_PACKET = 188
_SIGNS = re.compile(
    rb"""
      RIFF....(?:WAVE|AVI\ ) | RF64....WAVE | riff.{12}\xf3\xac\xd3\x11   # WAV, AVI, Wave64
    | FORM....AIF[FC] | \.snd | caff\x00[\x01-\x0f]                      # AIFF, AU, CAF
    | fLaC | OggS | ID3[\x02-\x04] | wvpk | MAC\ | TTA1 | MPCK | MP\+    # FLAC, Ogg, MP3, others
    | \#!AMR(?:-WB)?\n | \x1aE\xdf\xa3 | FLV\x01                         # AMR, Matroska, Flash
    | ....ftyp | ....moov | ....mdat(?!a) | ....wide                     # MP4, QuickTime
    | 0&\xb2u\x8ef\xcf\x11 | \.RMF | \x00\x00\x01\xba                    # WMA, RealMedia, MPEG
    | \xff[\xfb\xf3\xf2\xfa\xe3][\x10-\xeb] | \xff[\xf1\xf9][\x40-\x7f]  # MP3, AAC without a header
    """,
    re.VERBOSE | re.DOTALL,
)


def is_recording(path: str | Path) -> bool:
    """Whether a file's extension, or where that says nothing its first bytes, are of a recording.

    A file that cannot be read is none, unless its extension says so.
    """
    if os.path.splitext(path)[1].lower() in EXTENSIONS:
        return True
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            return begins_as_recording(file.read(_HEAD_BYTES))
    except OSError:
        return False


def begins_as_recording(head: bytes) -> bool:
    """Whether these first bytes of a file, some hundred, are those of a recording."""
    is_transport = len(head) > 2 * _PACKET and all(head[at] == 0x47 for at in (0, _PACKET, 376))
    return is_transport or _SIGNS.match(head) is not None


def recordings_below(folder: str) -> Iterator[str]:
    """The recordings in a folder and the folders in it, in the order people number them.

    Hidden ones are left out: `._talk.mp3` is what another system leaves beside `talk.mp3`. Links to
    folders are followed, none into a folder that is being looked through. Raises OSError when
    `folder` itself cannot be read; one below it that cannot is left out.
    """
    place = _identity(folder)
    open_folders = [(iter(_entries(folder)), frozenset({place}))]
    while open_folders:
        entries, above = open_folders[-1]
        entry = next(entries, None)
        if entry is None:
            open_folders.pop()
            continue
        try:
            if entry.is_dir():
                place = _identity(entry.path)
                if place not in above:
                    open_folders.append((iter(_entries(entry.path)), above | {place}))
            elif entry.is_file() and is_recording(entry.path):
                yield entry.path
        except OSError:  # a folder that may not be read, a link in a circle
            continue


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts `talk 2` before `talk 10`, and letters without regard to their case."""
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
        for piece in re.split(r"(\d{1,18})", name.casefold())
        if piece
    ]


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as listing:
        shown = [entry for entry in listing if not entry.name.startswith(".")]
    return sorted(shown, key=lambda entry: (natural(entry.name), entry.name))


def _identity(folder: str) -> tuple[int, int]:
    found = os.stat(folder)
    return found.st_dev, found.st_ino


def _without_waiting(path: str, flags: int) -> int:
    """Open a file, and do not wait for the other end of a pipe that bears its name."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
