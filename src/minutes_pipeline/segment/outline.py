"""Outline. Provisional: sentences split at 。 only."""

from __future__ import annotations

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header, Outline, Sentence


def build_outline(document: Document, header: Header) -> Outline:
    """Headings, turns and sentences of the document."""
    sentences = []
    for index, line in enumerate(document.lines):
        start = line.start
        while start < line.end:
            stop = document.text.find("。", start, line.end)
            end = line.end if stop < 0 else stop + 1
            sentences.append(Sentence(start, end, index))
            start = end
    return Outline(document, header, "summary", tuple("body" for _ in document.lines), sentences=tuple(sentences))
