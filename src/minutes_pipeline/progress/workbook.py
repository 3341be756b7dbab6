"""The sheet as an Excel workbook (進捗管理表の表計算ファイル), as an official would hand it to the committee.

A3 on its side. Columns that hold long texts share the paper by how much they have to say; a column without a word is as
narrow as its heading. Every filled cell leads to its sentence on the second sheet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from minutes_pipeline.errors import StoreError
from minutes_pipeline.progress.sheet import Citation, ProgressSheet, SheetCell, SheetRow
from minutes_pipeline.progress.sheet_layout import COLUMNS, FONT_SIZE, Layout, layout_of, runs_of
from minutes_pipeline.store.wording import fiscal_year, japanese_date

_FONT = "BIZ UDPゴシック"
_SOURCES = "根拠"
_INK, _LINK, _HEAD, _LINE = "222222", "0B5394", "DCE6F1", "8C8C8C"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 32_000
_FIRST = 5
"""The row of the first program; the headings stand above it."""
_SOURCE_COLUMNS = (("番号", 6), ("ファイル", 26), ("開催日", 17), ("ページ", 7), ("根拠の文", 76), ("記録の識別子", 34))


def write_workbook(sheet: ProgressSheet, path: Path) -> None:
    """Write the sheet and the list of its sources; each cell leads to its source.

    Raises:
        StoreError: The file cannot be written (it may be open in Excel).
    """
    from openpyxl import Workbook

    book = Workbook()
    table = book.active
    table.title = "進捗管理表"
    sources = book.create_sheet(_SOURCES)
    register = _Register()
    layout = layout_of(sheet)
    _heading(table, sheet, layout)
    rooms = {first: sum(layout.heights[first : last + 1]) for first, last in runs_of(sheet, "program")}
    for n, row in enumerate(sheet.rows):
        _fill(table, n + _FIRST, row, register, _Room(layout, rooms.get(n, 0.0)))
    _merge(table, sheet)
    for n, height in enumerate(layout.heights):
        table.row_dimensions[n + _FIRST].height = height
    _finish(table, sheet)
    _list_sources(sources, register)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        book.save(draft)
        draft.replace(path)
    except OSError as error:
        raise StoreError(
            "表を書き出せません", "書き込める場所か、Excel で開いたままにしていないか確かめてください", file=str(path)
        ) from error


class _Register:
    """Sources in the order in which they are cited, each with its row of the second sheet."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int, int], tuple[int, Citation]] = {}

    def row_of(self, citation: Citation) -> int:
        key = (citation.document, citation.span.start, citation.span.end)
        if key not in self.rows:
            self.rows[key] = (len(self.rows) + 2, citation)
        return self.rows[key][0]


