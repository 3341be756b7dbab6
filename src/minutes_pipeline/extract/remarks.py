"""Remarks. Provisional: yields nothing yet."""

from __future__ import annotations

from minutes_pipeline.model.records import Attendee, Remark
from minutes_pipeline.model.section import Outline


def extract_remarks(outline: Outline, attendees: tuple[Attendee, ...]) -> tuple[Remark, ...]:
    """One record per turn, with the attendee it is (None where the label does not tell)."""
    return ()
