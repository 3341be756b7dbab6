"""Writing the review sheet (確認表を書く): an Excel workbook that a clerk can fill in and print.

One sheet per kind of record, a first sheet that explains. All text is text: no cell can become a formula. What may be
typed into is unlocked and coloured; the rest is protected, the ids hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from minutes_pipeline import __version__
from minutes_pipeline.cli.meetings import meeting_title
from minutes_pipeline.cli.record_words import MEETING, kind_label
from minutes_pipeline.cli.review_columns import (
    DECISIONS,
    FORMAT_MARK,
    FORMAT_VERSION,
    GUIDE_SHEET,
    MARK,
    META_SHEET,
    RECORD,
    UNDECIDED,
    WRITTEN,
    Column,
    cells_of,
    clean,
    columns_of,
    digests,
    escaped,
)
from minutes_pipeline.cli.review_guide import GUIDE
from minutes_pipeline.cli.terminal import width_of
from minutes_pipeline.errors import StoreError
from minutes_pipeline.store.corrections import find_record, fingerprint
from minutes_pipeline.store.fields import EDITABLE, editable_fields

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.store.doubts import Doubt
    from minutes_pipeline.store.results import RecordView

FONT = "游ゴシック"
_PLAIN = Font(name=FONT, size=10)
_BOLD = Font(name=FONT, size=10, bold=True, color="FFFFFF")
_TITLE = Font(name=FONT, size=16, bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="44546A")
_HEAD_FIELD_FILL = PatternFill("solid", fgColor="7F6000")
_INPUT_FILL = PatternFill("solid", fgColor="FFF9E5")
_DECISION_FILL = PatternFill("solid", fgColor="FFE699")
_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
_LINE_HEIGHT, _MOST_LINES = 15, 24
_AROUND, _LONGEST_QUOTE = 50, 120
_A4 = 9
_FORMULA_START = frozenset("=+-@＝＋－＠−'")


def write_sheet(path: Path, conn: sqlite3.Connection, doubts: Sequence[Doubt]) -> None:
    """Write the workbook, beside its place first and then moved there.

    Raises:
        StoreError: The file cannot be written, for instance because it is open in Excel.
    """
    book = Workbook()
    guide = book.active
    order = {meeting: number for number, meeting in enumerate(dict.fromkeys(d.meeting.meeting_id for d in doubts))}
    doubts = sorted(doubts, key=lambda d: (order[d.meeting.meeting_id], d.start))
    kinds = [kind for kind in EDITABLE if any(doubt.kind == kind for doubt in doubts)]
    for kind in kinds:
        _write_kind(book.create_sheet(kind_label(kind)), kind, conn, [doubt for doubt in doubts if doubt.kind == kind])
    _write_guide(guide, [(kind_label(kind), sum(doubt.kind == kind for doubt in doubts)) for kind in kinds])
    _write_meta(book.create_sheet(META_SHEET))
    book.active = 1
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(draft)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise StoreError(
            "確認表を書き出せません",
            "Excel で開いていれば閉じ、書き込める場所かを確かめてください",
            file=str(path),
        ) from error


def put_text(cell: Any, text: str) -> None:
    """Write text that stays text, whatever it begins with."""
    cell.value = escaped(clean(text)) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = cell.value[0] in _FORMULA_START
    cell.number_format = "@"


def _write_meta(sheet: Any) -> None:
    for row in (("format", FORMAT_MARK), ("format_version", str(FORMAT_VERSION)), ("program_version", __version__)):
        sheet.append(row)
    sheet.sheet_state = "veryHidden"


def _write_kind(sheet: Any, kind: str, conn: sqlite3.Connection, doubts: Sequence[Doubt]) -> None:
    columns = columns_of(kind)
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        put_text(cell, column.label)
        is_input = column.role in {"field", "decision", "reason"}
        cell.font, cell.alignment, cell.border = _BOLD, _CENTRED, _BORDER
        cell.fill = _HEAD_FIELD_FILL if is_input else _HEAD_FILL
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].hidden = column.role == "key"
    sheet.row_dimensions[1].height = 30
    for row, doubt in enumerate(doubts, 2):
        view = find_record(conn, doubt.record_id)
        _write_row(sheet, row, columns, _row_texts(doubt, view, fingerprint(conn, view.record_id)))
    _set_up(sheet, kind, columns, len(doubts) + 1)


def _row_texts(doubt: Doubt, view: RecordView, mark: str) -> dict[str, str]:
    """Heading of a column -> its text."""
    meeting, record = doubt.meeting, view.record
    page = None if view.kind == MEETING else record["span"]["page"]
    labels = {field.name: field.label for field in editable_fields(view.kind)}
    return {
        "会議": meeting_title(meeting.name, meeting.session, meeting.file_name),
        "種類": kind_label(view.kind),
        "ページ": "" if page is None else str(page),
        "前後の文": _context(view),
        **{labels[name]: text for name, text in cells_of(view).items()},
        "確からしさ": f"{record['confidence']:.2f}" if "confidence" in record else "",
        "確かめる理由": "\n".join(doubt.reasons),
        "判断": UNDECIDED,
        "訂正の理由": "",
        RECORD: view.record_id,
        MARK: mark,
        WRITTEN: digests(cells_of(view)),
    }


def _context(view: RecordView) -> str:
    """What stands around the place, the place itself in 【】; of a meeting the lines its fields stand in."""
    text = view.text
    if view.kind == MEETING:
        spans = sorted((span["start"], span["end"]) for span in (view.extracted or {}).get("sources", {}).values())
        lines = dict.fromkeys(_line_at(text, start) for start, _ in spans)
        return "\n".join(lines)
    start, end = view.record["span"]["start"], view.record["span"]["end"]
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    quote = text[start:end]
    if len(quote) > _LONGEST_QUOTE:
        quote = f"{quote[: _LONGEST_QUOTE // 2]}……{quote[-_LONGEST_QUOTE // 2 :]}"
    return f"{'…' if start > _AROUND else ''}{before}【{quote}】{after}{'…' if end + _AROUND < len(text) else ''}"


def _line_at(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : len(text) if end < 0 else end]


def _write_row(sheet: Any, row: int, columns: Sequence[Column], texts: dict[str, str]) -> None:
    lines = 1
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(row, number)
        text = texts[column.label]
        put_text(cell, text)
        cell.font, cell.alignment, cell.border = _PLAIN, _WRAPPED, _BORDER
        if column.role in {"field", "decision", "reason"}:
            cell.protection = Protection(locked=False)
            cell.fill = _DECISION_FILL if column.role == "decision" else _INPUT_FILL
        if column.role == "key":
            cell.protection = Protection(locked=True, hidden=True)
            continue
        lines = max(lines, _lines(text, column.width))
    # A spreadsheet does not fit the height of rows it did not write itself.
    sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, _MOST_LINES) + 4


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-width_of(line) // max(1, width))) for line in text[:2000].split("\n"))


def _set_up(sheet: Any, kind: str, columns: Sequence[Column], last: int) -> None:
    """Freezing, filter, choices, protection, print."""
    shown = [number for number, column in enumerate(columns, 1) if column.role != "key"]
    area = f"A1:{get_column_letter(shown[-1])}{last}"
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = area
    fields = {field.name: field for field in editable_fields(kind)}
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        field = fields.get(column.field or "")
        rule = None
        if column.role == "decision":
            rule = _choices(DECISIONS, "判断", "確認・訂正・却下・未定から選んでください。")
        elif field is not None and field.choices:
            rule = _choices(tuple(field.choices.values()), field.label, "一覧から選んでください。", field.empty)
        elif field is not None and field.hint:
            rule = DataValidation(type=None, showInputMessage=True, promptTitle=field.label, prompt=field.hint)
        if rule is not None:
            rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)
    protection = sheet.protection
    protection.sheet = True
    # For these False means allowed.
    protection.autoFilter = protection.formatColumns = protection.formatRows = False
    _set_up_print(sheet, area)
    sheet.print_title_rows = "1:1"


def _choices(options: Sequence[str], title: str, message: str, may_be_empty: bool = True) -> DataValidation:
    return DataValidation(
        type="list", formula1=f'"{",".join(options)}"', allow_blank=may_be_empty,
        showErrorMessage=True, errorTitle=title, error=message, showInputMessage=True, promptTitle=title, prompt=message,
    )  # fmt: skip


def _set_up_print(sheet: Any, area: str) -> None:
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", _A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = area
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.3
    sheet.oddHeader.center.text = "&A"
    sheet.oddFooter.center.text = "&P / &N"


def _write_guide(sheet: Any, counts: Sequence[tuple[str, int]]) -> None:
    sheet.title = GUIDE_SHEET
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 84
    put_text(sheet["A1"], "議事録の記録の確認表")
    sheet["A1"].font = _TITLE
    made = f"作成 {date.today().isoformat()}　minutes {__version__}"
    rows = [("", made), *GUIDE, ("件数", "　".join(f"{label} {count}件" for label, count in counts))]
    for row, (head, text) in enumerate(rows, 2):
        for number, part in enumerate((head, text), 1):
            cell = sheet.cell(row, number)
            put_text(cell, part)
            cell.font = Font(name=FONT, size=11, bold=number == 1)
            cell.alignment = _WRAPPED
        sheet.row_dimensions[row].height = 18 * _lines(text, 92) + 4
    sheet.protection.sheet = True
    _set_up_print(sheet, f"A1:B{len(rows) + 1}")
