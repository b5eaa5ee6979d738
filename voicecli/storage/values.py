"""Times, texts and pieces of ids, as the database holds them and as a person writes them."""

from datetime import UTC, datetime

from voicecli.storage.ids import ALPHABET, LENGTH, read_id

_SHOWN_CHARACTERS = 40


def utc_now() -> datetime:
    """The time now, with its zone."""
    return datetime.now(UTC)


def written_time(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds always, so that text sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def read_time(at: str) -> datetime:
    """Return the time that `written_time` wrote."""
    return datetime.fromisoformat(at)


def storable(text: str) -> str:
    """Text that SQLite takes: half a surrogate pair, from bytes that were no UTF-8, becomes "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def read_piece(written: str) -> str:
    """A whole id or a piece of one as ids are spelled; "" for what is in none."""
    piece = read_id(written)
    return piece if len(piece) <= LENGTH and set(piece) <= set(ALPHABET) else ""


def shown(written: str) -> str:
    """What a person wrote, in quotes and not too long for a message."""
    cut = written if len(written) <= _SHOWN_CHARACTERS else written[:_SHOWN_CHARACTERS] + "…"
    return repr(cut)
