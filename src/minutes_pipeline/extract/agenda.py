"""Agenda items (議題) and goals (目標): records of the headings that segment found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from minutes_pipeline.extract.provenance import grounded, heading_id
from minutes_pipeline.extract.trust import trust
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.records import AgendaItem, Goal
from minutes_pipeline.model.section import Heading, Outline


def _common(document: Document, heading: Heading) -> dict[str, Any]:
    return grounded(
        document, heading.kind, heading.start, heading.end,
        rule_id=heading.rule_id, confidence=heading.confidence, extra=heading.title,
    )  # fmt: skip


def _parents(items: tuple[Heading, ...]) -> list[Heading | None]:
    """For each heading the last one before it of a lower level."""
    parents: list[Heading | None] = []
    outer: list[Heading] = []
    for heading in items:
        while outer and outer[-1].level >= heading.level:
            outer.pop()
        parents.append(outer[-1] if outer else None)
        outer.append(heading)
    return parents


def extract_agenda_items(outline: Outline) -> tuple[AgendaItem, ...]:
    """One record per agenda heading, in document order."""
    document = outline.document
    records = []
    for heading, parent in zip(outline.agenda_items, _parents(outline.agenda_items), strict=True):
        common = _common(
            document, replace(heading, confidence=trust("agenda_item", heading.rule_id, heading.confidence))
        )
        records.append(
            AgendaItem(
                **common,
                number=heading.number,
                title=heading.title,
                level=heading.level,
                parent_id=None if parent is None else heading_id(document, parent),
            )
        )
    return tuple(records)


def _items_of(outline: Outline) -> Iterator[Heading | None]:
    """For each goal the item on the last line up to its own, the first of those on one line."""
    items = outline.agenda_items
    order = sorted((h.line, -number) for number, h in enumerate(items))
    for goal in outline.goals:
        n = bisect_right(order, (goal.line, 0))
        yield items[-order[n - 1][1]] if n else None


def extract_goals(outline: Outline) -> tuple[Goal, ...]:
    """One record per goal heading, in document order."""
    document = outline.document
    records = []
    for heading, item in zip(outline.goals, _items_of(outline), strict=True):
        common = _common(document, heading)
        records.append(
            Goal(
                **common,
                number=None if heading.number is None else int(heading.number),
                title=heading.title,
                agenda_item=None if item is None else item.title,
                agenda_item_id=None if item is None else heading_id(document, item),
            )
        )
    return tuple(records)
