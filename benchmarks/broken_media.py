"""Decodes hundreds of broken media files: no crash, no hang, bounded memory, one line each.

    python benchmarks/broken_media.py [--count 500] [--seed 0] [--json]

The files are those of `tests/broken_media.py`: whole ones of many containers and codecs, then
truncated, damaged, mislabelled or lying, and what is no file at all (pipes, devices, folders). Each
is decoded as `voicecli transcribe` does, in a process that is watched from outside: one that dies,
takes longer than the limit, raises anything but AudioError, says more than one line or needs more
memory than the bound is a failure.
"""

import argparse
import json
import resource
import select
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from rich.console import Console
from rich.table import Table

from tests.broken_media import broken_files
from voicecli.audio.files import decode
from voicecli.errors import AudioError
from voicecli.types import SAMPLE_RATE

LIMIT_SECONDS = 20.0
MOST_SAMPLES = 3600 * SAMPLE_RATE
"""From files of a second: more is invented."""
MOST_MEGABYTES = 400


def main() -> int:
    options = _options()
    if options.worker:
        return _work()
    with tempfile.TemporaryDirectory() as folder:
        paths = broken_files(Path(folder), options.count, options.seed)
        found = [_Watched.judge(path) for path in paths]
    _Watched.stop()
    failures = [item for item in found if item["outcome"] in ("crash", "hang", "wrong")]
    if options.json:
        print(json.dumps({"files": len(found), "failures": failures, "all": found}, indent=1))
    else:
        _print(found)
        for item in failures:
            print(f"{item['outcome']}: {item['name']!r}: {item['line']}")
        print(f"{len(found)} files, {len(failures)} failures.")
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="another damages in other places")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


class _Watched:
    """The process that decodes, started again when it died or had to be killed."""

    process: "subprocess.Popen[str] | None" = None

    @classmethod
    def judge(cls, path: Path) -> dict[str, Any]:
        """What came of one file."""
        if cls.process is None:
            cls.process = subprocess.Popen(
                [sys.executable, __file__, "--worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        process = cls.process
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(str(path)) + "\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], LIMIT_SECONDS)
        line = process.stdout.readline() if ready else ""
        if line:
            return {"name": path.name, **json.loads(line)}
        process.kill()
        code = process.wait()
        cls.process = None
        outcome = "crash" if ready else "hang"
        return {"name": path.name, "outcome": outcome, "line": f"exit code {code}", "megabytes": 0}

    @classmethod
    def stop(cls) -> None:
        """End the process."""
        if cls.process and cls.process.stdin:
            cls.process.stdin.close()
            cls.process.wait()


def _work() -> int:
    """Decode the files whose names come in, and say a line about each."""
    for line in sys.stdin:
        outcome, said = _decoded(json.loads(line))
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if megabytes > MOST_MEGABYTES:
            outcome, said = "wrong", f"{megabytes} MB of memory"
        print(json.dumps({"outcome": outcome, "line": said, "megabytes": megabytes}), flush=True)
        if megabytes > MOST_MEGABYTES:
            return 0  # the next file gets a process with nothing to show
    return 0


def _decoded(name: str) -> tuple[str, str]:
    samples = 0
    try:
        for chunk in decode(Path(name)):
            samples += chunk.size
            if samples > MOST_SAMPLES:
                return "wrong", "more than an hour of sound"
    except AudioError as error:
        said = f"{error.message} {error.hint}"
        return ("wrong" if "\n" in said else error.code), said
    except Exception as error:  # noqa: BLE001  # whatever else it is, it is a failure to be told
        return "wrong", f"{type(error).__name__}: {error}"
    return "decoded", f"{samples / SAMPLE_RATE:.2f} s"


def _print(found: list[dict[str, Any]]) -> None:
    table = Table("outcome", "files")
    for outcome, count in Counter(item["outcome"] for item in found).most_common():
        table.add_row(outcome, str(count))
    table.add_row("most memory", f"{max(item['megabytes'] for item in found)} MB")
    Console(width=80).print(table)


if __name__ == "__main__":
    sys.exit(main())
