"""Bodies, programs, people (会議体・事業・人): what is followed over the meetings, with its history."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.model.links import MetricSeries
from minutes_pipeline.progress.ledger import ISSUE_STANDINGS, PROMISE_STANDINGS, IssueEntry, PromiseEntry
from minutes_pipeline.store.site_facets import Facets
from minutes_pipeline.store.site_meetings import year_of_day
from minutes_pipeline.store.wording import amount_words, japanese_date, period_words
from minutes_pipeline.web.chart import Chart, chart_of
from minutes_pipeline.web.followed import decisions_of, promises_of_person, promises_of_program, remarks_of, seats_of
from minutes_pipeline.web.linked import Body, LinkedBody, bodies_of, linked_body
from minutes_pipeline.web.narrowing import Ways, narrowed
from minutes_pipeline.web.site import ask, chosen_of, number_of, page

_PAGE = 100
_ISSUES: Ways[IssueEntry] = {
    "department": lambda entry: entry.departments,
    "standing": lambda entry: (ISSUE_STANDINGS[entry.standing],),
}
_PROMISES: Ways[PromiseEntry] = {
    "owner": lambda entry: (entry.owner,),
    "standing": lambda entry: (PROMISE_STANDINGS[entry.standing],),
}


async def bodies(datasette: Any, request: Any) -> Response:
    """Answer ``/bodies``: all bodies, the one that met last first; ``?year=`` the fiscal year of the last meeting."""
    rows, facets, chosen = await bodies_chosen(datasette, request)
    pages = max(1, -(-len(rows) // _PAGE))
    number = min(number_of(request.args.get("page")), pages)
    return await page(
        datasette, request, "minutes_bodies.html", "会議体", bodies=rows[(number - 1) * _PAGE : number * _PAGE],
        total=len(rows), facets=facets, chosen=chosen, number=number, pages=pages,
    )  # fmt: skip


async def bodies_chosen(datasette: Any, request: Any) -> tuple[list[Body], Facets, dict[str, str]]:
    """The bodies that fit the address, their facets, and what was chosen."""
    found: list[Body] = await ask(datasette, bodies_of)
    chosen = chosen_of(request, "year", "name")
    named = [one for one in found if chosen["name"] in one.name]
    return (*narrowed(named, {"year": lambda one: (year_of_day(one.last),)}, chosen), chosen)


async def body(datasette: Any, request: Any) -> Response:
    """Answer ``/bodies/view?key=``: meetings, issues from raised to closed, promises, programs, figures, people."""
    linked = await linked_or_404(datasette, request)
    series = [
        (one, chart_for(one, linked)) for one in linked.links.metric_series if len({p.document for p in one.points}) > 1
    ]
    series.sort(key=lambda pair: (pair[1] is None, -len(pair[0].points)))
    chosen = chosen_of(request, "department", "standing", "owner", "reported")
    issues, issue_facets = narrowed(linked.issues, _ISSUES, chosen)
    promises, promise_facets = narrowed(linked.promises, _PROMISES, chosen | {"standing": chosen["reported"]})
    return await page(
        datasette, request, "minutes_body.html", linked.body.name, linked=linked, links=linked.links, series=series,
        issues=issues, issue_facets=issue_facets, promises=promises, promise_facets=promise_facets, chosen=chosen,
        suggestions=linked.links.suggestions,
    )  # fmt: skip


async def program(datasette: Any, request: Any) -> Response:
    """Answer ``/programs/view?key=&id=``: one program over the meetings."""
    linked = await linked_or_404(datasette, request)
    identity = request.args.get("id") or ""
    history = next(
        (one for one in linked.links.programs if any(a.record_id == identity for a in one.appearances)), None
    )
    if history is None:
        raise NotFound("この事業はありません")
    name = history.program
    series = [(one, chart_for(one, linked)) for one in linked.links.metric_series if one.program == name]
    return await page(
        datasette, request, "minutes_program.html", name, linked=linked, history=history, series=series,
        issues=linked.issues_of(one for one in linked.links.issues if one.program == name),
        suggestions=linked.suggestions_about(a.record_id for a in history.appearances),
        decisions=decisions_of(linked, history), promises=promises_of_program(linked, history),
    )  # fmt: skip


async def person(datasette: Any, request: Any) -> Response:
    """Answer ``/people/view?key=&id=``: one person over the meetings."""
    linked = await linked_or_404(datasette, request)
    identity = request.args.get("id") or ""
    found = next((one for one in linked.links.people if any(a.record_id == identity for a in one.appearances)), None)
    if found is None:
        raise NotFound("この人はありません")
    return await page(
        datasette, request, "minutes_person.html", found.person, linked=linked, person=found, seats=seats_of(linked, found),
        said=remarks_of(linked, found), promises=promises_of_person(linked, found),
        suggestions=linked.suggestions_about(a.record_id for a in found.appearances),
    )  # fmt: skip


async def linked_or_404(datasette: Any, request: Any) -> LinkedBody:
    """The body that the address names.

    Raises:
        NotFound: There is none.
    """
    linked: LinkedBody | None = await ask(datasette, linked_body, request.args.get("key") or "")
    if linked is None:
        raise NotFound("この会議体はありません")
    return linked


def chart_for(series: MetricSeries, linked: LinkedBody) -> Chart | None:
    """The chart of a series; None where it has fewer than two days."""
    points = []
    for point in series.points:
        meeting = linked.meeting_of(point.document)
        day = point.period.end if point.period else meeting and meeting["date"]
        if day:
            period = _time_words(day, point.period.start if point.period else None)
            points.append((day, float(point.value), amount_words({"value": point.value, "unit": point.unit}), period))
    latest = {point[0]: point for point in points}
    return chart_of(list(latest.values()))


def _time_words(end: str, start: str | None) -> str:
    """A time in short for the axis: the fiscal year, else year and month of the end.

    >>> _time_words("2024-03-31", "2023-04-01"), _time_words("2023-12-28", "2023-04-03"), _time_words("2024-05-17", None)
    ('令和5年度', '令和5年12月', '令和6年5月')
    """
    words = period_words({"start": start, "end": end}) if start else ""
    return words if words.endswith("年度") else japanese_date(end, with_weekday=False).partition("月")[0] + "月"
