"""What holds of every canonical document."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.document import Document
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
