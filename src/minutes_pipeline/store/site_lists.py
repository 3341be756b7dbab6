"""Lists of records for the site (一覧): filtered, counted by facet, a page at a time. Current versions only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.site_columns import KIND_CODES, columns_of
from minutes_pipeline.store.site_facets import Facets, count_facets, masks_of, together

PAGE = 50
"""Rows of a page."""


@dataclass(frozen=True, slots=True)
class RecordList:
    """What is listed: kind of record, title, names of its facets, columns of its own."""

    kind: str
    title: str
    facets: tuple[str, ...]
    columns: tuple[str, ...]


LISTS = {
    "decisions": RecordList(
        "decision", "決定事項", ("year", "body", "result", "department", "goal", "program", "review"), ("result",)
    ),
    "issues": RecordList("issue", "課題", ("year", "body", "department", "goal", "program", "review"), ()),
    "actions": RecordList(
        "action", "宿題", ("year", "body", "department", "owner", "goal", "program", "review"), ("owner", "due")
    ),
    "metrics": RecordList(
        "metric", "数値", ("year", "body", "department", "program", "goal", "unit", "review"),
        ("name", "value", "value_max", "unit", "qualifier", "period_start", "period_end"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list.

    Attributes:
        rows: Records with ``meeting``, ``date``, ``goal``, ``program``, ``file_name`` beside their own columns.
        total: How many rows the filters leave.
        facets: (facet, its values by count).
    """

    rows: tuple[dict[str, Any], ...]
    total: int
    facets: Facets


def list_records(
    conn: sqlite3.Connection, name: str, chosen: Mapping[str, str], number: int = 1, limit: int = PAGE
) -> Listing:
    """Page ``number`` (from 1) of the list ``name`` under the ``chosen`` values of its facets, newest meeting first.

    Args:
        conn: A connection to the database.
        name: Key of ``LISTS``.
        chosen: Facet name -> value as text; names that are no facet of the list are left out.
        number: Page, from 1.
        limit: Rows of a page.
    """
    listed = LISTS[name]
    known = {facet: chosen[facet] for facet in listed.facets if chosen.get(facet)}
    with store_errors(None):
        columns = columns_of(conn)
        newest = columns.newest
        fits = (columns.kind[newest] == KIND_CODES.index(listed.kind)) & columns.alive[newest]
        positions = newest[fits]
        masks = masks_of(columns, positions, known)
        left = positions[together(masks, len(positions))]
        page = columns.ids[left[(number - 1) * limit : number * limit]]
        rows = _rows(conn, name, [int(one) for one in page])
    return Listing(rows, len(left), count_facets(columns, positions, listed.facets, masks, known))


_COMMON = (
    "id", "quote", "meeting_id", "document_id", "span_start", "span_end", "page", "confidence", "review",
    "agenda_item",
)  # fmt: skip


def _rows(conn: sqlite3.Connection, table: str, passages: list[int]) -> tuple[dict[str, Any], ...]:
    """The records of these passages in their order."""
    columns = ", ".join(f'r."{column}"' for column in (*LISTS[table].columns, *_COMMON))
    cursor = conn.execute(
        f"SELECT {columns}, m.name AS meeting, m.session AS session, m.date AS date, g.title AS goal, "
        "p.title AS program, d.file_name AS file_name, s.id AS passage FROM json_each(?) j JOIN passages s ON s.id = j.value "
        f"JOIN {table} r ON r.id = s.record_id JOIN meetings m ON m.id = r.meeting_id "
        "JOIN documents d ON d.id = r.document_id LEFT JOIN goals g ON g.id = r.goal_id "
        "LEFT JOIN programs p ON p.id = r.program_id",
        (json.dumps(passages),),
    )
    names = [column[0] for column in cursor.description]
    rows = {row[-1]: dict(zip(names[:-1], row[:-1], strict=True)) for row in cursor}
    return tuple(rows[passage] for passage in passages if passage in rows)
