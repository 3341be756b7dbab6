"""``minutes ingest``: read files and store their records (取り込み)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.outcomes import Outcome, outcome_of, outcomes_as_json, print_outcomes
from minutes_pipeline.cli.reading_bar import reading_bar
from minutes_pipeline.cli.series import refresh_links
from minutes_pipeline.cli.sources import gather_origins
from minutes_pipeline.errors import MinutesError, StoreError
from minutes_pipeline.intake.archive import Archive, SourceTroubleError, archive_of
from minutes_pipeline.intake.extraction import Extracted, Readers, Unreadable, unreadable
from minutes_pipeline.intake.origins import Origin
from minutes_pipeline.intake.readers import open_readers, read_as_ready

if TYPE_CHECKING:
    from sqlite_utils import Database

    from minutes_pipeline.intake.receive import Received

app = typer.Typer(add_completion=False)
_HELP = """議事録（PDF・Word・テキスト・HTML・画像など）を読み取り、記録をデータベースに入れます。
元のファイルは動かさず、控えをデータベースの隣の保管庫に取ります。

フォルダーを指定すると、その中を下の階層まで探します。同じファイルを何度取り込んでも、記録は増えません。
読めないファイルがあっても残りは取り込み、理由を示して終了コード 1 で終わります。

何万件もあるときは、ほかの機械にも読み取らせるか（--cluster）、読み取った結果だけを先に書き出して（--parts）、
あとで「minutes merge」でまとめます（docs/scale.md）。"""
_MOST_JOBS = 64
JobsOption = Annotated[
    int,
    typer.Option("--jobs", "-j", metavar="数", min=1, max=_MOST_JOBS, help="同時に読み取るプロセスの数"),
]
"""``-j``: the number of reading processes; the records do not depend on it."""
ClusterOption = Annotated[
    str | None,
    typer.Option("--cluster", metavar="アドレス", help="Dask の受付（tcp://…:8786）。読み取りをその機械たちに任せる"),
]
PartsOption = Annotated[
    Path | None,
    typer.Option("--parts", metavar="フォルダー", help="データベースに入れず、Parquet の部分として書き出す"),
]

_Kept = tuple[Origin, "Received | Outcome"]
"""A file whose copy is kept, or what came of it."""


@app.command(cls=JapaneseCommand, help=_HELP)
def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="ファイル", help="議事録のファイルかフォルダー（いくつでも。s3:// などのアドレスも）"),
    ],
    db: DatabaseOption = DEFAULT_DATABASE,
    jobs: JobsOption = 1,
    cluster: ClusterOption = None,
    parts: PartsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read every file, store what was read, and say what came of each."""
    found = gather_origins(paths)
    with _readers(min(jobs, len(found.files)), cluster) as readers:
        if parts is None:
            outcomes = ingest_all(found.files, db, readers)
            refresh_links(db, (one.stored.document_id for one in outcomes if one.stored))
        else:
            from minutes_pipeline.cli.ingest_parts import write_parts

            outcomes = write_parts(found.files, parts, readers)
    if as_json:
        typer.echo(json.dumps(outcomes_as_json(outcomes, found.passed_over, db, parts), ensure_ascii=False, indent=1))
    else:
        print_outcomes(outcomes, found.passed_over, db, parts)
    if any(outcome.failure for outcome in outcomes):
        raise typer.Exit(1)


@contextmanager
def _readers(jobs: int, cluster: str | None) -> Iterator[Readers]:
    if cluster is None:
        with open_readers(jobs) as readers:
            yield readers
        return
    from minutes_pipeline.intake.cluster import ClusterReaders

    with ClusterReaders(cluster) as readers:
        yield readers


def ingest_all(origins: Sequence[Origin], db_path: Path, readers: Readers) -> list[Outcome]:
    """Store every file as it is read, with a bar on the terminal; what came of each, in order.

    Raises:
        StoreError: The database or its archive cannot be written.
    """
    archive = Archive(archive_of(db_path))
    database: Database | None = None
    outcomes = []
    try:
        with reading_bar(len(origins)) as advance:
            _get_ready()
            for ready in read_as_ready(origins, readers):
                for origin, _ in ready:
                    advance(origin.name)
                # Opened only when there is something to store: a run that reads nothing leaves no database behind.
                if database is None and any(isinstance(result, Extracted) for _, result in ready):
                    database = open_target(db_path, archive)
                kept = [_keep(origin, result, archive) for origin, result in ready]
                outcomes += _store(kept, database)
        archive.flush()
    finally:
        if database is not None:
            database.close()
    return outcomes


def _get_ready() -> None:
    """Load what storing needs while the readers are starting, not when the first file has been read."""
    import minutes_pipeline.intake.receive
    import minutes_pipeline.store.writer  # noqa: F401


def open_target(path: Path, archive: Archive) -> Database:
    """The database that is written into, once its archive was seen to be there.

    Raises:
        StoreError: It cannot be opened, or the archive is gone.
    """
    from minutes_pipeline.intake.receive import check_archive
    from minutes_pipeline.store.open import open_database

    database = open_database(path)
    try:
        check_archive(archive, database)
    except BaseException:
        database.close()
        raise
    return database


def _keep(origin: Origin, result: Extracted | Unreadable, archive: Archive) -> _Kept:
    """Put a copy of a file that was read into the archive; an outcome where that is the end of it."""
    from minutes_pipeline.intake.receive import Parcel, keep_copy

    if isinstance(result, Unreadable):
        return origin, Outcome(origin, failure=str(result))
    try:
        with origin.local() as path:
            return origin, keep_copy(Parcel(path, origin.name), archive, result)
    except MinutesError as error:
        return origin, Outcome(origin, failure=str(unreadable(error)))
    except SourceTroubleError:
        return origin, Outcome(origin, failure="読み取りの間にファイルが変わりました。もう一度実行してください。")


def _store(kept: Sequence[_Kept], database: Database | None) -> list[Outcome]:
    """Store what lies ready in one transaction, for the disk takes its time with each; one by one where that fails."""
    from minutes_pipeline.intake.receive import store_kept
    from minutes_pipeline.store.open import store_errors, writing

    if database is None:
        return [one for _, one in kept if isinstance(one, Outcome)]

    def stored(origin: Origin, one: Received | Outcome) -> Outcome:
        return one if isinstance(one, Outcome) else outcome_of(origin, store_kept(one, database))

    try:
        with store_errors(None), writing(database):
            return [stored(origin, one) for origin, one in kept]
    except StoreError:
        outcomes = []
        for origin, one in kept:
            try:
                outcomes.append(stored(origin, one))
            except StoreError as error:
                outcomes.append(Outcome(origin, failure=str(unreadable(error))))
        return outcomes
