"""``minutes publish``: the public copy (公開用の写し)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.errors import QueryError

if TYPE_CHECKING:
    from minutes_pipeline.publish.copying import Published

app = typer.Typer(add_completion=False)
_HELP = """公開と決めた会議だけの、氏名を伏せた写しを作ります。

写しには、読み取り専用のデータベース（minutes.db）と、どのウェブサーバーにも置けるページが入ります。元のファイルは入りません。
どの会議を公開するかは「minutes status」で決めます。何も決めていない会議は入りません。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def publish(
    to: Annotated[Path, typer.Option("--to", metavar="フォルダー", help="書き出す先。空か、まだないフォルダー")],
    names: Annotated[
        Path | None, typer.Option("--names", metavar="ファイル", help="名簿のほかに伏せる氏名（1行に1つ）")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="ファイル", help="伏せない言葉（地名・施設名など。1行に1つ）")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="ファイル", help="入れなかったものと理由を書くファイル（写しの外）"),
    ] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="案の会議も入れる")] = False,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Write the copy and say what was left out."""
    from minutes_pipeline.publish.copying import publish as publish_copy

    if report is not None and to.resolve() in [report.resolve(), *report.resolve().parents]:
        raise QueryError("報告を写しの中に書くことはできません", "--report に写しの外の場所を指定してください")
    with reading(db) as connection:
        done = publish_copy(connection, to, extra=_lines(names), kept=_lines(keep), drafts=drafts)
    lines = [f"・{one.title}：{one.reason}" for one in done.left_out]
    if report is not None:
        report.write_text(_report(done, lines), "utf-8-sig")
    typer.echo(f"{len(done.meetings)}件の会議を書き出しました。書き出し先: {done.folder}（伏せた氏名 {done.names}）")
    if lines:
        typer.echo(f"入れなかったもの {len(lines)}件" + ("" if report is None else f"（一覧: {report}）"))
        for line in lines if report is None else ():
            typer.echo(line)


def _report(done: Published, left_out: list[str]) -> str:
    """What is in the copy, what is not and why; it names meetings that are not public, so it lies outside of the copy."""
    return "\n".join([
        "公開用の写しの報告", "", f"入れた会議 {len(done.meetings)}件", *(f"・{title}" for title in done.meetings), "",
        f"入れなかったもの {len(left_out)}件", *left_out, "・元のファイル（Word・PDF など）：写しには入れない決まり", "",
        f"伏せた氏名 {done.names}（名簿と発言者の氏名、--names の氏名、敬称や職名の前の氏名。職名と所属は残しています）", "",
    ])  # fmt: skip


def _lines(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        return [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeError) as error:
        raise QueryError(
            "一覧のファイルを読めません", "UTF-8 のテキストで、1行に1つ書いてください", file=path.name
        ) from error
