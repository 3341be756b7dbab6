"""The home page (ホーム): one search box, what came in lately, what is open, what to check."""

from __future__ import annotations

from collections import Counter
from typing import Any

from datasette.utils.asgi import Response

from minutes_pipeline.store.site_home import read_home
from minutes_pipeline.web.pages.open_items import NOBODY
from minutes_pipeline.web.questions import QUESTIONS
from minutes_pipeline.web.site import ask, database_of, page
from minutes_pipeline.web.unsettled import KINDS, Ledger, ledger_in_time

_WAIT = 0.15
"""Seconds that the home page waits for the ledger where it has to be worked out."""
_SHOWN = 8


async def home(datasette: Any, request: Any) -> Response:
    """Answer ``/``."""
    found = await ask(datasette, read_home)
    ledger: Ledger | None = await ask(datasette, ledger_in_time, _WAIT)
    database = (await database_of(datasette)).route
    return await page(
        datasette, request, "minutes_home.html", "議事録をさがす", home=found, questions=QUESTIONS, database=database,
        ledger=ledger, open_ones=open_by_department(ledger) if ledger else (),
    )  # fmt: skip


def open_by_department(ledger: Ledger) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """(kind, number of open ones, [(department or owner, number)], most first, nobody last) for issues and promises."""
    found = []
    for kind in KINDS.values():
        items = [one for one in ledger.items if one.kind == kind and not one.is_settled]
        counts = Counter(who for one in items for who in one.who or (NOBODY,))
        nobody = counts.pop(NOBODY, 0)
        shown = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_SHOWN]
        found.append((kind, len(items), [*shown, *([(NOBODY, nobody)] if nobody else [])]))
    return found
