"""Tables flattened into one line (一行に潰れた表): 役職／氏名／出欠　会長／甲野／〇　委員／乙川／×, laid out again."""

from __future__ import annotations

import re

from minutes_pipeline.model.raw import RawCell, RawItem, RawLine, RawTable

_HEAD = re.compile(
    r"(?P<label>[^／|｜]{0,24}[】〕：:]\s{0,3})?(?P<head>[^\s／|｜、。0-9]{1,8}(?P<sep>[／|｜])(?:[^\s／|｜、。]{1,8}(?P=sep)){1,10}[^\s／|｜、。]{1,8})\s{1,3}"
)
_COLUMN = re.compile(
    "氏名|名前|役職|職名|所属|区分|出欠|備考|委員|団体|項目|年度|実績|目標|件数|人数|金額|科目|予算|決算|指標"
)


def take_flattened_tables(items: list[RawItem]) -> list[RawItem]:
    """Items with each flattened table replaced by its label, if it has one, and the table."""
    result: list[RawItem] = []
    for item in items:
        found = _table(item) if isinstance(item, RawLine) and not item.places else None
        result += found if found is not None else [item]
    return result


def _table(line: RawLine) -> list[RawItem] | None:
    head = _HEAD.match(line.text)
    if head is None or _COLUMN.search(head.group("head")) is None:
        return None
    names = head.group("head").split(head.group("sep"))
    rows = _records(line.text[head.end() :].split(head.group("sep")), len(names))
    if rows is None:
        return None
    cells = tuple(
        RawCell(r, c, (RawLine(text, hard=True, block=line.block),) if text else (), head=r == 0)
        for r, row in enumerate([names, *rows])
        for c, text in enumerate(row)
    )
    label = (head.group("label") or "").strip()
    table = RawTable(len(rows) + 1, len(names), cells, block=line.block, blank_before=line.blank_before and not label)
    if not label:
        return [table]
    return [RawLine(label, line.left, line.right, hard=True, block=line.block, blank_before=line.blank_before), table]


def _records(pieces: list[str], width: int) -> list[list[str]] | None:
    """Rows of ``width`` fields; the last field of a row and the first of the next stand in one piece, parted by space."""
    count, rest = divmod(len(pieces) - 1, width - 1)
    if rest or count < 2:
        return None
    rows = []
    first = pieces[0].strip()
    for number in range(count):
        middle = [piece.strip() for piece in pieces[number * (width - 1) + 1 : (number + 1) * (width - 1)]]
        last = pieces[(number + 1) * (width - 1)].rstrip()
        following = ""
        if number + 1 < count:
            following = last.rsplit(maxsplit=1)[-1] if last else ""
            if len(following) == len(last):
                return None
            last = last[: -len(following)]
        rows.append([first, *middle, last.strip()])
        first = following
    return rows
