"""Where a quote stands in a text that may have changed around it."""

from __future__ import annotations

import pytest

from minutes_pipeline.compare.anchoring import QuoteFinder, Surroundings, surroundings

TEXT = "１　予算について\n異議なし。\n２　人事について\n異議なし。\n利用者は3,045人\tであった。\n髙橋 委員から発言があった。"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("人事について", "人事について"),
        ("利用者は３，０４５人であった。", "利用者は3,045人\tであった。"),
        ("利用者は\n3,045人　であった。", "利用者は3,045人\tであった。"),
        ("高橋委員", "髙橋 委員"),
        ("ない言葉", None),
        ("", None),
        ("　\n", None),
    ],
)
def test_whatever_its_white_space_and_width(quote: str, found: str | None) -> None:
    span = QuoteFinder(TEXT).find(quote, Surroundings())
    assert (None if span is None else span.of(TEXT)) == found


def test_of_several_the_one_with_its_neighbours() -> None:
    second = TEXT.rindex("異議なし。")
    known = surroundings(TEXT, second, second + 5)
    changed = "はじめに\n" + TEXT
    span = QuoteFinder(changed).find("異議なし。", known)
    assert span is not None
    assert span.start == changed.rindex("異議なし。")
    assert QuoteFinder(TEXT).find("異議なし。", Surroundings(start=0)) == QuoteFinder(TEXT).find(
        "異議なし。", Surroundings()
    )


def test_strict_refuses_a_formula_elsewhere_and_a_heading_within_a_sentence() -> None:
    known = Surroundings("３　報告事項\n会長が諮ったところ、\n", "\n以上で閉会した。")
    assert QuoteFinder(TEXT).find("異議なし。", known) is not None
    assert QuoteFinder(TEXT).find("異議なし。", known, strict=True) is None
    heading = Surroundings("２　", "\n")
    assert QuoteFinder("２　人事について\n").find("人事について", heading, strict=True) is not None
    assert QuoteFinder("委員から人事について発言があった。").find("人事について", heading, strict=True) is None
