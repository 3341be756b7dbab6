"""The page of one meeting (会議の画面): its records beside the source with their places marked; the list of meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.store.reading import list_meetings, load_meeting
from minutes_pipeline.store.site_meeting import meeting_of_document, meeting_of_record, source_of, versions_of
from minutes_pipeline.web.drawing import page_size
from minutes_pipeline.web.originals import original_of
from minutes_pipeline.web.site import ask, database_of, number_of, page

_MARKED = ("decisions", "metrics", "issues", "actions", "goals", "programs", "attendees", "agenda_items")
_TITLES = {
    "decisions": "決定事項",
    "actions": "宿題・今後の対応",
    "issues": "課題",
    "metrics": "数値",
    "programs": "事業",
}
_LONGEST = 400_000
"""Characters of text shown on the page; a longer document is cut there, and says so."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text: plain, or covered by the record ``record_id`` (the shortest that covers it)."""

    text: str
    record_id: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Box:
    """Where a record stands on a page: its id, kind, first words, and rectangle in points."""

    record_id: str
    kind: str
    words: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the original with the boxes drawn over it, in points."""

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]


def stretches(text: str, records: Sequence[tuple[str, str, int, int]]) -> list[Stretch]:
    """Cut the text at the ends of the records (id, kind, start, end); where several overlap, the shortest wins.

    >>> [(s.text, s.record_id) for s in stretches("abcdef", [("x", "issue", 1, 4), ("y", "metric", 2, 3)])]
    [('a', None), ('b', 'x'), ('c', 'y'), ('d', 'x'), ('ef', None)]
    """
    owner: list[tuple[str, str] | None] = [None] * len(text)
    for record_id, kind, start, end in sorted(records, key=lambda r: (r[2] - r[3], r[2], r[0])):
        for position in range(max(start, 0), min(end, len(text))):
            owner[position] = (record_id, kind)
    found: list[Stretch] = []
    begin = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or owner[position] != owner[begin]:
            record = owner[begin]
            found.append(Stretch(text[begin:position], record[0] if record else None, record[1] if record else None))
            begin = position
    return found


async def meetings(datasette: Any, request: Any) -> Response:
    """Answer ``/meetings``: all current meetings, newest first."""
    found = await ask(datasette, list_meetings)
    number = number_of(request.args.get("page"))
    size = 100
    pages = max(1, -(-len(found) // size))
    shown = found[(number - 1) * size : number * size]
    return await page(
        datasette, request, "minutes_meetings.html", "会議の一覧", meetings=shown, total=len(found), number=number,
        pages=pages,
    )  # fmt: skip


async def meeting(datasette: Any, request: Any) -> Response:
    """Answer ``/meetings/ID``; ``?record=ID`` puts a mark on one record."""
    return await _show(datasette, request, request.url_vars["id"], request.args.get("record"))


async def record(datasette: Any, request: Any) -> Response:
    """Answer ``/records/ID``, the permanent address of a record: its meeting with the record marked."""
    identity = request.url_vars["id"]
    owner = await ask(datasette, meeting_of_record, identity)
    if owner is None:
        raise NotFound("この記録はありません")
    return Response.redirect(f"/meetings/{owner}?record={identity}#r-{identity}")


async def text_around(datasette: Any, request: Any) -> Response:
    """Answer ``/documents/ID/text?at=N``: the meeting of a line of text, at that place."""
    owner = await ask(datasette, meeting_of_document, request.url_vars["document"])
    if owner is None:
        raise NotFound("この文書はありません")
    at, end = (number_of(request.args.get(name), 0, 100_000_000, 0) for name in ("at", "end"))
    return Response.redirect(f"/meetings/{owner}?at={at}&end={end}#here")


async def _show(datasette: Any, request: Any, meeting_id: str, marked: str | None) -> Response:
    source = await ask(datasette, source_of, meeting_id)
    if source is None:
        raise NotFound("この会議はありません")
    minutes = await ask(datasette, load_meeting, meeting_id)
    places = [
        (one["id"], table, one["span"]["start"], one["span"]["end"]) for table in _MARKED for one in minutes[table]
    ]
    here = _here(request)
    text = minutes["text"][:_LONGEST]
    database = await database_of(datasette)
    original = original_of(Path(database.path), source["sha256"])
    sheets: list[Sheet] = []
    if original is not None and source["media_type"] == "pdf":
        sheets = await database.execute_fn(lambda conn: _sheets(original, minutes, here))
    return await page(
        datasette, request, "minutes_meeting.html", minutes["meeting"]["name"] or minutes["document"],
        minutes=minutes, source=source, meeting_id=meeting_id, marked=marked, sheets=sheets, titles=_TITLES,
        stretches=stretches(text, [*places, *([("here", "here", *here)] if here else [])]),
        cut=len(minutes["text"]) > _LONGEST, versions=await ask(datasette, versions_of, source["event_id"]),
        children=_children(minutes),
    )  # fmt: skip


def _here(request: Any) -> tuple[int, int] | None:
    if not request.args.get("end"):
        return None
    at, end = (number_of(request.args.get(name), 0, 100_000_000, 0) for name in ("at", "end"))
    return (at, end) if at < end else None


def _children(minutes: dict[str, Any]) -> list[dict[str, Any]]:
    """Agenda items in order, each with the records that stand directly under it; first those under none."""
    blocks: list[dict[str, Any]] = [{"item": None, "records": []}]
    by_id: dict[str | None, dict[str, Any]] = {None: blocks[0]}
    for item in minutes["agenda_items"]:
        block: dict[str, Any] = {"item": item, "records": []}
        by_id[item["id"]] = block
        blocks.append(block)
    for table in ("decisions", "actions", "issues", "metrics", "programs"):
        for one in minutes[table]:
            by_id.get(one["agenda_item_id"], blocks[0])["records"].append((table, one))
    for block in blocks:
        block["records"].sort(key=lambda pair: pair[1]["span"]["start"])
    return [block for block in blocks if block["item"] or block["records"]]


def _sheets(original: Path, minutes: dict[str, Any], here: tuple[int, int] | None) -> list[Sheet]:
    boxes: dict[int, list[Box]] = {}
    for table in _MARKED:
        for one in minutes[table]:
            span = one["span"]
            if span["page"] and span["bbox"]:
                x0, top, x1, bottom = span["bbox"]
                boxes.setdefault(span["page"], []).append(
                    Box(one["id"], table, one["quote"][:40], x0, top, x1 - x0, bottom - top)
                )
    pages = minutes["source"]["pages"] or 0
    return [Sheet(n, *page_size(original, n), tuple(boxes.get(n, ()))) for n in range(1, min(pages, 300) + 1)]
