"""Metrics. Provisional: yields nothing yet."""

from __future__ import annotations

from minutes_pipeline.model.records import Metric
from minutes_pipeline.model.section import Outline


def extract_metrics(outline: Outline) -> tuple[Metric, ...]:
    """All metrics of the document, in document order."""
    return ()
