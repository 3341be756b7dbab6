"""``minutes progress``: the plan, the progress sheet, the briefing, the progress database (進捗管理)."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand, JapaneseGroup, Row
from minutes_pipeline.cli.series import BODY_HELP, linked_bodies, one_body
from minutes_pipeline.cli.terminal import shorten
from minutes_pipeline.errors import QueryError, StoreError

if TYPE_CHECKING:
    from minutes_pipeline.progress.pushing import Change

_SUMMARIES = {
    "plan": "議事録から、はじめの計画ファイル（plan.yaml）を作る",
    "sheet": "進捗管理表を作る（Excel・CSV・JSON）",
    "briefing": "引き継ぎ用に、決まったこと・残っていること・約束をまとめる",
    "push": "進捗データベース（SQLite・PostgreSQL）に反映する",
}


class _ProgressGroup(JapaneseGroup):
    """The group ``minutes progress``."""

    def summaries(self) -> list[Row]:
        """Its commands."""
        return list(_SUMMARIES.items())


app = typer.Typer(cls=_ProgressGroup, add_completion=False, no_args_is_help=True)


@app.callback(help="計画の進捗を、議事録の数値・課題・約束から年度ごとにまとめます。")
def _progress() -> None:
    """The group's own help."""


_BodyOption = Annotated[str | None, typer.Option("--body", metavar="会議体", help=BODY_HELP)]


