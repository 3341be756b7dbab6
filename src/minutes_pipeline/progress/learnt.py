"""What a first plan can learn from the minutes (計画の手がかり): targets by year, names of indicators, the scale of ratings.

Tables print a program's indicator with its target and its result (X の Y の目標値, X の Y の実績値): the target is the plan's,
for the year of the column. The scale is the family of signs that stand in columns of ratings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from minutes_pipeline.link.programs import program_key
from minutes_pipeline.model.links import Links, MetricSeries, Point
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.progress.ratings import cells_of_ratings
from minutes_pipeline.text.folding import name_key

_TABLED = re.compile(
    r"(?:(?P<of>[^\n]{2,30}?)の)?(?P<name>[^の\n]{2,16})の(?:(?P<aim>目標値?|計画値|指標値)|(?:実績値?|現状値?|現況値?))"
)
_LONGEST_NAME = 16
"""A longer name is a phrase of one meeting, no indicator."""
_LEAST = 4
"""A shorter part of a program's name may stand in any other."""
_CHANGES = frozenset({"ポイント", "倍"})
"""Units of a change, which is no indicator."""
_SCALES = ("SABCDE", "ABCDE", "◎○△×", "◎〇△×")
"""Families of signs, best first; that with S only where S is used."""


@dataclass
class LearntIndicator:
    """An indicator as the minutes print it: name, unit, other ways to say it, targets by fiscal year (R5)."""

    name: str
    unit: str | None
    aliases: list[str] = field(default_factory=list)
    targets: dict[str, float] = field(default_factory=dict)


def learnt_indicators(links: Links) -> dict[str, list[LearntIndicator]]:
    """Program (latest name) -> its indicators, in the order in which they are first reported."""
    programs = _programs(links)
    found: dict[str, dict[tuple[str, str | None], LearntIndicator]] = {h.program: {} for h in links.programs}
    for series in links.metric_series:
        told = _TABLED.fullmatch(series.points[-1].name)
        program = series.program or (_named(told["of"], programs) if told is not None and told["of"] else None)
        if program not in found or series.unit in _CHANGES:
            continue
        # What several meetings report is an indicator; of one meeting whatever has a time of its own.
        known = len({point.document for point in series.points}) > 1
        known = known or (len(links.documents) == 1 and any(point.period for point in series.points))
        if told is None and not known:
            continue
        name = told["name"] if told is not None else series.points[-1].name
        if len(name) > _LONGEST_NAME:
            continue
        one = found[program].setdefault((name_key(name), series.unit), LearntIndicator(name, series.unit))
        if told is not None and told["aim"]:
            one.targets |= _targets(series)
        else:
            others = (point.name for point in series.points if point.name != one.name)
            one.aliases += [other for other in dict.fromkeys(others) if other not in one.aliases]
    return {program: list(ones.values()) for program, ones in found.items()}


def names_in_tables(links: Links) -> dict[str, list[str]]:
    """Program (latest name) -> what tables of targets and results call it, where that is another name."""
    programs = _programs(links)
    found: dict[str, list[str]] = {}
    for series in links.metric_series:
        told = _TABLED.fullmatch(series.points[-1].name)
        program = None if told is None or not told["of"] else series.program or _named(told["of"], programs)
        if told is None or program is None:
            continue
        known = {program_key(a.name) for h in links.programs if h.program == program for a in h.appearances}
        names = found.setdefault(program, [])
        if program_key(told["of"]) not in known and told["of"] not in names:
            names.append(told["of"])
    return found


def _programs(links: Links) -> dict[str, str]:
    """Key of every name that a program had, and of what tables call it -> its latest name."""
    known = {program_key(a.name): history.program for history in links.programs for a in history.appearances}
    for series in links.metric_series:
        told = _TABLED.fullmatch(series.points[-1].name) if series.program else None
        if told is not None and told["of"]:
            known.setdefault(program_key(told["of"]), str(series.program))
    return known


def _named(of: str, programs: dict[str, str]) -> str | None:
    """The one program that a table means, by its name or by a part of it."""
    keys = [program_key(of), program_key(of.split("の")[0])]
    for key in keys:
        if key in programs:
            return programs[key]
    for key in keys:
        near = {program for known, program in programs.items() if len(key) >= _LEAST and (key in known or known in key)}
        if len(near) == 1:
            return near.pop()
    return None


def _targets(series: MetricSeries) -> dict[str, float]:
    found = {}
    for point in series.points:
        year = _year_of(point)
        if year is not None:
            found[f"R{year - 2018}" if year > 2018 else str(year)] = float(point.value)
    return found


def _year_of(point: Point) -> int | None:
    """The fiscal year that a figure is of, where its period is just that."""
    if point.period is None:
        return None
    year = int(point.period.start[:4])
    return year if (point.period.start, point.period.end) == (f"{year}-04-01", f"{year + 1}-03-31") else None


def learnt_grades(series: Sequence[Minutes]) -> tuple[str, ...]:
    """The scale of the ratings: of the one family of signs that stand in columns headed 評価, from the best one used on.

    Empty where there are none, or signs of several families.
    """
    told = {name_key(cell) for minutes in series for cell in cells_of_ratings(minutes)}
    for scale in _SCALES:
        used = [n for n, sign in enumerate(scale) if name_key(sign) in told]
        if told and len(used) == len(told) and ("S" not in scale or "S" in told):
            return tuple(scale[: max(used[-1] + 1, 4)])
    return ()
