"""The page of one decision, issue, promise or figure (1件の画面): its words, and its history over the meetings."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.link.linking import body_key
from minutes_pipeline.store.code_words import KINDS
from minutes_pipeline.store.site_items import decisions_in, read_item
from minutes_pipeline.store.site_lists import LISTS
from minutes_pipeline.store.site_meeting import changes_of
from minutes_pipeline.store.wording import amount_words
from minutes_pipeline.web.changes import entries
from minutes_pipeline.web.history import History, history_of
from minutes_pipeline.web.linked import linked_body
from minutes_pipeline.web.pages.bodies import chart_for
from minutes_pipeline.web.site import ask, page

_LONGEST = 60


async def item(datasette: Any, request: Any) -> Response:
    """Answer ``/decisions/ID`` and its like."""
    name, identity = request.url_vars["name"], request.url_vars["id"]
    found = await ask(datasette, read_item, name, identity)
    if found is None:
        raise NotFound("この記録はありません")
    linked, history = None, History()
    if found["meeting"]["name"] and found["meeting"]["standing"] == "current":
        linked = await ask(datasette, linked_body, body_key(found["meeting"]["name"]))
    if linked is not None:
        decided = (
            await ask(datasette, decisions_in, [one["id"] for one in linked.meetings]) if name == "decisions" else []
        )
        history = history_of(linked, name, found, decided)
    return await page(
        datasette, request, "minutes_item.html", _title(name, found["record"]), name=name, item=found, one=found["record"],
        linked=linked, history=history, issues=linked.issues_of(history.threads) if linked else (),
        promises=linked.promises_of(history.promises) if linked else (),
        suggestions=linked.suggestions_about([identity]) if linked else (),
        series=[(one, chart_for(one, linked)) for one in history.series] if linked else [],
        changes=entries(await ask(datasette, changes_of, None, identity)), kind_title=LISTS[name].title,
    )  # fmt: skip


def _title(name: str, record: dict[str, Any]) -> str:
    """The title of the page: what kind of record, and its words in short.

    >>> _title("decisions", {"quote": "原案のとおり承認した。"}), _title("metrics", {"name": "利用者", "value": 3, "unit": "人"})
    ('決定事項：原案のとおり承認した。', '数値：利用者 3人')
    """
    words = f"{record['name']} {amount_words(record)}" if name == "metrics" else " ".join(record["quote"].split())
    return f"{KINDS[LISTS[name].kind]}：{words if len(words) <= _LONGEST else words[:_LONGEST] + '…'}"
