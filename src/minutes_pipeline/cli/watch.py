"""``minutes watch``: take what is dropped into a folder (置き場の見張り)."""

from __future__ import annotations

import math
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.series import refresh_links
from minutes_pipeline.cli.watch_lines import print_report
from minutes_pipeline.errors import QueryError

if TYPE_CHECKING:
    from minutes_pipeline.intake.reports import Notice
    from minutes_pipeline.intake.watch import Total, Watching

app = typer.Typer(add_completion=False)
_HELP = """置き場のフォルダーを見張り、入れられた議事録を取り込みます。

ファイルは書き込みが終わってから取り込み、元のままデータベースの隣の保管庫へ移します。下の階層のフォルダーは会議体の区別として記録します。
読めないファイルは「要確認」フォルダーに移し、理由とすることを書いた説明を添えます。

いつ止めても（電源が切れても）、次に始めたときに続きから取り込み、なくなることも二重になることもありません。
Ctrl-C で、いまのファイルを終えてから止まります。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def watch(
    folder: Annotated[Path, typer.Argument(metavar="フォルダー", help="置き場のフォルダー")],
    db: DatabaseOption = DEFAULT_DATABASE,
    once: Annotated[bool, typer.Option("--once", help="いまあるファイルを取り込んで終わる（定期実行に使う）")] = False,
    interval: Annotated[str, typer.Option("--interval", metavar="秒", help="見直す間隔")] = "10",
    settle: Annotated[
        str, typer.Option("--settle", metavar="秒", help="大きさと更新時刻がこの間変わらなければ取り込む")
    ] = "5",
    polling: Annotated[
        bool, typer.Option("--polling", help="変更の通知を使わず、間隔ごとに見直す（ネットワークドライブに使う）")
    ] = False,
    time_limit: Annotated[
        str, typer.Option("--time-limit", metavar="秒", help="1ファイルの読み取りにかける時間の上限")
    ] = "120",
) -> None:
    """Watch the folder until told to stop; with ``--once`` until everything there is taken."""
    from minutes_pipeline.intake.watch import Watching

    watching = Watching(
        folder, db, once, _seconds("--interval", interval, 0.1), _seconds("--settle", settle, 0.0), polling,
        _seconds("--time-limit", time_limit, 1.0),
    )  # fmt: skip
    if not folder.exists():
        # A typing error would otherwise wait for ever; a drive that goes away later is waited for.
        raise QueryError(f"「{folder}」が見つかりません", "名前と場所を確かめてください")
    total = _run(watching)
    _say_total(total, once=once)
    if once and (total.failed or total.has_trouble):
        raise typer.Exit(1)


def _seconds(option: str, text: str, least: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= 86_400:
        raise QueryError(f"「{option}」の値が正しくありません", f"{least:g}以上の秒数で指定してください")
    return value


def _run(watching: Watching) -> Total:
    from minutes_pipeline.intake.reports import FileReport
    from minutes_pipeline.intake.watch import watch

    stopping = threading.Event()
    with _asked_to_stop(stopping):
        if not watching.once:
            typer.echo(f"「{watching.folder}」を見張っています。Ctrl-C で終わります。保存先: {watching.db_path}")
            sys.stdout.flush()
        stored: list[str] = []

        def tell(report: FileReport | Notice) -> None:
            print_report(report)
            done = report.received.stored if isinstance(report, FileReport) else None
            if done is not None:
                stored.append(done.document_id)

        def rest() -> None:
            refresh_links(watching.db_path, stored)
            stored.clear()

        total = watch(watching, tell, stopping, rest)
        rest()
        return total


@contextmanager
def _asked_to_stop(stopping: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM set ``stopping``; a second Ctrl-C ends at once, which loses nothing either."""

    def stop(number: int, _frame: Any) -> None:
        if stopping.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        if not stopping.is_set():
            stopping.set()
            typer.echo("終わります（いまのファイルを終えてから）。")

    names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    if hasattr(signal, "SIGIO"):
        # Asking for a lease may raise it, see intake.stability.
        before["SIGIO"] = signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _say_total(total: Total, *, once: bool) -> None:
    if not total.taken:
        if once and not total.has_trouble:
            typer.echo("新しく取り込むファイルはありませんでした。")
        return
    failed = f"、うち要確認 {total.failed}件" if total.failed else ""
    typer.echo(f"取り扱ったファイル {total.taken}件{failed}。")
