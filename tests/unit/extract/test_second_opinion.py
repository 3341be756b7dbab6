"""The second opinion: what it looks at, how it is weighed against the rules, and that its weights are whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.extract import actions, decisions, issues
from minutes_pipeline.extract.actions import extract_actions
from minutes_pipeline.extract.decisions import extract_decisions
from minutes_pipeline.extract.issues import extract_issues
from minutes_pipeline.extract.judgement import judged
from minutes_pipeline.extract.second_opinion import KINDS, WEIGHTS, Kind, Odds, features, opinions, settled
from minutes_pipeline.model.section import Outline

Build = Callable[..., Outline]


def test_the_weights_are_whole() -> None:
    lines = [line for line in WEIGHTS.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    assert len(rows) > 1000
    assert all(len(row) == 4 and all(abs(float(cell)) < 20 for cell in row[1:]) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert rows[0][0] == "bias"


def test_features_are_lemmas_pairs_endings_and_place(outline_of: Build) -> None:
    first, second = features(judged(outline_of(("事務局", "担い手が３人足りない。"), ("", "以上である。"))))
    assert {"u:足りる", "b:が_#", "e1:ない", "e2:足りる_ない", "role:official", "len>=10"} <= first
    assert {"role:narration", "before:official", "first"} <= second
    assert not any(name.startswith("len") for name in second)


def test_the_second_opinion_never_knows_the_rules(outline_of: Build) -> None:
    (names,) = features(judged(outline_of(("", "参加者の減少が課題である。"))))
    assert not any("issue." in name or "counter." in name for name in names)


@pytest.mark.parametrize("kind", KINDS)
def test_the_surer_wins(kind: Kind) -> None:
    assert settled(kind, 3.0, Odds(-2.5, -2.5, -2.5)) and not settled(kind, 3.0, Odds(-3.5, -3.5, -3.5))
    assert settled(kind, -3.0, Odds(3.5, 3.5, 3.5)) and not settled(kind, -3.0, Odds(2.5, 2.5, 2.5))


def test_the_same_document_is_weighed_once(outline_of: Build) -> None:
    said = judged(outline_of(("委員", "空き家が増えて困っている。")))
    assert opinions(said) is opinions(said)


def test_it_adds_and_takes_back(outline_of: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind asks it, whatever the rules say."""
    outline = outline_of(("事務局", "会議室の机を並べ替えた。"))
    sure, never = Odds(9.0, 9.0, 9.0), Odds(-9.0, -9.0, -9.0)
    for module, extract in ((issues, extract_issues), (decisions, extract_decisions), (actions, extract_actions)):
        assert extract(outline) == ()
        monkeypatch.setattr(module, "opinions", lambda said: (sure,) * len(said))
        (added,) = extract(outline)
        assert added.rule_id.endswith(".opinion")
    told = outline_of(("", "議案第１号は原案のとおり可決された。"))
    assert [r.result for r in extract_decisions(told)] == ["approved"]
    monkeypatch.setattr(decisions, "opinions", lambda said: (never,) * len(said))
    assert extract_decisions(told) == ()
