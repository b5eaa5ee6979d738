"""Session ids: ten characters that sort by time and that a person can read out.

The shape is ULID's with fewer bits (github.com/ulid/spec): a time, then chance, in Crockford's
base 32, which has no I, L, O or U. 38 bits count hundredths of a second since 2020 (until 2107);
12 bits of chance tell ids of one hundredth apart.
"""

import secrets
from datetime import UTC, datetime

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_TIME_BITS, _CHANCE_BITS = 38, 12
_ALIKE = str.maketrans("OIL", "011")


def new_id(at: datetime) -> str:
    """Make an id for a session begun `at`, a time with a zone."""
    hundredths = int((at - _EPOCH).total_seconds() * 100) & ((1 << _TIME_BITS) - 1)
    number = (hundredths << _CHANCE_BITS) | secrets.randbits(_CHANCE_BITS)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def read_id(written: str) -> str:
    """Spell what a person wrote as an id does: upper case, O as 0, I and L as 1."""
    return written.strip().upper().translate(_ALIKE)
