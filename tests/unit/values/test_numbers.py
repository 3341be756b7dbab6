"""Numbers as minutes print them: what they are worth, and what is none."""

import time

import pytest

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.numbers import find_numbers, kanji_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２３人", 123),
        ("1,234,567円", 1234567),
        ("１，０８２，５００円", 1082500),
        ("8,666億4,000万円", 866640000000),
        ("１億 7,000万円", 170000000),
        ("３ 万 1,000 枚", 31000),
        ("157万８千トン", 1578000),
        ("２万５千円", 25000),
        ("25千円", 25000),
        ("3百万円", 3000000),
        ("1.2億円", 120000000),
        ("16.1人", 16.1),
        ("３・５％", 3.5),
        ("▲3.5％", -3.5),
        ("△28,800", -28800),
        ("前年比-3%", -3),
        ("百二十七人", 127),
        ("一二％", 12),
        ("二〇二四年", 2024),
        ("二千三百万円", 23000000),
        ("二十円", 20),
        ("定数168人", 168),
        ("平均三・八人", 3.8),
        ("平均十二・五件", 12.5),
    ],
)
def test_value(text: str, value: float) -> None:
    assert [n.value for n in find_numbers(flat(text))] == [value]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("２～３件", 2, 3),
        ("４、５件", 4, 5),
        ("４，５件", 4, 5),
        ("10〜15人", 10, 15),
        ("二、三十人", 20, 30),
        ("十五、六人", 15, 16),
        ("五、六件", 5, 6),
        ("二・三人", 2, 3),
        ("2・3日", 2, 3),
    ],
)
def test_range(text: str, low: int, high: int) -> None:
    assert [(n.value, n.value_max) for n in find_numbers(flat(text))] == [(low, high)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2000件，300人", [2000, 300]),  # a comma of prose is no separator of thousands
        ("５人、８人", [5, 8]),
        ("８～３人", [8, 3]),  # falling: no range
        ("10、20件", [10, 20]),
    ],
)
def test_two_numbers(text: str, values: list[int]) -> None:
    found = find_numbers(flat(text))
    assert [n.value for n in found] == values
    assert all(n.value_max is None for n in found)


@pytest.mark.parametrize("text", ["数十人", "十数袋", "何百件"])
def test_vague(text: str) -> None:
    assert all(n.vague for n in find_numbers(flat(text)))


@pytest.mark.parametrize("text", ["A4", "Web3", "ver.2"])
def test_digits_of_a_word(text: str) -> None:
    assert find_numbers(flat(text)) == ()


@pytest.mark.parametrize("text", ["万", "二二十", "十十", "一万二万"])
def test_no_kanji_number(text: str) -> None:
    assert kanji_value(text) is None


@pytest.mark.parametrize("unit", ["1", "1,", "一", "1万", "3、", "1.", "▲1"])
def test_linear(unit: str) -> None:
    started = time.perf_counter()
    find_numbers(unit * (48_000 // len(unit)))
    assert time.perf_counter() - started < 2.0


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("六八・二％", [68.2]),
        ("一・四倍", [1.4]),
        ("十二・五ポイント", [12.5]),
        ("二・三人", [2]),
        ("二・三十人", [20]),
    ],
)
def test_kanji_fraction_before_a_ratio(text: str, values: list[float]) -> None:
    assert [n.value for n in find_numbers(flat(text))] == values
