"""Reviewing in the browser (画面での確認): doubtful records first, beside the source.

The same overlay and audit as ``minutes review``. Everything here needs the switch and a person who has given the
password.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.errors import MinutesError, QueryError
from minutes_pipeline.store import corrections
from minutes_pipeline.store.code_words import KINDS
from minutes_pipeline.store.doubts import list_doubts
from minutes_pipeline.store.fields import EDITABLE, editable_fields
from minutes_pipeline.store.open import open_database, writing
from minutes_pipeline.store.reading import load_meeting
from minutes_pipeline.store.site_meeting import place_of_record, source_of
from minutes_pipeline.web.drawing import page_size
from minutes_pipeline.web.marking import Clip, clip_of
from minutes_pipeline.web.originals import original_of
from minutes_pipeline.web.site import ask, database_of, page
from minutes_pipeline.web.switch import ReviewSwitch, switch_of
from minutes_pipeline.web.wording import address

T = TypeVar("T")
_SHOWN = 100
_AROUND = 160
"""Characters of text shown before and behind the place of a record."""
ADDABLE = ("decision", "action", "issue", "metric")


def reviewer(datasette: Any, request: Any) -> tuple[ReviewSwitch, str | None]:
    """The switch, and the name of the person who has logged in (None: nobody).

    Raises:
        NotFound: The switch is off: these addresses do not exist then.
    """
    switch = switch_of(datasette)
    if switch is None:
        raise NotFound("確認の画面は開いていません")
    actor = request.actor or {}
    return switch, actor.get("id") if actor.get("minutes") == "reviewer" else None


def login_first(request: Any) -> Response:
    """Send to the form for name and password, and from there back."""
    return Response.redirect(address("/review/login", next=request.path))


async def write(switch: ReviewSwitch, change: Callable[[Any], T]) -> T:
    """Run a change on a connection of its own, in a thread: the site goes on answering."""

    def run() -> T:
        database = open_database(switch.db_path, create=False)
        try:
            return change(database)
        finally:
            database.close()

    return await asyncio.get_running_loop().run_in_executor(None, run)


async def login(datasette: Any, request: Any) -> Response:
    """Answer ``/review/login``."""
    switch, _ = reviewer(datasette, request)
    wrong = None
    onward = request.args.get("next") or "/review"
    if request.method == "POST":
        given = await request.post_vars()
        name = " ".join((given.get("name") or "").split())
        onward = given.get("next") or "/review"
        if not name:
            wrong = "お名前を入れてください。訂正の記録に残ります。"
        elif switch.is_paused:
            wrong = "続けて間違えたため、1分ほど待ってからやり直してください。"
        elif switch.admits(given.get("password") or ""):
            return _welcome(datasette, name, onward)
        else:
            wrong = "パスワードが違います。"
    return await page(datasette, request, "minutes_login.html", "確認を始める", wrong=wrong, onward=_inside(onward))


def _inside(path: str) -> str:
    """Only addresses of this site are gone on to."""
    return path if path.startswith(("/review", "/upload")) and "//" not in path and "\\" not in path else "/review"


def _welcome(datasette: Any, name: str, onward: str) -> Response:
    answer = Response.redirect(_inside(onward))
    signed = datasette.sign({"a": {"id": name[:60], "minutes": "reviewer"}}, "actor")
    answer.set_cookie("ds_actor", signed, httponly=True, samesite="strict", max_age=8 * 3600)
    return answer


async def logout(datasette: Any, request: Any) -> Response:
    """Answer ``/review/logout``."""
    reviewer(datasette, request)
    if request.method != "POST":
        return Response.redirect("/review")
    answer = Response.redirect("/")
    answer.set_cookie("ds_actor", "", httponly=True, samesite="strict", max_age=0, expires=0)
    return answer


async def review(datasette: Any, request: Any) -> Response:
    """Answer ``/review``: what to look at, the most doubtful first."""
    _, name = reviewer(datasette, request)
    if name is None:
        return login_first(request)
    meeting = request.args.get("meeting") or None
    try:
        doubts = await ask(datasette, list_doubts, meeting, limit=_SHOWN)
    except QueryError as error:
        return await _trouble(datasette, request, error)
    return await page(
        datasette, request, "minutes_review.html", "確かめる記録", doubts=doubts, name=name, shown=_SHOWN,
        words=await ask(datasette, _quotes, [doubt.record_id for doubt in doubts]),
    )  # fmt: skip


def _quotes(conn: Any, identities: list[str]) -> dict[str, str]:
    """The beginnings of the records' quotes; what is no record (a meeting) has none."""
    found = {}
    for identity in identities:
        try:
            found[identity] = str(corrections.find_record(conn, identity).record.get("quote") or "")[:80]
        except QueryError:
            found[identity] = ""
    return found


async def review_record(datasette: Any, request: Any) -> Response:
    """Answer ``/review/records/ID``: the record beside its place; accept, edit or reject."""
    switch, name = reviewer(datasette, request)
    if name is None:
        return login_first(request)
    identity = request.url_vars["id"]
    wrong = None
    given: dict[str, str] = {}
    if request.method == "POST":
        given = await request.post_vars()
        try:
            await write(switch, lambda database: _decide(database, identity, given, name))
            return Response.redirect(await _next(datasette, given.get("meeting")))
        except MinutesError as error:
            wrong = error
    try:
        view = await ask(datasette, corrections.find_record, identity)
    except QueryError as error:
        return await _trouble(datasette, request, error, 404)
    fields = [(field, _shown(view.record, field.name)) for field in editable_fields(view.kind)]
    return await page(
        datasette, request, "minutes_review_record.html", f"{KINDS.get(view.kind, '会議')}を確かめる", view=view,
        fields=fields, given=given, wrong=wrong, name=name, around=_around(view),
        fingerprint=await ask(datasette, corrections.fingerprint, identity), kind=KINDS.get(view.kind, "会議"),
        meeting=view.document_id, clip=await _clip(datasette, view),
    )  # fmt: skip


