"""Goals and their programs in a fiscal year (目標と進捗): the plan's targets beside what the meetings reported.

The plan is the one that lies beside the database (``beside``); without one the goals and programs are those of the
minutes, and there are no targets.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from datasette.utils.asgi import Response

from minutes_pipeline.link.linking import body_key
from minutes_pipeline.link.programs import program_key
from minutes_pipeline.progress.sheet import WHOLE_GOAL, ProgressSheet, SheetRow
from minutes_pipeline.store.site_meetings import year_of_day
from minutes_pipeline.web.linked import Body, LinkedBody, linked_body
from minutes_pipeline.web.pages.choosing import choice
from minutes_pipeline.web.site import ask, number_of, page


async def goals(datasette: Any, request: Any) -> Response:
    """Answer ``/goals``: without ``key`` the choice of a body, else the sheet of ``?year=`` (the latest one)."""
    linked, found = await choice(datasette, request)
    context: dict[str, Any] = {}
    if linked is not None:
        years = years_of(linked)
        wanted = number_of(request.args.get("year"))
        year = wanted if wanted in years else max(years, default=0)
        committee = await _committee(datasette, linked, found)
        sheet = linked.sheet(year, committee) if years else None
        context = {
            "years": years, "year": year, "sheet": sheet,
            "goals": _by_goal(sheet),
            "record_ids": {name: history.appearances[-1].record_id for name, history in linked.histories.items()},
            "key_of": program_key, "open_ones": _open_ones(linked),
            "committee": committee, "WHOLE_GOAL": WHOLE_GOAL,
            "heard": any(row.opinions.citations or row.opinions.value for row in (sheet.rows if sheet else ())),
        }  # fmt: skip
    return await page(
        datasette, request, "minutes_goals.html", "目標と進捗", bodies=found, linked=linked, name="goals",
        chosen={"key": request.args.get("key") or ""}, **context,
    )  # fmt: skip


async def _committee(datasette: Any, linked: LinkedBody, found: list[Body]) -> LinkedBody | None:
    """The body that evaluates the plan (評価する委員会), the one that met last of those the plan may mean."""
    wanted = body_key(linked.plan.committee or "") if linked.is_planned else ""
    other = next((one for one in found if wanted and wanted in one.key and one.key != linked.body.key), None)
    return await ask(datasette, linked_body, other.key) if other is not None else None


def _by_goal(sheet: ProgressSheet | None) -> list[tuple[str, list[SheetRow]]]:
    return [(goal, list(rows)) for goal, rows in groupby(sheet.rows if sheet else (), key=lambda row: row.goal)]


def years_of(linked: LinkedBody) -> list[int]:
    """The fiscal years of the meetings and the one before the first, which the first reports on; latest first."""
    held = {year for one in linked.meetings if (year := year_of_day(one["date"])) is not None}
    return sorted(held | ({min(held) - 1} if held else set()), reverse=True)


def _open_ones(linked: LinkedBody) -> dict[str, int]:
    """Key of a program's name -> how many of its issues are not solved."""
    counts = Counter(
        entry.thread.program for entry in linked.issues if entry.standing != "closed" and entry.thread.program
    )
    return {key: counts[history.program] for key, history in linked.histories.items() if history.program in counts}
