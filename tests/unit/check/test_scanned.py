"""What is said of recognised text: every record carries its confidence, and one finding tells where to look."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from minutes_pipeline.check.scanned import DOUBTFUL, check_scanned
from minutes_pipeline.model.document import CharBox, CharBoxes, Document
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline
from minutes_pipeline.model.span import BBox
from minutes_pipeline.pipeline import extract, segment

MinutesOf = Callable[[str], tuple[Outline, Minutes]]
BODY = "・相談員が不足していることが課題である。\n・利用者は３０４５人であった。\n・計画案を承認した。"


def recognised(document: Document, grades: dict[str, float]) -> Document:
    """The document as if read by recognition: a line a run, 0.95 sure but for lines that hold a key of ``grades``."""
    boxes = []
    for number, line in enumerate(document.lines):
        text = document.text[line.start : line.end]
        sure = next((grade for key, grade in grades.items() if key in text), 0.95)
        page = 1 + number // 3
        box = BBox(72, 72 + 20 * number, 400, 84 + 20 * number)
        boxes.append(CharBox(line.start, line.end, page, box, sure))
    return replace(document, boxes=CharBoxes.of(boxes), ocr_pages=(1, 2, 3))


def test_records_carry_the_confidence_under_their_quote(minutes_of: MinutesOf) -> None:
    outline, before = minutes_of(BODY)
    after = extract(segment(recognised(outline.document, {"不足": 0.5})))
    for kind in ("attendees", "agenda_items", "decisions", "metrics", "issues"):
        old, new = getattr(before, kind), getattr(after, kind)
        assert len(old) == len(new) > 0
        for was, now in zip(old, new, strict=True):
            grade = 0.5 if kind == "issues" else 0.95
            assert was.ocr_confidence is None
            assert now.ocr_confidence == pytest.approx(grade)
            assert now.confidence == pytest.approx(was.confidence * grade, abs=0.001)
    assert after.source.ocr_pages == 3 and before.source.ocr_pages == 0


def test_one_finding_with_the_doubtful_places_and_their_pages(minutes_of: MinutesOf) -> None:
    outline, minutes = minutes_of(BODY)
    read = replace(outline, document=recognised(outline.document, {"不足": 0.5, "場所": DOUBTFUL - 0.01}))
    (finding,) = check_scanned(read, minutes)
    assert (finding.code, finding.severity) == ("ocr_text", "warning")
    assert [span.page for span in finding.spans] == [1, 2]
    assert finding.message == (
        "1～3ページは画像を文字認識（OCR）で読みました。読み取りの不確かな箇所が2か所（1～2ページ）あります。"
        "原本と見比べてください。"
    )


def test_no_doubtful_place_is_said_too(minutes_of: MinutesOf) -> None:
    outline, minutes = minutes_of(BODY)
    (finding,) = check_scanned(replace(outline, document=recognised(outline.document, {})), minutes)
    assert finding.spans == () and "か所" not in finding.message


def test_text_that_was_not_recognised_gives_none(minutes_of: MinutesOf) -> None:
    outline, minutes = minutes_of(BODY)
    assert check_scanned(outline, minutes) == ()
    assert all(finding.code != "ocr_text" for finding in minutes.findings)