async def _clip(datasette: Any, view: Any) -> Clip | None:
    """The strip of the PDF page where a record stands; None for other formats, or where the original is not kept."""
    place, span = await ask(datasette, place_of_record, view.record_id), view.record.get("span")
    if place is None or span is None or not span["page"] or not span["bbox"]:
        return None
    source = await ask(datasette, source_of, place["meeting_id"])
    if source is None or source["media_type"] != "pdf":
        return None
    original = original_of(Path((await database_of(datasette)).path), source["sha256"])
    if original is None:
        return None
    width, height = await asyncio.get_running_loop().run_in_executor(None, page_size, original, span["page"])
    return clip_of(place["meeting_id"], span, width, height)


def _decide(database: Any, identity: str, given: dict[str, str], name: str) -> None:
    """One decision of a form, if the record is still what the person saw."""
    with writing(database):
        if corrections.fingerprint(database.conn, identity) != given.get("fingerprint"):
            raise QueryError("この記録は、開いたあとに変わりました", "いまの内容を確かめてから、もう一度決めてください")
        reason = (given.get("reason") or "").strip()
        choice = given.get("choice")
        if choice == "accept":
            corrections.accept(database, identity, by=name)
        elif choice == "reject":
            corrections.reject(database, identity, by=name, reason=reason)
        elif choice == "edit":
            view = corrections.find_record(database.conn, identity)
            changed = {
                field.name: given[f"f-{field.name}"].strip()
                for field in editable_fields(view.kind)
                if f"f-{field.name}" in given and given[f"f-{field.name}"].strip() != _shown(view.record, field.name)
            }
            if not changed:
                raise QueryError(
                    "どの項目も変わっていません", "直してから「訂正する」を押すか、「確認」を押してください"
                )
            corrections.correct(database, identity, changed, by=name, reason=reason)
        else:
            raise QueryError("何をするかが選ばれていません", "確認・訂正・却下のどれかを押してください")


def _shown(record: dict[str, Any], name: str) -> str:
    """A field as text, as ``corrections`` takes it."""
    value = record.get(name)
    if value is None:
        return ""
    if name == "period":
        return f"{value['start']}〜{value['end']}"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return str(value)


def _around(view: Any) -> tuple[str, str, str]:
    """The text before, at and behind the place of a record."""
    span = view.record.get("span")
    if span is None:
        return "", view.text[: 3 * _AROUND], ""
    start, end = span["start"], span["end"]
    return view.text[max(0, start - _AROUND) : start], view.text[start:end], view.text[end : end + _AROUND]


async def _next(datasette: Any, meeting: str | None) -> str:
    """The next doubtful record, or the list when there is none."""
    doubts = await ask(datasette, list_doubts, None, limit=1)
    return f"/review/records/{doubts[0].record_id}" if doubts and doubts[0].conflict is None else "/review"


async def review_add(datasette: Any, request: Any) -> Response:
    """Answer ``/review/add?meeting=ID&quote=``: a record that the program has missed, from a passage of the text."""
    switch, name = reviewer(datasette, request)
    if name is None:
        return login_first(request)
    given = (
        await request.post_vars() if request.method == "POST" else {key: request.args.get(key) for key in request.args}
    )
    meeting, kind = given.get("meeting") or "", given.get("kind") or "decision"
    wrong = None
    if kind not in ADDABLE:
        kind = "decision"
    if request.method == "POST" and given.get("choice") == "add":
        try:
            added = await write(switch, lambda database: _add(database, meeting, kind, given, name))
            return Response.redirect(f"/records/{added}")
        except MinutesError as error:
            wrong = error
    try:
        minutes = await ask(datasette, load_meeting, meeting)
    except QueryError as error:
        return await _trouble(datasette, request, error, 404)
    return await page(
        datasette, request, "minutes_review_add.html", "記録を加える", meeting=meeting, kind=kind, given=given, wrong=wrong,
        fields=[field for field in EDITABLE[kind] if field.name not in ("quote", "agenda_item")], minutes=minutes,
        kinds={name: KINDS[name] for name in ADDABLE},
    )  # fmt: skip


def _add(database: Any, meeting: str, kind: str, given: dict[str, str], name: str) -> str:
    values = {
        field.name: given[f"f-{field.name}"].strip()
        for field in editable_fields(kind)
        if given.get(f"f-{field.name}", "").strip() and field.name != "quote"
    }
    return corrections.add(
        database, meeting, kind, (given.get("quote") or "").strip(), values, by=name, reason=given.get("reason") or ""
    ).record_id


async def review_conflict(datasette: Any, request: Any) -> Response:
    """Answer ``/review/conflicts/N``: keep the person's value or the source's."""
    switch, name = reviewer(datasette, request)
    if name is None:
        return login_first(request)
    number = int(request.url_vars["number"])
    if request.method != "POST":
        return Response.redirect("/review")
    given = await request.post_vars()
    keep: Literal["person", "source"] = "person" if given.get("keep") == "person" else "source"
    reason = given.get("reason") or ""
    try:
        await write(
            switch, lambda database: corrections.resolve_conflict(database, number, keep, by=name, reason=reason)
        )
    except MinutesError as error:
        return await _trouble(datasette, request, error)
    return Response.redirect("/review")


async def _trouble(datasette: Any, request: Any, error: MinutesError, status: int = 400) -> Response:
    from minutes_pipeline.web.site import trouble

    return await trouble(datasette, request, error, status)
