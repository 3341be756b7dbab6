"""``minutes audit``: who changed what, when and why (変更の記録)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.record_keys import is_record_key, record_id_of
from minutes_pipeline.cli.record_words import MEETING, field_label, kind_label, title_of, words_of
from minutes_pipeline.cli.terminal import bold, columns, wrap
from minutes_pipeline.cli.wording import iso_day
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.code_words import CONFIRMATIONS, PUBLICATIONS

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.store.results import AuditEntry

app = typer.Typer(add_completion=False)
_HELP = """誰が・いつ・何を・なぜ変えたかを、新しい順に並べます。この記録は書き足されるだけで、書き換えも削除もできません。

会議か記録の記号を書くと、それについてだけ並べます。"""
ACTIONS = {
    "edit": "訂正",
    "accept": "確認",
    "reject": "却下",
    "add": "追加",
    "withdraw": "取り消し",
    "replace": "訂正し直し",
    "resolve": "食い違いの決着",
    "status": "状態の変更",
    "version": "新しい版",
    "conflict": "食い違い",
    "settle": "食い違いの解消",
    "link": "つながりの決定",
}
"""What was done -> how it is called."""
_STATE_ONLY = frozenset({"conflict", "settle", "version"})
"""What is done says it all: before and after are states or ids."""
UNKNOWN = "不明"
"""How a state that nobody set is shown."""
PROGRAM = "minutes"
"""Who signs what taking in a file changes by itself."""
_HEADS = (
    "番号", "日時", "変えた人", "したこと", "会議", "種類", "項目", "前の値", "後の値", "理由", "記録の記号", "訂正の番号", "プログラムの版",
)  # fmt: skip
_STATES = {"confirmation": ("確定の状態", CONFIRMATIONS), "publication": ("公開の状態", PUBLICATIONS)}


@app.command(cls=JapaneseCommand, help=_HELP)
def audit(
    about: Annotated[
        list[str] | None, typer.Argument(metavar="会議か記録", help="会議、または記録の記号", show_default=False)
    ] = None,
    who: Annotated[str | None, typer.Option("--by", metavar="名前", help="この人が変えたものだけ")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="日付", help="この日以後")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="日付", help="この日以前")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="件数", min=1, help="新しいものからこの件数だけ")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Excel で開ける CSV で出す（すべての列）")] = False,
    as_json: JsonOption = False,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Print the changes."""
    from minutes_pipeline.store.corrections import list_audit

    if as_csv and as_json:
        raise QueryError("--csv と --json は一緒に使えません", "どちらか1つにしてください")
    first, last = iso_day("--from", since), iso_day("--to", until)
    with reading(db) as connection:
        meeting, record = _about(connection, " ".join(about or ()))
        entries = list_audit(
            connection, meeting, record_id=record, by=who, since=first, until=last, limit=limit
        )  # fmt: skip
        names = event_names(connection)
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=1))
    elif as_csv:
        typer.echo(_csv(entries, names), nl=False)
    elif not entries:
        narrowed = any((about, who, since, until))
        typer.echo("当てはまる変更はありません。" if narrowed else "変更はまだありません。")
    else:
        typer.echo("\n".join(_entry(entry, names) for entry in entries))
        typer.echo(f"{len(entries)}件")


def _about(conn: sqlite3.Connection, words: str) -> tuple[str | None, str | None]:
    """(meeting, record) that the words name, either None; a meeting named is all its records."""
    if not words:
        return None, None
    found = record_id_of(conn, words)
    is_meeting = f"-{MEETING}-" in found and not is_record_key(words)
    return (words, None) if is_meeting else (None, found)


def event_names(conn: sqlite3.Connection) -> dict[str, str]:
    """Event id -> how its current version is called."""
    from minutes_pipeline.cli.meetings import meeting_title
    from minutes_pipeline.store.reading import list_meetings

    return {
        meeting.event_id: meeting_title(meeting.name, meeting.session, meeting.file_name)
        for meeting in list_meetings(conn)
    }


def local_time(at: str) -> str:
    """When, to the minute, in the time of this computer; what is no time stays as it is.

    >>> local_time("2026-11-25T09:48:12"), local_time("そのうち")
    ('2026-11-25 09:48', 'そのうち')
    """
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return at
    return (when.astimezone() if when.tzinfo else when).strftime("%Y-%m-%d %H:%M")


def _label(entry: AuditEntry) -> str:
    return _STATES[entry.field][0] if entry.field in _STATES else field_label(entry.kind, entry.field)


def _words(entry: AuditEntry, value: Any) -> str:
    """A value of an entry: of a field, of a state, or of a whole record (its title)."""
    if entry.field in _STATES:
        return _STATES[entry.field][1].get(value, UNKNOWN)
    if entry.field is None and isinstance(value, dict):
        return title_of(entry.kind, value)
    return words_of(entry.kind, entry.field, value)


def _entry(entry: AuditEntry, names: dict[str, str]) -> str:
    width = columns(most=100)
    done = ACTIONS.get(entry.action, entry.action)
    number = f"（訂正 {entry.correction_id}番）" if entry.correction_id is not None else ""
    who = "（取り込み）" if entry.by == PROGRAM else entry.by
    lines = wrap(f"{local_time(entry.at)}　{who}　{done}{number}", width)
    lines[0] = bold(lines[0])
    about = "　".join(filter(None, (names.get(entry.event_id or "", ""), kind_label(entry.kind))))
    if about:
        lines += _indented(about, width)
    lines += _change(entry, width)
    if entry.reason:
        lines += _indented(f"理由: {entry.reason}", width)
    if entry.record_id and entry.kind != MEETING:
        lines += _indented(f"記号: {entry.record_id}", width)
    return "\n".join(lines) + "\n"


def _change(entry: AuditEntry, width: int) -> list[str]:
    if entry.action in _STATE_ONLY or (entry.before is None and entry.after is None):
        return []
    before, after = _words(entry, entry.before), _words(entry, entry.after)
    if entry.field is None:
        whole = after if entry.before is None else before
        return _indented(f"内容: {whole}", width)
    return _indented(f"{_label(entry)}: {before} → {after}", width)


def _indented(text: str, width: int) -> list[str]:
    return [f"  {line}" for line in wrap(" ".join(text.split("\n")), width - 2)]


def _csv(entries: Sequence[AuditEntry], names: dict[str, str]) -> str:
    """CSV with Japanese headings; a mark of UTF-8 in front, without which Excel garbles it."""
    from minutes_pipeline.store.export import safe_cell

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for entry in entries:
        row = (
            entry.id, local_time(entry.at), entry.by, ACTIONS.get(entry.action, entry.action),
            names.get(entry.event_id or "", entry.event_id), kind_label(entry.kind), _label(entry),
            _cell(entry, entry.before), _cell(entry, entry.after), entry.reason, entry.record_id, entry.correction_id,
            entry.program_version,
        )  # fmt: skip
        writer.writerow([safe_cell(value) for value in row])
    return "\ufeff" + text.getvalue()


def _cell(entry: AuditEntry, value: Any) -> str:
    return "" if value is None else _words(entry, value)
