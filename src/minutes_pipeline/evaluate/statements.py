"""Decisions, issues and actions against the gold (決定事項・課題・宿題の採点): compared by the quoted text."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_pipeline.evaluate.headings import same_title
from minutes_pipeline.evaluate.likeness import covered, overlap
from minutes_pipeline.evaluate.matching import Record, best_pairs
from minutes_pipeline.evaluate.tally import FieldScore, Mistake, Tally, judge

_HALF = 0.5
_PAIR_FLOOR = 0.25
_PLACE = "placed under the right agenda item"


def quote_of(record: Record) -> str:
    """The quoted text of a record, "" where it has none."""
    return record.get("quote") or record.get("text") or ""


def score_statements(gold: Record, predicted: Record, field: str) -> FieldScore:
    """A statement may be cut into one record or two: each side counts when half of it is covered by the other."""
    wanted, have = _asked(gold, field), _asked(predicted, field)
    wanted_quotes, have_quotes = [quote_of(r) for r in wanted], [quote_of(r) for r in have]
    found = [covered(quote, have_quotes) >= _HALF for quote in wanted_quotes]
    right = [covered(quote, wanted_quotes) >= _HALF for quote in have_quotes]
    pairs = best_pairs(wanted, have, _quote_overlap, _PAIR_FLOOR)
    details = {_PLACE: _placed([(wanted[i], have[j]) for i, j in pairs], predicted)}
    if field == "decisions":
        same_result = sum(wanted[i].get("result") == have[j].get("result") for i, j in pairs)
        details["decision results"] = (same_result, len(pairs))
    mistakes = [Mistake(field, "missed", q) for q, ok in zip(wanted_quotes, found, strict=True) if not ok]
    mistakes += [Mistake(field, "extra", q) for q, ok in zip(have_quotes, right, strict=True) if not ok]
    return FieldScore(
        Tally(len(wanted), len(have), sum(right), sum(found)),
        details,
        tuple(mistakes),
        judge(zip(have, right, strict=True)),
    )


def _asked(document: Record, field: str) -> Sequence[Record]:
    """The records that count: outcomes only ``noted`` (報告・共有) are neither asked for nor punished."""
    records: Sequence[Record] = document.get(field) or []
    if field != "decisions":
        return records
    return [record for record in records if record.get("result") != "noted"]


def _quote_overlap(gold: Record, predicted: Record) -> float:
    return overlap(quote_of(gold), quote_of(predicted))


def _placed(pairs: Sequence[tuple[Record, Record]], predicted: Record) -> tuple[int, int]:
    titles = {item.get("id"): item.get("title") for item in predicted.get("agenda_items") or []}
    hits = of = 0
    for wanted, have in pairs:
        if not wanted.get("agenda_item"):
            continue
        of += 1
        title = have.get("agenda_item") or titles.get(have.get("agenda_item_id"))
        hits += same_title(wanted["agenda_item"], title)
    return hits, of
