"""A paper's text as people write it: nothing unseen, no endless gap, rule, word or line.

What a line costs to read grows faster than its length; of any length that a person writes that is
nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from voicecli.types import Block, Document

LONGEST_LINE = 2_000
"""Characters; a paragraph of a job description on one line has some hundreds."""
LONGEST_WORD = 200
"""Characters; what is longer is no word, nor an address on the web that is read out."""
LONGEST_ROW = 8_000
"""Characters; a row with more is a page that is set in a table."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""Control codes, marks of direction and what has no width: they hide words from who reads."""
_GAP = re.compile(r"([^\S\n])[^\S\n]{3,}")
_RULE = re.compile(r"([^\n])\1{9,}")
"""White space that sets columns apart, and rules of one character: how long tells nothing."""
_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_LINE = re.compile(
    rf"(?:.{{1,{LONGEST_LINE}}}$|.{{1,{LONGEST_LINE - 1}}}[.!?](?=\s)"
    rf"|.{{1,{LONGEST_LINE}}}(?=\s)|.{{1,{LONGEST_LINE}}})\s*"
)
"""As much of a line as may be: to the end of a sentence, else of a word."""


def plain(document: Document) -> Document:
    """The document in plain lines, each block with its line, or its number where it has none."""
    blocks = (
        one
        for number, block in enumerate(document.blocks, start=1)
        for one in _short(_block(block, number))
        if one.text.strip()
    )
    return replace(document, blocks=tuple(blocks))


def encodable(text: str) -> str:
    """A text from the command line: bytes in it that were no UTF-8 become "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def visible(text: str) -> str:
    """A text from the command line or a pipe, without what is not seen in it."""
    return _UNSEEN.sub("", encodable(text))


def _block(block: Block, number: int) -> Block:
    return replace(
        block,
        text=_text(block.text),
        line=block.line or number,
        headings=tuple(_text(heading) for heading in block.headings),
        cells=tuple((_text(column), _text(cell)) for column, cell in block.cells),
    )


def _text(text: str) -> str:
    text = _GAP.sub(r"\1" * 4, visible(text))
    return _WORD.sub(r"\g<0> ", _RULE.sub(r"\1" * 9, text))


def _short(block: Block) -> Iterator[Block]:
    """A block, or its lines in pieces where one is too long."""
    if block.cells and len(block.text) <= LONGEST_ROW:
        yield block
        return
    lines = block.text.split("\n")
    if block.cells:
        lines = [line for _, cell in block.cells for line in cell.split("\n")]
    elif max(map(len, lines)) <= LONGEST_LINE:
        yield block
        return
    for number, line in enumerate(lines):
        has_lines = block.page is None and not block.cells
        at = block.line + number if has_lines else block.line
        for piece in _LINE.findall(line):
            kind = "paragraph" if number else block.kind
            yield replace(block, text=piece.strip(), line=at, kind=kind, cells=())
