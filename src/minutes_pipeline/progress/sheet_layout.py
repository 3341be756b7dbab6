"""How the progress sheet is laid out on paper (進捗管理表の割り付け): widths of columns, heights of rows, what is one cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from minutes_pipeline.progress.sheet import ProgressSheet, SheetCell, SheetRow

FONT_SIZE = 9
_PAPER = 232.0
"""Units of width (a digit of the standard font) that an A3 page on its side holds at nine tenths of the size."""
_LINE = 14.0
"""Points of a line of text."""
_TALLEST = 409.0
"""Excel allows no taller row; what is longer is read in the cell."""
_LETTERS = 0.58
"""Full-width letters of 9 points in one unit of width."""
_LEAST, _MOST = 18.0, 56.0
"""Widths of a column of long texts."""
_EMPTY = 12.0
_NUMBER = 5
"""Letters that the number of the source takes."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: field of ``SheetRow``, heading, width (0 where its texts decide), centred or not."""

    name: str
    title: str
    width: float
    centred: bool = False

    @property
    def long(self) -> bool:
        """Whether it holds sentences."""
        return not self.width


COLUMNS = (
    SheetColumn("goal", "基本目標", 15), SheetColumn("measure", "施策", 11), SheetColumn("program", "事業・取組", 18),
    SheetColumn("departments", "担当課", 11), SheetColumn("indicator", "指標名", 17),
    SheetColumn("unit", "単位", 7.5, centred=True), SheetColumn("target", "目標値", 9), SheetColumn("actual", "実績値", 9),
    SheetColumn("as_of", "実績の\n時点", 13, centred=True), SheetColumn("rate", "達成率\n（％）", 7.5),
    SheetColumn("department_rating", "1次評価\n（担当課）", 8.5, centred=True),
    SheetColumn("committee_rating", "2次評価\n（委員会）", 8.5, centred=True),
    SheetColumn("issues", "課題", 0), SheetColumn("direction", "方向性\n（決定・転換）", 0),
    SheetColumn("opinions", "委員会等\nの意見", 0), SheetColumn("responses", "意見・課題\nへの対応", 0),
    SheetColumn("next_year", "翌年度\nの取組", 0),
)  # fmt: skip
WHOLE = frozenset({"department_rating", "committee_rating", *(column.name for column in COLUMNS if column.long)})
"""Columns about the program, not about one indicator of it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Width of each column, height of each row in points, columns that are left out of sight."""

    widths: dict[str, float]
    heights: tuple[float, ...]
    hidden: frozenset[str] = field(default=frozenset())

    @staticmethod
    def lines_in(height: float) -> int:
        """Lines that have room in so many points."""
        return int(height // _LINE)

    @staticmethod
    def lines(text: str, width: float) -> int:
        """Lines that a text takes in a column of this width."""
        per_line = max(2.0, width * _LETTERS)
        return max(1, sum(-int(-_letters(part) // per_line) or 1 for part in text.split("\n")))


def _letters(text: str) -> float:
    return sum(1.0 if east_asian_width(char) in "FWA" else 0.55 for char in text)


def layout_of(sheet: ProgressSheet) -> Layout:
    """Lay a sheet out: the long columns share what the short ones leave of the paper, by how much they have to say."""
    # A plan without measures has no use for their column.
    hidden = frozenset({"measure"} if sheet.rows and not any(row.measure for row in sheet.rows) else ())
    widths = {column.name: column.width for column in COLUMNS if not column.long}
    for name, least in (("as_of", 8.0), ("target", 8.0)):
        if not any(_text(row, name) for row in sheet.rows):
            widths[name] = least
    room = _PAPER - sum(width for name, width in widths.items() if name not in hidden)
    texts = {
        column.name: max(map(_letters, _texts(sheet, column.name)), default=0.0) for column in COLUMNS if column.long
    }
    widths |= _shared(texts, room)
    return Layout(widths, tuple(_heights(sheet, widths)), hidden)


def _shared(texts: dict[str, float], room: float) -> dict[str, float]:
    """Room for the long columns: the root of the longest text weighs, so that one long text does not take it all."""
    filled = {name: longest**0.5 for name, longest in texts.items() if longest}
    left = room - _EMPTY * (len(texts) - len(filled))
    widths = dict.fromkeys(texts, _EMPTY)
    for name, weight in filled.items():
        widths[name] = round(min(_MOST, max(_LEAST, left * weight / sum(filled.values()))), 1)
    return widths


def _texts(sheet: ProgressSheet, name: str) -> Iterable[str]:
    return (_text(row, name) for row in sheet.rows)


def _text(row: SheetRow, name: str) -> str:
    content = getattr(row, name)
    value = content.value if isinstance(content, SheetCell) else content
    if isinstance(value, int | float):
        return f"{value:,}"
    return str(value or "")


def _heights(sheet: ProgressSheet, widths: dict[str, float]) -> list[float]:
    """The rows of a program are as high as its longest text needs; what is said of the whole is spread over them."""
    shared = WHOLE | {"program", "departments"}
    heights = []
    for first, last in runs_of(sheet, "program"):
        rows = sheet.rows[first : last + 1]
        own = [
            _needed(row, widths, [name for name in widths if name not in {*shared, "goal", "measure"}]) for row in rows
        ]
        missing = max(0, _needed(rows[0], widths, shared) - sum(own)) / len(rows)
        heights += [min(_TALLEST, _LINE * (lines + missing) + 5) for lines in own]
    for first, last in runs_of(sheet, "goal"):
        missing = _needed(sheet.rows[first], widths, ["goal"]) * _LINE + 5 - sum(heights[first : last + 1])
        if missing > 0:
            heights[last] = min(_TALLEST, heights[last] + missing)
    return heights


def _needed(row: SheetRow, widths: dict[str, float], names: Iterable[str]) -> int:
    """Lines that the longest text of these columns takes."""
    lines = 1
    for name in names:
        text = _text(row, name)
        more = _NUMBER if text.startswith("・") else 0
        lines = max(lines, sum(Layout.lines(part + "　" * more, widths[name]) for part in text.split("\n")))
    return lines


def runs_of(sheet: ProgressSheet, name: str) -> list[tuple[int, int]]:
    """First and last row (from 0) of each run of rows that share a column."""
    keys = [_key(row, name) for row in sheet.rows]
    runs: list[tuple[int, int]] = []
    start = 0
    for n in range(1, len(keys) + 1):
        if n == len(keys) or keys[n] is None or keys[n] != keys[start]:
            runs.append((start, n - 1))
            start = n
    return runs if keys else []


def _key(row: SheetRow, name: str) -> tuple[str, ...] | None:
    if name == "goal":
        return (row.goal,)
    if name == "measure":
        return (row.goal, row.measure)
    if name in WHOLE or name in ("program", "departments"):
        return (row.goal, row.measure, row.program)
    return None
