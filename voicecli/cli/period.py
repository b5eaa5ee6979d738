"""A stretch of time as a person writes it."""

import re
from datetime import datetime, timedelta

from voicecli.errors import UsageError

_LENGTH = re.compile(r"(\d{1,6})\s*(m|min|h|d|w|y)", re.IGNORECASE)
_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}
_FORMS = 'Write a day ("2026-05-17"), a time ("2026-05-17 18:30") or a length ("30d", "12h").'


def read_moment(written: str, option: str, now: datetime) -> datetime:
    """The moment that is meant: a day's beginning, a time, "today", "yesterday" or so long ago.

    Times without an offset are those of this computer's clock; `now` has an offset. Raises
    UsageError("bad-time").
    """
    text = written.strip()
    today = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    if text.lower() in ("today", "yesterday"):
        return _local(today - timedelta(days=text.lower() == "yesterday"))
    try:
        if length := _LENGTH.fullmatch(text):
            return now - int(length[1]) * _UNITS[length[2].lower()]
        return _local(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise UsageError(
            "bad-time", f"{option} cannot be read: {written[:40]!r}.", _FORMS
        ) from None


def read_length(written: str, option: str, now: datetime) -> datetime:
    """The moment that lies "30d", "12h" or "2w" before now. Raises UsageError("bad-time")."""
    if not _LENGTH.fullmatch(written.strip()):
        raise UsageError(
            "bad-time", f"{option} is a length such as 30d, 12h or 2w, not {written[:40]!r}."
        )
    return read_moment(written, option, now)


def _local(moment: datetime) -> datetime:
    """With the offset that this computer's clock has at that time, which is not that of now."""
    return moment.astimezone()
