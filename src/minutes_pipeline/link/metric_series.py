"""The same indicator over the years (指標の系列): by program, name and unit, and by figures that a later meeting restates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from minutes_pipeline.link.figure_sorts import Columns, is_change, sort_of
from minutes_pipeline.link.places import Places
from minutes_pipeline.link.programs import program_key
from minutes_pipeline.model.links import MetricSeries, Point, ProgramHistory
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric
from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.text.tokens import tokenize

_SURE = 0.5
_SMALL, _ALIKE = 10, 0.6
"""A figure told twice in one meeting is one figure where it is no small number and the names are so much alike."""
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
    r"^(?:[上下]?半[年期](?:間)?の|[上下]期の|第[1-4]四半期の|(?:[0-9]{1,2}|同|当)月(?:末|分|まで)?(?:現在)?の|延べ?|総|全|約|年間|市内の?|(?:今|昨|前|本)年度の?|令和\d{1,2}年度の?|実際に)|"
    r"(?:の?(?:数|件数|人数|総数|合計|実績値?|状況|内訳|(?:年間の?)?(?:目標|計画)[値額]?|[達進][成捗][率度])|もの|こと|方|者)$"
)


#: The words right before a figure, and those that are no name: particles, times, comparisons.
_LEAD = re.compile(r"(?P<label>[^0-9\s、。はがをにでともへの:()]{2,12}?)(?:は|が|の|:|\s)?約?[0-9]")
_NO_LABEL = re.compile(
    r"^(?:計|合計|全体|総数|前年|昨年|前回|今年|から|より|年度|約|うち|令和|平成)|(?:から|まで|より|年度)$"
)
_BY_PLACE, _SHORTENED = 0.7, 0.8
_PARTICLE = re.compile(r"^(?:事業)?(?:への|における|に係る|での|の)?")
_USE = re.compile(r"^(?:利用|参加|受講|来場|来館|交付|実施|開催|搬送|乗車)")
_ITSELF = "*"
"""The name of a figure that is called by nothing but its program (体操教室は、延べ842人), as a part of a name."""
_COMPARED = re.compile(
    r"(?:(?:一?昨|前)年度?|前年?同期|昨年同期|前回|(?:令和|平成)[0-9元]{1,2}年度?)(?:末)?の?約?[0-9]"
)
_FIGURE = re.compile(r"[▲\-]?[0-9][0-9,.億万千]{0,16}[^0-9\s]{0,4}")
_COMMON_UNITS = frozenset("人 件 円 % 回 割 倍 ポイント".split())


@dataclass
class _Group:
    """Figures of one meeting that share program, name, unit and sort; then a series of such groups."""

    program: int | None
    unit: str
    sort: str
    names: list[str]
    metrics: list[tuple[int, Metric]]
    place: frozenset[str] = frozenset()


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
    key = re.sub(r"[「」『』【】]", "", name_key(name))
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
    found: dict[tuple[int | None, str, str, str], _Group] = {}
    text = flat(minutes.text)
    titles = {program_key(p.title): owner[p.id] for p in minutes.programs if p.id in owner}
    places, columns = Places(minutes), Columns(minutes.text)
    named = _told_apart([(metric, *_placed(metric, owner, titles, places)) for metric in minutes.metrics])
    named = _beside(named, text)
    for metric, program, name in named:
        unit = unit_key(metric.unit)
        # 「…の機関」 of 機関: the unit in the name tells nothing.
        name = name.removesuffix(metric.unit).removesuffix("の") if metric.unit and len(name) > 4 else name
        head = columns.at(metric.span.start)
        label = metric_key(name)
        # Of a table the row 合計 is a figure of its own.
        label += "合計" if head and name.endswith("合計") and "合計" not in label else ""
        key = (program, unit, sort_of(metric, text, head), label)
        topic = _parts(name_key(metric.agenda_item or "")) if program is None else frozenset()
        group = found.setdefault(key, _Group(*key[:3], [key[3]], [], topic))
        group.metrics.append((index, metric))
    joined = _told_twice(_years_joined(list(found.values())))
    return [part for group in joined for part in _apart(group, text)]


def _told_twice(groups: list[_Group]) -> list[_Group]:
    """Figures that a meeting tells again under a like name (特別養護老人ホームの待機者は214人 … 特養の待機の214人) are one's."""
    kept: list[_Group] = []
    by_value: dict[tuple[str, str, float], list[_Group]] = {}
    for group in groups:
        keys = [(group.unit, group.sort, m.value) for _, m in group.metrics if abs(m.value) >= _SMALL]
        twin = next((one for key in keys for one in by_value.get(key, ()) if _are_twins(one, group)), None)
        if twin is None:
            kept.append(group)
        else:
            twin.names += [name for name in group.names if name not in twin.names]
            twin.metrics += group.metrics
        for key in keys:
            by_value.setdefault(key, []).append(twin or group)
    return kept


