"""Pages: reading order by position, spaces and tabs by gap, columns, ruled tables, furniture, page breaks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.raw import RawPage

Page = Callable[..., RawPage]
Lay = Callable[..., Document]
PROSE = "見本市の計画について説明があり、窓口の利用者が昨年より増えたことが報告された。待ち時間の短縮を検討する。"


def _body(count: int, width: int = 40, top: float = 80, left: float = 50) -> list[tuple[float, float, str]]:
    text = PROSE * 20
    return [(left, top + 16 * n, text[n * width : (n + 1) * width]) for n in range(count)]


def _lines(document: Document) -> list[str]:
    return document.text.split("\n")


def test_order_by_position(make_page: Page, lay_pages: Lay) -> None:
    page = make_page([(50, 300, "後の行です"), (50, 100, "前の行です"), (150, 100.5, "右の語")])
    assert _lines(lay_pages(page)) == ["前の行です\t右の語", "後の行です"]


@pytest.mark.parametrize(
    ("gap", "between"),
    [(0, ""), (2.5, ""), (5, " "), (10, " "), (20, "\t"), (60, "\t")],
)
def test_gap_between_japanese(make_page: Page, lay_pages: Lay, gap: float, between: str) -> None:
    assert _lines(lay_pages(make_page([(50, 100, "甲野"), (70 + gap, 100, "太郎")]))) == [f"甲野{between}太郎"]


@pytest.mark.parametrize(("gap", "between"), [(0, ""), (2.5, ""), (5, " "), (15, "\t"), (30, "\t")])
def test_gaps_do_not_depend_on_how_high_a_font_is(lay_pages: Lay, gap: float, between: str) -> None:
    xs = [50.0, 60.0, 70.0 + gap, 80.0 + gap]
    places = tuple((x, 100.0, x + 10, 116.0) for x in xs)
    assert _lines(lay_pages(RawPage(1, 500.0, 800.0, "甲野太郎", places))) == [f"甲野{between}太郎"]


@pytest.mark.parametrize(("left", "right", "text"), [("令和", "6年", "令和6年"), ("Open", "Source", "Open Source")])
def test_a_quarter_gap_is_a_space_only_between_latin_words(
    make_page: Page, lay_pages: Lay, left: str, right: str, text: str
) -> None:
    width = sum(5 if c.isascii() else 10 for c in left)
    assert _lines(lay_pages(make_page([(50, 100, left), (50 + width + 2.5, 100, right)]))) == [text]


def test_a_label_spread_over_its_column(make_page: Page, lay_pages: Lay) -> None:
    assert _lines(lay_pages(make_page([(50, 100, "日"), (90, 100, "時"), (140, 100, "令和６年")]))) == [
        "日　時\t令和６年"
    ]


def test_text_printed_twice_is_read_once(make_page: Page, lay_pages: Lay) -> None:
    strings = [(50, 100, "見本市会議録"), (50.4, 100, "見本市会議録"), (50, 130, "議議事事")]
    page = make_page(strings[:2] + [(50 + 10 * n + d, 130, c) for n, c in enumerate("議事") for d in (0, 0.4)])
    assert _lines(lay_pages(page)) == ["見本市会議録", "議事"]


def test_proportional_kana_do_not_keep_lines_apart(lay_pages: Lay) -> None:
    kana = "このまちのこどもたちがのびのびとそだつようにみんなでみまもりたすけあうことをたいせつにしていくとした、"
    text = (
        "見本市地域福祉計画推進協議会委員会議録概要版資料編目次一覧表説明書添付書類名簿順序番号" + kana * 2
    ) * 3 + "以上。"
    chars, places, x, y = "", [], 50.0, 100.0
    for char in text:
        width = 10.0 if char >= "一" else 7.5
        if x + width > 450:
            x, y = 50.0, y + 16
        chars += char
        places.append((x, y, x + width, y + 10))
        x += width
    assert _lines(lay_pages(RawPage(1, 500.0, 800.0, chars, tuple(places)))) == [chars]


def test_every_character_keeps_its_place(make_page: Page, lay_pages: Lay) -> None:
    document = lay_pages(make_page([(50, 100, "日時：令和６年"), (50, 130, "場所：本庁舎")]))
    start = document.text.index("本庁舎")
    box = next(b for b in document.boxes if b.start <= start < b.end)
    assert (box.page, box.bbox.top, box.bbox.bottom) == (1, 130, 140)
    assert document.lines[1].bbox is not None and document.lines[1].bbox.x0 == 50


def test_two_columns_of_text_are_read_one_after_the_other(make_page: Page, lay_pages: Lay) -> None:
    left = _body(12, width=18)
    right = [(270, top, text.replace("見本市", "隣の市")) for _, top, text in left]
    mixed = [item for pair in zip(left, right, strict=True) for item in pair]
    text = "".join(_lines(lay_pages(make_page([(200, 50, "会議録"), *mixed]))))
    assert text == "会議録" + "".join(t for _, _, t in left) + "".join(t for _, _, t in right)


def test_two_columns_whose_lines_are_not_level(make_page: Page, lay_pages: Lay) -> None:
    left = _body(12, width=18)
    right = [(270, top + 6, text.replace("見本市", "隣の市")) for _, top, text in left]
    text = "".join(_lines(lay_pages(make_page([*left, *right]))))
    assert text == "".join(t for _, _, t in [*left, *right])


def test_a_roster_in_columns_is_read_by_rows(make_page: Page, lay_pages: Lay) -> None:
    strings = [(x, 100 + 16 * n, t) for n in range(12) for x, t in ((50, f"見本{n}部"), (270, f"甲野{n}次長"))]
    assert _lines(lay_pages(make_page(strings)))[3] == "見本3部\t甲野3次長"


GRID = tuple((50.0, y, 350.0, y) for y in (100.0, 120.0, 140.0, 160.0)) + tuple(
    (x, 100.0, x, 160.0) for x in (50.0, 150.0, 250.0, 350.0)
)


def test_ruled_table(make_page: Page, lay_pages: Lay) -> None:
    cells = [("区分", "４年", "５年"), ("窓口", "12人", "15人"), ("訪問", "3人", "4人")]
    strings = [(55 + 100 * c, 105 + 20 * r, t) for r, row in enumerate(cells) for c, t in enumerate(row)]
    document = lay_pages(make_page([(50, 70, "表１"), *strings, (50, 180, "以上")], GRID))
    assert _lines(document) == ["表１", "区分\t４年\t５年", "窓口\t12人\t15人", "訪問\t3人\t4人", "以上"]
    assert document.tables[0].kind == "data" and document.tables[0].page == 1


def test_ruled_table_with_merged_and_wrapped_cells(make_page: Page, lay_pages: Lay) -> None:
    rules = (
        *((50.0, y, 250.0, y) for y in (100.0, 140.0, 160.0)),
        (150.0, 120.0, 250.0, 120.0),
        (50.0, 100.0, 50.0, 160.0),
        (150.0, 100.0, 150.0, 140.0),
        (250.0, 100.0, 250.0, 160.0),
    )
    strings = [(55, 110, "委員"), (155, 105, "甲野"), (155, 125, "乙川"), (55, 145, "傍聴者　三名")]
    document = lay_pages(make_page(strings, rules))
    assert [(c.row, c.col, c.row_span, c.col_span) for c in document.tables[0].cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 1),
        (1, 1, 1, 1),
        (2, 0, 1, 2),
    ]
    assert _lines(document) == ["委員\t甲野", "乙川", "傍聴者　三名"]


def test_table_that_is_open_at_the_foot_of_the_page(make_page: Page, lay_pages: Lay) -> None:
    strings = [
        (55, 105, "区分"),
        (155, 105, "５年"),
        (55, 125, "窓口"),
        (155, 125, "12人"),
        (55, 145, "訪問"),
        (155, 145, "3人"),
    ]
    rules = tuple((50.0, y, 250.0, y) for y in (100.0, 120.0, 140.0)) + tuple(
        (x, 100.0, x, 160.0) for x in (50.0, 150.0, 250.0)
    )
    assert lay_pages(make_page(strings, rules)).tables[0].rows == 3


def test_table_that_goes_on_over_the_page(make_page: Page, lay_pages: Lay) -> None:
    first = [("区分", "４年", "５年"), ("窓口", "12人", "15人"), ("訪問", "3人", "4人")]
    second = [("区分", "４年", "５年"), ("電話", "7人", "8人"), ("合計", "22人", "27人")]
    pages = [
        make_page([(55 + 100 * c, 105 + 20 * r, t) for r, row in enumerate(rows) for c, t in enumerate(row)], GRID, n)
        for n, rows in ((1, first), (2, second))
    ]
    document = lay_pages(*pages)
    assert len(document.tables) == 1
    assert [line.split("\t")[0] for line in _lines(document)] == ["区分", "窓口", "訪問", "電話", "合計"]


def test_grid_without_rules(make_page: Page, lay_pages: Lay) -> None:
    cells = [("区分", "令和４年", "令和５年"), ("窓口相談", "120人", "135人"), ("訪問", "3人", "4人")]
    strings = [(50 + 120 * c, 100 + 18 * r, t) for r, row in enumerate(cells) for c, t in enumerate(row)]
    document = lay_pages(make_page(strings))
    assert document.tables[0].kind == "data"
    assert _lines(document)[1] == "窓口相談\t120人\t135人"


def test_roster_without_figures_is_no_grid(make_page: Page, lay_pages: Lay) -> None:
    cells = [("企画部", "甲野次長", "総務部"), ("市民部", "乙川次長", "環境部"), ("教育部", "丙山次長", "消防部")]
    strings = [(50 + 120 * c, 100 + 18 * r, t) for r, row in enumerate(cells) for c, t in enumerate(row)]
    assert lay_pages(make_page(strings)).tables == ()


@pytest.mark.parametrize(
    "mark", ["- {n} -", "{n}/3", "－{n}－", "{n}／３ページ", "{n}", "p.{n}", "（{n}）", "{n} ページ"]
)
def test_page_numbers_are_left_out(make_page: Page, lay_pages: Lay, mark: str) -> None:
    pages = [make_page([*_body(38, top=80), (240, 760, mark.format(n=n))], number=n) for n in (1, 2, 3)]
    text = lay_pages(*pages).text
    assert mark.format(n=2) not in _lines(lay_pages(*pages)) and text.count("説明があり") > 30


def test_running_heads_are_left_out(make_page: Page, lay_pages: Lay) -> None:
    pages = [
        make_page([(50, 40, f"見本市協議会（{n}）"), *_body(38, top=80), (200, 760, "見本市福祉部")], number=n)
        for n in (1, 2, 3)
    ]
    text = lay_pages(*pages).text
    assert "見本市協議会" not in text and "見本市福祉部" not in text


def test_a_speaker_on_top_of_each_page_is_no_running_head(make_page: Page, lay_pages: Lay) -> None:
    pages = [make_page([(50, 80, "委員長"), *_body(38, top=96)], number=n) for n in (1, 2)]
    assert lay_pages(*pages).text.count("委員長") == 2


def test_a_footer_of_one_page_that_names_the_document(make_page: Page, lay_pages: Lay) -> None:
    page = make_page(
        [(150, 60, "令和６年度第２回見本市環境審議会 議事録"), *_body(30, top=90), (180, 760, "見本市環境審議会　1")]
    )
    assert lay_pages(page).text.count("見本市環境審議会") == 1


def test_a_number_in_the_text_is_no_page_number(make_page: Page, lay_pages: Lay) -> None:
    page = make_page([(50, 80, "申請の件数は次のとおり"), (50, 96, "28"), (50, 112, "以上で報告を終わる。")])
    assert "28" in _lines(lay_pages(page))


def test_a_sentence_goes_on_over_the_page(make_page: Page, lay_pages: Lay) -> None:
    text = PROSE * 40
    pages = []
    for n in (1, 2):
        rows = [(50.0, 80 + 16.0 * k, text[(40 * (n - 1) + k) * 40 :][:40]) for k in range(40)]
        pages.append(make_page([*rows, (240, 760, f"- {n} -")], number=n))
    document = lay_pages(*pages)
    assert "".join(_lines(document)) == "".join(text[:3200])
    first, second = (text[1560:1600], text[1600:1640])
    assert any(first[-5:] + second[:5] in line for line in _lines(document))


def test_a_gap_is_an_empty_line(make_page: Page, lay_pages: Lay) -> None:
    page = make_page([*[(50, 80 + 16 * n, f"・{n}つ目の意見") for n in range(5)], (50, 176, "二　その他")])
    assert lay_pages(page).blank_before == frozenset({5})


def test_readings_above_the_text_are_left_out(make_page: Page, lay_pages: Lay) -> None:
    page = make_page([(50, 100, "甲野委員から説明があった。"), (50, 130, "以上で終わる。"), (50, 160, "ふりがな")])
    ruby = [(50.0 + 5 * n, 95.0, 55.0 + 5 * n, 100.0) for n in range(3)]
    with_ruby = RawPage(1, 500.0, 800.0, page.text + "こうの", (*page.places, *ruby))
    assert _lines(lay_pages(with_ruby)) == ["甲野委員から説明があった。", "以上で終わる。", "ふりがな"]


def test_vertical_text(make_page: Page, lay_pages: Lay) -> None:
    text = PROSE[:50]
    strings = [(400 - 20 * (n // 25), 100 + 10 * (n % 25), c) for n, c in enumerate(text)]
    document = lay_pages(make_page(strings))
    assert document.text.replace("\n", "") == text
    assert document.lines[0].bbox is not None and document.lines[0].bbox.x0 >= 380
