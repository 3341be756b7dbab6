"""``minutes check``: figures and dates that do not agree, within and across meetings (検算)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.series import BODY_HELP, linked_bodies
from minutes_pipeline.cli.terminal import bold, columns, wrap

if TYPE_CHECKING:
    from minutes_pipeline.model.links import Check

app = typer.Typer(add_completion=False)
_HELP = """合計・平均・割合・曜日などを計算し直し、書かれている値と合わないところを、両方の箇所とともに示します。

ほかの会議で成り立つ合計がこの会議だけ合わないときや、同じ期間の値が会議によって違うときも示します。何も直しません。"""
_KINDS = {
    "sum": "合計", "average": "平均", "ratio": "割合", "difference": "差", "weekday": "曜日", "era": "元号",
    "restated": "前の会議との違い",
}  # fmt: skip


@app.command(cls=JapaneseCommand, help=_HELP)
def check(
    body: Annotated[str | None, typer.Option("--body", metavar="会議体", help=BODY_HELP)] = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Print every disagreement; exit code 0 whether there is one or not."""
    found: list[Check] = []
    disagreements: list[str] = []
    for one in linked_bodies(Path(db), body):
        found += one.links.checks
        disagreements += [f"{s.series} {text}" for s in one.links.metric_series for text in s.disagreements]
    if as_json:
        content = {"checks": [one.model_dump(mode="json") for one in found], "disagreements": disagreements}
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    if not found and not disagreements:
        typer.echo("食い違いは見つかりませんでした。")
        return
    for check in found:
        typer.echo(bold(f"［{_KINDS[check.kind]}］{check.document}"))
        text = check.quote
        if check.expected is not None:
            text += f"：計算すると {check.expected}、書かれているのは {check.printed}"
        for line in wrap(text, columns() - 2):
            typer.echo(f"  {line}")
    if disagreements:
        typer.echo(bold("［会議によって値が違うもの］"))
        for text in disagreements:
            for line in wrap(f"・{text}", columns() - 2):
                typer.echo(f"  {line}")
    typer.echo(f"{len(found) + len(disagreements)}件。どちらが正しいかは、元の文書で確かめてください。")
