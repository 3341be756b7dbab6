"""Whole short documents in the forms of the wild (fictional content): which agenda items come out, on which level."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes_pipeline.pipeline import read_document, segment

FORMS = Path(__file__).parent / "forms"
SOURCES = {p.stem: p for p in sorted(FORMS.iterdir()) if p.suffix != ".expected"}


def _squash(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("case", SOURCES)
def test_agenda_of_form(case: str) -> None:
    expected = [line.split(" ", 1) for line in (FORMS / f"{case}.expected").read_text("utf-8").splitlines() if line]
    outline = segment(read_document(SOURCES[case]))
    found = [(str(h.level), _squash(h.title)) for h in outline.agenda_items]
    assert found == [(level, _squash(title)) for level, title in expected]


@pytest.mark.parametrize("case", SOURCES)
def test_grounded(case: str) -> None:
    outline = segment(read_document(SOURCES[case]))
    text = outline.document.text
    for heading in (*outline.agenda_items, *outline.goals, *outline.programs):
        assert text[heading.start : heading.end].strip() == heading.title
    ends = [(s.start, s.end) for s in outline.sentences]
    assert ends == sorted(ends)
    assert all(a < b for a, b in ends)


@pytest.mark.parametrize(
    ("case", "goals"),
    [
        ("goals_in_boxes", [("1", "健康づくりの推進"), ("2", "こころの健康")]),
        ("strategy_goals", [("1", "しごとをつくる"), ("2", "ひとの流れをつくる")]),
        ("pillars", [("1", "確かな学力"), ("2", "豊かな心"), ("3", "健やかな体")]),
        ("numbered_statements", []),
    ],
)
def test_goals_of_form(case: str, goals: list[tuple[str, str]]) -> None:
    outline = segment(read_document(SOURCES[case]))
    assert [(g.number, g.title) for g in outline.goals] == goals
