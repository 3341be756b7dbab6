"""``minutes serve``: look at the records in a browser (画面で見る)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.errors import QueryError

if TYPE_CHECKING:
    from minutes_pipeline.web.switch import ReviewSwitch

app = typer.Typer(add_completion=False)
_HELP = """ブラウザーで探し、原文の位置を見ながら読むための画面を出します。

このパソコンの中（127.0.0.1）からだけ見られます。外部とは通信しません。終わるときは Ctrl+C を押します。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def serve(
    port: Annotated[int, typer.Option("--port", metavar="番号", min=1024, max=65535, help="ポート番号")] = 8001,
    review: Annotated[
        bool, typer.Option("--review", help="画面での確認・訂正・取り込みを使えるようにする（パスワードが要る）")
    ] = False,
    browse: Annotated[bool, typer.Option("--open", help="ブラウザーを開く")] = False,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Serve until Ctrl-C."""
    with reading(db):
        pass  # says in one sentence what is wrong with the file before anything is started
    from minutes_pipeline.web.server import HOST
    from minutes_pipeline.web.server import serve as serve_site

    switch = _switch(Path(db)) if review else None

    address = f"http://{HOST}:{port}/"
    typer.echo(f"ブラウザーで {address} を開いてください。終わるときは Ctrl+C を押します。")
    if browse:
        typer.launch(address)
    serve_site(Path(db), port, switch)


def _switch(db_path: Path) -> ReviewSwitch:
    """Reviewing on; at the first time a password is asked for (or taken from the environment) and its digest kept.

    Raises:
        QueryError: No password is set, and nobody is there to be asked; or the two do not agree.
    """
    from minutes_pipeline.intake.upload import Uploads
    from minutes_pipeline.web.passwords import password_file, set_password
    from minutes_pipeline.web.switch import ReviewSwitch

    path = password_file(db_path)
    given = os.environ.get("MINUTES_REVIEW_PASSWORD")
    if given:
        set_password(path, given)
    elif not path.exists():
        if not sys.stdin.isatty():
            raise QueryError(
                "確認用のパスワードが決まっていません",
                "端末で一度「minutes serve --review」を実行して決めるか、環境変数 MINUTES_REVIEW_PASSWORD で渡してください",
            )
        first = typer.prompt("確認用のパスワードを決めてください（8文字以上）", hide_input=True)
        if first != typer.prompt("もう一度入れてください", hide_input=True):
            raise QueryError("2回のパスワードが違います", "もう一度実行してください")
        set_password(path, first)
    return ReviewSwitch(db_path, Uploads(db_path))
