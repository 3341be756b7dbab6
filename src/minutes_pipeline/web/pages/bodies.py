"""Bodies, programs, people (会議体・事業・人): what is followed over the meetings, with its history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.model.links import IssueThread, MetricSeries
from minutes_pipeline.store.wording import amount_words, japanese_date, period_words
from minutes_pipeline.web.chart import Chart, chart_of
from minutes_pipeline.web.linked import Body, LinkedBody, bodies_of, linked_body
from minutes_pipeline.web.site import ask, page

_BODIES = 200


async def bodies(datasette: Any, request: Any) -> Response:
    """Answer ``/bodies``: all bodies, the one that met last first."""
    found: list[Body] = await ask(datasette, bodies_of)
    return await page(datasette, request, "minutes_bodies.html", "会議体", bodies=found[:_BODIES], total=len(found))


async def body(datasette: Any, request: Any) -> Response:
    """Answer ``/bodies/view?key=``: meetings, issues from raised to closed, promises, programs, figures, people."""
    linked = await _linked(datasette, request)
    series = [
        (one, chart_for(one, linked)) for one in linked.links.metric_series if len({p.document for p in one.points}) > 1
    ]
    return await page(
        datasette, request, "minutes_body.html", linked.body.name, linked=linked, links=linked.links, series=series,
        threads=states_of(linked.links.issues),
    )  # fmt: skip


async def program(datasette: Any, request: Any) -> Response:
    """Answer ``/programs/view?key=&id=``: one program over the meetings."""
    linked = await _linked(datasette, request)
    identity = request.args.get("id") or ""
    history = next(
        (one for one in linked.links.programs if any(a.record_id == identity for a in one.appearances)), None
    )
    if history is None:
        raise NotFound("この事業はありません")
    name = history.program
    series = [(one, chart_for(one, linked)) for one in linked.links.metric_series if one.program == name]
    threads = [pair for pair in states_of(linked.links.issues) if pair[0].program == name]
    return await page(
        datasette, request, "minutes_program.html", name, linked=linked, history=history, series=series, threads=threads
    )


async def person(datasette: Any, request: Any) -> Response:
    """Answer ``/people/view?key=&id=``: one person over the meetings."""
    linked = await _linked(datasette, request)
    identity = request.args.get("id") or ""
    found = next((one for one in linked.links.people if any(a.record_id == identity for a in one.appearances)), None)
    if found is None:
        raise NotFound("この人はありません")
    return await page(datasette, request, "minutes_person.html", found.person, linked=linked, person=found)


async def programs(datasette: Any, request: Any) -> Response:
    """Answer ``/programs``: choose the body first; programs are followed within it."""
    return await _choose(datasette, request, "事業", "programs")


async def people(datasette: Any, request: Any) -> Response:
    """Answer ``/people``: choose the body first."""
    return await _choose(datasette, request, "人", "people")


async def _choose(datasette: Any, request: Any, title: str, name: str) -> Response:
    found: list[Body] = await ask(datasette, bodies_of)
    key = request.args.get("key")
    linked = None if key is None else await ask(datasette, linked_body, key)
    return await page(
        datasette, request, "minutes_choice.html", title, bodies=found[:_BODIES], linked=linked, name=name, key=key
    )


async def _linked(datasette: Any, request: Any) -> LinkedBody:
    linked: LinkedBody | None = await ask(datasette, linked_body, request.args.get("key") or "")
    if linked is None:
        raise NotFound("この会議体はありません")
    return linked


def states_of(threads: Iterable[IssueThread]) -> list[tuple[IssueThread, str]]:
    """Threads with their present state: closed ones last, those open longest first."""
    order = {"未解決": 0, "未言及": 1, "解決": 2}
    pairs = []
    for thread in threads:
        closed = thread.states[-1].state == "resolved"
        state = "解決" if closed else "未言及" if thread.unmentioned else "未解決"
        pairs.append((thread, state))
    return sorted(pairs, key=lambda pair: order[pair[1]])


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
