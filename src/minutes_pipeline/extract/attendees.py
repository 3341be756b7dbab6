"""Attendees. Provisional: yields nothing yet."""

from __future__ import annotations

from minutes_pipeline.model.records import Attendee
from minutes_pipeline.model.section import Outline


def extract_attendees(outline: Outline) -> tuple[Attendee, ...]:
    """Everyone the header or roster lists, in document order."""
    return ()
