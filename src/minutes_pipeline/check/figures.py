"""Figures next to each other (隣り合う数値): what the checks of sums, averages and ratios share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat

SAME_UNIT = {"名": "人", "パーセント": "%", "日": "日間", "カ所": "か所", "箇所": "か所", "ヶ所": "か所"}


def unit_of(metric: Metric) -> str:
    """The unit with spelling variants made one (名 is 人, 箇所 is か所)."""
    unit = metric.unit or ""
    return SAME_UNIT.get(unit, unit)


def by_sentence(outline: Outline, minutes: Minutes) -> list[list[Metric]]:
    """The metrics outside tables, grouped by the sentence they stand in, in document order."""
    groups: dict[int, list[Metric]] = {}
    starts = [(s.start, s.end) for s in outline.sentences]
    at = 0
    for metric in sorted(minutes.metrics, key=lambda m: m.span.end):
        if metric.rule_id == "metric.table":
            continue
        while at + 1 < len(starts) and starts[at + 1][0] < metric.span.end:
            at += 1
        groups.setdefault(at, []).append(metric)
    return list(groups.values())


def between(outline: Outline, first: Metric, second: Metric) -> str:
    """The folded text between the quotes of two metrics (empty where they overlap)."""
    return flat(outline.document.text[first.span.end : second.span.start])


def rounding(metric: Metric) -> Decimal:
    """Half of the last printed place: 16.1 -> 0.05, 5万 -> 5000, 312 -> 0.5."""
    decimals = re.findall(r"\.([0-9]+)", flat(metric.quote))
    if decimals:
        return Decimal(5).scaleb(-len(decimals[-1]) - 1)
    whole = str(abs(int(metric.value)))
    return Decimal(5).scaleb(len(whole) - len(whole.rstrip("0")) - 1)


def cutting(metric: Metric) -> Decimal:
    """The last printed place: what a figure may be off by that is rounded to it, cut or raised (66.76 -> 66.7)."""
    return 2 * rounding(metric)


def places(metrics: Sequence[Metric]) -> list[tuple[int, int]]:
    """Spans of the metrics' quotes."""
    return [(m.span.start, m.span.end) for m in metrics]
