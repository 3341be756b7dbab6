"""The plan, the ledger, the sheet and the briefing: what the minutes say, where they say it, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.unit.progress.conftest import BODIES, read

from minutes_pipeline.errors import QueryError
from minutes_pipeline.link.linking import link_meetings
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.progress.briefing import briefing_as_html, briefing_as_markdown
from minutes_pipeline.progress.ledger import issue_ledger, promise_ledger
from minutes_pipeline.progress.plan import learn_plan, load_plan, plan_as_yaml
from minutes_pipeline.progress.sheet import ProgressSheet, SheetCell, progress_sheet
from minutes_pipeline.progress.sheet_files import sheet_as_csv, sheet_as_json
from minutes_pipeline.progress.workbook import write_workbook

PLAN = """
plan: 楡ヶ丘市地域福祉計画
body: 地域福祉庁内連絡会
rating: {grades: [A, B, C, D]}
goals:
- number: 1
  title: 相談しやすいまちづくり
  measures:
  - title: 窓口の充実
    programs:
    - title: くらし相談窓口
      departments: [福祉課]
      indicators:
      - {name: 相談件数, unit: 件, targets: {R4: 250, 令和5年度: 400}}
      - {name: 満足度, unit: "%"}
    - title: =見守り訪問事業
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, "utf-8")
    return path


def _sheet(plan_file: Path, year: int, series: list[Minutes], links: Links) -> ProgressSheet:
    return progress_sheet(load_plan(plan_file), year, series, links)


def test_figures_of_the_whole_year_are_preferred(plan_file: Path, series: list[Minutes], links: Links) -> None:
    (row, blank, other) = _sheet(plan_file, 2022, series, links).rows
    assert (row.target.value, row.actual.value, row.rate.value) == (250, 300, 120.0)
    assert row.actual.citations[0].document == "2.txt" and row.actual.note is None
    assert (blank.indicator, blank.actual.value, blank.rate.value) == ("満足度", None, None)
    assert (other.program, other.actual.value, other.issues.value) == ("=見守り訪問事業", None, None)


def test_a_part_of_a_year_says_so(plan_file: Path, series: list[Minutes], links: Links) -> None:
    row = _sheet(plan_file, 2024, series, links).rows[0]
    assert (row.actual.value, row.actual.note, row.target.value, row.rate.value) == (310, "12月31日まで", None, None)


def test_ratings_are_read_and_never_invented(plan_file: Path, series: list[Minutes], links: Links) -> None:
    assert _sheet(plan_file, 2022, series, links).rows[0].department_rating.value == "B"
    assert _sheet(plan_file, 2024, series, links).rows[0].department_rating.value is None
    plan_file.write_text(PLAN.replace("[A, B, C, D]", "[S, 可]"), "utf-8")
    assert _sheet(plan_file, 2022, series, links).rows[0].department_rating.value is None


@pytest.mark.parametrize(
    ("heading", "column", "years"),
    [
        # Nothing is said: the year that was over in January 2024.
        ("◆評価について", "評価", [2022]),
        ("◆令和５年度の評価について", "評価", [2023]),
        ("◆令和４年度の評価について\n・次のとおり。", "評価", [2022]),
        ("◆評価について（2021年度）", "評価", [2021]),
        ("◆令和５年度の評価について", "R3評価", [2021]),
    ],
)
def test_a_rating_counts_for_the_year_it_is_of(plan_file: Path, heading: str, column: str, years: list[int]) -> None:
    text = BODIES[1].replace("◆評価について", heading).replace("指標\t評価", f"指標\t{column}")
    read_once = [read(1, BODIES[0]), read(2, text)]
    links = link_meetings(read_once)
    found = [
        year for year in range(2020, 2026)
        if _sheet(plan_file, year, read_once, links).rows[0].department_rating.value == "B"
    ]  # fmt: skip
    assert found == years


def test_words_of_the_year(plan_file: Path, series: list[Minutes], links: Links) -> None:
    row = _sheet(plan_file, 2022, series, links).rows[0]
    assert "夜間の電話に対応できていない" in str(row.issues.value)
    assert "対応案を報告する" in str(row.next_year.value)
    row = _sheet(plan_file, 2023, series, links).rows[0]
    assert "との意見があった" in str(row.opinions.value)
    assert "解消した" in str(row.responses.value)
    assert "移管した" in str(_sheet(plan_file, 2024, series, links).rows[0].direction.value)


