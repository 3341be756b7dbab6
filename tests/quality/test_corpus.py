"""Accuracy on the fictional minutes of tests/corpus: runs from a bare clone, may not fall unseen."""

import json
from pathlib import Path

import pytest

from minutes_pipeline.evaluate.gold import gold_files, load_record, pair_with_gold
from minutes_pipeline.evaluate.scoring import GROUNDING, Report, score_document
from minutes_pipeline.pipeline import extract_file

CORPUS = Path(__file__).parents[1] / "corpus"
RATCHET = Path(__file__).with_name("ratchet.json")
TOLERANCE = 0.005
SLACK = 0.02


@pytest.fixture(scope="module")
def report() -> Report:
    pairing = pair_with_gold(gold_files(CORPUS / "gold"), sorted((CORPUS / "documents").iterdir()))
    assert pairing.without_document == pairing.without_gold == ()
    return Report(
        tuple(
            score_document(gold.stem, load_record(gold), extract_file(document).model_dump(mode="json"))
            for gold, document in pairing.pairs
        )
    )


def test_there_are_enough_documents_of_every_form(report: Report) -> None:
    assert len(report.documents) >= 40
    assert all(len(part.documents) >= 5 for part in report.by_genre().values())


def test_every_record_is_grounded(report: Report) -> None:
    grounded, claimed = report.details()[GROUNDING]
    assert claimed > 1000
    assert grounded == claimed


def test_the_score_does_not_fall(report: Report) -> None:
    """A fall of more than 0.005 needs a new figure in ratchet.json, with the reason for it."""
    assert report.macro_f1 >= json.loads(RATCHET.read_text("utf-8"))["macro_f1"] - TOLERANCE


def test_the_ratchet_is_wound_up(report: Report) -> None:
    kept = json.loads(RATCHET.read_text("utf-8"))["macro_f1"]
    assert report.macro_f1 <= kept + SLACK, f"set macro_f1 in {RATCHET.name} to {report.macro_f1:.4f}"
