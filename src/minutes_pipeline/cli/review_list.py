"""The doubtful records as a list (確かめる記録の一覧), for the screen and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from minutes_pipeline.cli.meetings import meeting_title
from minutes_pipeline.cli.record_words import MEETING, kind_label, title_of
from minutes_pipeline.cli.terminal import bold, columns, wrap
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.corrections import find_record

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.store.doubts import Doubt
    from minutes_pipeline.store.results import RecordView


def list_page(conn: sqlite3.Connection, doubts: Sequence[Doubt]) -> str:
    """A few lines per record: kind and title, why, the meeting where it changes, the id to type."""
    if not doubts:
        return "確かめてほしい記録はありません。"
    lines: list[str] = []
    meeting = None
    for doubt in doubts:
        if doubt.meeting.meeting_id != meeting:
            meeting = doubt.meeting.meeting_id
            title = meeting_title(doubt.meeting.name, doubt.meeting.session, doubt.meeting.file_name)
            lines += map(bold, wrap(f"〔{title}〕", _width()))
        lines += _item(doubt, _view(conn, doubt))
    return "\n".join([*lines, "", f"{len(doubts)}件"])


def _width() -> int:
    return columns(most=100)


def _view(conn: sqlite3.Connection, doubt: Doubt) -> RecordView | None:
    try:
        return find_record(conn, doubt.record_id)
    except QueryError:
        return None


def _item(doubt: Doubt, view: RecordView | None) -> list[str]:
    then = doubt.conflict.snapshot if doubt.conflict is not None else None
    title = title_of(doubt.kind, view.record if view is not None else then)
    number = f"食い違い {doubt.conflict.id}番　" if doubt.conflict is not None else ""
    sureness = "" if doubt.kind == MEETING or doubt.conflict is not None else f"（{doubt.sureness:.2f}）"
    first, *rest = wrap(f"・{number}{kind_label(doubt.kind)}　{title}{sureness}", _width() - 2)
    lines = [first, *(f"  {line}" for line in rest)]
    for reason in doubt.reasons:
        lines += [f"    {line}" for line in wrap(reason, _width() - 4)]
    return [*lines, f"    {doubt.record_id}"]


def as_rows(conn: sqlite3.Connection, doubts: Sequence[Doubt]) -> list[dict[str, Any]]:
    """The list as JSON holds it, each with its record."""
    rows = []
    for doubt in doubts:
        view = _view(conn, doubt)
        rows.append(
            {
                "kind": doubt.kind,
                "record_id": doubt.record_id,
                "meeting_id": doubt.meeting.meeting_id,
                "reasons": list(doubt.reasons),
                "sureness": doubt.sureness,
                "conflict": doubt.conflict.id if doubt.conflict is not None else None,
                "record": view.record if view is not None else None,
            }
        )
    return rows
