"""All checks of one document. Provisional: none yet."""

from __future__ import annotations

from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline


def check_minutes(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """Findings of every check, in a fixed order."""
    return ()