def test_every_cell_is_grounded(plan_file: Path, series: list[Minutes], links: Links) -> None:
    texts = {minutes.document: minutes.text for minutes in series}
    cells = [
        getattr(row, name)
        for year in (2022, 2023, 2024)
        for row in _sheet(plan_file, year, series, links).rows
        for name in row.__dataclass_fields__
    ]
    cited = [c for cell in cells if isinstance(cell, SheetCell) for c in cell.citations]
    assert len(cited) > 8
    assert all(texts[c.document][c.span.start : c.span.end] == c.quote for c in cited)


def test_workbook(plan_file: Path, series: list[Minutes], links: Links, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    write_workbook(_sheet(plan_file, 2022, series, links), path)
    book = load_workbook(path)
    table, sources = book["進捗管理表"], book["根拠"]
    assert (
        table.freeze_panes == "D5" and table.print_title_rows == "$4:$4" and table.page_setup.orientation == "landscape"
    )
    headings = [cell.value for cell in table[4]]
    assert headings[0] == "基本目標" and "実績値" in headings and headings[-1] == "翌年度\nの取組"
    actual = table.cell(5, headings.index("実績値") + 1)
    assert actual.value == 300
    row = int(actual.hyperlink.location.rsplit("A", 1)[1])
    assert [sources.cell(row, 2).value, sources.cell(row, 5).value] == ["2.txt", "相談件数：令和４年度：300件"]
    texts = [cell for line in table.iter_rows(min_row=5) for cell in line if isinstance(cell.value, str)]
    assert texts and all(cell.data_type == "s" for cell in texts)
    assert "=見守り訪問事業" in [cell.value for cell in texts]


def test_csv_and_json(plan_file: Path, series: list[Minutes], links: Links) -> None:
    sheet = _sheet(plan_file, 2022, series, links)
    rows = list(csv.reader(io.StringIO(sheet_as_csv(sheet))))
    assert rows[0][:3] == ["基本目標", "施策", "事業・取組"] and rows[3][2] == "'=見守り訪問事業"
    loaded = json.loads(sheet_as_json(sheet))
    assert loaded["rows"][0]["actual"]["citations"][0]["quote"] == "相談件数：令和４年度：300件"


def test_learnt_plan_reads_back_and_fills_the_sheet(series: list[Minutes], links: Links, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    learnt = learn_plan(series, links)
    path.write_text(plan_as_yaml(learnt), "utf-8")
    assert load_plan(path) == learnt
    sheet = progress_sheet(learnt, 2022, series, links)
    assert sheet.unplanned == () and sheet.rows[0].actual.value == 300


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("plan: [", "読めません"),
        ("plan: x\n  - y: z\n w", "読めません"),
        ("goals: []", "書き方が違います"),
        ("plan: x\ngoals:\n- titel: y", "書き方が違います"),
        ("plan: x\ngoals:\n- title: y\n  measures:\n  - programs:\n    - title: z\n      indicators:\n"
         "      - {name: a, targets: {去年: 1}}", "「去年」が読めません"),
        ("!!python/object/apply:os.system ['true']", "読めません"),
    ],
)  # fmt: skip
def test_faulty_plans_say_where(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(QueryError, match=words):
        load_plan(path)


def test_no_plan(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="計画のファイルがありません"):
        load_plan(tmp_path / "none.yaml")


def test_ledgers(series: list[Minutes], links: Links) -> None:
    issues = issue_ledger(series, links)
    assert [(entry.standing, entry.since) for entry in issues if "夜間の電話" in entry.thread.states[0].quote] == [
        ("closed", "2023-01-23")
    ]
    promises = promise_ledger(series, links, date(2026, 2, 1))
    found = {entry.promise.promised.quote[:6]: (entry.standing, entry.due_date) for entry in promises}
    assert found["夜間の電話相"] == ("done", "2024-01-23")
    assert found["３月末までに"] == ("overdue", "2024-03-31")
    assert dict(found, **{"３月末までに": None}) == dict(found, **{"３月末までに": None})
    early = promise_ledger(series, links, date(2024, 2, 1))
    assert {e.standing for e in early if e.due_date == "2024-03-31"} == {"open"}


def test_briefing(series: list[Minutes], links: Links) -> None:
    text = briefing_as_markdown([(series, links)], date(2026, 2, 1))
    assert "## 楡ヶ丘市地域福祉庁内連絡会" in text and "期限切れ" in text and "期限 ３月末まで" in text
    hostile = series[0].model_copy(
        update={"meeting": series[0].meeting.model_copy(update={"name": "<script>x</script>"})}
    )
    html = briefing_as_html([([hostile], links.model_copy(update={"issues": (), "actions": ()}))], date(2026, 2, 1))
    assert "&lt;script&gt;" in html and "<script" not in html
