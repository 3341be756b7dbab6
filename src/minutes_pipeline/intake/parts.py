"""Parts (分割した読み取り結果): what was read, as Parquet files that one writer merges later and DuckDB reads as they are.

A folder of parts has a sub-folder per table: ``readings`` (whole: everything that ``merge`` needs), ``meetings`` and one
per kind of record, with the columns of the database (docs/database.md). Several machines may write into one folder: a
part's name holds the digest of what is in it, and it gets its name when it is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake.extraction import Extracted
from minutes_pipeline.store.tables import MEETINGS, RECORD_TABLES
from minutes_pipeline.version import __version__

if TYPE_CHECKING:
    from minutes_pipeline.intake.origins import Origin
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.store.schema import Table

READINGS = "readings"
_TEXTS = "document_id file_name origin stamp sha256 media_type genre program_version text records line_pages".split()
_WHOLE = "*.parquet"
_TYPES: dict[str, type[Any]] = {"TEXT": str, "INTEGER": int, "REAL": float, "NUMERIC": float}
DOCUMENTS_IN_PART = 500
"""Documents after which a part is written: some 50 MB in memory, some 5 MB on the disk."""


@dataclass(frozen=True, slots=True)
class PartReading:
    """One document of a part (部分の中の1文書): where its original lies, and what was read."""

    origin: str
    file_name: str
    sha256: str
    extracted: Extracted


class PartWriter:
    """Collects readings and writes them as parts; whoever uses it calls ``flush`` at the end.

    Args:
        folder: The folder of parts; made when the first part is written.
        size: Documents in a part.

    Raises:
        StoreError: The optional package pyarrow is not there.
    """

    def __init__(self, folder: Path, *, size: int = DOCUMENTS_IN_PART) -> None:
        self.folder = folder
        self.size = size
        self._arrow = _arrow()
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def known(self) -> set[tuple[str, str]]:
        """(origin, stamp) of the files that this version of the program has read into the folder already.

        Raises:
            StoreError: A part cannot be read.
        """
        columns = ["origin", "stamp", "program_version"]
        found: set[tuple[str, str]] = set()
        for path in sorted((self.folder / READINGS).glob(_WHOLE)):
            for row in _read(path, columns):
                if row["program_version"] == __version__:
                    found.add((row["origin"], row["stamp"]))
        return found

    def add(self, origin: Origin, stamp: str, extracted: Extracted) -> None:
        """Take one document; every ``size`` of them are written.

        Args:
            origin: Where its original lies, with its whole path.
            stamp: Of the original, from before it was read.
            extracted: What was read.

        Raises:
            StoreError: The folder cannot be written.
        """
        for table, rows in _rows_of(origin, stamp, extracted).items():
            self._rows.setdefault(table, []).extend(rows)
        if len(self._rows[READINGS]) >= self.size:
            self.flush()

    def flush(self) -> None:
        """Write what was collected; the part ``readings`` last, so that a document is there with all or not at all.

        Raises:
            StoreError: The folder cannot be written.
        """
        readings = self._rows.get(READINGS)
        if not readings:
            return
        digests = "".join(row["sha256"] for row in readings)
        name = f"part-{hashlib.sha256((__version__ + digests).encode()).hexdigest()[:16]}.parquet"
        number = len(list((self.folder / READINGS).glob(_WHOLE)))
        name = f"{number:06}-{name}"
        try:
            for table in (*_flat(), READINGS):
                self._write(table, name)
        except OSError as error:
            raise StoreError(
                "読み取り結果の部分を書けません",
                "フォルダーの場所・書き込み権限・空き容量を確かめ、もう一度実行してください（書けた所の続きから読みます）",
                file=str(self.folder),
            ) from error
        self._rows = {}

    def _write(self, table: str, name: str) -> None:
        import pyarrow.parquet

        rows = self._rows.get(table, [])
        place = self.folder / table / name
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_suffix(".partial")
        pyarrow.parquet.write_table(
            self._arrow.Table.from_pylist(rows, schema=_schema(table)), partial, compression="zstd"
        )
        partial.replace(place)


def check_parts(folder: Path) -> list[Path]:
    """The parts of a folder in the order in which they were written.

    Raises:
        StoreError: pyarrow is not there, or there is no part.
    """
    _arrow()
    paths = sorted((folder / READINGS).glob(_WHOLE))
    if not paths:
        raise StoreError(
            "読み取り結果の部分がありません",
            "minutes ingest --parts で作ったフォルダーを指定してください",
            file=str(folder),
        )
    return paths


def read_parts(folder: Path) -> Iterator[PartReading]:
    """All documents of a folder of parts, in the order in which they were written.

    Raises:
        StoreError: pyarrow is not there, there is no part, or one cannot be read.
    """
    for path in check_parts(folder):
        for row in _read(path, None):
            yield PartReading(row["origin"], row["file_name"], row["sha256"], _extracted(row, path))


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise StoreError(
            "pyarrow が入っていないため、分割した読み取り結果を扱えません",
            "pip install 'minutes-pipeline[cluster]' で入れてください",
        ) from error
    return pyarrow


def _read(path: Path, columns: list[str] | None) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as part:
            for batch in part.iter_batches(batch_size=64, columns=columns):
                yield from batch.to_pylist()
    except (OSError, ValueError, KeyError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> StoreError:
    return StoreError(
        "読み取り結果の部分が壊れています",
        "このファイルを取り除き、もう一度 --parts で読み取ってください",
        file=str(path),
    )


def _extracted(row: dict[str, Any], path: Path) -> Extracted:
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.store.prepared import Reading
    from minutes_pipeline.store.readings import unpack_pages

    try:
        minutes = Minutes.model_validate({**json.loads(row["records"]), "text": row["text"]})
        return Extracted(Reading(minutes, unpack_pages(row["line_pages"]) or {}))
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(path) from error


def _flat() -> dict[str, Table]:
    return {MEETINGS.name: MEETINGS, **RECORD_TABLES}


def _schema(table: str) -> Any:
    import pyarrow

    if table == READINGS:
        fields = [(name, pyarrow.string()) for name in _TEXTS]
        return pyarrow.schema([*fields, ("pages", pyarrow.int64()), ("ocr_pages", pyarrow.int64())])
    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}
    return pyarrow.schema([(column.name, types[_TYPES[column.type]]) for column in _flat()[table].columns])


def _rows_of(origin: Origin, stamp: str, extracted: Extracted) -> dict[str, list[dict[str, Any]]]:
    from minutes_pipeline.compare.identity import with_own_ids
    from minutes_pipeline.store.rows import meeting_row, record_rows

    minutes = with_own_ids(extracted.minutes)
    found = {READINGS: [_reading_row(origin, stamp, extracted)]}
    for name, table in _flat().items():
        rows = [meeting_row(minutes)] if name == MEETINGS.name else record_rows(minutes, name)[0]
        found[name] = [_flat_row(table, row) for row in rows]
    return found


def _flat_row(table: Table, row: Sequence[Any]) -> dict[str, Any]:
    """A row of the database for Parquet, where a column has one type; what people do later (review) is empty."""
    values = zip_longest(table.columns, row)
    return {column.name: None if value is None else _TYPES[column.type](value) for column, value in values}


def _reading_row(origin: Origin, stamp: str, extracted: Extracted) -> dict[str, Any]:
    from minutes_pipeline.store.readings import pack_pages

    minutes: Minutes = extracted.minutes
    source = minutes.source
    return {
        "document_id": source.document_id,
        "file_name": source.file_name,
        "origin": origin.address,
        "stamp": stamp,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "pages": source.pages,
        "ocr_pages": source.ocr_pages,
        "genre": minutes.genre,
        "program_version": source.program_version,
        "text": minutes.text,
        # Findings and record ids as extraction gave them: merging goes through the same writer as ``ingest``.
        "records": minutes.model_dump_json(exclude={"text"}),
        "line_pages": pack_pages(extracted.reading.pages),
    }
