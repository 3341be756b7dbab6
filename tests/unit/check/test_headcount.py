"""Printed head-counts against the roster."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes_pipeline.check.headcount import check_headcount
from minutes_pipeline.pipeline import extract, read_document, segment

HEAD = "みどり市環境審議会　会議録\n\n日時：令和６年５月１７日\n場所：市役所\n"


def cited(tmp_path: Path, text: str) -> list[tuple[str, list[str]]]:
    path = tmp_path / "minutes.txt"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    outline = segment(document)
    found = check_headcount(outline, extract(outline))
    return [(f.code, [document.text[s.start : s.end] for s in f.spans]) for f in found]


BODY = "\n事務局　本日は委員{}名中{}名の御出席をいただいており、会議は成立しております。よろしくお願いします。\n"
ROSTER = "出席委員（{}名）：今田健、柏木幸一、小田学\n欠席委員：古川修\n"


@pytest.mark.parametrize(
    ("count", "total", "present", "places"),
    [
        (3, 4, 3, []),
        (5, 4, 3, [["５名", "今田健、柏木幸一、小田学"]]),
        (3, 6, 5, [["今田健", "古川修", "6名中5名"]]),
    ],
)
def test_counts(tmp_path: Path, count: int, total: int, present: int, places: list[list[str]]) -> None:
    printed = str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    found = cited(tmp_path, HEAD + ROSTER.format(printed) + BODY.format(total, present))
    assert found == [("headcount_mismatch", p) for p in places]


def test_other_counts_of_the_body_are_not_compared(tmp_path: Path) -> None:
    text = HEAD + ROSTER.format("３") + BODY.format(4, 3) + "研修には職員15名中13名が参加した。\n"
    assert cited(tmp_path, text) == []


def test_groups_side_by_side_and_the_audience(tmp_path: Path) -> None:
    groups = (
        "出席委員\n　　農業委員（３人）\n　　会　長　１番　今田　健\n　　委　員　２番　柏木　幸一　　３番　小田　学\n"
        "　　農地利用最適化推進委員（２人）\n　　　　　　　宮脇　謙二　　　伊沢　道雄\n"
    )
    assert cited(tmp_path, HEAD + groups + "\n議長　本日の出席委員は４名中３名で、定足数に達しております。\n") == []
    audience = (
        "事務局\n　・福祉部　局長　今田 健\n　・福祉部　課長　柏木 幸一\n　・福祉部　主査　小田 学\n傍聴者\n　２名\n"
    )
    assert cited(tmp_path, HEAD + audience + "議題１　報告\n") == []
