"""Times of day in every printed form, and what is none."""

from __future__ import annotations

import pytest

from minutes_pipeline.values.times import find_times

CASES = [
    ("午後1時30分～2時30分", [("13:30", None, "from"), ("14:30", None, "to")]),
    ("14：00–16:50", [("14:00", None, "from"), ("16:50", None, "to")]),
    ("17-18時", [("17:00", None, "from"), ("18:00", None, "to")]),
    ("午後零時", [("12:00", None, None)]),
    ("午後12時30分", [("12:30", None, None)]),
    ("正午", [("12:00", None, None)]),
    ("13 時 30 分から 15 時 10 分まで", [("13:30", None, "from"), ("15:10", None, "to")]),
    ("午後一時十三分開議", [("13:13", "open", None)]),
    ("開会:午後3時40分 閉会:午後4時20分", [("15:40", "open", None), ("16:20", "close", None)]),
    ("9時30分開会 21時59分閉会", [("09:30", "open", None), ("21:59", "close", None)]),
    ("開会　午後１時30分　　閉会　午後２時52分", [("13:30", "open", None), ("14:52", "close", None)]),
    ("（開始）19：00（終了）20：30", [("19:00", "open", None), ("20:30", "close", None)]),
    ("午前10時～１時", [("10:00", None, "from"), ("13:00", None, "to")]),
    ("午前10時～12時", [("10:00", None, "from"), ("12:00", None, "to")]),
    ("午後６時半", [("18:30", None, None)]),
    ("１９：３０～公民館にて", [("19:30", None, None)]),
    ("午 後 ２ 時 ３ ０ 分", [("14:30", None, None)]),
    ("PM1:30～3:00", [("13:30", None, "from"), ("15:00", None, "to")]),
    ("午前 10 時 5 分休憩\n午前 10 時 11 分再開", [("10:05", "recess", None), ("10:11", "resume", None)]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_times(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = find_times(text)
    assert [(t.text, t.kind, t.range) for t in found] == expected
    assert all(text[t.start : t.end].strip() for t in found)


@pytest.mark.parametrize(
    "text",
    [
        "午後130分か午後355分まで",
        "8時間",
        "3時間30分",
        "4時間38分",
        "その時点で",
        "10時代",
        "比率は3:1",
        "25時",
        "午後3時75分",
        "第2回",
    ],
)
def test_no_time(text: str) -> None:
    assert find_times(text) == ()
