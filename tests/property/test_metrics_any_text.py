"""Figures of any text: no crash, in order, inside the text; long lines without marks in bounded time."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_pipeline.extract.metric_prose import Context, figures_of
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.periods import Clock

CONTEXT = Context(Clock(day=date(2024, 11, 14)), label="利用者", title="報告")
_WORDS = st.sampled_from(
    [
        *"はがをにでのと、。()「」約計%円万千▲増減〜・：一二十",
        *"利用者 相談 から ほぼ 延べ うち 12 3,045 人 件 前年度比".split(),
        *"令和5年度 12月末現在 昨年度 した ている 見込み".split(),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=30).map("".join))
def test_any_words(text: str) -> None:
    folded = flat(text)
    end = 0
    for figure in figures_of(folded, CONTEXT):
        assert 0 <= figure.start <= figure.place[0] < figure.place[1] <= figure.end <= len(folded)
        assert end <= figure.place[0]
        assert figure.name or figure.unit
        end = figure.place[1]


@pytest.mark.parametrize("unit", ["1人", "12件、", "利用者は3人", "1", "一人", "(3人)", "令和5年度の3件"])
def test_bounded_time(unit: str) -> None:
    text = flat(unit * (24_000 // len(unit)))
    started = time.perf_counter()
    figures_of(text, CONTEXT)
    assert time.perf_counter() - started < 6.0
