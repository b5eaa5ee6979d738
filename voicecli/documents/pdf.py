"""PDF to blocks by page, with the headings of its outline and of its larger letters."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from voicecli.documents.page_lines import Line, page_lines
from voicecli.documents.page_tables import with_rows
from voicecli.documents.paragraphs import is_heading_like, paragraphs
from voicecli.documents.text import title_from
from voicecli.errors import DocumentError
from voicecli.types import Block, Document

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 5_000
"""More pages than any book has."""
MOST_PAPER_PAGES = 60
"""More pages than any paper has that is read whole."""
MOST_PAPER_CHARACTERS = 400_000
_REPEATED_LINES = 2
"""So many lines at the top and at the bottom of pages may be running heads."""
_TITLE_LETTERS = 3
"""A title has more letters than the mark at the head of a letter."""
_LARGER = 1.15
"""Letters larger than those of the text by this much stand in a heading."""


def read_pdf(raw: bytes, name: str, *, whole: bool = False) -> Document:
    """Read the text of a PDF page by page.

    `whole`: headings are blocks, lines that their writer ended stay lines, running heads stay.

    Raises DocumentError when it is damaged, needs a password, or is made of pictures of pages.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise _refused(name, str(error)) from error
    with pdf:
        if len(pdf) > (MOST_PAPER_PAGES if whole else MOST_PAGES):
            raise DocumentError(
                "huge-document", f"{name} has {len(pdf)} pages.", "Split it into its parts."
            )
        read = list(_read(pdf, name, whole=whole))
        if not any(read):
            raise _damaged(name) if None in read else _scanned(name, len(read))
        pages = [lines or [] for lines in read]
        if not whole:
            pages = _without_running_heads(pages)
        outline = _outline(pdf)
        told = pdf.get_metadata_value("Title")
        widths = [pdf.get_page_size(number)[0] for number in range(len(pdf))] if whole else []
    blocks = tuple(_blocks(pages, outline, widths))
    return Document(name, _title(told, pages) or title_from(name), blocks)


def _read(pdf: "PdfDocument", name: str, *, whole: bool) -> Iterator[list[Line] | None]:
    """The lines of each page in turn. Raises DocumentError for a paper that has no end."""
    characters = 0
    for number in range(len(pdf)):
        lines = _lines(pdf, number, with_rows if whole else None)
        characters += sum(len(line.text) for line in lines or ())
        if whole and characters > MOST_PAPER_CHARACTERS:
            raise DocumentError(
                "huge-document",
                f"{name} has more than {MOST_PAPER_CHARACTERS:,} characters.",
                "Save the pages that matter as a file of their own.",
            )
        yield lines


