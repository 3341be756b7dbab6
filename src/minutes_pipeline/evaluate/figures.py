"""Metrics against the gold (数値の採点): value and unit agree, the name of the thing measured is alike."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_pipeline.evaluate.likeness import overlap, similarity, squashed
from minutes_pipeline.evaluate.matching import Record, best_pairs
from minutes_pipeline.evaluate.statements import quote_of
from minutes_pipeline.evaluate.tally import FieldScore, Mistake, Tally, judge

_FLOOR = 1.4
_INSIDE = 0.6
"""Likeness granted where the annotated name stands whole inside the longer one that was read."""
_UNITS = {
    "名": "人",
    "パーセント": "%",
    "個所": "か所",
    "ヶ所": "か所",
    "カ所": "か所",
    "箇所": "か所",
    "ヵ所": "か所",
}


def score_metrics(gold: Record, predicted: Record) -> FieldScore:
    """Figures paired one to one; a figure told again is neutral when its twin is paired (neither missed nor extra)."""
    wanted: Sequence[Record] = gold.get("metrics") or []
    have: Sequence[Record] = predicted.get("metrics") or []
    pairs = best_pairs(wanted, have, _likeness, _FLOOR)
    paired_gold, paired_have = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [
        record
        for i, record in enumerate(wanted)
        if i not in paired_gold and not any(_likeness(record, have[j]) >= _FLOOR for j in paired_have)
    ]
    extra = [
        record
        for j, record in enumerate(have)
        if j not in paired_have and not any(_likeness(wanted[i], record) >= _FLOOR for i in paired_gold)
    ]
    exact = sum(_same_scope(wanted[i], have[j]) for i, j in pairs)
    mistakes = [Mistake("metrics", "missed", _shown(record)) for record in missed]
    mistakes += [Mistake("metrics", "extra", _shown(record)) for record in extra]
    mistakes += [
        Mistake("metrics", "differs", f"{_shown(wanted[i])} 正解 {_scope(wanted[i])}、読み取り {_scope(have[j])}")
        for i, j in pairs
        if not _same_scope(wanted[i], have[j])
    ]
    count = len(pairs)
    return FieldScore(
        Tally(count + len(missed), count + len(extra), count, count),
        {"metric period and qualifier": (exact, count)},
        tuple(mistakes),
        judge([(have[j], True) for _, j in pairs] + [(record, False) for record in extra]),
    )


def number_of(value: object) -> float | None:
    """A figure of a JSON record, rounded so that 16 and 16.0 agree; None when it is none."""
    try:
        return round(float(value), 6)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def unit_of(value: object) -> str:
    """A unit under which spellings and counters of one kind agree (名 = 人)."""
    text = squashed(value)
    return _UNITS.get(text, text)


def _likeness(gold: Record, predicted: Record) -> float:
    if number_of(gold.get("value")) != number_of(predicted.get("value")):
        return 0.0
    want, have = unit_of(gold.get("unit")), unit_of(predicted.get("unit"))
    # A count printed without a unit may name the noun counted or leave it empty: only two different units disagree.
    if want and have and want != have:
        return 0.0
    name = similarity(gold.get("name"), predicted.get("name"))
    annotated = squashed(gold.get("name"))
    if annotated and annotated in squashed(predicted.get("name")):
        name = max(name, _INSIDE)
    return 1.0 + name + 0.2 * overlap(quote_of(gold), quote_of(predicted))


def _period(record: Record) -> tuple[object, object]:
    period = record.get("period") or {}
    return period.get("start"), period.get("end")


def _same_scope(gold: Record, predicted: Record) -> bool:
    same_qualifier = (gold.get("qualifier") or None) == (predicted.get("qualifier") or None)
    return same_qualifier and _period(gold) == _period(predicted)


def _scope(record: Record) -> str:
    start, end = _period(record)
    period = "期間なし" if start is None else f"{start}～{end}"
    return f"[{period}、{record.get('qualifier') or '限定なし'}]"


def _shown(record: Record) -> str:
    return f"{record.get('name')} = {record.get('value')} {record.get('unit') or ''} ｜ {quote_of(record)}"
