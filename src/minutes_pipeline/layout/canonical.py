"""Canonical document (正規化した文書): the order of layout, from pages to lines to the canonical text."""

from __future__ import annotations

from dataclasses import replace

from minutes_pipeline.layout.aligned import take_aligned_tables
from minutes_pipeline.layout.drawn import take_drawn_tables
from minutes_pipeline.layout.flattened import take_flattened_tables
from minutes_pipeline.layout.furniture import drop_numbers
from minutes_pipeline.layout.pages import assemble
from minutes_pipeline.layout.recognised import with_recognition
from minutes_pipeline.layout.tables import flatten_single
from minutes_pipeline.layout.unfold import LONG, unfold
from minutes_pipeline.layout.wrapping import join, limit_of, soften
from minutes_pipeline.layout.writer import Writer
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.raw import RawDocument, RawItem, RawLine, RawTable


def lay_out(raw: RawDocument) -> Document:
    """Raw lines, tables and pages to the canonical document."""
    items = assemble(raw.pages) if raw.pages else list(raw.items)
    if raw.media_type == "txt":
        items = drop_numbers(take_drawn_tables(items))
    items = take_aligned_tables(items)
    items = take_flattened_tables(unfold(items, LONG if raw.media_type == "txt" else 2 * LONG))
    writer = Writer()
    for group in _flows(items):
        if isinstance(group, RawTable):
            writer.table(group)
            continue
        group = group if raw.wrapped else soften(group)
        if any(line.limit is None for line in group):
            limit = limit_of(group if raw.wrapped else [line for line in group if not line.hard])
            if limit is not None:
                group = [line if line.limit is not None else replace(line, limit=limit) for line in group]
        for logical in join(group):
            writer.line(logical)
    return with_recognition(writer.document(raw), raw)


def _flows(items: list[RawItem]) -> list[list[RawLine] | RawTable]:
    """Runs of lines between tables; a frame around text is no table."""
    flows: list[list[RawLine] | RawTable] = []
    for item in items:
        inner = flatten_single(item) if isinstance(item, RawTable) else [item]
        for part in inner or [item]:
            if isinstance(part, RawTable):
                flows.append(part)
            elif flows and isinstance(flows[-1], list):
                flows[-1].append(part)
            else:
                flows.append([part])
    return flows
