"""Asking pdfium for all characters at once gives what asking for each one does; so do boxes in several portions."""

import re
from pathlib import Path

import pytest

from minutes_pipeline.read import pdf_page
from minutes_pipeline.read.pdf import read_pdf

ROOT = Path(__file__).parents[3]
OURS = [*sorted((ROOT / "samples").glob("*.pdf")), *sorted((ROOT / "tests/corpus/documents").glob("*.pdf"))]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_one_by_one_or_all_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    at_once = read_pdf(data, path.name, "")
    assert sum(len(page.text) for page in at_once.pages) > 500
    monkeypatch.setattr(pdf_page, "_UNSURE", re.compile(""))
    monkeypatch.setattr(pdf_page, "_CHUNK", 97)
    assert read_pdf(data, path.name, "") == at_once


def test_only_the_doubtful_are_asked_about_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "_CODE", None)
    pages = read_pdf(OURS[0].read_bytes(), OURS[0].name, "").pages
    assert all(page.text for page in pages)