def _lines(
    pdf: "PdfDocument", number: int, tables: Callable[[Sequence[Line]], list[Line]] | None
) -> list[Line] | None:
    """The lines of a page; None where it is damaged."""
    import pypdfium2

    try:
        page = pdf[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    try:
        return page_lines(text, tables)
    finally:
        text.close()
        page.close()


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without the lines that most of them share at the top or the bottom.

    Headings may be as alike ("Chapter 1", "Chapter 2"), but their letters are larger.
    """
    if len(pages) < 3 or not any(pages):
        return pages
    largest = _LARGER * _body_size(pages)
    counts = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    shared = {key for key, count in counts.items() if count > max(2, len(pages) // 2)}
    return [
        [
            line
            for line in page
            if _key(line) not in shared or line.size > largest or line not in _edges(page)
        ]
        for page in pages
    ]


def _edges(page: Sequence[Line]) -> list[Line]:
    """The first and the last lines of a page by where they stand."""
    ordered = sorted(page, key=lambda line: -line.top)
    return ordered[:_REPEATED_LINES] + ordered[-_REPEATED_LINES:]


def _key(line: Line) -> tuple[str, int]:
    """What lines on different pages share: their words without numbers, and their height."""
    words = "".join("#" if character.isdigit() else character for character in line.text)
    return " ".join(words.replace("##", "#").split()), round(line.bottom)


def _blocks(
    pages: Sequence[Sequence[Line]], outline: dict[tuple[int, str], int], widths: Sequence[float]
) -> Iterator[Block]:
    """Paragraphs and items with their page, under the headings of the document so far.

    With the `widths` of the pages headings are blocks, too, and writers' line ends stay.
    """
    body = _body_size(pages)
    levels = _levels(pages, body)
    open_headings: list[tuple[float, str]] = []
    for number, lines in enumerate(pages):
        told = [_is_heading(line, number, body, outline) for line in lines]
        for piece in paragraphs(lines, told):
            text = piece.text
            if piece.kind == "heading":
                first = piece.lines[0]
                level = outline.get((number, _plain(text)), levels.get(round(first.size), 9.0))
                open_headings = [entry for entry in open_headings if entry[0] < level]
                if widths:
                    above = tuple(heading for _, heading in open_headings)
                    for line in piece.broken(lines, widths[number]).split("\n"):
                        yield Block(line, 0, above, "heading", page=number + 1)
                open_headings.append((level, text))
            elif text:
                headings = tuple(heading for _, heading in open_headings)
                kind: Any = piece.kind
                told_text = piece.broken(lines, widths[number]) if widths else text
                cells = piece.lines[0].cells
                yield Block(told_text, 0, headings, kind, page=number + 1, cells=cells)


def _is_heading(line: Line, page: int, body: float, outline: dict[tuple[int, str], int]) -> bool:
    """Whether a line is in the outline, or larger or bolder than the text and short."""
    if (page, _plain(line.text)) in outline:
        return True
    return (line.size > _LARGER * body or line.is_bold) and is_heading_like(line.text)


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The height in which most letters are set."""
    counts: Counter[float] = Counter()
    for page in pages:
        for line in page:
            counts[round(line.size, 1)] += len(line.text)
    return counts.most_common(1)[0][0]


def _levels(pages: Sequence[Sequence[Line]], body: float) -> dict[int, float]:
    """A level for each height of letters above the text's, the largest first."""
    sizes = {round(line.size) for page in pages for line in page if line.size > _LARGER * body}
    return {size: float(level) for level, size in enumerate(sorted(sizes, reverse=True), start=1)}


def _outline(pdf: "PdfDocument") -> dict[tuple[int, str], int]:
    """The level (from 1) of each heading that the outline names, by its page and words."""
    found: dict[tuple[int, str], int] = {}
    for mark in pdf.get_toc():
        target = mark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            found[page, _plain(mark.get_title())] = mark.level + 1
    return found


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _title(told: str, pages: Sequence[Sequence[Line]]) -> str:
    """The title that the file tells, if it stands on the first page too, else its largest line.

    Programs put the names of templates and of files there.
    """
    first = next(page for page in pages if page)
    if told and _plain(told) and _plain(told) in _plain(" ".join(line.text for line in first)):
        return told.strip()
    titles = [line for line in first if sum(map(str.isalpha, line.text)) >= _TITLE_LETTERS]
    if not titles:
        return ""
    largest = max(titles, key=lambda line: line.size)
    return largest.text if largest.size > _LARGER * _body_size(pages) else ""


def _refused(name: str, said: str) -> DocumentError:
    if "password" in said.lower() or "security" in said.lower():
        return DocumentError(
            "protected-document",
            f"{name} is encrypted and needs a password.",
            "Save it without one: `qpdf --decrypt --password=… FILE NEW.pdf`.",
        )
    return _damaged(name)


def _damaged(name: str) -> DocumentError:
    return DocumentError(
        "broken-document",
        f"{name} is damaged, or is no PDF file.",
        "Open it in the program it comes from and save it again.",
    )


def _scanned(name: str, pages: int) -> DocumentError:
    what = "its page is a picture" if pages == 1 else f"its {pages} pages are pictures"
    return DocumentError(
        "scanned-document",
        f"{name} has no text: {what}.",
        f"Make text of {'it' if pages == 1 else 'them'} with `ocrmypdf FILE NEW.pdf`.",
    )
