"""What does not agree: in one meeting with the finding's sentence, between two meetings with both places."""

from __future__ import annotations

from pathlib import Path

from tests.unit.progress.conftest import BODIES, read

from minutes_pipeline.progress.checks import slips_of
from minutes_pipeline.progress.linked import LinkedSeries, linked_bodies
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes


def _body(path: Path, *texts: str) -> LinkedSeries:
    database = open_database(path)
    for number, text in enumerate(texts, 1):
        store_minutes(database, read(number, text))
    database.close()
    (found,) = linked_bodies(path)
    return found


def test_two_meetings_that_differ_about_one_year(tmp_path: Path) -> None:
    first = BODIES[1].replace("・相談件数：令和４年度：300件", "・相談件数：令和３年度：219件　令和４年度：300件")
    (slip,) = slips_of(_body(tmp_path / "m.db", BODIES[0], first))
    assert slip.kind == "restated" and "令和3年度の値が、会議によって違います（210件、219件）" in slip.message
    assert [(place.document, place.date) for place in slip.places] == [("1.txt", "2023-01-23"), ("2.txt", "2024-01-23")]
    assert ["210件" in slip.places[0].quote, "219件" in slip.places[1].quote] == [True, True]


def test_a_sum_that_does_not_hold_says_so(tmp_path: Path) -> None:
    text = BODIES[0] + "・来所は120件、電話は80件で、合計は210件であった。\n"
    slips = slips_of(_body(tmp_path / "m.db", text))
    assert [(slip.kind, slip.places[0].document) for slip in slips] == [("sum", "1.txt")]
    assert "200" in slips[0].message and "210" in slips[0].message


def test_what_agrees_is_no_slip(tmp_path: Path) -> None:
    assert slips_of(_body(tmp_path / "m.db", *BODIES)) == ()
