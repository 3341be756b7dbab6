"""``minutes search``: find words (検索), as a command with its help.

``search_line`` reads a plain line without typer; both call ``search_page``.
"""

from __future__ import annotations

from typing import Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.search_line import FLAGS
from minutes_pipeline.cli.search_page import LIMIT, show_hits
from minutes_pipeline.store.code_words import KINDS

app = typer.Typer(add_completion=False)
_HELP = """データベースの記録と本文を語句で探し、見つかった箇所を良い順に並べます。

語を「OR」でつなぐとどちらかを、「NOT」に続く語を除いて、二重引用符で囲むとその並びのまま探します。"""
_KIND_HELP = "種類を限る: " + "、".join(f"{label}({kind})" for kind, label in KINDS.items())
_DAY_HELP = "この日以後の会議（2024-04-01 や 令和6年4月1日）"
_EPILOG = """例: minutes search 相談 課題

例: minutes search 移動支援 --kind 決定 --from 令和5年4月1日"""


@app.command(cls=JapaneseCommand, help=_HELP, epilog=_EPILOG)
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="語句", help="探す語句。空白で区切ると、すべてを含むものを探す")
    ],
    kind: Annotated[str | None, typer.Option(FLAGS["kind"], metavar="種類", help=_KIND_HELP)] = None,
    since: Annotated[str | None, typer.Option(FLAGS["since"], metavar="日付", help=_DAY_HELP)] = None,
    until: Annotated[str | None, typer.Option(FLAGS["until"], metavar="日付", help="この日以前の会議")] = None,
    body: Annotated[str | None, typer.Option(FLAGS["body"], metavar="会議名", help="会議名の一部")] = None,
    goal: Annotated[
        str | None, typer.Option(FLAGS["goal"], metavar="番号", help="目標の番号、または題名の一部")
    ] = None,
    department: Annotated[
        str | None, typer.Option(FLAGS["department"], metavar="部署", help="担当部署の名前の一部")
    ] = None,
    newest: Annotated[bool, typer.Option(FLAGS["newest"], help="良い順でなく、新しい会議から並べる")] = False,
    limit: Annotated[int, typer.Option(FLAGS["limit"], metavar="件数", min=1, help="表示する件数の上限")] = LIMIT,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Find words and print the hits, or nothing but advice."""
    show_hits(
        words,
        kind=kind,
        since=since,
        until=until,
        body=body,
        goal=goal,
        department=department,
        newest=newest,
        limit=limit,
        db=db,
        as_json=as_json,
    )
