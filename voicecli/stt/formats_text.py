"""What all formats of a transcript share: clean text, names of speakers, times.

What was recognised, what a file is called and what a person is called come from outside: a line
break in them would begin a new subtitle, an arrow a new time, an escape code speak to a terminal.
"""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]+")
"""Control characters and line breaks, without the tab, which openai-whisper keeps."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ARROW = re.compile(r"-{2,}>")


def one_line(text: str) -> str:
    """The text without line breaks and control characters, as UTF-8 can hold it.

    Spaces at its ends stay: they part words.
    """
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


def without_arrows(text: str) -> str:
    """The text without the arrow that stands between a subtitle's times ("a --> b": "a -> b")."""
    return _ARROW.sub("->", text)


def speaker_name(speaker: str | None) -> str:
    """Who speaks, in one line; empty where nobody knows."""
    return " ".join(one_line(speaker or "").split())


def labelled(speaker: str | None) -> str:
    """What stands before the words of a speaker, as WhisperX and whisper-ctranslate2 write it."""
    name = speaker_name(speaker)
    return f"[{name}]: " if name else ""


def format_time(seconds: float, *, decimal: str, always_hours: bool) -> str:
    """A subtitle's time, rounded to milliseconds."""
    minutes, milliseconds = divmod(round(max(seconds, 0.0) * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    front = f"{hours:02d}:" if always_hours or hours else ""
    return f"{front}{minutes:02d}:{milliseconds // 1000:02d}{decimal}{milliseconds % 1000:03d}"
