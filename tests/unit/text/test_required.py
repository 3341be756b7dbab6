"""What an expression needs: read off it, and never more than it needs."""

import re

import pytest

from minutes_pipeline.text.required import BEGIN, END, hint, required


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        ("課題", [{"課題"}]),
        ("(?:増|減)(?:少|加)", [{"増少", "増加", "減少", "減加"}]),
        ("減(?:少|額)?", [{"減"}]),
        ("増えた$", [{"増えた" + END}]),
        ("^次回", [{BEGIN + "次回"}]),
        ("人手が[^。]{0,9}(?:足り|不足)", [{"人手が"}, {"足り", "不足"}]),
        ("(?:公民館|[^、]{1,4}課)が", [{"が"}, {"公民館", "課"}]),
        ("(?=.{0,9}予算)事業", [{"予算"}, {"事業"}]),
        ("(?<!未)実施(?!済)", [{"実施"}]),
        ("(?:検討){1,3}", [{"検討"}]),
        ("[0-3]日", [{"0日", "1日", "2日", "3日"}]),
        (r"(?P<n>延べ)(?P=n)", [{"延べ"}]),
        ("(?:あ|い)?", []),
        ("[^。]{1,9}", []),
        ("(?:課題|.)", []),
        ("x(?i:y)", [{"x"}]),
        ("^^次回", [{BEGIN + "次回"}]),
        ("た$\n", [{"た\n"}]),
        ("(?:た|$)$", []),
    ],
)
def test_what_is_read(pattern: str, clauses: list[set[str]]) -> None:
    assert [set(clause) for clause in required(re.compile(pattern))] == clauses


@pytest.mark.parametrize("pattern", [re.compile("課題", re.IGNORECASE), re.compile("^課題", re.MULTILINE)])
def test_what_is_not_read(pattern: re.Pattern[str]) -> None:
    assert required(pattern) == ()


def test_long_products_become_clauses_of_their_own() -> None:
    first, second = "".join(map(chr, range(0x4E00, 0x4E20))), "".join(map(chr, range(0x5E00, 0x5E20)))
    assert required(re.compile(f"[{first}][{second}]")) == (frozenset(first), frozenset(second))


def test_a_hint_stands_wherever_one_of_them_matches() -> None:
    patterns = [re.compile(p) for p in ("(?:昨|前)年度?$", "[0-9]{1,2}月末", "^次回")]
    found = hint(*patterns)
    assert all(found.search(text) for text in ("昨年度", "前年", "3月末", "次回は"))
    assert not found.search("1年後の事業")


def test_without_a_word_that_is_needed_anything_may_match() -> None:
    assert hint(re.compile("課題"), re.compile("[^。]{1,9}$")).search("") is not None
