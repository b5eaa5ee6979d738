"""How much fits on the disk, and what is said when it refuses."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from voicecli.errors import CatalogError

_ELSEWHERE = "choose another folder with `voicecli config set paths.models FOLDER`."
_SPARE_BYTES = 20_000_000
_FULL = (errno.ENOSPC, errno.EDQUOT)
_REFUSED = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST),
    *(errno.ENOENT, errno.EISDIR, errno.ENAMETOOLONG),
)


def free_disk(folder: Path) -> int:
    """Free bytes on the disk that holds `folder`, which need not exist yet."""
    with told(folder, "read"):
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free


def check_room(folder: Path, needed: int, what: str) -> None:
    """Raise CatalogError("disk-full") unless `needed` bytes, and some to spare, are free."""
    free = free_disk(folder)
    if free < needed + _SPARE_BYTES:
        raise CatalogError(
            "disk-full",
            f"{what} needs {megabytes(needed + _SPARE_BYTES)} on the disk of {folder}, "
            f"where {megabytes(free)} are free.",
            f"Free some space, or {_ELSEWHERE}",
        )


@contextmanager
def told(folder: Path, done: Literal["read", "written"] = "written") -> Iterator[None]:
    """Turn what the disk refuses into a CatalogError.

    The code is "disk-full", "not-writable", or "not-readable" where things are only read.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise full(folder) from error
        if error.errno in _REFUSED:
            raise CatalogError(
                "not-readable" if done == "read" else "not-writable",
                f"{error.filename or folder} cannot be {done}: {str(error.strerror).lower()}.",
                _ELSEWHERE[:1].upper() + _ELSEWHERE[1:],
            ) from error
        raise


def full(folder: Path) -> CatalogError:
    """What is said when the disk fills up half way."""
    return CatalogError(
        "disk-full",
        f"The disk of {folder} is full; what has arrived is kept.",
        "Free some space and run the same command again: it goes on from there.",
    )


def megabytes(count: int) -> str:
    """A size as people read it."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def size_below(folder: Path) -> int:
    """Bytes of all files below a folder that others may be changing meanwhile."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
    return total
