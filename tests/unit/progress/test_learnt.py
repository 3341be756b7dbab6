"""What a first plan learns from tables: targets by year, short names of indicators, the scale of ratings."""

from __future__ import annotations

import pytest
from tests.unit.progress.conftest import BODIES, read

from minutes_pipeline.link.linking import link_meetings
from minutes_pipeline.progress.learnt import learnt_grades
from minutes_pipeline.progress.plan import Plan, learn_plan, plan_as_yaml
from minutes_pipeline.progress.sheet import progress_sheet

_TABLE = """◆実績の評価
・令和{year}年度の実績の評価は、次のとおり。
事業\t担当課\t指標\t目標値\t実績値\t評価
くらし相談窓口\t福祉課\t来所者数\t{aim}人\t{result}人\t{grade}
見守りネットワーク\t福祉課\t協力員数\t60人\t48人\t{grade}
子ども食堂の支援\t児童課\t開催回数\t24回\t20回\t{grade}
"""


def _plan(*grades: str) -> tuple[Plan, list]:  # type: ignore[type-arg]
    years = ((3, 100, 90, grades[0]), (4, 120, 130, grades[1]))
    series = [
        read(n, BODIES[n - 1].split("◆")[0] + _TABLE.format(year=year, aim=aim, result=result, grade=grade))
        for n, (year, aim, result, grade) in enumerate(years, 1)
    ]
    return learn_plan(series, link_meetings(series)), series


def test_a_table_gives_targets_results_and_the_scale() -> None:
    plan, series = _plan("Ｂ", "Ａ")
    assert plan.rating.grades == ("A", "B", "C", "D")
    (program,) = plan.goals[0].measures[0].programs
    one = next(indicator for indicator in program.indicators if indicator.name == "来所者数")
    assert (one.unit, one.targets) == ("人", {"R3": 100.0, "R4": 120.0})
    sheet = progress_sheet(plan, 2022, series, link_meetings(series))
    row = next(row for row in sheet.rows if row.indicator == "来所者数")
    assert (row.target.value, row.actual.value, row.rate.value, row.department_rating.value) == (120, 130, 108.3, "A")
    assert "R4: 120\n" in plan_as_yaml(plan)


@pytest.mark.parametrize(
    ("grades", "scale"),
    [
        (("B", "A"), ("A", "B", "C", "D")),
        (("S", "B"), ("S", "A", "B", "C")),
        (("◎", "△"), ("◎", "○", "△", "×")),
        (("A", "E"), ("A", "B", "C", "D", "E")),
        # Signs of two families, or none that is known: nothing is taken for a scale.
        (("A", "◎"), ()),
        (("可", "否"), ()),
    ],
)
def test_scales(grades: tuple[str, str], scale: tuple[str, ...]) -> None:
    series = [read(n, BODIES[0] + _TABLE.format(year=3, aim=1, result=1, grade=g)) for n, g in enumerate(grades, 1)]
    assert learnt_grades(series) == scale


def test_without_a_table_no_scale_and_no_targets() -> None:
    series = [read(1, BODIES[0]), read(3, BODIES[2])]
    plan = learn_plan(series, link_meetings(series))
    assert plan.rating.grades == ()
    assert not any(i.targets for goal in plan.goals for m in goal.measures for p in m.programs for i in p.indicators)


def test_what_a_table_calls_a_program_is_another_name_of_it() -> None:
    plan, series = _plan("Ｂ", "Ａ")
    for minutes in series:
        assert "くらし相談窓口\t福祉課" in minutes.text
    renamed = [
        read(n, BODIES[n - 1].split("◆")[0].replace("くらし相談窓口", "くらしとしごとの相談窓口事業") + _TABLE.format(
            year=2 + n, aim=1, result=1, grade="A").replace("くらし相談窓口", "相談窓口事業"))
        for n in (1, 2)
    ]  # fmt: skip
    (program,) = learn_plan(renamed, link_meetings(renamed)).goals[0].measures[0].programs
    assert program.title == "くらしとしごとの相談窓口事業" and "相談窓口事業" in program.aliases
    (same,) = plan.goals[0].measures[0].programs
    assert same.aliases == ()
