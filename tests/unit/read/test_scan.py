"""Scans and pictures through Tesseract: the same text, spaces and tables as the PDF they were made from.

The pages are drawn here from fictional text, turned and spoilt.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from minutes_pipeline.errors import LimitError, NeedsProgramError, ReadError
from minutes_pipeline.extract.provenance import ocr_confidence, source_span
from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.document import Document
from minutes_pipeline.read import scan_image, scan_words
from minutes_pipeline.read.files import read_raw
from minutes_pipeline.read.programs import TESSERACT, find_program
from minutes_pipeline.read.scan_words import languages
from minutes_pipeline.text.folding import flat

Save = Callable[[str, bytes], Path]
FONTS = (
    "/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf",
    "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    "C:/Windows/Fonts/msmincho.ttc",
    "C:/Windows/Fonts/YuGothM.ttc",
    "/System/Library/Fonts/ヒラギノ角ゴシック W3.ttc",
)
DPI = 200
LINES = (
    "第３回霧ヶ浜市子ども会議　会議録",
    "",
    "日　時　　令和６年５月１７日（金）　午後１時３０分～３時００分",
    "場　所　　霧ヶ浜市役所　２０１会議室",
    "",
    "１　報告事項",
    "・相談件数は令和５年度で１，２００件であり、前の年度から８％増えた。",
    "・専門の相談員が不足していることが課題である。次回までに事務局が調査する。",
    "２　その他",
    "・次年度の計画案を原案のとおり承認した。",
)


@pytest.fixture(scope="module", autouse=True)
def program() -> Path:
    found = find_program(TESSERACT)
    if found is None or not {"jpn", "jpn_vert"} <= languages(found):
        if os.environ.get("CI"):
            pytest.fail("Tesseract or its Japanese data are not installed: see the apt-get lines of .ci/run")
        pytest.skip("Tesseract or its Japanese data are not installed (README: 読める形式)")
    return found


@pytest.fixture(scope="module")
def font() -> Path:
    found = next((Path(name) for name in FONTS if Path(name).is_file()), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Japanese font: see the apt-get lines of .ci/run")
        pytest.skip("no Japanese font")
    return found


def px(points: float) -> int:
    return round(points * DPI / 72)


def sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (px(595), px(842)), 255)
    return image, ImageDraw.Draw(image)


@pytest.fixture(scope="module")
def page(font: Path) -> Image.Image:
    """An A4 page with a heading, prose and a ruled table."""
    image, draw = sheet()
    letters = ImageFont.truetype(str(font), px(10.5))
    top = 72.0
    for line in LINES:
        draw.text((px(72), px(top)), line, font=letters, fill=0)
        top += 20
    rows = (("区分", "氏名", "人数"), ("委員", "山田　太郎", "３人"), ("事務局", "川上　花子", "１２人"))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            x, y = 72 + 140 * column, top + 20 + 22 * number
            draw.rectangle((px(x), px(y), px(x + 140), px(y + 22)), outline=0, width=2)
            draw.text((px(x + 5), px(y + 5)), text, font=letters, fill=0)
    return image


def png(image: Image.Image, dpi: int = DPI) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()


def read(save: Save, name: str, data: bytes) -> Document:
    return lay_out(read_raw(save(name, data)))


def likeness(document: Document, lines: tuple[str, ...] = LINES) -> float:
    want = flat("\n".join(line for line in lines if line)).replace(" ", "")
    have = flat(document.text).replace(" ", "")
    return SequenceMatcher(None, want, have, autojunk=False).find_longest_match().size and sum(
        block.size for block in SequenceMatcher(None, want, have, autojunk=False).get_matching_blocks()
    ) / len(want)


@pytest.fixture(scope="module")
def straight(page: Image.Image, tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("scan") / "a.png"
    path.write_bytes(png(page))
    return lay_out(read_raw(path))


def test_a_clean_page_is_read(straight: Document) -> None:
    assert likeness(straight) > 0.97
    assert (straight.media_type, straight.pages, straight.ocr_pages) == ("png", 1, (1,))


def test_no_spaces_between_japanese_characters_but_those_printed(straight: Document) -> None:
    lines = [straight.line_text(index) for index in range(len(straight.lines))]
    prose = next(line for line in lines if "承認した" in line)
    assert " " not in prose and "\u3000" not in prose and "\t" not in prose
    assert any(flat(line).split()[:2] == ["日", "時"] for line in lines)


def test_a_ruled_table_is_a_table(straight: Document) -> None:
    assert [(table.rows, table.cols) for table in straight.tables] == [(3, 3)]
    assert "委員\t山田" in straight.text and "事務局\t川上" in straight.text


def test_every_run_has_a_confidence_and_a_place(straight: Document) -> None:
    assert all(run.confidence is not None and 0 < run.confidence <= 1 for run in straight.boxes)
    start = straight.text.index("相談員が不足")
    assert (ocr_confidence(straight, start, start + 6) or 0) > 0.7
    span = source_span(straight, start, start + 6)
    assert span.page == 1 and span.bbox is not None
    x0, top, x1, bottom = span.bbox
    # In the eighth line; the box is that of the run of characters up to the next mark.
    assert abs(top - (72 + 7 * 20)) < 6 and bottom - top < 16
    assert 72 < x0 < 72 + 6 * 10.5 and x1 < 72 + 36 * 10.5


@pytest.mark.parametrize("degrees", [-2.0, 1.0, 3.5])
def test_a_skewed_page(page: Image.Image, straight: Document, save: Save, degrees: float) -> None:
    skewed = page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    document = read(save, "a.png", png(skewed))
    assert likeness(document) > 0.95
    assert [(table.rows, table.cols) for table in document.tables] == [(3, 3)]
    # Places are those on the sheet as it lies: the title turned about the middle of the page.
    angle = np.radians(degrees)
    before, after = straight.lines[0].bbox, document.lines[0].bbox
    assert before is not None and after is not None
    x, y = (before.x0 + before.x1) / 2 - 595 / 2, (before.top + before.bottom) / 2 - 842 / 2
    assert (after.x0 + after.x1) / 2 == pytest.approx(595 / 2 + x * np.cos(angle) + y * np.sin(angle), abs=6)
    assert (after.top + after.bottom) / 2 == pytest.approx(842 / 2 - x * np.sin(angle) + y * np.cos(angle), abs=4)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head(page: Image.Image, save: Save, degrees: int) -> None:
    document = read(save, "a.png", png(page.rotate(degrees, expand=True)))
    assert likeness(document) > 0.95
    first = document.lines[0].bbox
    width, height = (842, 595) if degrees % 180 else (595, 842)
    assert first is not None
    assert 0 <= first.x0 < first.x1 <= width and 0 <= first.top < first.bottom <= height
    # The title is at the head of the page, wherever that lies now.
    if degrees == 180:
        assert first.top > height * 0.8
    else:
        assert (first.x0 < width * 0.2) == (degrees == 90)


def test_vertical_text(font: Path, save: Save) -> None:
    image, draw = sheet()
    letters = ImageFont.truetype(str(font), px(12))
    columns = (
        "議長は会議の開会を宣言した。",
        "委員から相談員が不足しているとの意見が出された。",
        "原案のとおり承認した。",
    )
    columns += ("事務局は次回までに他の市の事例を調査する。", "以上で閉会した。")
    for number, column in enumerate(columns):
        for at, char in enumerate(column):
            shift = 8 if char == "。" else 0
            draw.text((px(500 - 24 * number + shift), px(80 + 13 * at - shift)), char, font=letters, fill=0)
    document = read(save, "a.png", png(image))
    assert likeness(document, columns) > 0.9


def test_a_tiff_of_two_pages_and_an_empty_one(page: Image.Image, save: Save) -> None:
    buffer = io.BytesIO()
    blank = Image.new("L", page.size, 255)
    page.save(buffer, "TIFF", save_all=True, append_images=[blank, page], dpi=(DPI, DPI))
    document = read(save, "a.tif", buffer.getvalue())
    assert (document.media_type, document.pages, document.ocr_pages) == ("tiff", 3, (1, 3))
    assert [code for code, _, _ in document.defects] == ["page_without_text"]
    assert flat(document.text).count("事務局が調査する") == 2


def scan_pdf(*images: Image.Image) -> bytes:
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=DPI)
    return buffer.getvalue()


def mixed_pdf(page: Image.Image, texts: int) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for number in range(texts):
        canvas.setFont("HeiseiMin-W3", 10.5)
        for line in range(4):
            canvas.drawString(72, 750 - 20 * line, f"これは{number + 1}ページ目の{line + 1}行目の本文です。")
        canvas.showPage()
    canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
    canvas.setFont("HeiseiMin-W3", 9)
    canvas.drawString(290, 20, "- 2 -")
    canvas.save()
    return buffer.getvalue()


def test_a_scanned_pdf(page: Image.Image, save: Save) -> None:
    document = read(save, "a.pdf", scan_pdf(page))
    assert (document.media_type, document.ocr_pages, document.defects) == ("pdf", (1,), ())
    assert likeness(document) > 0.95


def test_a_pdf_of_which_one_page_is_a_scan(page: Image.Image, save: Save) -> None:
    document = read(save, "a.pdf", mixed_pdf(page, 1))
    assert document.ocr_pages == (2,)
    assert "1ページ目の4行目の本文です" in document.text and "原案のとおり承認した" in document.text
    graded = {run.page: run.confidence for run in document.boxes}
    assert graded[1] is None and graded[2] is not None


def test_without_the_program_scans_wait_but_text_does_not(
    page: Image.Image, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.png": png(page), "a.pdf": scan_pdf(page), "b.pdf": mixed_pdf(page, 1)}
    monkeypatch.setenv("MINUTES_TESSERACT", "/ない/tesseract")
    for name, data in files.items():
        with pytest.raises(NeedsProgramError) as caught:
            read_raw(save(name, data))
        assert caught.value.program == "Tesseract OCR（日本語）"
    document = read(save, "c.pdf", mixed_pdf(page, 3))
    assert document.ocr_pages == () and "3ページ目の1行目" in document.text


def test_without_the_japanese_data(page: Image.Image, save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_words, "languages", lambda program: frozenset({"eng"}))
    with pytest.raises(NeedsProgramError, match="日本語のデータ"):
        read_raw(save("a.png", png(page)))


def test_an_empty_page_and_a_photograph_have_no_text(save: Save) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (600, 500), dtype=np.uint8)
    for image in (Image.new("L", (1654, 2339), 255), Image.fromarray(noise).resize((1500, 1800))):
        with pytest.raises(ReadError, match="文字の見つからない画像"):
            read_raw(save("a.png", png(image)))


def test_an_image_beyond_the_limit_is_refused_before_it_is_unpacked(save: Save) -> None:
    with pytest.raises(LimitError, match="画像が大きすぎます"):
        read_raw(save("a.png", png(Image.new("1", (10_000, 10_000), 1))))


@pytest.mark.parametrize("share", [0.1, 0.6])
def test_a_picture_cut_off(page: Image.Image, save: Save, share: float) -> None:
    data = png(page)
    with pytest.raises(ReadError, match="途中で切れている"):
        read_raw(save("a.png", data[: int(len(data) * share)]))


def test_a_page_that_takes_too_long_is_ended(page: Image.Image, save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_words, "SECONDS", 0.01)
    with pytest.raises(LimitError, match="終わりません"):
        read_raw(save("a.png", png(page)))


def test_grey_paper_and_a_shadow(page: Image.Image, save: Save) -> None:
    shade = np.linspace(0.55, 0.9, page.width)[None, :]
    dim = Image.fromarray((np.asarray(page) * shade).astype(np.uint8))
    buffer = io.BytesIO()
    dim.save(buffer, "JPEG", quality=80, dpi=(DPI, DPI))
    assert likeness(read(save, "a.jpg", buffer.getvalue())) > 0.95


def test_a_picture_without_a_sensible_resolution_is_taken_for_a_sheet(page: Image.Image, save: Save) -> None:
    assert likeness(read(save, "a.png", png(page.resize((1240, 1754)), dpi=1))) > 0.9


def test_same_bytes_same_document(page: Image.Image, save: Save) -> None:
    path = save("a.png", png(page))
    assert read_raw(path) == read_raw(path)


@pytest.mark.parametrize("degrees", [-5.0, -1.3, -0.2, 0.0, 0.7, 2.0, 5.5])
def test_the_skew_is_measured(page: Image.Image, degrees: float) -> None:
    turned = np.asarray(page.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255))
    assert scan_image.skew_of(scan_image.ink_of(turned)) == pytest.approx(degrees, abs=0.15)
