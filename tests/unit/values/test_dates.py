"""Dates in every printed form, and what is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.values import dates
from minutes_pipeline.values.dates import date_in_file_name, find_dates, parse_date

WHOLE = [
    ("令和６年５月１７日（金）", date(2024, 5, 17)),
    ("令和４年（2022 年）６月１３日", date(2022, 6, 13)),
    ("2024年（令和6年）1月11日", date(2024, 1, 11)),
    ("R5.4.17", date(2023, 4, 17)),
    ("H30/4/1", date(2018, 4, 1)),
    ("R６年５月１日", date(2024, 5, 1)),
    ("2018 年10 月31 日", date(2018, 10, 31)),
    ("2024/1/11（木）", date(2024, 1, 11)),
    ("2020-08-13", date(2020, 8, 13)),
    ("2022.6.13", date(2022, 6, 13)),
    ("令和二年六月十日", date(2020, 6, 10)),
    ("二〇一九年四月二十六日", date(2019, 4, 26)),
    ("㋿元年５月１日", date(2019, 5, 1)),
    ("昭和64年1月7日", date(1989, 1, 7)),
    ("令 和 ６ 年 ５ 月 １７ 日", date(2024, 5, 17)),
    ("令和７年1月13日（月・祝）", date(2025, 1, 13)),
    ("令和５年度２月６日", date(2024, 2, 6)),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_whole_dates(text: str, expected: date) -> None:
    assert parse_date(text) == expected
    (found,) = find_dates(text)
    assert (found.start, found.end) == (0, len(text))


NOT_WHOLE = ["平成27年1124日（）", "13月5日", "2月30日", "令和６年13月1日", "令和0年5月1日", "10年前", "3年間", "18日間", "第５期", "月１回",
             "1/5ページ", "192.168.1.1", "10.2人", "３か月", "一月当たり2万円", "２人／３人中"]  # fmt: skip


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None
    assert find_dates(text) == ()


PARTS = [
    ("令和6(2024)年度", [(2024, None, None, True)]),
    ("平成三十一年", [(2019, None, None, False)]),
    ("９月末", [(None, 9, None, False)]),
    ("４月３日～12月 28日まで", [(None, 4, 3, False), (None, 12, 28, False)]),
    ("令和３年から４年度", [(2021, None, None, False), (2022, None, None, True)]),
    ("令和元年度、２年度、３年度", [(2019, None, None, True), (2020, None, None, True), (2021, None, None, True)]),
    ("７月１日～３１日", [(None, 7, 1, False), (None, 7, 31, False)]),
    ("令和6年2月6日及び7日", [(2024, 2, 6, False), (2024, 2, 7, False)]),
    ("9/4(月) 10:30～12:00", [(None, 9, 4, False)]),
    ("元年度", [(None, None, None, True)]),
    ("５年６月号", [(None, 6, None, False)]),
]


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_parts(text: str, expected: list[tuple[int | None, int | None, int | None, bool]]) -> None:
    assert [(d.year, d.month, d.day, d.fiscal) for d in find_dates(text)] == expected


@pytest.mark.parametrize(
    ("text", "anchor", "month"),
    [("同年10月", "同", 10), ("翌年度", "翌", None), ("昨年10月の台風", "昨", 10), ("前年度比", "前", None)],
)
def test_anchors(text: str, anchor: str, month: int | None) -> None:
    (found,) = find_dates(text)
    assert (found.anchor, found.month, found.year) == (anchor, month, None)


def test_short_year_stays_open() -> None:
    (found,) = find_dates("５年６月号")
    assert (found.short_year, found.year) == (5, None)


@pytest.mark.parametrize(
    ("text", "conflict", "fits"),
    [
        ("令和４年（2022年）６月１３日（月）", False, True),
        ("令和４年（2021年）６月１３日（月）", True, True),
        ("令和４年６月１３日（火）", False, False),
        ("令和４年６月１３日", False, None),
    ],
)
def test_disagreements(text: str, conflict: bool, fits: bool | None) -> None:
    (found,) = find_dates(text)
    assert (found.conflict, found.weekday_fits()) == (conflict, fits)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("令和５年度", date(2023, 4, 1), date(2024, 3, 31)),
        ("令和５年度末", date(2024, 3, 31), date(2024, 3, 31)),
        ("令和５年", date(2023, 1, 1), date(2023, 12, 31)),
        ("令和６年２月", date(2024, 2, 1), date(2024, 2, 29)),
        ("令和６年２月末", date(2024, 2, 29), date(2024, 2, 29)),
        ("令和６年２月３日", date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_periods(text: str, start: date, end: date) -> None:
    assert find_dates(text)[0].period() == (start, end)


def test_year_of_context() -> None:
    (found,) = find_dates("１月11日")
    assert found.in_year(2023, fiscal=True).to_date() == date(2024, 1, 11)
    assert found.in_year(2023).to_date() == date(2023, 1, 11)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("memo_20230904.txt", date(2023, 9, 4)), ("draft_2019-4-26.txt", date(2019, 4, 26)), ("gijiroku_R050417.docx", date(2023, 4, 17)),
     ("令和５年４月17日.pdf", date(2023, 4, 17)), ("memo.txt", None), ("20231399.txt", None), ("2023-1-2_2023-1-3.txt", None)],
)  # fmt: skip
def test_file_names(name: str, expected: date | None) -> None:
    assert date_in_file_name(name) == expected


@pytest.mark.parametrize("form", dates._FORMS)
def test_a_form_is_tried_wherever_it_can_begin(
    form: dates._Form, first_characters: Callable[[re.Pattern[str]], set[str]]
) -> None:
    assert all(form.opens.match(letter) for letter in first_characters(form.pattern))


@given(
    st.lists(
        st.sampled_from("令和 6 5 年 度 月 日 13 / . - R 昨 同 一 二 2024 12 ( ) 金 から ~ 、 末 か月 第 号".split()),
        max_size=9,
    )
)
def test_a_form_finds_what_its_pattern_finds(words: list[str]) -> None:
    text = "".join(words)
    for form in dates._FORMS:
        assert [m.span() for m in form.finditer(text)] == [m.span() for m in form.pattern.finditer(text)]
