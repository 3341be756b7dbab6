"""Facets of a short list held in memory (一覧の絞り込み): programs, people, bodies, the ledgers of one body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from minutes_pipeline.store.site_facets import FACETS, FacetCount, Facets

T = TypeVar("T")
Ways = Mapping[str, Callable[[T], Iterable[Any]]]
_VALUES = 20


def narrowed(rows: Sequence[T], ways: Ways[T], chosen: Mapping[str, str]) -> tuple[list[T], Facets]:
    """The rows that fit every chosen value, and the values of each facet by count under the choices in the others.

    Args:
        rows: The list.
        ways: Facet (a name of ``site_facets.FACETS``) -> the values a row has.
        chosen: Facet -> value as text; others are left out.
    """
    held = {name: [{str(value) for value in way(row) if value} for row in rows] for name, way in ways.items()}
    wanted = {name: chosen[name] for name in ways if chosen.get(name)}

    def fits(at: int, without: str | None = None) -> bool:
        return all(value in held[name][at] for name, value in wanted.items() if name != without)

    facets = []
    for name in ways:
        counts = Counter(value for at in range(len(rows)) if fits(at, name) for value in held[name][at])
        pairs = sorted(counts.items(), key=lambda pair: _order(name, *pair))
        picked = wanted.get(name)
        shown = pairs[:_VALUES] + [pair for pair in pairs[_VALUES:] if pair[0] == picked]
        facets.append((FACETS[name], tuple(FacetCount(value, count, value == picked) for value, count in shown)))
    return [row for at, row in enumerate(rows) if fits(at)], tuple(facets)


def _order(name: str, value: str, count: int) -> tuple[Any, ...]:
    """Years latest first, goals by number, the rest by count."""
    if name == "year":
        return (-int(value),)
    return (value,) if name == "goal" else (-count, value)
