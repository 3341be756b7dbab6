"""Units: how their names end, how they rank."""

from __future__ import annotations

import pytest

from minutes_pipeline.values.departments import begins_like_unit, is_same_unit, is_unit, unit_rank


@pytest.mark.parametrize(
    ("text", "rank"),
    [("健康福祉部", 1), ("消防本部", 1), ("福祉総務課", 2), ("子育て支援センター", 2), ("介護保険係", 3), ("交通担当", 3), ("商工会議所", 0),
     ("株式会社みどり", 0), ("みどり町自治会", 0), ("公募市民", 0)],
)  # fmt: skip
def test_ranks(text: str, rank: int) -> None:
    assert unit_rank(text) == rank


@pytest.mark.parametrize("text", ["鈴木", "課長", "会", "店", "部", "欠席", ""])
def test_no_unit(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("text", "same"), [("同課", True), ("同部", True), ("〃", True), ("同", True), ("同課長", False), ("福祉課", False)]
)
def test_same(text: str, same: bool) -> None:
    assert is_same_unit(text) is same


def test_beginnings() -> None:
    assert begins_like_unit("下水道河川課長") and not begins_like_unit("奈須下水道")
    assert not begins_like_unit("新井", least=2)
