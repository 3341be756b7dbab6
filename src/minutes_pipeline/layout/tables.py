"""Tables (表): is it a grid of data or a header set as a form, and which logical lines does it make."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from minutes_pipeline.layout.wrapping import Logical, join
from minutes_pipeline.model.raw import RawCell, RawItem, RawLine, RawTable
from minutes_pipeline.text.folding import flat

_FIGURE = re.compile(r"[▲+-]?[0-9][0-9,.]*(?: ?[^\s0-9。、]{0,6})?|[-*…]|なし|皆減|皆増|0")
_TIME_HEAD = re.compile(
    r"(?:令和|平成|昭和|R|H)?[0-9元]{1,4}(?:\([0-9]{4}\))?(?:年度?|月|期|回|年目|日)?.{0,8}|第[0-9]{1,3}.{1,4}"
)
_PROSE = 45
"""A cell longer than this, or with a sentence end inside, is prose."""


@dataclass(frozen=True, slots=True)
class CellLines:
    """A cell's logical lines: one for a data cell, a paragraph each for a form's; nested tables behind them."""

    cell: RawCell
    lines: tuple[Logical, ...]
    nested: tuple[RawTable, ...]

    @property
    def text(self) -> str:
        """The cell's text without its line ends."""
        return "".join(logical_text(line) for line in self.lines)


def logical_text(logical: Logical) -> str:
    """Text of a logical line."""
    return "".join(glue + piece.text for glue, piece in zip(logical.glue, logical.pieces, strict=True))


def cell_lines(cell: RawCell) -> CellLines:
    """Logical lines of a cell, wrapped ones joined."""
    lines = [item for item in cell.content if isinstance(item, RawLine)]
    nested = tuple(item for item in cell.content if isinstance(item, RawTable))
    return CellLines(cell, tuple(join(lines)), nested)


def label_in_one(cell: CellLines) -> CellLines:
    """A form's label that is wrapped in its narrow cell (会議の／経過, one letter a line) as one line."""
    texts = [logical_text(line) for line in cell.lines]
    short = all(len(text) <= 8 and text.replace("\u3000", "").isalpha() for text in texts)
    if cell.cell.col or len(texts) < 2 or not short or sum(map(len, texts)) > 16:
        return cell
    joined = in_one_line(cell)
    return cell if joined is None else replace(cell, lines=(joined,))


def kind_of(table: RawTable, cells: list[CellLines]) -> str:
    """``data`` for a grid with a heading row and values below it, else ``form``."""
    if table.kind_hint:
        return table.kind_hint
    if table.rows < 2 or table.cols < 2:
        return "form"
    head = [c for c in cells if c.cell.row == 0]
    body = [c for c in cells if c.cell.row > 0]
    if not body or not _is_head(head, table) or any(c.nested for c in cells):
        return "form"
    values = [c for c in body if c.cell.col > 0 and c.text]
    if not values:
        return "form"
    figures = sum(1 for c in values if _FIGURE.fullmatch(flat(c.text).replace(" ", "")))
    prose = sum(1 for c in values if _is_prose(c))
    if figures * 4 >= len(values):
        return "data"
    if table.cols == 2:
        return "form"
    return "data" if prose * 5 <= len(values) else "form"


def _is_prose(cell: CellLines) -> bool:
    text = cell.text
    return len(text) > _PROSE or "。" in text[:-1] or len(cell.lines) > 3


def _is_head(head: list[CellLines], table: RawTable) -> bool:
    """Every column is named by a short label; figures name none, but years and months do (区分, 令和４年, 第1回)."""
    if all(c.cell.head for c in head) and head:
        return True
    covered = sum(c.cell.col_span for c in head)
    if covered < table.cols or (len(head) < 2):
        return False
    for c in head:
        text = flat(c.text).replace(" ", "").replace("\u3000", "")
        if not text:
            if c.cell.col:
                return False
            continue
        if len(text) > 24 or text[-1] in "。、":
            return False
        if _FIGURE.fullmatch(text) and not _TIME_HEAD.fullmatch(text):
            return False
        if re.fullmatch(r"[0-9]{1,3}番|[0-9,.]+[人件円名%]", text):
            return False
    return not ((len(head) == 2 and _labels_only(head)) or _labels_and_values(head))


def _labels_only(head: list[CellLines]) -> bool:
    """A two-column first row 日時 | 令和6年… is a form's, not a heading."""
    return bool(re.search(r"[0-9]{1,2}[:時日]|[市町村区]|室|委員会|協議会|審議会", flat(head[1].text)))


def _labels_and_values(head: list[CellLines]) -> bool:
    """日時 | 令和6年5月7日 | 場所 | 中会議室: label and value side by side, twice in a row."""
    texts = [flat(c.text) for c in head]
    dated = len(texts) >= 4 and re.search(r"月 ?[0-9]{1,2} ?日|[0-9]{1,2} ?[:時]", texts[1])
    return bool(dated) and not re.search(r"[0-9]", texts[0] + texts[2])


def pairs_of(row: list[CellLines]) -> list[list[CellLines]]:
    """A form's row as stretches of cells to print: label and value apart from the next pair when a value has paragraphs.

    Otherwise the further paragraphs of 出席者 would stand behind the label 欠席者.
    """
    if len(row) < 4 or len(row) % 2 or all(len(cell.lines) < 2 for cell in row[:-1]):
        return [row]
    if any(len(cell.text) > 12 for cell in row[::2]):
        return [row]
    return [row[at : at + 2] for at in range(0, len(row), 2)]


def in_one_line(cell: CellLines) -> Logical | None:
    """All of a data cell as one logical line (セル内の折り返しは続けて読む), or None when it is empty."""
    pieces: list[RawLine] = []
    glue: list[str] = []
    for logical in cell.lines:
        for index, (mark, piece) in enumerate(zip(logical.glue, logical.pieces, strict=True)):
            parted = bool(pieces) and index == 0 and _parted(pieces[-1].text, piece.text)
            glue.append(" " if parted else mark)
            pieces.append(piece)
    return Logical(pieces, glue) if pieces else None


def _parted(left: str, right: str) -> bool:
    """Two paragraphs of a data cell are parted unless the break falls inside a word."""
    return left[-1].isascii() and right[0].isascii() and left[-1].isalnum() and right[0].isalnum()


def row_items(table: RawTable) -> list[tuple[int, list[CellLines]]]:
    """Rows with their cells in column order; a merged cell stands in its first row."""
    rows: dict[int, list[CellLines]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        rows.setdefault(cell.row, []).append(cell_lines(cell))
    return sorted(rows.items())


def flatten_single(table: RawTable) -> list[RawItem] | None:
    """A one-cell table is a frame around text (囲み): its content, or None for a real table."""
    if len(table.cells) != 1:
        return None
    items = list(table.cells[0].content)
    if items and isinstance(items[0], RawLine) and table.blank_before:
        items[0] = replace(items[0], blank_before=True)
    return items


__all__ = [
    "CellLines",
    "cell_lines",
    "flatten_single",
    "in_one_line",
    "kind_of",
    "label_in_one",
    "logical_text",
    "pairs_of",
    "row_items",
]
