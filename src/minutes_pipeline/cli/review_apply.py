"""Taking a filled-in review sheet back (確認表を取り込む): one transaction per meeting, row by row, twice is once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from minutes_pipeline.cli.record_words import MEETING, field_label, kind_label, title_of
from minutes_pipeline.cli.review_columns import UNDECIDED, cells_of, is_cut
from minutes_pipeline.cli.review_edit import REJECT_REASON, settled
from minutes_pipeline.cli.review_sheet_reading import SheetRow, read_sheet
from minutes_pipeline.cli.terminal import bold, columns, wrap
from minutes_pipeline.compare.differences import same_value
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store import corrections
from minutes_pipeline.store.given import parse_values
from minutes_pipeline.store.open import store_errors, writing

if TYPE_CHECKING:
    from sqlite_utils import Database

    from minutes_pipeline.store.results import RecordView

TRIAL = "（試し）"
"""Who signs what is rolled back."""
SHEET_REASON = "確認表で訂正しました"
ACCEPT_REASON = "確認表で内容を確かめました"
Outcome = Literal["確認", "訂正", "却下", "済み", "未定", "不可"]
_OUTCOMES: dict[Outcome, str] = {
    "確認": "確認",
    "訂正": "訂正",
    "却下": "却下",
    "済み": "前に取り込み済み",
    "未定": "未定",
    "不可": "取り込めない行",
}
_STALE = "この記録は、表を作ったあとに変わりました。確認表を作り直して、もう一度判断してください"


@dataclass(frozen=True, slots=True)
class RowResult:
    """What came of one row (1行の結果): outcome, and for 不可 why, one sentence each."""

    sheet: str
    row: int
    record_id: str
    outcome: Outcome
    title: str = ""
    messages: tuple[str, ...] = ()


class _DryRun(Exception):  # noqa: N818
    """Raised at the end of a trial so that its transaction is rolled back."""


def apply_sheet(db: Database, path: Path, *, by: str, dry_run: bool = False) -> list[RowResult]:
    """Do what the sheet decides; a row that does not fit is left out and reported, the others are taken.

    All rows of one meeting are one transaction. With ``dry_run`` everything is done and rolled back.

    Raises:
        ReadError: The file is no review sheet.
        StoreError: The database cannot be written; the meetings before are done, the others not.
    """
    rows = read_sheet(path)
    results: dict[int, RowResult] = {}
    meetings: dict[str, list[SheetRow]] = {}
    for row in rows:
        meetings.setdefault(row.record_id.partition("-")[0], []).append(row)
    for group in meetings.values():
        try:
            # In a batch every row is held against the records as the sheet knew them, whatever the rows before change.
            with store_errors(path.name), corrections.batch(db):
                for row in group:
                    results[id(row)] = _apply_row(db, row, by)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            pass
    return [results[id(row)] for row in rows]


def _apply_row(db: Database, row: SheetRow, by: str) -> RowResult:
    if row.problems:
        return _result(row, "不可", "", *row.problems)
    try:
        view = corrections.find_record(db.conn, row.record_id)
        mark = corrections.fingerprint(db.conn, row.record_id)
    except QueryError:
        return _of_missing(db, row)
    title = f"{kind_label(view.kind)}「{title_of(view.kind, view.record)}」"
    refusal = _refusal(row, view)
    if refusal:
        return _result(row, "不可", title, refusal)
    if row.decision == UNDECIDED:
        return _result(row, "未定", title)
    if _is_done(row, view):
        return _result(row, "済み", title)
    if mark != row.mark:
        return _result(row, "不可", title, _STALE)
    return _do(db, row, view, by, title)


def _of_missing(db: Database, row: SheetRow) -> RowResult:
    """A record that is not there: taken out before (済み when this row says so), or of another database."""
    gone = [
        correction
        for correction in corrections.list_corrections(db.conn, record_id=row.record_id)
        if (correction.action, correction.state) in {("reject", "active"), ("add", "withdrawn")}
    ]
    if gone and row.decision == "却下":
        return _result(row, "済み", "")
    if gone and row.decision == UNDECIDED and not row.edited:
        return _result(row, "未定", "")
    if gone:
        return _result(row, "不可", "", "この記録は、表を作ったあとに取り除かれました")
    return _result(
        row, "不可", "", "この記録はデータベースにありません。同じデータベースで作った確認表か確かめてください"
    )


def _is_done(row: SheetRow, view: RecordView) -> bool:
    """Whether what the row wants was done before: the record bears the mark of it, and its cells' values."""
    done = {correction.action for correction in view.corrections if correction.state == "active"}
    if row.decision == "確認":
        return bool({"accept", "add"} & done)
    present = cells_of(view)
    same = all(present[name] == text for name, text in row.edited.items()) or _says_same(view, row.edited)
    return row.decision == "訂正" and bool({"edit", "add"} & done) and same


