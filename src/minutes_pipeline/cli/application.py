"""The application ``minutes``: its commands, each loaded only when called, and how it ends (終了の仕方)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, cast

import typer
from typer.core import TyperCommand
from typer.main import get_command

from minutes_pipeline import __version__
from minutes_pipeline.cli.ending import EXIT_INTERRUPTED, EXIT_USAGE, ended, fail, interrupted
from minutes_pipeline.cli.help_page import JapaneseGroup, Row
from minutes_pipeline.cli.terminal import prepare_streams
from minutes_pipeline.cli.usage_errors import usage_sentence

COMMANDS: dict[str, tuple[str, str]] = {
    "ingest": ("minutes_pipeline.cli.ingest", "議事録を読み取り、データベースに入れる"),
    "watch": ("minutes_pipeline.cli.watch", "置き場のフォルダーを見張り、入れられた議事録を取り込む"),
    "merge": ("minutes_pipeline.cli.merge", "分けて読み取った結果（ingest --parts）を、データベースに入れる"),
    "reprocess": ("minutes_pipeline.cli.reprocess", "保管庫の原本を、いまの版で読み直す"),
    "extract": ("minutes_pipeline.cli.extract", "議事録を読み取り、JSON に書き出す（データベースは使わない）"),
    "search": ("minutes_pipeline.cli.search", "語句で探す"),
    "list": ("minutes_pipeline.cli.meetings", "入っている会議の一覧を見る"),
    "show": ("minutes_pipeline.cli.show", "1つの会議の記録を読む"),
    "serve": ("minutes_pipeline.cli.serve", "ブラウザーで見る画面を出す"),
    "review": ("minutes_pipeline.cli.review", "疑わしい記録を、人が確かめて直す（画面で、または Excel で）"),
    "correct": ("minutes_pipeline.cli.correct", "1つの記録を直す・確認する・取り除く・加える・取り消す"),
    "audit": ("minutes_pipeline.cli.audit", "誰が・いつ・何を・なぜ変えたかを見る"),
    "diff": ("minutes_pipeline.cli.diff", "同じ会議の2つの版の違いを見る"),
    "status": ("minutes_pipeline.cli.status", "議事録が案か確定か、公開してよいかを見る・決める"),
    "issues": ("minutes_pipeline.cli.issues", "課題を、提起から解決まで追う（課題台帳）"),
    "actions": ("minutes_pipeline.cli.actions", "約束と、その後の報告を追う（宿題台帳）"),
    "links": ("minutes_pipeline.cli.links", "同じ人・事業・課題かもしれないものを、人が決める"),
    "check": ("minutes_pipeline.cli.check", "合計・平均・曜日などの食い違いを調べる"),
    "progress": ("minutes_pipeline.cli.progress", "進捗管理表・引き継ぎ資料・進捗データベースを作る"),
    "publish": ("minutes_pipeline.cli.publish", "公開と決めた会議だけの、氏名を伏せた写しを作る"),
    "export": ("minutes_pipeline.cli.export", "データベースの記録を JSON・CSV・Markdown に書き出す"),
    "evaluate": ("minutes_pipeline.cli.evaluate", "正解データと比べて精度を測る"),
    "schema": ("minutes_pipeline.cli.schema", "書き出す JSON の形（JSON Schema）を見る"),
    "doctor": ("minutes_pipeline.cli.doctor", "動作に必要なものがそろっているか調べる"),
}
"""Command -> (module that holds it as ``app``, one-line description), in the order shown."""


class MinutesGroup(JapaneseGroup):
    """Commands by table: naming one imports its module, ``--help`` imports none."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order shown."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        """Load the module of a command and build it; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name][0])
        command = cast(TyperCommand, get_command(module.app))
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As typer does, with every name of the table known for its suggestion of a near one."""
        self.commands = cast(Any, dict.fromkeys(COMMANDS))
        return super().resolve_command(ctx, args)

    def summaries(self) -> list[Row]:
        """Names and descriptions for the help page."""
        return [(name, summary) for name, (_, summary) in COMMANDS.items()]


app = typer.Typer(cls=MinutesGroup, add_completion=False, no_args_is_help=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"minutes {__version__}")
        raise typer.Exit


@app.callback(help="自治体の議事録を、根拠つきの記録（議題・目標・出席者・決定・数値・課題・宿題）にします。")
def _application(
    _version: Annotated[
        bool, typer.Option("--version", help="版を表示して終わる", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Options of ``minutes`` itself."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; whatever goes wrong becomes a Japanese sentence, no traceback.

    Args:
        arguments: Words after ``minutes``; None takes those of the process.
    """
    prepare_streams()
    return ended(lambda: _typed(arguments), _refused)


def _typed(arguments: Sequence[str] | None) -> int:
    code = get_command(app).main(arguments, prog_name="minutes", standalone_mode=False)
    # typer turns Ctrl-C into this exit code without a word.
    if code == EXIT_INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _refused(error: Exception) -> int | None:
    if type(error).__name__ == "NoArgsIsHelpError":
        return fail(error.ctx.get_help(), EXIT_USAGE)  # type: ignore[attr-defined]
    if isinstance(error, typer.TyperException):
        return fail(usage_sentence(error), EXIT_USAGE)
    if isinstance(error, typer.Abort):
        return interrupted()
    return None
