"""``minutes show``: one meeting as a readable page (会議の表示)."""

from __future__ import annotations

import json
import re
from typing import Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.eras import ERA, era_year, small_number

app = typer.Typer(add_completion=False)
_HELP = """1つの会議の記録を、読めるページにして出します。

会議は「minutes list」の記号か、会議名・日付・ファイル名の一部で指します（空白で区切ると、すべてを含むもの）。"""


_ERA_DATE = re.compile(rf"({ERA}|[RHS])(元|\d{{1,2}})(?:年?|年(\d{{1,2}})月(?:(\d{{1,2}})日)?)")


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
        minutes = load_meeting(connection, " ".join(in_western_calendar(word) for word in meeting))
    if as_json:
        typer.echo(json.dumps(minutes, ensure_ascii=False, indent=1))
    else:
        typer.echo(render_meeting(minutes, with_remarks=remarks))


def in_western_calendar(word: str) -> str:
    """A word that is a date in the Japanese calendar, whole or its beginning, as the database holds dates.

    >>> [in_western_calendar(word) for word in ("令和7年1月21日", "令和7年1月", "R7", "汐路", "令和元年")]
    ['2025-01-21', '2025-01', '2025', '汐路', '2019']
    """
    found = _ERA_DATE.fullmatch(flat(word))
    year = era_year(found[1], small_number(found[2]) or 0) if found else None
    if found is None or year is None:
        return word
    return "-".join([str(year), *(part.zfill(2) for part in found.groups()[2:] if part)])
