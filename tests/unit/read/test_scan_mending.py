"""Mending of misread characters: what the rules put right, what they leave, and that places stay."""

from itertools import pairwise

import pytest

from minutes_pipeline.read.scan_mending import MENDS, Mend, mended
from minutes_pipeline.read.scan_places import Glyph


def row(text: str, width: float = 40.0) -> list[Glyph]:
    return [Glyph(char, index * width, (index + 1) * width, 0.9) for index, char in enumerate(text)]


def text_of(glyphs: list[Glyph]) -> str:
    return "".join(glyph.char for glyph in glyphs)


@pytest.mark.parametrize("rule", MENDS, ids=lambda rule: rule.id)
def test_accepts_and_rejects(rule: Mend) -> None:
    assert rule.accepts and rule.rejects
    for read, right in rule.accepts:
        assert text_of(mended(row(read))) == right
        assert rule.pattern.search(read)
    for text in rule.rejects:
        assert text_of(mended(row(text))) == text


@pytest.mark.parametrize("text", ["", "会議録", "力と一と口", "今和風の", "センター一カ所", "長束修", "①②"])
def test_what_is_only_likely_stays(text: str) -> None:
    assert text_of(mended(row(text))) == text


def test_places_stay_in_order() -> None:
    glyphs = mended(row("午後1時30分3時00分"))
    assert text_of(glyphs) == "午後1時30分～3時00分"
    assert all(a.x1 <= b.x0 for a, b in pairwise(glyphs))


def test_two_times_in_two_columns_are_no_span() -> None:
    left, right = row("13時30分"), row("15時00分")
    apart = [Glyph(g.char, g.x0 + 500, g.x1 + 500, g.confidence) for g in right]
    assert text_of(mended(left + apart)) == "13時30分15時00分"
    near = [Glyph(g.char, g.x0 + 250, g.x1 + 250, g.confidence) for g in right]
    assert text_of(mended(left + near)) == "13時30分～15時00分"
