"""``minutes merge``: parts that many machines have written, into one database (取りまとめ)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.outcomes import Outcome, outcome_of, outcomes_as_json, print_outcomes

app = typer.Typer(add_completion=False)
_HELP = """「minutes ingest --parts」で書き出した読み取り結果（Parquet の部分）を、データベースに入れます。

結果は、はじめから「minutes ingest」で取り込んだときと同じです。何度実行しても、記録は増えません。
原本の控えも保管庫に取るので、原本は読み取ったときの場所に置いておいてください。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def merge(
    parts: Annotated[list[Path], typer.Argument(metavar="フォルダー", help="部分のあるフォルダー（いくつでも）")],
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Store what the parts hold, and say what came of each document."""
    outcomes = _merge_all(parts, db)
    if as_json:
        typer.echo(json.dumps(outcomes_as_json(outcomes, (), db, None), ensure_ascii=False, indent=1))
    else:
        print_outcomes(outcomes, (), db, None)
    if any(outcome.failure for outcome in outcomes):
        raise typer.Exit(1)


def _merge_all(folders: list[Path], db_path: Path) -> list[Outcome]:
    from minutes_pipeline.cli.ingest import open_target
    from minutes_pipeline.intake.archive import Archive, archive_of
    from minutes_pipeline.intake.merging import merge_parts
    from minutes_pipeline.intake.origins import Origin
    from minutes_pipeline.intake.parts import check_parts

    for folder in folders:
        check_parts(folder)  # before a database is made
    archive = Archive(archive_of(db_path))
    database = open_target(db_path, archive)
    outcomes = []
    try:
        for folder in folders:
            for reading, received in merge_parts(folder, archive, database):
                outcomes.append(outcome_of(Origin(reading.origin, reading.file_name), received))
        archive.flush()
    finally:
        database.close()
    return outcomes
