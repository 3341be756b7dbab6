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
        ("来年度当初", "2025-04-30"),
        ("令和７年度の早い時期", "2025-04-30"),
        ("来年度上半期", "2025-09-30"),
        ("令和７年度下半期", "2026-03-31"),
        ("今年度第３四半期", "2024-12-31"),
        ("上半期", "2025-09-30"),
        ("下半期中", "2025-03-31"),
        ("第４四半期", "2025-03-31"),
        ("１か月以内", "2024-12-20"),
        ("３ヶ月後", "2025-02-20"),
        ("２週間以内", "2024-12-04"),
        ("10日以内", "2024-11-30"),
        ("半年後", "2025-05-20"),
        ("１年以内", "2025-11-20"),
        ("12/20", "2024-12-20"),
        ("1/15まで", "2025-01-15"),
        ("R7.3", "2025-03-31"),
        ("月末まで", "2024-11-30"),
        ("翌週", "2024-12-01"),
    ],
)
def test_resolved(due: str, day: str) -> None:
    found = resolve_due(due, HELD)
    assert found is not None and found.isoformat() == day


@pytest.mark.parametrize(
    "due",
    [
        None,
        "",
        "次回",
        "次回の連絡会",
        "速やかに",
        "随時",
        "13月末",
        "2月30日",
        "当面の間",
        "2/30",
        "半日",
        "3日間",
        "夏頃",
        "当初の計画どおり",
        "13/1",
        "1/2/3",
    ],
)
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
