"""``minutes ingest``: read files and store their records (取り込み)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.sources import Sources, gather
from minutes_pipeline.cli.terminal import shorten, width_of
from minutes_pipeline.cli.wording import COUNTED, FIELDS
from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake.archive import Archive, SourceTroubleError, archive_of
from minutes_pipeline.intake.extraction import Extracted, Unreadable, unreadable
from minutes_pipeline.intake.file_names import recorded
from minutes_pipeline.intake.readers import open_readers, read_in_order
from minutes_pipeline.store.views import SEVERITIES

if TYPE_CHECKING:
    from rich.console import Console
    from sqlite_utils import Database

    from minutes_pipeline.intake.receive import Received
    from minutes_pipeline.model.finding import Finding
    from minutes_pipeline.store.results import StoreResult

app = typer.Typer(add_completion=False)
_HELP = """議事録（PDF・Word・テキスト・HTML・画像など）を読み取り、記録をデータベースに入れます。
元のファイルは動かさず、控えをデータベースの隣の保管庫に取ります。

フォルダーを指定すると、その中を下の階層まで探します。同じファイルを何度取り込んでも、記録は増えません。
読めないファイルがあっても残りは取り込み、理由を示して終了コード 1 で終わります。"""
_STATUSES = {"added": "新規", "updated": "更新", "unchanged": "同じ"}
_SHOWN_FINDINGS = 10
_MOST_JOBS = 64
JobsOption = Annotated[
    int,
    typer.Option("--jobs", "-j", metavar="数", min=1, max=_MOST_JOBS, help="同時に読み取るプロセスの数"),
]
"""``-j``: the number of reading processes; the records do not depend on it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file (1ファイルの結果). Keeps no text and no records: a folder may hold thousands of files.

    Attributes:
        path: The file.
        failure: Why it could not be read or stored, one Japanese sentence; None when it was.
        stored: What storing it did.
        counts: Number of records by field of ``Minutes``; of findings those that somebody should look at.
        findings: All findings.
    """

    path: Path
    failure: str | None = None
    stored: StoreResult | None = None
    counts: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def doubts(self) -> list[Finding]:
        """Findings that somebody should look at; what is merely for information (目標は書かれていません) is none."""
        return [finding for finding in self.findings if finding.severity != "info"]


def outcome_of(path: Path, received: Received) -> Outcome:
    """The outcome of a file that was read, and stored or not."""
    if received.failure is not None or received.minutes is None:
        return Outcome(path, failure=str(received.failure))
    minutes = received.minutes
    counts = {name: len(getattr(minutes, name)) for name in COUNTED}
    outcome = Outcome(path, stored=received.stored, counts=counts, findings=minutes.findings)
    counts["findings"] = len(outcome.doubts())
    return outcome


@app.command(cls=JapaneseCommand, help=_HELP)
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="ファイル", help="議事録のファイルかフォルダー（いくつでも）")],
    db: DatabaseOption = DEFAULT_DATABASE,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
) -> None:
    """Read every file, store what was read, and say what came of each."""
    sources = gather(paths)
    outcomes = _ingest_all(sources.files, db, jobs)
    if as_json:
        typer.echo(json.dumps(_as_json(outcomes, sources, db), ensure_ascii=False, indent=1))
    else:
        _print_outcomes(outcomes, sources, db)
    if any(outcome.failure for outcome in outcomes):
        raise typer.Exit(1)


def _ingest_all(files: Sequence[Path], db_path: Path, jobs: int) -> list[Outcome]:
    archive = Archive(archive_of(db_path))
    database: Database | None = None
    outcomes = []
    try:
        with open_readers(min(jobs, len(files))) as readers, _progress(len(files)) as advance:
            _get_ready()
            for path, result in read_in_order(((path, recorded(path.name)) for path in files), readers):
                advance(path.name)
                if isinstance(result, Unreadable):
                    outcomes.append(Outcome(path, failure=str(result)))
                    continue
                # Opened only when there is something to store: a run that reads nothing leaves no database behind.
                if database is None:
                    database = _open(db_path, archive)
                outcomes.append(_keep(path, result, archive, database))
        archive.flush()
    finally:
        if database is not None:
            database.close()
    return outcomes


def _get_ready() -> None:
    """Load what storing needs while the readers are starting, not when the first file has been read."""
    import minutes_pipeline.intake.receive
    import minutes_pipeline.store.writer  # noqa: F401
    from minutes_pipeline.text.search_terms import terms_of

    terms_of("。")  # the dictionary of words


def _open(path: Path, archive: Archive) -> Database:
    from minutes_pipeline.intake.receive import check_archive
    from minutes_pipeline.store.open import open_database

    database = open_database(path)
    try:
        check_archive(archive, database)
    except BaseException:
        database.close()
        raise
    return database


def _keep(path: Path, extracted: Extracted, archive: Archive, database: Database) -> Outcome:
    from minutes_pipeline.intake.receive import Parcel, receive_copy

    try:
        received = receive_copy(Parcel(path, recorded(path.name)), archive, database, extracted)
    except StoreError as error:
        return Outcome(path, failure=str(unreadable(error)))
    except SourceTroubleError:
        return Outcome(path, failure="読み取りの間にファイルが変わりました。もう一度実行してください。")
    return outcome_of(path, received)


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    """A progress bar on a terminal (進み具合), nothing elsewhere; yields a function to call before each file."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda name: None
        return
    bar = Progress(
        TextColumn("読み取り中"), BarColumn(bar_width=20), MofNCompleteColumn(), TextColumn("{task.fields[name]}"),
        console=console, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=total, name="")
        started = [False]

        def advance(name: str) -> None:
            bar.update(task, advance=int(started[0]), name=shorten(name, console.width - 46))
            started[0] = True

        yield advance


