"""The sheet on paper: no text wider than its column is high, empty columns narrow, one page wide."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.progress.sheet import Citation, ProgressSheet, SheetCell, SheetRow
from minutes_pipeline.progress.sheet_layout import COLUMNS, Layout, layout_of, runs_of
from minutes_pipeline.progress.workbook import write_workbook


def _row(
    program: str = "窓口", goal: str = "1 相談", measure: str = "", indicator: str = "件数", **cells: str | int
) -> SheetRow:
    none = SheetCell()
    filled = {
        name: SheetCell(f"・{value}", None, (Citation("a.txt", "2024-01-23", str(value), SourceSpan(start=0, end=3)),))
        if isinstance(value, str) else SheetCell(value)
        for name, value in cells.items()
    }  # fmt: skip
    names = [
        column.name
        for column in COLUMNS
        if column.name not in ("goal", "measure", "program", "departments", "indicator", "unit", "as_of")
    ]
    return SheetRow(
        goal, measure, program, "福祉課", indicator, "件", **{name: filled.get(name, none) for name in names}
    )


def _sheet(*rows: SheetRow) -> ProgressSheet:
    return ProgressSheet("計画", 2023, rows, ("a.txt",))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("あ" * 5, 10, 1), ("あ" * 6, 10, 2), ("a" * 9, 10, 1), ("あ\nい", 10, 2), ("あ" * 60, 10, 11)],
)
def test_lines(text: str, width: float, lines: int) -> None:
    assert Layout.lines(text, width) == lines


def test_an_empty_column_is_narrow_and_a_full_one_wide() -> None:
    layout = layout_of(_sheet(_row(issues="課" * 120, next_year="来" * 20)))
    assert layout.widths["direction"] == layout.widths["opinions"] == 12.0
    assert layout.widths["issues"] > layout.widths["next_year"] >= 18.0


def test_a_column_without_measures_is_out_of_sight() -> None:
    assert layout_of(_sheet(_row())).hidden == {"measure"}
    assert layout_of(_sheet(_row(measure="施策"))).hidden == layout_of(_sheet()).hidden == frozenset()


def test_rows_are_as_high_as_their_texts() -> None:
    rows = (_row(indicator="a", issues="課" * 300), _row(indicator="b", issues="課" * 300), _row("別", issues="短い"))
    layout = layout_of(_sheet(*rows))
    needed = Layout.lines("・" + "課" * 300, layout.widths["issues"])
    assert sum(layout.heights[:2]) >= needed * 14.0 and layout.heights[2] < 30
    assert layout_of(_sheet(_row(issues="課" * 90_000))).heights == (409.0,)


def test_what_rows_share_is_one_cell() -> None:
    sheet = _sheet(_row(indicator="a"), _row(indicator="b"), _row("別"), _row("別", goal="2 見守り"))
    assert runs_of(sheet, "goal") == [(0, 2), (3, 3)]
    assert runs_of(sheet, "program") == [(0, 1), (2, 2), (3, 3)]
    assert runs_of(sheet, "indicator") == [(0, 0), (1, 1), (2, 2), (3, 3)]


def test_the_workbook_is_one_page_wide_and_numbers_its_sentences(tmp_path: Path) -> None:
    write_workbook(_sheet(_row(issues="課題の文", actual=12, target=10)), tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    table = book["進捗管理表"]
    assert table.sheet_properties.pageSetUpPr.fitToPage and table.page_setup.fitToWidth == 1
    assert table.page_setup.paperSize == "8" or table.page_setup.paperSize == 8
    assert table.print_area == "'進捗管理表'!$A$1:$Q$5"
    texts = [cell.value for cell in table[5] if cell.value is not None]
    assert "・課題の文〔1〕" in texts and 12 in texts
    assert [cell.value for cell in book["根拠"][2]][:5] == [1, "a.txt", "令和6年1月23日", None, "課題の文"]
    assert table.column_dimensions["B"].hidden


def test_what_has_no_room_on_the_page_stands_among_the_sources(tmp_path: Path) -> None:
    quotes = [f"{n}番目の課題は、{'長' * 60}。" for n in range(40)]
    told = tuple(Citation("a.txt", "2024-01-23", one, SourceSpan(start=n, end=n + 1)) for n, one in enumerate(quotes))
    row = replace(_row(), issues=SheetCell("\n".join(f"・{one}" for one in quotes), None, told))
    sheet = _sheet(row)
    write_workbook(sheet, tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    shown = next(cell.value for cell in book["進捗管理表"][5] if str(cell.value).startswith("・0番目"))
    layout = layout_of(sheet)
    assert Layout.lines(shown, layout.widths["issues"]) * 14.0 <= layout.heights[0] == 409.0
    count = shown.count("番目の課題")
    assert 3 < count < 40 and shown.endswith(f"・ほか{40 - count}件〔{count + 1}〕〔{count + 2}〕〔{count + 3}〕など")
    assert [cell.value for cell in book["根拠"]["E"]][1:] == quotes
