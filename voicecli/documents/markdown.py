"""Markdown to blocks under their headings."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from voicecli.documents.hypertext import parse, words_of
from voicecli.documents.text import decode, paper_lines, title_from
from voicecli.types import Block, Document

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def read_markdown(raw: bytes, name: str, *, whole: bool = False) -> Document:
    """Read CommonMark with tables; a table row becomes "Column: cell; Column: cell".

    `whole`: headings are blocks, too, rows have their cells, and short lines are kept apart.
    """
    from markdown_it import MarkdownIt

    text = _FRONT_MATTER.sub(lambda match: "\n" * match[0].count("\n"), decode(raw, name))
    blocks: list[Block] = []
    headings: list[tuple[int, str]] = []
    columns: list[str] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1:])
            headings = [entry for entry in headings if entry[0] < level]
            above, text = tuple(heading for _, heading in headings), plain(tokens[index + 1])
            if whole and text:
                blocks.append(Block(text, (token.map or [0])[0] + 1, above, "heading"))
            headings += [(level, text)] if text else []
        elif token.type == "thead_open":
            columns = _cells(tokens, index + 1)
        elif block := _block(tokens, index, tuple(heading for _, heading in headings), columns):
            if whole and token.type == "paragraph_open":
                lines = plain(tokens[index + 1], softbreak="\n").split("\n")
                block = replace(block, text=paper_lines(lines))
            blocks.append(block if whole else replace(block, cells=()))
    title = next((block.headings[0] for block in blocks if block.headings), "")
    if not blocks:  # nothing but headings
        blocks = [Block(heading, 1) for _, heading in headings]
    return Document(name, title or title_from(name), tuple(blocks))


def plain(token: "Token", softbreak: str = " ") -> str:
    """The words of an inline token, without marks, addresses and HTML."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(softbreak)
        elif child.type == "hardbreak":
            parts.append("\n")
    return "".join(parts).strip()


def _block(
    tokens: Sequence["Token"], index: int, headings: tuple[str, ...], columns: Sequence[str]
) -> Block | None:
    """The block that begins at `index`, if one does; `columns` are those of the table there."""
    token = tokens[index]
    line = (token.map or [0])[0] + 1
    if token.type == "paragraph_open":
        text = plain(tokens[index + 1])
        kind = "item" if token.level >= 2 and _in_list(tokens, index) else "paragraph"
        return Block(text, line, headings, kind) if text else None  # type: ignore[arg-type]
    if token.type == "html_block":
        text = words_of(parse(token.content))
        return Block(text, line, headings) if text else None
    if token.type in ("fence", "code_block") and token.content.strip():
        return Block(token.content.strip(), line, headings)
    if token.type == "tr_open" and tokens[index - 1].type != "thead_open":
        cells = tuple(pair for pair in zip(columns, _cells(tokens, index), strict=False) if pair[1])
        text = "; ".join(f"{column}: {cell}" if column else cell for column, cell in cells)
        return Block(text, line, headings, "item", cells=cells) if text else None
    return None


def _in_list(tokens: Sequence["Token"], index: int) -> bool:
    before = (tokens[number] for number in range(index - 1, -1, -1))
    parent = next(token for token in before if token.level < tokens[index].level)
    return parent.type == "list_item_open"


def _cells(tokens: Sequence["Token"], row: int) -> list[str]:
    cells = []
    for number in range(row + 1, len(tokens)):
        token = tokens[number]
        if token.type == "tr_close":
            break
        if token.type == "inline":
            cells.append(plain(token))
    return cells
