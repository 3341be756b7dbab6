"""``minutes show``: one meeting as a readable page (会議の表示)."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand

app = typer.Typer(add_completion=False)
_HELP = """1つの会議の記録を、読めるページにして出します。

会議は「minutes list」の記号か、会議名・日付・ファイル名の一部で指します（空白で区切ると、すべてを含むもの）。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def show(
    meeting: Annotated[list[str], typer.Argument(metavar="会議", help="会議の記号、または名前・日付の一部")],
    remarks: Annotated[bool, typer.Option("--remarks", help="発言もすべて出す")] = False,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Print the page of the one meeting that the words name."""
    from minutes_pipeline.cli.meeting_page import render_meeting
    from minutes_pipeline.store.reading import load_meeting

    with reading(db) as connection:
        minutes = load_meeting(connection, " ".join(meeting))
    if as_json:
        typer.echo(json.dumps(minutes, ensure_ascii=False, indent=1))
    else:
        typer.echo(render_meeting(minutes, with_remarks=remarks))
