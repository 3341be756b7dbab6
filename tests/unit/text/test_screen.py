"""The screen: it never drops a rule that matches, whatever the rules and the text."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.extract import action_parts, action_rules, decision_rules, issue_counters, issue_rules
from minutes_pipeline.text.folding import flat
from minutes_pipeline.text.screen import Screen, Table, grams

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
PATTERNS: list[re.Pattern[str]] = [
    *(sign.pattern for sign in issue_rules.SIGNS),
    *(sign.pattern for sign in issue_counters.COUNTERSIGNS),
    *(rule.verb for rule in decision_rules.CLASSES),
    *(formula.pattern for formula in decision_rules.FORMULAS),
    *(rule.pattern for rule in action_rules.RULES),
    *(
        value
        for module in (action_parts, action_rules, decision_rules, issue_counters)
        for name in vars(module)
        for value in (lambda found: found if isinstance(found, tuple) else (found,))(getattr(module, name))
        if isinstance(value, re.Pattern)
    ),
]
EXAMPLES = [
    example
    for table in (issue_rules.SIGNS, issue_counters.COUNTERSIGNS, decision_rules.CLASSES, action_rules.RULES)
    for rule in table
    for example in (*rule.accepts, *rule.rejects)
]


def screened(patterns: list[re.Pattern[str]]) -> Table[re.Pattern[str]]:
    return Screen().table(patterns, lambda pattern: pattern)


TABLE = screened(PATTERNS)


def lost(table: Table[re.Pattern[str]], patterns: list[re.Pattern[str]], text: str) -> list[str]:
    possible = {id(pattern) for pattern in table.possible(text)}
    return [p.pattern for p in patterns if p.search(text) and id(p) not in possible]


@pytest.mark.parametrize("text", EXAMPLES)
def test_no_example_is_lost(text: str) -> None:
    assert lost(TABLE, PATTERNS, text) == []


def test_no_match_in_the_corpus_is_lost_and_most_searches_are_spared() -> None:
    texts = [flat(path.read_bytes().decode("utf-8", "ignore")) for path in sorted(CORPUS.glob("*.txt"))]
    lines = {line for text in texts for line in text.splitlines()}
    assert sum(len(lost(TABLE, PATTERNS, line)) for line in lines) == 0
    assert 0 < sum(len(TABLE.possible(line)) for line in lines) < 0.2 * len(PATTERNS) * len(lines)


WORDS = ["課題", "予定", "不足", "。", "し", "た", "ない", "$", "a", "ab", "\n", "\t", ""]
PIECES = st.sampled_from(
    [
        "課題",
        "予定(?:で|の)?",
        "不足",
        "[しな]",
        "た",
        "(?:ない|ず)",
        "^",
        "$",
        "ab",
        "[^。]{0,3}",
        "(?=た)",
        "(?<!な)",
        r"\n?",
    ]
)


def compiled(pieces: list[str]) -> re.Pattern[str]:
    return re.compile("".join(pieces))


@given(
    st.lists(st.lists(PIECES, min_size=1, max_size=5).map(compiled), min_size=1, max_size=6),
    st.lists(st.sampled_from(WORDS), max_size=8).map("".join),
)
def test_no_match_is_lost_whatever_the_rules(patterns: list[re.Pattern[str]], text: str) -> None:
    assert lost(screened(patterns), patterns, text) == []


def test_tables_of_one_screen_are_read_one_after_the_other() -> None:
    screen = Screen()
    pattern_of: Callable[[re.Pattern[str]], re.Pattern[str]] = lambda pattern: pattern  # noqa: E731
    first = screen.table([re.compile("課題")], pattern_of)
    assert first.possible("課題と予定") and not first.possible("予定")
    second = screen.table([re.compile("予定$"), re.compile("未定")], pattern_of)
    assert [p.pattern for p in second.possible("課題と予定")] == ["予定$"]


def test_the_end_also_stands_before_a_last_line_break() -> None:
    assert "定\x03" in grams("予定\n")
