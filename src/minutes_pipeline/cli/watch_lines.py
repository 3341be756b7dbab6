"""The line that ``minutes watch`` prints for a file (1ファイル1行): time, what it is, name, meeting, what was found."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from minutes_pipeline.cli.terminal import is_styled, pad, shorten, width_of
from minutes_pipeline.cli.wording import japanese_date
from minutes_pipeline.intake.file_names import recorded

if TYPE_CHECKING:
    from minutes_pipeline.intake.receive import Parcel, Received
    from minutes_pipeline.intake.reports import FileReport, Notice
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.store.results import Edition, StoreResult

_COUNTED = {"decisions": "決定", "metrics": "数値", "issues": "課題", "actions": "宿題"}
_LABEL_WIDTH = 12
_NAME_WIDTH = 34
_COLOURS = {"good": "32", "same": "2", "bad": "1;33", "trouble": "1;31"}


def print_report(report: FileReport | Notice) -> None:
    """Print what the intake tells; troubles go to standard error."""
    from minutes_pipeline.intake.reports import FileReport

    time = datetime.now().strftime("%H:%M:%S")
    if isinstance(report, FileReport):
        typer.echo(file_line(report, time, _width()))
    else:
        text = recorded(report.text)
        line = f"{time}  {_coloured(text, 'trouble') if report.is_trouble else text}"
        typer.echo(line, err=report.is_trouble)
    sys.stdout.flush()


def _width() -> int | None:
    """Columns to keep to on a terminal; None in a log, where nothing is cut."""
    return shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else None


def file_line(report: FileReport, time: str, width: int | None) -> str:
    """The line for one file.

    Args:
        report: What came of it.
        time: As shown in front.
        width: Columns the line may take; None for any.
    """
    received = report.received
    label, colour = _label(received)
    name = _shown(received.parcel)
    name = name if width is None else shorten(name, _NAME_WIDTH)
    rest = _found(received) if received.failure is None else _why(report)
    head = f"{time}  {{}}  {pad(name, _NAME_WIDTH)}  "
    if width is not None:
        rest = shorten(rest, max(20, width - width_of(head.format(" " * _LABEL_WIDTH))))
    return head.format(_coloured(pad(label, _LABEL_WIDTH), colour)) + rest


def _shown(parcel: Parcel) -> str:
    return f"{parcel.folder}/{parcel.name}" if parcel.folder else parcel.name


def _label(received: Received) -> tuple[str, str]:
    if received.failure is not None:
        return "要確認", "bad"
    stored = received.stored
    if stored is None or stored.status == "unchanged":
        return "同じファイル", "same"
    kind = "" if received.extracted is None else received.extracted.reading.arriving.media_type
    return standing_word(stored, kind.upper()), "good"


def standing_word(stored: StoreResult, kind: str) -> str:
    """What a document turned out to be, in a word: 新しい会議, 第2版, 控え（PDF）, 前の案, 読み直し.

    Args:
        stored: What storing it did.
        kind: Its format. Of the same text in two formats one is read (正本), the other kept beside it (控え).
    """
    edition: Edition | None = stored.edition
    if edition is None or edition.kind == "first":
        return "新しい会議" if stored.status == "added" else "読み直し"
    if edition.kind == "new_version":
        return f"第{edition.version}版"
    if edition.kind == "rendition":
        return f"{'控え' if edition.standing == 'rendition' else '正本'}（{kind}）"
    return {"older_draft": "前の案", "same_file": "読み直し"}[edition.kind]


def _found(received: Received) -> str:
    parts = [meeting_word(received.extracted.minutes)] if received.extracted is not None else []
    if received.stored is not None:
        counts = received.stored.counts
        found = [f"{word}{counts[name]}" for name, word in _COUNTED.items() if counts.get(name)]
        parts.append(" ".join(found) or "記録なし")
        if received.stored.conflicts:
            parts.append(f"訂正との食い違い{received.stored.conflicts}件")
    return "  ".join(parts)


def meeting_word(minutes: Minutes) -> str:
    """The meeting in short: 第2回 青葉市推進会議（令和6年5月17日）."""
    meeting = minutes.meeting
    session = f"第{meeting.session}回 " if meeting.session is not None else ""
    return f"{session}{recorded(meeting.name or '会議名なし')}（{japanese_date(meeting.date, with_weekday=False)}）"


def _why(report: FileReport) -> str:
    if report.received.failure is None:
        return ""
    place = f"（{recorded(os.fspath(report.place))}）" if report.place is not None else ""
    return recorded(f"{report.received.failure.reason}{place}")


def _coloured(text: str, colour: str) -> str:
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if is_styled() else text
