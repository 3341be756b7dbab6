"""Decisions. Provisional: yields nothing yet."""

from __future__ import annotations

from minutes_pipeline.model.records import Decision
from minutes_pipeline.model.section import Outline


def extract_decisions(outline: Outline) -> tuple[Decision, ...]:
    """All decisions of the document, in document order."""
    return ()
