"""Undertakings as clerks of associations tell them: each rule's own sentences, and what it leaves alone."""

from collections.abc import Callable

import pytest

from minutes_pipeline.extract.action_narrated import NARRATED, NarratedRule, narrated
from minutes_pipeline.extract.actions import extract_actions
from minutes_pipeline.extract.judgement import judged
from minutes_pipeline.model.section import Outline

Build = Callable[..., Outline]


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r in NARRATED for t in r.accepts])
def test_the_table_accepts(rule: NarratedRule, text: str, outline_of: Build) -> None:
    assert [(r.quote, r.rule_id) for r in extract_actions(outline_of(("", text + "。")))] == [(text + "。", rule.id)]


@pytest.mark.parametrize("text", [t for r in NARRATED for t in r.rejects])
def test_the_table_rejects(text: str, outline_of: Build) -> None:
    assert [narrated(one) for one in judged(outline_of(("", text + "。")))] == [None]


def test_a_member_tells_nothing(outline_of: Build) -> None:
    assert extract_actions(outline_of(("委員", "景品を商店会に寄付することになりました。"))) == ()
