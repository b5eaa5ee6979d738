"""What is left in the data, state and cache folders of what a person asked to forget.

In each case new words, which nobody says by chance, are spread over every place that keeps words:
questions, answers, sources, summaries, titles, memories with their index, guest book, transcripts
with their lines and windows, kept answers, sound, remembered recordings, typed lines, logs. Then
they are forgotten by phrase, by session or by time, by the command itself. Looked for is every
word, by other means than the command's own proof: as it is, in capitals, in UTF-16, as JSON escapes
it, by its tail alone (the index of words keeps only the tails of neighbours), and in whatever can
be decompressed.

    python benchmarks/forget.py --cases 50
"""

import argparse
import json
import random
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from voicecli import assembly
from voicecli.config import Config, PathsConfig, load
from voicecli.pipeline.remember import bring_in, keep
from voicecli.pipeline.remembered import index_memory
from voicecli.storage.answers import AnswerCache
from voicecli.storage.database import open_database, writing
from voicecli.storage.guestbook import GuestBook
from voicecli.storage.jobs import JobKey, Jobs
from voicecli.storage.lines import fill_in_lines
from voicecli.storage.memories import Memories
from voicecli.storage.packed import Cut
from voicecli.storage.private import make_folders
from voicecli.storage.sessions import Sessions
from voicecli.storage.sounds import Sounds
from voicecli.types import EncodedSound, Passage, Segment, Transcript, TurnRecord

CONSONANTS, VOWELS = "bcdfghjklmnpqrtvwxz", "aeiouäöü"
TAIL = 6
PLACES = (
    "question", "written", "heard", "source", "summary", "title", "memory", "guestbook",
    "transcript", "window", "answer", "sound", "recording", "history", "log",
)  # fmt: skip
OF_SESSIONS = frozenset({"question", "written", "heard", "source", "summary", "memory", "sound"})
COMMON = "the red lamp stands near a window and nobody has ever asked who put it there".split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--turns", type=int, default=400, help="turns that stay, in each case")
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311  # repeatable
    left = failures = said = 0
    with TemporaryDirectory() as name:
        config = _config(Path(name))
        with assembly.open_store(config) as db:
            _fill(Sessions(db), chance, options.turns)
        for number in range(options.cases):
            case = Case(config, chance, number)
            case.spread()
            before = sum(count for _, count in _found(config, case.words))
            case.forget()
            after = list(_found(config, case.words))
            left += sum(count for _, count in after)
            said += before
            failures += case.exit_code != 0
            how = " ".join(case.arguments)[:60]
            print(
                f"{number + 1:3} {how:60} {before:6} bytes before, {after or 0} after", flush=True
            )
        kept = _kept(config)
    print(f"{options.cases} cases: {said} bytes before, {left} after; {failures} with exit code 1.")
    print(f"{kept} of the {options.turns} turns that were to stay are there.")
    return 1 if left or failures or kept != options.turns else 0


class Case:
    """Words of one case, where they were put, and how they are forgotten."""

    def __init__(self, config: Config, chance: random.Random, number: int) -> None:
        self.words = [_word(chance) for _ in range(4)]
        self.arguments: list[str] = []
        self.exit_code = 0
        self._config, self._chance = config, chance
        ways = ("matching", "matching", "matching", "session", "since")
        self._way = ways[number % len(ways)]
        many = sorted(OF_SESSIONS) if self._way == "session" else PLACES
        if self._way == "since":
            many = tuple(place for place in PLACES if place not in ("history", "log"))
        self._places = chance.sample(many, chance.randint(2, len(many)))
        if "sound" in self._places and self._way == "matching":  # nobody reads words in sound
            self._places.append("question")

    def spread(self) -> None:
        """Write the words where they may stand."""
        config, say = self._config, self._say
        began = datetime.now(UTC)
        with assembly.open_store(config) as db:
            sessions = Sessions(db)
            session = sessions.start()
            for _ in range(self._chance.randint(1, 4)):
                record = _record(say("question"), say("written"), say("heard"), say("source"))
                number = sessions.add(session, record)
            (turn,) = db.execute(
                "SELECT id FROM turns WHERE session = ? AND number = ?", [session, number]
            ).fetchone()
            with writing(db):
                db.execute(
                    "INSERT INTO summaries (turn, text, model) VALUES (?, ?, '')",
                    [turn, say("summary")],
                )
                if "title" in self._places:
                    db.execute(
                        "UPDATE sessions SET title = ? WHERE id = ?", [say("title"), session]
                    )
            sound = EncodedSound("flac", 1.0, self._chance.randbytes(9000) + say("sound").encode())
            Sounds(db).keep(session, number, "question", sound)
            memory = Memories(db).add(say("memory"))
            Memories(db).link(memory.id, session, number)
            GuestBook(db).sign("Somebody", say("guestbook"))
            AnswerCache(db).keep("key", 0, {"sentences": [[say("answer"), ""]]})
            self._transcribe(db)
            with assembly.open_embedder(config) as embedder:
                index_memory(db, embedder, memory)
                if "recording" in self._places:
                    keep(db, config, "talk.wav", _transcript(say("recording")))
                list(bring_in(db, embedder, config))
        make_folders(config.state_folder)
        with (config.state_folder / "typed_history").open("a", encoding="utf-8") as file:
            file.write(f"\n# {datetime.now()}\n+{say('history')}\n+and more\n")
        with (config.state_folder / "voicecli.log").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"event": "turn", "words": say("log")}) + "\n")
        self.arguments = {
            "matching": ["--matching", self._spelled(" ".join(self.words))],
            "session": ["--session", session],
            "since": ["--since", (began - timedelta(seconds=0.1)).isoformat()],
        }[self._way]

    def forget(self) -> None:
        """Type the command."""
        done = subprocess.run(
            [sys.executable, "-m", "voicecli", "forget", *self.arguments, "--yes"],
            env=_environment(self._config),
            capture_output=True,
            text=True,
            check=False,
        )
        self.exit_code = done.returncode
        if done.returncode:
            print(done.stdout, done.stderr)

    def _transcribe(self, db: object) -> None:
        jobs = Jobs(db, "")  # type: ignore[arg-type]
        key = JobKey(self._chance.randbytes(20), b"way")
        jobs.begin(key)
        recognised = _transcript(self._say("transcript"))
        jobs.finish(key, recognised, [Cut.of(b"sound", recognised)], recognised)
        fill_in_lines(db)  # type: ignore[arg-type]
        other = JobKey(self._chance.randbytes(20), b"way")
        jobs.begin(other)
        jobs.keep(other, [(b"sound", _transcript(self._say("window")))])
        jobs.give_back(other)

    def _say(self, place: str) -> str:
        """A sentence with the words in it, where the case has chosen the place."""
        told = self._chance.choices(COMMON, k=self._chance.randint(3, 60))
        if place in self._places:
            told.insert(self._chance.randrange(len(told)), self._spelled(" ".join(self.words)))
        return " ".join(told)

    def _spelled(self, phrase: str) -> str:
        """A phrase in some case."""
        return self._chance.choice([phrase, phrase.upper(), phrase.title()])


