"""One-to-one pairs of gold and prediction (対応づけ)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Record = dict[str, Any]
"""A record as JSON: what ``minutes extract`` writes, or an annotation."""


def best_pairs(
    gold: Sequence[Record], predicted: Sequence[Record], score: Callable[[Record, Record], float], floor: float
) -> list[tuple[int, int]]:
    """Pairs (gold index, prediction index), best score first, each index once, none below ``floor``.

    A tie goes to the earlier record in document order.

    >>> best_pairs([{"n": 1}, {"n": 2}], [{"n": 2}], lambda g, p: float(g["n"] == p["n"]), 0.5)
    [(1, 0)]
    """
    candidates = []
    for i, wanted in enumerate(gold):
        for j, have in enumerate(predicted):
            value = score(wanted, have)
            if value >= floor:
                candidates.append((-value, i, j))
    candidates.sort()
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    pairs = []
    for _, i, j in candidates:
        if i in taken_gold or j in taken_predicted:
            continue
        taken_gold.add(i)
        taken_predicted.add(j)
        pairs.append((i, j))
    return pairs


def unpaired(
    gold: Sequence[Record], predicted: Sequence[Record], pairs: Sequence[tuple[int, int]]
) -> tuple[list[Record], list[Record]]:
    """The gold records and the predictions that no pair holds, in document order."""
    left = {i for i, _ in pairs}
    right = {j for _, j in pairs}
    return (
        [record for i, record in enumerate(gold) if i not in left],
        [record for j, record in enumerate(predicted) if j not in right],
    )
