"""What must hold of any answers, however odd: bounds, perfection, and order of the same records not mattering to the sums."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_pipeline.evaluate.scoring import FIELDS, Report, score_document

WORD = st.text(st.sampled_from("相談支援件数課題予算計画推進会議報告書0123456789０％"), min_size=1, max_size=12)
ODD = st.one_of(
    st.none(), WORD, st.text(max_size=8), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False)
)
KEYS = (
    "quote",
    "title",
    "name",
    "value",
    "unit",
    "affiliation",
    "job_title",
    "status",
    "result",
    "agenda_item",
    "confidence",
)
RECORD = st.dictionaries(st.sampled_from(KEYS), ODD, max_size=6)
DOCUMENT = st.fixed_dictionaries(
    {"meeting": st.dictionaries(st.sampled_from(("name", "session", "date", "venue")), ODD, max_size=4)},
    optional={name: st.lists(RECORD, max_size=4) for name in FIELDS if name != "meeting"},
)
QUICK = settings(deadline=None, max_examples=150)


@given(gold=DOCUMENT, predicted=DOCUMENT)
@QUICK
def test_figures_stay_within_their_bounds(gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    score = score_document("a", gold, predicted)
    assert 0 <= score.macro_f1 <= 1
    for name in FIELDS:
        tally = score.fields[name].tally
        assert 0 <= tally.right <= tally.predicted
        assert 0 <= tally.found <= tally.gold
        assert 0 <= tally.f1 <= 1
    for _, (hits, of) in score.details():
        assert 0 <= hits <= of


@given(titles=st.lists(WORD, max_size=5, unique=True), quotes=st.lists(WORD, max_size=5))
@QUICK
def test_the_gold_itself_is_perfect(titles: list[str], quotes: list[str]) -> None:
    gold = {
        "goals": [{"title": title} for title in titles],
        "issues": [{"quote": quote} for quote in quotes],
        "metrics": [{"name": quote, "value": number, "quote": quote} for number, quote in enumerate(quotes)],
        "attendees": [{"name": title, "job_title": "課長"} for title in titles],
    }
    report = Report((score_document("a", gold, gold),))
    assert all(report.total(name).f1 == 1.0 for name in FIELDS)
