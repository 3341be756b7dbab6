"""The examples of the rule tables hold: accepts are read by their own rule, rejects are not."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment import headings, label_grammar, turns
from minutes_pipeline.segment.headings import HeadingForm, read_shape
from minutes_pipeline.segment.label_grammar import LabelRule, compose
from minutes_pipeline.segment.turns import LabelForm, read_label
from minutes_pipeline.text.folding import flat

HEADING_ACCEPTS = [(form, text) for form in headings.FORMS for text in form.accepts]
HEADING_REJECTS = [(form, text) for form in headings.FORMS for text in form.rejects]
LABEL_ACCEPTS = [(form, text) for form in turns.FORMS for text in form.accepts]
LABEL_REJECTS = [(form, text) for form in turns.FORMS for text in form.rejects]

COMPOSED_ACCEPTS = [(rule, text) for rule in label_grammar.RULES for text in rule.accepts]
COMPOSED_REJECTS = [(rule, text) for rule in label_grammar.RULES for text in rule.rejects]


@pytest.mark.parametrize(("rule", "text"), COMPOSED_ACCEPTS, ids=lambda x: x if isinstance(x, str) else x.kind)
def test_composed_label_accepts(rule: LabelRule, text: str) -> None:
    assert compose(flat(text), 0) == (rule.kind, len(text))


@pytest.mark.parametrize(("rule", "text"), COMPOSED_REJECTS, ids=lambda x: x if isinstance(x, str) else x.kind)
def test_composed_label_rejects(rule: LabelRule, text: str) -> None:
    found = compose(flat(text), 0)
    assert found is None or found[0] != rule.kind


@pytest.mark.parametrize(("form", "text"), HEADING_ACCEPTS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_heading_accepts(form: HeadingForm, text: str) -> None:
    shape = read_shape(text)
    assert shape is not None
    assert shape.form == form.id


@pytest.mark.parametrize(("form", "text"), HEADING_REJECTS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_heading_rejects(form: HeadingForm, text: str) -> None:
    shape = read_shape(text)
    assert shape is None or shape.form != form.id


@pytest.mark.parametrize(("form", "text"), LABEL_ACCEPTS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_label_accepts(form: LabelForm, text: str) -> None:
    label = read_label(0, text)
    assert label is not None
    assert label.form == form.id


@pytest.mark.parametrize(("form", "text"), LABEL_REJECTS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_label_rejects(form: LabelForm, text: str) -> None:
    label = read_label(0, text)
    assert label is None or label.form != form.id


def test_every_form_has_examples() -> None:
    assert all(form.accepts for form in (*headings.FORMS, *turns.FORMS))
