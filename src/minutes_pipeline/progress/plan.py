"""The plan (計画): goals, measures, programs, indicators with targets, the rating scale. Master data from plan.yaml.

With none, a first plan is learnt from the minutes (``learn_plan``) and written out for people to complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.progress.learnt import learnt_grades, learnt_indicators, names_in_tables
from minutes_pipeline.values.eras import era_year, small_number
from minutes_pipeline.values.periods import fiscal_span

_YEAR = re.compile(
    r"(?P<era>R|H|S|令和|平成|昭和)\s?(?P<number>[0-9元]{1,2})(?:年度)?|(?P<west>(?:19|20)[0-9]{2})(?:年度)?"
)


_PLAN_NAME = re.compile(r"[^\s　]{2,30}?(?:計画|プラン|ビジョン|戦略|構想)(?=[^\s　]{0,12}(?:会議?|委員|部会|本部)$)")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Indicator(_Model):
    """What is measured (指標) with its targets by fiscal year (R5: 2000)."""

    name: str = Field(description="指標名")
    unit: str | None = Field(default=None, description="単位")
    targets: dict[str, float] = Field(default_factory=dict, description="年度ごとの目標値")
    aliases: tuple[str, ...] = Field(default=(), description="議事録での別の言い方")
    lower_is_better: bool = Field(default=False, description="小さいほどよい指標か")


class PlanProgram(_Model):
    """A program (事業・取組)."""

    title: str = Field(description="事業名")
    departments: tuple[str, ...] = Field(default=(), description="担当課")
    aliases: tuple[str, ...] = Field(default=(), description="前の名称など")
    indicators: tuple[Indicator, ...] = Field(default=(), description="指標")


class Measure(_Model):
    """A measure (施策) with its programs."""

    title: str | None = Field(default=None, description="施策名。計画に施策の段がなければ空")
    programs: tuple[PlanProgram, ...] = Field(default=(), description="事業")


class PlanGoal(_Model):
    """A goal (基本目標)."""

    number: int | None = Field(default=None, description="番号")
    title: str = Field(description="題名")
    measures: tuple[Measure, ...] = Field(default=(), description="施策")


class RatingScale(_Model):
    """The plan's own scale (評価の段階); nothing outside of it is ever a rating."""

    grades: tuple[str, ...] = Field(default=(), description="よい順の記号（A・B・C・D など）")


class Plan(_Model):
    """A plan of the city (計画)."""

    plan: str = Field(description="計画の名前")
    body: str | None = Field(default=None, description="進捗を報告する会議体の名前（一部でよい）")
    committee: str | None = Field(
        default=None, description="評価する委員会の名前の一部。その議事録の意見・対応・2次評価を使う"
    )
    rating: RatingScale = Field(default=RatingScale(), description="評価の段階")
    goals: tuple[PlanGoal, ...] = Field(default=(), description="基本目標")


def fiscal_year_of_text(text: str) -> int | None:
    """The western year in which a fiscal year begins.

    >>> [fiscal_year_of_text(t) for t in ("R5", "令和5年度", "2023", "H30", "5")]
    [2023, 2023, 2023, 2018, None]
    """
    found = _YEAR.fullmatch(text.strip())
    if found is None:
        return None
    if found["west"]:
        return int(found["west"])
    return era_year(found["era"], small_number(found["number"]) or 0)


def span_of(year: int) -> tuple[str, str]:
    """First and last day of a fiscal year, ISO."""
    first, last = fiscal_span(year)
    return first.isoformat(), last.isoformat()


def load_plan(path: Path) -> Plan:
    """Read plan.yaml.

    Raises:
        QueryError: No such file, no YAML, or not of the form of a plan; says where.
    """
    import yaml

    try:
        loaded = yaml.safe_load(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise QueryError("計画のファイルがありません", "minutes progress plan で作れます", file=str(path)) from error
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f"（{line + 1}行目の近く）" if isinstance(line, int) else ""
        raise QueryError(
            f"計画のファイルを読めません{where}", "UTF-8 の YAML で、字下げをそろえて書いてください", file=path.name
        ) from error
    try:
        plan = Plan.model_validate(loaded)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "先頭"
        raise QueryError(
            f"計画の書き方が違います（{place}）", "docs/progress.md の例に合わせてください", file=path.name
        ) from error
    _check_years(plan, path)
    return plan


def _check_years(plan: Plan, path: Path) -> None:
    for goal in plan.goals:
        for measure in goal.measures:
            for program in measure.programs:
                for indicator in program.indicators:
                    for year in indicator.targets:
                        if fiscal_year_of_text(year) is None:
                            raise QueryError(
                                f"「{indicator.name}」の目標の年度「{year}」が読めません",
                                "R5 や 2023 のように書いてください",
                                file=path.name,
                            )


def learn_plan(series: Sequence[Minutes], links: Links) -> Plan:
    """A first plan from the minutes of one body: its goals, programs, departments and the indicators they report."""
    goals = {goal.number: goal.title for minutes in series for goal in minutes.goals}
    by_goal: dict[int | None, list[PlanProgram]] = {
        number: [] for number in sorted(goals, key=lambda n: (n is None, n or 0))
    }
    learnt, tabled = learnt_indicators(links), names_in_tables(links)
    for history in links.programs:
        latest = history.appearances[-1]
        names = [*(one.name for one in history.appearances), *tabled.get(history.program, ())]
        indicators = tuple(
            Indicator(name=one.name, unit=one.unit, aliases=tuple(one.aliases), targets=one.targets)
            for one in learnt.get(history.program, ())
        )
        program = PlanProgram(
            title=history.program,
            departments=tuple(filter(None, (latest.department or "").split("、"))),
            aliases=tuple(dict.fromkeys(name for name in names if name != history.program)),
            indicators=indicators,
        )
        by_goal.setdefault(latest.goal_number, []).append(program)
    name = next((minutes.meeting.name for minutes in reversed(series) if minutes.meeting.name), None)
    return Plan(
        plan=_plan_name(name),
        body=name,
        rating=RatingScale(grades=learnt_grades(series)),
        goals=tuple(
            PlanGoal(
                number=number, title=goals.get(number, "目標の記載なし"), measures=(Measure(programs=tuple(programs)),)
            )
            for number, programs in by_goal.items()
        ),
    )


def _plan_name(body: str | None) -> str:
    """What the plan is called, by the name of the body that reports on it.

    >>> _plan_name("楡ヶ丘市地域福祉計画推進委員会"), _plan_name("福祉連絡会")
    ('楡ヶ丘市地域福祉計画', '福祉連絡会で報告された計画')
    """
    found = _PLAN_NAME.match(body or "")
    return found[0] if found else f"{body or '会議'}で報告された計画"


def _plain(value: Any) -> Any:
    """Whole figures without a point: people write 900, not 900.0."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def plan_as_yaml(plan: Plan) -> str:
    """The plan as a file that people complete."""
    import yaml

    content: dict[str, Any] = _plain(plan.model_dump(mode="json", exclude_defaults=True))
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120))
