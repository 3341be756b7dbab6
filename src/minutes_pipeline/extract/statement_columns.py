"""Tables of what was settled, what is to be done and what is amiss (決定事項・宿題・課題の表): 内容 | 担当 | 期限, 議題 | 決定事項.

The row of headings tells what each column is; the rows beneath state one decision or one task each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from minutes_pipeline.extract.judgement import compact
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.once import once
from minutes_pipeline.text.required import hint

_COLUMNS = {
    "settled": re.compile(r"(?:(?:決定|合意)(?:事項|内容|したこと)|決まったこと|結論)(?:[・/][^・/]{1,6})?"),
    "result": re.compile(r"(?:審議|審査|協議|検討|採決|議決|会議)(?:の)?結果|結果|議決"),
    "owner": re.compile(r"(?:主)?担当(?:者|課|部署|部|班|委員)?|責任者|対応者|実施者|誰が|分担"),
    "due": re.compile(
        r"(?:対応|実施|提出|完了)?(?:期限|期日|締切り?|〆切|納期)|いつまで(?:に)?|完了(?:予定)?日?|(?:実施|対応)?時期"
    ),
    "task": re.compile(
        r"(?:対応|作業|宿題|アクション|実施)?(?:内容|事項|項目)|宿題|タスク|やること|アクション|作業|何を(?:する)?|今後の対応|対応"
    ),
    "state": re.compile(r"状況|進捗|対応状況|完了|済|備考"),
}
_HEADS = hint(_COLUMNS["settled"], _COLUMNS["result"], _COLUMNS["owner"])
"""One of these columns every such table has."""
_OTHER_KIND = re.compile(r"事業|施策|指標|目標|プログラム|講座|会場|会費|金額|予算")
"""Headings of a table of programs or figures, not of tasks."""
_PROBLEM = re.compile(r"(?:主な|現状の?|現状と|今後の)?(?:課題|問題点)(?:[・/](?:課題|問題点|改善点|現状|要因))?等?")
_NOTHING = re.compile(r"[-ー―−/・]{0,3}|(?:特に)?(?:なし|無し)。?|同上|〃|未定")
_MARKS = tuple("・●○■◆－")
_BULLET = re.compile(
    r"[・●○■◆－]\s?(?P<words>[^・●○■◆]{2,400}(?:(?<=[一-龠ァ-ヶ])・[一-龠ァ-ヶ][^・●○■◆]{1,400}){0,8})"
)
_DONE = re.compile(r"(?:対応|実施|作業)?(?:完了|済み?)")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row: its line, the span of what it states, and who does it by when where columns say so."""

    line: int
    start: int
    end: int
    owner: str | None = None
    due: str | None = None


Cells = list[tuple[int, int]]


def _cells(outline: Outline, line: int) -> Cells:
    """Spans of a line's cells, white space at their edges cut off."""
    text, place = outline.document.text, outline.document.lines[line].start
    spans = []
    for cell in text[place : outline.document.lines[line].end].split("\t"):
        inner = cell.strip()
        begin = place + (cell.index(inner) if inner else 0)
        spans.append((begin, begin + len(inner)))
        place += len(cell) + 1
    return spans


@once
def _tables(outline: Outline) -> list[tuple[dict[str, int], list[tuple[int, Cells]]]]:
    """Tables of what was settled and what is to be done: column kinds, and the rows as (line, cells)."""
    return _read_tables(outline, _kinds)


def _read_tables(
    outline: Outline, kinds_of: Callable[[list[str]], dict[str, int]]
) -> list[tuple[dict[str, int], list[tuple[int, Cells]]]]:
    """Every run of lines with equal tabs beneath a row of headings: column kinds, and the rows as (line, cells)."""
    text = outline.document.text
    tables: list[tuple[dict[str, int], list[tuple[int, Cells]]]] = []
    kinds: dict[str, int] = {}
    rows: list[tuple[int, Cells]] = []
    width = 0
    for index, line in enumerate(outline.document.lines):
        tabbed = text.find("\t", line.start, line.end) >= 0 and outline.zones[index] not in ("signature", "noise")
        cells = _cells(outline, index) if tabbed else []
        if rows and (len(cells) != width or not kinds):
            tables.append((kinds, rows))
            rows = []
        if cells and kinds and len(cells) == width:
            rows.append((index, cells))
            continue
        if not cells:
            kinds, width = {}, 0
            continue
        names = [compact(text[a:b]) for a, b in cells]
        kinds = kinds_of(names)
        width = len(names)
    return [*tables, (kinds, rows)] if rows else tables


