"""DOCX reader (Word): walks ``word/document.xml`` in body order with lxml; python-docx drops too much (see FACTS)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.model.raw import RawCell, RawDocument, RawItem, RawLine, RawTable
from minutes_pipeline.read.docx_styles import INDENT, VAL, Style, Styles, list_of, outline_of, properties_of
from minutes_pipeline.read.guard import MAX_CELLS, open_zip, packed_part, parse_xml, part, too_many_cells, zip_kind
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
_P, _TBL, _TR, _TC, _RUN, _DEL, _STYLE = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r", "del", "pStyle"))
_RUN_PROPERTIES, _TABLE_PARTS = f"{W}rPr", (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml")
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_TEXT, _TAB, _TAB_STOPS = f"{W}t", f"{W}tab", f"{W}tabs"
_PLAIN = (_TEXT, _TAB, f"{W}br", f"{W}cr")
_TEXTS = (_TEXT, "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
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

        def other(name: str) -> Any:
            found = part(archive, f"word/{name}.xml", file_name)
            return None if found is None else parse_xml(found, file_name)

        styles = _styles_of(archive, data, file_name)
        walker = _Walker(styles, other, plain=_is_plain(content, root), file_name=file_name)
        body = root.find(f"{W}body")
        items = [] if body is None else walker.blocks(body)
        items += walker.notes("footnote") + walker.notes("endnote")
    if not items:
        raise ReadError("文字のない Word 文書です", "元のファイルを確かめて入れ直してください", file=file_name)
    return RawDocument(file_name, "docx", sha256, items=tuple(items))


_TEMPLATES: dict[tuple[int, bytes], Styles] = {}
_TEMPLATES_KEPT = 8


def _styles_of(archive: zipfile.ZipFile, data: bytes, file_name: str) -> Styles:
    """The styles of a file; those of the last templates met are known by their packed bytes and not unpacked again."""
    name = "word/styles.xml"
    packed = packed_part(archive, data, name)
    found = _TEMPLATES.get(packed) if packed is not None else None
    if found is None:
        found = Styles(part(archive, name, file_name), file_name)
        if packed is not None:
            if len(_TEMPLATES) >= _TEMPLATES_KEPT:
                del _TEMPLATES[next(iter(_TEMPLATES))]
            _TEMPLATES[packed] = found
    found.file_name = file_name
    return found


_SPECIAL = re.compile(
    rb"<(?!w:)[A-Za-z_]|<w:(?:del|move|instr|fldData|r(?:t|uby|ubyPr)[ />]|sdtPr|vanish|sym|footnoteRef|endnoteRef|txbx|ptab"
    rb"|noBreak|soft|annotationRef|commentRef)|\x00"
)


def _is_plain(content: bytes, root: Any) -> bool:
    """Whether all that a paragraph's text can be of is ``w:t``, tabs and breaks, none of them left out or set apart."""
    return (
        root.nsmap.get("w") == W.strip("{}")
        and content.count(b"xmlns:w=") == 1
        and root.getroottree().docinfo.encoding in ("UTF-8", "utf-8")
        and _SPECIAL.search(content) is None
    )


