"""``minutes list``: the meetings of the database (会議の一覧)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.terminal import bold, columns, pad, shorten, width_of
from minutes_pipeline.store.code_words import CONFIRMATIONS, STANDINGS
from minutes_pipeline.store.wording import japanese_date, meeting_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes_pipeline.store.results import MeetingSummary

__all__ = ["app", "list_all", "meeting_title"]

app = typer.Typer(add_completion=False)
_HELP = """データベースに入っている会議を、新しい順に並べます。

左端の記号は会議を指す名前で、「minutes show 記号」のように使います。会議名や日付の一部でも指せます。"""
_SHOWN = {"decisions": "決定", "metrics": "数値", "issues": "課題", "actions": "宿題", "doubts": "所見"}
_KEY_DIGITS = 8


@app.command(cls=JapaneseCommand, help=_HELP)
def list_all(
    versions: Annotated[bool, typer.Option("--versions", help="前の版と、同じ内容の別形式も並べる")] = False,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Print one line per meeting."""
    from minutes_pipeline.store.reading import list_meetings

    with reading(db) as connection:
        meetings = list_meetings(connection, versions=versions)
    if as_json:
        typer.echo(json.dumps([asdict(meeting) for meeting in meetings], ensure_ascii=False, indent=1))
    elif not meetings:
        typer.echo("会議はまだ入っていません。「minutes ingest ファイル」で取り込んでください。")
    else:
        typer.echo(_table(meetings))


def _table(meetings: Sequence[MeetingSummary]) -> str:
    """Key, date and counts have fixed widths; what the terminal has left is the title's."""
    dates = [japanese_date(meeting.date, with_weekday=False) for meeting in meetings]
    date_width = max(map(width_of, [*dates, "開催日"]))
    counts_width = sum(width_of(label) + 1 for label in _SHOWN.values())
    title_width = columns() - _KEY_DIGITS - date_width - counts_width - 3
    heading = " ".join(_SHOWN.values())
    lines = [bold(f"{pad('記号', _KEY_DIGITS)} {pad('開催日', date_width)} {pad('会議', title_width)} {heading}")]
    for meeting, day in zip(meetings, dates, strict=True):
        note = _note(meeting)
        whole = meeting_title(meeting.name, meeting.session, meeting.file_name)
        title = shorten(whole, title_width - width_of(note)) + note
        counts = " ".join(str(meeting.counts.get(name, 0)).rjust(width_of(label)) for name, label in _SHOWN.items())
        key = meeting.document_id[:_KEY_DIGITS]
        lines.append(f"{key} {pad(day, date_width)} {pad(title, title_width)} {counts}")
    lines.append(f"\n{len(meetings)}件")
    return "\n".join(lines)


def _note(meeting: MeetingSummary) -> str:
    """What is special about a meeting: its version where there are several, draft or confirmed, conflicts.

    A meeting with one version of which nothing is known has none.
    """
    parts = []
    if meeting.versions > 1:
        standing = "" if meeting.standing == "current" else f" {STANDINGS[meeting.standing]}"
        parts.append(f"{meeting.version}/{meeting.versions}版{standing}")
    if meeting.confirmation:
        parts.append(CONFIRMATIONS[meeting.confirmation])
    if meeting.conflicts:
        parts.append(f"食い違い{meeting.conflicts}")
    return f"［{'・'.join(parts)}］" if parts else ""
