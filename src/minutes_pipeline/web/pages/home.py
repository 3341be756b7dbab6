"""The home page (ホーム): one search box, the latest meetings, what is open, what to check."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from minutes_pipeline.store.site_home import read_home
from minutes_pipeline.web.questions import QUESTIONS
from minutes_pipeline.web.site import ask, database_of, page


async def home(datasette: Any, request: Any) -> Response:
    """Answer ``/``."""
    found = await ask(datasette, read_home)
    database = (await database_of(datasette)).route
    return await page(
        datasette, request, "minutes_home.html", "議事録をさがす", home=found, questions=QUESTIONS, database=database
    )
