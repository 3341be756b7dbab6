"""Precision, recall and F1 per field over many documents (項目別の適合率・再現率・F1).

The rules are those of the annotation guide, so that a figure measured here means the same as one measured there, and a
city can measure on its own minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from minutes_pipeline.evaluate.figures import score_metrics
from minutes_pipeline.evaluate.headings import score_headings
from minutes_pipeline.evaluate.matching import Record
from minutes_pipeline.evaluate.people import score_attendees, score_meeting
from minutes_pipeline.evaluate.statements import score_statements
from minutes_pipeline.evaluate.tally import FieldScore, Mistake, Tally

FIELDS = ("meeting", "attendees", "agenda_items", "goals", "decisions", "metrics", "issues", "actions")
"""Fields scored, in the order they are shown; the JSON names of the annotation guide."""
GROUNDING = "grounded: text[start:end] == quote"


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """How one document fares (1文書の成績).

    Attributes:
        stem: Name of the gold file without suffix.
        fields: Field name -> score.
        grounding: (grounded records, all records), None where the prediction has no text.
        genre: Form of the minutes (文体) as annotated, None where the gold does not say.
    """

    stem: str
    fields: dict[str, FieldScore]
    grounding: tuple[int, int] | None = None
    genre: str | None = None

    @property
    def macro_f1(self) -> float:
        """Mean F1 over the fields that have gold or predictions; 1 where none has."""
        return _macro([score.tally for score in self.fields.values()], nothing=1.0)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """All differences, field by field."""
        return tuple(mistake for score in self.fields.values() for mistake in score.mistakes)

    def details(self) -> Iterable[tuple[str, tuple[int, int]]]:
        """Ratios beside F1 as (key, (hits, of)), grounding last."""
        for score in self.fields.values():
            yield from score.details.items()
        if self.grounding is not None:
            yield GROUNDING, self.grounding


@dataclass(frozen=True, slots=True)
class Report:
    """Scores of a whole set (全体の成績): documents in the order given."""

    documents: tuple[DocumentScore, ...] = field(default=())

    def total(self, name: str) -> Tally:
        """Counts of one field summed over all documents."""
        return sum((document.fields[name].tally for document in self.documents), Tally())

    def by_genre(self) -> dict[str, Report]:
        """A report per form of minutes (文体ごと), in order of first appearance; unannotated ones are under ""."""
        groups: dict[str, list[DocumentScore]] = {}
        for document in self.documents:
            groups.setdefault(document.genre or "", []).append(document)
        return {genre: Report(tuple(documents)) for genre, documents in groups.items()}

    @property
    def macro_f1(self) -> float:
        """Mean over the fields of the F1 of the summed counts."""
        return _macro([self.total(name) for name in FIELDS], nothing=0.0)

    def details(self) -> dict[str, tuple[int, int]]:
        """Ratios beside F1, summed: key -> (hits, of)."""
        sums: dict[str, tuple[int, int]] = {}
        for document in self.documents:
            for key, (hits, of) in document.details():
                before = sums.get(key, (0, 0))
                sums[key] = (before[0] + hits, before[1] + of)
        return sums

    def judged(self, name: str) -> tuple[tuple[float, bool], ...]:
        """(confidence, right) of every judged prediction of one field."""
        return tuple(verdict for document in self.documents for verdict in document.fields[name].judged)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON: macro_f1, fields, details, documents."""
        return {
            "macro_f1": self.macro_f1,
            "fields": {name: self.total(name).as_dict() for name in FIELDS},
            "details": {key: list(value) for key, value in self.details().items()},
            "documents": {
                document.stem: {"macro_f1": document.macro_f1}
                | {name: document.fields[name].tally.as_dict() for name in FIELDS}
                for document in self.documents
            },
        }


def _macro(tallies: list[Tally], *, nothing: float) -> float:
    scored = [tally.f1 for tally in tallies if tally.wanted]
    return sum(scored) / len(scored) if scored else nothing


def score_document(stem: str, gold: Record, predicted: Record) -> DocumentScore:
    """Compare what was read from one document with its annotation; ``{}`` counts as nothing read.

    >>> gold = {"goals": [{"title": "相談体制の確立"}], "issues": [{"quote": "駐車場が足りない。"}]}
    >>> score = score_document("a", gold, {"goals": [{"title": "相談体制の確立"}]})
    >>> score.macro_f1, score.mistakes[0].text
    (0.5, '駐車場が足りない。')
    """
    fields = {
        "meeting": score_meeting(gold, predicted),
        "attendees": score_attendees(gold, predicted),
        "agenda_items": score_headings(gold, predicted, "agenda_items"),
        "goals": score_headings(gold, predicted, "goals"),
        "decisions": score_statements(gold, predicted, "decisions"),
        "metrics": score_metrics(gold, predicted),
        "issues": score_statements(gold, predicted, "issues"),
        "actions": score_statements(gold, predicted, "actions"),
    }
    return DocumentScore(stem, fields, _grounding(predicted), gold.get("genre"))


def _grounding(predicted: Record) -> tuple[int, int] | None:
    """Records whose quote is exactly the text at their span (根拠の一致), out of all."""
    text = predicted.get("text")
    if not isinstance(text, str):
        return None
    records = [record for name in FIELDS if name != "meeting" for record in predicted.get(name) or []]
    return sum(_is_grounded(text, record) for record in records), len(records)


def _is_grounded(text: str, record: Record) -> bool:
    span = record.get("span") or {}
    start, end = span.get("start"), span.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return False
    return start < end and text[start:end] == record.get("quote")
