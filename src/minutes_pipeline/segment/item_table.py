"""Tables of items (議案一覧表): a data table whose rows are items of business - 番号 | 件名 | 結果."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.model.document import Cell, Document, Table
from minutes_pipeline.segment.agenda_list import Entry, same_title, tidy_key
from minutes_pipeline.segment.headings import TAG
from minutes_pipeline.segment.titles import is_title_like, read_title
from minutes_pipeline.segment.vocabulary import heading_key

_TITLE = re.compile(
    r"(?:議案|議題|案件|事件|付託(?:議案|案件|事件)|協議事項|審議事項|報告事項|請願|陳情|議事)?(?:の)?(?:件名|題名|題目|名称?|名)等?"
    r"|議題|議事|案件|事件|件名(?:及び.{1,12})?|協議事項|審議事項|報告事項|(?:議案|案件)の?内容"
)
_NUMBER = re.compile(r"(?:議案|案件|事件|受理|整理|議題)?(?:等)?(?:の)?(?:番号|No\.?|№)|議案|種別|区分|号数")
_RESULT = re.compile(
    r"(?:審議|審査|議決|採決|表決|協議|付託)?(?:の)?結果|付託(?:先)?(?:委員会)?|議決(?:年月日|日)|処理|備考|可否"
)
_SKIPPED = re.compile(r"(?:合計|計|小計|以下余白|-{1,3})")


def table_entries(document: Document, folded: str, known: Sequence[Entry]) -> list[Entry]:
    """The entries that tables of items print; those that ``known`` already has are left out.

    A table counts when its heading row names a title column and a column of numbers or results.
    """
    found: list[Entry] = []
    keys = [tidy_key(e.key) for e in known]
    for table in document.tables:
        columns = _columns(table, folded)
        if columns is None:
            continue
        for entry in _rows(document, table, folded, *columns):
            key = tidy_key(entry.key)
            if not any(same_title(key, other) for other in keys):
                keys.append(key)
                found.append(entry)
    return found


def _columns(table: Table, folded: str) -> tuple[int, int | None] | None:
    """Columns of title and number, or None for a table of anything else."""
    if table.kind != "data":
        return None
    heads = {c.col: heading_key(folded[c.start : c.end]) for c in table.cells if c.row == 0}
    titles = [col for col, head in heads.items() if _TITLE.fullmatch(head)]
    numbers = [col for col, head in heads.items() if _NUMBER.fullmatch(head) and col not in titles]
    results = [col for col, head in heads.items() if _RESULT.fullmatch(head)]
    if not titles or not (numbers or results):
        return None
    return titles[0], (numbers[0] if numbers else None)


def _rows(document: Document, table: Table, folded: str, column: int, numbers: int | None) -> list[Entry]:
    by_place = {(c.row, c.col): c for c in table.cells}
    entries = []
    for row in range(1, table.rows):
        cell = by_place.get((row, column))
        if cell is None or cell.end <= cell.start or _SKIPPED.fullmatch(folded[cell.start : cell.end].strip()):
            continue
        title = read_title(folded, cell.start, cell.end)
        if title is None or not is_title_like(folded[title.start : title.end]):
            continue
        number = title.number or _number(folded, by_place.get((row, numbers)) if numbers is not None else None)
        line = next(
            (i for i in range(table.first_line, table.last_line + 1) if document.lines[i].end >= cell.end),
            table.first_line,
        )
        key = heading_key(folded[title.start : title.end])
        entries.append(Entry(title.start, title.end, line, key, number, 1, row=True))
    return entries


def _number(folded: str, cell: Cell | None) -> str | None:
    """The number cell: 「議案第5号」 or a bare number."""
    if cell is None:
        return None
    text = folded[cell.start : cell.end].strip()
    return re.sub(r"\s+", "", text) if TAG.match(text) or text.isdecimal() else None
