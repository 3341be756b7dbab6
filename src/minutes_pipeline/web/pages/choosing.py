"""Programs and people of a body (事業の一覧・人の一覧): the body is chosen first, for they are followed within it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.model.links import Person, ProgramHistory
from minutes_pipeline.store.code_words import GROUPS
from minutes_pipeline.store.site_facets import Facets
from minutes_pipeline.store.site_meetings import year_of_day
from minutes_pipeline.web.linked import Body, LinkedBody, bodies_of, linked_body
from minutes_pipeline.web.narrowing import Ways, narrowed
from minutes_pipeline.web.site import ask, chosen_of, page

_BODIES = 200


async def programs(datasette: Any, request: Any) -> Response:
    """Answer ``/programs``: without ``key`` the choice of a body, else its programs with facets."""
    return await _page(datasette, request, "programs", "事業", programs_chosen)


async def people(datasette: Any, request: Any) -> Response:
    """Answer ``/people``: without ``key`` the choice of a body, else its people with facets."""
    return await _page(datasette, request, "people", "人", people_chosen)


async def _page(
    datasette: Any, request: Any, name: str, title: str,
    of: Callable[[LinkedBody, Any], tuple[list[Any], Facets, dict[str, str]]],
) -> Response:  # fmt: skip
    linked, found = await choice(datasette, request)
    rows, facets, chosen = of(linked, request) if linked else ([], (), {})
    return await page(
        datasette, request, f"minutes_{name}.html", title, bodies=found, linked=linked, name=name, rows=rows,
        facets=facets, chosen=chosen | {"key": request.args.get("key") or ""},
    )  # fmt: skip


def programs_chosen(linked: LinkedBody, request: Any) -> tuple[list[ProgramHistory], Facets, dict[str, str]]:
    """The programs of a body that fit the address, their facets, and what was chosen."""
    chosen = chosen_of(request, "department", "goal", "open", "year")
    return (*narrowed(linked.links.programs, _program_ways(linked), chosen), chosen)


def people_chosen(linked: LinkedBody, request: Any) -> tuple[list[Person], Facets, dict[str, str]]:
    """The people of a body that fit the address, their facets, and what was chosen."""
    chosen = chosen_of(request, "affiliation", "group", "year")
    return (*narrowed(linked.links.people, _person_ways(linked), chosen), chosen)


async def choice(datasette: Any, request: Any) -> tuple[LinkedBody | None, list[Body]]:
    """The body that was chosen (None: none yet, or the only one there is) and those that can be.

    Raises:
        NotFound: There is no such body.
    """
    found: list[Body] = await ask(datasette, bodies_of)
    key = request.args.get("key") or (found[0].key if len(found) == 1 else None)
    if key is None:
        return None, found[:_BODIES]
    linked: LinkedBody | None = await ask(datasette, linked_body, key)
    if linked is None:
        raise NotFound("この会議体はありません")
    return linked, found[:_BODIES]


def _program_ways(linked: LinkedBody) -> Ways[ProgramHistory]:
    goals = {goal.number: f"{goal.number} {goal.title}" for one in linked.series for goal in one.goals}
    open_ones = {entry.thread.program for entry in linked.issues if entry.standing != "closed"}
    return {
        "department": lambda one: tuple(filter(None, (one.appearances[-1].department or "").split("、"))),
        "goal": lambda one: (goals.get(one.appearances[-1].goal_number),),
        "open": lambda one: ("ある" if one.program in open_ones else "ない",),
        "year": lambda one: _years(linked, (a.document for a in one.appearances)),
    }


def _person_ways(linked: LinkedBody) -> Ways[Person]:
    groups = {a.id: GROUPS[a.group] for one in linked.series for a in one.attendees}
    return {
        "affiliation": lambda one: (one.appearances[-1].affiliation,),
        "group": lambda one: (groups.get(one.appearances[-1].record_id),),
        "year": lambda one: _years(linked, (a.document for a in one.appearances)),
    }


def _years(linked: LinkedBody, documents: Any) -> tuple[int | None, ...]:
    meetings = (linked.meeting_of(document) for document in documents)
    return tuple(year_of_day(one["date"]) for one in meetings if one)
