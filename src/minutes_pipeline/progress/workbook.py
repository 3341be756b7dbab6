"""The sheet as an Excel workbook (進捗管理表の表計算ファイル), as an official would hand it to the committee."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from minutes_pipeline.errors import StoreError
from minutes_pipeline.progress.sheet import Citation, ProgressSheet, SheetCell, SheetRow

_FONT = "BIZ UDPゴシック"
_COLUMNS: tuple[tuple[str, str, float], ...] = (
    ("goal", "基本目標", 16), ("measure", "施策", 12), ("program", "事業・取組", 20), ("departments", "担当課", 13),
    ("indicator", "指標名", 18), ("unit", "単位", 6), ("target", "目標値", 9), ("actual", "実績値", 9),
    ("rate", "達成率\n（％）", 8), ("department_rating", "1次評価\n（担当課）", 9),
    ("committee_rating", "2次評価\n（委員会）", 9), ("issues", "課題", 38), ("direction", "方向性の転換", 24),
    ("opinions", "委員会等の意見", 30), ("responses", "意見・課題への対応", 30), ("next_year", "翌年度の取組", 30),
)  # fmt: skip
_LINKED = frozenset({"actual", "rate", "department_rating", "committee_rating"})
"""Short cells that are links; in long ones the number of the source stands behind each sentence."""
_WHOLE = frozenset(
    {"department_rating", "committee_rating", "issues", "direction", "opinions", "responses", "next_year"}
)
"""Columns about the program, not about one indicator of it."""
_SOURCES = "根拠"
_LETTERS_PER_WIDTH = 0.58
"""Full-width letters of 9 points in one unit of a column's width."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 32_000


def fiscal_label(year: int) -> str:
    """令和5年度 for 2023."""
    from minutes_pipeline.store.wording import fiscal_year

    return fiscal_year(year)


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
    _heading(table, sheet)
    for number, row in enumerate(sheet.rows, start=4):
        _fill(table, number, row, register)
    _merge(table, sheet)
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


def _heading(table: Any, sheet: ProgressSheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    last = get_column_letter(len(_COLUMNS))
    table["A1"] = _text(f"{sheet.plan}　進捗管理表（{fiscal_label(sheet.year)}）")
    table["A1"].font = Font(name=_FONT, size=14, bold=True)
    table.merge_cells(f"A1:{last}1")
    table["A2"] = "空欄は、議事録に記載がないもの。〔 〕の番号と青い欄は、「根拠」シートの文を指します。"
    table["A2"].font = Font(name=_FONT, size=9, color="555555")
    for at, (_, title, width) in enumerate(_COLUMNS, start=1):
        cell = table.cell(3, at, title)
        cell.font = Font(name=_FONT, size=10, bold=True)
        cell.fill = PatternFill("solid", fgColor="DCE6F1")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _border()
        table.column_dimensions[get_column_letter(at)].width = width
    table.row_dimensions[3].height = 30


def _border() -> Any:
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color="999999")
    return Border(left=side, right=side, top=side, bottom=side)


def _fill(table: Any, number: int, row: SheetRow, register: _Register) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    for at, (name, _, _) in enumerate(_COLUMNS, start=1):
        content = getattr(row, name)
        source = content if isinstance(content, SheetCell) else SheetCell(content or None)
        cell = table.cell(number, at)
        is_number = isinstance(source.value, int | float)
        cell.value = source.value if is_number else _text(_numbered(source, register))
        if cell.value is not None and not is_number:
            cell.data_type = "s"
        cell.number_format = "0.0" if name == "rate" else "#,##0.##########" if is_number else "@"
        centred = "rating" in name or name == "unit"
        cell.alignment = Alignment(
            horizontal="right" if is_number else "center" if centred else "left", vertical="top", wrap_text=True
        )
        cell.border = _border()
        cell.font = Font(name=_FONT, size=9)
        if source.citations and name in _LINKED:
            place = f"'{_SOURCES}'!A{register.row_of(source.citations[0])}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            cell.font = Font(name=_FONT, size=9, color="0B5394", underline="single")
        if source.note and is_number:
            cell.comment = Comment(source.note, "minutes")


