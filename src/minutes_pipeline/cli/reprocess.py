"""``minutes reprocess``: read the kept originals again with the present version (読み直し)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.record_words import field_label, kind_label, words_of
from minutes_pipeline.cli.terminal import bold
from minutes_pipeline.intake.file_names import recorded

if TYPE_CHECKING:
    from minutes_pipeline.compare.differences import Difference
    from minutes_pipeline.intake.reprocess import Reread

app = typer.Typer(add_completion=False)
_HELP = """保管庫の原本をいまの版のプログラムで読み直し、何が変わったかを項目ごとに示します。

変わらない記録は同じ識別子のままで、人の訂正もそのまま残ります。合わなくなった訂正は食い違いとして残ります。
読み直せない文書の記録は、元のまま残します。"""
_CHANGES = {"added": "増えた", "removed": "なくなった"}
_LONGEST = 80


@app.command(cls=JapaneseCommand, help=_HELP)
def reprocess(
    since: Annotated[
        str | None, typer.Option("--since", metavar="版", help="この版より前の版で読み取った文書だけを読み直す")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="変わる所を示すだけで、保存しない")] = False,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Read every original again, store what was read, and print what has changed."""
    done = []
    with ExitStack() as stack:
        for one in _all(stack, db, since, dry_run=dry_run):
            done.append(_summed(one))
            if not as_json:
                _print(one)
            else:
                done[-1]["differences"] = [asdict(difference) for difference in one.differences]
    if as_json:
        typer.echo(json.dumps({"dry_run": dry_run, "documents": done}, ensure_ascii=False, indent=1))
    else:
        _print_total(done, dry_run=dry_run)
    if any(one["status"] == "failed" for one in done):
        raise typer.Exit(1)


def _all(stack: ExitStack, db: Path, since: str | None, *, dry_run: bool) -> Iterator[Reread]:
    from minutes_pipeline.intake.archive import Archive, archive_of
    from minutes_pipeline.intake.reprocess import due, rehearse
    from minutes_pipeline.intake.reprocess import reprocess as read_again
    from minutes_pipeline.intake.worker import Worker
    from minutes_pipeline.store.arrivals import list_originals
    from minutes_pipeline.store.open import open_database

    archive = Archive(archive_of(db))
    extract = stack.enter_context(Worker()).extract
    if dry_run:
        connection = stack.enter_context(reading(db))
        return rehearse(connection, archive, extract, due(list_originals(connection), since))
    database = open_database(db, create=False)
    close: Callable[[], None] = database.close
    stack.callback(close)
    return read_again(database, archive, extract, due(list_originals(database.conn), since))


def _summed(one: Reread) -> dict[str, Any]:
    return {
        "document_id": one.original.document_id,
        "file": one.original.file_name,
        "version_before": one.original.program_version,
        "status": one.status,
        "reason": None if one.failure is None else str(one.failure),
        "changed": sum(difference.change == "changed" for difference in one.differences),
        "added": sum(difference.change == "added" for difference in one.differences),
        "removed": sum(difference.change == "removed" for difference in one.differences),
        "corrections": one.corrections,
        "conflicts": one.conflicts,
    }


def _print(one: Reread) -> None:
    name = recorded(one.original.file_name)
    if one.failure is not None:
        typer.echo(f"{bold(name)}  読み直せませんでした: {one.failure}")
        return
    if not one.differences:
        return
    conflicts = f"、訂正との食い違い {one.conflicts}件" if one.conflicts else ""
    typer.echo(f"{bold(name)}  違い {len(one.differences)}件{conflicts}")
    for difference in one.differences:
        typer.echo(f"  {_line(difference)}")


def _line(one: Difference) -> str:
    quote = recorded(one.quote_new or one.quote_old or "")
    quote = f"「{quote if len(quote) <= _LONGEST else quote[: _LONGEST - 1] + '…'}」" if quote else ""
    if one.change != "changed":
        return f"{kind_label(one.kind)} {_CHANGES[one.change]} {quote}"
    if one.field == "quote":
        return f"{kind_label(one.kind)} 引用 {quote}"
    before, after = (words_of(one.kind, one.field, value) for value in (one.before, one.after))
    return f"{kind_label(one.kind)} {field_label(one.kind, one.field)}: {before} → {after} {quote}".rstrip()


def _print_total(done: list[dict[str, Any]], *, dry_run: bool) -> None:
    count = {status: sum(one["status"] == status for one in done) for status in ("same", "changed", "failed")}
    if not done:
        typer.echo("読み直す文書はありませんでした。")
        return
    kinds = ("changed", "変わった項目"), ("added", "増えた記録"), ("removed", "なくなった記録")
    found = "、".join(f"{label} {sum(one[name] for one in done)}件" for name, label in kinds)
    failed = f"、読み直せない文書 {count['failed']}件" if count["failed"] else ""
    typer.echo(
        f"読み直した文書 {len(done) - count['failed']}件（うち違いのある文書 {count['changed']}件）{failed}。{found}。"
    )
    conflicts = sum(one["conflicts"] for one in done)
    if conflicts:
        typer.echo(f"訂正との食い違いが {conflicts}件あります。minutes review で確かめてください。")
    if dry_run:
        typer.echo("試しに読んだだけで、保存はしていません。")
