import pytest

from minutes_pipeline.evaluate.tally import Tally


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(0, 0, 0, 0), 1.0, 1.0, 1.0),
        (Tally(gold=3, predicted=0, right=0, found=0), 0.0, 0.0, 0.0),
        (Tally(gold=0, predicted=2, right=0, found=0), 0.0, 1.0, 0.0),
        (Tally(gold=4, predicted=5, right=3, found=2), 0.6, 0.5, 6 / 11),
    ],
)
def test_ratios(tally: Tally, precision: float, recall: float, f1: float) -> None:
    assert tally.precision == pytest.approx(precision)
    assert tally.recall == pytest.approx(recall)
    assert tally.f1 == pytest.approx(f1)


def test_sum() -> None:
    assert Tally(1, 2, 3, 4) + Tally(10, 20, 30, 40) == Tally(11, 22, 33, 44)


def test_a_field_without_gold_and_predictions_is_not_wanted() -> None:
    assert not Tally().wanted
    assert Tally(predicted=1).wanted
