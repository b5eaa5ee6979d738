"""Rows of cells to lines of text that can stand alone, and CSV files to such lines or records."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from voicecli.documents.record_fields import is_named, names_fields
from voicecli.documents.record_types import KNOWN, type_of
from voicecli.documents.records import document_of
from voicecli.documents.text import decode, title_from
from voicecli.documents.transcripts import is_timed, timed_rows
from voicecli.errors import DocumentError
from voicecli.types import Block, Document, RecordType

_SNIFFED_CHARACTERS = 16_384
_DELIMITERS = ",;\t|"
_TRANSCRIPT = "start,end,"
"""How the table of a transcript begins, whose text may hold any delimiter."""
_HEAD_CHARACTERS = 60
"""What is longer is no column's name."""


def rows_as_text(
    rows: Sequence[Sequence[str]], *, is_head: bool | None = None
) -> Iterator[tuple[int, str]]:
    """The number of each row that says something, with "Column: cell; Column: cell".

    `is_head` says whether the first row names the columns; None: judge by its look, of two columns
    also by what is below. Without names a row of two cells is "first: second".
    """
    if is_head is None:
        is_head = looks_like_head(rows) and (len(rows[0]) > 2 or _is_unlike_the_rest(rows))
    columns = list(rows[0]) if is_head and rows else []
    for number, row in enumerate(rows):
        if number == 0 and is_head and len(rows) > 1:
            continue
        if text := _row_text(row, columns if number else []):
            yield number, text


def looks_like_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: short, different, whole, without a figure."""
    if len(rows) < 2:
        return False
    first = [cell.strip() for cell in rows[0]]
    return (
        len(first) > 1
        and all(first)
        and len(set(first)) == len(first)
        and all(len(cell) <= _HEAD_CHARACTERS for cell in first)
        and not any(character.isdigit() for cell in first for character in cell)
    )


def _is_unlike_the_rest(rows: Sequence[Sequence[str]]) -> bool:
    """Whether several figures, or texts that are all longer, stand under a word.

    Of two columns the first row may as well be the first thing that is told.
    """
    below = [row[-1] for row in rows[1:] if len(row) > 1]
    longest = max(len(cell) for cell in rows[0])
    return len(below) > 1 and (
        all(any(character.isdigit() for character in cell) for cell in below)
        or all(len(cell) > longest for cell in below)
    )


def _row_text(row: Sequence[str], columns: Sequence[str]) -> str:
    if columns:
        named = zip((*columns, *[""] * len(row)), row, strict=False)
        cells = [f"{column.strip()}: {cell.strip()}" if column.strip() else cell.strip()
                 for column, cell in named if cell.strip()]  # fmt: skip
        return "; ".join(" ".join(cell.split()) for cell in cells)
    filled = [" ".join(cell.split()) for cell in row if cell.strip()]
    return ": ".join(filled) if len(filled) == 2 else "; ".join(filled)


def read_csv(
    raw: bytes, name: str, types: Sequence[RecordType] = (), recording: str = ""
) -> Document:
    """Read a table: as records where its columns are fields of records, else a row as an item.

    The table of a transcript, with start and end in milliseconds, is read as one of a recording.
    Raises DocumentError for what is no table.
    """
    text = decode(raw, name)
    lines, rows = _rows(text, name)
    if not rows:
        raise DocumentError("empty-document", f"{name} has no rows.", "Write something into it.")
    columns = [cell.strip().lower() for cell in rows[0]]
    if is_timed(columns):
        return timed_rows(columns, rows[1:], lines[1:], name, recording)
    is_head = looks_like_head(rows)
    if is_head and _are_records(rows[0], PurePosixPath(name).stem, types):
        objects = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        return document_of(objects, name, types)
    blocks = tuple(
        Block(text, lines[number], kind="item")
        for number, text in rows_as_text(rows, is_head=is_head)
    )
    return Document(name, title_from(name), blocks)


def _rows(text: str, name: str) -> tuple[list[int], list[list[str]]]:
    """The lines where rows begin, and the rows that are not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text, name), strict=False)
    lines, rows = [], []
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                lines.append(before + 1)
                rows.append(row)
            before = reader.line_num
    except csv.Error as error:
        raise DocumentError(
            "bad-table", f"{name}, line {reader.line_num}: {error}.", "Save it again as CSV."
        ) from error
    return lines, rows


def _dialect(text: str, name: str) -> type[csv.Dialect]:
    if name.lower().endswith(".tsv"):
        return csv.excel_tab
    if text.startswith(_TRANSCRIPT):
        return csv.excel
    try:
        return csv.Sniffer().sniff(text[:_SNIFFED_CHARACTERS], _DELIMITERS)
    except csv.Error:  # one column, or rows of different lengths
        return csv.excel


def _are_records(columns: Sequence[str], stem: str, types: Sequence[RecordType]) -> bool:
    """Whether a table's rows are records: its name is a type, or its columns are their fields.

    Where its name says nothing, one column holds what things are called, and half of all are
    fields that records have.
    """
    type_ = type_of(stem, types)
    named = is_named(dict.fromkeys(columns, ""), [known for known in types if known.name == type_])
    if type_ in KNOWN or any(known.name == type_ for known in types):
        return named
    return named and names_fields(columns)
