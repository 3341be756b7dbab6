"""Reading a filled-in review sheet (確認表を読む): rows as text, and what is wrong with them, by sheet, row and column."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from minutes_pipeline.cli.review_columns import (
    DECISION,
    DECISIONS,
    FORMAT_MARK,
    FORMAT_VERSION,
    GUIDE_SHEET,
    MARK,
    META_SHEET,
    REASON,
    RECORD,
    UNDECIDED,
    WRITTEN,
    clean,
    columns_of,
    edited,
    kind_in,
    unescaped,
)
from minutes_pipeline.errors import ReadError
from minutes_pipeline.read.guard import read_bytes
from minutes_pipeline.text.folding import flat

_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_ROWS = 50_000
_OURS = "「minutes review --xlsx」で作った確認表を指定してください"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with a record's id (確認表の1行).

    Attributes:
        sheet: Title of its sheet.
        row: Its number, as the spreadsheet shows it.
        record_id: The record.
        mark: The record's fingerprint when the sheet was made.
        decision: 確認, 訂正, 却下 or 未定.
        reason: What the person wrote as reason, or "".
        edited: Field -> text, of the cells that a person changed.
        problems: Why it cannot be taken, one sentence each; the first says the column where there is one.
    """

    sheet: str
    row: int
    record_id: str
    mark: str = ""
    decision: str = UNDECIDED
    reason: str = ""
    edited: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read_sheet(path: Path) -> list[SheetRow]:
    """All rows of a review sheet, in order.

    Raises:
        ReadError: Missing, no Excel file, too large, or not a review sheet of this program.
    """
    book = _open(path)
    if META_SHEET not in book.sheetnames:
        raise ReadError("確認表ではないファイルです", _OURS, file=path.name)
    meta = {row[0]: str(row[1]) for row in book[META_SHEET].iter_rows(values_only=True, max_row=10) if len(row) > 1}
    if meta.get("format") != FORMAT_MARK:
        raise ReadError("確認表ではないファイルです", _OURS, file=path.name)
    if meta.get("format_version") != str(FORMAT_VERSION):
        raise ReadError("版の違う確認表です", "確認表を作り直してください", file=path.name)
    rows: list[SheetRow] = []
    for sheet in book.worksheets:
        if sheet.title not in {META_SHEET, GUIDE_SHEET}:
            rows += _rows(sheet, path.name)
    return _without_duplicates(rows)


def _open(path: Path) -> Any:
    data = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            is_book = "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError("Excel の .xlsx ファイルではありません", _OURS, file=path.name) from error
    if not is_book:
        raise ReadError("Excel の .xlsx ファイルではありません", _OURS, file=path.name)
    if unpacked > _MOST_UNPACKED:
        raise ReadError("展開すると大きくなりすぎるファイルです", _OURS, file=path.name)
    try:
        return load_workbook(io.BytesIO(data))
    except Exception as error:
        # openpyxl lets through whatever a damaged part raises: KeyError, ValueError, lxml's errors, …
        raise ReadError(
            "壊れている Excel ファイルです", "Excel で開いて保存し直してください", file=path.name
        ) from error


def _rows(sheet: Any, file: str) -> Iterator[SheetRow]:
    """Rows of one sheet; a sheet without our columns is none of ours (a clerk's notes) and has none."""
    if sheet.max_row > _MOST_ROWS:
        raise ReadError(f"シート「{sheet.title}」の行が多すぎます", "余分な行を消して保存し直してください", file=file)
    lines = sheet.iter_rows()
    heads = [_text(cell)[0] for cell in next(lines, ())]
    missing = {RECORD, MARK, WRITTEN, DECISION} - set(heads)
    if RECORD not in heads and MARK not in heads:
        return
    if missing:
        named = "・".join(sorted(missing))
        raise ReadError(
            f"シート「{sheet.title}」に「{named}」の列がありません", "列を消さずに書き込んでください", file=file
        )
    twice = [head for head, count in Counter(heads).items() if head and count > 1]
    if twice:
        raise ReadError(
            f"シート「{sheet.title}」に「{twice[0]}」の列が2つあります", "元の列のままにしてください", file=file
        )
    for number, cells in enumerate(lines, 2):
        row = _row(sheet.title, number, dict(zip(heads, cells, strict=False)))
        if row is not None:
            yield row


def _row(sheet: str, number: int, cells: dict[str, Any]) -> SheetRow | None:
    """One row; None for an empty one."""
    texts = {head: _text(cell) for head, cell in cells.items() if head}
    if not any(text for text, _ in texts.values()):
        return None
    record_id = texts[RECORD][0]
    kind = kind_in(record_id)
    if kind is None:
        return SheetRow(
            sheet, number, record_id,
            problems=("記録の記号がないか、書き換えられています。行を増やして記録を加えることはできません（minutes correct --add を使ってください）",),
        )  # fmt: skip
    columns = {column.field: column.label for column in columns_of(kind) if column.field}
    problems = [f"「{head}」: {problem}" for head, (_, problem) in texts.items() if problem]
    problems += [f"「{label}」の列がありません" for label in columns.values() if label not in texts]
    decision = flat(texts[DECISION][0]) or UNDECIDED
    if decision not in DECISIONS:
        problems.append(f"「{DECISION}」: 「{decision}」は選べません。{'・'.join(DECISIONS)}から選んでください")
        decision = UNDECIDED
    return SheetRow(
        sheet,
        number,
        record_id,
        texts[MARK][0],
        decision,
        texts.get(REASON, ("", ""))[0],
        edited({name: texts[label][0] for name, label in columns.items() if label in texts}, texts[WRITTEN][0]),
        tuple(problems),
    )


def _text(cell: Any) -> tuple[str, str]:
    """The cell as text, and what is wrong with it or ""."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return "", "式は使えません。値を書いてください"
    if cell.data_type == "e":
        return "", "計算の誤り（#N/A など）になっています。値を書いてください"
    if isinstance(value, bool):
        return "", "TRUE・FALSE は使えません。値を書いてください"
    if isinstance(value, datetime):
        return (value.date().isoformat() if value.time() == time() else value.isoformat(" ")), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    if isinstance(value, time):
        return value.strftime("%H:%M"), ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return clean(unescaped(str(value))), ""


def _without_duplicates(rows: list[SheetRow]) -> list[SheetRow]:
    """Rows of a record that stands in the file more than once are problems, all of them."""
    places: dict[str, list[SheetRow]] = {}
    for row in rows:
        places.setdefault(row.record_id, []).append(row)
    checked = []
    for row in rows:
        same = [other for other in places[row.record_id] if other is not row]
        if same and row.record_id:
            problem = (
                f"同じ記録の行が、ほかにもあります（シート「{same[0].sheet}」{same[0].row}行目）。1つにしてください"
            )
            row = replace(row, problems=(*row.problems, problem))
        checked.append(row)
    return checked
