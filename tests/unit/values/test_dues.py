"""Terms as minutes print them, resolved against the day of the meeting."""

from __future__ import annotations

from datetime import date

import pytest

from minutes_pipeline.values.dues import is_next_meeting, resolve_due

HELD = date(2024, 11, 20)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("年度内", "2025-03-31"),
        ("今年度中", "2025-03-31"),
        ("年度末までに", "2025-03-31"),
        ("来年度", "2026-03-31"),
        ("令和７年度", "2026-03-31"),
        ("R7年度", "2026-03-31"),
        ("３月末", "2025-03-31"),
        ("３月末まで", "2025-03-31"),
        ("２月中", "2025-02-28"),
        ("12月上旬", "2024-12-10"),
        ("12月中旬", "2024-12-20"),
        ("十二月下旬", "2024-12-31"),
        ("11月末", "2024-11-30"),
        ("令和６年12月25日", "2024-12-25"),
        ("1月15日まで", "2025-01-15"),
        ("来年2月", "2025-02-28"),
        ("６月から８月まで", "2025-08-31"),
        ("年内", "2024-12-31"),
        ("来月中", "2024-12-31"),
        ("今月中", "2024-11-30"),
        ("来週", "2024-12-01"),
        ("８月の連絡会", "2025-08-31"),
    ],
)
def test_resolved(due: str, day: str) -> None:
    found = resolve_due(due, HELD)
    assert found is not None and found.isoformat() == day


@pytest.mark.parametrize("due", [None, "", "次回", "次回の連絡会", "速やかに", "随時", "13月末", "2月30日", "当面の間"])
def test_no_day(due: str | None) -> None:
    assert resolve_due(due, HELD) is None


@pytest.mark.parametrize("due", ["年度内", "3月末", "来月"])
def test_without_the_day_of_the_meeting_nothing_is_guessed(due: str) -> None:
    assert resolve_due(due, None) is None


@pytest.mark.parametrize(
    ("due", "is_next"), [("次回", True), ("次の委員会", True), ("次年度", False), ("３月末", False)]
)
def test_next_meeting(due: str, is_next: bool) -> None:
    assert is_next_meeting(due) is is_next
