"""``minutes check``: figures and dates that do not agree, within and across meetings (検算)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.series import BODY_HELP, linked_bodies
from minutes_pipeline.cli.terminal import bold, columns, wrap
from minutes_pipeline.cli.wording import japanese_date

if TYPE_CHECKING:
    from minutes_pipeline.progress.checks import Slip

app = typer.Typer(add_completion=False)
_HELP = """合計・平均・割合・曜日などを計算し直し、書かれている値と合わないところを、両方の箇所とともに示します。

ほかの会議で成り立つ合計がこの会議だけ合わないときや、同じ期間の値が会議によって違うときも示します。何も直しません。"""
_KINDS = {
    "sum": "合計", "average": "平均", "ratio": "割合", "difference": "差", "weekday": "曜日", "era": "元号",
    "restated": "会議による違い",
}  # fmt: skip


@app.command(cls=JapaneseCommand, help=_HELP)
def check(
    body: Annotated[str | None, typer.Option("--body", metavar="会議体", help=BODY_HELP)] = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Print every disagreement; exit code 0 whether there is one or not."""
    from minutes_pipeline.progress.checks import slips_of

    bodies = linked_bodies(Path(db), body)
    if as_json:
        content = [{"body": one.name, "checks": [asdict(slip) for slip in slips_of(one)]} for one in bodies]
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    found = [slip for one in bodies for slip in slips_of(one)]
    if not found:
        typer.echo("食い違いは見つかりませんでした。")
        return
    typer.echo("\n".join(_page(slip) for slip in found))
    typer.echo(f"{len(found)}件。どちらが正しいかは、元の文書で確かめてください。")


def _page(slip: Slip) -> str:
    lines = [*map(bold, wrap(f"［{_KINDS[slip.kind]}］{slip.message}", columns()))]
    for place in slip.places:
        day = japanese_date(place.date, with_weekday=False) if place.date else ""
        page = f"{place.page}ページ" if place.page is not None else ""
        lines += [f"  {line}" for line in wrap("　".join(filter(None, (place.document, day, page))), columns() - 2)]
        lines += [f"    {line}" for line in wrap(place.quote, columns() - 4)]
    return "\n".join([*lines, ""])
