"""HTML: the text reads like the page."""

from __future__ import annotations

import pytest

from minutes_pipeline.errors import ReadError
from minutes_pipeline.model.raw import RawItem, RawLine, RawTable
from minutes_pipeline.read.html import decode_html, is_html, read_html


def _items(body: str) -> tuple[RawItem, ...]:
    return read_html(f"<html><body>{body}</body></html>", "a.html", "0" * 64).items


def _texts(body: str) -> list[str]:
    return [item.text for item in _items(body) if isinstance(item, RawLine)]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>見本市<b>環境</b>審議会</p><p>会議録</p>", ["見本市環境審議会", "会議録"]),
        ("<p>日時：令和６年<br>場所：本庁舎</p>", ["日時：令和６年", "場所：本庁舎"]),
        ("<p>改行は\n 字間ではない</p>", ["改行は字間ではない"]),
        ("<p>Open\n Chain</p>", ["Open Chain"]),
        ("<script>x</script><style>y</style><nav>案内</nav><footer>所在地</footer><p>本文</p>", ["本文"]),
        ('<p style="display: none">隠し</p><p hidden>隠し</p><p>本文</p>', ["本文"]),
        ("<p><ruby>甲野<rp>（</rp><rt>こうの</rt><rp>）</rp></ruby>委員</p>", ["甲野委員"]),
        ("<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>", ["・甲", "・乙", "・丙"]),
        ('<ol start="3"><li>甲</li><li value="7">乙</li><li>丙</li></ol>', ["3. 甲", "7. 乙", "8. 丙"]),
        ('<ul style="list-style: none"><li>甲</li></ul>', ["甲"]),
        ("<dl><dt>委員</dt><dd>よいと思う。</dd></dl>", ["委員", "よいと思う。"]),
        ("<pre>一行目\n　二行目</pre>", ["一行目", "二行目"]),
        ("<div>前<div>中</div>後</div>", ["前", "中", "後"]),
        ("<!-- 注記 --><p>&lt;案&gt; &amp; 資料</p>", ["<案> & 資料"]),
    ],
)
def test_text(body: str, texts: list[str]) -> None:
    assert _texts(body) == texts


def test_the_main_part_of_a_page() -> None:
    body = "<header>文字サイズ　検索</header><main><h1>会議録</h1><p>日時：令和６年五月十日</p></main><div>関連リンク</div>"
    assert _texts(body) == ["会議録", "日時：令和６年五月十日"]
    assert _texts('<div role="navigation">案内</div><p>本文</p>') == ["本文"]
    assert _texts("<main>短い</main><p>本文は主部の外に置かれている長い文である。</p>")[-1].startswith("本文は")


def test_headings_and_list_levels() -> None:
    items = _items("<h1>会議録</h1><h3>議題</h3><ol><li>開会<ul><li>挨拶</li></ul></li></ol>")
    found = [(i.text, i.outline, i.list_level) for i in items if isinstance(i, RawLine)]
    assert found == [("会議録", 1, None), ("議題", 3, None), ("1. 開会", None, 0), ("・挨拶", None, 1)]


def test_table_with_spans_and_heads() -> None:
    (table,) = _items(
        "<table><thead><tr><th>区分</th><th colspan=2>人数</th></tr></thead>"
        "<tr><td rowspan=2>窓口</td><td>3人</td><td>4人</td></tr><tr><td>5人</td><td>6人</td></tr></table>"
    )
    assert isinstance(table, RawTable) and (table.rows, table.cols) == (3, 3)
    placed = [(c.row, c.col, c.row_span, c.col_span, c.head) for c in table.cells]
    assert placed == [
        (0, 0, 1, 1, True),
        (0, 1, 1, 2, True),
        (1, 0, 2, 1, False),
        (1, 1, 1, 1, False),
        (1, 2, 1, 1, False),
        (2, 1, 1, 1, False),
        (2, 2, 1, 1, False),
    ]


def test_absurd_spans_are_cut() -> None:
    (table,) = _items("<table><tr><td colspan=90000000>甲</td><td>乙</td></tr></table>")
    assert isinstance(table, RawTable) and table.cols <= 200


@pytest.mark.parametrize("name", ["Shift_JIS", "x-sjis", "windows-31j"])
def test_declared_shift_jis_is_read_as_cp932(name: str) -> None:
    page = f'<html><head><meta charset="{name}"></head><body><p>①髙橋</p></body></html>'
    assert "①髙橋" in decode_html(page.encode("cp932"), "a.html")


def test_a_wrong_declaration_is_overruled() -> None:
    page = '<html><head><meta charset="utf-8"></head><body><p>会議録の日時</p></body></html>'
    assert "会議録の日時" in decode_html(page.encode("cp932"), "a.html")


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE html><p>x", "\ufeff<html>", '<?xml version="1.0"?><html xmlns="x">', "<div><p>x</p></div>"]
)
def test_pages(text: str) -> None:
    assert is_html(text)


@pytest.mark.parametrize("text", ["会議録 <抜粋>", "<１．開会>\n本文", "x < y", "＜html＞"])
def test_texts_that_are_no_pages(text: str) -> None:
    assert not is_html(text)


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(ReadError, match="文字のない HTML"):
        _items("<script>x</script>")
