"""Filters and facets (絞り込み) over the columns of all passages: what is left, and how many of what there are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.site_columns import KIND_CODES, Columns, Numbers, department_sets

_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_VALUES = 12
NOT_REVIEWED = "none"
"""What the facet ``review`` calls records that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow: its name in the address, its Japanese name."""

    name: str
    title: str


FACETS = {
    name: Facet(name, title)
    for name, title in (
        ("kind", "種類"), ("year", "年度"), ("body", "会議"), ("result", "結果"), ("owner", "担当"), ("goal", "目標"),
        ("department", "部署"), ("program", "事業"), ("unit", "単位"), ("review", "人の確認"), ("confirmation", "案と確定"), ("publication", "公開"),
        ("affiliation", "所属"), ("group", "区分"), ("standing", "いまの状態"), ("who", "部署・担当"), ("open", "未解決の課題"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet with the number of rows that have it under the other filters."""

    value: Any
    count: int
    chosen: bool


Facets = tuple[tuple[Facet, tuple[FacetCount, ...]], ...]


def masks_of(columns: Columns, positions: Numbers, chosen: Mapping[str, str]) -> dict[str, Numbers]:
    """Filter name -> which of ``positions`` it leaves. Filters are those of ``FACETS`` and date_from, date_to.

    A word that a column holds is meant itself; any other is a part of words (``相談`` finds 相談支援課).

    Raises:
        QueryError: A date is none, or the period ends before it begins.
    """
    masks: dict[str, Numbers] = {}
    for name, text in chosen.items():
        text = text.strip()
        if not text:
            continue
        if name == "kind":
            number = KIND_CODES.index(text) if text in KIND_CODES else 255
            masks[name] = columns.kind[positions] == number
        elif name == "year":
            masks[name] = columns.year[positions] == (int(text) if re.fullmatch(r"[0-9]{4}", text) else -1)
        elif name in columns.codes:
            masks[name] = np.isin(columns.codes[name][positions], _numbers(columns, name, text))
    first, last = _day(chosen.get("date_from")), _day(chosen.get("date_to"), end=True)
    if first and last and first > last:
        raise QueryError("期間の始まりが終わりより後になっています", "二つの日付を入れ替えてください")
    if first:
        masks["date_from"] = columns.day[positions] >= first
    if last:
        day = columns.day[positions]
        masks["date_to"] = (day <= last) & (day > 0)
    return masks


def _numbers(columns: Columns, name: str, text: str) -> list[int]:
    if name == "department":
        return department_sets(columns, columns.departments.matching(text))
    if name == "review" and text == NOT_REVIEWED:
        return [0]
    if name == "goal" and text.isdecimal() and len(text) < 9:
        return sorted(columns.goal_numbers.get(int(text), ()))
    return columns.words[name].matching(text)


def _day(text: str | None, end: bool = False) -> int:
    """A day, month or year as the number of its first (or last) day; 0 for nothing."""
    if not text or not text.strip():
        return 0
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise QueryError(f"日付「{text[:40]}」を読めません", "2024-05-17 のように年-月-日で入れてください")
    rest = (99, 99) if end else (0, 0)
    month, day = (int(part) if part else other for part, other in zip(found.groups()[1:], rest, strict=True))
    return int(found[1]) * 10000 + month * 100 + day


def together(masks: Mapping[str, Numbers], size: int, without: str | None = None) -> Numbers:
    """Which positions all filters leave, one perhaps left aside."""
    left = np.ones(size, bool)
    for name, mask in masks.items():
        if name != without:
            left &= mask
    return left


def count_facets(
    columns: Columns, positions: Numbers, names: Sequence[str], masks: Mapping[str, Numbers], chosen: Mapping[str, str]
) -> Facets:
    """Values of each facet by count, under the choices in the others, so that a choice can be changed."""
    every = together(masks, len(positions))
    whole = positions[every]
    found = []
    for name in names:
        at = positions[together(masks, len(positions), without=name)] if name in masks else whole
        pairs = _counted(columns, at, name)
        picked = chosen.get(name, "").strip()
        shown = pairs[:_VALUES] + [pair for pair in pairs[_VALUES:] if str(pair[0]) == picked]
        found.append((FACETS[name], tuple(FacetCount(value, count, str(value) == picked) for value, count in shown)))
    return tuple(found)


def _counted(columns: Columns, at: Numbers, name: str) -> list[tuple[Any, int]]:
    """(value, count), most first; years latest first."""
    if name == "kind":
        counts = np.bincount(columns.kind[at], minlength=len(KIND_CODES))
        return _ranked([(KIND_CODES[n], int(counts[n])) for n in np.flatnonzero(counts)])
    if name == "year":
        years = columns.year[at]
        counts = np.bincount(years[years > 0])
        return [(int(year), int(counts[year])) for year in np.flatnonzero(counts)[::-1]]
    counts = np.bincount(columns.codes[name][at])
    if name == "department":
        summed: dict[int, int] = {}
        for number in np.flatnonzero(counts):
            for department in columns.words["department"].words[number] or ():
                summed[department] = summed.get(department, 0) + int(counts[number])
        return _ranked([(columns.departments.words[number], count) for number, count in summed.items()])
    words = columns.words[name].words
    if name == "review":
        return _ranked([(words[n] or NOT_REVIEWED, int(counts[n])) for n in np.flatnonzero(counts)])
    # Of many values only the most frequent are shown: sorting the others would take the time.
    many = np.flatnonzero(counts)
    many = many[many > 0]
    if len(many) > 400:
        many = many[np.argpartition(-counts[many], 400)[:400]]
    return _ranked([(words[n], int(counts[n])) for n in many])


def _ranked(pairs: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    return sorted(pairs, key=lambda pair: (-pair[1], str(pair[0])))
