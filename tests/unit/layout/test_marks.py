"""Rule table of line beginnings: every example is a test."""

from __future__ import annotations

import re

import pytest

from minutes_pipeline.layout.marks import MARKS
from minutes_pipeline.text.folding import flat


@pytest.mark.parametrize(("pattern", "text"), [(m.pattern, t) for m in MARKS for t in m.accepts])
def test_accepts(pattern: str, text: str) -> None:
    assert re.match(pattern, flat(text))


@pytest.mark.parametrize(("pattern", "text"), [(m.pattern, t) for m in MARKS for t in m.rejects])
def test_rejects(pattern: str, text: str) -> None:
    assert not re.match(pattern, flat(text))


def test_every_rule_has_an_id_of_its_own_and_examples() -> None:
    assert len({mark.id for mark in MARKS}) == len(MARKS)
    assert all(mark.accepts for mark in MARKS)
