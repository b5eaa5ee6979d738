"""PDF, Word and electronic books, each made by the program that other people make them with."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fpdf import FPDF
from PIL import Image

from voicecli.documents.archives import LARGEST_MEMBER
from voicecli.documents.readers import read, read_whole
from voicecli.errors import DocumentError
from voicecli.types import Block

pytestmark = pytest.mark.unit

SENTENCES = (
    "Otters come back to places that were empty for years. The water is clean again and fish are "
    "plenty. In winter they are seen on the ice in daylight. "
)


def new_pdf() -> FPDF:
    pdf = FPDF()
    pdf.set_font("Helvetica", "", 11)
    pdf.add_page()
    return pdf


def line(pdf: FPDF, text: str, size: int = 11, style: str = "") -> None:
    pdf.set_font("Helvetica", style, size)
    pdf.multi_cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")


def column(pdf: FPDF, text: str, left: float, top: float) -> None:
    """Write text as a program for two columns does, line by line at its place."""
    pdf.set_font("Times", "", 10)
    words, written = text.split(), ""
    for word in [*words, ""]:
        if not word or pdf.get_string_width(f"{written} {word}") > 80:
            pdf.text(left, top, written)
            top, written = top + 4.5, word
        else:
            written = f"{written} {word}".strip()


def pdf_blocks(pdf: FPDF) -> tuple[Block, ...]:
    return read(bytes(pdf.output()), "a.pdf").blocks


def test_a_cv_keeps_pages_headings_and_items() -> None:
    pdf = new_pdf()
    line(pdf, "Anna Larsson", 20, "B")
    pdf.start_section("Work")
    line(pdf, "Work", 14, "B")
    line(pdf, "Marine biologist, Baltic Watch", 11, "B")
    line(
        pdf,
        "Led nine people who counted seals along the coast, from drones and from boats, in all "
        "weathers, and wrote the program that found them.\n\nWon a prize in 2021.",
    )
    line(pdf, "- Counted 14,200 seals\n- Trained twelve volunteers")
    pdf.add_page()
    pdf.start_section("Education")
    line(pdf, "Education", 14, "B")
    line(pdf, "PhD in marine biology, 2012.")
    document = read(bytes(pdf.output()), "cv.pdf")
    assert document.title == "Anna Larsson"
    job = ("Work", "Marine biologist, Baltic Watch")
    assert [(b.text[:22], b.headings[-2:], b.page, b.kind) for b in document.blocks] == [
        ("Led nine people who co", job, 1, "paragraph"),
        ("Won a prize in 2021.", job, 1, "paragraph"),
        ("Counted 14,200 seals", job, 1, "item"),
        ("Trained twelve volunte", job, 1, "item"),
        ("PhD in marine biology,", ("Education",), 2, "paragraph"),
    ]
    assert document.blocks[0].text.endswith(
        "in all weathers, and wrote the program that found them."
    )


def test_columns_are_read_one_after_the_other() -> None:
    pdf = new_pdf()
    column(pdf, "First " + SENTENCES * 2, 20, 30)
    column(pdf, "Second " + SENTENCES * 2, 110, 30)
    assert [b.text.split()[0] for b in pdf_blocks(pdf)] == ["First", "Second"]


def test_what_is_written_out_of_order_is_read_as_it_stands() -> None:
    pdf = new_pdf()
    pdf.set_font("Helvetica", "", 11)
    pdf.text(20, 250, "This is the end of the page, which goes over both of its columns as well.")
    column(pdf, "Second " + SENTENCES, 110, 60)
    column(pdf, "First " + SENTENCES, 20, 60)
    pdf.set_font("Helvetica", "", 11)
    pdf.text(20, 40, "This stands above both of the columns, and is as wide as they are together.")
    assert [b.text.split()[0] for b in pdf_blocks(pdf)] == ["This", "First", "Second", "This"]
    assert pdf_blocks(pdf)[0].text.endswith("together.")


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pdf = FPDF()
    for number in range(1, 5):
        pdf.add_page()
        pdf.set_font("Times", "", 9)
        pdf.text(20, 12, "Journal of Otters")
        pdf.text(100, 290, f"Page {number} of 4")
        pdf.set_font("Times", "B", 14)
        pdf.text(20, 25, f"Chapter {number}")
        column(pdf, " ".join([f"Otter {number}.", *SENTENCES.split()[number:]]), 20, 35)
    found = pdf_blocks(pdf)
    assert [b.page for b in found] == [1, 2, 3, 4]
    assert [b.headings[-1] for b in found] == [f"Chapter {n}" for n in range(1, 5)]
    assert all(b.text.startswith("Otter ") and b.text.endswith("daylight.") for b in found)


def test_rows_of_a_table_are_items() -> None:
    pdf = new_pdf()
    with pdf.table() as table:
        for cells in (("Item", "Price"), ("Oak table", "420 euros"), ("Shelf", "95 euros")):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    assert "Oak table 420 euros" in "\n".join(b.text for b in pdf_blocks(pdf))


def test_a_scan_says_that_it_is_one() -> None:
    pdf = new_pdf()
    pdf.image(Image.new("RGB", (60, 80), "white"), 0, 0, 100)
    with pytest.raises(DocumentError, match="its page is a picture") as caught:
        pdf_blocks(pdf)
    assert "ocrmypdf" in caught.value.hint


def test_a_pdf_with_a_password_says_so() -> None:
    pdf = new_pdf()
    pdf.cell(text="secret")
    pdf.set_encryption(owner_password="owner", user_password="user")
    with pytest.raises(DocumentError, match="encrypted"):
        pdf_blocks(pdf)


def word_file(write: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    write(document)
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def test_a_word_file_keeps_headings_lists_and_tables() -> None:
    def write(document: docx.document.Document) -> None:
        document.add_heading("Club rules", 0)
        document.add_paragraph("Everybody is welcome.")
        document.add_heading("Boats", 1)
        document.add_paragraph("Dinghies for two", style="List Bullet")
        document.add_heading("At night", 2)
        document.add_paragraph("Only with lamps.")
        document.add_paragraph().add_run("Opening hours").bold = True
        table = document.add_table(rows=2, cols=3)
        for row, cells in enumerate((("Day", "From", "To"), ("Monday", "9:00", "17:00"))):
            for number, cell in enumerate(cells):
                table.cell(row, number).text = cell

    document = read(word_file(write), "rules.docx")
    assert document.title == "Club rules"
    assert [(b.text, b.headings, b.kind, b.line) for b in document.blocks] == [
        ("Everybody is welcome.", ("Club rules",), "paragraph", 0),
        ("Dinghies for two", ("Boats",), "item", 0),
        ("Only with lamps.", ("Boats", "At night"), "paragraph", 0),
        ("Day: Monday; From: 9:00; To: 17:00", ("Boats", "At night", "Opening hours"), "item", 0),
    ]


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field as Word writes it: its begin, its instruction, what it shows, its end."""
    told_so = (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", ""))
    for kind, text in told_so:
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            told = OxmlElement("w:instrText")
            told.text = text
            run._r.append(told)


def test_a_paper_has_the_heads_and_feet_of_its_pages() -> None:
    def write(document: docx.document.Document) -> None:
        document.add_paragraph("Staff nurse")
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "Hannah Lowe\thannah@example.com"
        running = section.header.paragraphs[0]
        running.add_run("Hannah Lowe · Page ")
        _field(running, " PAGE ", "2")
        running.add_run(" of ")
        _field(running, " NUMPAGES ", "3")
        section.first_page_footer.paragraphs[0].text = "Staff nurse"
        section.footer.paragraphs[0].text = "07700 900123"

    raw = word_file(write)
    assert [b.text for b in read_whole(raw, "cv.docx").blocks] == [
        "Hannah Lowe",
        "hannah@example.com",
        "07700 900123",
        "Staff nurse",
    ]
    assert [b.text for b in read(raw, "cv.docx").blocks] == ["Staff nurse"]


def test_what_is_no_readable_word_file_is_named() -> None:
    with pytest.raises(DocumentError, match="no text"):
        read(word_file(lambda document: None), "a.docx")
    with pytest.raises(DocumentError, match="password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.docx")
    with pytest.raises(DocumentError, match="damaged"):
        read(b"PK\x03\x04 and nothing", "a.docx")


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Fog &amp; Sea</dc:title></metadata>
<manifest>
<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="two" href="ch%202.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="ch1.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>"""
PAGES = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": PACKAGE,
    "OEBPS/nav.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li>'
    '<a href="ch1.xhtml">Arrival</a></li></ol></nav></body></html>',
    "OEBPS/ch1.xhtml": '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><a id="x"/>'
    "<p>Mara came in&nbsp;May.</p></body></html>",
    "OEBPS/ch 2.xhtml": "<html><body><h2>Storm</h2><p>Three days.</p></body></html>",
}


def zipped(members: dict[str, str]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return raw.getvalue()


def test_a_book_is_read_chapter_by_chapter() -> None:
    document = read(zipped(PAGES), "fog.epub")
    assert document.title == "Fog & Sea"
    assert [(b.text, b.headings) for b in document.blocks] == [
        ("Mara came in May.", ("Arrival",)),
        ("Three days.", ("Storm",)),
    ]


def test_a_page_that_is_named_again_is_read_once() -> None:
    again = PACKAGE.replace("</spine>", '<itemref idref="one"/>' * 3 + "</spine>")
    document = read(zipped({**PAGES, "OEBPS/content.opf": again}), "fog.epub")
    assert [block.text for block in document.blocks] == ["Mara came in May.", "Three days."]


def test_books_that_cannot_be_read_are_named() -> None:
    with pytest.raises(DocumentError, match="names no pages"):
        read(zipped({"a.txt": "x"}), "a.epub")
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(DocumentError, match="no text"):
        read(zipped({**PAGES, "OEBPS/content.opf": f"{entities}<package>&b;</package>"}), "a.epub")


@pytest.mark.parametrize("name", ["a.docx", "a.epub"])
def test_what_unpacks_to_too_much_is_not_unpacked(name: str) -> None:
    raw = io.BytesIO()
    with (
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as member,
    ):
        for _ in range(LARGEST_MEMBER // 2**20 + 1):
            member.write(bytes(2**20))
    with pytest.raises(DocumentError) as caught:
        read(raw.getvalue(), name)
    assert caught.value.code == "huge-document"


WORD = {
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
    f'2006/main"><w:body><w:p><w:r><w:t>{SENTENCES}</w:t></w:r></w:p></w:body></w:document>',
}


def broken(raw: bytes) -> list[bytes]:
    """The same file cut short, with a hole, without its middle, and with a bit turned."""
    middle = len(raw) // 2
    return [
        *(raw[: len(raw) * part // 7] for part in range(7)),
        *(raw[:at] + bytes(40) + raw[at + 40 :] for at in range(0, len(raw), len(raw) // 9)),
        raw[: middle // 2] + raw[middle:],
        *(
            raw[:at] + bytes([raw[at] ^ 0x11]) + raw[at + 1 :]
            for at in range(3, len(raw), len(raw) // 40)
        ),
    ]


def test_broken_books_are_documents_or_errors_of_one_line() -> None:
    pdf = new_pdf()
    line(pdf, SENTENCES * 5)
    raws = {
        ".pdf": bytes(pdf.output()),
        ".docx": zipped(WORD),
        ".epub": zipped(PAGES),
    }
    assert all(read(raw, f"a{suffix}").blocks for suffix, raw in raws.items())
    failed = 0
    for suffix, raw in raws.items():
        others = [other for kind, other in raws.items() if kind != suffix]
        for damaged in [*broken(raw), *others, b"", b"plain text", bytes(range(256)) * 20]:
            try:
                read(damaged, f"a{suffix}")
            except DocumentError as error:
                failed += 1
                assert "\n" not in str(error)  # noqa: PT017
                assert f"a{suffix}" in str(error)  # noqa: PT017
    assert failed > 60
