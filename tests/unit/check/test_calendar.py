"""Weekdays, eras and hours that disagree are findings that cite both places; nothing is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes_pipeline.check.calendar import check_calendar
from minutes_pipeline.check.headcount import check_headcount
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.pipeline import extract, read_document, segment

BODY = "\n会長　ただいまから審議会を始めます。本日もよろしくお願いします。\n"


def findings(tmp_path: Path, text: str, check: str = "calendar") -> list[tuple[Finding, list[str]]]:
    path = tmp_path / "minutes.txt"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    outline = segment(document)
    run = check_calendar if check == "calendar" else check_headcount
    return [(f, [document.text[s.start : s.end] for s in f.spans]) for f in run(outline, extract(outline))]


@pytest.mark.parametrize(
    ("printed", "code", "places"),
    [
        ("令和６年５月１７日（木）午後２時", "weekday_mismatch", ["令和６年５月１７日", "木"]),
        ("令和４年（2021年）６月１３日", "era_mismatch", ["令和４年", "（2021年）６月１３日"]),
        ("令和６年５月１７日 午後３時～午後２時", "time_order", ["午後３時", "午後２時"]),
    ],
)
def test_disagreements(tmp_path: Path, printed: str, code: str, places: list[str]) -> None:
    ((finding, cited),) = findings(tmp_path, f"みどり市環境審議会　会議録\n\n日時：{printed}\n場所：市役所\n{BODY}")
    assert (finding.code, cited) == (code, places)


def test_agreement_is_silent(tmp_path: Path) -> None:
    text = f"みどり市環境審議会　会議録\n\n日時：令和６年（2024年）５月１７日（金）午後２時～３時\n場所：市役所\n{BODY}次回は６月21日（金）に開く。\n"
    assert findings(tmp_path, text) == []


def test_month_and_day_that_fit_no_year_nearby(tmp_path: Path) -> None:
    text = f"みどり市環境審議会　会議録\n\n日時：令和６年５月１７日（金）\n場所：市役所\n{BODY}次回は６月21日（月）に開く。\n"
    ((finding, cited),) = findings(tmp_path, text)
    assert (finding.code, finding.severity) == ("weekday_mismatch", "info")
    assert cited == ["令和６年５月１７日（金）", "６月21日", "月"]
