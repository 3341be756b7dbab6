"""``minutes export``: the database as files (書き出し)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.errors import QueryError

app = typer.Typer(add_completion=False)
_HELP = """データベースの記録をファイルに書き出します。

csv は記録の種類ごとに1つ（Excel でそのまま開けます）、json と md は会議ごとに1つです。"""
_FORMATS = ("json", "csv", "md")


@app.command(cls=JapaneseCommand, help=_HELP)
def export(
    form: Annotated[str, typer.Option("--format", metavar="形式", help="json・csv・md のどれか")],
    out: Annotated[Path, typer.Option("--out", metavar="フォルダー", help="書き出し先")] = Path("outputs/export"),
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="会議", help="この会議だけ（記号、または名前・日付の一部）")
    ] = None,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Write the files and name the folder."""
    if form not in _FORMATS:
        raise QueryError(f"「--format」に「{form}」という形式はありません", f"{'・'.join(_FORMATS)}から選んでください")
    from minutes_pipeline.store import export as store_export

    writers = {
        "json": store_export.export_json,
        "csv": store_export.export_csv,
        "md": store_export.export_markdown,
    }
    with reading(db) as connection:
        written = writers[form](connection, out, meeting)
    for path in written:
        typer.echo(str(path))
    typer.echo(f"{len(written)}件のファイルを書き出しました。書き出し先: {out}", err=True)
