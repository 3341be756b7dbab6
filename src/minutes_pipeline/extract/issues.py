"""Issues. Provisional: yields nothing yet."""

from __future__ import annotations

from minutes_pipeline.model.records import Issue
from minutes_pipeline.model.section import Outline


def extract_issues(outline: Outline) -> tuple[Issue, ...]:
    """All issues of the document, in document order."""
    return ()
