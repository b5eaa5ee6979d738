"""Résumés and job descriptions of the gold pairs as PDF and DOCX files, as people lay them out.

The texts are Markdown; fpdf2 and python-docx set them in a layout of `LAYOUTS`:

- styled: headings by style, bullets and tables as such
- bold: headings in bold letters of the text's size, bullets typed
- capitals: one size and weight, headings in capitals, dashes typed
- plain: one size and weight, headings as lines of their own
- columns: the odd sections in a narrow column at the left, the rest beside it
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

import docx
from docx.shared import Mm
from fpdf import FPDF

LAYOUTS = ("styled", "bold", "capitals", "plain", "columns")
Kind = Literal["title", "heading", "text", "item", "number", "row"]


@dataclass(frozen=True)
class Piece:
    """A line of a paper; `cells` are those of a table's row."""

    kind: Kind
    text: str
    level: int = 1
    cells: tuple[str, ...] = ()
    is_bold: bool = False


def pieces(markdown: str) -> list[Piece]:
    """The few forms of Markdown that the texts use."""
    found: list[Piece] = []
    for line in markdown.split("\n"):
        text = line.strip()
        plain = text.replace("**", "")
        if match := re.match(r"(#+)\s+(.*)", text):
            level = len(match[1])
            found.append(Piece("title" if level == 1 else "heading", match[2], level))
        elif text.startswith("|"):
            cells = tuple(cell.strip() for cell in text.strip("|").split("|"))
            if not all(set(cell) <= set("-: ") for cell in cells):
                found.append(Piece("row", "", cells=cells))
        elif text.startswith("- "):
            found.append(Piece("item", plain[2:]))
        elif match := re.match(r"(\d+\.)\s+(.*)", plain):
            found.append(Piece("number", match[2], int(match[1][:-1])))
        elif text:
            is_bold = text.startswith("**") and text.endswith("**")
            found.append(Piece("text", plain, is_bold=is_bold))
    return found


def as_docx(markdown: str, layout: str) -> bytes:
    """The bytes of a Word document."""
    document = docx.Document()
    lines = pieces(markdown)
    if layout == "columns":
        table = document.add_table(rows=1, cols=2)
        side, main = _split(lines)
        for cell, part in zip(table.rows[0].cells, (side, main), strict=True):
            _fill(cell, part, "bold")
    else:
        _fill(document, lines, layout)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(place: Any, lines: list[Piece], layout: str) -> None:
    for piece in _with_tables(lines):
        if isinstance(piece, Piece):
            _docx_line(place, piece, layout)
        else:
            _docx_table(place, piece)


def _docx_line(place: Any, piece: Piece, layout: str) -> None:
    styled = layout == "styled"
    if piece.kind in ("title", "heading"):
        if styled:
            style = "Title" if piece.kind == "title" else f"Heading {min(piece.level - 1, 3)}"
            place.add_paragraph(piece.text, style=style)
        else:
            text = piece.text.upper() if layout == "capitals" else piece.text
            place.add_paragraph().add_run(text).bold = layout == "bold"
    elif piece.kind in ("item", "number"):
        style = "List Bullet" if piece.kind == "item" else "List Number"
        mark = {"capitals": "- ", "bold": "•\t", "plain": ""}.get(layout, "")
        place.add_paragraph(f"{mark}{piece.text}", style=style if styled else None)
    else:
        place.add_paragraph().add_run(piece.text).bold = piece.is_bold


def _docx_table(place: Any, rows: list[Piece]) -> None:
    width = max(len(row.cells) for row in rows)
    table = place.add_table(rows=0, cols=width)
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row.cells, strict=False):
            parts = [part.strip() for part in text.split(";")]
            cell.text = parts[0]
            for part in parts[1:]:
                cell.add_paragraph(part)
    for column in table.columns:
        column.width = Mm(160 / width)


def as_pdf(markdown: str, layout: str) -> bytes:
    """The bytes of a PDF; signs that its fonts lack, as pictographs, are left out."""
    markdown = markdown.encode("windows-1252", "ignore").decode("windows-1252")
    pdf = FPDF()
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_margin(18)
    pdf.add_page()
    lines = pieces(markdown)
    if layout == "columns":
        side, main = _split(lines)
        _pdf_column(pdf, side, 15, 55)
        pdf.page = 1
        pdf.set_y(18)
        _pdf_column(pdf, main, 80, 115)
    else:
        _pdf_lines(pdf, lines, layout)
    return bytes(pdf.output())


def _pdf_column(pdf: FPDF, lines: list[Piece], left: float, width: float) -> None:
    pdf.set_left_margin(left)
    pdf.set_right_margin(210 - left - width)
    pdf.set_x(left)
    _pdf_lines(pdf, lines, "styled")


def _pdf_lines(pdf: FPDF, lines: list[Piece], layout: str) -> None:
    for piece in _with_tables(lines):
        if isinstance(piece, Piece):
            _pdf_line(pdf, piece, layout)
        else:
            _pdf_table(pdf, piece)


def _pdf_line(pdf: FPDF, piece: Piece, layout: str) -> None:
    size, weight, mark = 10.5, "B" if piece.is_bold else "", ""
    text = piece.text
    if piece.kind in ("title", "heading"):
        pdf.ln(2)
        weight = "" if layout in ("plain", "capitals") else "B"
        size = (
            {"title": 18, "heading": 15 - piece.level}[piece.kind] if layout == "styled" else size
        )
        text = text.upper() if layout == "capitals" else text
    elif piece.kind == "number":
        mark = f"{piece.level}. "
    elif piece.kind == "item":
        mark = "- " if layout == "capitals" else "• "
    pdf.set_font("Helvetica", weight, size)
    pdf.multi_cell(0, size / 2, f"{mark}{text}", align="L", new_x="LMARGIN", new_y="NEXT")
    if piece.kind in ("text", "title", "heading"):
        pdf.ln(1.5)


def _pdf_table(pdf: FPDF, rows: list[Piece]) -> None:
    pdf.set_font("Helvetica", "", 10)
    with pdf.table(text_align="LEFT", line_height=5) as table:
        for row in rows:
            line = table.row()
            for cell in row.cells:
                line.cell(cell.replace("; ", "\n"))
    pdf.ln(2)


def _with_tables(lines: list[Piece]) -> Iterator[Piece | list[Piece]]:
    """The lines in order, the rows of each table together."""
    for are_rows, run in groupby(lines, key=lambda piece: piece.kind == "row"):
        if are_rows:
            yield list(run)
        else:
            yield from run


def _split(lines: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The title and every second section; the rest."""
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    number = 0
    for piece in lines:
        number += piece.kind == "heading" and piece.level == 2
        sides[number % 2].append(piece)
    return sides
