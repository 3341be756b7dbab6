"""Counts and what follows from them (集計): precision 適合率, recall 再現率, F1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one field (項目ごとの件数).

    Attributes:
        gold: Records that the annotation has (正解の件数).
        predicted: Records that were read (読み取った件数).
        right: Predictions that are right.
        found: Gold records that were found. Differs from ``right`` where one statement is cut into two records.
    """

    gold: int = 0
    predicted: int = 0
    right: int = 0
    found: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.right + other.right,
            self.found + other.found,
        )

    @property
    def wanted(self) -> bool:
        """Whether there is anything to judge: gold or predictions."""
        return bool(self.gold or self.predicted)

    @property
    def precision(self) -> float:
        """Right predictions over predictions; nothing wanted and nothing given is 1."""
        if self.predicted:
            return self.right / self.predicted
        return 0.0 if self.gold else 1.0

    @property
    def recall(self) -> float:
        """Found gold over gold; 1 where nothing was wanted."""
        return self.found / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Tally(gold=4, predicted=2, right=2, found=2).f1
        0.6666666666666666
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float]:
        """Counts and ratios under the keys that the scoring script of the annotation guide writes."""
        return {
            "gold": self.gold,
            "pred": self.predicted,
            "right": self.right,
            "found": self.found,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }


@dataclass(frozen=True, slots=True)
class Mistake:
    """One difference from the gold (相違).

    Attributes:
        field: Field it belongs to (``metrics``).
        kind: ``missed`` 見落とし, ``extra`` 余分, ``differs`` 相違.
        text: What it is about, one line.
    """

    field: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldScore:
    """What comparing one field of one document yields (1文書1項目の採点).

    Attributes:
        tally: The counts.
        details: Ratios beside F1: key -> (hits, of).
        mistakes: Every difference from the gold.
        judged: (confidence, whether it is right) of each prediction that was judged and says how sure it is.
    """

    tally: Tally
    details: dict[str, tuple[int, int]] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    judged: tuple[tuple[float, bool], ...] = ()


def judge(verdicts: Iterable[tuple[dict[str, Any], bool]]) -> tuple[tuple[float, bool], ...]:
    """Verdicts on predictions as (confidence, right); those without a confidence are left out.

    >>> judge([({"confidence": 0.9}, True), ({}, False)])
    ((0.9, True),)
    """
    return tuple(
        (float(record["confidence"]), right)
        for record, right in verdicts
        if isinstance(record.get("confidence"), int | float)
    )
