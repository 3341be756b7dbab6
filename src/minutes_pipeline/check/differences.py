"""Differences (増減): a printed change against the two figures it lies between. A disagreement is a finding.

    受講者は83人で、前年度の58人から25人増えた      83 - 58 = 25
    71.2％から66.5％となり、4.7ポイント低下した     71.2 - 66.5 = 4.7
    1,200件で、前年度の1,000件に比べ20％の増        (1,200 - 1,000) ÷ 1,000 = 20 %

Only where the words say which figure is the former one: 「から」「より」「に比べ」 behind it and a time that has passed before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from minutes_pipeline.check.citing import cite
from minutes_pipeline.check.figures import by_sentence, places, rounding, unit_of
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat, flat_whole
from minutes_pipeline.values.numbers import find_numbers

_PAST = re.compile(
    r"(?:(?:一?昨|前)(?:年度?|回|期|々年度?)|年度末?|同(?:期|月|時期|時点)|当初|(?:令和|平成|R|H)[0-9元]{1,3}年|[0-9]{4}年)[^0-9はがも、。]{0,10}$"
)
_FROM = re.compile(r"^(?:から|より|に(?:比べ|対し)|と比(?:べ|較)|を)(?:て|ると|し|して)?、?[^0-9。]{0,8}$")
_INTO = re.compile(r"^から、?(?:[^。0-9]{0,8}(?:令和|平成|R|H|[0-9]{2})?[0-9元]{1,2}年度?(?:末)?)?[^。0-9、]{0,8}$")
_BESIDE = re.compile(r"[、,(\s]{1,2}")
_THEN = re.compile(r"^[^0-9。]{0,24}$")
_CHANGE = re.compile(
    r"^(?:の?(?:増|減(?!免)|上昇|低下|プラス|マイナス)|(?:も|ほど)?(?:上回|下回|上が|下が|伸び|縮|多[いくか]|少な[いくか]))"
)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A metric with the place of its number and unit in the text."""

    metric: Metric
    start: int
    end: int


def check_differences(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """Findings ``difference_mismatch``: a change in figures or in percent beside the two figures that changed."""
    text = flat_whole(outline.document.text)
    sentences = (metrics for metrics in by_sentence(outline, minutes) if len(metrics) > 2)
    groups = ([figure for m in metrics if (figure := _figure(m))] for metrics in sentences)
    return tuple(finding for figures in groups for finding in _sentence(outline, text, figures))


def _figure(metric: Metric) -> _Figure | None:
    quote = flat(metric.quote)
    number = next((n for n in reversed(find_numbers(quote)) if abs(n.value or 0) == abs(metric.value)), None)
    if number is None or metric.qualifier is not None or metric.value_max is not None:
        return None
    start, end = metric.span.start + number.start, metric.span.start + number.end
    unit = flat(metric.unit or "")
    return _Figure(metric, start, end + len(unit) if quote[number.end :].startswith(unit) else end)


def _sentence(outline: Outline, text: str, figures: Sequence[_Figure]) -> Iterator[Finding]:
    for at, change in enumerate(figures):
        if at < 2 or not _CHANGE.match(text[change.end : change.end + 8]):
            continue
        if unit_of(change.metric) == "%" and _BESIDE.fullmatch(text[figures[at - 1].end : change.start]):
            # 「665人から73人、11.0％増えた」: the figure before the percentage is by how much, not to what.
            continue
        for one in figures[max(0, at - 4) : at - 1]:
            pair = _ordered(text, one, figures[at - 1], change)
            if pair is not None and not _holds(*pair, change):
                yield _finding(outline, *(figure.metric for figure in (*pair, change)))
                break


def _ordered(text: str, one: _Figure, two: _Figure, change: _Figure) -> tuple[_Figure, _Figure] | None:
    """Former and latter figure, where the words between them say which is which."""
    if unit_of(one.metric) != unit_of(two.metric) or not unit_of(one.metric):
        return None
    first, second = text[one.end : two.start], text[two.end : change.start]
    if len(first) <= 40 and _PAST.search(first) and _FROM.match(second):
        return two, one
    return (one, two) if _INTO.match(first) and _THEN.match(second) else None


def _holds(former: _Figure, latter: _Figure, change: _Figure) -> bool:
    before, after = (Decimal(str(figure.metric.value)) for figure in (former, latter))
    printed, unit, kind = abs(Decimal(str(change.metric.value))), unit_of(change.metric), unit_of(former.metric)
    if unit == "%" and kind != "%":
        return not before or abs(abs(after - before) * 100 / abs(before) - printed) <= 2 * rounding(change.metric)
    if unit == "%" or not (unit == kind or (unit == "ポイント" and kind == "%")):
        # 5％から20％増 may be of the figure or in points; other units are another thing.
        return True
    slack = sum((_slack(figure.metric) for figure in (former, latter, change)), Decimal(0))
    return abs(abs(after - before) - printed) <= slack


def _slack(metric: Metric) -> Decimal:
    """Counts are exact; decimals, percentages and figures in 千, 万 or 億 may be rounded."""
    quote = flat(metric.quote)
    rounded = "." in quote or unit_of(metric) in ("%", "ポイント", "割") or re.search(r"[0-9][千万億]", quote)
    return rounding(metric) if rounded else Decimal(0)


def _finding(outline: Outline, former: Metric, latter: Metric, change: Metric) -> Finding:
    message = (
        f"{former.value:,}{former.unit or ''}から{latter.value:,}{latter.unit or ''}への増減が、"
        f"書かれた{abs(change.value):,}{change.unit or ''}と一致しません。原本で確かめてください。"
    )
    return cite(outline, "difference_mismatch", "warning", message, places([former, latter, change]))
