"""What `voicecli transcribe` leaves behind when it is killed, and what the next run makes of it.

Fifty recordings, made by the voice, are transcribed once undisturbed. Then, twenty times and each
time from nothing, the same command is killed (SIGKILL) at a random moment and given again. Looked
at is whether the second run leaves the same files byte for byte, decodes nothing that was finished,
and recognises nothing that was stored.

    python benchmarks/kill_transcribe.py --kills 20
"""

import argparse
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

SENTENCES = (
    "The ferry leaves the harbour at half past seven, unless the wind turns north.",
    "She counted nineteen boxes, opened four of them, and found only paper.",
    "Bring the ladder, the lamp and two metres of rope to the old mill.",
    "Nobody had told the new engineer that the gauge reads ten degrees too low.",
    "After lunch we walk along the river and talk about next year's budget.",
    "The museum keeps its oldest map behind glass, far away from the window.",
    "If the second pump fails, close the valve first and call me afterwards.",
    "My grandmother baked bread on Fridays and sold it before the church bell rang.",
    "Please send the signed contract to both offices by the end of October.",
    "It rained for eleven days, and on the twelfth the bridge was gone.",
)
LONG_RECORDINGS = 2
LONG_SENTENCES = 8
PAUSE_SECONDS = 2.2
"""Between sentences of a long recording: each becomes a window, so that there are many."""
KEPT = "SELECT count(*) FROM job_windows"
FINISHED = "SELECT content FROM jobs WHERE transcript IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill and what the run after it did."""

    after_seconds: float
    finished: int
    windows_kept: int
    decoded_again: tuple[str, ...]
    exit_code: int
    different: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether nobody can tell that there was a kill."""
        return not (self.decoded_again or self.different or self.exit_code)


def main() -> int:
    options = _options()
    if options.child:
        return _child(Path(options.child), options.arguments)
    with TemporaryDirectory() as name:
        folder = Path(name)
        recordings = _recordings(folder / "recordings", options.files)
        time.sleep(2.5)  # a file that was just written is hashed again each time
        began = time.perf_counter()
        _start(folder, "undisturbed", recordings, options.model).wait()
        whole = time.perf_counter() - began
        print(f"Undisturbed: {whole:.1f} s for {options.files} files.", file=sys.stderr)
        moments = np.random.default_rng(options.seed)
        kills = []
        for number in range(options.kills):
            after = moments.uniform(0.0, whole)
            kills.append(_kill(folder, f"kill{number}", recordings, options.model, after))
            print(kills[-1], file=sys.stderr)
    wrong = sum(not kill.is_right for kill in kills)
    if options.json:
        print(json.dumps({"seconds": whole, "kills": [asdict(kill) for kill in kills]}, indent=1))
    else:
        kept = sum(kill.windows_kept for kill in kills)
        done = sum(kill.finished for kill in kills)
        print(f"{len(kills)} kills; {done} finished files, {kept} windows of unfinished ones kept.")
        print(f"{wrong} runs after a kill left other files or decoded finished ones again.")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=50)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--model", default="whisper-tiny.en", help="name in the models folder")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser.parse_args()


def _recordings(folder: Path, count: int) -> list[Path]:
    """Recordings of one sentence, and some with many; no two with the same bytes."""
    from piper import PiperVoice

    from voicecli.audio.files import write_wav
    from voicecli.config import load

    (model,) = (load().config.models_folder / "piper-en_US-joe-medium").glob("*.onnx")
    voice = PiperVoice.load(model)
    spoken: list[tuple[int, Any]] = []
    for sentence in SENTENCES:
        (chunk,) = voice.synthesize(sentence)
        spoken.append((chunk.sample_rate, chunk.audio_float_array))
    folder.mkdir()
    chosen = np.random.default_rng(count)
    paths = []
    for number in range(count):
        is_long = number % (count // LONG_RECORDINGS or 1) == 0
        length = LONG_SENTENCES if is_long else 1
        sentences = [spoken[index] for index in chosen.integers(len(spoken), size=length)]
        level = np.float32(0.5 + number / (2 * count))
        rate = sentences[0][0]
        pause = np.zeros(round((PAUSE_SECONDS if is_long else 0.4) * rate), np.float32)
        paths.append(folder / f"recording-{number:02}.wav")
        sound = np.concatenate([part for _, samples in sentences for part in (samples, pause)])
        write_wav(paths[-1], level * sound, rate)
    return paths


def _start(
    folder: Path, name: str, recordings: Sequence[Path], model: str
) -> "subprocess.Popen[bytes]":
    """The command in a process of its own, with a database of its own, noting what it decodes."""
    command = ["transcribe", *map(str, recordings), "--model", model, "-f", "json"]
    command += ["--word_timestamps", "True", "-o", str(folder / name / "out")]
    (folder / name).mkdir(exist_ok=True)
    with (folder / name / "stderr.txt").open("wb") as told:
        return subprocess.Popen(
            [sys.executable, __file__, "--child", str(folder / name / "decoded.txt"), *command],
            env={**os.environ, "VOICECLI_PATHS_DATA": str(folder / name / "data"), **_models()},
            stdout=subprocess.DEVNULL,
            stderr=told,
        )


def _models() -> dict[str, str]:
    from voicecli.config import load

    return {"VOICECLI_PATHS_MODELS": str(load().config.models_folder)}


def _child(log: Path, arguments: Sequence[str]) -> int:
    """Run the command as it is, and note the name of each file that is decoded."""
    import voicecli.audio.files as files

    decoded = files._decoded

    def noted(container: Any, name: str, *rest: Any) -> Any:
        with log.open("a", encoding="utf-8") as out:
            out.write(f"{name}\n")
        return decoded(container, name, *rest)

    files._decoded = noted
    sys.argv = ["voicecli", *arguments]
    runpy.run_module("voicecli", run_name="__main__")
    return 0


def _kill(folder: Path, name: str, recordings: Sequence[Path], model: str, after: float) -> Killed:
    first = _start(folder, name, recordings, model)
    try:
        first.wait(after)
    except subprocess.TimeoutExpired:
        first.send_signal(signal.SIGKILL)
        first.wait()
    finished, windows = _remembered(folder / name / "data" / "voicecli.db", recordings)
    (folder / name / "decoded.txt").unlink(missing_ok=True)
    if exit_code := _start(folder, name, recordings, model).wait():
        print((folder / name / "stderr.txt").read_text(encoding="utf-8"), file=sys.stderr)
    return Killed(
        round(after, 2),
        len(finished),
        windows,
        tuple(sorted(finished & _lines(folder / name / "decoded.txt"))),
        exit_code,
        tuple(sorted(_different(folder / "undisturbed" / "out", folder / name / "out"))),
    )


def _lines(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()


def _remembered(database: Path, recordings: Sequence[Path]) -> tuple[set[str], int]:
    """The recordings of which the work was finished, and the windows kept of others."""
    from voicecli.errors import StorageError
    from voicecli.pipeline.memory import stamp_of
    from voicecli.storage.database import open_database
    from voicecli.storage.jobs import Jobs

    try:
        db = open_database(database)
    except StorageError:
        return set(), 0
    with db:
        jobs = Jobs(db, "")
        done = {bytes(content) for (content,) in db.execute(FINISHED)}
        finished = {str(p) for p in recordings if jobs.content_of(p, stamp_of(p)) in done}
        return finished, int(db.execute(KEPT).fetchone()[0])


def _different(right: Path, found: Path) -> set[str]:
    """The names of files that are not in both folders with the same bytes."""
    ours, theirs = ({file.name: file.read_bytes() for file in p.iterdir()} for p in (right, found))
    return {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}


if __name__ == "__main__":
    sys.exit(main())
