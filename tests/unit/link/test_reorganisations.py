"""Departments that the minutes say were renamed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.reorganisations import told_changes
from minutes_pipeline.model.minutes import Minutes

Reader = Callable[..., list[Minutes]]


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        ("４月の機構改革で福祉部は健康福祉部となり、事業は新設の課に移った。", [("福祉部", "健康福祉部")]),
        ("行政改革課を行政経営課に改めた。", [("行政改革課", "行政経営課")]),
        ("担当：こども未来課（旧子育て支援課）", [("子育て支援課", "こども未来課")]),
        ("福祉部は健康部と協議した。", []),
        ("福祉課は、相談の窓口となった。", []),
    ],
)
def test_told(series: Reader, line: str, changes: list[tuple[str, str]]) -> None:
    (minutes,) = series(f"楡ヶ丘市福祉連絡会　議事録\n日時：令和６年1月23日\n場所：302会議室\n＜１.報告＞\n・{line}\n")
    assert [(change.old, change.new) for change in told_changes(minutes)] == changes
