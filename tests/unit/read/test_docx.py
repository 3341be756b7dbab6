"""DOCX: everything that stands on the page, once and in order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.model.raw import RawItem, RawLine, RawTable
from minutes_pipeline.read.docx import read_docx

Make = Callable[..., bytes]


def _p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _read(data: bytes) -> tuple[RawItem, ...]:
    return read_docx(data, "a.docx", "0" * 64).items


def _texts(data: bytes) -> list[str]:
    return [item.text for item in _read(data) if isinstance(item, RawLine)]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (_r("日時") + "<w:r><w:tab/></w:r>" + _r("令和６年"), "日時\t令和６年"),
        (f"<w:ins>{_r('加えた')}</w:ins>{_r('本文')}", "加えた本文"),
        (f"<w:del><w:r><w:delText>消した</w:delText></w:r></w:del>{_r('本文')}", "本文"),
        (f"<w:moveFrom>{_r('前')}</w:moveFrom><w:moveTo>{_r('後')}</w:moveTo>", "後"),
        (f"<w:hyperlink>{_r('資料１')}</w:hyperlink>", "資料１"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{_r('選んだ値')}</w:sdtContent></w:sdt>", "選んだ値"),
        (f"<w:smartTag>{_r('見本市')}</w:smartTag>", "見本市"),
        (f"<w:r><w:ruby><w:rt>{_r('こうの')}</w:rt><w:rubyBase>{_r('甲野')}</w:rubyBase></w:ruby></w:r>", "甲野"),
        (f"<m:oMath xmlns:m='{MATH}'><m:r><m:t>747+2298</m:t></m:r></m:oMath>{_r('人')}", "747+2298人"),
        ("<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>" + _r("本文"), "本文"),
        (_r("見えない", "<w:vanish/>") + _r("本文"), "本文"),
        (_r("第１") + "<w:r><w:noBreakHyphen/></w:r>" + _r("２"), "第１-２"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F06C"/></w:r>' + _r("項"), "\uf06c項"),
    ],
)
def test_inline(make_docx: Make, inner: str, text: str) -> None:
    assert _texts(make_docx(_p(inner))) == [text]


def test_soft_line_breaks_make_lines_of_one_paragraph(make_docx: Make) -> None:
    items = _read(make_docx(_p(_r("一行目") + "<w:r><w:br/></w:r>" + _r("二行目"))))
    assert [(i.text, i.hard, i.block) for i in items if isinstance(i, RawLine)] == [
        ("一行目", False, 0),
        ("二行目", True, 0),
    ]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(make_docx: Make) -> None:
    assert _texts(make_docx(_p(_r("前半"), "<w:rPr><w:del/></w:rPr>") + _p(_r("後半")))) == ["前半後半"]


def test_an_empty_paragraph_is_the_blank_line_before_the_next(make_docx: Make) -> None:
    items = _read(make_docx(_p(_r("一")) + _p("") + _p(_r("二"))))
    assert [(i.blank_before, i.block) for i in items] == [(False, 0), (True, 2)]


def test_a_text_box_is_read_once(make_docx: Make) -> None:
    box = f"<w:txbxContent>{_p(_r('囲みの文'))}</w:txbxContent>"
    alternative = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert _texts(make_docx(_p(_r("本文") + f"<w:r>{alternative}</w:r>"))) == ["本文", "囲みの文"]


def test_fallback_is_read_where_the_choice_is_empty(make_docx: Make) -> None:
    alternative = (
        "<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{_p(_r('古い囲み'))}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert _texts(make_docx(_p(f"<w:r>{alternative}</w:r>"))) == ["古い囲み"]


def test_footnotes_stand_at_the_end_with_their_mark(make_docx: Make) -> None:
    body = _p(_r("利用者は増えた") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + _r("。"))
    notes = f'<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="2">{_p(_r("速報値"))}</w:footnote>'
    assert _texts(make_docx(body, footnotes=notes)) == ["利用者は増えた。", "注1　速報値"]


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="j2"><w:name w:val="見出し 2"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="独自"/><w:basedOn w:val="h1"/></w:style>
<w:style w:type="paragraph" w:styleId="lvl"><w:name w:val="章"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="paragraph" w:styleId="num"><w:name w:val="番号"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimalFullWidth"/><w:lvlText w:val="%1．"/>
<w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="・"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""


@pytest.mark.parametrize(
    ("style", "outline"), [("h1", 1), ("j2", 2), ("own", 1), ("lvl", 3), ("a", None), ("loop", None)]
)
def test_outline_of_styles(make_docx: Make, style: str, outline: int | None) -> None:
    (item,) = _read(make_docx(_p(_r("題"), f'<w:pStyle w:val="{style}"/>'), styles=STYLES))
    assert isinstance(item, RawLine) and item.outline == outline


def test_numbering_is_printed(make_docx: Make) -> None:
    def item(text: str, level: int) -> str:
        return _p(_r(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    body = item("開会", 0) + item("報告", 1) + item("利用者は増えた", 2) + item("その他", 1) + item("閉会", 0)
    items = _read(make_docx(body, numbering=NUMBERING))
    assert [(i.text, i.list_level) for i in items if isinstance(i, RawLine)] == [
        ("１．開会", 0),
        ("(1) 報告", 1),
        ("・利用者は増えた", 2),
        ("(2) その他", 1),
        ("２．閉会", 0),
    ]


def test_numbering_by_style_and_its_removal(make_docx: Make) -> None:
    numbered = _p(_r("議題"), '<w:pStyle w:val="num"/>')
    plain = _p(_r("補足"), '<w:pStyle w:val="num"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert _texts(make_docx(numbered + plain + numbered, styles=STYLES, numbering=NUMBERING)) == [
        "１．議題",
        "補足",
        "２．議題",
    ]


def test_a_digit_behind_a_dotted_label_is_kept_apart(make_docx: Make) -> None:
    body = _p(_r("5年度の報告"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    assert _texts(make_docx(body, numbering=NUMBERING)) == ["１． 5年度の報告"]


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(_r(text))}</w:tc>"


def test_tables_keep_their_merged_cells(make_docx: Make) -> None:
    top, below, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{_cell('委員', top)}{_cell('甲野')}</w:tr>"
        f"<w:tr>{_cell('', below)}{_cell('乙川')}</w:tr>"
        f"<w:tr>{_cell('合計２名', wide)}</w:tr>"
    )
    (table,) = _read(make_docx(f"<w:tbl>{rows}</w:tbl>"))
    assert isinstance(table, RawTable) and (table.rows, table.cols) == (3, 2)
    placed = [
        (c.row, c.col, c.row_span, c.col_span, c.content[0].text)
        for c in table.cells
        if isinstance(c.content[0], RawLine)
    ]
    assert placed == [(0, 0, 2, 1, "委員"), (0, 1, 1, 1, "甲野"), (1, 1, 1, 1, "乙川"), (2, 0, 1, 2, "合計２名")]


def test_nested_tables_and_deleted_rows(make_docx: Make) -> None:
    inner = f"<w:tbl><w:tr>{_cell('中')}{_cell('表')}</w:tr></w:tbl>"
    rows = f"<w:tr><w:trPr><w:del/></w:trPr>{_cell('消した行')}</w:tr><w:tr><w:tc>{inner}{_p('')}</w:tc></w:tr>"
    (table,) = _read(make_docx(f"<w:tbl>{rows}</w:tbl>"))
    assert isinstance(table, RawTable) and table.rows == 1
    nested = table.cells[0].content[0]
    assert isinstance(nested, RawTable) and nested.cols == 2


def test_an_enormous_grid_span_is_cut(make_docx: Make) -> None:
    cell = _cell("x", '<w:gridSpan w:val="200000000"/>')
    (table,) = _read(make_docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert isinstance(table, RawTable) and table.cols == 200


def test_tables_nested_too_deep_are_refused(make_docx: Make) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 25 + _p(_r("x")) + "</w:tc></w:tr></w:tbl>" * 25
    with pytest.raises(LimitError, match="入れ子"):
        _read(make_docx(body))


def test_an_empty_document_is_refused(make_docx: Make) -> None:
    with pytest.raises(ReadError, match="文字のない"):
        _read(make_docx(_p("")))
