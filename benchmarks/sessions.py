"""Sessions at the size of a long life: how fast they are listed, searched and taken up again.

    python benchmarks/sessions.py [--turns 100000] [--sessions 1000] [--largest 20000] [--keep FILE]

The turns are synthetic: words drawn by Zipf's law, English ones and rarer made-up ones, in
questions of some ten words and answers of some forty, each with three sources; a recording of an
hour is among them. Each figure is measured in one process, after one call that warms nothing but
the file system; `computing` is the processor's time, which says how much a busy computer adds;
`open` is what every command does before. `--keep` uses a database again.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from voicecli.assembly import resume
from voicecli.retrieval.schema import prepare
from voicecli.storage.database import open_database, writing
from voicecli.storage.ids import new_id
from voicecli.storage.lines import write_lines
from voicecli.storage.session_search import search_sessions
from voicecli.storage.sessions import Sessions
from voicecli.storage.turn_rows import (
    INSERT_SOURCE,
    INSERT_TURN,
    columns_of,
    source_of,
    waited,
)
from voicecli.storage.values import written_time
from voicecli.types import Passage, Segment, Transcript, TurnRecord
from voicecli.understanding.words import common_words

VOCABULARY = 60_000
RARE = "quokkasaurus"
SEED = 6
CONTINUE_MS, HISTORY_MS = 100.0, 10.0


def main() -> None:
    """Build the database, measure, and print a table; exits with 1 where a limit is broken."""
    reading = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    reading.add_argument("--turns", type=int, default=100_000)
    reading.add_argument("--sessions", type=int, default=1_000)
    reading.add_argument("--largest", type=int, default=20_000)
    reading.add_argument("--rounds", type=int, default=30)
    reading.add_argument("--keep", type=Path)
    reading.add_argument("--json", action="store_true")
    asked = reading.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "voicecli.db"
        if not path.exists():
            began = time.perf_counter()
            build(path, asked.turns, asked.sessions, asked.largest)
            seconds = time.perf_counter() - began
            print(f"built {asked.turns:,} turns in {seconds:.0f} s", file=sys.stderr)
        rows = list(measure(path, asked.rounds))
    if asked.json:
        print(json.dumps(rows))
    else:
        show(rows)
    sys.exit(any(row["p95_ms"] > row["limit_ms"] for row in rows))


class Words:
    """Text by Zipf's law; the same for the same seed."""

    def __init__(self) -> None:
        self._random = random.Random(SEED)  # noqa: S311  # text, no secret
        letters = "abcdefghijklmnopqrstuvwxyz"
        made_up = (
            "".join(self._random.choices(letters, k=self._random.randint(4, 10)))
            for _ in range(VOCABULARY)
        )
        self._words = [*sorted(common_words()), *made_up][:VOCABULARY]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def text(self, count: int) -> str:
        """So many words, with a full stop behind each tenth."""
        words = self._random.choices(self._words, cum_weights=self._weights, k=count)
        sentences = (" ".join(words[first : first + 10]) for first in range(0, count, 10))
        return ". ".join(sentence.capitalize() for sentence in sentences) + "."

    def common(self) -> str:
        """The commonest word that is long enough to be typed."""
        return next(word for word in self._words if len(word) > 2)


