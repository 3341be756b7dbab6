"""What tests of several rooms need: the characters that a regular expression can begin with."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

import pytest

from minutes_pipeline.text.openings import SPACE

_parser: Any = importlib.import_module("re._parser")


@pytest.fixture(scope="session")
def first_characters() -> Callable[[re.Pattern[str]], set[str]]:
    """All characters that a match can begin with, from the parse tree; an expression that can match nothing has no such set."""

    def characters(pattern: re.Pattern[str]) -> set[str]:
        found, empty = _first(_parser.parse(pattern.pattern, pattern.flags))
        assert not empty
        return found

    return characters


def _first(items: Any) -> tuple[set[str], bool]:
    found: set[str] = set()
    for op, value in items:
        more, empty = _first_of(str(op), value)
        found |= more
        if not empty:
            return found, False
    return found, True


def _first_of(op: str, value: Any) -> tuple[set[str], bool]:
    if op == "LITERAL":
        return {chr(value)}, False
    if op == "IN":
        return {c for kind, what in value for c in _members(str(kind), what)}, False
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        found, empty = _first(value[2])
        return found, empty or value[0] == 0
    if op == "SUBPATTERN":
        return _first(value[3])
    if op == "BRANCH":
        read = [_first(branch) for branch in value[1]]
        return {c for found, _ in read for c in found}, any(empty for _, empty in read)
    assert op in ("ASSERT", "ASSERT_NOT", "AT"), op
    return set(), True


def _members(kind: str, what: Any) -> str:
    if kind == "LITERAL":
        return chr(what)
    if kind == "RANGE":
        return "".join(map(chr, range(what[0], what[1] + 1)))
    assert (kind, str(what)) == ("CATEGORY", "CATEGORY_SPACE")
    return SPACE
