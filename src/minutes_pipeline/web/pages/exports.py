"""Lists of meetings, bodies, programs and people as CSV and JSON (一覧の受け取り), narrowed as the page is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.store.site_meetings import MEETING_FACETS, meetings_page
from minutes_pipeline.web.linked import LinkedBody
from minutes_pipeline.web.pages.bodies import bodies_chosen
from minutes_pipeline.web.pages.choosing import choice, people_chosen, programs_chosen
from minutes_pipeline.web.pages.searching import csv_answer
from minutes_pipeline.web.site import ask, chosen_of
from minutes_pipeline.web.wording import CONFIRMATIONS, PUBLICATIONS

_MOST = 5000
Table = tuple[tuple[str, ...], list[tuple[Any, ...]]]


async def export(datasette: Any, request: Any) -> Response:
    """Answer ``/meetings.csv``, ``/people.json?key=`` and their like."""
    name = request.url_vars["name"]
    heading, rows = await _TABLES[name](datasette, request)
    if request.url_vars["format"] == "csv":
        return csv_answer(f"{name}.csv", heading, rows)
    return Response.json({"total": len(rows), "rows": [dict(zip(heading, row, strict=True)) for row in rows]})


async def _meetings(datasette: Any, request: Any) -> Table:
    found, _, _ = await ask(datasette, meetings_page, 1, _MOST, chosen_of(request, *MEETING_FACETS))
    heading = (
        "開催日", "会議", "回", "案と確定", "公開", "決定", "課題", "宿題", "数値", "所見", "ファイル", "識別子",
    )  # fmt: skip
    return heading, [
        (
            one["date"], one["name"], one["session"], CONFIRMATIONS.get(one["confirmation"]),
            PUBLICATIONS[one["publication"] or "not_public"], one["decisions"], one["issues"], one["actions"], one["metrics"],
            one["doubts"], one["file_name"], one["id"],
        )
        for one in found
    ]  # fmt: skip


async def _bodies(datasette: Any, request: Any) -> Table:
    rows, _, _ = await bodies_chosen(datasette, request)
    return ("会議体", "会議の数", "はじめ", "最後"), [(one.name, one.count, one.first, one.last) for one in rows]


async def _linked(datasette: Any, request: Any) -> LinkedBody:
    linked, _ = await choice(datasette, request)
    if linked is None:
        raise NotFound("会議体を選んでから受け取ってください")
    return linked


def _date(linked: LinkedBody, document: str) -> str | None:
    return (linked.meeting_of(document) or {}).get("date")


async def _programs(datasette: Any, request: Any) -> Table:
    linked = await _linked(datasette, request)
    rows, _, _ = programs_chosen(linked, request)
    told = [(one.program, one.appearances) for one in rows]
    return ("会議体", "事業", "担当", "目標", *_COURSE), [
        (linked.body.name, name, places[-1].department, places[-1].goal_number, *_course(linked, places))
        for name, places in told
    ]


async def _people(datasette: Any, request: Any) -> Table:
    linked = await _linked(datasette, request)
    rows, _, _ = people_chosen(linked, request)
    told = [(one.person, one.appearances) for one in rows]
    return ("会議体", "氏名", "所属", "職名", *_COURSE), [
        (linked.body.name, name, places[-1].affiliation, places[-1].job_title, *_course(linked, places))
        for name, places in told
    ]


_COURSE = ("会議の数", "はじめ", "最後", "識別子")


def _course(linked: LinkedBody, places: Sequence[Any]) -> tuple[Any, ...]:
    """How often, since when, until when, and the latest record."""
    dates = [_date(linked, place.document) for place in (places[0], places[-1])]
    return len(places), *dates, places[-1].record_id


_TABLES: dict[str, Callable[[Any, Any], Awaitable[Table]]] = {
    "meetings": _meetings, "bodies": _bodies, "programs": _programs, "people": _people,
}  # fmt: skip
