"""The search page (検索): one query over records and text, with the words marked; JSON and CSV of the same."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from typing import Any

from datasette.utils.asgi import Response

from minutes_pipeline.errors import MinutesError, QueryError
from minutes_pipeline.store.code_words import KINDS
from minutes_pipeline.store.export import safe_cell
from minutes_pipeline.store.hits import Hit
from minutes_pipeline.store.site_search import FACET_NAMES, Found, search_site
from minutes_pipeline.store.site_suggest import Suggestion, suggest
from minutes_pipeline.web.site import ask, number_of, page

_SHOWN = 50
_EXPORTED = 1000
_MOST_PAGES = 200
"""Pages that can be turned; who wants more than ten thousand hits narrows the search."""
_CELL = 32_000
"""Characters of a cell: Excel takes 32,767."""
_FILTERS = (*FACET_NAMES, "owner", "date_from", "date_to")


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


def _chosen(request: Any) -> dict[str, str]:
    return {name: (request.args.get(name) or "").strip()[:200] for name in _FILTERS}


async def _found(datasette: Any, request: Any, limit: int, number: int = 1) -> Found:
    words = (request.args.get("q") or "").strip()
    newest = request.args.get("sort") == "date"
    return await ask(datasette, search_site, words, _chosen(request), newest=newest, number=number, limit=limit)


async def searching(datasette: Any, request: Any) -> Response:
    """Answer ``/search``: without ``q`` the empty form."""
    words = (request.args.get("q") or "").strip()
    number = number_of(request.args.get("page"), most=_MOST_PAGES)
    error: MinutesError | None = None
    found = Found((), 0, ())
    nearby: list[Suggestion] = []
    if words:
        try:
            found = await _found(datasette, request, _SHOWN, number)
            if not found.total and not any(_chosen(request).values()):
                nearby = await ask(datasette, suggest, words)
        except QueryError as raised:
            error = raised
    pages = max(1, min(_MOST_PAGES, -(-found.total // _SHOWN)))
    chosen = _chosen(request) | {"sort": request.args.get("sort") or ""}
    return await page(
        datasette, request, "minutes_search.html", f"「{words}」の検索結果" if words else "検索",
        words=words, hits=[(hit, parts_of(hit)) for hit in found.hits], found=found, error=error, chosen=chosen,
        nearby=nearby, number=min(number, pages), pages=pages, exported=_EXPORTED,
        linked={name: value for name, value in (chosen | {"q": words}).items() if value},
    )  # fmt: skip


async def searching_json(datasette: Any, request: Any) -> Response:
    """Answer ``/search.json``: the hits as ``minutes search --json`` gives them, and how many there are in all."""
    try:
        found = await _found(datasette, request, _EXPORTED)
    except QueryError as error:
        return Response.json({"error": str(error)}, status=400)
    return Response.json(
        {"query": request.args.get("q") or "", "total": found.total, "hits": [asdict(hit) for hit in found.hits]}
    )


async def searching_csv(datasette: Any, request: Any) -> Response:
    """Answer ``/search.csv``: the hits as a sheet, with cells that no spreadsheet runs."""
    try:
        hits = (await _found(datasette, request, _EXPORTED)).hits
    except QueryError as error:
        return Response.text(str(error), status=400)
    rows = [
        (
            KINDS[h.kind],
            h.date,
            h.meeting,
            h.agenda_item,
            h.goal,
            h.text[:_CELL],
            h.label,
            h.file_name,
            h.page,
            h.record_id,
        )
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
