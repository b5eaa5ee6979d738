"""Files that are whole or not there."""

import os
from contextlib import suppress
from pathlib import Path

from voicecli.storage.private import private_opener

_PART = ".voicecli-"
_PART_END = ".part"


def write_whole(path: Path, content: bytes, *, is_private: bool = False) -> bool:
    """Write a file that is whole or not there; what stood there stays until it is.

    One that `is_private` is closed to others. Returns whether anything changed: what says the same
    already is left alone. Raises OSError.
    """
    if _says(path, content):
        return False
    part = path.with_name(f"{_PART}{os.getpid()}{_PART_END}")
    try:
        with open(part, "wb", opener=private_opener if is_private else None) as file:
            file.write(content)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return True


def sweep(folder: Path) -> None:
    """Remove the unfinished files of processes that were killed."""
    for part in folder.glob(f"{_PART}*{_PART_END}"):
        number = part.name.removeprefix(_PART).removesuffix(_PART_END)
        if number.isdecimal() and not _is_running(int(number)):
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _says(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True
