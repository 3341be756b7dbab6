"""Averages (平均): a printed mean against the total and the count it was made of. A disagreement is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from minutes_pipeline.check.citing import cite
from minutes_pipeline.check.figures import SAME_UNIT, cutting, places, unit_of
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat

_DAILY = re.compile(r"(?:[1一]日平均|[1一]日(?:当たり|あたり)(?:の)?(?:平均)?)")
_PER = re.compile(r"[1一]\s?(?P<unit>か所|[一-龠ァ-ヶ]{1,5}?)(?:(?:当た?り|あたり|につき)(?:の)?(?:平均)?|平均)")
_DAYS = ("日間", "日")
_REACH = 6
"""How many metrics before and behind the mean may hold its total and its count."""


def check_averages(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """Findings ``average_mismatch``: total ÷ printed days (or persons, cases) against the printed mean."""
    metrics = [m for m in minutes.metrics if m.rule_id != "metric.table"]
    return tuple(f for index in range(len(metrics)) for f in _average(outline, metrics, index))


def _average(outline: Outline, metrics: Sequence[Metric], index: int) -> Iterator[Finding]:
    mean = metrics[index]
    lead = flat(outline.document.text[max(0, mean.span.start - 14) : mean.span.end])
    per = _PER.search(lead)
    units = _DAYS if _DAILY.search(lead) else (SAME_UNIT.get(per["unit"], per["unit"]),) if per else ()
    if not units or mean.value_max is not None or mean.qualifier is not None or mean.value == 0:
        return
    near = [m for m in metrics[max(0, index - _REACH) : index + 3] if m is not mean and _together(outline, m, mean)]
    counts = [m for m in near if (m.unit in units or unit_of(m) in units) and m.qualifier is None and m.value > 0]
    totals = [m for m in near if unit_of(m) == unit_of(mean) and m.qualifier is None and m.value > mean.value]
    if not counts or not totals:
        return
    # The count told last before the mean is its own; one behind it may belong to another year.
    count = next((m for m in reversed(counts) if m.span.start < mean.span.start), counts[0])
    totals = [t for t in totals if None in (t.period, count.period) or t.period == count.period]
    if not totals:
        return
    tolerance = cutting(mean)
    results = [Decimal(str(t.value)) / Decimal(str(count.value)) for t in totals]
    printed = Decimal(str(mean.value))
    every = (Decimal(str(t.value)) / Decimal(str(c.value)) for t in totals for c in counts)
    if any(abs(r - printed) < tolerance for r in every):
        return
    # Only a total that the mean is plausibly made of: another figure of the paragraph is none.
    likely = [
        (abs(r - printed) / printed, t, r)
        for t, r in zip(totals, results, strict=True)
        if abs(r - printed) <= printed / 4
    ]
    if not likely:
        return
    _, total, result = min(likely, key=lambda entry: entry[0])
    message = (
        f"{total.value:,}{total.unit}÷{count.value:,}{count.unit}は{result:.2f}ですが、平均は{mean.value:,}{mean.unit}と書かれています。"
        "原本で確かめてください。"
    )
    yield cite(outline, "average_mismatch", "warning", message, places([count, total, mean]))


def _together(outline: Outline, first: Metric, second: Metric) -> bool:
    """Whether two metrics stand in one paragraph: close, under one program, with one period."""
    low, high = sorted((first.span.start, second.span.start))
    return high - low < 160 and first.program_id == second.program_id and first.agenda_item_id == second.agenda_item_id