def _are_twins(one: _Group, other: _Group) -> bool:
    placed = one.program == other.program or None in (one.program, other.program)
    return placed and _name_likeness(one.names[0], other.names[0]) >= _ALIKE


def _years_joined(groups: list[_Group]) -> list[_Group]:
    """Figures of other years told under a shorter name (成約に至ったもの17件, 昨年は成約12件) belong to the longer one's."""
    kept: list[_Group] = []
    for group in sorted(groups, key=lambda g: -len(g.names[0])):
        longer = next((g for g in kept if _is_other_year(g, group)), None)
        if longer is None:
            kept.append(group)
        else:
            longer.names += group.names
            longer.metrics += group.metrics
    order = {id(group): n for n, group in enumerate(groups)}
    return sorted(kept, key=lambda g: order[id(g)])


def _is_other_year(one: _Group, other: _Group) -> bool:
    long, short = one.names[0], other.names[0]
    if len(short) < 2 or long == short or not long.startswith(short) or len(one.metrics) + len(other.metrics) > 4:
        return False
    periods = [{metric.period for _, metric in group.metrics} for group in (one, other)]
    same = (one.program, one.unit, one.sort) == (other.program, other.unit, other.sort)
    return same and None not in periods[0] | periods[1] and not periods[0] & periods[1]


def _beside(named: list[tuple[Metric, int | None, str]], text: str) -> list[tuple[Metric, int | None, str]]:
    """Figures that go by the name of another one.

    A cell whose name is but the figure beside it (目標 20施設 | 実績 12施設), and the figure of an earlier year to which a
    sentence compares its first one, whatever parts stand between them (738人（男300人、女438人）で、前年度の665人から…).
    """
    found: list[tuple[Metric, int | None, str]] = []
    first: tuple[Metric, int | None, str] | None = None
    for metric, program, name in named:
        before = found[-1] if found else None
        gap = text[before[0].span.end : metric.span.start] if before is not None else "\n"
        if before is not None and _FIGURE.fullmatch(flat(name)) and "\n" not in gap:
            name = before[2]
        if "\n" in gap or "。" in gap:
            first = (metric, program, name)
        elif (
            first is not None
            and _COMPARED.match(flat(metric.quote))
            and unit_key(first[0].unit) == unit_key(metric.unit)
        ):
            program, name = first[1], first[2]
        found.append((metric, program, name))
    return found


def _told_apart(named: list[tuple[Metric, int | None, str]]) -> list[tuple[Metric, int | None, str]]:
    """Figures under one name for one period are told apart by what is printed before each (平日1,870人、休日1,280人)."""
    count = Counter((program, unit_key(m.unit), metric_key(name), m.period) for m, program, name in named)
    found = []
    for metric, program, name in named:
        lead = _LEAD.match(flat(metric.quote))
        label = lead["label"] if lead else ""
        several = count[(program, unit_key(metric.unit), metric_key(name), metric.period)] > 1
        apart = (
            several and len(label) >= 2 and metric_key(label) not in metric_key(name) and not _NO_LABEL.search(label)
        )
        found.append((metric, program, f"{name}の{label}" if apart else name))
    return found


def _apart(group: _Group, text: str) -> list[_Group]:
    """The group, and beside it the changes (25人増えた) that it holds next to the figures that changed."""
    changes = [(index, m) for index, m in group.metrics if is_change(m, text)]
    figures = [pair for pair in group.metrics if pair not in changes]
    if not changes or not figures:
        return [group]
    return [
        _Group(group.program, group.unit, group.sort, group.names, figures, group.place),
        _Group(group.program, group.unit, "change", list(group.names), changes, group.place),
    ]


def _placed(metric: Metric, owner: dict[str, int], titles: dict[str, int], places: Places) -> tuple[int | None, str]:
    """The program of a metric and its name there: a table's row says the program in the name (Xの利用者数の実績値)."""
    if metric.program_id is None:
        key = re.sub(r"[「」『』]", "", name_key(metric.name))
        for title in sorted(titles, key=len, reverse=True):
            at = key.find(title) if len(title) >= 4 else -1
            rest = key[at + len(title) :]
            # In a table what stands before the program is what it belongs to (Ⅰの施策1の…).
            if at >= 0 and len(rest) >= 2:
                return titles[title], _PARTICLE.sub("", rest)
            if at >= 0 and not rest:
                return titles[title], _ITSELF
    return owner.get(metric.program_id or places.at(metric.span.start)[0] or ""), metric.name


