"""A paper cut at its headings, whatever these look like: résumés and job descriptions alike.

A heading is what the reader found by its style, a short line in capitals, what ends with a colon
over a list, and a line that the caller knows as one ("work history"). Nothing is left out: every
word of the document is in a title or in an entry, in its order.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from voicecli.interview.papers.paper_parts import Entry, EntryKind, Section
from voicecli.interview.papers.resume_labels import is_label
from voicecli.interview.papers.titles import is_capitals, is_sentence, plain_title
from voicecli.types import Block, Document

_LEAST_LISTED = 2
_LEAD_WORDS = 4
"""What has as many words before its colon leads to the list below and ends with it."""
_LABEL = re.compile(r"([^:.;]{2,60}):\s+(?=\S)", re.UNICODE)
"""What a line begins with that has its heading in front ("Skills: …")."""
_GLUED = re.compile(r"(?<=[.!?])\s+(?=([A-Z][^.:;!?]{2,59})(?::\s|:?$))")
"""Where a sentence ends and a heading stands that its page set too near to be another line."""
_CAPITALS_BEHIND = re.compile(r"(?<=[a-z.!?)])\s+([A-Z][A-Z &/'-]{3,40}:?)$")
_TYPED = re.compile(r"[•‣▪▫■□●○◦∙·*➢➤✓✔❖»►▶◆◇★→➔➜\uf0b7–—-]\s+|\(?(?:\d{1,2}|[a-z])[.)]\s+")
"""A bullet that was typed, where the format has no list."""
_PICTURE = re.compile("(?:[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55][\ufe0e\ufe0f]?)+\\s+")
"""A pictograph that stands for a bullet."""
_BULLETS = "•‣▪●◦➢➤❖►▶◆ "
_BULLET = re.compile(rf"\s+(?=[{_BULLETS.strip()}]\s+\w)")
"""A bullet on the line of another one."""
_BULLET_BEFORE = re.compile(rf"^[{_BULLETS.strip()}–—-]\s+", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\s])")
_TICK = re.compile(r"[x✓✔✗☑√■●•*]|yes|tick|e|d|a\s*/?\s*i(?:\s*/?\s*r)?", re.IGNORECASE)
"""What a table has in the column that holds for a row."""

_MARK = re.compile(r"essential|desirable|required|preferred|mandatory|optional", re.IGNORECASE)
"""What a table has in the column that says how much its row is wanted."""
_WRAPPED = re.compile(
    r"(?:(?<=,)|(?<=\b(?:in|of|or|to|by|at|on|an))|(?<=\b(?:and|the|for))|(?<=\b(?:with|from))"
    r"|(?<=\bincluding)|(?<=\ba))[^\S\n]*\n(?=\S)|\n(?=[a-z])"
)
"""Where a cell's line goes on in the next one: a narrow column, not another thing."""
_LABELS = re.compile(
    r"\b(?:criteri(?:a|on)|attributes?|areas?|categor(?:y|ies)|factors?|topics?|fields?"
    r"|competenc(?:y|ies)|headings?|requirements?|descriptions?|refs?|items?)\b",
    re.IGNORECASE,
)
"""What the column is called whose cells say what their rows are about."""

Known = Callable[[str], bool]
"""Whether a plain title (`plain_title`) is one of the caller's headings."""


def cut(document: Document, known: Known, *, leads: bool = False) -> tuple[Section, ...]:
    """The sections of a document in its order; sections without entries are headings alone.

    With `leads` a few words right over a list are its heading: in a résumé they may be a post.
    """
    cutting = _Cutting(known, leads_lists=leads)
    for block in document.blocks:
        cutting.read(block)
    return cutting.sections()


