"""The examples of the rule tables hold: accepts are read by their own rule, rejects are not."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment import headings, turns
from minutes_pipeline.segment.headings import HeadingForm, read_shape
from minutes_pipeline.segment.turns import LabelForm, read_label

HEADING_ACCEPTS = [(form, text) for form in headings.FORMS for text in form.accepts]
HEADING_REJECTS = [(form, text) for form in headings.FORMS for text in form.rejects]
LABEL_ACCEPTS = [(form, text) for form in turns.FORMS for text in form.accepts]
LABEL_REJECTS = [(form, text) for form in turns.FORMS for text in form.rejects]


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
