"""Lists of records for the site (一覧): filtered, counted by facet, a page at a time. Current versions only."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.store.open import store_errors

PAGE = 50
"""Rows of a page."""
_FACET_VALUES = 12
_CURRENT = "(d.standing IS NULL OR d.standing = 'current')"
_YEAR = (
    "CASE WHEN m.date IS NULL THEN NULL WHEN substr(m.date, 6, 2) < '04' THEN CAST(substr(m.date, 1, 4) AS INTEGER) - 1 "
    "ELSE CAST(substr(m.date, 1, 4) AS INTEGER) END"
)
_JOINS = (
    " JOIN meetings m ON m.id = r.meeting_id JOIN documents d ON d.id = r.document_id"
    " LEFT JOIN goals g ON g.id = r.goal_id LEFT JOIN programs p ON p.id = r.program_id"
)


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a list: its name in the address, its Japanese name, the SQL expression."""

    name: str
    title: str
    expression: str


@dataclass(frozen=True, slots=True)
class RecordList:
    """What is listed: table, facets, columns of its own."""

    table: str
    title: str
    facets: tuple[Facet, ...]
    columns: tuple[str, ...]


_BODY = Facet("body", "会議", "m.name")
_FISCAL = Facet("year", "年度", _YEAR)
_GOAL = Facet("goal", "目標", "g.title")
_PROGRAM = Facet("program", "事業", "p.title")
_REVIEW = Facet("review", "人の確認", "coalesce(r.review, 'none')")
LISTS = {
    "decisions": RecordList(
        "decisions", "決定事項", (_FISCAL, _BODY, Facet("result", "結果", "r.result"), _GOAL, _PROGRAM, _REVIEW), ("result",)
    ),
    "issues": RecordList("issues", "課題", (_FISCAL, _BODY, _GOAL, _PROGRAM, _REVIEW), ()),
    "actions": RecordList(
        "actions", "宿題", (_FISCAL, _BODY, Facet("owner", "担当", "r.owner"), _GOAL, _PROGRAM, _REVIEW), ("owner", "due")
    ),
    "metrics": RecordList(
        "metrics", "数値", (_FISCAL, _BODY, _PROGRAM, _GOAL, Facet("unit", "単位", "r.unit"), _REVIEW),
        ("name", "value", "value_max", "unit", "qualifier", "period_start", "period_end"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet with the number of rows that have it under the other filters."""

    value: Any
    count: int
    chosen: bool


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
    facets: tuple[tuple[Facet, tuple[FacetCount, ...]], ...]


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
    known = [(facet, chosen[facet.name]) for facet in listed.facets if chosen.get(facet.name)]
    where, values = _where(known)
    columns = ", ".join(f'r."{column}"' for column in (*listed.columns, *_COMMON))
    with store_errors(None):
        total = conn.execute(f"SELECT count(*) FROM {listed.table} r{_JOINS}{where}", values).fetchone()[0]
        cursor = conn.execute(
            f"SELECT {columns}, m.name AS meeting, m.session AS session, m.date AS date, g.title AS goal, "
            f"p.title AS program, d.file_name AS file_name FROM {listed.table} r{_JOINS}{where} "
            "ORDER BY m.date IS NULL, m.date DESC, d.file_name, r.ordinal LIMIT ? OFFSET ?",
            (*values, limit, (number - 1) * limit),
        )
        names = [column[0] for column in cursor.description]
        rows = tuple(dict(zip(names, row, strict=True)) for row in cursor)
        facets = tuple((facet, _counts(conn, listed, facet, known)) for facet in listed.facets)
    return Listing(rows, total, facets)


_COMMON = (
    "id", "quote", "meeting_id", "document_id", "span_start", "span_end", "page", "confidence", "review",
    "agenda_item",
)  # fmt: skip


def _where(known: list[tuple[Facet, str]]) -> tuple[str, list[str]]:
    parts = [_CURRENT, *(f"CAST({facet.expression} AS TEXT) = ?" for facet, _ in known)]
    return " WHERE " + " AND ".join(parts), [value for _, value in known]


def _counts(
    conn: sqlite3.Connection, listed: RecordList, facet: Facet, known: list[tuple[Facet, str]]
) -> tuple[FacetCount, ...]:
    """Values of one facet under the choices in the others, so that a choice can be changed."""
    where, values = _where([pair for pair in known if pair[0] is not facet])
    chosen = next((value for other, value in known if other is facet), None)
    rows = conn.execute(
        f"SELECT {facet.expression}, count(*) FROM {listed.table} r{_JOINS}{where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        (*values, _FACET_VALUES),
    ).fetchall()
    return tuple(FacetCount(value, count, str(value) == chosen) for value, count in rows if value is not None)
