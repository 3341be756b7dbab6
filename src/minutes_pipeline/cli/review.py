"""``minutes review``: look at the doubtful records and decide (確認), at the terminal or in a spreadsheet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.correct import editable_kind
from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.record_words import MEETING
from minutes_pipeline.cli.signature import BY_VARIABLE, ByOption, is_dialogue, signed_by
from minutes_pipeline.errors import QueryError
from minutes_pipeline.text.folding import flat

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.store.doubts import Doubt

app = typer.Typer(add_completion=False)
_HELP = f"""読み取りが疑わしい記録を、原文と並べて1件ずつ確かめます。

食い違い、所見（注意・誤り）が指すもの、確からしさの低いもの、文字認識（OCR）で読んだものの順に出ます。
番号のキーを1つ押すだけで、確認・訂正・却下・追加ができます。名前は最初に1度だけ尋ねます（環境変数 {BY_VARIABLE} でもよい）。

Excel で確かめるときは --xlsx で確認表を作り、「判断」を選んで保存し、--apply で戻します。"""
_EPILOG = """例: minutes review --meeting 青葉市 --by 山田

例: minutes review --xlsx 確認表.xlsx

例: minutes review --apply 確認表.xlsx --by 山田 --dry-run"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records (絞り込み); see ``list_doubts``."""

    meeting: str | None
    kind: str | None
    below: float
    everything: bool
    conflicts: bool
    limit: int | None

    def doubts(self, conn: sqlite3.Connection) -> list[Doubt]:
        """The records, in order of doubt."""
        from minutes_pipeline.store.doubts import CONFLICT, list_doubts

        found = list_doubts(conn, self.meeting, kind=self.kind, below=self.below, everything=self.everything)
        if self.conflicts:
            found = [doubt for doubt in found if doubt.rank == CONFLICT]
        return found[: self.limit]


