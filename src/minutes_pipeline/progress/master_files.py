"""Reading the roster and the table of reorganisations (名簿・組織の対応表の読み取り): CSV or Excel with Japanese headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from minutes_pipeline.errors import QueryError
from minutes_pipeline.link.master import DepartmentChange, Master, RosterEntry
from minutes_pipeline.text.folding import name_key
from minutes_pipeline.values.dates import parse_date

_ROSTER = {
    "番号": "person", "職員番号": "person", "氏名": "name", "名前": "name", "所属": "affiliation", "部署": "affiliation",
    "職名": "job_title", "役職": "job_title", "開始日": "start", "着任日": "start", "終了日": "end", "離任日": "end",
}  # fmt: skip
_CHANGES = {"旧名称": "old", "旧": "old", "新名称": "new", "新": "new", "適用日": "since", "改正日": "since"}
_DAYS = frozenset({"start", "end", "since"})
_MOST = 20_000
Row = dict[str, str]


def master_beside(db_path: Path) -> Master:
    """The master data that lies beside the database: ``minutes.名簿.csv`` and ``minutes.組織.csv`` (or .xlsx); else none.

    Raises:
        QueryError: A file is there and cannot be understood; says which line.
    """
    stem = db_path.name.removesuffix(".db")
    return load_master(_found(db_path, f"{stem}.名簿"), _found(db_path, f"{stem}.組織"))


def _found(db_path: Path, stem: str) -> Path | None:
    return next((path for suffix in (".csv", ".xlsx") if (path := db_path.with_name(stem + suffix)).is_file()), None)


def load_master(roster: Path | None, departments: Path | None) -> Master:
    """Master data from two files, either of which may be None.

    Raises:
        QueryError: A file cannot be understood; says which line.
    """
    people = [] if roster is None else [_entry(row, roster, line) for line, row in _rows(roster, _ROSTER, "氏名")]
    changes = [] if departments is None else [_change(row) for _, row in _rows(departments, _CHANGES, "旧名称")]
    return Master(tuple(people), tuple(changes))


def _entry(row: Row, path: Path, line: int) -> RosterEntry:
    if row.get("start") and row.get("end") and row["start"] > row["end"]:
        raise QueryError(f"{line}行目の終了日が開始日より前です", "日付を確かめてください", file=path.name)
    name = row["name"]
    return RosterEntry(
        row.get("person") or name_key(name), name, row.get("affiliation"), row.get("job_title"), row.get("start"),
        row.get("end"),
    )  # fmt: skip


def _change(row: Row) -> DepartmentChange:
    return DepartmentChange(row["old"], row.get("new") or row["old"], row.get("since"))


def _rows(path: Path, headings: dict[str, str], needed: str) -> Iterator[tuple[int, Row]]:
    lines = _lines(path)
    head = next(lines, None)
    names = [headings.get(name_key(str(cell or ""))) for cell in (head[1] if head else [])]
    if headings[needed] not in names:
        raise QueryError(
            f"見出しに「{needed}」がありません",
            f"1行目に {'・'.join(headings)} のうち使うものを書いてください",
            file=path.name,
        )
    for line, cells in lines:
        row = {
            name: text
            for name, cell in zip(names, cells, strict=False)
            if name is not None and (text := _text(cell, name in _DAYS, path, line))
        }
        if row.get(headings[needed]):
            yield line, row


def _text(cell: Any, is_day: bool, path: Path, line: int) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = " ".join(str("" if cell is None else cell).split())
    if not is_day or not text:
        return text
    day = parse_date(text)
    if day is None:
        raise QueryError(
            f"{line}行目の日付「{text}」が読めません",
            "2024-04-01 や 令和6年4月1日 のように書いてください",
            file=path.name,
        )
    return day.isoformat()


def _lines(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Lines with their numbers, from CSV (UTF-8 or Shift_JIS) or the first sheet of a workbook."""
    try:
        found = _of_workbook(path) if path.suffix.lower() == ".xlsx" else _of_csv(path)
    except (OSError, UnicodeError, csv.Error, KeyError, ValueError) as error:
        raise _unreadable(path) from error
    yield from enumerate(found[:_MOST], start=1)


def _of_csv(path: Path) -> list[list[Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932")
    return [list(row) for row in csv.reader(io.StringIO(text))]


def _of_workbook(path: Path) -> list[list[Any]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException) as error:
        raise _unreadable(path) from error
    try:
        sheet = book.worksheets[0]
        return [list(row) for row in sheet.iter_rows(max_row=_MOST, values_only=True)]
    finally:
        book.close()


def _unreadable(path: Path) -> QueryError:
    return QueryError("名簿か組織の対応表を読めません", "CSV か Excel（.xlsx）で保存し直してください", file=path.name)
