"""Where a recording is read from: a file, stdin, or a stream, opened so that nothing can go wrong.

What is opened is of a fixed length. A file that grows while it is read ends where it ended when it
was opened, one that is deleted stays readable, and what has no end, a device, is not opened.
"""

import io
import os
import select
import stat
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, BinaryIO

from voicecli.errors import AudioError

Source = Path | str | BinaryIO
"""A file's path, "-" for stdin, or an open binary stream."""

WRITER_SECONDS = 5.0
"""So long a named pipe is waited at for somebody to write into it."""
LONGEST_STREAM_BYTES = 16 * 2**30
"""Of a pipe no more is kept: a day of sound as on a CD, or a pipe that has no end."""
_PIECE_BYTES = 2**20
_HINT = "Check the path."


def name_of(source: Source) -> str:
    """What a source is called in messages: one line, whatever its file is called."""
    if isinstance(source, (str, Path)):
        name = "stdin" if str(source) == "-" else str(source)
    else:
        name = str(getattr(source, "name", "the stream"))
    return "".join(character if character.isprintable() else "�" for character in name)


class FixedFile:
    """The bytes that a binary file has now, read and sought as a file. `name` is only its ending.

    ffmpeg gets this instead of a path. So it opens nothing by itself: a name may look like an
    address or a pattern, and a playlist may name any file.
    """

    def __init__(self, file: IO[bytes], ending: str) -> None:
        self.name = f"sound{ending}"
        self.size = file.seek(0, io.SEEK_END)
        self._file = file
        self._at = file.seek(0)

    def read(self, count: int = -1) -> bytes:
        """At most `count` bytes; fewer, or none, at the end."""
        left = max(0, self.size - self._at)
        data = self._file.read(left if count < 0 else min(count, left))
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go somewhere, as in any file."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self.size}[whence]
        self._at = self._file.seek(max(0, base + offset))
        return self._at

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True


def open_source(source: Source, stack: ExitStack) -> FixedFile:
    """Open a source; `stack` closes it.

    Raises AudioError for what is missing, empty, no file, or may not be read.
    """
    name = name_of(source)
    try:
        if isinstance(source, (str, Path)) and str(source) != "-":
            file, ending = _open_path(source, name, stack), Path(source).suffix
        else:
            stream = sys.stdin.buffer if isinstance(source, (str, Path)) else source
            file, ending = stream if stream.seekable() else _copy(stream, name, stack), ""
        fixed = FixedFile(file, ending if ending.isprintable() else "")
    except FileNotFoundError as error:
        raise AudioError("file-not-found", f"{name} does not exist.", _HINT) from error
    except PermissionError as error:
        raise AudioError(
            "no-permission",
            f"{name} may not be read by you.",
            "Change its permissions with `chmod`.",
        ) from error
    except OSError as error:
        reason = str(error.strerror or error).lower()
        raise AudioError("cannot-read-audio", f"{name} cannot be read: {reason}.", _HINT) from error
    if not fixed.size:
        raise AudioError("empty-file", f"{name} is empty (0 bytes).", "Choose a file with sound.")
    return fixed


def _open_path(path: Path | str, name: str, stack: ExitStack) -> IO[bytes]:
    """Open what has this name. A pipe is not waited at while it is opened, but read to its end."""
    if not name or "\0" in str(path):
        raise AudioError("file-not-found", f"{name!r} is not the name of a file.", _HINT)
    if Path(path).is_dir():
        raise AudioError("is-folder", f"{name} is a folder, not an audio file.", _HINT)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = stack.enter_context(open(os.open(path, flags), "rb"))  # noqa: SIM115  # the stack does
    mode = os.fstat(file.fileno()).st_mode
    if stat.S_ISREG(mode):
        return file
    if not stat.S_ISFIFO(mode):
        raise AudioError("not-a-file", f"{name} is a device, not an audio file.", _HINT)
    if not select.select([file], [], [], WRITER_SECONDS)[0]:
        raise AudioError("empty-file", f"Nobody writes into the pipe {name}.", _HINT)
    os.set_blocking(file.fileno(), True)
    return _copy(file, name, stack)


def _copy(stream: IO[bytes], name: str, stack: ExitStack) -> IO[bytes]:
    """Copy a pipe to a nameless file on disk: some formats keep their index at the end."""
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  # so here
    while piece := stream.read(_PIECE_BYTES):
        copy.write(piece)
        if copy.tell() > LONGEST_STREAM_BYTES:
            raise AudioError(
                "too-long",
                f"{name} does not end within {LONGEST_STREAM_BYTES // 2**30} GiB.",
                "Record it into files first.",
            )
    return copy