@dataclass(slots=True)
class _Walker:
    styles: Styles
    other: Callable[[str], Any]
    plain: bool
    lists: Numbering | None = None
    block: int = -1
    blank: bool = False
    carried: str = ""
    boxes: list[Any] = field(default_factory=list)
    note_order: dict[tuple[str, str], int] = field(default_factory=dict)
    depth: int = 0
    file_name: str = ""

    @property
    def numbering(self) -> Numbering:
        """The lists of the document, read when a paragraph first is in one."""
        if self.lists is None:
            self.lists = read_numbering(self.other("numbering"), self.styles.lists)
        return self.lists

    def blocks(self, parent: Any) -> list[RawItem]:
        """The paragraphs and tables of an element in order."""
        found: list[RawItem] = []
        for child in parent:
            tag = child.tag
            if tag == _P:
                self.block += self.depth == 0
                found += self.paragraph(child)
            elif tag == _TBL:
                self.block += self.depth == 0
                table = self.table(child)
                if table is not None:
                    found.append(table)
            elif tag == f"{MC}AlternateContent":
                found += self.blocks(_alternative(child))
            elif isinstance(tag, str) and tag not in _SKIPPED:
                found += self.blocks(child)
        return found

    def paragraph(self, element: Any) -> list[RawItem]:
        """The lines of a paragraph, then the text boxes that hang on it."""
        properties = properties_of(element)
        own_boxes: list[Any] = []
        if self.plain:
            text = _plain_text(element)
        else:
            outer, self.boxes = self.boxes, own_boxes
            text = self.carried + "".join(self.text(element))
            self.boxes = outer
            self.carried = ""
        mark = properties.get(_RUN_PROPERTIES)
        found: list[RawItem] = []
        if mark is not None and mark.find(_DEL) is not None:
            self.carried = text
        elif text.strip():
            found += self._lines(text, properties)
        elif not own_boxes:
            self.blank = True
        for box in own_boxes:
            found += self.blocks(box)
        return found

    def _lines(self, text: str, properties: dict[str, Any]) -> list[RawLine]:
        named = properties.get(_STYLE)
        key = self.styles.default if named is None else named.get(VAL)
        style = self.styles.get(key)
        label, depth, left = self._label(style, properties, text, key)
        own = outline_of(properties) if properties else None
        outline = own if own is not None else style.outline
        pieces = [piece for piece in text.split("\n") if piece.strip()] if "\n" in text else [text]
        block, last = max(self.block, 0), len(pieces) - 1
        lines = []
        for number, piece in enumerate(pieces):
            body = piece.strip()
            indent = left if piece[0] == body[0] else left + columns(piece[: len(piece) - len(piece.lstrip())])
            if number == 0:
                body = label + body
            else:
                outline = depth = None
            right = indent + columns(body)
            lines.append(
                RawLine(body, indent, right, 2.0, None, 0.0, 0.0, (), number == last, self.blank, outline, depth, block)
            )
            self.blank = False
        return lines

    def _label(
        self, style: Style, properties: dict[str, Any], text: str, key: str | None
    ) -> tuple[str, int | None, int]:
        """Printed label of automatic numbering, its level, and the paragraph's left edge in columns."""
        if not properties and style.num is None:
            return "", None, max(0, (style.left or 0) + (style.first or 0))
        num, depth = list_of(properties)
        own_left, own_first = indents(properties.get(INDENT))
        if num is None and style.num is not None:
            num = style.num
            if depth is None:
                named = key if _STYLE in properties else None
                depth = style.depth if style.depth is not None else self.numbering.depth_of_style(num, named)
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

    def text(self, element: Any) -> Iterator[str]:
        """Characters of a paragraph or run; text boxes met on the way are put aside in ``boxes``."""
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                yield _printed(child.text)
            elif tag == _RUN:
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
            row_properties = _child(row, _ROW_PROPERTIES)
            col = _grid_number(row_properties, f"{W}gridBefore")
            head = _grid_flag(row_properties)
            for cell in _cells(row):
                properties = _child(cell, _CELL_PROPERTIES)
                span = min(max(1, _grid_number(properties, f"{W}gridSpan")), MAX_GRID)
                merge = _child(properties, f"{W}vMerge")
                if merge is not None and merge.get(VAL, "continue") != "restart" and col in open_cells:
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
                    cells.append(RawCell(rows, col, content, 1, span, head))
                    if len(cells) > MAX_CELLS:
                        raise too_many_cells(self.file_name)
                col += span
            cols = max(cols, min(col, MAX_GRID))
            rows += 1
        self.depth -= 1
        if not any(cell.content for cell in cells):
            return None
        return RawTable(rows, cols, tuple(cells), block=max(self.block, 0), blank_before=blank)

    def notes(self, kind: str) -> list[RawItem]:
        """Footnotes in the order in which the body cites them, each with its mark (注1)."""
        root = self.other(f"{kind}s") if any(cited == kind for cited, _ in self.note_order) else None
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


def _plain_text(paragraph: Any) -> str:
    """Characters of a paragraph that has nothing but text, tabs and breaks."""
    found: list[str] = []
    for element in paragraph.iter(*_PLAIN):
        tag = element.tag
        if tag == _TEXT:
            found.append(_printed(element.text))
        elif tag != _TAB:
            found.append("\n")
        elif element.getparent().tag != _TAB_STOPS:
            found.append("\t")
    return "".join(found)


def _printed(text: str | None) -> str:
    if text is None:
        return ""
    return clean(text.replace("\n", " ").replace("\r", "") if "\n" in text or "\r" in text else text)


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
        if child.tag == _TR:
            properties = _child(child, _ROW_PROPERTIES)
            if properties is None or _child(properties, _DEL) is None:
                yield child
        elif child.tag in _TABLE_PARTS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag in _TABLE_PARTS:
            yield from _cells(child)


def _child(element: Any, tag: str) -> Any:
    """The first child of this tag, or None; ``find`` reads a path and takes five times as long."""
    return None if element is None else next(element.iterchildren(tag), None)


def _grid_number(properties: Any, name: str) -> int:
    found = _child(properties, name)
    value = "" if found is None else found.get(VAL, "")
    return min(int(value), MAX_GRID) if value.isdigit() and len(value) < 12 else (MAX_GRID if value.isdigit() else 0)


def _grid_flag(properties: Any) -> bool:
    flag = _child(properties, f"{W}tblHeader")
    return flag is not None and flag.get(VAL, "1") not in ("0", "false")
