"""The same indicator over the years (指標の系列): by program, name and unit, and by figures that a later meeting restates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.link.programs import program_key
from minutes_pipeline.model.links import MetricSeries, Point, ProgramHistory
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric
from minutes_pipeline.text.folding import name_key
from minutes_pipeline.text.tokens import tokenize

_SURE = 0.5
_COUNTERS = {
    "名": "人",
    "ヶ所": "か所",
    "箇所": "か所",
    "カ所": "か所",
    "ケ所": "か所",
    "個所": "か所",
    "日間": "日",
    "回数": "回",
}
_DROPPED = re.compile(
    r"^(?:延べ?|総|全|約|年間|市内の?|(?:今|昨|前|本)年度の?|令和\d{1,2}年度の?|実際に)|"
    r"(?:の?(?:数|件数|人数|総数|合計|実績値?|状況)|もの|こと|方|者)$"
)


@dataclass
class _Group:
    """Figures of one meeting that share program, name and unit; then a series of such groups."""

    program: int | None
    unit: str
    names: list[str]
    metrics: list[tuple[int, Metric]]


def link_metrics(
    series: Sequence[Minutes], histories: Sequence[ProgramHistory], owner: dict[str, int]
) -> tuple[MetricSeries, ...]:
    """Series of figures over the meetings, those with one point included.

    Args:
        series: Minutes, oldest first.
        histories: Programs across the meetings.
        owner: Program record id -> index in ``histories``.
    """
    known: list[_Group] = []
    for index, minutes in enumerate(series):
        groups = _groups(minutes, index, owner)
        for group, target in zip(groups, _match(known, groups), strict=True):
            if target is None:
                known.append(group)
            else:
                known[target].names += group.names
                known[target].metrics += group.metrics
    return tuple(_series(group, series, histories) for group in known)


def metric_key(name: str) -> str:
    """A metric's name without the words that come and go around it.

    >>> metric_key("延べ利用者数"), metric_key("相談件数")
    ('利用', '相談')
    """
    key = name_key(name)
    for _ in range(3):
        cut = _DROPPED.sub("", key)
        if cut == key or len(cut) < 2:
            break
        key = cut
    return key


def unit_key(unit: str | None) -> str:
    """The unit under which counters of one kind agree (人 = 名)."""
    folded = name_key(unit or "")
    return _COUNTERS.get(folded, folded)


def _groups(minutes: Minutes, index: int, owner: dict[str, int]) -> list[_Group]:
    found: dict[tuple[int | None, str, str], _Group] = {}
    titles = {program_key(p.title): owner[p.id] for p in minutes.programs if p.id in owner}
    for metric in minutes.metrics:
        program, name = _placed(metric, owner, titles)
        key = (program, unit_key(metric.unit), metric_key(name))
        group = found.setdefault(key, _Group(key[0], key[1], [key[2]], []))
        group.metrics.append((index, metric))
    return list(found.values())


def _placed(metric: Metric, owner: dict[str, int], titles: dict[str, int]) -> tuple[int | None, str]:
    """The program of a metric and its name there: a table's row says the program in the name (Xの利用者数の実績値)."""
    if metric.program_id is None:
        key = name_key(metric.name)
        for title in sorted(titles, key=len, reverse=True):
            if len(title) >= 4 and key.startswith(title) and len(key) > len(title) + 1:
                return titles[title], key[len(title) :].removeprefix("事業").removeprefix("の")
    return owner.get(metric.program_id or ""), metric.name


def _match(known: list[_Group], groups: list[_Group]) -> list[int | None]:
    """For each group the index of its series, surest first, one to one."""
    ranked = sorted(
        (
            (score, -k, -g)
            for k, one in enumerate(known)
            for g, other in enumerate(groups)
            if (score := _likeness(one, other)) >= _SURE
        ),
        reverse=True,
    )
    placed: dict[int, int] = {}
    for _, minus_k, minus_g in ranked:
        if -minus_g not in placed and -minus_k not in placed.values():
            placed[-minus_g] = -minus_k
    return [placed.get(g) for g in range(len(groups))]


def _likeness(one: _Group, other: _Group) -> float:
    if one.unit != other.unit or one.program != other.program:
        return 0.0
    name = max(_name_likeness(left, other.names[0]) for left in one.names)
    if name >= 1:
        return 2.0
    return name + (0.35 if name and _restates(one, other) else 0.0) + (0.1 if one.program is not None else 0.0)


def _restates(one: _Group, other: _Group) -> bool:
    """Whether the later meeting prints a figure of the earlier one again (昨年度の62.9％から…)."""
    values = {metric.value for _, metric in one.metrics}
    return any(metric.value in values for _, metric in other.metrics)


def _name_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    left, right = _parts(one), _parts(other)
    if not left or not right:
        return 0.0
    shared = left & right
    dice = 2 * len(shared) / (len(left) + len(right))
    contained = 0.75 if shared and (left <= right or right <= left) else 0.0
    same_end = 0.45 if one[-2:] == other[-2:] else 0.0
    return max(dice, contained, same_end)


def _parts(name: str) -> frozenset[str]:
    return frozenset(
        token.normalized for token in tokenize(name) if token.pos[0] in ("名詞", "動詞", "形状詞", "接頭辞")
    ) - {"為る", "有る", "居る"}  # fmt: skip


def _series(group: _Group, series: Sequence[Minutes], histories: Sequence[ProgramHistory]) -> MetricSeries:
    points = tuple(
        Point(
            document=series[index].document, record_id=metric.id, name=metric.name, value=metric.value,
            unit=metric.unit, period=metric.period,
        )
        for index, metric in group.metrics
    )  # fmt: skip
    program = None if group.program is None else histories[group.program].program
    label = " ".join(filter(None, (program, points[-1].name)))
    return MetricSeries(
        series=label, program=program, unit=points[-1].unit, points=points, disagreements=_disagreements(points)
    )


def _disagreements(points: Sequence[Point]) -> tuple[str, ...]:
    """Periods for which two meetings print different figures."""
    seen: dict[tuple[str, str], Point] = {}
    found = []
    for point in points:
        if point.period is None:
            continue
        key = (point.period.start, point.period.end)
        earlier = seen.setdefault(key, point)
        if earlier.value != point.value and earlier.document != point.document:
            unit = point.unit or ""
            found.append(
                f"{key[0]}〜{key[1]}: {earlier.document} では {earlier.value}{unit}、{point.document} では {point.value}{unit}"
            )
    return tuple(found)
