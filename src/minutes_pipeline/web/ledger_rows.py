"""Rows of the ledger for SQL (台帳の行): what ``minutes_ledger`` gives."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

from minutes_pipeline.errors import MinutesError
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.web.unsettled import KINDS, Item, whole_ledger


def ledger_json(path: str, kind: str | None) -> str | None:
    """The rows of one kind (課題, 宿題) of the database at ``path``, what to look at first at the top.

    Returns:
        A JSON array of objects; None where there is no database of ours, or no such kind.
    """
    if kind not in KINDS.values():
        return None
    try:
        with contextlib.closing(open_connection(Path(path))) as conn:
            ledger = whole_ledger(conn)
    except (MinutesError, sqlite3.Error):
        return None
    rows = [_row(one) for one in ledger.items if one.kind == kind]
    return json.dumps(rows, ensure_ascii=False)


def _row(one: Item) -> dict[str, str | int | None]:
    told = one.last != one.first
    row: dict[str, str | int | None] = {
        "状態": one.standing, "会議体": one.body, "担当": "、".join(one.who) or None, "事業": one.program,
        "はじめの日": one.first.date, "はじめの文": one.first.quote, "最後の日": one.last.date if told else None,
        "最後の文": one.last.quote if told else None, "期限": one.due, "期限の日": one.due_date,
        "識別子": one.last.record_id or one.last.meeting_id,
    }  # fmt: skip
    return row
