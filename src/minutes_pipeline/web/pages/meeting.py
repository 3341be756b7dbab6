"""The page of one meeting (会議の画面): its records beside the source with their places marked; the list of meetings.

A long document is shown a part at a time: ten pages of a PDF, else so many characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.link.linking import body_key
from minutes_pipeline.store.reading import load_document
from minutes_pipeline.store.site_meeting import (
    changes_of,
    meeting_of_document,
    neighbours_of,
    place_of_record,
    range_of_pages,
    source_of,
    version_differences,
    versions_of,
)
from minutes_pipeline.store.site_meetings import MEETING_FACETS, meetings_page
from minutes_pipeline.web.changes import changed_records, entries
from minutes_pipeline.web.marking import Sheet, places_of, sheets_of, stretches
from minutes_pipeline.web.originals import original_of
from minutes_pipeline.web.pages.review import reviewer
from minutes_pipeline.web.site import ask, chosen_of, database_of, number_of, page
from minutes_pipeline.web.switch import switch_of

_TITLES = {
    "decisions": "決定事項",
    "actions": "宿題・今後の対応",
    "issues": "課題",
    "metrics": "数値",
    "programs": "事業",
}
_CHARACTERS = 60_000
_PAGES = 10
_FINDINGS = 30
_MEETINGS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a document that is shown: its number, how many there are, range of the text, pages (of a PDF)."""

    number: int
    count: int
    start: int
    end: int
    pages: range


