"""All checks of one document (検算と空欄の理由), in a fixed order."""

from __future__ import annotations

from minutes_pipeline.check.averages import check_averages
from minutes_pipeline.check.calendar import check_calendar
from minutes_pipeline.check.differences import check_differences
from minutes_pipeline.check.emptiness import check_defects, check_emptiness
from minutes_pipeline.check.headcount import check_headcount
from minutes_pipeline.check.ratios import check_ratios
from minutes_pipeline.check.scanned import check_scanned
from minutes_pipeline.check.sums import check_sums
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline


def check_minutes(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """Findings of every check: calendar, head-counts, sums, averages, ratios, changes, text read by OCR, defects of the file, empty fields."""
    return (
        *check_calendar(outline, minutes),
        *check_headcount(outline, minutes),
        *check_sums(outline, minutes),
        *check_averages(outline, minutes),
        *check_ratios(outline, minutes),
        *check_differences(outline, minutes),
        *check_scanned(outline, minutes),
        *check_defects(outline, minutes),
        *check_emptiness(outline, minutes),
    )
