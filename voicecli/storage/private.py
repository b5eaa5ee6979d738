"""Files and folders that only their owner can look into, whatever the umask says."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_OTHERS = 0o077


def make_folders(folder: Path) -> None:
    """Make a folder and those above it that are missing, all closed. Raises OSError."""
    for one in reversed((folder, *folder.parents)):
        if not one.exists():
            one.mkdir(mode=FOLDER_MODE, exist_ok=True)
            one.chmod(FOLDER_MODE)


def make_file(path: Path) -> None:
    """Make an empty file, closed, with its folders; one that is there is left as it is.

    A file that is there is not opened: closing it would end the locks that connections of this
    process have on it (fcntl's rule). Raises OSError.
    """
    make_folders(path.parent)
    with suppress(FileExistsError):
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE)
        os.fchmod(file, FILE_MODE)
        os.close(file)


def private_opener(path: str, flags: int) -> int:
    """For `open(path, "w", opener=private_opener)`: a file that is made is closed to others."""
    return os.open(path, flags, FILE_MODE)


def tighten(paths: Iterable[Path]) -> None:
    """Close what an older version left open to others, as far as it is ours to close.

    Links are not followed, and neither a home folder nor one that everybody may write to, such as
    /tmp, is taken for a folder of voicecli's.
    """
    for path in paths:
        with suppress(OSError):
            found = path.lstat()
            is_ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
            if not is_ours or not found.st_mode & _OTHERS:
                continue
            if stat.S_ISREG(found.st_mode):
                path.chmod(FILE_MODE)
            elif stat.S_ISDIR(found.st_mode) and path != Path.home():
                path.chmod(FOLDER_MODE)
