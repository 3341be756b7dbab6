"""Rows of corrections and of the audit (訂正と変更の記録の行): reading, adding, changing their state."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from minutes_pipeline.store.results import AuditEntry, Correction

if TYPE_CHECKING:
    import sqlite3

#: Who changed what no person did (取り込み).
PROGRAM = "minutes"
_DECODED = frozenset({"value", "extracted", "snapshot"})
_CORRECTION = tuple(field.name for field in fields(Correction))
_AUDIT = tuple(field.name for field in fields(AuditEntry))
_SELECT = "SELECT {} FROM corrections".format(", ".join(f'"{name}"' for name in _CORRECTION))
_SELECT_AUDIT = "SELECT {} FROM audit".format(", ".join(f'"{name}"' for name in _AUDIT))


def now() -> str:
    """The time, ISO 8601 with the offset from UTC."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def as_json(value: Any) -> str | None:
    """A value as the tables hold it; None as NULL."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _decoded(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def select_corrections(conn: sqlite3.Connection, where: str = "1", values: tuple[Any, ...] = ()) -> list[Correction]:
    """Corrections by number; ``where`` is SQL of this package."""
    rows = conn.execute(f"{_SELECT} WHERE {where} ORDER BY id", values)
    return [
        Correction(*(_decoded(v) if name in _DECODED else v for name, v in zip(_CORRECTION, row, strict=True)))
        for row in rows
    ]


def select_audit(
    conn: sqlite3.Connection, where: str = "1", values: tuple[Any, ...] = (), limit: int | None = None
) -> list[AuditEntry]:
    """Changes, newest first."""
    rows = conn.execute(
        f"{_SELECT_AUDIT} WHERE {where} ORDER BY id DESC LIMIT ?", (*values, -1 if limit is None else limit)
    )
    decoded = {"before", "after"}
    return [
        AuditEntry(*(_decoded(v) if name in decoded else v for name, v in zip(_AUDIT, row, strict=True)))
        for row in rows
    ]


def insert_correction(conn: sqlite3.Connection, values: dict[str, Any]) -> int:
    """Add a correction; returns its number."""
    row = {name: as_json(value) if name in _DECODED else value for name, value in values.items()}
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    return int(conn.execute(f"INSERT INTO corrections ({names}) VALUES ({marks})", tuple(row.values())).lastrowid or 0)


def update_correction(conn: sqlite3.Connection, number: int, **changes: Any) -> None:
    """Change columns of a correction."""
    sets = ", ".join(f'"{name}" = ?' for name in changes)
    values = [as_json(value) if name in _DECODED else value for name, value in changes.items()]
    conn.execute(f"UPDATE corrections SET {sets} WHERE id = ?", (*values, number))


def write_audit(
    conn: sqlite3.Connection,
    action: str,
    *,
    event_id: str | None,
    by: str = PROGRAM,
    at: str | None = None,
    before: Any = None,
    after: Any = None,
    **columns: Any,
) -> None:
    """Add a line to the audit; ``columns`` are document_id, kind, record_id, field, reason, correction_id."""
    from minutes_pipeline.version import __version__

    row = {
        "at": at or now(),
        "by": by,
        "action": action,
        "event_id": event_id,
        "before": as_json(before),
        "after": as_json(after),
        "program_version": __version__,
        **columns,
    }
    names = ", ".join(f'"{name}"' for name in row)
    conn.execute(f"INSERT INTO audit ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


def audit_correction(
    conn: sqlite3.Connection, action: str, correction: Correction, *, by: str = PROGRAM, at: str | None = None,
    before: Any = None, after: Any = None, reason: str | None = None,
) -> None:  # fmt: skip
    """Add a line about a correction to the audit."""
    write_audit(
        conn,
        action,
        event_id=correction.event_id,
        by=by,
        at=at,
        before=before,
        after=after,
        document_id=correction.document_id,
        kind=correction.kind,
        record_id=correction.anchor_id or correction.record_id,
        field=correction.field,
        reason=reason,
        correction_id=correction.id,
    )
