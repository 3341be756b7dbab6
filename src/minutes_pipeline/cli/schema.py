"""``minutes schema``: the form of what is written, as JSON Schema 2020-12 (書き出す形)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.errors import QueryError

app = typer.Typer(add_completion=False)
_HELP = """書き出す JSON の形（JSON Schema 2020-12）を出します。

名前を指定しないと、議事録全体（minutes）の形です。--write を付けると、すべてを schemas フォルダーに書きます。"""
_NAMES = (
    "minutes（全体）、meeting、attendee、agenda_item、goal、program、remark、decision、metric、issue、action、finding"
)


@app.command(cls=JapaneseCommand, help=_HELP)
def schema(
    name: Annotated[str, typer.Argument(metavar="名前", help=_NAMES)] = "minutes",
    write: Annotated[bool, typer.Option("--write", help="すべての形をファイルに書く")] = False,
    out: Annotated[Path, typer.Option("--out", metavar="フォルダー", help="--write の書き出し先")] = Path("schemas"),
) -> None:
    """Print one schema, or write them all."""
    from minutes_pipeline.cli.schema_files import build_schemas, schema_text, write_schemas

    if write:
        for path in write_schemas(out):
            typer.echo(str(path))
        return
    schemas = build_schemas()
    if name not in schemas:
        raise QueryError(f"「{name}」という形はありません", f"{'・'.join(schemas)}から選んでください")
    typer.echo(schema_text(schemas[name]), nl=False)
