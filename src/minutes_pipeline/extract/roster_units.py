"""Units one inside the other (所属の入れ子): 健康福祉部 and 福祉総務課 and 介護保険係."""

from __future__ import annotations

from minutes_pipeline.text.folding import name_key
from minutes_pipeline.values.departments import is_same_unit, unit_rank


def nest(units: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """Units with one more: a narrower one goes below, one of the same rank or wider takes its place."""
    rank = unit_rank(unit)
    if is_same_unit(unit):
        return units
    if rank is None or rank == 0:
        return (unit,)
    kept = tuple(u for u in units if (unit_rank(u) or 0) < rank)
    if any(unit.startswith(u) for u in kept):
        return (unit,)
    return (*kept, unit)


def covers(units: tuple[str, ...], unit: str) -> bool:
    """Whether a unit is named already (総務部 by 総務部総務課)."""
    return any(name_key(unit) == name_key(u) or name_key(unit).startswith(name_key(u)) for u in units)
