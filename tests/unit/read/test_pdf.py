"""PDF: characters with their boxes, ruled lines, and what is wrong with the file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.read import pdf as reader
from minutes_pipeline.read.pdf import read_pdf

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))


def _pdf(*pages: Callable[[Canvas], Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for draw in pages:
        canvas.setFont("HeiseiMin-W3", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _read(data: bytes) -> Any:
    return read_pdf(data, "a.pdf", "0" * 64)


def test_characters_stand_where_they_are_printed() -> None:
    (page,) = _read(_pdf(lambda c: c.drawString(100, 700, "見本市の会議録"))).pages
    assert page.text == "見本市の会議録"
    x0, top, x1, bottom = page.places[2]
    assert (round(x0), round(x1)) == (120, 130)
    assert top < A4[1] - 700 < bottom + 1 and bottom - top < 15


def test_spaces_that_pdfium_makes_up_are_left_out_and_printed_ones_kept() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "令和")
        canvas.drawString(123, 700, "６年")
        canvas.drawString(100, 680, "甲野 太郎")

    assert _read(_pdf(draw)).pages[0].text == "令和６年甲野 太郎"


@pytest.mark.parametrize(("quarters", "seen"), [(0, (100, 534)), (1, (298, 100)), (2, (485, 298)), (3, (287, 732))])
def test_a_turned_page_is_read_as_it_is_seen(quarters: int, seen: tuple[int, int]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90 * quarters)
        canvas.drawString(100, 300, "会議録")

    (page,) = _read(_pdf(draw)).pages
    x0, top = page.places[0][:2]
    assert abs(x0 - seen[0]) < 3 and abs(top - seen[1]) < 3
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(page.places, page.places[1:], strict=False)]
    along = {0: (10, 0), 1: (0, 10), 2: (-10, 0), 3: (0, -10)}[quarters]
    assert all(abs(x - along[0]) < 1 and abs(y - along[1]) < 1 for x, y in steps)


def test_rules_and_edges_of_boxes() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "表の中")
        canvas.line(50, 600, 250, 600)
        canvas.rect(60, 500, 100, 40)
        canvas.rect(300, 500, 100, 40, stroke=0, fill=1)

    (page,) = _read(_pdf(draw)).pages
    assert len(page.rules) == 5
    assert sum(1 for rule in page.rules if rule.x1 - rule.x0 > 50) == 3


def test_single_characters_of_a_font_that_is_not_embedded_are_not_lost() -> None:
    def draw(canvas: Canvas) -> None:
        for number, char in enumerate("議事日程"):
            canvas.drawString(100 + 10 * number, 700, char)

    assert _read(_pdf(draw)).pages[0].text == "議事日程"


def test_a_page_without_text_is_a_defect() -> None:
    document = _read(_pdf(lambda c: c.drawString(100, 700, "一ページ目"), lambda c: c.rect(10, 10, 50, 50)))
    assert [(code, message) for code, message, _ in document.defects] == [
        ("page_without_text", "2ページに文字がありません（白紙か、図や写真と思われます）")
    ]


@pytest.mark.parametrize(("mode", "codes"), [(3, ["ocr_layer"]), (0, [])])
def test_text_under_a_picture_is_said_to_be_recognised(mode: int, codes: list[str]) -> None:
    def draw(canvas: Any) -> None:
        text = canvas.beginText(100, 700)
        text.setTextRenderMode(mode)
        text.textLine("見本市の会議録について、ここに文字認識の済んだ文章がある。")
        canvas.drawText(text)

    assert [code for code, _, _ in _read(_pdf(draw)).defects] == codes


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(ReadError, match="文字の見つからない PDF"):
        _read(_pdf(lambda c: c.rect(10, 10, 50, 50)))


def test_encrypted() -> None:
    with pytest.raises(ReadError, match="パスワードのかかった PDF"):
        _read(_pdf(lambda c: c.drawString(100, 700, "秘密の会議録"), encrypt="pw"))


def test_no_pages() -> None:
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    table = b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000055 00000 n \n"
    end = b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n" + str(len(head)).encode() + b"\n%%EOF"
    with pytest.raises(ReadError, match="ページのない PDF"):
        _read(head + table + end)


def test_a_lost_end_is_a_defect() -> None:
    data = _pdf(lambda c: c.drawString(100, 700, "見本市の会議録")).replace(b"%%EOF", b"%%XXX")
    assert [code for code, _, _ in _read(data).defects] == ["truncated"]


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_PAGES", 1)
    with pytest.raises(LimitError, match="ページが多すぎます"):
        _read(_pdf(*[lambda c: c.drawString(100, 700, "会議録")] * 2))


def test_too_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_CHARS_PER_PAGE", 3)
    with pytest.raises(LimitError, match="文字が多すぎます"):
        _read(_pdf(lambda c: c.drawString(100, 700, "見本市の会議録")))
