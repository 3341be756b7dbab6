"""Tables drawn with characters become tables."""

from __future__ import annotations

from collections.abc import Callable

from minutes_pipeline.model.document import Document

Lay = Callable[[str], Document]


def _rows(document: Document, table: int = 0) -> list[str]:
    return [document.line_text(i) for i, line in enumerate(document.lines) if line.table == table]


def test_grid_of_figures(lay_text: Lay) -> None:
    document = lay_text(
        "表１\n┌────┬────┬────┐\n│区分    │令和５年│令和６年│\n├────┼────┼────┤\n"
        "│窓口    │   120人│   135人│\n│訪問    │    12人│    15人│\n└────┴────┴────┘\n以上"
    )
    assert _rows(document) == ["区分\t令和５年\t令和６年", "窓口\t120人\t135人", "訪問\t12人\t15人"]
    (table,) = document.tables
    assert (table.kind, table.rows, table.cols, table.first_line, table.last_line) == ("data", 3, 3, 1, 3)
    assert document.text.startswith("表１\n") and document.text.endswith("\n以上")


def test_form_with_merged_cells_and_wrapped_prose(lay_text: Lay) -> None:
    document = lay_text(
        "┌────┬────────────┬──────┐\n"
        "│        │                        │会議室      │\n"
        "│会議名  │見本市環境審議会        ├──────┤\n"
        "│        │                        │第一会議室  │\n"
        "├────┼────────────┴──────┤\n"
        "│結　果  │事務局から報告を受けた。利用者は昨年度 │\n"
        "│        │より増え、待ち時間が課題である。       │\n"
        "└────┴───────────────────┘"
    )
    assert _rows(document) == [
        "会議名\t見本市環境審議会\t会議室",
        "第一会議室",
        "結　果\t事務局から報告を受けた。利用者は昨年度より増え、待ち時間が課題である。",
    ]
    assert document.tables[0].kind == "form"
    spans = [(c.row, c.col, c.row_span, c.col_span) for c in document.tables[0].cells]
    assert spans == [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 2)]


def test_ascii_and_bar_tables(lay_text: Lay) -> None:
    document = lay_text(
        "+------+------+\n| 区分 | 人数 |\n+------+------+\n| 窓口 | 3人  |\n| 訪問 | 4人  |\n+------+------+\n\n"
        "| 区分 | 人数 |\n|------|------|\n| 窓口 | 5人 |\n| 訪問 | 6人 |"
    )
    assert _rows(document, 0) == ["区分\t人数", "窓口\t3人", "訪問\t4人"]
    assert _rows(document, 1) == ["区分\t人数", "窓口\t5人", "訪問\t6人"]


def test_rules_alone_are_no_table(lay_text: Lay) -> None:
    document = lay_text("────────────\n次に進みます。\n────────────")
    assert document.tables == () and len(document.lines) == 3