def _match(known: list[_Group], groups: list[_Group]) -> list[int | None]:
    """For each group the index of its series, surest first, one to one."""
    places: dict[tuple[int | None, str, str], list[int]] = {}
    for k, one in enumerate(known):
        places.setdefault((one.program, one.unit, one.sort), []).append(k)
    here = Counter((g.program, g.unit, g.sort) for g in groups)
    ranked = sorted(
        (
            (score, -k, -g)
            for g, other in enumerate(groups)
            for k in places.get((other.program, other.unit, other.sort), ())
            if (score := _likeness(known[k], other, _rivals(places, here, other))) >= _SURE
        ),
        reverse=True,
    )
    placed: dict[int, int] = {}
    for _, minus_k, minus_g in ranked:
        if -minus_g not in placed and -minus_k not in placed.values():
            placed[-minus_g] = -minus_k
    return [placed.get(g) for g in range(len(groups))]


def _rivals(
    places: dict[tuple[int | None, str, str], list[int]], here: Counter[tuple[int | None, str, str]], group: _Group
) -> tuple[int, int]:
    """How many figures of the unit the program has in this meeting, and how many series of it before."""
    key = (group.program, group.unit, group.sort)
    return here[key], len(places[key])


def _likeness(one: _Group, other: _Group, rivals: tuple[int, int]) -> float:
    if rivals == (1, 1) and _ITSELF in (one.names[0], other.names[0]):
        return 1.0
    name = max(_name_likeness(left, right) for left in one.names for right in other.names[:2])
    if name >= 1:
        return 2.0
    if one.program is not None and any(_of_itself(left, other.names[0]) for left in one.names):
        name = max(name, _SURE)
    if one.program is None and name and _told_by_place(one, other):
        name = max(name, _BY_PLACE)
    score = name + (0.1 if one.program is not None else 0.0)
    restated = _restates(one, other)
    rare = bool(one.sort) or (bool(one.unit) and one.unit not in _COMMON_UNITS)
    if restated:
        score += 0.35 if name else 0.2
    if one.program is not None and rivals == (1, 1):
        # The one figure of a rare unit (言語, か所, 校) is the same thing, however it is called.
        score += 0.5 if rare else 0.25 if name or restated else 0.0
    elif one.program is not None and rivals[0] == 1 and restated and rare:
        score += 0.25
    elif one.program is None and one.sort and rivals == (1, 1) and name:
        score += 0.2
    return score


def _restates(one: _Group, other: _Group) -> bool:
    """Whether the later meeting prints a figure of the earlier one again (昨年度の66.5％から…)."""
    values = {metric.value for _, metric in one.metrics}
    return any(metric.value in values for _, metric in other.metrics)


def _of_itself(one: str, other: str) -> bool:
    """Whether one figure is called by its program alone and the other one counts its use (体操教室は842人 = 参加者842人)."""
    return (one == _ITSELF and bool(_USE.match(other))) or (other == _ITSELF and bool(_USE.match(one)))


def _told_by_place(one: _Group, other: _Group) -> bool:
    """Whether each name holds what the other one says, but for the words of the agenda item that it stands under."""
    left, right = _parts(one.names[-1]), _parts(other.names[0])
    return bool(left and right) and left <= right | other.place and right <= left | one.place


@lru_cache(maxsize=65536)
def _name_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    left, right = _parts(one), _parts(other)
    if not left or not right:
        return 0.0
    shared = left & right
    dice = 2 * len(shared) / (len(left) + len(right))
    share = min(len(left), len(right)) / max(len(left), len(right))
    contained = 0.55 + 0.3 * share if shared and (left <= right or right <= left) else 0.0
    same_end = 0.45 if one[-2:] == other[-2:] else 0.0
    return max(dice, contained, same_end, _SHORTENED if _is_shortened(one, other) else 0.0)


def _is_shortened(one: str, other: str) -> bool:
    """Whether one name begins with an abbreviation of what the other begins with (特養の待機 = 特別養護老人ホームの待機)."""
    (head, _, rest), (long, _, tail) = sorted((one.partition("の"), other.partition("の")), key=lambda p: len(p[0]))
    if not 2 <= len(head) <= 4 or len(long) < len(head) + 2 or head[0] != long[0] or not rest or not tail:
        return False
    letters = iter(long)
    return all(char in letters for char in head) and (rest in tail or tail in rest)


@lru_cache(maxsize=8192)
def _parts(name: str) -> frozenset[str]:
    words = (t.normalized for t in tokenize(name) if t.pos[0] in ("名詞", "動詞", "形状詞", "接頭辞"))
    return frozenset(_STEM.sub("", word) or word for word in words) - {"為る", "有る", "居る"}


#: What follows the stem of a word in kanji (見直し, 見直す).
_STEM = re.compile(r"(?<=[一-龠])[ぁ-ん]{1,2}$")


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