async def meetings(datasette: Any, request: Any) -> Response:
    """Answer ``/meetings``: the current meetings, newest first, with facets."""
    chosen = chosen_of(request, *MEETING_FACETS)
    number = number_of(request.args.get("page"))
    found, total, facets = await ask(datasette, meetings_page, number, _MEETINGS, chosen)
    pages = max(1, -(-total // _MEETINGS))
    return await page(
        datasette, request, "minutes_meetings.html", "会議の一覧", meetings=found, total=total, number=min(number, pages),
        pages=pages, chosen=chosen, facets=facets,
    )  # fmt: skip


async def record(datasette: Any, request: Any) -> Response:
    """Answer ``/records/ID``, the permanent address of a record: its meeting with the record marked."""
    identity = request.url_vars["id"]
    place = await ask(datasette, place_of_record, identity)
    if place is None:
        raise NotFound("この記録はありません")
    return Response.redirect(f"/meetings/{place['meeting_id']}?record={identity}#r-{identity}")


async def text_around(datasette: Any, request: Any) -> Response:
    """Answer ``/documents/ID/text?at=N``: the meeting of a line of text, at that place."""
    owner = await ask(datasette, meeting_of_document, request.url_vars["document"])
    if owner is None:
        raise NotFound("この文書はありません")
    at, end = (number_of(request.args.get(name), 0, 100_000_000, 0) for name in ("at", "end"))
    return Response.redirect(f"/meetings/{owner}?at={at}&end={end}#here")


async def meeting(datasette: Any, request: Any) -> Response:
    """Answer ``/meetings/ID``; ``?record=ID`` puts a mark on one record, ``?at=&end=`` on a place of the text."""
    meeting_id, marked = request.url_vars["id"], request.args.get("record")
    source = await _source(datasette, meeting_id)
    database = await database_of(datasette)
    original = original_of(Path(database.path), source["sha256"])
    drawn = original is not None and source["media_type"] == "pdf"
    here = _here(request)
    place = await ask(datasette, place_of_record, marked) if marked else None
    at = place or ({"start": here[0], "page": None} if here else None)
    part: Part = await database.execute_fn(lambda conn: _part(conn, source, drawn, request.args.get("part"), at))
    minutes = await ask(datasette, load_document, source["document_id"], meeting_id, between=(part.start, part.end))
    sheets: list[Sheet] = []
    if drawn and original is not None:
        sheets = await database.execute_fn(lambda conn: sheets_of(original, minutes, part.pages))
    text = minutes["text"][part.start : part.end]
    marks = [*places_of(minutes), *([("here", "here", *here)] if here else [])]
    doubts = [finding for finding in minutes["findings"] if finding["severity"] != "info"]
    versions = await ask(datasette, versions_of, source["event_id"])
    return await page(
        datasette, request, "minutes_meeting.html", minutes["meeting"]["name"] or minutes["document"],
        minutes=minutes, source=source, meeting_id=meeting_id, marked=marked, sheets=sheets, titles=_TITLES, part=part,
        stretches=stretches(text, marks, part.start, marked or "here"), versions=versions, children=_children(minutes),
        doubts=doubts[:_FINDINGS], more_doubts=max(0, len(doubts) - _FINDINGS),
        changes=entries(await ask(datasette, changes_of, source["event_id"])),
        neighbours=await ask(datasette, neighbours_of, meeting_id),
        body=body_key(minutes["meeting"]["name"]) if minutes["meeting"]["name"] and source["standing"] == "current" else "",
        compared=_earlier(versions, source), obtainable=original is not None and _may_download(datasette, request, source),
    )  # fmt: skip


async def meeting_changes(datasette: Any, request: Any) -> Response:
    """Answer ``/meetings/ID/differences?from=ID``: what this version says otherwise than an earlier one."""
    meeting_id = request.url_vars["id"]
    source = await _source(datasette, meeting_id)
    versions = await ask(datasette, versions_of, source["event_id"])
    wanted = request.args.get("from")
    older = next((one for one in versions if one["id"] == wanted), None) or _earlier(versions, source)
    if older is None or older["id"] == meeting_id:
        raise NotFound("比べる版がありません")
    found = await ask(datasette, version_differences, older["document_id"], source["document_id"])
    return await page(
        datasette, request, "minutes_differences.html", "版の違い", meeting_id=meeting_id, source=source, older=older,
        changed=changed_records(found),
    )  # fmt: skip


async def original(datasette: Any, request: Any) -> Response:
    """Answer ``/meetings/ID/original``: the file as it came in, to reviewers, and to all where the meeting is public."""
    source = await _source(datasette, request.url_vars["id"])
    database = await database_of(datasette)
    path = original_of(Path(database.path), source["sha256"])
    if path is None or not _may_download(datasette, request, source):
        raise NotFound("この原本は受け取れません")
    body = await database.execute_fn(lambda conn: path.read_bytes())
    name = quote(source["file_name"], safe="")
    return Response(
        body=body, content_type="application/octet-stream",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"},
    )  # fmt: skip


def _may_download(datasette: Any, request: Any, source: dict[str, Any]) -> bool:
    if source["publication"] == "public":
        return True
    return switch_of(datasette) is not None and reviewer(datasette, request)[1] is not None


async def _source(datasette: Any, meeting_id: str) -> dict[str, Any]:
    source: dict[str, Any] | None = await ask(datasette, source_of, meeting_id)
    if source is None:
        raise NotFound("この会議はありません")
    return source


def _earlier(versions: list[dict[str, Any]], source: dict[str, Any]) -> dict[str, Any] | None:
    """The version before the one shown; None where it is the first or a rendition."""
    if source["standing"] == "rendition":
        return None
    older = [one for one in versions if one["standing"] != "rendition" and one["version"] < source["version"]]
    return max(older, key=lambda one: one["version"], default=None)


def _part(conn: Any, source: dict[str, Any], drawn: bool, wanted: str | None, at: dict[str, Any] | None) -> Part:
    """The part asked for by number, else the one in which a place lies, else the first."""
    length, pages = source["length"], source["pages"] or 0
    if drawn:
        count = max(1, -(-pages // _PAGES))
        chosen = (at["page"] - 1) // _PAGES + 1 if at and at["page"] else 1
        if at and not at["page"]:
            chosen = next((n for n in range(1, count + 1) if _begins_before(conn, source, n, at["start"])), 1)
        number = number_of(wanted, 1, count, chosen)
        shown = range((number - 1) * _PAGES + 1, min(number * _PAGES, pages) + 1)
        found = range_of_pages(conn, source["document_id"], shown.start, shown.stop - 1) if count > 1 else (0, length)
        start, end = found or (0, min(length, _CHARACTERS))
        return Part(number, count, start, min(end, length), shown)
    count = max(1, -(-length // _CHARACTERS))
    number = number_of(wanted, 1, count, min(count, at["start"] // _CHARACTERS + 1) if at else 1)
    return Part(number, count, (number - 1) * _CHARACTERS, min(length, number * _CHARACTERS), range(0))


def _begins_before(conn: Any, source: dict[str, Any], number: int, at: int) -> bool:
    found = range_of_pages(conn, source["document_id"], (number - 1) * _PAGES + 1, number * _PAGES)
    return found is not None and found[0] <= at < found[1]


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
    for table in ("decisions", "actions", "issues", "metrics", "programs", "goals"):
        for one in minutes[table]:
            by_id.get(one["agenda_item_id"], blocks[0])["records"].append((table, one))
    for block in blocks:
        block["records"].sort(key=lambda pair: pair[1]["span"]["start"])
    return [block for block in blocks if block["item"] or block["records"]]
