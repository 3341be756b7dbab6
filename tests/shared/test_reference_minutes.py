"""The reference minutes: the same records from text, Word and PDF, and as good as the annotation asks."""

from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.evaluate.gold import load_record
from minutes_pipeline.evaluate.scoring import FIELDS, DocumentScore, score_document
from minutes_pipeline.pipeline import extract_file

pytestmark = pytest.mark.shared
SUFFIXES = ("txt", "docx", "pdf")
PERFECT = ("meeting", "attendees", "agenda_items", "goals", "metrics")
GOOD = ("decisions", "issues", "actions")
PLACES = ("id", "span", "agenda_item_id", "goal_id", "program_id", "attendee_id", "parent_id")
"""Depend on the bytes and the layout of the file; everything else must be the same from all three."""
Record = dict[str, Any]


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, Record]:
    return {suffix: extract_file(shared / f"reference_minutes.{suffix}").model_dump(mode="json") for suffix in SUFFIXES}


def content(records: list[Record]) -> list[Record]:
    """What the records say, without their place; white space of the quote is the layout's."""
    return [
        {key: "".join(value.split()) if key == "quote" else value for key, value in record.items() if key not in PLACES}
        for record in records
    ]


@pytest.mark.parametrize("field", [*FIELDS[1:], "programs", "remarks"])
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_same_records_as_from_the_text(readings: dict[str, Record], suffix: str, field: str) -> None:
    assert content(readings[suffix][field]) == content(readings["txt"][field])


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_same_meeting_as_from_the_text(readings: dict[str, Record], suffix: str) -> None:
    meetings = [{k: v for k, v in readings[s]["meeting"].items() if k != "sources"} for s in (suffix, "txt")]
    assert meetings[0] == meetings[1]


@pytest.fixture(scope="module")
def scores(shared: Path, readings: dict[str, Record]) -> dict[str, DocumentScore]:
    gold = load_record(shared / "eval" / "gold" / "seed.json")
    return {suffix: score_document("seed", gold, readings[suffix]) for suffix in SUFFIXES}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("field", PERFECT)
def test_nothing_wrong(scores: dict[str, DocumentScore], suffix: str, field: str) -> None:
    assert scores[suffix].fields[field].tally.f1 == 1.0, scores[suffix].fields[field].mistakes


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("field", GOOD)
def test_little_wrong(scores: dict[str, DocumentScore], suffix: str, field: str) -> None:
    assert scores[suffix].fields[field].tally.f1 >= 0.9, scores[suffix].fields[field].mistakes


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_grounded(readings: dict[str, Record], scores: dict[str, DocumentScore], suffix: str) -> None:
    grounded, claimed = scores[suffix].grounding or (0, 0)
    assert claimed > 40
    assert grounded == claimed


def test_pdf_records_know_their_page_and_place(readings: dict[str, Record]) -> None:
    spans = [record["span"] for field in FIELDS[1:] for record in readings["pdf"][field]]
    assert all(span["page"] for span in spans)
    assert all(span["bbox"] for span in spans)
