"""Deciding on likely links in the browser (つながりを決める): the same or not the same, through the same audit as elsewhere."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from minutes_pipeline.errors import MinutesError, QueryError
from minutes_pipeline.store import links
from minutes_pipeline.store.link_views import LINK_KINDS
from minutes_pipeline.web.pages.review import login_first, reviewer, write
from minutes_pipeline.web.site import ask, page, trouble
from minutes_pipeline.web.unsettled import Ledger, whole_ledger
from minutes_pipeline.web.wording import address

_SHOWN = 50
_DECIDED = 100


async def review_links(datasette: Any, request: Any) -> Response:
    """Answer ``/review/links?key=``: likely links of a body or of all, and what was decided; POST decides on one."""
    switch, name = reviewer(datasette, request)
    if name is None:
        return login_first(request)
    key = request.args.get("key") or ""
    if request.method == "POST":
        given = await request.post_vars()
        try:
            await write(switch, lambda database: _decide(database, given, name))
        except MinutesError as error:
            return await trouble(datasette, request, error)
        return Response.redirect(address("/review/links", key=key))
    ledger: Ledger = await ask(datasette, whole_ledger)
    doubts = [one for one in ledger.doubts if key in ("", one.body_key)]
    decided = await ask(datasette, links.list_link_decisions)
    return await page(
        datasette, request, "minutes_review_links.html", "つながりを決める", doubts=doubts[:_SHOWN], total=len(doubts), key=key,
        name=name, body=next((one.body for one in doubts), ""), decided=decided[: -_DECIDED - 1 : -1], LINK_KINDS=LINK_KINDS,
    )  # fmt: skip


def _decide(database: Any, given: dict[str, str], name: str) -> None:
    """What a form asks: two records the same or not, or a decision taken back."""
    choice, reason = given.get("choice"), given.get("reason") or ""
    if choice in ("same", "other"):
        kind: Any = given.get("kind") or ""
        left, right = given.get("left") or "", given.get("right") or ""
        links.decide_link(database, kind, left, right, choice == "same", by=name, reason=reason)
    elif choice == "withdraw" and (number := given.get("number") or "").isdecimal() and len(number) < 10:
        links.withdraw_link(database, int(number), by=name, reason=reason)
    else:
        raise QueryError("何をするかが選ばれていません", "「同じもの」か「別のもの」を押してください")
