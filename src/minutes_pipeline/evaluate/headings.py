"""Agenda items and goals against the gold (議題・目標の採点)."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_pipeline.evaluate.likeness import similarity
from minutes_pipeline.evaluate.matching import Record, best_pairs, unpaired
from minutes_pipeline.evaluate.tally import FieldScore, Mistake, Tally, judge

TITLE_FLOOR = 0.85
"""Titles less alike than this are two headings."""


def same_title(want: object, have: object) -> bool:
    """Whether two titles name the same heading.

    >>> same_title("副会長の選出", "副会長の選出について")
    False
    """
    return similarity(want, have) >= TITLE_FLOOR


def score_headings(gold: Record, predicted: Record, field: str) -> FieldScore:
    """Titles of ``agenda_items`` or ``goals``; for agenda items also how many levels agree."""
    wanted: Sequence[Record] = gold.get(field) or []
    have: Sequence[Record] = predicted.get(field) or []
    pairs = best_pairs(wanted, have, _title_likeness, TITLE_FLOOR)
    missed, extra = unpaired(wanted, have, pairs)
    mistakes = [Mistake(field, "missed", str(record.get("title"))) for record in missed]
    mistakes += [Mistake(field, "extra", str(record.get("title"))) for record in extra]
    details = {}
    if field == "agenda_items":
        same_level = sum(wanted[i].get("level") == have[j].get("level") for i, j in pairs)
        details["agenda levels"] = (same_level, len(pairs))
    paired = {j for _, j in pairs}
    return FieldScore(
        Tally(len(wanted), len(have), len(pairs), len(pairs)),
        details,
        tuple(mistakes),
        judge((record, j in paired) for j, record in enumerate(have)),
    )


def _title_likeness(gold: Record, predicted: Record) -> float:
    return similarity(gold.get("title"), predicted.get("title"))
