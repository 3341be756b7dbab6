import pytest

from minutes_pipeline.cli.score_tables import as_markdown, as_text, tables_of
from minutes_pipeline.cli.terminal import width_of
from minutes_pipeline.evaluate.scoring import Report, score_document

GOLD = {"genre": "summary", "goals": [{"title": "相談体制の確立"}], "issues": [{"quote": "駐車場が足りない。"}]}
PREDICTED = {"goals": [{"title": "相談体制の確立", "confidence": 0.9}]}
REPORT = Report(
    tuple(score_document(stem, GOLD, PREDICTED) for stem in ("a", "とても長い名前の議事録_令和6年度_第2回会議" * 2))
)


@pytest.mark.parametrize("width", ["80", "120"])
def test_tables_align_and_keep_to_the_terminal(monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for table in tables_of(REPORT, forms=True, reliable=True):
        lines = as_text(table).splitlines()
        assert len({width_of(line) for line in lines}) == 1
        assert width_of(lines[0]) <= int(width)


def test_tables_asked_for() -> None:
    assert [table.title for table in tables_of(REPORT)] == ["文書ごとの F1", "項目ごとの成績", "細目"]
    titles = [table.title for table in tables_of(REPORT, forms=True, reliable=True)]
    assert titles[2:4] == ["文体ごとの F1", "確からしさと正しい割合"]


def test_figures_of_the_fields() -> None:
    rows = {row[0]: row[1:] for row in tables_of(REPORT)[1].rows}
    assert rows["目標"] == ("2", "2", "2", "2", "1.000", "1.000", "1.000")
    assert rows["課題"] == ("2", "0", "0", "0", "0.000", "0.000", "0.000")


def test_reliability_names_field_and_band() -> None:
    rows = tables_of(REPORT, reliable=True)[2].rows
    assert rows[0] == ("目標 0.9～1.0", "2", "0.900", "1.000")


def test_markdown() -> None:
    lines = as_markdown(tables_of(REPORT)[1]).splitlines()
    assert lines[0] == "### 項目ごとの成績"
    assert lines[2].startswith("| 項目 | 正解 |")
    assert {line.count("|") for line in lines[2:]} == {9}
