"""A file of one hostile line through the whole program: twice the line takes no more than two and a half times as long."""

import time
from pathlib import Path

import pytest

from minutes_pipeline.pipeline import extract_file

HEAD = "第１回みどり市総合計画審議会 会議録\n日時 令和６年５月１日\n出席者 北原太郎\n議題１ 報告について\n"
LENGTH = 24_000
"""Bytes of the shorter line; the longer one has 48 KB."""
TIMES, TRIALS, LITTLE = 2.5, 3, 0.3
UNITS = (
    "1234567890", "１２３", "一二三", "（", "（）", "（「", "・", "…", "あ　", "1,234,", "令和5年", "10％（", "委員：", "(1)",
    "参加者は1,234人、", "北原委員、", "10～20人", "－", "課長　南　良夫　", "は",
)  # fmt: skip


def _spent(path: Path, unit: str, length: int) -> float:
    path.write_text(HEAD + unit * (length // len(unit.encode())) + "\n", "utf-8")
    begun = time.process_time()
    extract_file(path)
    return time.process_time() - begun


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_as_the_line_does(unit: str, tmp_path: Path) -> None:
    """CPU time, the best of three where the first is too long; what takes no time at all is not compared."""
    path = tmp_path / "line.txt"
    ratios = []
    for _ in range(TRIALS):
        once, twice = _spent(path, unit, LENGTH), _spent(path, unit, 2 * LENGTH)
        ratios.append(twice / max(once, LITTLE))
        if ratios[-1] <= TIMES:
            return
    pytest.fail(f"{unit}: {min(ratios):.1f} times as long")
