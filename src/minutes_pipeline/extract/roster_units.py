"""Units one inside the other (所属の入れ子): 健康福祉部 and 福祉総務課 and 介護保険係."""

from __future__ import annotations

from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.values.departments import is_same_unit, unit_rank


def nest(units: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """Units with one more: a narrower one goes below, one of the same rank or wider takes its place."""
    rank = unit_rank(unit)
    if is_same_unit(unit):
        return units
    if rank is None or rank == 0:
        return (unit,)
    kept = tuple(u for u in units if (unit_rank(u) or 0) < rank or (u.endswith("局") and unit.endswith("部")))
    if any(unit.startswith(u) for u in kept):
        return (unit,)
    return (*kept, unit)


def covers(units: tuple[str, ...], unit: str) -> bool:
    """Whether a unit is named already (総務部 by 総務部総務課)."""
    return any(name_key(unit) == name_key(u) or name_key(unit).startswith(name_key(u)) for u in units)


def joined(units: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Units with those of ``more`` that are not named already."""
    for unit in more:
        units = (*units, unit) if not covers(units, unit) else units
    return units


def same_units(before: tuple[str, ...], printed: str) -> tuple[str, ...]:
    """What 同課 points to: the units of the person before; 同部 to those down to its 部.

    >>> same_units(("健康福祉部", "福祉課"), "同部"), same_units(("健康福祉部", "福祉課"), "同課")
    (('健康福祉部',), ('健康福祉部', '福祉課'))
    """
    want = {"部": 1, "局": 1, "課": 2, "室": 2, "係": 3}.get(flat(printed)[-1:])
    if want is None:
        return before
    kept: list[str] = []
    for unit in before:
        kept.append(unit)
        if unit_rank(unit) == want:
            break
    return tuple(kept)


# Posts from the highest to the lowest: within a department the lower one stands below the higher.
_LADDER = (
    "部長",
    "局長",
    "次長",
    "参事",
    "課長",
    "室長",
    "所長",
    "館長",
    "課長補佐",
    "補佐",
    "副主幹",
    "主幹",
    "係長",
    "班長",
    "主任主査",
    "主査",
    "主任",
    "主任主事",
    "主事",
    "技師",
    "書記",
    "主事補",
    "職員",
)


def below(title: str | None, other: str | None) -> bool:
    """Whether a post stands below another one in a department (主査 below 課長).

    >>> below("主査", "課長"), below("部長", "課長"), below("理事", "課長")
    (True, False, False)
    """
    if title is None or other is None:
        return False
    title, other = title.split("兼")[0], other.split("兼")[0]
    if title == f"副{other}":
        return other in _LADDER
    if title == "書記" and other == "部長":
        return False  # 厚生部長　名越、書記　二瓶: officers of one body.
    a, b = (flat(t).removeprefix("副") if flat(t) not in _LADDER else flat(t) for t in (title, other))
    return a in _LADDER and b in _LADDER and _LADDER.index(a) > _LADDER.index(b)


def placed_units(line: tuple[str, ...], section: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """Units of a person: those of the line (or else of the section above it), then those of the post."""
    units = line
    if not units:
        units = section
    elif section and section != units and unit_rank(units[0]) not in (0, 1, None):
        units = (*section, *units)
    for unit in own:
        if unit_rank(unit) not in (0, None):
            units = nest(units, unit)
        elif units and not covers(units, unit):
            units = (*units, unit)
        else:
            units = (unit,)
    return units
