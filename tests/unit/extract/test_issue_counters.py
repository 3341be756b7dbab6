"""Counter-signs of issues: the examples of their table."""

import pytest

from minutes_pipeline.extract.issue_counters import COUNTERSIGNS
from minutes_pipeline.extract.issue_rules import Sign
from minutes_pipeline.extract.judgement import compact


@pytest.mark.parametrize(("sign", "text"), [(s, t) for s in COUNTERSIGNS for t in s.accepts])
def test_taken_back(sign: Sign, text: str) -> None:
    assert sign.pattern.search(compact(text))


@pytest.mark.parametrize(("sign", "text"), [(s, t) for s in COUNTERSIGNS for t in s.rejects])
def test_not_taken_back(sign: Sign, text: str) -> None:
    assert not sign.pattern.search(compact(text))