def _config(folder: Path) -> Config:
    given = load().config
    paths = PathsConfig(
        data=str(folder / "data"),
        state=str(folder / "state"),
        cache=str(folder / "cache"),
        models=str(given.models_folder),
    )
    return replace(given, paths=paths)


def _environment(config: Config) -> dict[str, str]:
    import os

    names = ("data", "state", "cache", "models")
    paths = {f"VOICECLI_PATHS_{name.upper()}": getattr(config.paths, name) for name in names}
    return {**os.environ, **paths}


def _fill(sessions: Sessions, chance: random.Random, turns: int) -> None:
    session = sessions.start()
    for number in range(turns):
        said = " ".join(chance.choices(COMMON, k=12))
        sessions.add(session, _record(f"kept {number} {said}", said, said, said))


def _kept(config: Config) -> int:
    with closing(open_database(config.database_file, read_only=True)) as db:
        sql = "SELECT count(*) FROM turns WHERE question LIKE 'kept %'"
        return int(db.execute(sql).fetchone()[0])


def _record(question: str, written: str, heard: str, source: str) -> TurnRecord:
    passage = Passage("p", "document", "Lamps", "lamps.md", "1", source, 0.5, "lamps.md:1")
    return TurnRecord(
        question, "general", (passage,), written, heard, "done", False, "full", {}, {"total": 1.0}
    )


def _transcript(text: str) -> Transcript:
    return Transcript((Segment(0.0, 2.0, text),), "en", 2.0)


def _word(chance: random.Random) -> str:
    """A word that nobody says, of which no stemmer takes anything off."""
    letters = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(5))
    return letters + "x"


def _found(config: Config, words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """In which files bytes of the words stand, and how many."""
    pattern = _pattern(words)
    folders = (config.data_folder, config.state_folder, config.cache_folder)
    for path in (p for folder in folders for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        count = sum(len(match) for match in pattern.findall(content))
        count += sum(len(m) for part in _unpacked(content) for m in pattern.findall(part))
        if count:
            yield path.name, count


def _pattern(words: Sequence[str]) -> "re.Pattern[bytes]":
    told: set[bytes] = set()
    for word in words:
        for cased in (word, word.upper(), word.title()):
            told |= {cased.encode(), cased.encode("utf-16-le"), cased.encode("utf-16-be")}
            told |= {json.dumps(cased)[1:-1].encode(), cased.encode()[-TAIL:]}
    plain = "".join(c for c in word if c.isascii())  # the index of words has no diacritics
    told.add(plain.encode()) if len(plain) == len(word) else None
    return re.compile(b"|".join(map(re.escape, sorted(told, key=len, reverse=True))))


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Whatever in some bytes can be decompressed."""
    for match in re.finditer(b"\x78[\x01\x5e\x9c\xda]", content):
        try:
            part = zlib.decompressobj().decompress(content[match.start() : match.start() + 65_536])
        except zlib.error:
            continue
        if len(part) > 20:
            yield part


if __name__ == "__main__":
    sys.exit(main())
