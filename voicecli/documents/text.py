"""Bytes to text, and plain text to paragraphs."""

import codecs
import re
from calendar import day_name, month_name
from itertools import pairwise
from pathlib import PurePosixPath

from voicecli.errors import DocumentError
from voicecli.types import Block, Document

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""In this order: the mark of UTF-32 begins with that of UTF-16."""
_OLD_ENCODINGS = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949", "cp874", "cp866"),
]
"""What files were written in before UTF-8; among all that exist, short texts are mistaken."""
_WESTERN = {"cp1252", "cp1254"}
_ITEM = re.compile(r"[-*•]\s+|\(?\d{1,2}[.)]\s+")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+")
_HEADING_WORDS = 10
_MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]}|{name[3:4]})?' for name in month_name[1:])})\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_DATE = re.compile(
    rf"(?:(?:{'|'.join(day_name)}),? )?"
    rf"(?:{_DAY} (?:of )?{_MONTH},? \d{{4}}|{_MONTH} {_DAY},? \d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}([./])\d{1,2}\1(?:\d\d){1,2}):?",
    re.IGNORECASE,
)
"""A line that is a date and nothing else heads what was written on that day."""
_WHOLE = re.compile(
    r"(?:[.!?:;]|\b(?:19|20)\d\d\)?|\b(?:present|now|current|date)\)?)$", re.IGNORECASE
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_WRAPPED_AT = 50
"""Lines of a paragraph that was broken by an editor are at least this long."""


def decode(raw: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 with a byte order mark, or what it looks like.

    Raises DocumentError for empty and binary files, and naming the line where no encoding fits.
    """
    encoding = next((codec for bom, codec in _BOMS.items() if raw.startswith(bom)), "utf-8")
    if encoding in ("utf-8", "utf-8-sig") and b"\0" in raw:
        raise DocumentError(
            "binary-document", f"{name} is a binary file.", "Only text can be read under this name."
        )
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        guessed = _guess(raw)
        if guessed is None:
            raise _wrong_encoding(raw, name, error) from error
        text = guessed
    if not text.strip():
        raise DocumentError("empty-document", f"{name} is empty.", "Write something into it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess(raw: bytes) -> str | None:
    """The text in the old encoding that fits best, a Western one wherever it fits at all.

    charset-normalizer finds the Central European one as good for most Western texts. Turkish is
    Western but for six letters.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(raw, cp_isolation=_OLD_ENCODINGS)
    western = [match for match in matches if set(match.could_be_from_charset) & _WESTERN]
    best = max(western, key=lambda match: match.coherence) if western else matches.best()
    return str(best) if best else None


def _wrong_encoding(raw: bytes, name: str, error: UnicodeDecodeError) -> DocumentError:
    line = raw.count(b"\n", 0, error.start) + 1
    return DocumentError(
        "wrong-encoding",
        f"{name} is not UTF-8 text (line {line}, byte 0x{raw[error.start]:02x}).",
        "Convert it: `iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW`.",
    )


def title_from(name: str) -> str:
    """A title made of a file's name: "notes/travel-policy.md" is "Travel policy"."""
    stem = re.sub(r"[-_\s]+", " ", PurePosixPath(name).stem).strip()
    return stem[:1].upper() + stem[1:]


def read_text(raw: bytes, name: str, *, whole: bool = False) -> Document:
    """Read plain text: paragraphs, list items, and the lines that look like headings.

    `whole`: headings are blocks, too, and items end with their line unless it was broken.
    """
    blocks: list[Block] = []
    title, heading, first = "", "", ""
    for start, lines in _paragraphs(decode(raw, name)):
        if not heading and not title and not blocks and _is_title(lines[0]):
            first = lines[0]
            title = first.rstrip(".:")
            blocks += [Block(first, start, (), "heading")] if whole else []
            start, lines = start + 1, lines[1:]
        elif _is_heading(lines):
            heading = lines[0].rstrip(":") if _DATE.fullmatch(lines[0]) else lines[0]
            above = (title,) if title else ()
            blocks += [Block(lines[0], start, above, "heading")] if whole else []
            start, lines = start + 1, lines[1:]
        headings = tuple(part for part in (title, heading) if part)
        blocks += _blocks(lines, start, headings, whole=whole)
    if not blocks and title:
        blocks = [Block(first, 1)]
    return Document(name, title or title_from(name), tuple(blocks))


def _paragraphs(text: str) -> list[tuple[int, list[str]]]:
    """Runs of lines between empty ones, each with the number of its first line."""
    runs: list[tuple[int, list[str]]] = []
    previous = ""
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped and not previous:
            runs.append((number, []))
        if stripped:
            runs[-1][1].append(stripped)
        previous = stripped
    return runs


def _is_title(line: str) -> bool:
    """Whether the first line of a file can be its title; the first day of a diary is none."""
    return len(line.split()) <= 2 * _HEADING_WORDS and not _DATE.fullmatch(line)


def _is_heading(lines: list[str]) -> bool:
    """Whether a paragraph opens with a heading.

    A short line without final punctuation is one when it stands alone; above further lines it
    needs a number or capitals, or is a date, since the first line of a wrapped paragraph looks the
    same.
    """
    first = lines[0]
    if _DATE.fullmatch(first):
        return True
    if len(first.split()) > _HEADING_WORDS or first[-1] in ".!?,;" or first[0] in "-*•":
        return False
    if len(lines) == 1:
        return ":" not in first
    return first.isupper() or bool(_NUMBERED.match(first) and not _ITEM.match(lines[1]))


def _blocks(
    lines: list[str], start: int, headings: tuple[str, ...], *, whole: bool = False
) -> list[Block]:
    """The paragraph or the items of a run of lines.

    Of a paper a line goes on with the item above only where that one was broken for its length:
    what follows a list there without an empty line is seldom part of its last item.
    """
    if not any(_ITEM.match(line) for line in lines):
        text = paper_lines(lines) if whole else _join(lines)
        return [Block(text, start, headings)] if lines else []
    blocks: list[Block] = []
    for number, line in enumerate(lines, start):
        if mark := _ITEM.match(line):
            blocks.append(Block(line[mark.end() :], number, headings, "item"))
        elif (
            blocks
            and blocks[-1].kind == "item"
            and (not whole or _goes_on(lines[number - start - 1], line))
        ):
            last = blocks.pop()
            blocks.append(Block(f"{last.text} {line}", last.line, headings, "item"))
        else:
            blocks.append(Block(line, number, headings))
    return blocks


def _goes_on(above: str, line: str) -> bool:
    """Whether a line looks like the rest of the one above it; what ends with a date is whole."""
    if line[0].islower():
        return True
    return len(above) > _WRAPPED_AT + 10 and not _WHOLE.search(above) and not _DATED.search(line)


def paper_lines(lines: list[str]) -> str:
    """The lines of a paragraph of a paper, those joined that an editor wrapped."""
    text = lines[0] if lines else ""
    for above, line in pairwise(lines):
        text += f"{' ' if line and above and _goes_on(above, line) else chr(10)}{line}"
    return text


def _join(lines: list[str]) -> str:
    """One paragraph: lines that an editor wrapped are joined, those of a letterhead are kept."""
    wrapped = all(len(line) >= _WRAPPED_AT for line in lines[:-1])
    return (" " if wrapped else "\n").join(lines)
