"""Pushing into the progress database (進捗データベースへの反映): upserts in one transaction, history kept, people's edits left.

A row that differs from what was last pushed has been edited by a person; it is never overwritten, and what would have
been written stands in the history. What the minutes no longer hold is marked withdrawn, never deleted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from minutes_pipeline.progress.engines import Engine
from minutes_pipeline.progress.rows import Rows, stable_id
from minutes_pipeline.progress.tables import COMMON, HISTORY, TABLES, ProgressTable


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to a row: ``added``, ``changed``, ``withdrawn``, ``returned`` or ``held``; values before and after."""

    table: str
    row_id: str
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Push:
    """What a push does or would do (反映の結果)."""

    changes: tuple[Change, ...]
    unchanged: int
    dry_run: bool
    counts: dict[str, int] = field(default_factory=dict)


def push(engine: Engine, bodies: Sequence[Rows], *, at: str, dry_run: bool = False) -> Push:
    """Bring the database up to date with the rows of some bodies; rows of other bodies stay as they are.

    Args:
        engine: The database, opened; it is committed or, on any error and in a dry run, as it was.
        bodies: ``progress_rows`` of each body.
        at: Now, ISO 8601.
        dry_run: Only say what would change.

    Raises:
        StoreError: The database cannot be read or written.
    """
    with engine.transaction(keep=not dry_run):
        for table in TABLES:
            engine.create(table, COMMON)
        engine.create(HISTORY, ())
        engine.lock(TABLES[0].name)
        changes: list[Change] = []
        unchanged = 0
        for table in TABLES:
            found, same = _compare(engine, table, bodies)
            changes += found
            unchanged += same
        for change in changes:
            _write(engine, change, at)
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.action] = counts.get(change.action, 0) + 1
    return Push(tuple(changes), unchanged, dry_run, counts)


def _compare(engine: Engine, table: ProgressTable, bodies: Sequence[Rows]) -> tuple[list[Change], int]:
    wanted = {row["id"]: row for rows in bodies for row in rows[table.name]}
    names = sorted({row["body"] for rows in bodies for row in rows["progress_meetings"]})
    columns = (*table.names, *(column.name for column in COMMON))
    there = {row["id"]: row for row in engine.select(table.name, columns, "body", names)}
    # A body whose name was corrected: its rows are there under the old one.
    moved = [identity for identity in wanted if identity not in there]
    there |= {row["id"]: row for row in engine.select(table.name, columns, "id", moved)}
    changes, unchanged = [], 0
    for identity, row in wanted.items():
        change = _change(table, row, there.get(identity))
        if change is None:
            unchanged += 1
        else:
            changes.append(change)
    for identity, row in there.items():
        if identity not in wanted and not row["withdrawn"]:
            changes.append(Change(table.name, identity, "withdrawn", _own(table, row), None))
    return changes, unchanged


def _change(table: ProgressTable, row: dict[str, Any], there: dict[str, Any] | None) -> Change | None:
    values = _own(table, row)
    if there is None:
        return Change(table.name, row["id"], "added", None, values)
    present = _own(table, there)
    if digest_of(present) != there["pushed_digest"]:
        if digest_of(values) in (there["pushed_digest"], digest_of(present)):
            return None
        return Change(table.name, row["id"], "held", present, values)
    if there["withdrawn"]:
        return Change(table.name, row["id"], "returned", present, values)
    return (
        None
        if digest_of(values) == there["pushed_digest"]
        else Change(table.name, row["id"], "changed", present, values)
    )


def _own(table: ProgressTable, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(row.get(name)) for name in table.names}


def _plain(value: Any) -> Any:
    """Figures as the databases give them back: 16.0 is 16."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def digest_of(values: dict[str, Any]) -> str:
    """Digest of a row's own values."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def _write(engine: Engine, change: Change, at: str) -> None:
    if change.action in ("added", "changed", "returned") and change.after is not None:
        row = {**change.after, "withdrawn": 0, "pushed_digest": digest_of(change.after), "pushed_at": at}
        engine.upsert(change.table, row)
    elif change.action == "withdrawn":
        engine.update(change.table, change.row_id, {"withdrawn": 1, "pushed_at": at})
    elif _told_already(engine, change):
        return
    before, after = (None if v is None else json.dumps(v, ensure_ascii=False) for v in (change.before, change.after))
    engine.upsert(
        HISTORY.name,
        {
            "id": stable_id(at, change.table, change.row_id, change.action, after), "at": at, "table_name": change.table,
            "row_id": change.row_id, "action": change.action, "before": before, "after": after,
        },
    )  # fmt: skip


def _told_already(engine: Engine, change: Change) -> bool:
    """Whether the history holds this very value that was held back: it is written down once."""
    after = json.dumps(change.after, ensure_ascii=False)
    rows = engine.select(HISTORY.name, ("action", "after", "table_name"), "row_id", [change.row_id])
    return any(r["action"] == "held" and r["after"] == after and r["table_name"] == change.table for r in rows)
