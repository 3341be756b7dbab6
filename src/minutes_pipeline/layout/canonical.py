"""Canonical document (正規化した文書): the order of layout. Pages to lines, furniture out, wrapped lines joined, text set."""

from __future__ import annotations

from dataclasses import replace

from minutes_pipeline.layout.page import full_width, lines_of, segments
from minutes_pipeline.layout.wrapping import join, limit_of
from minutes_pipeline.layout.writer import Writer
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.raw import RawDocument, RawItem, RawLine


def lay_out(raw: RawDocument) -> Document:
    """Raw lines, tables and pages to the canonical document."""
    items: list[RawItem] = list(raw.items)
    if raw.pages:
        for page in raw.pages:
            parts = segments(page)
            items += lines_of(parts, page.number, full_width(parts))
    writer = Writer()
    for group in _flows(items):
        if isinstance(group, list):
            limit = limit_of(group) if raw.wrapped else None
            for logical in join([line if line.limit is not None else replace(line, limit=limit) for line in group]):
                writer.line(logical)
        else:
            writer.table(group)
    return writer.document(raw)


def _flows(items: list[RawItem]) -> list[list[RawLine] | RawItem]:
    """Runs of lines between tables."""
    flows: list[list[RawLine] | RawItem] = []
    for item in items:
        if isinstance(item, RawLine):
            if flows and isinstance(flows[-1], list):
                flows[-1].append(item)
            else:
                flows.append([item])
        else:
            flows.append(item)
    return flows
