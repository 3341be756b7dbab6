"""Confidence is counted: the table names rules that exist, and the numbers mean what they say."""

from __future__ import annotations

import pytest

from minutes_pipeline.extract.action_rules import RULES
from minutes_pipeline.extract.issues import band_of
from minutes_pipeline.extract.trust import COUNTED, FIRST_SIGHT, OWN, WEIGHT, Kind, fall, lowered, trust


@pytest.mark.parametrize("kind", sorted(COUNTED))
def test_the_counts_are_counts(kind: Kind) -> None:
    assert COUNTED[kind]
    assert all(0 <= right <= seen and seen > 0 for right, seen in COUNTED[kind].values())
    assert 0 < FIRST_SIGHT[kind][0] <= FIRST_SIGHT[kind][1]


@pytest.mark.parametrize("kind", sorted(COUNTED))
def test_no_rule_is_certain_and_every_one_lies_between_its_share_and_the_mean(kind: Kind) -> None:
    for rule, (right, seen) in COUNTED[kind].items():
        low, high = sorted(share * fall(kind) for share in (right / seen, OWN[kind][0] / OWN[kind][1]))
        assert min(low, 0.97) - 0.005 <= trust(kind, rule, 0.0) <= min(high, 0.97) + 0.005


def test_a_rule_never_seen_keeps_its_own_confidence() -> None:
    assert trust("decision", "decision.of-another-world", 0.6) == 0.6


def test_what_is_seen_seldom_is_drawn_toward_the_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COUNTED["action"], "action.seldom", (0, 2))
    monkeypatch.setitem(COUNTED["action"], "action.often", (0, 200))
    mean = fall("action") * OWN["action"][0] / OWN["action"][1]
    assert trust("action", "action.often", 0.0) < 0.1 < trust("action", "action.seldom", 0.0) < mean
    assert WEIGHT == 10


@pytest.mark.parametrize("kind", sorted(OWN))
def test_what_is_new_is_believed_less(kind: Kind) -> None:
    assert 0.5 < fall(kind) <= 1.0
    assert lowered(kind, 0.9) == round(0.9 * fall(kind), 2)


def test_the_rules_counted_exist() -> None:
    assert set(COUNTED["action"]) <= {rule.id for rule in RULES} | {"action.opinion"}
    assert set(COUNTED["issue"]) == {band_of(score) for score in (0.8, 0.9, 1.2, 1.5, 2.0)}
    assert all(rule.startswith("decision.") for rule in COUNTED["decision"])


def test_more_signs_make_an_issue_surer() -> None:
    assert trust("issue", band_of(0.72), 0.0) < trust("issue", band_of(2.0), 0.0)
