"""Uploading in the browser (画面からの取り込み): drop a file, see what was read, confirm."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.errors import MinutesError
from minutes_pipeline.web.pages.review import login_first, reviewer
from minutes_pipeline.web.site import page, trouble
from minutes_pipeline.web.staging import LARGEST, discard, stage, staged, staging_of
from minutes_pipeline.web.switch import Intake, ReviewSwitch

_COUNTED = (
    ("attendees", "出席者"), ("agenda_items", "議題"), ("decisions", "決定"), ("issues", "課題"), ("actions", "宿題"),
    ("metrics", "数値"),
)  # fmt: skip


def _intake(switch: ReviewSwitch) -> Intake:
    if switch.intake is None:
        raise NotFound("取り込みの画面は開いていません")
    return switch.intake


async def _in_thread(function: Any, *values: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, function, *values)


async def upload(datasette: Any, request: Any) -> Response:
    """Answer ``/upload``: the place to drop a file on."""
    switch, name = reviewer(datasette, request)
    _intake(switch)
    if name is None:
        return login_first(request)
    return await page(
        datasette, request, "minutes_upload.html", "ファイルを取り込む", largest=LARGEST // 1024 // 1024, staged=None
    )


async def upload_file(datasette: Any, request: Any) -> Response:
    """Answer ``/upload/file?name=``: the bytes of one file; says where to look at what was read."""
    switch, name = reviewer(datasette, request)
    _intake(switch)
    if name is None or request.method != "POST":
        return Response.json({"error": "はじめに確認の画面に入ってください。"}, status=403)
    try:
        one = await stage(staging_of(switch.db_path), request.args.get("name") or "", _body(request))
    except MinutesError as error:
        return Response.json({"error": f"{error.reason}。{error.remedy}。"}, status=400)
    return Response.json({"next": f"/upload/{one.token}"})


async def _body(request: Any) -> AsyncIterator[bytes]:
    while True:
        message = await request.receive()
        if message["type"] != "http.request":
            raise ConnectionError
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body"):
            return


async def upload_preview(datasette: Any, request: Any) -> Response:
    """Answer ``/upload/TOKEN``: what was read; a form to confirm or to give up."""
    switch, name = reviewer(datasette, request)
    intake = _intake(switch)
    if name is None:
        return login_first(request)
    folder, token = staging_of(switch.db_path), request.url_vars["token"]
    try:
        one = staged(folder, token)
        if request.method == "POST":
            return await _settle(request, intake, folder, one)
        minutes = await _in_thread(intake.preview, one.path, one.name)
    except MinutesError as error:
        discard(folder, token)
        return await trouble(datasette, request, error)
    counts = [(label, len(getattr(minutes, field))) for field, label in _COUNTED]
    doubts = [finding for finding in minutes.findings if finding.severity != "info"]
    return await page(
        datasette, request, "minutes_upload.html", "取り込む前の確認", staged=one, minutes=minutes, counts=counts,
        doubts=doubts,
    )  # fmt: skip


async def _settle(request: Any, intake: Intake, folder: Any, one: Any) -> Response:
    given = await request.post_vars()
    try:
        if given.get("choice") != "take":
            return Response.redirect("/upload")
        meeting, _ = await _in_thread(intake.take, one.path, one.name)
        return Response.redirect(f"/meetings/{meeting}")
    finally:
        discard(folder, one.token)