def _heading(table: Any, sheet: ProgressSheet, layout: Layout) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    last = get_column_letter(len(COLUMNS))
    meetings = "、".join(f"{name}（{japanese_date(day, with_weekday=False)}）" for day, name in sheet.meetings)
    for row, text, font, height in (
        (1, f"{sheet.plan}　進捗管理表（{fiscal_year(sheet.year)}）", Font(name=_FONT, size=15, bold=True), 26),
        (2, f"会議: {meetings or '記載のある会議はありません'}", Font(name=_FONT, size=9, color=_INK), 14),
        (3, "空欄は、議事録に記載がないもの。〔 〕の番号と青い欄は、「根拠」シートの文を指します。",
         Font(name=_FONT, size=9, color="555555"), 16),
    ):  # fmt: skip
        cell = table.cell(row, 1, _text(text))
        cell.font, cell.data_type = font, "s"
        cell.alignment = Alignment(vertical="center", wrap_text=row == 2)
        table.merge_cells(f"A{row}:{last}{row}")
        table.row_dimensions[row].height = height * (1 + len(meetings) // 110) if row == 2 else height
    for at, column in enumerate(COLUMNS, start=1):
        cell = table.cell(_FIRST - 1, at, column.title)
        cell.font = Font(name=_FONT, size=9, bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _border()
        dimension = table.column_dimensions[get_column_letter(at)]
        dimension.width = layout.widths[column.name]
        dimension.hidden = column.name in layout.hidden
    table.row_dimensions[_FIRST - 1].height = 40


def _border(top: str = "thin") -> Any:
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color=_LINE)
    return Border(left=side, right=side, top=Side(style=top, color=_LINE), bottom=side)


@dataclass(frozen=True, slots=True)
class _Room:
    """How much a row can show: the layout, and the height of the rows of its program in points."""

    layout: Layout
    height: float

    def fitting(self, sentences: Sequence[str], name: str) -> int:
        """How many of the sentences have room in a column; a line is left for those that have none."""
        lines = self.layout.lines_in(self.height)
        needed = list(accumulate(Layout.lines(one, self.layout.widths[name]) for one in sentences))
        if not needed or needed[-1] <= lines:
            return len(needed)
        return max(1, sum(one < lines for one in needed))


def _fill(table: Any, number: int, row: SheetRow, register: _Register, room: _Room) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    for at, column in enumerate(COLUMNS, start=1):
        content = getattr(row, column.name)
        source = content if isinstance(content, SheetCell) else SheetCell(content or None)
        cell = table.cell(number, at)
        is_number = isinstance(source.value, int | float)
        cell.value = source.value if is_number else _text(_numbered(source, register, room, column.name))
        if cell.value is not None and not is_number:
            cell.data_type = "s"
        cell.number_format = "0.0" if column.name == "rate" else "#,##0.##########" if is_number else "@"
        if is_number and float(source.value or 0).is_integer() and column.name != "rate":
            cell.number_format = "#,##0"
        side = "right" if is_number else "center" if column.centred else "left"
        cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
        cell.border = _border()
        cell.font = Font(name=_FONT, size=FONT_SIZE, color=_INK)
        if source.citations and not column.long:
            # A long cell has a number behind each sentence: one that is a link is not wrapped by LibreOffice.
            place = f"'{_SOURCES}'!A{register.row_of(source.citations[0])}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            cell.font = Font(name=_FONT, size=FONT_SIZE, color=_LINK, underline="single")


def _numbered(cell: SheetCell, register: _Register, room: _Room, name: str) -> str | int | float | None:
    """The sentences of a long cell, each with the number of its source; what has no room stands on the second sheet."""
    if not isinstance(cell.value, str) or not cell.value.startswith("・"):
        return cell.value
    numbers = [register.row_of(one) - 1 for one in cell.citations]
    told = [f"・{one.quote}〔{number}〕" for one, number in zip(cell.citations, numbers, strict=True)]
    # Rows that are not the first of their program are hidden under its cell.
    shown = room.fitting(told, name) if room.height else len(told)
    if shown < len(told):
        rest = "".join(f"〔{number}〕" for number in numbers[shown : shown + 3])
        told = [*told[:shown], f"・ほか{len(numbers) - shown}件{rest}{'など' if len(numbers) - shown > 3 else ''}"]
    return "\n".join(told)


def _merge(table: Any, sheet: ProgressSheet) -> None:
    """One cell for what adjoining rows share; a heavier line above each goal."""
    for at, column in enumerate(COLUMNS, start=1):
        for first, last in runs_of(sheet, column.name):
            if last > first:
                table.merge_cells(
                    start_row=first + _FIRST, end_row=last + _FIRST, start_column=at, end_column=at
                )  # fmt: skip
        for first, _ in runs_of(sheet, "goal"):
            table.cell(first + _FIRST, at).border = _border("medium")


def _finish(table: Any, sheet: ProgressSheet) -> None:
    from openpyxl.utils import get_column_letter

    last = f"{get_column_letter(len(COLUMNS))}{len(sheet.rows) + _FIRST - 1}"
    table.freeze_panes = f"D{_FIRST}"
    table.print_area = f"A1:{last}"
    table.print_title_rows = f"{_FIRST - 1}:{_FIRST - 1}"
    table.page_setup.paperSize = 8  # A3
    table.sheet_view.zoomScale = 85
    _page(table)
    table.oddFooter.left.text = _text(f"{sheet.plan}　{fiscal_year(sheet.year)}") or ""
    table.oddFooter.left.size = 8


def _page(sheet: Any) -> None:
    """On its side, as wide as the paper, as many pages as it takes, numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text, sheet.oddFooter.center.size = "&P / &N", 8
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
    sheet.page_margins.footer = 0.35


def _list_sources(sources: Any, register: _Register) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, (title, width) in enumerate(_SOURCE_COLUMNS, 1):
        cell = sources.cell(1, at, title)
        cell.font, cell.fill = Font(name=_FONT, bold=True, size=9), PatternFill("solid", fgColor=_HEAD)
        cell.alignment, cell.border = Alignment(horizontal="center", vertical="center"), _border()
        sources.column_dimensions["ABCDEF"[at - 1]].width = width
    sources.row_dimensions[1].height = 20
    for number, citation in register.rows.values():
        day = japanese_date(citation.date, with_weekday=False) if citation.date else None
        values = (number - 1, citation.document, day, citation.span.page, citation.quote, citation.record_id)
        for at, value in enumerate(values, start=1):
            cell = sources.cell(number, at, value if isinstance(value, int) else _text(value))
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(name=_FONT, size=7 if at == 6 else 9, color="777777" if at == 6 else _INK)
            cell.alignment = Alignment(horizontal="center" if at in (1, 4) else "left", vertical="top", wrap_text=True)
            cell.border = _border()
        sources.row_dimensions[number].height = 14.0 * Layout.lines(citation.quote, 76) + 4
    sources.freeze_panes = "A2"
    sources.print_title_rows = "1:1"
    sources.page_setup.paperSize = 9  # A4
    _page(sources)


def _text(value: object) -> str | None:
    """Text that a sheet can hold: no control characters, never a formula (the cell's type is text)."""
    return None if value in (None, "") else _CONTROL.sub("", str(value))[:_LONGEST]
