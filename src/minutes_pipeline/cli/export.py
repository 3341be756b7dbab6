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
    form: Annotated[str | None, typer.Option("--format", metavar="形式", help="json・csv・md のどれか")] = None,
    out: Annotated[Path, typer.Option("--out", metavar="フォルダー", help="書き出し先")] = Path("outputs/export"),
    links: Annotated[
        bool, typer.Option("--links", help="会議をまたぐつながり（人物・事業・指標・課題・宿題）を JSON で画面に出す")
    ] = False,
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="会議", help="この会議だけ（記号、または名前・日付の一部）")
    ] = None,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Write the files and name the folder."""
    if links:
        typer.echo(_links(db, meeting))
        return
    if form not in _FORMATS:
        wrong = (
            "「--format」が指定されていません" if form is None else f"「--format」に「{form}」という形式はありません"
        )
        raise QueryError(wrong, f"--format に{'・'.join(_FORMATS)}のどれかを指定してください")
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


def _links(db: Path, key: str | None) -> str:
    """Links of all bodies, or of the body whose meeting ``key`` names, as people decided them."""
    from minutes_pipeline.link.linking import joined
    from minutes_pipeline.progress.linked import linked_bodies
    from minutes_pipeline.store.reading import find_meeting

    bodies = linked_bodies(db)
    if key is not None:
        with reading(db) as connection:
            event = find_meeting(connection, key).event_id
        bodies = [body for body in bodies if event in body.events.values()]
    return joined(body.links for body in bodies).model_dump_json(indent=1)
