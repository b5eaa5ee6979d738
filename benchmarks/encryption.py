"""What encryption at rest costs: the same database plain and as SQLCipher, in alternation.

    python benchmarks/encryption.py [--turns 100000]

The database and the measures are those of `benchmarks/sessions.py`. Besides: deriving the key from
the passphrase, once a process, converting, and the size of the file.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

import sessions

from voicecli.storage.encryption import convert
from voicecli.storage.passphrases import SALT_BYTES, key_from

PASSPHRASE = "a lamp that nobody lit"  # noqa: S105  # of a database that vanishes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    os.environ["VOICECLI_PASSPHRASE"] = PASSPHRASE
    with tempfile.TemporaryDirectory() as folder:
        plain, closed = Path(folder) / "plain.db", Path(folder) / "closed.db"
        sessions.build(plain, asked.turns, asked.turns // 100, asked.turns // 5)
        shutil.copy(plain, closed)
        began = time.process_time()
        convert(closed, PASSPHRASE)
        print(f"converting {plain.stat().st_size / 1e6:.0f} MB: CPU {since(began):.1f} s")
        print(f"size: {closed.stat().st_size / plain.stat().st_size:.3f} of the plain file")
        began = time.process_time()
        key_from(PASSPHRASE, os.urandom(SALT_BYTES))
        print(f"key from the passphrase, once a process: CPU {since(began) * 1000:.0f} ms")
        rows = zip(
            sessions.measure(plain, asked.rounds),
            sessions.measure(closed, asked.rounds),
            strict=True,
        )
        print(f"{'computing':<26}{'plain':>10}{'encrypted':>12}{'ratio':>8}")
        for one, other in rows:
            before, after = one["cpu_ms"], other["cpu_ms"]
            ratio = after / max(before, 0.01)
            print(f"{one['what']:<26}{before:>7.1f} ms{after:>9.1f} ms{ratio:>8.2f}")


def since(began: float) -> float:
    """CPU seconds of this process since then."""
    return time.process_time() - began


if __name__ == "__main__":
    main()
