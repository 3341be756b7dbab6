"""Relations between figures that hold in one meeting and fail in another (検算): sums that recur.

Within one set of minutes nothing says that two figures are the parts of a third. When the same three indicators add up
in another year, they are: the year in which they do not holds a slip. Findings of a single document (weekday, era, …)
are handed on in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from minutes_pipeline.model.links import Check, MetricSeries
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric, SourceSpan
from minutes_pipeline.text.folding import flat

_KINDS: dict[str, Literal["sum", "average", "ratio", "difference", "weekday", "era"]] = {
    "weekday_mismatch": "weekday",
    "era_mismatch": "era",
    "sum_mismatch": "sum",
    "average_mismatch": "average",
    "ratio_mismatch": "ratio",
    "difference_mismatch": "difference",
}
_MEAN = re.compile(r"平均|当た?り|あたり|につき")
_CLOSING = tuple("）)")
_PARTS = 4
"""A sum has at most so many parts, printed within ``_NEAR`` figures behind the whole."""
_NEAR = 6
_SLIP = 0.3
"""What is off by more than this share is another count of another scope, no slip."""


@dataclass(frozen=True)
class _Relation:
    """``whole`` = sum of ``parts``, as numbers of series."""

    whole: int
    parts: tuple[int, ...]


def link_checks(series: Sequence[Minutes], indicators: Sequence[MetricSeries]) -> tuple[Check, ...]:
    """Slips in figures and dates, by document.

    A figure that a later meeting prints otherwise is no slip by itself, since figures are revised: the series shows both
    (``MetricSeries.disagreements``).

    Args:
        series: Minutes, oldest first.
        indicators: The metric series over them.
    """
    owner = {point.record_id: n for n, indicator in enumerate(indicators) for point in indicator.points}
    found = [check for minutes in series for check in _from_findings(minutes)]
    tables = [_by_series(minutes, owner) for minutes in series]
    alike = _alike(indicators)
    held = {relation for minutes in series for relation in _holding(minutes, owner, alike)}
    for minutes, table in zip(series, tables, strict=True):
        for relation in sorted(held, key=lambda r: (r.whole, r.parts)):
            check = _failing(relation, table, minutes)
            if check is not None and not _told(check, found):
                found.append(check)
    return tuple(found)


def _from_findings(minutes: Minutes) -> Iterator[Check]:
    held = minutes.meeting.sources.get("date")
    for finding in minutes.findings:
        kind = _KINDS.get(finding.code)
        if kind is None:
            continue
        # The date of the meeting only tells in which year a date without one lies.
        spans = tuple(s for s in finding.spans if held is None or (s.start, s.end) != (held.start, held.end))
        spans = spans or finding.spans
        yield Check(document=minutes.document, kind=kind, quote=_quoted(minutes.text, spans), spans=spans)


def _quoted(text: str, spans: Sequence[SourceSpan]) -> str:
    """The cited places, those that stand side by side as one: 10月20日（月）."""
    parts: list[tuple[int, int]] = []
    for span in spans:
        if parts and 0 <= span.start - parts[-1][1] <= 2:
            parts[-1] = (parts[-1][0], max(parts[-1][1], span.end))
        else:
            parts.append((span.start, span.end))
    return " … ".join(text[start : end + (text[end : end + 1] in _CLOSING)] for start, end in parts)


def _told(check: Check, found: Sequence[Check]) -> bool:
    return any(
        other.document == check.document
        and other.kind == check.kind
        and any(a.start < b.end and b.start < a.end for a in other.spans for b in check.spans)
        for other in found
    )


def _by_series(minutes: Minutes, owner: dict[str, int]) -> dict[int, list[Metric]]:
    table: dict[int, list[Metric]] = {}
    for metric in minutes.metrics:
        if metric.id in owner:
            table.setdefault(owner[metric.id], []).append(metric)
    return table


def _holding(minutes: Minutes, owner: dict[str, int], alike: dict[int, frozenset[int]]) -> Iterator[_Relation]:
    """Relations that hold exactly among neighbouring figures of one period."""
    metrics = [m for m in minutes.metrics if m.id in owner and m.value_max is None and m.qualifier is None]
    for at, whole in enumerate(metrics):
        near = [m for m in metrics[at + 1 : at + 1 + _NEAR] if owner[m.id] in alike[owner[whole.id]]]
        same = [m for m in near if m.period == whole.period and 0 < m.value < whole.value]
        for size in range(2, _PARTS + 1):
            # Parts stand side by side, the first of them next behind the whole: other sums are chance.
            parts = same[:size]
            if len(parts) == size and abs(sum(p.value for p in parts) - whole.value) < 1e-9:
                yield _Relation(owner[whole.id], tuple(owner[p.id] for p in parts))


def _is_mean(indicator: MetricSeries) -> bool:
    return any(_MEAN.search(flat(point.name)) for point in indicator.points)


def _alike(indicators: Sequence[MetricSeries]) -> dict[int, frozenset[int]]:
    """For each series those that its parts can be: of the same program and unit, no means."""
    groups: dict[tuple[str | None, str | None], list[int]] = {}
    for n, indicator in enumerate(indicators):
        if not _is_mean(indicator):
            groups.setdefault((indicator.program, indicator.unit), []).append(n)
    return {
        n: frozenset(groups.get((indicator.program, indicator.unit), ())) - {n}
        for n, indicator in enumerate(indicators)
    }


def _side_by_side(minutes: Minutes, whole: Metric, parts: Sequence[Metric]) -> bool:
    """Whether the parts are printed next behind the whole: elsewhere they may be parts of something else."""
    places = {metric.id: n for n, metric in enumerate(minutes.metrics)}
    at = sorted(places[part.id] for part in parts)
    return at[0] - places[whole.id] > 0 and at[-1] - places[whole.id] <= _NEAR


def _failing(relation: _Relation, table: dict[int, list[Metric]], minutes: Minutes) -> Check | None:
    """The relation in another meeting: each side printed once for one period, and the sum is off."""
    members = [table.get(number, []) for number in (relation.whole, *relation.parts)]
    if any(len(metrics) != 1 for metrics in members):
        return None
    whole, *parts = (metrics[0] for metrics in members)
    if any(part.period != whole.period or part.qualifier or part.value_max for part in (whole, *parts)):
        return None
    expected = sum(part.value for part in parts)
    off = abs(expected - whole.value)
    if off < 1e-9 or off > _SLIP * abs(whole.value) or not _side_by_side(minutes, whole, parts):
        return None
    quote = " … ".join(metric.quote for metric in (whole, *parts))
    return Check(
        document=minutes.document, kind="sum", quote=quote, expected=expected, printed=whole.value,
        spans=tuple(metric.span for metric in (whole, *parts)),
    )  # fmt: skip