def _numbered(cell: SheetCell, register: _Register) -> str | int | float | None:
    """The sentences of a long cell, each with the number of its source."""
    if not isinstance(cell.value, str) or not cell.value.startswith("・"):
        return cell.value
    return "\n".join(f"・{one.quote}〔{register.row_of(one) - 1}〕" for one in cell.citations)


def _lines_of(row: SheetRow, names: frozenset[str], *, whole: bool) -> int:
    lines = 1
    for name, _, width in _COLUMNS:
        if name in ("goal", "measure") or (name in names) is not whole:
            continue
        content = getattr(row, name)
        text = str((content.value if isinstance(content, SheetCell) else content) or "")
        per_line = max(1, int(width * _LETTERS_PER_WIDTH))
        more = 4 if name in _WHOLE else 0  # the number of the source
        lines = max(lines, sum(-(-max(1, len(part) + more) // per_line) for part in text.split("\n")))
    return lines


def _merge(table: Any, sheet: ProgressSheet) -> None:
    """One cell for what adjoining rows share; the rows of a program are as high as its longest text needs."""
    for at, (name, _, _) in enumerate(_COLUMNS, start=1):
        for first, last in _runs(sheet, name):
            if last > first:
                table.merge_cells(start_row=first + 4, end_row=last + 4, start_column=at, end_column=at)
    for first, last in _runs(sheet, "program"):
        shared = _WHOLE | {"program", "departments"}
        own = [_lines_of(sheet.rows[n], shared, whole=False) for n in range(first, last + 1)]
        missing = _lines_of(sheet.rows[first], shared, whole=True) - sum(own)
        for n, lines in zip(range(first, last + 1), own, strict=True):
            more = max(0, missing) / (last - first + 1)
            # Excel allows 409 points; what is longer is read in the cell.
            table.row_dimensions[n + 4].height = min(409.0, 12.5 * (lines + more) + 4)


def _runs(sheet: ProgressSheet, name: str) -> list[tuple[int, int]]:
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
    if name in _WHOLE or name in ("program", "departments"):
        return (row.goal, row.measure, row.program)
    return None


def _finish(table: Any, sheet: ProgressSheet) -> None:
    from openpyxl.utils import get_column_letter

    last = f"{get_column_letter(len(_COLUMNS))}{len(sheet.rows) + 3}"
    table.freeze_panes = "D4"
    table.print_area = f"A1:{last}"
    table.print_title_rows = "3:3"
    table.page_setup.orientation = "landscape"
    table.page_setup.paperSize = 8  # A3
    table.page_setup.fitToWidth, table.page_setup.fitToHeight = 1, 0
    table.sheet_properties.pageSetUpPr.fitToPage = True
    table.oddFooter.center.text = "&P / &N"
    table.page_margins.left = table.page_margins.right = 0.4
    table.page_margins.top = table.page_margins.bottom = 0.5


def _list_sources(sources: Any, register: _Register) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, (title, width) in enumerate(
        (("番号", 7), ("ファイル", 28), ("開催日", 12), ("ページ", 7), ("根拠の文", 90), ("記録の識別子", 34)), 1
    ):
        cell = sources.cell(1, at, title)
        cell.font, cell.fill = Font(name=_FONT, bold=True, size=10), PatternFill("solid", fgColor="DCE6F1")
        sources.column_dimensions["ABCDEF"[at - 1]].width = width
    for number, citation in register.rows.values():
        values = (number - 1, citation.document, citation.date, citation.span.page, citation.quote, citation.record_id)
        for at, value in enumerate(values, start=1):
            cell = sources.cell(number, at, value if isinstance(value, int) else _text(value))
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(name=_FONT, size=9)
            cell.alignment = Alignment(vertical="top", wrap_text=at == 5)
        sources.row_dimensions[number].height = (
            12.5 * -(-max(1, len(citation.quote)) // int(90 * _LETTERS_PER_WIDTH)) + 3
        )
    sources.freeze_panes = "A2"
    sources.page_setup.orientation = "landscape"
    sources.sheet_properties.pageSetUpPr.fitToPage = True
    sources.page_setup.fitToHeight = 0


def _text(value: object) -> str | None:
    """Text that a sheet can hold: no control characters, never a formula (the cell's type is text)."""
    return None if value in (None, "") else _CONTROL.sub("", str(value))[:_LONGEST]