class _Cutting:
    """Collects sections from the blocks of a document."""

    def __init__(self, known: Known, *, leads_lists: bool) -> None:
        self._known = known
        self._leads_lists = leads_lists
        self._done: list[Section] = []
        self._entries: list[Entry] = []
        self._open = self._before = Section("", (), "", (), 1)
        self._is_lead = False
        """Whether the open section ends with its list."""
        self._columns: tuple[str, ...] = ()
        """The head of the table that is being read, where its rows do not name it."""
        self._head: tuple[str, ...] = ()
        """The columns of the row before, if it was of the same table."""

    def sections(self) -> tuple[Section, ...]:
        """All sections so far. The first one is left out where it is empty."""
        self._close()
        return tuple(s for s in self._done if s.title or s.entries)

    def read(self, block: Block) -> None:
        """Add a block to what was read."""
        if block.cells:
            self._row(block)
            return
        self._columns = self._head = ()
        if block.kind == "heading":
            self._heading(block)
            return
        if (rest := self._below_lead(block)) is not None:
            self._begin(block.text.split("\n")[0], block.headings, block)
            block = rest
        for number, text in enumerate(block.text.split("\n")):
            if block.page is not None and (glued := self._glued(text)):
                for piece in (text[:glued], text[glued:]):
                    self.read(replace(block, text=piece.strip()))
            elif text.strip():
                line = block.line + number if block.page is None and block.line else block.line
                is_title = self._known(plain_title(text))
                mark = None if is_title else self._bullet(text.strip())
                kind = "item" if mark else "paragraph" if number else block.kind
                text = text.strip()[mark.end() if mark else 0 :]
                listed = _BULLET.split(text) if mark and _BULLET.match(f" {mark[0]}x") else [text]
                for piece in filter(None, (one.lstrip(_BULLETS) for one in listed)):
                    self._line(replace(block, text=piece, line=line, kind=kind))

    def _bullet(self, text: str) -> re.Match[str] | None:
        """The bullet of a line: in a job a pictograph, too, unless a label follows it."""
        picture = _PICTURE.match(text) if self._leads_lists else None
        if picture and self._label(text[picture.end() :]) is None:
            return picture
        return _TYPED.match(text)

    def _below_lead(self, block: Block) -> Block | None:
        """The list of a block whose first line is a few words over it; None where it has none."""
        first, *lines = [line.strip() for line in block.text.split("\n")]
        is_few = 0 < len(first.split()) <= _LEAD_WORDS + 1 and (
            first[-1:].isalnum() or first[-1:] == "?"
        )
        if not (self._leads_lists and is_few) or len(lines) < _LEAST_LISTED or _TYPED.match(first):
            return None
        if block.kind != "paragraph" or not all(map(_TYPED.match, lines)):
            return None
        line = block.line + 1 if block.page is None and block.line else block.line
        return replace(block, text=block.text.split("\n", 1)[1], line=line)

    def _glued(self, text: str) -> int:
        """Where a known heading begins behind a sentence on its line; 0 where none does."""
        found = (m.start() for m in _GLUED.finditer(text) if self._known(plain_title(m[1])))
        behind = _CAPITALS_BEHIND.search(text)
        is_behind = behind is not None and self._known(plain_title(behind[1]))
        return next(found, behind.start() if behind and is_behind else 0)

    def _heading(self, block: Block) -> None:
        if is_sentence(block.text) and not self._known(plain_title(block.text)):
            self._add(block)
        elif (label := self._label(block.text)) is not None and self._is_begun:
            self._labelled(block, label)
        else:
            self._begin(block.text, block.headings, block)

    @property
    def _is_begun(self) -> bool:
        return bool(self._done or self._entries or self._open.title)

    def _line(self, block: Block) -> None:
        """A line of text, which may be a heading, begin with one, or lead to a list."""
        text = block.text
        if block.kind == "item":
            self._item(block)
            return
        if self._known(plain_title(text)) or is_capitals(text):
            self._begin(text, block.headings, block)
        elif (label := self._label(text)) is not None:
            self._labelled(block, label)
        elif text.endswith(":"):
            self._leads(block)
        else:
            self._add(block)

    def _item(self, block: Block) -> None:
        title = block.text.endswith(":") and self._known(plain_title(block.text))
        if title and len(block.text.split()) <= _LEAD_WORDS:
            self._begin(block.text, block.headings, block)
        else:
            self._add(block)

    def _leads(self, block: Block) -> None:
        """The last sentence of a paragraph heads the list below; those before are an entry."""
        *before, title = _SENTENCE.split(block.text)
        if before:
            self._add(replace(block, text=" ".join(before)))
        above = (*block.headings, *([self._open.title] if self._open.title else []))
        self._begin(title, tuple(dict.fromkeys(above)), block)
        self._is_lead = len(title.split()) >= _LEAD_WORDS or bool(before)

    def _label(self, text: str) -> int | None:
        """Where the text behind a known heading on the same line begins."""
        match = _LABEL.match(text)
        return match.end() if match and self._known(plain_title(match[1])) else None

    def _labelled(self, block: Block, at: int) -> None:
        """A section of one line, after which the one before goes on."""
        before, was_lead = self._open, self._is_lead
        self._begin(block.text[:at].rstrip(" :"), block.headings, block)
        self._add(replace(block, text=block.text[at:], kind="paragraph"))
        self._resume(before, is_lead=was_lead)

    def _row(self, block: Block) -> None:
        """A row: its cells under known columns or a known first cell are sections."""
        cells = tuple((column, _BULLET_BEFORE.sub("", text)) for column, text in block.cells)
        block = replace(block, cells=cells)
        texts = [text for _, text in cells]
        if self._is_labelled(cells):
            self._labels(block)
            return
        self._head = tuple(column for column, _ in cells)
        if len(cells) > 1 and all(self._known(plain_title(text)) for text in texts):
            self._columns = tuple(texts)
            return
        if self._columns and len(cells) == len(self._columns) and not any(c for c, _ in cells):
            cells = tuple(zip(self._columns, texts, strict=True))
        named = [column for column, _ in cells if self._is_named(column)]
        before, was_lead = self._open, self._is_lead
        if named and not any(_MARK.fullmatch(text.strip()) for text in texts):
            self._columned(block, cells)
        else:
            self._entries.append(Entry(block.text, "row", block.line, block.page, cells))
            return
        self._resume(before, is_lead=was_lead)

    def _is_labelled(self, cells: tuple[tuple[str, str], ...]) -> bool:
        """Whether a row of two has a heading and what it is over, as those of its table do."""
        if len(cells) != 2 or any(self._is_named(text) for _, text in cells[1:]):
            return False
        (column, label), (beside, _) = cells
        if column and (_LABELS.search(column) or self._is_named(beside)):
            return False
        goes_on = self._leads_lists and column != "" and self._head == (column, beside)
        return self._known(plain_title(label)) or goes_on

    def _labels(self, block: Block) -> None:
        """A row that is a section, after the one that was taken for the table's head."""
        columns = tuple(column for column, _ in block.cells)
        before, was_lead = self._open, self._is_lead
        rows = [block.cells]
        if any(columns) and self._head != columns:
            rows.insert(0, tuple(zip(("", ""), columns, strict=True)))
        self._head = columns
        for (_, label), (_, text) in rows:
            self._begin(label, block.headings, block)
            self._cell(block, text)
        self._resume(before, is_lead=was_lead)

    def _is_named(self, column: str) -> bool:
        """Whether a column is a heading of its own, and no label of its rows."""
        if not self._leads_lists and is_label(column):  # "School" beside "Post" in a résumé
            return False
        return self._known(plain_title(column)) and not _LABELS.search(column)

    def _columned(self, block: Block, cells: tuple[tuple[str, str], ...]) -> None:
        """A row whose columns are headings: those of its cells, its first cell over them."""
        is_label = _LABELS.search(cells[0][0]) or not self._known(plain_title(cells[0][0]))
        first = cells[0][1] if is_label else ""
        for column, text in cells[1:] if is_label else cells:
            if self._is_named(column):
                is_mark = bool(first) and _TICK.fullmatch(text.strip()) is not None
                above = (*block.headings, *([first] if first and not is_mark else []))
                self._begin(column, above, block)
                self._cell(block, first if is_mark else text)

    def _cell(self, block: Block, text: str) -> None:
        for line in _WRAPPED.sub(" ", text).split("\n"):
            if line.strip():
                self._entries.append(Entry(line.strip(), "item", block.line, block.page))

    def _add(self, block: Block) -> None:
        if self._is_lead and block.kind != "item" and any(e.kind == "item" for e in self._entries):
            self._resume(self._before)
        kind: EntryKind = "item" if block.kind == "item" else "paragraph"
        self._entries.append(Entry(block.text, kind, block.line, block.page))

    def _begin(self, title: str, above: tuple[str, ...], block: Block) -> None:
        self._before = self._open
        self._close()
        under = title if self._known(plain_title(title)) else self._open.under
        title = title.strip()
        self._open = Section(title, above, under, (), block.line, block.page)
        self._is_lead = False

    def _resume(self, section: Section, *, is_lead: bool = False) -> None:
        """Go on with a section that was interrupted; its heading is not told twice."""
        self._close()
        self._open, self._is_lead = replace(section, entries=()), is_lead

    def _close(self) -> None:
        section = replace(self._open, entries=tuple(self._entries))
        told = any(_head(section) == _head(done) for done in self._done)
        if section.entries or not told:
            self._done.append(section)
        self._entries = []


def _head(section: Section) -> tuple[str, int]:
    return section.title, section.line
