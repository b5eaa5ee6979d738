"""Papers from files that real programs made, and one clear error for each that is none."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission
from PIL import Image

from voicecli.errors import DocumentError
from voicecli.interview.papers import reading
from voicecli.interview.papers.english_text import is_english
from voicecli.interview.papers.reading import read_paper
from voicecli.interview.papers.sections import cut
from voicecli.types import Document

pytestmark = pytest.mark.unit


def written(path: Path, raw: bytes | str) -> Path:
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


def pdf_of(*lines: str, set_up: Callable[[FPDF], None] = lambda pdf: None) -> bytes:
    pdf = FPDF()
    set_up(pdf)
    pdf.add_page()
    pdf.set_font("Helvetica", "", 11)
    for line in lines:
        pdf.multi_cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def docx_of(fill: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("L", (400, 600), 200).save(file, "PNG")
    return file.getvalue()


def scanned() -> bytes:
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.image(io.BytesIO(picture()), w=180)
    return bytes(pdf.output())


def encrypted() -> bytes:
    return pdf_of(
        "Secret skills",
        set_up=lambda pdf: pdf.set_encryption("owner", "user", permissions=AccessPermission.none()),
    )


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.txt", "no word document")
    return file.getvalue()


FAULTS: dict[str, tuple[str, Callable[[], bytes | str], str, str]] = {
    "empty text": ("cv.txt", lambda: "", "empty-document", "Write"),
    "blank text": ("cv.md", lambda: " \n\n", "empty-document", "Write"),
    "empty pdf": ("cv.pdf", lambda: b"", "empty-document", "Write"),
    "empty docx": ("cv.docx", lambda: docx_of(lambda d: None), "empty-document", "picture"),
    "scanned": ("cv.pdf", scanned, "scanned-document", "ocrmypdf"),
    "encrypted pdf": ("cv.pdf", encrypted, "protected-document", "qpdf --decrypt"),
    "encrypted docx": (
        "cv.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "protected-document",
        "without a password",
    ),
    "corrupt pdf": ("cv.pdf", lambda: b"%PDF-1.7\n" + b"garbage " * 50, "broken-document", "save"),
    "cut docx": (
        "cv.docx",
        lambda: docx_of(lambda d: d.add_paragraph("words"))[:-400],
        "broken-document",
        "save",
    ),
    "zip as docx": ("cv.docx", zipped, "wrong-document-type", "Word document|Unpack"),
    "picture": ("cv.png", picture, "wrong-document-type", "ocrmypdf"),
    "picture as pdf": ("cv.pdf", picture, "wrong-document-type", "ocrmypdf"),
    "pdf as docx": ("cv.docx", lambda: pdf_of("words"), "wrong-document-type", r"\.pdf"),
    "pdf as text": ("cv.txt", lambda: pdf_of("words"), "wrong-document-type", r"\.pdf"),
    "old word": ("cv.doc", lambda: b"\xd0\xcf\x11\xe0", "wrong-document-type", "DOCX"),
    "pages": ("cv.pages", zipped, "wrong-document-type", "Export"),
    "no suffix": ("cv", lambda: "text", "wrong-document-type", "PDF or DOCX"),
    "binary as text": ("cv.txt", lambda: b"ab\0cd" * 20, "binary-document", "text"),
    "huge text": ("cv.txt", lambda: "word " * 30_000, "huge-document", "pages that matter"),
    "huge bytes": ("cv.md", lambda: b"a" * (reading.LARGEST_TEXT + 1), "huge-document", "Save it"),
    "many pages": (
        "cv.pdf",
        lambda: pdf_of(*[f"Line {n}\n" * 48 for n in range(65)]),
        "huge-document",
        "Split",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_one_clear_error_with_a_way_out(fault: str, tmp_path: Path) -> None:
    name, make, code, hint = FAULTS[fault]
    with pytest.raises(DocumentError) as caught:
        read_paper(written(tmp_path / name, make()))
    assert caught.value.code == code
    assert name in caught.value.message
    assert "\n" not in caught.value.message
    assert any(
        part in caught.value.hint.replace("\\", "") for part in hint.replace("\\", "").split("|")
    )


def test_missing_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="There is no file") as caught:
        read_paper(tmp_path / "none.pdf")
    assert caught.value.code == "missing-document"
    with pytest.raises(DocumentError, match="is a folder") as caught:
        read_paper(tmp_path)
    assert caught.value.code == "folder-document"


def test_a_dash_is_text_from_standard_input() -> None:
    document = read_paper(Path("-"), stdin=b"# Cook\n\n- knives\n")
    assert [block.text for block in document.blocks][-1] == "knives"
    with pytest.raises(DocumentError) as caught:
        read_paper(Path("-"), stdin=b"  ")
    assert caught.value.code == "empty-document"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_nothing_is_left_out_of_a_paper_of_headings_alone(tmp_path: Path) -> None:
    document = read_paper(
        written(tmp_path / "cv.txt", "Ann Lee\n\nNurse\n\nLeeds\n\nSkills\n\n- CPR\n")
    )
    said = " ".join(texts(document))
    assert all(word in said for word in ("Ann Lee", "Nurse", "Leeds", "Skills", "CPR"))


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_table_comes_with_its_cells(suffix: str, tmp_path: Path) -> None:
    rows = [
        ("Criteria", "Essential", "Desirable"),
        ("Training", "A nursing degree and a current registration with the council", "Mentoring"),
        ("Experience", "Two years on an acute ward", "Ventilation of patients at night"),
    ]

    def fill(document: docx.document.Document) -> None:
        table = document.add_table(rows=0, cols=3)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text

    if suffix == "docx":
        raw = docx_of(fill)
    else:
        pdf = FPDF()
        pdf.add_page()
        pdf.set_font("Helvetica", "", 10)
        with pdf.table(text_align="LEFT") as table:
            for row in rows:
                line = table.row()
                for text in row:
                    line.cell(text)
        raw = bytes(pdf.output())
    document = read_paper(written(tmp_path / f"job.{suffix}", raw))
    cells = [block.cells for block in document.blocks if block.cells]
    assert cells == [
        tuple(zip(rows[0], row, strict=True)) for row in rows[1:]
    ]  # each cell whole, under its column's name
    sections = cut(document, {"essential", "desirable"}.__contains__)
    told = [(s.title, e.text) for s in sections for e in s.entries if s.title]
    assert ("Essential", rows[1][1]) in told
    assert ("Desirable", "Mentoring") in told


def test_columns_of_a_pdf_do_not_interleave(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", "", 10)
    for left, width, text in (
        (15, 50, "Skills\nWound care\nTriage\nFirst aid for children"),
        (80, 110, "Work\nStaff nurse at the infirmary for nine years\nWard sister since May"),
    ):
        pdf.set_left_margin(left)
        pdf.set_xy(left, 20)
        pdf.multi_cell(width, 5, text)
    document = read_paper(written(tmp_path / "cv.pdf", bytes(pdf.output())))
    said = " ".join(" ".join(texts(document)).split())
    assert said.startswith("Skills Wound care Triage First aid for children Work Staff nurse")


def test_lines_that_the_writer_ended_stay_lines_in_a_pdf(tmp_path: Path) -> None:
    raw = pdf_of(
        "- Reliable timekeeping",
        "NICE TO HAVE",
        "- Orbital welding",
        "This is a paragraph that goes on for so long that the program has to wrap it, once at "
        "least, and that has to be one line again when it is read.",
    )
    document = read_paper(written(tmp_path / "job.pdf", raw))
    lines = [line for block in document.blocks for line in block.text.split("\n")]
    assert lines[:3] == ["Reliable timekeeping", "NICE TO HAVE", "Orbital welding"]
    assert lines[3].endswith("when it is read.")


def test_a_word_page_set_with_a_table_is_read_as_text(tmp_path: Path) -> None:
    def fill(document: docx.document.Document) -> None:
        left, right = document.add_table(rows=1, cols=2).rows[0].cells
        for text in ("Skills", "Triage", "Wound care", "First aid"):
            left.add_paragraph(text)
        for text in ("Work", "Staff nurse", "2019 to 2024", "Nine beds at night"):
            right.add_paragraph(text)

    document = read_paper(written(tmp_path / "cv.docx", docx_of(fill)))
    assert texts(document)[:4] == ["Skills", "Triage", "Wound care", "First aid"]
    assert all(block.line == number for number, block in enumerate(document.blocks, start=1))


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (
            "Kevin O'Dowd. HGV driver. Class 1 driver, Swift Haulage, 2012 – present. Night"
            " trunking Birmingham, Glasgow. Warehouse operative, Tesco, Los Angeles. Driver card,"
            " El Paso.",
            True,
        ),
        (
            "Chef de partie, Le Petit Bistro, Paris. Responsable des sauces. Formation continue."
            " Restaurant gastronomique. Expérience internationale. Langues: anglais, allemand."
            " Diplôme de cuisine et de pâtisserie.",
            False,
        ),
        (
            "Ana López, Madrid. Camarera en el Hotel Ritz, 2019 - 2022. Atención al cliente."
            " Idiomas: inglés, francés. Carnet de conducir B. Educación secundaria obligatoria.",
            False,
        ),
    ],
)
def test_the_language_of_a_short_resume(text: str, english: bool) -> None:
    assert is_english(text) is english