def _says_same(view: RecordView, texts: Mapping[str, str]) -> bool:
    """Whether texts are the record's values written in another way (令和6年5月17日 for 2024-05-17)."""
    try:
        values = parse_values(view.kind, dict(texts), None)
    except QueryError:
        return False
    return all(same_value(view.record.get(name), value) for name, value in values.items())


def _refusal(row: SheetRow, view: RecordView) -> str | None:
    """Why decision and cells do not go together, or None."""
    labels = "・".join(f"「{field_label(view.kind, name)}」" for name in row.edited)
    if row.decision == "訂正":
        if not row.edited:
            return "「訂正」なのに、書き換えた欄がありません。正しければ「確認」を選んでください"
        present = cells_of(view)
        cut = next((name for name, text in row.edited.items() if is_cut(present[name]) or is_cut(text)), None)
        return f"「{field_label(view.kind, cut)}」は長いため、表では直せません" if cut else None
    if row.edited and row.decision == UNDECIDED:
        return f"{labels}を書き換えてありますが、「判断」が決まっていません。「訂正」を選ぶか、元に戻してください"
    if row.edited:
        return f"{labels}を書き換えてありますが、「判断」が「{row.decision}」です。「訂正」を選ぶか、元に戻してください"
    if row.decision == "却下" and view.kind == MEETING:
        return "会議そのものは却下できません。項目が誤りなら「訂正」を選んでください"
    return None


def _do(db: Database, row: SheetRow, view: RecordView, by: str, title: str) -> RowResult:
    try:
        if row.decision == "確認":
            settled(corrections.accept(db, row.record_id, by=by, reason=row.reason or ACCEPT_REASON))
            return _result(row, "確認", title)
        if row.decision == "却下":
            settled(corrections.reject(db, row.record_id, by=by, reason=row.reason or REJECT_REASON))
            return _result(row, "却下", title)
        if not corrections.correct(db, row.record_id, row.edited, by=by, reason=row.reason or SHEET_REASON):
            return _result(row, "不可", title, "書き換えた値は、いまの値と同じです。正しければ「確認」を選んでください")
        return _result(row, "訂正", title)
    except QueryError as error:
        return _result(row, "不可", title, *_wrong_cells(db, row, view, error))


def _wrong_cells(db: Database, row: SheetRow, view: RecordView, error: QueryError) -> tuple[str, ...]:
    """Which cells the store refuses: each is tried alone and rolled back; together they said ``error``."""
    found = []
    for name, text in row.edited.items():
        try:
            with writing(db):
                corrections.correct(db, row.record_id, {name: text}, by=TRIAL, reason=TRIAL)
                raise _DryRun
        except _DryRun:
            continue
        except QueryError as alone:
            label = f"「{field_label(view.kind, name)}」"
            place = "" if label in alone.reason else f"{label}: "
            found.append(f"{place}{alone.reason}。{alone.remedy}")
    return tuple(found) or (f"{error.reason}。{error.remedy}",)


def _result(row: SheetRow, outcome: Outcome, title: str, *messages: str) -> RowResult:
    return RowResult(row.sheet, row.row, row.record_id, outcome, title, messages)


def failures(results: Sequence[RowResult]) -> list[RowResult]:
    """The rows that could not be taken."""
    return [result for result in results if result.outcome == "不可"]


def as_dicts(results: Sequence[RowResult]) -> list[dict[str, Any]]:
    """The results as JSON holds them."""
    return [asdict(result) for result in results]


def result_page(results: Sequence[RowResult], *, dry_run: bool) -> str:
    """How many rows of each outcome, and every row that could not be taken, with what to do."""
    width = columns(most=100)
    lines = []
    for outcome, label in _OUTCOMES.items():
        count = sum(result.outcome == outcome for result in results)
        if count:
            lines.append(f"{label} {count}件")
    summary = "、".join(lines) or "判断の書かれた行はありません"
    page = wrap(f"{'試し（何も変えていません）: ' if dry_run else ''}{summary}", width)
    wrong = failures(results)
    if wrong:
        page += ["", bold("取り込めなかった行")]
    for result in wrong:
        title = f"　{result.title}" if result.title else ""
        first, *rest = wrap(f"・シート「{result.sheet}」{result.row}行目{title}", width - 2)
        page += [first, *(f"  {line}" for line in rest)]
        for message in result.messages:
            page += [f"    {line}" for line in wrap(message, width - 4)]
    if wrong:
        page += [
            "",
            *wrap("直して保存し、もう一度 --apply してください。取り込めた行は、2度目には何も変わりません。", width),
        ]
    return "\n".join(page)
