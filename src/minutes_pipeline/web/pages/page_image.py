"""A page of the original as a picture (ページの画像), drawn by pdfium and kept beside the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.store.site_meeting import source_of
from minutes_pipeline.web.drawing import draw_page
from minutes_pipeline.web.originals import original_of
from minutes_pipeline.web.site import ask, database_of


async def page_image(datasette: Any, request: Any) -> Response:
    """Answer ``/meetings/ID/pages/N.png``; not found where the original is no PDF or not kept."""
    source = await ask(datasette, source_of, request.url_vars["id"])
    database = await database_of(datasette)
    original = None if source is None else original_of(Path(database.path), source["sha256"])
    number = int(request.url_vars["page"])
    if source is None or original is None or source["media_type"] != "pdf" or not 1 <= number <= (source["pages"] or 0):
        raise NotFound("このページの画像はありません")
    picture = await database.execute_fn(lambda conn: draw_page(original, number))
    return Response(body=picture, content_type="image/png", headers={"cache-control": "private, max-age=86400"})
