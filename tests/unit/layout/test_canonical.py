"""What holds of every canonical document."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.errors import ReadError
from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.raw import Place, RawDocument, RawPage
from minutes_pipeline.model.span import BBox
from minutes_pipeline.read.html import read_html
from minutes_pipeline.read.markdown import read_markdown
from minutes_pipeline.read.plain import read_plain

_CHARS = "あの会議録委員長日時○〇・（）「」。、：　 \t0123１２一二第議案│├─┌|+-\n"


def _check(document: Document) -> None:
    text = document.text
    assert text == "\n".join(document.line_text(i) for i in range(len(document.lines)))
    for index, line in enumerate(document.lines):
        body = document.line_text(index)
        assert body and "\n" not in body and body == body.strip()
        assert line.indent >= 0
    assert all(a.end < b.start for a, b in pairwise(document.lines))
    assert all(0 <= i < len(document.lines) for i in document.blank_before)
    for number, table in enumerate(document.tables):
        lines = document.lines[table.first_line : table.last_line + 1]
        assert lines and all(line.table is not None and line.table >= number for line in lines)
        for cell in table.cells:
            assert 0 <= cell.start <= cell.end <= len(text)
            assert cell.row + cell.row_span <= table.rows and cell.col + cell.col_span <= table.cols
    for box in document.boxes:
        assert 0 <= box.start < box.end <= len(text)
    assert [b.start for b in document.boxes] == sorted(b.start for b in document.boxes)


@given(st.text(alphabet=_CHARS, max_size=600))
def test_any_text(text: str) -> None:
    document = lay_out(read_plain(text, "a.txt", "0" * 64))
    _check(document)
    again = lay_out(read_plain(text, "a.txt", "0" * 64))
    assert document == again


_NUMBER = st.floats(min_value=-50, max_value=900, allow_nan=False, width=32)
_PLACE = st.tuples(_NUMBER, _NUMBER, st.floats(0, 40, width=32), st.floats(0, 40, width=32))


@given(
    st.lists(st.tuples(st.sampled_from("会議１2a ○。　・\ufffd"), _PLACE), max_size=60), st.lists(_PLACE, max_size=12)
)
def test_any_page(chars: list[tuple[str, Place]], rules: list[Place]) -> None:
    places = tuple((x, y, x + w, y + h) for _, (x, y, w, h) in chars)
    boxes = tuple(BBox(x, y, x + w * 8, y + h * 8) for x, y, w, h in rules)
    page = RawPage(1, 600.0, 800.0, "".join(c for c, _ in chars), places, boxes)
    _check(lay_out(RawDocument("a.pdf", "pdf", "0" * 64, pages=(page, page), page_count=2, wrapped=True)))


@given(st.text(alphabet=_CHARS + "#*_`[]<>&;/br", max_size=400))
def test_any_markdown_or_html(text: str) -> None:
    _check(lay_out(read_markdown(text, "a.md", "0" * 64)))
    try:
        _check(lay_out(read_html(f"<html><body>{text}</body></html>", "a.html", "0" * 64)))
    except ReadError:
        assert not text.strip() or "<" in text or not text.strip("\u3000 \t\n")


def test_pages(make_page: Callable[..., object], lay_pages: Callable[..., Document]) -> None:
    strings = [(50, 80 + 16 * n, "見本市の計画について説明があった。" * 2) for n in range(20)]
    _check(lay_pages(make_page(strings), make_page(strings, number=2)))


def test_an_empty_document() -> None:
    document = lay_out(read_plain("", "a.txt", "0" * 64))
    assert (document.text, document.lines, document.tables) == ("", (), ())


def test_page_numbers_of_a_copied_text_are_left_out() -> None:
    page = "見本市の計画について説明があり、窓口の利用者が昨年より増えたことが報告され"
    text = "\n".join(f"{page}\n\n- {n} -\n\nた。次に進む。" for n in (1, 2, 3))
    document = lay_out(read_plain(text, "a.txt", "0" * 64))
    assert not any(line.startswith("-") for line in document.text.split("\n"))


def test_numbers_that_do_not_run_on_are_kept() -> None:
    text = "件数\n3\n費用\n7\n人数\n2"
    assert lay_out(read_plain(text, "a.txt", "0" * 64)).text == text
