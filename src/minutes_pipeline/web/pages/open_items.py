"""Open issues and promises over all bodies (未解決の課題と宿題), with facets; JSON and CSV of the same."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from minutes_pipeline.store.site_facets import Facets
from minutes_pipeline.store.site_meetings import year_of_day
from minutes_pipeline.web.narrowing import Ways, narrowed
from minutes_pipeline.web.pages.searching import csv_answer
from minutes_pipeline.web.site import ask, chosen_of, number_of, page
from minutes_pipeline.web.unsettled import Item, Ledger, whole_ledger

_PAGE = 100
NOBODY = "（記載なし）"
_WAYS: Ways[Item] = {
    "kind": lambda one: (one.kind,),
    "standing": lambda one: (one.standing,),
    "who": lambda one: one.who or (NOBODY,),
    "body": lambda one: (one.body,),
    "year": lambda one: (year_of_day(one.first.date),),
}
_NAMES = ("kind", "standing", "who", "body", "year")


def chosen_items(ledger: Ledger, chosen: dict[str, str], settled: bool = False) -> tuple[list[Item], Facets]:
    """The items that fit the choices; those that are settled only with ``settled`` or where their state is chosen."""
    items = [one for one in ledger.items if settled or not one.is_settled or one.standing == chosen.get("standing")]
    return narrowed(items, _WAYS, chosen)


async def _asked(datasette: Any, request: Any) -> tuple[Ledger, dict[str, str], list[Item], Facets]:
    ledger: Ledger = await ask(datasette, whole_ledger)
    chosen = chosen_of(request, *_NAMES)
    settled = "1" if request.args.get("all") else ""
    rows, facets = chosen_items(ledger, chosen, bool(settled))
    return ledger, chosen | {"all": settled}, rows, facets


async def open_items(datasette: Any, request: Any) -> Response:
    """Answer ``/open``; ``?all=1`` shows what is settled, too."""
    ledger, chosen, rows, facets = await _asked(datasette, request)
    pages = max(1, -(-len(rows) // _PAGE))
    number = min(number_of(request.args.get("page")), pages)
    return await page(
        datasette, request, "minutes_open.html", "課題と宿題の台帳" if chosen["all"] else "未解決の課題と宿題", ledger=ledger,
        rows=rows[(number - 1) * _PAGE : number * _PAGE], total=len(rows), facets=facets, chosen=chosen, number=number,
        pages=pages,
    )  # fmt: skip


async def open_json(datasette: Any, request: Any) -> Response:
    """Answer ``/open.json``."""
    _, _, rows, _ = await _asked(datasette, request)
    return Response.json({"total": len(rows), "rows": [row_of(one) for one in rows]})


async def open_csv(datasette: Any, request: Any) -> Response:
    """Answer ``/open.csv``."""
    _, _, rows, _ = await _asked(datasette, request)
    found = [row_of(one) for one in rows]
    return csv_answer("open.csv", tuple(COLUMNS), [tuple(row.values()) for row in found])


COLUMNS = ("種類", "状態", "会議体", "部署・担当", "事業", "はじめの日", "はじめの文", "最後の日", "最後の文", "期限", "期限の日", "会議の識別子")  # fmt: skip


def row_of(one: Item) -> dict[str, Any]:
    """An item as a row: ``COLUMNS`` and their values."""
    values = (
        one.kind, one.standing, one.body, "、".join(one.who), one.program, one.first.date, one.first.quote, one.last.date,
        one.last.quote, one.due, one.due_date, one.last.meeting_id,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))
