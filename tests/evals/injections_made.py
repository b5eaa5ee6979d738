"""Files and texts that attempts are made of."""

import io
import zipfile


def pdf(*pages: str, hidden: str = "", title: str = "") -> bytes:
    """A PDF with these texts, and one in white letters of one point."""
    from fpdf import FPDF

    document = FPDF()
    document.set_title(title)
    document.set_font("Helvetica", size=12)
    for page in pages:
        document.add_page()
        document.multi_cell(0, 8, page)
    if hidden:
        document.set_font("Helvetica", size=1)
        document.set_text_color(255, 255, 255)
        document.text(10, 200, hidden)
    return bytes(document.output())


def docx(*paragraphs: str) -> bytes:
    """A DOCX with these paragraphs."""
    import docx as python_docx

    document = python_docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def tags(text: str) -> str:
    """The text in the invisible letters of the tags block."""
    return "".join(chr(0xE0000 + ord(letter)) for letter in text)


def epub(title: str, text: str) -> bytes:
    """A book of one chapter."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
            '<rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
        )
        book.writestr(
            "b.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
            '<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c"/></spine></package>',
        )
        book.writestr(
            "c.xhtml",
            f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>{title}</h1><p>{text}</p>'
            "</body></html>",
        )
    return buffer.getvalue()
