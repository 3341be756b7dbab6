import pytest

from minutes_pipeline.evaluate.reliability import miscalibration, reliability
from minutes_pipeline.evaluate.scoring import Report, score_document


def test_bands_hold_their_lower_edge_and_the_last_holds_one() -> None:
    judged = [(0.0, False), (0.5, True), (0.59, True), (0.9, True), (1.0, False)]
    bands = reliability(judged)
    assert [(band.low, band.count, band.right) for band in bands] == [(0.0, 1, 0), (0.5, 2, 2), (0.9, 2, 1)]
    assert sum(band.count for band in bands) == len(judged)
    assert bands[-1].mean == pytest.approx(0.95)
    assert bands[-1].share == 0.5


def test_perfectly_calibrated_is_zero() -> None:
    assert miscalibration([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == 0.0
    assert miscalibration([]) == 0.0


def test_overconfident_is_the_distance() -> None:
    assert miscalibration([(0.9, False)] * 10) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("field", "gold", "right", "wrong"),
    [
        ("goals", {"title": "相談体制の確立"}, {"title": "相談体制の確立"}, {"title": "移動支援"}),
        ("issues", {"quote": "駐車場が足りない。"}, {"quote": "駐車場が足りない。"}, {"quote": "了承した。"}),
        (
            "metrics",
            {"name": "相談件数", "value": 3, "quote": "相談件数は3件"},
            {"name": "相談件数", "value": 3, "quote": "相談件数は3件"},
            {"name": "相談件数", "value": 4, "quote": "相談件数は4件"},
        ),
        ("attendees", {"name": "青葉太郎"}, {"name": "青葉太郎"}, {"name": "緑川花子"}),
    ],
)
def test_every_field_judges_its_predictions(
    field: str, gold: dict[str, object], right: dict[str, object], wrong: dict[str, object]
) -> None:
    predicted = {field: [right | {"confidence": 0.9}, wrong | {"confidence": 0.4}, wrong]}
    report = Report((score_document("a", {field: [gold]}, predicted),))
    assert sorted(report.judged(field)) == [(0.4, False), (0.9, True)]


def test_a_figure_told_again_is_not_judged() -> None:
    record = {"name": "相談件数", "value": 3, "quote": "相談件数は3件", "confidence": 0.8}
    report = Report((score_document("a", {"metrics": [record]}, {"metrics": [record, record]}),))
    assert report.judged("metrics") == ((0.8, True),)
