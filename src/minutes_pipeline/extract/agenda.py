"""Agenda items (議題) and goals (目標): records of the headings that segment found."""

from __future__ import annotations

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


def _parent(items: tuple[Heading, ...], index: int) -> Heading | None:
    return next((h for h in reversed(items[:index]) if h.level < items[index].level), None)


def extract_agenda_items(outline: Outline) -> tuple[AgendaItem, ...]:
    """One record per agenda heading, in document order."""
    document = outline.document
    records = []
    for index, heading in enumerate(outline.agenda_items):
        parent = _parent(outline.agenda_items, index)
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


def _item_of(outline: Outline, goal: Heading) -> Heading | None:
    before = [h for h in outline.agenda_items if h.line <= goal.line]
    return max(before, key=lambda h: h.line, default=None)


def extract_goals(outline: Outline) -> tuple[Goal, ...]:
    """One record per goal heading, in document order."""
    document = outline.document
    records = []
    for heading in outline.goals:
        item = _item_of(outline, heading)
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
