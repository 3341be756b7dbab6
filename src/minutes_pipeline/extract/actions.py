"""Actions. Provisional: yields nothing yet."""

from __future__ import annotations

from minutes_pipeline.model.records import Action
from minutes_pipeline.model.section import Outline


def extract_actions(outline: Outline) -> tuple[Action, ...]:
    """All actions of the document, in document order."""
    return ()
