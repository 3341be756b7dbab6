"""DOCX reader (Word): walks ``word/document.xml`` in body order with lxml; python-docx drops too much (see FACTS)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.model.raw import RawCell, RawDocument, RawItem, RawLine, RawTable
from minutes_pipeline.read.docx_styles import Style, default_style, list_of, outline_of, read_styles
from minutes_pipeline.read.guard import MAX_CELLS, open_zip, parse_xml, part, too_many_cells, zip_kind
from minutes_pipeline.read.numbering import Numbering, W, indents, read_numbering
from minutes_pipeline.read.plain import clean
from minutes_pipeline.text.widths import columns

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_GRID = 200
"""Columns of a table; a larger gridSpan is damage or an attack."""
MAX_TABLE_DEPTH = 20

_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "fldData"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rt", "rubyPr"),
        *("commentReference", "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator"),
    )
)
_TEXTS = (f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_CHARACTERS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip


def read_docx(data: bytes, file_name: str, sha256: str) -> RawDocument:
    """Read a DOCX's body: paragraphs and tables in order, then its footnotes.

    Raises:
        ReadError: Damaged, encrypted, no Word document, or without any text.
        LimitError: Beyond the limits of ``guard``.
    """
    with open_zip(data, file_name) as archive:
        content = part(archive, "word/document.xml", file_name)
        if content is None:
            raise ReadError(*zip_kind(archive.namelist()), file=file_name)
        root = parse_xml(content, file_name)
        parts = {
            name: None if found is None else parse_xml(found, file_name)
            for name in ("styles", "numbering", "footnotes", "endnotes")
            for found in (part(archive, f"word/{name}.xml", file_name),)
        }
    styles = read_styles(parts["styles"])
    style_lists = {key: style.num for key, style in styles.items() if style.num}
    numbering = read_numbering(parts["numbering"], style_lists)
    walker = _Walker(styles, default_style(parts["styles"]), numbering, file_name=file_name)
    body = root.find(f"{W}body")
    items = [] if body is None else list(walker.blocks(body))
    items += walker.notes(parts["footnotes"], "footnote") + walker.notes(parts["endnotes"], "endnote")
    if not items:
        raise ReadError("文字のない Word 文書です", "元のファイルを確かめて入れ直してください", file=file_name)
    return RawDocument(file_name, "docx", sha256, items=tuple(items))


@dataclass(slots=True)
class _Walker:
    styles: dict[str, Style]
    default: str | None
    numbering: Numbering
    block: int = -1
    blank: bool = False
    carried: str = ""
    boxes: list[Any] = field(default_factory=list)
    note_order: dict[tuple[str, str], int] = field(default_factory=dict)
    depth: int = 0
    file_name: str = ""

    def blocks(self, parent: Any) -> Iterator[RawItem]:
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                self.block += self.depth == 0
                yield from self.paragraph(child)
            elif tag == f"{W}tbl":
                self.block += self.depth == 0
                table = self.table(child)
                if table is not None:
                    yield table
            elif tag == f"{MC}AlternateContent":
                yield from self.blocks(_alternative(child))
            elif isinstance(tag, str) and tag not in _SKIPPED:
                yield from self.blocks(child)

    def paragraph(self, element: Any) -> Iterator[RawLine | RawTable]:
        properties = element.find(f"{W}pPr")
        own_boxes: list[Any] = []
        outer, self.boxes = self.boxes, own_boxes
        text = self.carried + "".join(self.text(element))
        self.boxes = outer
        self.carried = ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.carried = text
        elif text.strip():
            yield from self._lines(text, properties)
        elif not own_boxes:
            self._style(properties)
            self.blank = True
        for box in own_boxes:
            yield from self.blocks(box)

    def _style(self, properties: Any) -> Style:
        key = self.default
        if properties is not None:
            element = properties.find(f"{W}pStyle")
            key = self.default if element is None else element.get(f"{W}val")
        return self.styles.get(key or "", Style())

    def _lines(self, text: str, properties: Any) -> Iterator[RawLine]:
        style = self._style(properties)
        label, depth, left = self._label(style, properties, text)
        outline = style.outline
        if properties is not None:
            own = outline_of(properties)
            outline = own if own is not None else outline
        pieces = [piece for piece in text.split("\n") if piece.strip()]
        for number, piece in enumerate(pieces):
            body = piece.strip()
            indent = left + columns(piece[: len(piece) - len(piece.lstrip())])
            if number == 0 and label:
                body = label + body
            yield RawLine(
                body,
                indent,
                indent + columns(body),
                hard=number == len(pieces) - 1,
                blank_before=self.blank,
                outline=outline if number == 0 else None,
                list_level=depth if number == 0 else None,
                block=max(self.block, 0),
            )
            self.blank = False

    def _label(self, style: Style, properties: Any, text: str) -> tuple[str, int | None, int]:
        """Printed label of automatic numbering, its level, and the paragraph's left edge in columns."""
        num, depth = (None, None) if properties is None else list_of(properties)
        own_left, own_first = indents(None if properties is None else properties.find(f"{W}ind"))
        if num is None and style.num is not None:
            num = style.num
            if depth is None:
                depth = style.depth if style.depth is not None else self._bound_depth(num, properties)
        left = own_left if own_left is not None else style.left
        first = own_first if own_first is not None else style.first
        if num is None or num == "0":
            return "", None, max(0, (left or 0) + (first or 0))
        depth = depth or 0
        level = self.numbering.level(num, depth)
        label = self.numbering.label(num, depth)
        if level is None or label is None:
            return "", None, max(0, (left or 0) + (first or 0))
        edge = (left if left is not None else level.left) + (first if first is not None else level.first)
        return _with_gap(label, level.suffix, text.lstrip()), depth, max(0, edge)

    def _bound_depth(self, num: str, properties: Any) -> int | None:
        element = None if properties is None else properties.find(f"{W}pStyle")
        return self.numbering.depth_of_style(num, None if element is None else element.get(f"{W}val"))

    def text(self, element: Any) -> Iterator[str]:
        """Characters of a paragraph or run; text boxes met on the way are put aside in ``boxes``."""
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                yield clean((child.text or "").replace("\n", " ").replace("\r", ""))
            elif tag == f"{W}r":
                if not _hidden(child):
                    yield from self.text(child)
            elif tag == f"{W}br":
                yield "\n"
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            elif tag == f"{W}sym":
                yield _symbol(child)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = "footnote" if "footnote" in tag else "endnote"
                self.note_order.setdefault((kind, child.get(f"{W}id", "")), len(self.note_order) + 1)
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag == f"{MC}AlternateContent":
                yield from self.text(_alternative(child))
            elif isinstance(tag, str) and tag not in _SKIPPED:
                yield from self.text(child)

    def table(self, element: Any) -> RawTable | None:
        """A table; None when it is empty."""
        blank, self.blank = self.blank, False
        self.depth += 1
        if self.depth > MAX_TABLE_DEPTH:
            raise LimitError(
                "表の入れ子が深すぎます", "Word で開いて表を簡単にして保存し直してください", file=self.file_name
            )
        cells: list[RawCell] = []
        open_cells: dict[int, int] = {}
        rows = cols = 0
        for row in _rows(element):
            col = _grid_number(row, "trPr/gridBefore")
            for cell in _cells(row):
                span = min(max(1, _grid_number(cell, "tcPr/gridSpan")), MAX_GRID)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val", "continue") != "restart" and col in open_cells:
                    index = open_cells[col]
                    above = cells[index]
                    cells[index] = RawCell(
                        above.row, above.col, above.content, rows - above.row + 1, above.col_span, above.head
                    )
                elif col < MAX_GRID:
                    content = tuple(self.blocks(cell))
                    self.blank = False
                    if merge is not None:
                        open_cells[col] = len(cells)
                    else:
                        open_cells.pop(col, None)
                    cells.append(RawCell(rows, col, content, 1, span, _grid_flag(row)))
                    if len(cells) > MAX_CELLS:
                        raise too_many_cells(self.file_name)
                col += span
            cols = max(cols, min(col, MAX_GRID))
            rows += 1
        self.depth -= 1
        if not any(cell.content for cell in cells):
            return None
        return RawTable(rows, cols, tuple(cells), block=max(self.block, 0), blank_before=blank)

    def notes(self, root: Any, kind: str) -> list[RawItem]:
        """Footnotes in the order in which the body cites them, each with its mark (注1)."""
        if root is None:
            return []
        found: list[tuple[int, Any]] = []
        for note in root:
            order = self.note_order.get((kind, note.get(f"{W}id", "")))
            if order is not None and note.get(f"{W}type") in (None, "normal"):
                found.append((order, note))
        items: list[RawItem] = []
        for order, note in sorted(found, key=lambda pair: pair[0]):
            text = " ".join("".join(self.text(p)).strip() for p in note.iter(f"{W}p")).replace("\n", " ").strip()
            if text:
                line = f"注{order}　{text}"
                items.append(RawLine(line, 0, columns(line), hard=True, block=max(self.block, 0) + 1))
        return items


