"""How long `voicecli transcribe` takes to see that nothing is to be done.

A few recordings are transcribed; then there are a thousand of them, each with bytes of its own and
the finished work of one of the few. Measured is the whole command as a person gives it: the first
time, when every file is hashed, and the next times, when its stamp says that it did not change.

    python benchmarks/finished_work.py RECORDING... --files 1000
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

COPY = """
    INSERT INTO jobs (content, options, used, transcript)
    SELECT ?, options, used, transcript FROM jobs WHERE content = ?
"""
REPEATS = 3


def main() -> int:
    options = _options()
    with TemporaryDirectory() as name:
        folder = Path(name)
        few = _few(folder / "few", options.recordings)
        _run(folder, few, options.model)
        many = _copies(folder / "many", few, options.files)
        _finish(folder / "voicecli.db", few, many)
        time.sleep(2.5)  # a file that was just written is hashed again each time
        print(f"first: {_run(folder, many, options.model):.2f} s")
        for _ in range(REPEATS):
            print(f"again: {_run(folder, many, options.model):.2f} s")
        out = list((folder / "out").iterdir())
        database = (folder / "voicecli.db").stat().st_size
        print(f"{len(out) - len(few)} outputs; the database takes {database / 1e6:.1f} MB")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recordings", nargs="+", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--model", default="whisper-tiny.en", help="name in the models folder")
    return parser.parse_args()


def _few(folder: Path, recordings: Sequence[Path]) -> list[Path]:
    folder.mkdir()
    few = [folder / f"few{number}{path.suffix}" for number, path in enumerate(recordings)]
    for path, copy in zip(recordings, few, strict=True):
        copy.write_bytes(path.read_bytes())
    return few


def _copies(folder: Path, few: Sequence[Path], count: int) -> list[Path]:
    """Copies with other bytes behind the sound, where no decoder looks."""
    folder.mkdir()
    copies = []
    for number in range(count):
        source = few[number % len(few)]
        copies.append(folder / f"copy{number}{source.suffix}")
        copies[-1].write_bytes(source.read_bytes() + b"%d" % number)
    return copies


def _finish(database: Path, few: Sequence[Path], many: Sequence[Path]) -> None:
    """Enter every copy's work as finished."""
    from voicecli.pipeline.memory import Memory, stamp_of
    from voicecli.storage.database import open_database, writing

    def content(path: Path) -> bytes:
        found = Memory(None).content_of(path, stamp_of(path), lambda: False)
        assert found
        return found

    known = [content(path) for path in few]
    rows = [(content(path), known[number % len(few)]) for number, path in enumerate(many)]
    with open_database(database) as db, writing(db):
        db.conn.executemany(COPY, rows)


def _run(folder: Path, recordings: Sequence[Path], model: str) -> float:
    """Seconds of the whole command."""
    from voicecli.config import load

    command = [sys.executable, "-m", "voicecli", "transcribe", *map(str, recordings)]
    command += ["--model", model, "-f", "json", "-o", str(folder / "out")]
    models = str(load().config.models_folder)
    env = {**os.environ, "VOICECLI_PATHS_DATA": str(folder), "VOICECLI_PATHS_MODELS": models}
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=env)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
