"""The meeting. Provisional: yields nothing yet."""

from __future__ import annotations

from minutes_pipeline.model.records import Meeting
from minutes_pipeline.model.section import Outline


def extract_meeting(outline: Outline) -> Meeting:
    """Name, session, date, times and venue of the meeting."""
    return Meeting()
