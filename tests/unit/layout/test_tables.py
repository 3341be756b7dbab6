"""Data or form, and the lines that each makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.layout.tables import kind_of, row_items
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.raw import RawCell, RawDocument, RawLine, RawTable

Make = Callable[..., RawTable]


def _kind(table: RawTable) -> str:
    return kind_of(table, [cell for _, row in row_items(table) for cell in row])


def _document(*items: RawTable | RawLine) -> Document:
    return lay_out(RawDocument("a.docx", "docx", "0" * 64, items=items))


@pytest.mark.parametrize(
    "rows",
    [
        (("区分", "令和４年", "令和５年"), ("窓口", "120人", "135人"), ("訪問", "12人", "15人")),
        (("科目", "予算額", "決算額", "備考"), ("会費", "1,200", "1,150", "月額100円"), ("雑収入", "0", "▲5", "")),
        (
            ("区分", "所属", "職", "氏名"),
            ("会長", "企画部", "部長", "甲野　太郎"),
            ("委員", "総務部", "次長", "乙川　花子"),
        ),
        (("教室名", "延べ人数"), ("体操", "1,874人"), ("料理", "97人")),
        (("", "令和６年度"), ("利用者", "30人")),
    ],
    ids=["years", "accounts", "roster-with-heading", "two-columns", "empty-corner"],
)
def test_data(make_table: Make, rows: tuple[tuple[str, ...], ...]) -> None:
    assert _kind(make_table(*rows)) == "data"


@pytest.mark.parametrize(
    "rows",
    [
        (("日時", "令和６年５月10日（金）午後２時"), ("場所", "本庁舎三階"), ("出席者", "甲野、乙川")),
        (("会長", "１番", "甲野　太郎"), ("委員", "２番", "乙川　花子")),
        (("事務局長", "甲野"), ("係長", "乙川")),
        (("発言者", "内容"), ("委員", "よいと思う。ただし費用が心配だ。"), ("事務局", "検討する。次回に示す。")),
        (("一行だけ", "の表"),),
        (("会議名", "見本市環境審議会"), ("日時", "令和６年")),
    ],
    ids=["header", "roster", "posts", "speeches", "one-row", "name-first"],
)
def test_form(make_table: Make, rows: tuple[tuple[str, ...], ...]) -> None:
    assert _kind(make_table(*rows)) == "form"


def test_data_row_is_one_line(make_table: Make) -> None:
    table = make_table(("区分", "担当課", "件数"), ("窓口", ("こども", "家庭課"), "3件"), ("訪問", "福祉課", "4件"))
    document = _document(table)
    assert document.text.split("\n") == ["区分\t担当課\t件数", "窓口\tこども家庭課\t3件", "訪問\t福祉課\t4件"]
    assert [document.text[c.start : c.end] for c in document.tables[0].cells][3:6] == ["窓口", "こども家庭課", "3件"]


def test_empty_cells_leave_no_tab_at_the_ends(make_table: Make) -> None:
    table = make_table(("区分", "４年", "５年", "備考"), ("窓口", "", "5件", ""), ("", "1件", "2件", "累計"))
    document = _document(table)
    assert document.text.split("\n")[1:] == ["窓口\t\t5件", "1件\t2件\t累計"]
    assert [(c.row, c.col, c.end - c.start) for c in document.tables[0].cells][4:8] == [
        (1, 0, 2),
        (1, 1, 0),
        (1, 2, 2),
        (1, 3, 0),
    ]


def test_form_row_has_its_first_paragraphs_in_one_line_and_the_others_set_in(make_table: Make) -> None:
    document = _document(make_table(("日時", "令和６年５月10日"), ("議題", ("１　開会", "２　報告"))))
    assert document.text.split("\n") == ["日時\t令和６年５月10日", "議題\t１　開会", "２　報告"]
    assert [line.indent for line in document.lines] == [0, 0, 4]
    last = document.tables[0].cells[-1]
    assert document.text[last.start : last.end] == "１　開会\n２　報告"


def test_a_label_wrapped_in_its_narrow_cell_is_one(make_table: Make) -> None:
    document = _document(make_table((("会議の", "経過"), "会長が開会を宣した。"), (("出", "席", "者"), "甲野")))
    assert document.text.split("\n") == ["会議の経過\t会長が開会を宣した。", "出席者\t甲野"]


def test_a_frame_around_text_is_no_table(make_table: Make) -> None:
    document = _document(make_table((("囲みの一行目", "囲みの二行目"),)))
    assert document.tables == () and document.text == "囲みの一行目\n囲みの二行目"


def test_nested_tables_stand_behind_their_row(make_table: Make) -> None:
    inner = make_table(("区分", "４年"), ("窓口", "5件"), ("訪問", "6件"))
    outer = RawTable(
        1, 2, (RawCell(0, 0, (RawLine("報告", hard=True),)), RawCell(0, 1, (RawLine("次のとおり", hard=True), inner)))
    )
    document = _document(outer)
    assert document.text.split("\n") == ["報告\t次のとおり", "区分\t４年", "窓口\t5件", "訪問\t6件"]
    assert [(t.kind, t.first_line, t.last_line) for t in document.tables] == [("form", 0, 3), ("data", 1, 3)]
