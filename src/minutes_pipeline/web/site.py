"""Which database the site shows, and how a page reads it (画面が読むデータベース)."""

from __future__ import annotations

import os
import sqlite3
import sys
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from datasette.utils import tilde_encode
from datasette.utils.asgi import NotFound, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from minutes_pipeline.errors import MinutesError, StoreError
from minutes_pipeline.store.open import check_tables
from minutes_pipeline.web.datasette_words import japanese_error

T = TypeVar("T")


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
    return Response.html(html)


async def trouble(datasette: Any, request: Any, error: MinutesError, status: int = 400) -> Response:
    """The page for what could not be answered: reason and remedy."""
    html = await datasette.render_template(
        "minutes_trouble.html", {"title": "お知らせ", "error": error}, request=request
    )
    return Response.html(html, status=status)


def chosen_of(request: Any, *names: str) -> dict[str, str]:
    """Values of the address by name, within bounds; "" for what it does not give."""
    return {name: (request.args.get(name) or "").strip()[:200] for name in names}


def number_of(text: str | None, least: int = 1, most: int = 10_000, otherwise: int = 1) -> int:
    """A whole number from the address, within limits; anything else is ``otherwise``.

    >>> number_of("3"), number_of("-1"), number_of("x"), number_of(None)
    (3, 1, 1, 1)
    """
    try:
        return max(least, min(most, int(text or "")))
    except ValueError:
        return otherwise


async def reference(datasette: Any, database: str, table: str, label: str, identity: str) -> Markup | None:
    """A link to a row by its name; None where it has none."""
    sql = f'SELECT "{label}" FROM "{table}" WHERE id = ?'
    row = (await datasette.get_database(database).execute(sql, [identity])).first()
    if row is None or row[0] is None:
        return None
    return Markup('<a href="{}">{}</a> <small>{}</small>').format(
        datasette.urls.row(database, table, tilde_encode(identity)), row[0], identity
    )


async def answer_trouble(datasette: Any, request: Any, exception: Exception) -> Response:
    """The answer for what went wrong, as a page or as JSON; the terminal is told one sentence, and only of a real fault.

    With the environment variable ``MINUTES_DEBUG`` the terminal shows where it happened, as on the command line.
    """
    if isinstance(exception, MinutesError):
        status, message = 503, f"{exception.reason}。{exception.remedy}。"
    else:
        status = int(getattr(exception, "status", 500))
        if isinstance(exception, DatasetteError):  # an address that asks for what a table has not: no fault of ours
            status = min(status, 400)
        message = str(getattr(exception, "message", None) or (exception.args[0] if exception.args else ""))
    if status >= 500 and os.environ.get("MINUTES_DEBUG"):
        traceback.print_exception(exception)
    elif status >= 500:
        print(f"画面を作れませんでした（{type(exception).__name__}）: {request.path}", file=sys.stderr)  # noqa: T201
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": japanese_error(status, message), "status": status}, status=status)
    html = await datasette.render_template("error.html", {"status": status, "error": message}, request=request)
    return Response.html(html, status=status)
