"""No pattern takes more than a line's length of time: twice the line, at most two and a half times the time."""

import re
import time
from collections import deque
from collections.abc import Callable

import pytest
from every_rule import Rule, every_rule
from hostile_lines import Made, endless, lines_for

LENGTH = 24_000
"""Characters of the shorter line; the longer one has twice as many."""
FLOOR = 0.002
"""Seconds for a quarter of the longer line below which a pattern is not looked at: were it quadratic, it would take 16 times that
for the whole, which harms nobody."""
MOST = 2.5
RULES = every_rule()


def run(pattern: re.Pattern[str], method: str) -> Callable[[str], object]:
    """What a call of the pattern costs: all matches of a line for a search."""
    if method == "finditer":
        return lambda line: deque(pattern.finditer(line), maxlen=0)
    return pattern.match if method == "match" else pattern.fullmatch


def seconds(call: Callable[[str], object], line: str, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        call(line)
        best = min(best, time.process_time() - begun)
    return best


def growth(call: Callable[[str], object], made: Made) -> float:
    """time(2n) / time(n); 1 for what is too quick to tell. Measured again, and longer, before it counts as too much."""
    first = seconds(call, made.line(LENGTH // 8), 1)
    if first < FLOOR / 8:
        return 1.0
    if first > 0.25:  # what explodes shows in a short line
        return seconds(call, made.line(LENGTH // 4), 1) / first
    if seconds(call, made.line(LENGTH // 2), 2) < FLOOR:
        return 1.0
    ratio = float("inf")
    for times in (2, 5, 9):
        longer, shorter = (seconds(call, made.line(length), times) for length in (2 * LENGTH, LENGTH))
        ratio = min(ratio, longer / shorter)
        if ratio <= MOST or longer > 0.5:
            break
    return ratio


def too_slow(rules: list[Rule]) -> list[str]:
    """The patterns whose time grows faster than the line, with the line that shows it."""
    return [
        f"{rule.where} {method} x{ratio:.1f} {made.head!r} {made.unit!r} {made.tail!r}: {rule.pattern.pattern[:120]}"
        for rule in rules
        for method in sorted(rule.methods)
        for made in lines_for(rule.pattern, rule.examples)
        if (ratio := growth(run(rule.pattern, method), made)) > MOST
    ]


def test_there_are_rules() -> None:
    assert len(RULES) > 1500


def test_what_is_repeated_without_end() -> None:
    assert too_slow([rule for rule in RULES if endless(rule.pattern)]) == []


@pytest.mark.parametrize(
    ("pattern", "method"), [(r"\s*x", "finditer"), (r"\s*\s*x", "match"), (r".*,.*;", "fullmatch")]
)
def test_it_would_be_seen(pattern: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "LENGTH", 2000)
    monkeypatch.setitem(globals(), "FLOOR", 1e-5)
    assert too_slow([Rule("here", re.compile(pattern), frozenset({method}))])
