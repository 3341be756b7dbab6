"""Decisions printed as rows (結果の一覧): a list or table of items, each with what became of it at its end.

「議案第１号　会則の改正について　可決」, a table 議案番号 | 件名 | 結果, a heading that prints the result behind its title. The row as a
whole is the decision.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from minutes_pipeline.extract.decision_rules import BARE_RESULT
from minutes_pipeline.extract.judgement import Judged, compact
from minutes_pipeline.model.document import Table
from minutes_pipeline.model.section import Outline, Sentence
from minutes_pipeline.text.once import once

_GAP = re.compile(
    r"\t|[ \u3000]{0,80}(?:\u3000| {2}|[…‥]{2}|・{3}|[→⇒])[ \u3000…‥・]*|[:：]|(?=[(（〔［【][^()（）]{1,24}[)）〕］】]$)"
)
_CHOSEN = re.compile(r"当選|選任|選出|指名|再任")
_ROW_RESULT = re.compile(rf"{BARE_RESULT.pattern}|(?:[^、。]{{1,10}}[とに])?決定|{_CHOSEN.pattern}")
_EDGES = "()[]【】〔〕［］（）…‥・:→⇒-―"
_ITEM = re.compile(
    r"(?:について|に関し(?:て)?|件|案|計画|予算|決算|規則|規程|条例|要綱|会則|規約|[選改]任|改正|選出|認定|委嘱|契約|請願|陳情|"
    r"報告|変更|設置|決定|指名|選挙|制定|策定|指定|取得|処分|更新|廃止|同意|申請|届出?)(?:[(][^()]{1,20}[)])?$|第[0-9]{1,4}号"
)
"""How the title of an item reads."""
_GOES_ON = re.compile(r"(?:に(?!つ?いて)|の|を|が|へ|と|及び|並びに|等の|する|した|について|に関する)(?!件\s*[(])")
_HANGS = re.compile(r"(?:に(?:かか|係)る|に関する|及び|並びに|する|[のをにへと、])$")
"""How the second line of a wrapped title begins, and how its first line ends."""
_IN_FRONT = re.compile(
    r"(?<![0-9一-龠])(?P<row>(?:陳情|請願|発議案|付託議案|意見書案?|所管事務|議案)の?(?:審査|調査|審議)"
    r"(?:第[ \u3000]{0,2}[0-9０-９]{1,4}号|[0-9０-９]{1,4}号|[、, \u3000]){0,40}"
    r"(?:…{1,3}|‥{1,3}|[:：])?[ \u3000]{0,4}(?P<result>(?:閉会中の?)?継続(?:審査|調査)?|原案可決|可決|不採択|趣旨採択|採択|否決|承認|同意))(?![一-龠ぁ-ん])"
)
"""Results in the list of matters at the front of a committee's minutes (1 陳情審査 第3号、第5号…継続)."""
_CHOSEN_LINE = re.compile(
    r"[^、。()]{1,20}(?:委員|議員|理事|氏|君|さん|様)(?:に|を)(?P<result>決定|選出|選任|指名|互選)(?:した|しました|する)?。?$"
)
"""長尾委員に決定, beneath 会長互選 in a list of the meeting's matters."""
_KIND = re.compile(r"報告|協議|審議|説明|議決|報告事項|協議事項|審議事項|意見交換|情報提供|諮問")
"""Tags that say what an item is for: beside them (承認) says what is asked, not what became of it."""


ASKED_FOR = frozenset(("承認", "決定", "同意", "認定"))
"""Results that are also what an item asks for."""


@once
def tags_tell_kinds(outline: Outline) -> bool:
    """Whether the document tags its items with their kinds: （報告）, （協議）."""
    return any(_KIND.fullmatch(last) for _, last in _last_cells(outline))