def _with_gap(label: str, suffix: str, text: str) -> str:
    """Label and what parts it from the text: a full-width closing mark or bullet needs nothing, a number a space."""
    if not label or suffix == "nothing":
        return label
    if label[-1] in ".),:" or (label[-1] in "．，" and text[:1].isdigit()):
        return label + " "
    return label + "　" if label[-1].isalnum() else label


def _hidden(run: Any) -> bool:
    flag = run.find(f"{W}rPr/{W}vanish")
    return flag is not None and flag.get(f"{W}val", "1") not in ("0", "false")


def _symbol(element: Any) -> str:
    try:
        return chr(int(element.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""


def _alternative(element: Any) -> Any:
    """The branch to read: Choice as a rule, Fallback where Choice holds no text at all."""
    choice, fallback = element.find(f"{MC}Choice"), element.find(f"{MC}Fallback")
    if choice is not None and (fallback is None or next(choice.iter(f"{W}t"), None) is not None):
        return choice
    return fallback if fallback is not None else element


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _cells(child)


def _grid_number(element: Any, path: str) -> int:
    found = element.find("/".join(W + step for step in path.split("/")))
    value = "" if found is None else found.get(f"{W}val", "")
    return min(int(value), MAX_GRID) if value.isdigit() and len(value) < 12 else (MAX_GRID if value.isdigit() else 0)


def _grid_flag(row: Any) -> bool:
    flag = row.find(f"{W}trPr/{W}tblHeader")
    return flag is not None and flag.get(f"{W}val", "1") not in ("0", "false")