def build(path: Path, turns: int, sessions: int, largest: int) -> None:
    """Write a database with so many turns; `largest` of them are in one session."""
    words = Words()
    usual, more = divmod(turns - largest, max(1, sessions - 1))
    sizes = [largest, *(usual + (number < more) for number in range(sessions - 1))]
    at = datetime(2023, 1, 1, tzinfo=UTC)
    with open_database(path) as db:
        prepare(db)
        for number, size in enumerate(sizes):
            at += timedelta(hours=8)
            with writing(db):
                write_session(db, words, at, size, rare=number == sessions // 2)
        with writing(db):
            write_recording(db, words)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write_session(db: Database, words: Words, at: datetime, size: int, *, rare: bool) -> None:
    """Write one session, a turn every ten seconds."""
    session = new_id(at)
    last = at + timedelta(seconds=10 * size)
    db.execute(
        "INSERT INTO sessions (id, created, last_activity, title) VALUES (?, ?, ?, ?)",
        [session, written_time(at), written_time(last), words.text(6)],
    )
    for number in range(1, size + 1):
        record = turn(words, number, f" {RARE}" if rare and number == 3 else "")
        when = written_time(at + timedelta(seconds=10 * number))
        cursor = db.execute(
            INSERT_TURN, (session, number, when, waited(record), *columns_of(record))
        )
        db.conn.executemany(
            INSERT_SOURCE,
            [
                (cursor.lastrowid, rank, *source_of(passage))
                for rank, passage in enumerate(record.passages, start=1)
            ],
        )


def turn(words: Words, number: int, more: str = "") -> TurnRecord:
    """A turn with three of two thousand passages as its sources."""
    passages = tuple(
        Passage(f"p{(number * 7 + rank) % 2000}", "document", "Notes", "notes.md", "12",
                words.text(30), 0.5)
        for rank in range(3)
    )  # fmt: skip
    answer = words.text(40)
    timings = {"understand": 0.004, "retrieve": 0.02, "first_sound": 0.6, "total": 4.2}
    models = {"stt": "whisper-tiny.en", "tts": "piper-amy", "llm": "qwen"}
    return TurnRecord(
        words.text(10)[:-1] + more + "?", "document", passages, answer, answer, "done",
        number % 9 == 0, "full", models, timings, spoken=True,
    )  # fmt: skip


def write_recording(db: Database, words: Words) -> None:
    """Write the transcript of an hour: a line every five seconds."""
    lines = tuple(Segment(5.0 * n, 5.0 * n + 5, words.text(12)) for n in range(720))
    cursor = db.execute(
        "INSERT INTO jobs (content, options, used, transcript) VALUES (x'00', x'00', ?, x'')",
        [written_time(datetime.now(UTC))],
    )
    write_lines(db, int(cursor.lastrowid or 0), Transcript(lines, "en", 3600.0))


def measure(path: Path, rounds: int) -> Iterator[dict[str, Any]]:
    """What each thing takes, in milliseconds."""
    words = Words()
    common = words.common()
    with open_database(path) as db:
        sessions = Sessions(db)
        order = "SELECT session FROM turns GROUP BY session ORDER BY count(*)"
        smallest, *_, largest = (row[0] for row in db.execute(order))
        (phrase,) = db.execute("SELECT question FROM turns WHERE id = 5000").fetchone()
        phrase = '"' + " ".join(phrase.split()[2:5]) + '"'
        stem = RARE[:6]

        def take_up(session: str) -> None:
            resume(db, sessions, sessions.find(session))

        def opened() -> None:
            open_database(path).close()

        done: Sequence[tuple[str, float, Callable[[], object]]] = (
            ("open", CONTINUE_MS, opened),
            ("list 20", CONTINUE_MS, sessions.list),
            ("list 1,000", CONTINUE_MS, lambda: sessions.list(1_000)),
            ("summary of the largest", CONTINUE_MS, lambda: sessions.summary(largest)),
            ("search a rare word", CONTINUE_MS, lambda: search_sessions(db, RARE)),
            ("search a common word", CONTINUE_MS, lambda: search_sessions(db, common)),
            ("search two common words", CONTINUE_MS, lambda: search_sessions(db, f"{common} the")),
            ("search a phrase", CONTINUE_MS, lambda: search_sessions(db, phrase)),
            ("search a prefix", CONTINUE_MS, lambda: search_sessions(db, stem)),
            ("search a short prefix", CONTINUE_MS, lambda: search_sessions(db, common[:3])),
            ("search nothing", CONTINUE_MS, lambda: search_sessions(db, "zzzzqqq")),
            ("continue the last", CONTINUE_MS, lambda: take_up("latest")),
            ("continue the largest", CONTINUE_MS, lambda: take_up(largest)),
            ("history of the largest", HISTORY_MS, lambda: sessions.turns(largest, last=4)),
            ("history of a small one", HISTORY_MS, lambda: sessions.turns(smallest, last=4)),
            ("add a turn", CONTINUE_MS, lambda: sessions.add(smallest, turn(words, 1))),
        )
        for name, limit, do in done:
            do()
            told = [timed(do) for _ in range(rounds)]
            times = sorted(wall for wall, _ in told)
            yield {
                "what": name,
                "cpu_ms": round(statistics.median(cpu for _, cpu in told), 2),
                "p50_ms": round(statistics.median(times), 2),
                "p95_ms": round(times[int(0.95 * (len(times) - 1))], 2),
                "limit_ms": limit,
            }


def timed(do: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that pass, and those in which this process computes."""
    began, computed = time.perf_counter(), time.process_time()
    do()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - computed)


def show(rows: Sequence[dict[str, Any]]) -> None:
    """Print a table."""
    print(f"{'':26} {'computing':>9} {'p50':>9} {'p95':>9} {'limit':>9}")
    for row in rows:
        told = (f"{row[key]:6.1f} ms" for key in ("cpu_ms", "p50_ms", "p95_ms", "limit_ms"))
        broken = "" if row["p95_ms"] <= row["limit_ms"] else "  broken"
        print(f"{row['what']:26} {' '.join(told)}{broken}")


if __name__ == "__main__":
    main()
