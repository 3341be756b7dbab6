"""Where the database is (データベースの場所), as an option of every command that uses it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minutes_pipeline.cli.opening import DEFAULT_DATABASE, reading

__all__ = ["DEFAULT_DATABASE", "DatabaseOption", "JsonOption", "reading"]

DatabaseOption = Annotated[Path, typer.Option("--db", metavar="ファイル", help="データベース")]
"""``--db``, the same in every command."""
JsonOption = Annotated[bool, typer.Option("--json", help="プログラムが読める JSON で出す")]
"""``--json``, the same in every command."""
