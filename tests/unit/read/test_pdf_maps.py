"""Text layers that do not say what the page shows: flagged, and no clean page ever."""

import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from minutes_pipeline.errors import NeedsProgramError, ReadError
from minutes_pipeline.model.raw import RawDocument
from minutes_pipeline.read.pdf import read_pdf
from minutes_pipeline.read.pdf_maps import LOST, is_garbled, misread

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("MINUTES_SHARED", ROOT.parent / "shared")) / "eval" / "documents"
OURS = sorted((ROOT / "samples").glob("*.pdf")) + sorted((ROOT / "tests/corpus/documents").glob("*.pdf"))
FLAGS = ("unmapped_characters", "lost_characters", "page_without_text", "ocr_layer", "truncated")


@pytest.fixture(autouse=True)
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINUTES_TESSERACT", "none")


def without_maps(data: bytes) -> Iterator[bytes]:
    """The file with each of its maps taken away (the name changed, so that no place moves), and with all of them."""
    places = [found.start() for found in re.finditer(rb"/ToUnicode", data)]
    for place in places:
        yield data[:place] + b"/XoUnicode" + data[place + 10 :]
    if places:
        yield data.replace(b"/ToUnicode", b"/XoUnicode")


def flags(document: RawDocument) -> list[tuple[str, str]]:
    return [(code, message) for code, message, _ in document.defects if code in FLAGS]


def flagged_pages(document: RawDocument) -> set[int]:
    return {int(found.group()) for _, message in flags(document) if (found := re.match(r"\d+(?=ページ)", message))}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_missing_map_is_flagged_on_its_pages_alone(path: Path) -> None:
    data = path.read_bytes()
    sound = read_pdf(data, path.name, "")
    seen = 0
    for damaged in without_maps(data):
        try:
            found = read_pdf(damaged, path.name, "")
        except (NeedsProgramError, ReadError) as error:
            assert "文字コード表" in str(error)
            seen += 1
            continue
        for page, as_it_was in zip(found.pages, sound.pages, strict=True):
            lost = (Counter(as_it_was.text) - Counter(page.text)).total()
            assert lost < 5 or page.number in flagged_pages(found), (page.number, lost)
            assert lost or flagged_pages(found) == flagged_pages(sound) or page.number not in flagged_pages(found)
            seen += bool(lost)
    assert seen >= 3


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_no_flag_on_a_clean_page(path: Path) -> None:
    # One list mark of this file really has no character in its font.
    true = {"hagisaka_renraku": [("lost_characters", "1ページに読めない文字が1字あります")]}
    document = read_pdf(path.read_bytes(), path.name, "")
    assert flags(document) == true.get(path.stem, [])
    assert sum(misread(page.text, page.places) for page in document.pages) == len(true.get(path.stem, []))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the evaluation data in ../shared")
def test_no_flag_on_the_evaluation_data() -> None:
    paths = sorted(SHARED.rglob("*.pdf"))
    assert paths
    assert {path.name: found for path in paths if (found := flags(read_pdf(path.read_bytes(), path.name, "")))} == {}


def written(*lines: str, vertical: bool = False, stretched: float = 100) -> RawDocument:
    font = UnicodeCIDFont("HeiseiMin-W3", isVertical=vertical)
    pdfmetrics.registerFont(font)
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for number, line in enumerate(lines):
        text = canvas.beginText(*((500 - 20 * number, 780) if vertical else (60, 780 - 20 * number)))
        text.setFont(font.fontName, 12)
        text.setHorizScale(stretched)
        text.textLine(line)
        canvas.drawText(text)
    canvas.save()
    return read_pdf(stream.getvalue(), "a.pdf", "")


LINES = ("第1回 水瀬市議会 会議録 A! B# C$ D'", "日時 令和6年5月17日(金) 13:30-15:00 Tel: 03*1234;", "café [参考] x=y?")


@pytest.mark.parametrize(
    "document",
    [written(*LINES), written(*LINES, vertical=True), written(*LINES, stretched=200), written("会議", "AB!#$'()*+;<=>?[]^_" * 3)],
    ids=["plain", "downwards", "twice as wide", "much Latin"],
)  # fmt: skip
def test_symbols_that_are_printed_are_no_mojibake(document: RawDocument) -> None:
    assert flags(document) == []


EM = [(10.0 * n, 0.0, 10.0 * n + 10, 10.0) for n in range(200)]
HALF = [(10.0 * n, 0.0, 10.0 * n + 5, 10.0) for n in range(200)]


@pytest.mark.parametrize(
    ("text", "places", "count"),
    [
        ("会議録を作る。", EM, 0), ("会議!\"#$を作る。", EM, 4), ("会議!\"#$を作る。", [*EM[:2], *HALF[2:6], *EM[6:]], 0),
        ("会議!!!!", EM, 0), ("会議AB", EM, 0), (f"会議{LOST}{LOST}録", EM, 2), ("!\"#$%&'()*+", EM, 9), ("!\"#$%&'()*+", HALF, 0),
        ("ÄÅÇÉÑÖÜ会議", EM, 7), ("mW@%Mw会議", EM, 0), ("", (), 0),
    ],
)  # fmt: skip
def test_misread(text: str, places: list[tuple[float, float, float, float]], count: int) -> None:
    assert misread(text, places[: len(text)]) == count


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("会議録を作る。" * 20, False), ("会議録を!\"#$作る。" * 12, True), ("会議録を!\"#$" + "作る。" * 40, False),
        ("\uf041\uf042\uf043会議" * 12, True), ("!\"#", False),
    ],
)  # fmt: skip
def test_is_garbled(text: str, garbled: bool) -> None:
    assert is_garbled(text, EM[: len(text)]) is garbled
