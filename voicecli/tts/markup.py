"""Text without markup: what a person sees when Markdown or HTML is shown."""

import html
import re
import unicodedata

_RULES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern, flags), replacement)
    for pattern, replacement, flags in [
        (r"<!--.*?-->", " ", re.DOTALL),
        (r"</?[a-zA-Z](?![^<>\s]*://)[^<>]*>", " ", 0),
        (r"^\s*(?:```|~~~)[\w+-]*\s*$", "", re.MULTILINE),
        (r"```(?:[\w+-]*\n)?|~~~", " ", 0),
        (r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", 0),  # wiki links
        (r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)", r"\1", 0),
        (r"\[\^?\d+\]", "", 0),  # footnotes and references
        (r"^\s{0,3}#{1,6}\s+", "", re.MULTILINE),
        (r"^\s{0,3}(?:[-*_]\s*){3,}$", "", re.MULTILINE),
        (r"^\s*(?:>\s?)+", "", re.MULTILINE),
        (r"^\s*[-*+•–]\s+(?:\[[ xX]\]\s+)?", "", re.MULTILINE),
        (r"^\s*\|?[\s:|-]*-{2,}[\s:|-]*\|?\s*$", "", re.MULTILINE),  # the line under a table's head
        (r"\s*\|\s*", ", ", 0),
        (r"(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", re.DOTALL),
        (r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", re.DOTALL),
        (r"`+", "", 0),
    ]
]
_MAIL = re.compile(r"\b(?:mailto:)?([\w.+-]+)@((?:[\w-]+\.)+[a-zA-Z]{2,})\b")
_ADDRESS = re.compile(
    r"\b(?:https?|ftp)://(?:[^\s/@]*@)?([^\s/:?#<>\"')\]]+)(?:\([^\s()]*\)|[^\s<>\"')\]])*", re.I
)
_BARE_ADDRESS = re.compile(r"\bwww\.((?:[\w-]+\.)+[a-zA-Z]{2,})(?:/[^\s<>\"')\]]*)?", re.I)
_HOST = re.compile(
    r"\b((?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|example|edu|gov))\b(?:/[^\s<>\"')]*)?"
)

_KEPT = "°©®№\u200c\u200d"
"""Symbols that are words, and the joiners that some scripts are written with."""

_LONE_JOINER = re.compile(r"(?<!\w)[\u200c\u200d]+|[\u200c\u200d]+(?!\w)")


def plain(text: str) -> str:
    """`text` without Markdown and HTML; of an address its host is kept, with "dot" for each dot."""
    text = html.unescape(text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = _ADDRESS.sub(_host, text)
    text = _MAIL.sub(lambda found: f"{_dots(found[1])} at {_dots(found[2])}", text)
    return _HOST.sub(_host, _BARE_ADDRESS.sub(_host, text))


def without_pictures(text: str) -> str:
    """`text` without emoji, other pictures, and characters that are no text at all."""
    kept = (
        character if character in _KEPT or character.isspace() or _is_text(character) else " "
        for character in text
    )
    return _LONE_JOINER.sub("", "".join(kept))


def _host(found: re.Match[str]) -> str:
    """The host as words; a full stop or comma after the address stays."""
    host = re.sub(r"^www\.", "", found[1].rstrip(".,;!"), flags=re.I)
    tail = re.search(r"[.,;:!?]+$", found[0])
    return _dots(host) + (tail.group() if tail else "")


def _dots(name: str) -> str:
    return " dot ".join(part for part in name.split(".") if part)


def _is_text(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Me" or character == "\ufe0f":  # what turns a digit or sign into a picture
        return False
    return category[0] in "LMNPZ" or category in ("Sm", "Sc")