def _print_outcomes(outcomes: Sequence[Outcome], sources: Sources, db_path: Path) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    read = [outcome for outcome in outcomes if outcome.failure is None]
    failed = [outcome for outcome in outcomes if outcome.failure is not None]
    if read:
        console.print(_table(read, console.width))
    for outcome in read:
        for note in outcome.stored.notes if outcome.stored else ():
            console.print(f"・{outcome.path.name}: {note}", markup=False, soft_wrap=True)
    _print_findings(console, read)
    if failed:
        console.print(f"読めなかったファイル {len(failed)}件", style="bold red")
        for outcome in failed:
            console.print(f"・{outcome.path}: {outcome.failure}", markup=False, soft_wrap=True)
    if sources.passed_over:
        suffixes = sorted({path.suffix.lower() or "拡張子なし" for path in sources.passed_over})
        console.print(f"議事録の形式でないため見送ったファイル {len(sources.passed_over)}件（{'、'.join(suffixes)}）")
    console.print(_summary(read, failed, db_path), markup=False, soft_wrap=True)


def _table(outcomes: Sequence[Outcome], width: int) -> Any:
    """A row per file; the counts keep their width, a long name is cut."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    rest = sum(width_of(FIELDS[name]) + 1 for name in COUNTED) + width_of("新規") + 2
    table.add_column("ファイル", overflow="ellipsis", no_wrap=True, max_width=max(8, width - rest))
    for name in COUNTED:
        table.add_column(FIELDS[name], justify="right", no_wrap=True)
    table.add_column("保存", no_wrap=True)
    for outcome in outcomes:
        counts = outcome.counts
        status = _status_word(outcome.stored) if outcome.stored else ""
        table.add_row(Text(outcome.path.name), *(str(counts[name]) for name in COUNTED), status)
    if len(outcomes) > 1:
        totals = [sum(outcome.counts[name] for outcome in outcomes) for name in COUNTED]
        table.add_row("合計", *map(str, totals), "", style="bold")
    return table


def _status_word(stored: StoreResult) -> str:
    edition = stored.edition
    if edition is None or stored.status != "added":
        return _STATUSES[stored.status]
    if edition.kind == "new_version":
        return f"第{edition.version}版"
    if edition.kind == "rendition":
        return "控え" if edition.standing == "rendition" else "正本"
    return "前の案" if edition.kind == "older_draft" else _STATUSES[stored.status]


def _print_findings(console: Console, outcomes: Sequence[Outcome]) -> None:
    lines = [
        f"・{outcome.path.name}: [{SEVERITIES[finding.severity]}] {finding.message}"
        for outcome in outcomes
        for finding in outcome.doubts()
    ]
    if not lines:
        return
    console.print(f"\n確かめてほしいこと {len(lines)}件", style="bold yellow")
    for line in lines[:_SHOWN_FINDINGS]:
        console.print(line, markup=False, soft_wrap=True)
    if len(lines) > _SHOWN_FINDINGS:
        console.print(f"  ほか {len(lines) - _SHOWN_FINDINGS}件。会議ごとに「minutes show」で見られます。")


def _summary(read: Sequence[Outcome], failed: Sequence[Outcome], db_path: Path) -> str:
    doubts = sum(len(outcome.doubts()) for outcome in read)
    text = f"\n読み取り {len(read)}件、失敗 {len(failed)}件。"
    text += f"確かめてほしいことが {doubts}件あります。" if doubts else ""
    return text + (f"保存先: {db_path}" if read else "データベースは元のままです。")


def _as_json(outcomes: Sequence[Outcome], sources: Sources, db_path: Path) -> dict[str, Any]:
    return {
        "database": str(db_path),
        "read": sum(outcome.failure is None for outcome in outcomes),
        "failed": sum(outcome.failure is not None for outcome in outcomes),
        "files": [_file_as_json(outcome) for outcome in outcomes],
        "passed_over": [str(path) for path in sources.passed_over],
    }


def _file_as_json(outcome: Outcome) -> dict[str, Any]:
    stored = outcome.stored
    if stored is None:
        return {"file": str(outcome.path), "status": "failed", "reason": outcome.failure}
    return {
        "file": str(outcome.path),
        "status": stored.status,
        "document_id": stored.document_id,
        "meeting_id": stored.meeting_id,
        "edition": None if stored.edition is None else asdict(stored.edition),
        "counts": outcome.counts,
        "findings": [finding.model_dump(mode="json") for finding in outcome.findings],
        "notes": list(stored.notes),
    }
