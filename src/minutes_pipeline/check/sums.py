"""Sums (合計): parts against their printed total, in tables and in sentences. A disagreement is a finding; nothing is mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from minutes_pipeline.check.citing import cite
from minutes_pipeline.check.figures import between, by_sentence, places, unit_of
from minutes_pipeline.model.document import Cell, Document, Table
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat, flat_whole
from minutes_pipeline.values.numbers import find_numbers

_TOTAL = re.compile(r"(?:合\s*計|総\s*計|総\s*数|^計$|全\s*体$|[収支]入?出?合計|計\s*$)")
_SUBTOTAL = re.compile(r"小\s*計")
_PART = re.compile(r"^[(（]?\s*(?:うち|内)")
_NO_SUM = re.compile(r"率|割合|比|平均|%|年度$|単価|評価|順位|番号|差引")
_NUMBER_CELL = re.compile(r"[\s(]*[▲\-+]?\s?[0-9][0-9,.\s]{0,20}\D{0,6}$")
_INCOMPLETE = re.compile(r"うち|ほか|など|等|主な|例えば")
_BREAKDOWN = re.compile(r"内\s?訳")
_COMPARED_WITH = re.compile(
    r"(?:前年|昨年|前年度|昨年度|前回|前期|同期|目標|計画|定員|予算|見込み?|従来|これまで)[^0-9]{0,8}[0-9]"
)
_JOINED = re.compile(r"[\s、,・:()及びとがはであったですの]{0,4}[^0-9。]{0,20}")
_MOST_PARTS = 60
"""Parts looked at for one total of a sentence."""
_BEFORE_TOTAL = re.compile(r"(?:の|、|、合わせて|合わせて)?\s?(?:合計|総計|計|合わせて|あわせて)\s?$")


def check_sums(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """Findings ``sum_mismatch``: table columns with a total row, and parts told beside their total in a sentence."""
    found = [f for table in outline.document.tables if table.kind == "data" for f in _table(outline, table)]
    before: list[Metric] = []
    for metrics in by_sentence(outline, minutes):
        found += _listed_before(outline, metrics)
        found += _in_brackets(outline, metrics)
        found += _broken_down(outline, before, metrics)
        before = metrics
    return tuple(found)


# -- tables -------------------------------------------------------------------------------------------------------


def _value(document: Document, cell: Cell | None) -> Decimal | None:
    if cell is None:
        return None
    text = flat(document.text[cell.start : cell.end])
    if not _NUMBER_CELL.match(text) or "%" in text:
        return None
    numbers = find_numbers(text)
    return Decimal(str(numbers[0].value)) if len(numbers) == 1 else None


def _table(outline: Outline, table: Table) -> Iterator[Finding]:
    document = outline.document
    cells = {(c.row, c.col): c for c in table.cells}
    heads = {row: _head(document, cells.get((row, 0))) for row in range(table.rows)}
    totals = [row for row in range(1, table.rows) if _TOTAL.search(heads[row]) and not _SUBTOTAL.search(heads[row])]
    for col in range(1, table.cols):
        if _NO_SUM.search(_head(document, cells.get((0, col)))):
            continue
        first = 1
        for total in totals:
            rows = [r for r in range(first, total) if not _PART.match(heads[r])]
            finding = _column(outline, cells, heads, rows, total, col)
            if finding is not None:
                yield finding
            first = total + 1


def _head(document: Document, cell: Cell | None) -> str:
    return "" if cell is None else flat(document.text[cell.start : cell.end]).strip()


def _column(
    outline: Outline,
    cells: dict[tuple[int, int], Cell],
    heads: dict[int, str],
    rows: Sequence[int],
    total: int,
    col: int,
) -> Finding | None:
    """The finding for one column above one total row; None where it adds up or cannot be judged."""
    document = outline.document
    printed = _value(document, cells.get((total, col)))
    parts = {row: _value(document, cells.get((row, col))) for row in rows}
    if printed is None or len(rows) < 2 or any(v is None for v in parts.values()):
        return None
    known = {row: v for row, v in parts.items() if v is not None}
    single = sum((v for r, v in known.items() if not _SUBTOTAL.search(heads[r])), Decimal(0))
    subtotal = sum((v for r, v in known.items() if _SUBTOTAL.search(heads[r])), Decimal(0))
    if printed in (single, subtotal, single + subtotal):
        return None
    cell = cells[(total, col)]
    spans = [(cells[(r, col)].start, cells[(r, col)].end) for r in rows] + [(cell.start, cell.end)]
    message = (
        f"表の合計（{printed:,}）が、上の{len(rows)}行を足した値（{single:,}）と一致しません。原本で確かめてください。"
    )
    return cite(outline, "sum_mismatch", "warning", message, spans)


# -- sentences ----------------------------------------------------------------------------------------------------


def _countable(metric: Metric) -> bool:
    return (
        metric.value_max is None
        and metric.qualifier is None
        and unit_of(metric) not in ("%", "割", "倍", "ポイント", "")
    )


def _listed_before(outline: Outline, metrics: Sequence[Metric]) -> Iterator[Finding]:
    """小学校7人、中学校16人の計23人: the parts of the same unit before 計 in the sentence."""
    for index, total in enumerate(metrics):
        lead = flat(outline.document.text[max(0, total.span.start - 8) : total.span.start])
        inside = re.match(r"(?:計(?!画)|合計|総計|合わせて)", flat(total.quote))
        if not (inside or _BEFORE_TOTAL.search(lead)) or not _countable(total):
            continue
        parts: list[Metric] = []
        following = total
        for part in reversed(metrics[max(0, index - _MOST_PARTS) : index]):
            gap = between(outline, part, following)
            if unit_of(part) != unit_of(total) or not _countable(part) or len(gap) > 24 or _INCOMPLETE.search(gap):
                break
            parts.insert(0, part)
            following = part
        if len(parts) >= 2 and not _last_ones_add_up(parts, total):
            # What is listed first may be no part of it (報告が3件、議案が認定15件、予算7件の合計22件).
            yield from _compared(outline, parts, total)


def _in_brackets(outline: Outline, metrics: Sequence[Metric]) -> Iterator[Finding]:
    """26件(新規17件、継続9件): the parts in the bracket right behind their total."""
    text = flat_whole(outline.document.text)
    for index, total in enumerate(metrics):
        if text[total.span.end : total.span.end + 1] != "(" or not _countable(total):
            continue
        close = text.find(")", total.span.end, total.span.end + 80)
        behind = metrics[index + 1 : index + 1 + _MOST_PARTS]
        parts = [m for m in behind if close > 0 and m.span.end <= close]
        inside = text[total.span.end : close] if close > 0 else ""
        same = [m for m in parts if unit_of(m) == unit_of(total) and _countable(m)]
        if len(same) >= 2 and len(same) == len(parts) and not _INCOMPLETE.search(inside):
            yield from _compared(outline, same, total)


def _broken_down(outline: Outline, before: Sequence[Metric], metrics: Sequence[Metric]) -> Iterator[Finding]:
    """相談件数は236件で、内訳は電話151件、面接85件: the parts behind 内訳, the total right before it."""
    text = flat_whole(outline.document.text)
    for first in range(len(metrics)):
        lead = metrics[max(0, first - 3) : first] if first else before[-3:]
        if not lead:
            continue
        total = _own(text, lead)
        gap = text[total.span.end : metrics[first].span.start]
        if len(gap) > 60 or not _BREAKDOWN.search(gap + flat(metrics[first].quote)) or not _countable(total):
            continue
        parts: list[Metric] = []
        for part in metrics[first : first + _MOST_PARTS]:
            between_parts = between(outline, parts[-1], part) if parts else ""
            if unit_of(part) != unit_of(total) or not _countable(part) or not _JOINED.fullmatch(between_parts):
                break
            parts.append(part)
        behind = text[total.span.end : (parts[-1].span.end + 6 if parts else total.span.end)]
        if len(parts) >= 2 and not _INCOMPLETE.search(behind.split("。")[-1]):
            yield from _compared(outline, parts, total)


def _own(text: str, lead: Sequence[Metric]) -> Metric:
    """The last figure that is not one to compare with (前年同期の25,380人を上回り、内訳は…)."""
    for metric in reversed(lead[-3:]):
        if not _COMPARED_WITH.search(text[max(0, metric.span.start - 8) : metric.span.end]):
            return metric
    return lead[-1]


def _last_ones_add_up(parts: Sequence[Metric], total: Metric) -> bool:
    """Whether some number of the parts, two at least, from the last one back, add up to their total."""
    printed, added = Decimal(str(total.value)), Decimal(0)
    for count, part in enumerate(reversed(parts), 1):
        added += abs(Decimal(str(part.value)))
        if count > 1 and added == printed:
            return True
    return False


def _compared(outline: Outline, parts: Sequence[Metric], total: Metric) -> Iterator[Finding]:
    # 「減額が10件」 counts ten cases, whatever the word says of them.
    added = sum((abs(Decimal(str(p.value))) for p in parts), Decimal(0))
    printed = Decimal(str(total.value))
    if added == printed:
        return
    message = f"内訳の合計（{added:,}{total.unit}）が、書かれた合計（{printed:,}{total.unit}）と一致しません。原本で確かめてください。"
    yield cite(outline, "sum_mismatch", "warning", message, places([*parts, total]))
