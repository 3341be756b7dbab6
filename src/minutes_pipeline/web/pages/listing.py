"""The lists of decisions, issues, actions and metrics (一覧), with facets; JSON, CSV, and a feed of new decisions."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from datasette.utils.asgi import Response

from minutes_pipeline.store.site_lists import LISTS, PAGE, Listing, list_records
from minutes_pipeline.store.wording import meeting_title
from minutes_pipeline.web.pages.searching import csv_answer
from minutes_pipeline.web.site import ask, number_of, page
from minutes_pipeline.web.wording import address

_EXPORTED = 5000
_FEED = 50


def _chosen(request: Any) -> tuple[str, dict[str, str]]:
    name = request.url_vars["name"]
    return name, {facet: (request.args.get(facet) or "")[:200] for facet in LISTS[name].facets}


async def listing(datasette: Any, request: Any) -> Response:
    """Answer ``/decisions`` and its like."""
    name, chosen = _chosen(request)
    number = number_of(request.args.get("page"))
    found: Listing = await ask(datasette, list_records, name, chosen, number)
    pages = max(1, -(-found.total // PAGE))
    return await page(
        datasette, request, "minutes_list.html", LISTS[name].title, name=name, chosen=chosen, listing=found,
        number=min(number, pages), pages=pages, exported=_EXPORTED,
    )  # fmt: skip


async def listing_json(datasette: Any, request: Any) -> Response:
    """Answer ``/decisions.json``: the rows under the same filters."""
    name, chosen = _chosen(request)
    found: Listing = await ask(datasette, list_records, name, chosen, limit=_EXPORTED)
    return Response.json({"total": found.total, "rows": list(found.rows)})


async def listing_csv(datasette: Any, request: Any) -> Response:
    """Answer ``/decisions.csv``."""
    name, chosen = _chosen(request)
    found: Listing = await ask(datasette, list_records, name, chosen, limit=_EXPORTED)
    columns = (
        "date",
        "meeting",
        "agenda_item",
        "goal",
        "program",
        *LISTS[name].columns,
        "quote",
        "file_name",
        "page",
        "id",
    )
    titles = tuple(_TITLES.get(column, column) for column in columns)
    return csv_answer(f"{name}.csv", titles, [tuple(row[column] for column in columns) for row in found.rows])


_TITLES = {
    "date": "開催日", "meeting": "会議", "agenda_item": "議題", "goal": "目標", "program": "事業", "quote": "引用",
    "file_name": "ファイル", "page": "ページ", "id": "識別子", "result": "結果", "owner": "担当", "due": "期限",
    "name": "名称", "value": "値", "value_max": "値の上限", "unit": "単位", "qualifier": "限定",
    "period_start": "期間の始まり", "period_end": "期間の終わり",
}  # fmt: skip


async def listing_feed(datasette: Any, request: Any) -> Response:
    """Answer ``/decisions.atom``: the latest decisions as an Atom feed."""
    found: Listing = await ask(datasette, list_records, "decisions", {}, limit=_FEED)
    base = f"http://{request.host}"
    entries = "".join(_entry(row, base) for row in found.rows)
    updated = max((row["date"] or "" for row in found.rows), default="") or "1970-01-01"
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">'
        f"<title>新しい決定事項</title><author><name>議事録データベース</name></author><id>{base}/decisions</id><updated>{updated}T00:00:00+09:00</updated>"
        f'<link rel="self" href="{base}/decisions.atom"/>{entries}</feed>\n'
    )
    return Response(body=body, content_type="application/atom+xml; charset=utf-8")


def _entry(row: dict[str, Any], base: str) -> str:
    title = escape(_printable(meeting_title(row["meeting"], row["session"], row["file_name"])))
    link = escape(base + address(f"/records/{row['id']}"))
    return (
        f"<entry><title>{title}</title><id>{link}</id><updated>{row['date'] or '1970-01-01'}T00:00:00+09:00</updated>"
        f'<link href="{link}"/><summary>{escape(_printable(row["quote"]))}</summary></entry>'
    )


def _printable(text: str) -> str:
    """Without control characters, which XML does not allow."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
