"""Header fields. Provisional: everything is body."""

from __future__ import annotations

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header


def find_header(document: Document) -> Header:
    """The labelled fields of header and rosters, and the line where the body begins."""
    return Header(fields=(), body_line=0)
