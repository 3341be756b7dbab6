"""``minutes serve``: look at the records in a browser (画面で見る)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand

app = typer.Typer(add_completion=False)
_HELP = """ブラウザーで探し、原文の位置を見ながら読むための画面を出します。

このパソコンの中（127.0.0.1）からだけ見られます。外部とは通信しません。終わるときは Ctrl+C を押します。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def serve(
    port: Annotated[int, typer.Option("--port", metavar="番号", min=1024, max=65535, help="ポート番号")] = 8001,
    browse: Annotated[bool, typer.Option("--open", help="ブラウザーを開く")] = False,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Serve until Ctrl-C."""
    with reading(db):
        pass  # says in one sentence what is wrong with the file before anything is started
    from minutes_pipeline.web.server import HOST
    from minutes_pipeline.web.server import serve as serve_site

    address = f"http://{HOST}:{port}/"
    typer.echo(f"ブラウザーで {address} を開いてください。終わるときは Ctrl+C を押します。")
    if browse:
        typer.launch(address)
    serve_site(Path(db), port)
