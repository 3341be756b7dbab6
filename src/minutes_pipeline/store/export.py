"""Export (書き出し) of the database or of one meeting: JSON, CSV, Markdown."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any


def export_json(conn: sqlite3.Connection, out: Path, key: str | None = None) -> list[Path]:
    """Write ``<file stem>.json`` per meeting in the form of ``Minutes`` into folder ``out``; returns the paths.

    ``key`` limits to one meeting (see ``reading.find_meeting``).
    """
    raise NotImplementedError


def export_csv(conn: sqlite3.Connection, out: Path, key: str | None = None, bom: bool = True) -> list[Path]:
    """Write one CSV per record type (決定事項.csv, 数値.csv, …) with Japanese headings into folder ``out``; returns the paths.

    Cells beginning with = + - @ get a leading apostrophe unless they are numbers, so that no spreadsheet runs them.
    ``bom`` marks UTF-8 for Excel.
    """
    raise NotImplementedError


def export_markdown(conn: sqlite3.Connection, out: Path, key: str | None = None) -> list[Path]:
    """Write one readable Japanese page per meeting into folder ``out``; returns the paths."""
    raise NotImplementedError


def render_markdown(minutes: dict[str, Any]) -> str:
    """The page of one meeting (``load_meeting``'s or ``Minutes.model_dump(mode="json")``'s form)."""
    raise NotImplementedError