def _kinds(names: list[str]) -> dict[str, int]:
    """Which column is which, where the row reads as headings of such a table; else nothing."""
    if len(names) < 2 or not _HEADS.search("\t".join(names)) or any(_OTHER_KIND.search(name) for name in names):
        return {}
    kinds: dict[str, int] = {}
    for number, name in enumerate(names):
        kind = next((kind for kind, pattern in _COLUMNS.items() if pattern.fullmatch(name)), None)
        if kind is not None:
            kinds.setdefault(kind, number)
    return kinds if "settled" in kinds or "result" in kinds or {"owner", "due"} <= kinds.keys() else {}


def settled_cells(outline: Outline) -> Iterator[StatementRow]:
    """What the cells of a column 決定事項 say."""
    for kinds, rows in _tables(outline):
        for line, cells in rows if "settled" in kinds else ():
            for start, end in _bullets(outline.document.text, *cells[kinds["settled"]]):
                if not _NOTHING.fullmatch(compact(outline.document.text[start:end])):
                    yield StatementRow(line, start, end)


def _problems(names: list[str]) -> dict[str, int]:
    """The column 課題 of a table of programs or figures."""
    found = [number for number, name in enumerate(names) if _PROBLEM.fullmatch(name)]
    return {"problem": found[0]} if len(names) >= 2 and len(found) == 1 else {}


def problem_cells(outline: Outline) -> Iterator[StatementRow]:
    """What the cells of a column 課題 say."""
    for kinds, rows in _read_tables(outline, _problems):
        for line, cells in rows:
            for start, end in _bullets(outline.document.text, *cells[kinds["problem"]]):
                if len(words := compact(outline.document.text[start:end])) >= 4 and not _NOTHING.fullmatch(words):
                    yield StatementRow(line, start, end)


def _bullets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The bullets of a cell without their marks, where it is set as bullets; else the cell."""
    if text[start : start + 1] not in _MARKS:
        yield start, end
        return
    for found in _BULLET.finditer(text, start, end):
        yield found.span("words")


def result_cells(outline: Outline) -> Iterator[tuple[StatementRow, str]]:
    """Rows of a table with a column 審議結果, as wholes, each with the words of that column (compact)."""
    for kinds, rows in _tables(outline):
        for line, cells in rows if "result" in kinds and "settled" not in kinds else ():
            start, end = cells[kinds["result"]]
            words = compact(outline.document.text[start:end])
            if words and not _NOTHING.fullmatch(words):
                yield StatementRow(line, cells[0][0], cells[-1][1]), words


def task_rows(outline: Outline) -> Iterator[StatementRow]:
    """Rows that say who does what by when: the whole row, or the cell of 決定事項 where there is one."""
    text = outline.document.text
    for kinds, rows in _tables(outline):
        for line, cells in rows if {"owner", "due"} <= kinds.keys() else ():
            said = {kind: text[slice(*cells[number])] for kind, number in kinds.items()}
            owner, due = (None if _NOTHING.fullmatch(compact(said[kind])) else said[kind] for kind in ("owner", "due"))
            what = said.get("settled", said.get("task", text[slice(*cells[0])]))
            done = _DONE.fullmatch(compact(said.get("state", "")))
            if done or (owner is None and due is None) or len(compact(what)) < 4:
                continue
            start, end = cells[kinds["settled"]] if "settled" in kinds else (cells[0][0], cells[-1][1])
            if due is not None or "settled" not in kinds:
                yield StatementRow(line, start, end, owner, due)
