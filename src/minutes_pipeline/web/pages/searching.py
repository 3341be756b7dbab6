"""The search page (検索): one query over records and text, with the words marked; JSON and CSV of the same."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from datasette.utils.asgi import Response

from minutes_pipeline.errors import MinutesError, QueryError
from minutes_pipeline.store.export import safe_cell
from minutes_pipeline.store.results import Hit
from minutes_pipeline.store.search import search
from minutes_pipeline.store.views import KINDS
from minutes_pipeline.web.site import ask, page

_SHOWN = 50
_EXPORTED = 1000
_FILTERS = ("kind", "body", "goal", "department", "date_from", "date_to")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a snippet and whether the query's words cover it."""

    text: str
    marked: bool


def parts_of(hit: Hit) -> list[Part]:
    """The snippet cut at its marks, for a template that escapes each piece."""
    parts, position = [], 0
    for start, end in hit.marks:
        parts += [Part(hit.snippet[position:start], False), Part(hit.snippet[start:end], True)]
        position = end
    parts.append(Part(hit.snippet[position:], False))
    return [part for part in parts if part.text]


def _conditions(request: Any) -> dict[str, str | None]:
    conditions = {name: (request.args.get(name) or "").strip() or None for name in _FILTERS}
    year = (request.args.get("year") or "").strip()
    if year.isdecimal() and len(year) == 4:
        conditions["date_from"] = conditions["date_from"] or f"{year}-04-01"
        conditions["date_to"] = conditions["date_to"] or f"{int(year) + 1}-03-31"
    return conditions


async def _hits(datasette: Any, request: Any, limit: int) -> list[Hit]:
    words = (request.args.get("q") or "").strip()
    if not words:
        return []
    return await ask(datasette, search, words, limit=limit, **_conditions(request))


async def searching(datasette: Any, request: Any) -> Response:
    """Answer ``/search``: without ``q`` the empty form."""
    words = (request.args.get("q") or "").strip()
    error: MinutesError | None = None
    hits: list[Hit] = []
    try:
        hits = await _hits(datasette, request, _SHOWN + 1)
    except QueryError as raised:
        error = raised
    more = len(hits) > _SHOWN
    hits = hits[:_SHOWN]
    if request.args.get("sort") == "date":
        hits.sort(key=lambda hit: hit.date or "", reverse=True)
    chosen = {name: request.args.get(name) or "" for name in (*_FILTERS, "year", "sort")}
    return await page(
        datasette, request, "minutes_search.html", f"「{words}」の検索結果" if words else "検索",
        words=words, hits=[(hit, parts_of(hit)) for hit in hits], more=more, error=error, chosen=chosen, kinds=KINDS,
        facets=_facets(hits), shown=_SHOWN,
    )  # fmt: skip


def _facets(hits: list[Hit]) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """(name in the address, title, (value, label, count)) of the hits shown."""
    kinds = Counter(hit.kind for hit in hits)
    bodies = Counter(hit.meeting for hit in hits if hit.meeting)
    years = Counter(_fiscal_year(hit.date) for hit in hits if hit.date)
    facets: list[tuple[str, str, list[tuple[str, str, int]]]] = [
        ("kind", "種類", [(kind, KINDS[kind], count) for kind, count in kinds.most_common()]),
        ("year", "年度", [(str(year), f"{year}年度", count) for year, count in sorted(years.items(), reverse=True)]),
        ("body", "会議", [(body, body, count) for body, count in bodies.most_common(8)]),
    ]
    return [facet for facet in facets if len(facet[2]) > 1]


def _fiscal_year(date: str) -> int:
    return int(date[:4]) - (date[5:7] < "04")


async def searching_json(datasette: Any, request: Any) -> Response:
    """Answer ``/search.json``: the hits as ``minutes search --json`` gives them."""
    try:
        hits = await _hits(datasette, request, _EXPORTED)
    except QueryError as error:
        return Response.json({"error": str(error)}, status=400)
    return Response.json({"query": request.args.get("q") or "", "hits": [asdict(hit) for hit in hits]})


async def searching_csv(datasette: Any, request: Any) -> Response:
    """Answer ``/search.csv``: the hits as a sheet, with cells that no spreadsheet runs."""
    try:
        hits = await _hits(datasette, request, _EXPORTED)
    except QueryError as error:
        return Response.text(str(error), status=400)
    rows = [
        (KINDS[h.kind], h.date, h.meeting, h.agenda_item, h.goal, h.text, h.label, h.file_name, h.page, h.record_id)
        for h in hits
    ]
    heading = ("種類", "開催日", "会議", "議題", "目標", "引用", "説明", "ファイル", "ページ", "識別子")
    return csv_answer("search.csv", heading, rows)


def csv_answer(name: str, heading: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Response:
    """A CSV file to be saved: UTF-8 with a mark for Excel, no cell that it would run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([[safe_cell(value) for value in row] for row in rows])
    return Response(
        body=text.getvalue().encode("utf-8-sig"),
        headers={"content-disposition": f'attachment; filename="{name}"'},
        content_type="text/csv; charset=utf-8",
    )
