"""Word documents to blocks, by way of the HTML that mammoth makes of them."""

import io
from typing import Any

from voicecli.documents.archives import open_archive
from voicecli.documents.docx_margins import margin_lines
from voicecli.documents.hypertext import blocks_of, parse, title_of
from voicecli.documents.text import title_from
from voicecli.errors import DocumentError
from voicecli.types import Block, Document

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""
"""Beside mammoth's own: the title stands over the chapters."""


def read_docx(raw: bytes, name: str, *, whole: bool = False) -> Document:
    """Read a DOCX file with headings, lists, tables and notes; `whole` as in blocks_of.

    Of a whole one the heads and feet of its pages stand over its text, as on the paper's first
    page.
    Raises DocumentError when it is damaged, has a password or no text.
    """
    import mammoth

    with open_archive(raw, name) as archive:
        made = mammoth.convert_to_html(
            io.BytesIO(raw),
            style_map=_STYLES,
            convert_image=_no_image,
            include_embedded_style_map=False,
            external_file_access=False,
        )
        root = parse(made.value)
        blocks = tuple(blocks_of(root, lines=False, whole=whole))
        if whole and blocks:
            margins = margin_lines(archive, (block.text for block in blocks))
            blocks = (*(Block(text=line, line=0) for line in margins), *blocks)
    if not blocks:
        raise DocumentError(
            "empty-document", f"{name} has no text.", "A picture of text is not read."
        )
    return Document(name, title_of(root) or title_from(name), blocks)


def _no_image(image: Any) -> list[Any]:
    """Nothing, where mammoth would write a picture into the page."""
    return []
