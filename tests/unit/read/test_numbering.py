"""Labels of automatic numbering as Word prints them."""

from __future__ import annotations

import pytest

from minutes_pipeline.read.numbering import FORMATS, Level, Numbering, kanji


@pytest.mark.parametrize(
    ("name", "number", "label"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("aiueoFullWidth", 3, "ウ"),
        ("aiueo", 2, "ｲ"),
        ("irohaFullWidth", 2, "ロ"),
        ("japaneseCounting", 11, "十一"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 2, "乙"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("upperRoman", 4, "IV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 2, "b"),
        ("numberInDash", 5, "- 5 -"),
        ("none", 5, ""),
    ],
)
def test_formats(name: str, number: int, label: str) -> None:
    assert FORMATS[name](number) == label


def test_kanji_numbers() -> None:
    assert [kanji(n) for n in (0, 9, 10, 19, 100, 1234)] == ["〇", "九", "十", "十九", "百", "千二百三十四"]


def _numbering(**overrides: object) -> Numbering:
    levels = {
        0: Level("decimalFullWidth", text="第%1号"),
        1: Level("decimal", text="(%2)"),
        2: Level("aiueoFullWidth", text="%1-%2 %3"),
    }
    return Numbering(lists={"1": "a", "2": "a"}, levels={"a": levels}, **overrides)  # type: ignore[arg-type]


def _labels(numbering: Numbering, *steps: tuple[str, int]) -> list[str | None]:
    return [numbering.label(num, depth) for num, depth in steps]


def test_deeper_levels_begin_again() -> None:
    steps = (("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("1", 2))
    assert _labels(_numbering(), *steps) == ["第１号", "(1)", "(2)", "第２号", "(1)", "２-1 ア"]


def test_lists_of_one_definition_count_on_together() -> None:
    assert _labels(_numbering(), ("1", 0), ("2", 0), ("1", 0)) == ["第１号", "第２号", "第３号"]


def test_a_start_override_counts_once() -> None:
    numbering = _numbering(overrides={("2", 0): 5})
    assert _labels(numbering, ("1", 0), ("2", 0), ("2", 0)) == ["第１号", "第５号", "第６号"]


def test_no_restart() -> None:
    numbering = Numbering(lists={"1": "a"}, levels={"a": {0: Level(text="%1."), 1: Level(text="(%2)", restart=0)}})
    assert _labels(numbering, ("1", 0), ("1", 1), ("1", 0), ("1", 1)) == ["1.", "(1)", "2.", "(2)"]


def test_legal_numbering_shows_digits() -> None:
    numbering = Numbering(
        lists={"1": "a"},
        levels={"a": {0: Level("upperRoman", text="%1"), 1: Level("decimal", text="%1.%2", legal=True)}},
    )
    assert _labels(numbering, ("1", 0), ("1", 1)) == ["I", "1.1"]


def test_bullets_of_symbol_fonts_become_private_use_characters() -> None:
    levels = {
        0: Level("bullet", text="l", font="Wingdings"),
        1: Level("bullet", text="o"),
        2: Level("bullet", text="・"),
    }
    numbering = Numbering(lists={"1": "a"}, levels={"a": levels})
    assert _labels(numbering, ("1", 0), ("1", 1), ("1", 2)) == ["\uf06c", "○", "・"]


def test_an_unknown_list_has_no_label() -> None:
    assert Numbering().label("7", 0) is None
