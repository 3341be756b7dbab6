"""Confidence of attendees: what the dictionary does not bear out is less certain."""

from __future__ import annotations

from minutes_pipeline.extract.roster_model import Person


def _certainty(name: str | None, *units: str) -> float:
    return Person(0, 1, name, units).certainty


def test_known_names_are_more_certain_than_unknown_ones() -> None:
    assert _certainty("山田太郎") > _certainty("楢蕗") > _certainty("審査対象")


def test_units_that_end_like_units_are_more_certain() -> None:
    assert _certainty("山田太郎", "総務課") > _certainty("山田太郎", "みどりの輪")


def test_a_post_without_a_name_keeps_its_confidence() -> None:
    assert Person(0, 1, None, ("総務課",), "課長", confidence=0.85).certainty == 0.85


def test_never_below_the_floor() -> None:
    assert Person(0, 1, "むにゃむにゃもにゃもにゃ", ("あれ", "これ"), confidence=0.5).certainty == 0.3