@app.command(cls=JapaneseCommand, help=_HELP, epilog=_EPILOG)
def review(
    meeting: Annotated[str | None, typer.Option("--meeting", metavar="会議", help="この会議だけ")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="種類", help="この種類の記録だけ（数値、決定 など）")
    ] = None,
    below: Annotated[str, typer.Option("--below", metavar="数", help="確からしさがこれより低いものを疑う")] = "0.75",
    everything: Annotated[bool, typer.Option("--all", help="疑わしくない記録も、確認済みの記録も出す")] = False,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="食い違いだけを出す")] = False,
    limit: Annotated[int | None, typer.Option("--limit", metavar="件数", min=1, help="この件数まで")] = None,
    as_list: Annotated[bool, typer.Option("--list", help="対話せず、一覧だけを出す")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="ファイル", help="確認表（Excel）を作る")] = None,
    apply: Annotated[
        Path | None, typer.Option("--apply", metavar="ファイル", help="書き込んだ確認表を取り込む")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="--apply の結果を見るだけで、何も変えない")] = False,
    by: ByOption = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Do the one of four: walk, list, write a sheet, take one in."""
    _check_ways(as_list=as_list, xlsx=xlsx, apply=apply, dry_run=dry_run, as_json=as_json)
    if apply is not None:
        _apply(apply, db, by, dry_run=dry_run, as_json=as_json)
        return
    wanted = Filter(meeting, _kind(kind), _sureness(below), everything, conflicts, limit)
    if xlsx is not None:
        _write_sheet(xlsx, db, wanted)
    elif as_list or as_json:
        with reading(db) as connection:
            _print_list(connection, wanted.doubts(connection), as_json=as_json)
    else:
        _walk(db, wanted, by)


def _check_ways(**options: Any) -> None:
    ways = [name for name in ("as_list", "xlsx", "apply") if options[name]]
    if len(ways) > 1:
        named = "と".join("--list" if way == "as_list" else f"--{way}" for way in ways)
        raise QueryError(f"{named}は一緒に使えません", "どれか1つにしてください")
    if options["dry_run"] and not options["apply"]:
        raise QueryError("--dry-run は --apply と一緒に使うものです", "--apply ファイル を付けてください")
    if options["as_json"] and options["xlsx"]:
        raise QueryError("--xlsx と --json は一緒に使えません", "どちらか1つにしてください")


def _kind(word: str | None) -> str | None:
    if word is None:
        return None
    return MEETING if word.strip() in {MEETING, "会議"} else editable_kind(word)


def _sureness(text: str) -> float:
    """A sureness from 0 to 1, also in percent."""
    plain = flat(text.strip())
    try:
        number = float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise QueryError(f"「--below」の「{text}」が正しくありません", "0 から 1 までの数（例: 0.8）を書いてください")
    return number


def _walk(path: Path, wanted: Filter, by: str | None) -> None:
    from minutes_pipeline.cli.review_dialogue import Terminal
    from minutes_pipeline.cli.review_walk import Walk, walk
    from minutes_pipeline.store.open import open_database

    if not is_dialogue():
        raise QueryError(
            "minutes review は端末で対話しながら使うものです",
            "一覧は --list、Excel の確認表は --xlsx ファイル を付けてください",
        )
    database = open_database(path, create=False)
    try:
        doubts = wanted.doubts(database.conn)
        if not doubts:
            typer.echo(nothing(wanted))
            return
        typer.echo(f"確かめてほしい記録が {len(doubts)}件あります。")
        typer.echo(walk(Walk(database, Terminal(), signed_by(by), doubts)))
    finally:
        database.close()


def nothing(wanted: Filter) -> str:
    """What to say when there is nothing to look at."""
    if wanted.conflicts:
        return "食い違いはありません。"
    narrowed = wanted.meeting or wanted.kind
    scope = "この条件では、" if narrowed else ""
    return f"{scope}確かめてほしい記録はありません。すべての記録を見るには --all を付けてください。"


def _print_list(conn: sqlite3.Connection, doubts: list[Doubt], *, as_json: bool) -> None:
    from minutes_pipeline.cli.review_list import as_rows, list_page

    if as_json:
        typer.echo(json.dumps(as_rows(conn, doubts), ensure_ascii=False, indent=1))
    else:
        typer.echo(list_page(conn, doubts))


def _write_sheet(path: Path, db: Path, wanted: Filter) -> None:
    from minutes_pipeline.cli.review_sheet import write_sheet

    _check_name(path)
    with reading(db) as connection:
        found = wanted.doubts(connection)
        doubts = [doubt for doubt in found if doubt.conflict is None]
        if doubts:
            write_sheet(path, connection, doubts)
    if doubts:
        typer.echo(f"確認表に {len(doubts)}件を書きました。「判断」を選んで保存し、--apply で戻してください: {path}")
    elif len(found) == len(doubts):
        typer.echo(nothing(wanted))
    if len(found) > len(doubts):
        typer.echo(
            f"食い違い {len(found) - len(doubts)}件は表に入りません。minutes review --conflicts で決めてください。"
        )


def _check_name(path: Path) -> None:
    """Refuse a name that Excel does not open, and a file that is there: somebody's work may be in it."""
    if path.suffix.lower() != ".xlsx":
        raise QueryError(f"「{path.name}」は .xlsx で終わっていません", "名前を .xlsx で終わらせてください")
    if path.exists():
        raise QueryError(
            f"「{path}」はすでにあります", "書き込んだ表なら --apply で取り込み、新しい表は別の名前にしてください"
        )


def _apply(path: Path, db: Path, by: str | None, *, dry_run: bool, as_json: bool) -> None:
    from minutes_pipeline.cli.review_apply import TRIAL, apply_sheet, as_dicts, failures, result_page
    from minutes_pipeline.store.open import open_database

    name = TRIAL if dry_run and by is None else signed_by(by)
    database = open_database(db, create=False)
    try:
        results = apply_sheet(database, path, by=name, dry_run=dry_run)
    finally:
        database.close()
    if as_json:
        typer.echo(json.dumps(as_dicts(results), ensure_ascii=False, indent=1))
    else:
        typer.echo(result_page(results, dry_run=dry_run))
    if failures(results):
        raise typer.Exit(1)
