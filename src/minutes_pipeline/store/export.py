"""Export (書き出し) of the database or of one meeting: JSON, CSV, Markdown.

A file is written beside its place and then moved there, so that a reader never sees half of it. The same database
gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from minutes_pipeline.errors import StoreError
from minutes_pipeline.store.markdown import render_markdown
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.reading import find_meeting, list_meetings, load_meeting
from minutes_pipeline.store.results import MeetingSummary

__all__ = ["export_csv", "export_json", "export_markdown", "render_markdown"]

#: View -> name of its CSV file.
CSV_FILES = {
    "会議一覧": "会議",
    "出席者": "出席者",
    "議題": "議題",
    "目標": "目標",
    "事業": "事業",
    "発言": "発言",
    "決定事項": "決定事項",
    "数値": "数値",
    "課題": "課題",
    "宿題": "宿題",
    "所見": "所見",
}
# What a spreadsheet takes for a formula, half- or full-width, and the controls that it skips in front of one.
_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠−]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9,]{0,30}(?:\.[0-9]{1,30})?%?")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_NAME_LENGTH = 80


def export_json(conn: sqlite3.Connection, out: Path, key: str | None = None) -> list[Path]:
    """Write ``<file stem>.json`` per meeting in the form of ``Minutes`` into folder ``out``; returns the paths.

    ``key`` limits to one meeting (see ``reading.find_meeting``).

    Raises:
        QueryError: ``key`` names no meeting or several.
        StoreError: The folder cannot be written.
    """
    return _each(conn, out, key, ".json", lambda minutes: json.dumps(minutes, ensure_ascii=False, indent=2) + "\n")


def export_markdown(conn: sqlite3.Connection, out: Path, key: str | None = None) -> list[Path]:
    """Write one readable Japanese page ``<file stem>.md`` per meeting into folder ``out``; returns the paths.

    Raises:
        QueryError: ``key`` names no meeting or several.
        StoreError: The folder cannot be written.
    """
    return _each(conn, out, key, ".md", render_markdown)


def export_csv(conn: sqlite3.Connection, out: Path, key: str | None = None, bom: bool = True) -> list[Path]:
    """Write one CSV per record type (決定事項.csv, 数値.csv, …) with Japanese headings into folder ``out``.

    Cells that a spreadsheet would run as a formula (beginning with = + - @, also full-width) get an apostrophe in front
    unless they are numbers. ``bom`` marks UTF-8 for Excel. Lines end in CR LF (RFC 4180). Returns the paths.

    Raises:
        QueryError: ``key`` names no meeting or several.
        StoreError: The folder cannot be written.
    """
    document = None if key is None else find_meeting(conn, key).document_id
    written = []
    for view, name in CSV_FILES.items():
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        with store_errors(None):
            # Every id begins with its document's.
            cursor = conn.execute(
                f'SELECT * FROM "{view}" WHERE :document IS NULL OR "識別子" GLOB :document || \'-*\'',
                {"document": document},
            )
            writer.writerow([column[0] for column in cursor.description])
            writer.writerows([safe_cell(value) for value in row] for row in cursor)
        encoding = "utf-8-sig" if bom else "utf-8"
        written.append(_write(out / f"{name}.csv", text.getvalue().encode(encoding)))
    return written


def safe_cell(value: Any) -> Any:
    """A cell no spreadsheet runs: text like a formula gets an apostrophe in front; numbers stay.

    >>> [safe_cell(v) for v in ("=1+1", "－印の事業", "-3.5", -3, None, "相談")]
    ["'=1+1", "'－印の事業", '-3.5', -3, None, '相談']
    """
    if isinstance(value, str) and _FORMULA.match(value) and not _PLAIN_NUMBER.fullmatch(value):
        return "'" + value
    return value


def _each(
    conn: sqlite3.Connection, out: Path, key: str | None, suffix: str, render: Callable[[dict[str, Any]], str]
) -> list[Path]:
    names = _file_names(list_meetings(conn))
    meetings = names if key is None else [find_meeting(conn, key).meeting_id]
    return [
        _write(out / f"{names[meeting]}{suffix}", render(load_meeting(conn, meeting)).encode("utf-8"))
        for meeting in meetings
    ]


def _file_names(meetings: list[MeetingSummary]) -> dict[str, str]:
    """A file name for each meeting: its document's stem, with the document's id where two share it."""
    stems = {m.meeting_id: _safe_stem(Path(m.file_name).stem) for m in meetings}
    often = Counter(stem.casefold() for stem in stems.values())
    return {
        m.meeting_id: stems[m.meeting_id]
        if often[stems[m.meeting_id].casefold()] == 1
        else f"{stems[m.meeting_id]}-{m.document_id[:8]}"
        for m in meetings
    }


def _safe_stem(stem: str) -> str:
    safe = _NOT_IN_NAMES.sub("_", stem)[:_NAME_LENGTH].strip(" .") or "minutes"
    return f"_{safe}" if _DEVICE.fullmatch(safe) else safe


def _write(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise StoreError(
            "ファイルを書き出せません",
            "書き込める場所か、ファイルを開いたままにしていないか確かめてください",
            file=str(path),
        ) from error
    return path
