"""Ratios (割合): a printed percentage against the two counts beside it. A disagreement is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from minutes_pipeline.check.citing import cite
from minutes_pipeline.check.figures import between, by_sentence, cutting, places, unit_of
from minutes_pipeline.model.document import Table
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat, flat_whole
from minutes_pipeline.values.numbers import find_numbers

_TARGET = re.compile(r"目標(?:値|数|額)?|計画値?$")
_ACTUAL = re.compile(r"実績(?:値|数|額)?")
_ACHIEVED = re.compile(r"達成率")
_PART_OF = re.compile(r"のうち|うち|中|に対し|から|配布|発送|対象")
_RATE = re.compile(r"率|割合")
_CHANGE = re.compile(r"増|減|伸び|前年|昨年|年度|前回|比|上回|下回|目標|達成")


def check_ratios(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """Findings ``ratio_mismatch``: 対象A人のうちB人(C%), 発送A通に対し回答B通(回収率C%), C%(A人のうちB人)."""
    groups = by_sentence(outline, minutes)
    told = [f for metrics in groups for f in (*_sentence(outline, metrics), *_in_brackets(outline, metrics))]
    tables = [t for t in outline.document.tables if t.kind == "data"]
    return (*told, *(f for table in tables for f in _achieved(outline, table)))


def _achieved(outline: Outline, table: Table) -> Iterator[Finding]:
    """達成率 beside 目標値 and 実績値: actual over target, or target over actual where less is better."""
    document = outline.document
    cells = {(c.row, c.col): c for c in table.cells}
    heads = {c.col: flat(document.text[c.start : c.end]) for c in table.cells if c.row == 0}
    columns = [
        [col for col, head in heads.items() if pattern.search(head)] for pattern in (_TARGET, _ACTUAL, _ACHIEVED)
    ]
    if any(len(found) != 1 for found in columns):
        return
    for row in range(1, table.rows):
        places = [cells.get((row, found[0])) for found in columns]
        texts = ["" if cell is None else flat(document.text[cell.start : cell.end]) for cell in places]
        numbers = [find_numbers(text) for text in texts]
        if any(len(found) != 1 or not found[0].value for found in numbers) or "%" not in texts[2]:
            continue
        target, actual, rate = (Decimal(str(found[0].value)) for found in numbers)
        decimals = re.search(r"\.([0-9]+)", texts[2])
        step = Decimal(1).scaleb(-len(decimals[1]) if decimals else 0)
        if any(abs(result - rate) < step for result in (100 * actual / target, 100 * target / actual)):
            continue
        message = f"{texts[1]}÷{texts[0]}は{100 * actual / target:.1f}％ですが、達成率は{texts[2]}と書かれています。原本で確かめてください。"
        yield cite(outline, "ratio_mismatch", "warning", message, [(c.start, c.end) for c in places if c is not None])


def _sentence(outline: Outline, metrics: Sequence[Metric]) -> Iterator[Finding]:
    for index, rate in enumerate(metrics):
        if unit_of(rate) != "%" or rate.qualifier is not None or rate.value_max is not None or index < 2:
            continue
        whole, part = metrics[index - 2], metrics[index - 1]
        if not _pair(outline, whole, part, rate):
            continue
        yield from _compared(outline, whole, part, rate)


def _in_brackets(outline: Outline, metrics: Sequence[Metric]) -> Iterator[Finding]:
    """41.7%(36人のうち15人): the two counts in the bracket right behind the percentage."""
    text = flat_whole(outline.document.text)
    for rate, whole, part in zip(metrics, metrics[1:], metrics[2:], strict=False):
        if unit_of(rate) != "%" or rate.qualifier is not None or rate.value_max is not None:
            continue
        close = text.find(")", rate.span.end, rate.span.end + 60)
        if text[rate.span.end : rate.span.end + 1] != "(" or part.span.end > close:
            continue
        inside = text[rate.span.end : close]
        told = re.search(r"のうち|うち|中|に対し", between(outline, whole, part) + flat(part.quote)[:3])
        if _counts(whole, part) and told and not _CHANGE.search(inside):
            yield from _compared(outline, whole, part, rate)


def _compared(outline: Outline, whole: Metric, part: Metric, rate: Metric) -> Iterator[Finding]:
    result = 100 * Decimal(str(part.value)) / Decimal(str(whole.value))
    if abs(result - Decimal(str(rate.value))) < cutting(rate):
        return
    message = f"{part.value:,}{part.unit}÷{whole.value:,}{whole.unit}は{result:.1f}％ですが、{rate.value}％と書かれています。原本で確かめてください。"
    yield cite(outline, "ratio_mismatch", "warning", message, places([whole, part, rate]))


def _counts(whole: Metric, part: Metric) -> bool:
    """Whether one exact count may be a part of the other: the same unit, or persons and cases."""
    exact = all(m.qualifier is None and m.value_max is None and m.value > 0 for m in (whole, part))
    units = {unit_of(whole), unit_of(part)}
    return exact and part.value <= whole.value and units in ({unit_of(part)}, {"人", "件"})


def _pair(outline: Outline, whole: Metric, part: Metric, rate: Metric) -> bool:
    """Whether two counts and a percentage belong together: one of the other, the rate in brackets or named 率."""
    if not _counts(whole, part):
        return False
    gap = between(outline, part, rate)
    if len(gap) > 16 or _CHANGE.search(gap) or _CHANGE.search(flat(rate.quote)):
        return False
    bracketed = "(" in gap or _RATE.search(rate.name) is not None
    return bracketed and _PART_OF.search(between(outline, whole, part) + flat(whole.quote)) is not None
