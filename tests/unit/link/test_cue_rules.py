"""The examples of the cue tables hold: accepts show their cue, rejects do not."""

from __future__ import annotations

import pytest

from minutes_pipeline.link.cue_rules import RULES, CueRule
from minutes_pipeline.link.issue_states import plain
from minutes_pipeline.text.folding import flat

ACCEPTS = [(rule, text) for rule in RULES for text in rule.accepts]
REJECTS = [(rule, text) for rule in RULES for text in rule.rejects]


@pytest.mark.parametrize(("rule", "text"), ACCEPTS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_accepts(rule: CueRule, text: str) -> None:
    assert rule.pattern.search(plain(flat(text)))


@pytest.mark.parametrize(("rule", "text"), REJECTS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_rejects(rule: CueRule, text: str) -> None:
    assert not rule.pattern.search(plain(flat(text)))


def test_every_rule_has_examples_of_both_kinds() -> None:
    assert [rule.id for rule in RULES if not (rule.accepts and rule.rejects)] == []
    assert len({rule.id for rule in RULES}) == len(RULES)
