"""Which database the site shows, and how a page reads it (画面が読むデータベース)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from datasette.utils.asgi import NotFound, Response

from minutes_pipeline.errors import MinutesError, StoreError
from minutes_pipeline.store.open import check_tables
from minutes_pipeline.web.headers import STRICT

T = TypeVar("T")
_STRICT = {STRICT.decode(): "1"}


async def database_of(datasette: Any) -> Any:
    """The first database of ours that Datasette serves.

    Raises:
        NotFound: There is none: the plugin is installed, but another kind of database is served.
    """
    for name, database in datasette.databases.items():
        if name.startswith("_"):
            continue
        if await database.execute_fn(_is_ours):
            return database
    raise NotFound("議事録のデータベースがありません")


def _is_ours(conn: sqlite3.Connection) -> bool:
    try:
        check_tables(conn)
    except (StoreError, sqlite3.Error):
        return False
    return True


async def ask(datasette: Any, question: Callable[..., T], *values: Any, **named: Any) -> T:
    """Run a function of ``store`` on a connection of the database, in Datasette's thread for reading."""
    database = await database_of(datasette)
    result: T = await database.execute_fn(lambda conn: question(conn, *values, **named))
    return result


async def page(datasette: Any, request: Any, template: str, title: str, **context: Any) -> Response:
    """A page from a template; ``title`` stands in the heading of the window."""
    html = await datasette.render_template(template, {"title": title, **context}, request=request)
    return Response.html(html, headers=dict(_STRICT))


async def trouble(datasette: Any, request: Any, error: MinutesError, status: int = 400) -> Response:
    """The page for what could not be answered: reason and remedy."""
    html = await datasette.render_template(
        "minutes_trouble.html", {"title": "お知らせ", "error": error}, request=request
    )
    return Response.html(html, status=status, headers=dict(_STRICT))


def number_of(text: str | None, least: int = 1, most: int = 10_000, otherwise: int = 1) -> int:
    """A whole number from the address, within limits; anything else is ``otherwise``.

    >>> number_of("3"), number_of("-1"), number_of("x"), number_of(None)
    (3, 1, 1, 1)
    """
    try:
        return max(least, min(most, int(text or "")))
    except ValueError:
        return otherwise