@app.command("plan", cls=JapaneseCommand, help=_SUMMARIES["plan"] + "。目標値と評価の段階を書き足して使います。")
def make_plan(
    out: Annotated[Path, typer.Option("--out", metavar="ファイル", help="書き出し先")] = Path("plan.yaml"),
    body: _BodyOption = None,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Write a first plan; an existing file is never overwritten."""
    from minutes_pipeline.progress.plan import learn_plan, plan_as_yaml

    if out.exists():
        raise QueryError(f"「{out}」はすでにあります", "別の名前を --out に指定してください")
    found = one_body(db, body)
    _write(out, plan_as_yaml(learn_plan(found.series, found.links)).encode("utf-8"))
    typer.echo(
        f"計画を書き出しました: {out}。目標値（targets）と評価の段階（rating）を確かめ、足りないものを書き足してください。"
    )


@app.command("sheet", cls=JapaneseCommand, help=_SUMMARIES["sheet"] + "。議事録に書かれていない欄は空けておきます。")
def make_sheet(
    plan: Annotated[Path, typer.Option("--plan", metavar="ファイル", help="計画（plan.yaml）")],
    year: Annotated[str, typer.Option("--year", metavar="年度", help="R5、令和5年度、2023 など")],
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="ファイル", help="Excel の書き出し先")] = None,
    csv_file: Annotated[Path | None, typer.Option("--csv", metavar="ファイル", help="CSV の書き出し先")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="ファイル", help="JSON の書き出し先")] = None,
    body: _BodyOption = None,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Write the sheet in each form asked for."""
    from minutes_pipeline.progress.plan import fiscal_year_of_text, load_plan
    from minutes_pipeline.progress.sheet import progress_sheet
    from minutes_pipeline.progress.sheet_files import sheet_as_csv, sheet_as_json
    from minutes_pipeline.progress.workbook import write_workbook

    wanted = fiscal_year_of_text(year)
    if wanted is None:
        raise QueryError(f"年度「{year}」が読めません", "R5、令和5年度、2023 のように書いてください")
    if not any((xlsx, csv_file, json_file)):
        raise QueryError("書き出し先がありません", "--xlsx・--csv・--json のどれかを指定してください")
    loaded = load_plan(plan)
    found = one_body(db, body or loaded.body)
    other = None if loaded.committee is None else one_body(db, loaded.committee)
    committee = None if other is None or other.key == found.key else (other.series, other.links)
    sheet = progress_sheet(loaded, wanted, found.series, found.links, committee)
    if xlsx is not None:
        write_workbook(sheet, xlsx)
    if csv_file is not None:
        _write(csv_file, sheet_as_csv(sheet).encode("utf-8-sig"))
    if json_file is not None:
        _write(json_file, sheet_as_json(sheet).encode("utf-8"))
    filled = sum(row.actual.value is not None for row in sheet.rows)
    typer.echo(f"{len(sheet.rows)}行の進捗管理表を作りました（実績値のある行 {filled}）。")
    if sheet.unplanned:
        typer.echo(f"計画にない事業が報告されています: {'、'.join(sheet.unplanned)}")


@app.command("briefing", cls=JapaneseCommand, help=_SUMMARIES["briefing"] + "（Markdown か HTML）。")
def make_briefing(
    out: Annotated[Path, typer.Option("--out", metavar="ファイル", help="書き出し先（.md か .html）")],
    on: Annotated[str | None, typer.Option("--on", metavar="日付", help="この日の時点で見る（書かないと今日）")] = None,
    body: _BodyOption = None,
    db: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Write the briefing of every body chosen."""
    from minutes_pipeline.cli.wording import iso_day
    from minutes_pipeline.progress.briefing import briefing_as_html, briefing_as_markdown

    if out.suffix.lower() not in (".md", ".html"):
        raise QueryError(f"「{out}」の形式は作れません", ".md か .html の名前を指定してください")
    chosen = iso_day("--on", on)
    today = date.fromisoformat(chosen) if chosen else date.today()
    render = briefing_as_html if out.suffix.lower() == ".html" else briefing_as_markdown
    bodies = [(one.series, one.links) for one in linked_bodies(db, body)]
    _write(out, render(bodies, today).encode("utf-8"))
    typer.echo(f"引き継ぎの資料を書き出しました: {out}")


@app.command("push", cls=JapaneseCommand, help=_SUMMARIES["push"] + "。人が直した行は上書きしません。")
def push_rows(
    to: Annotated[
        str, typer.Option("--to", metavar="つなぎ先", help="SQLite のファイルか postgresql://…")
    ] = "outputs/progress.db",
    body: _BodyOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何が変わるかを示すだけで、書き込まない")] = False,
    on: Annotated[str | None, typer.Option("--on", metavar="日付", help="期限を見る日（書かないと今日）")] = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Push the rows of every body chosen, all or nothing."""
    from minutes_pipeline.cli.wording import iso_day
    from minutes_pipeline.progress.engines import open_engine
    from minutes_pipeline.progress.pushing import push
    from minutes_pipeline.progress.rows import progress_rows

    chosen = iso_day("--on", on)
    today = date.fromisoformat(chosen) if chosen else date.today()
    rows = [progress_rows(one.series, one.links, today, one.events) for one in linked_bodies(db, body)]
    engine = open_engine(to)
    try:
        done = push(engine, rows, at=datetime.now().astimezone().isoformat(timespec="microseconds"), dry_run=dry_run)
    finally:
        engine.close()
    if as_json:
        changes = [
            {"table": c.table, "id": c.row_id, "action": c.action, "before": c.before, "after": c.after}
            for c in done.changes
        ]
        typer.echo(
            json.dumps(
                {"dry_run": dry_run, "unchanged": done.unchanged, "changes": changes}, ensure_ascii=False, indent=1
            )
        )
        return
    words = {
        "added": "追加",
        "changed": "変更",
        "withdrawn": "取り下げ",
        "returned": "復帰",
        "held": "人の値を残したもの",
    }
    counts = "、".join(f"{label} {done.counts.get(code, 0)}" for code, label in words.items())
    typer.echo(("（書き込みはしていません）" if dry_run else "") + f"{counts}、同じ {done.unchanged}")
    for change in done.changes if dry_run else ():
        typer.echo(f"・{words[change.action]} {_row_words(change)}")


def _row_words(change: Change) -> str:
    """A row that changes in Japanese: which, what it says, and the columns that differ."""
    from minutes_pipeline.progress.tables import TABLES

    table = next(one for one in TABLES if one.name == change.table)
    row = change.after or change.before or {}
    said = next((str(row[name]) for name in ("name", "title", "quote") if row.get(name)), change.row_id)
    text = f"{table.title}「{shorten(said, 40)}」"
    if change.before is None or change.after is None:
        return text
    labels = {column.name: column.description.split("（")[0].split(" ")[0] for column in table.columns}
    parts = [
        f"{labels[name]}: {'空' if change.before[name] is None else change.before[name]} → {'空' if value is None else value}"
        for name, value in change.after.items()
        if change.before[name] != value
    ]
    return f"{text} {'、'.join(parts)}"


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise StoreError("ファイルを書き出せません", "書き込める場所か確かめてください", file=str(path)) from error
