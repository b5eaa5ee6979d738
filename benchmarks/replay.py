"""Conversations recorded live, and held again: is everything as it was, each time?

Each conversation of a folder is held in real time over the devices of the benchmark, by the person
that its scenario describes, and recorded. Then it is replayed, `--times` times, beside so many
processes that do nothing but work (`--load`). All turns of all replays are compared with those of
the recording, and those of the replays with each other.

    python benchmarks/replay.py [--times 3] [--load 2] [--only barge_in] [--keep FOLDER]
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from voicecli import assembly
from voicecli.audio.file_devices import FileSpeaker
from voicecli.bench.microphone import LiveMicrophone
from voicecli.cli.replay import roles_of
from voicecli.cli.scenarios import settings_of
from voicecli.config import load
from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.acting import Actor
from voicecli.pipeline.index import index_all
from voicecli.pipeline.recording import Recording, record_content
from voicecli.pipeline.scenarios import Scenario, read_scenario
from voicecli.pipeline.sources import gather
from voicecli.pipeline.spoken_steps import speech_of
from voicecli.pipeline.talk import Devices, Talk, TalkOptions
from voicecli.types import Samples

CONVERSATIONS = Path(__file__).parent / "conversations"


class LiveStage:
    """A microphone in real time, before which somebody acts."""

    def __init__(self, microphone: LiveMicrophone) -> None:
        self._microphone = microphone
        self._over = threading.Event()

    def now(self) -> float:
        """Seconds since it was opened."""
        return time.perf_counter() - self._microphone.zero

    def worked(self) -> float:
        """Nothing stands still."""
        return 0.0

    def wait(self, seconds: float) -> bool:
        """Sleep; False when nothing more will be done."""
        return not self._over.wait(seconds)

    def say(self, samples: Samples) -> None:
        """Have it heard now."""
        self._microphone.say(samples)

    def leave(self) -> None:
        """Nothing more will be done."""
        self._over.set()


@contextmanager
def opened(microphone: LiveMicrophone, speaker: FileSpeaker) -> Iterator[Devices]:
    try:
        yield Devices(microphone, speaker, full_duplex=True)
    finally:
        microphone.close()


def record(scenario: Scenario, file: Path) -> None:
    """Hold a conversation in real time, and write it down."""
    config = assembly.with_settings(load().config, settings_of(scenario), str(scenario.path))
    config = assembly.repeatable(replace(config, dialogue=replace(config.dialogue, cache=False)))
    with ExitStack() as stack:
        config = stack.enter_context(assembly.nothing_yet(config, scenario.setup.content))
        engines = stack.enter_context(assembly.open_engines(config, roles_of(config)))
        db = stack.enter_context(assembly.open_store(config))
        for _ in index_all(db, engines.embedder, gather(db, config)):
            pass
        speech = speech_of(scenario.steps, lambda name: engines.synthesizer)
        options = {"hands_free": scenario.setup.hands_free, "barge_in": True}
        manifest = assembly.make_manifest(config, db, engines, options, has_content=True)
        recording = stack.enter_context(Recording(file, manifest))
        record_content(recording, gather(db, config).files)
        recording.opened(full_duplex=True)
        microphone = LiveMicrophone()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        speaker = stack.enter_context(FileSpeaker(folder / "said.wav"))
        vad, hears = recording.listening(engines.vad, engines.recognizer)
        session = assembly.make_session(
            config, db, engines, Conversation(), caching=False, today=date.today
        )
        about = assembly.conversation_orders(config, dict, lambda sessions: "", lambda: folder)
        session.groups = (about, *session.groups)
        talk = Talk(
            partial(opened, microphone, speaker),
            vad,
            hears,
            session.answers,
            session.finished,
            config.vad,
            TalkOptions(hands_free=scenario.setup.hands_free, barge_in=True),
            cues=assembly.turn_cues(config) if scenario.setup.hands_free else None,
            next_mode=session.next_mode,
        )
        actor = Actor(scenario.steps, LiveStage(microphone), speech)
        talk.on_pressed = recording.press
        for event in talk.run(actor.keys):
            recording.see(event)
            actor.see(event)


def replayed(file: Path) -> dict[str, object]:
    """What `voicecli replay --json` tells."""
    command = [sys.executable, "-m", "voicecli", "replay", str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        raise SystemExit(f"{file.stem}: {done.stderr}")
    return dict(json.loads(done.stdout))


def essence(told: dict[str, object]) -> str:
    """The outcomes of a replay without its times."""
    turns = [dict(turn["now"] or {}) for turn in told["turns"]]  # type: ignore[index, attr-defined]
    for turn in turns:
        turn.pop("seconds", None)
        turn.pop("waited", None)
    return json.dumps(turns, sort_keys=True)


def work() -> None:
    """Keep a core busy."""
    while True:
        sum(number * number for number in range(10_000))


@contextmanager
def load_of(processes: int) -> Iterator[None]:
    busy = [multiprocessing.Process(target=work, daemon=True) for _ in range(processes)]
    for one in busy:
        one.start()
    try:
        yield
    finally:
        for one in busy:
            one.terminate()
            one.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--load", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    turns = same = 0
    unlike = 0
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(CONVERSATIONS.glob("*.yaml")):
            if given.only not in path.stem:
                continue
            file = folder / f"{path.stem}.vcast"
            if not file.exists():
                record(read_scenario(path), file)
            with load_of(given.load):
                told = [replayed(file) for _ in range(given.times)]
            essences = {essence(one) for one in told}
            unlike += len(essences) - 1
            pairs = [turn for one in told for turn in one["turns"]]  # type: ignore[attr-defined]
            alike = sum(not turn["differences"] for turn in pairs)
            turns, same = turns + len(pairs), same + alike
            print(f"{path.stem:14} {alike}/{len(pairs)} turns as recorded,"
                  f" {len(essences)} outcome of {len(told)} replays", flush=True)  # fmt: skip
            for turn in told[0]["turns"]:  # type: ignore[attr-defined]
                for one in turn["differences"]:
                    print(f"    {one['aspect']}: {one['was']!r} → {one['now']!r}")
    print(f"{same} of {turns} turns as recorded; {unlike} replays unlike the others")
    return 0 if same == turns and not unlike else 1


if __name__ == "__main__":
    sys.exit(main())