def asks_only(title: str, tag: str) -> bool:
    """Whether a tag behind an item's title, beside tags of kinds, says what is asked.

    >>> asks_only("会計規程の改正について", "承認"), asks_only("会計規程の改正について", "可決")
    (True, False)
    """
    return tag in ASKED_FOR and _ITEM.search(title) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that ends in a result: its place, the compact result, its line and span, the rule that took it."""

    place: Sentence
    result: str
    line: int
    start: int
    end: int
    rule_id: str


def result_rows(outline: Outline, said: tuple[Judged, ...]) -> Iterator[Row]:
    """All rows with a result, in order of their lines: headings, rows of tables, lines of a list.

    Args:
        outline: The document's arrangement.
        said: Its sentences as judged.
    """
    tagged = tags_tell_kinds(outline)
    headings = {one.sentence.line: one for one in said if one.sentence.is_heading}
    first = {one.sentence.line: one.sentence for one in reversed(said)}
    tables = {i: t for t in outline.document.tables for i in range(t.first_line, t.last_line + 1)}
    for index, zone in enumerate(outline.zones):
        line = outline.document.lines[index]
        if zone in ("header", "agenda_list") and (front := list(_front_rows(outline, index))):
            yield from front
            continue
        if index in tables and tables[index].kind == "data":
            row = None if zone in ("header", "roster") else _table_row(outline, tables[index], index)
        elif index in headings:
            row = _heading_row(outline, headings[index], tagged)
        elif zone in ("agenda_list", "body"):
            title, result = _last_cells(outline)[index]
            whole = "\t" in outline.document.text[line.start : line.end] or (_ITEM.search(title) and not tagged)
            shaped = len(title) >= 5 and "。" not in title and whole
            place = (first.get(index) or place_of(outline, index)) if shaped else None
            start = _title_start(outline, index) if place else line.start
            row = Row(place, result, index, start, line.end, "decision.list.row") if place else None
            row = row or (_chosen_row(outline, index) if zone == "agenda_list" else None)
        else:
            row = None
        if row is not None and _ROW_RESULT.fullmatch(row.result):
            yield row


def _front_rows(outline: Outline, index: int) -> Iterator[Row]:
    """What the matters at the front say became of them, also where a web page lost their line breaks."""
    line = outline.document.lines[index]
    for found in _IN_FRONT.finditer(outline.document.text, line.start, line.end):
        place = place_of(outline, index)
        yield Row(place, compact(found["result"]), index, found.start("row"), found.end("row"), "decision.list.front")


def _title_start(outline: Outline, index: int) -> int:
    """Where the title that ends in a line begins: in the line before where it was wrapped."""
    line, text = outline.document.lines[index], outline.document.text
    if index == 0 or outline.zones[index - 1] != outline.zones[index]:
        return line.start
    above = outline.document.lines[index - 1]
    first = compact(text[above.start : above.end])
    wrapped = _GOES_ON.match(compact(text[line.start : line.end])) or _HANGS.search(first)
    whole = len(first) < 12 or first[-1] in "。)」】:" or "\t" in text[above.start : line.end]
    return line.start if whole or not wrapped else above.start


def _chosen_row(outline: Outline, index: int) -> Row | None:
    """A line that tells who was chosen."""
    line = outline.document.lines[index]
    found = _CHOSEN_LINE.fullmatch(compact(outline.document.text[line.start : min(line.end, line.start + 60)]))
    place = place_of(outline, index)
    return Row(place, found["result"], index, line.start, line.end, "decision.list.chosen") if found else None


@once
def _last_cells(outline: Outline) -> list[tuple[str, str]]:
    """Every line as what stands before its last gap, and its last cell; both compact."""
    document = outline.document
    return [
        _title_and_end(document.text[line.start : line.end]) if line.end - line.start <= 400 else ("", "")
        for line in document.lines
    ]


def _title_and_end(text: str) -> tuple[str, str]:
    parts = _GAP.split(text)
    cells = [c for part in parts if (c := compact(part).strip(_EDGES))] if len(parts) > 1 else []
    while len(cells) > 2 and len(cells[-1]) <= 2 and len(cells[-2]) == 1:
        cells[-2:] = [cells[-2] + cells[-1]]  # 同　　意
    if len(cells) > 2 and _CHOSEN.fullmatch(cells[-2]) and len(cells[-1]) <= 16:
        del cells[-1]  # 当選　丁野議員
    return ("".join(cells[:-1]), cells[-1]) if len(cells) > 1 else ("", "")


def _heading_row(outline: Outline, one: Judged, tagged: bool) -> Row | None:
    """A heading that prints the result behind the title: 議案第1号 …について（原案可決）."""
    line = outline.document.lines[one.sentence.line]
    rest = compact(outline.document.text[one.sentence.end : line.end]).strip(_EDGES)
    if not rest:
        title, rest = _last_cells(outline)[one.sentence.line]
        if not _ITEM.search(title):
            return None
    if tagged and rest in ASKED_FOR:
        return None
    return Row(one.sentence, rest, one.sentence.line, one.sentence.start, line.end, "decision.heading.bracket")


def _table_row(outline: Outline, table: Table, index: int) -> Row | None:
    """A row of a table of items with a cell that is a result (議案番号 | 件名 | 結果)."""
    line = outline.document.lines[index]
    cells = [compact(c) for c in outline.document.text[line.start : line.end].split("\t")]
    results = [c for c in cells if BARE_RESULT.fullmatch(c)]
    if len(results) != 1 or max(map(len, cells)) <= 5:
        return None
    place = place_of(outline, table.first_line)
    return Row(place, results[0], index, line.start, line.end, "decision.table.row")


def place_of(outline: Outline, line: int) -> Sentence:
    """A sentence that carries the place of a line without one: the last one before it."""
    before = bisect_left(outline.sentences, line, key=lambda sentence: sentence.line)
    return outline.sentences[before - 1] if before else Sentence(0, 0, line)
