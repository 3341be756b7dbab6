"""The hooks by which Datasette knows the site (Datasette への接続). Inert for databases that are not ours."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import hookimpl

from minutes_pipeline.store.sqlite_utils_plugin import minutes_match
from minutes_pipeline.web.headers import App, protected
from minutes_pipeline.web.metadata import metadata_of
from minutes_pipeline.web.routes import ROUTES
from minutes_pipeline.web.switch import may_write, switch_of
from minutes_pipeline.web.wording import template_words

_CLOSED = frozenset({"execute-sql", "permissions-debug", "debug-menu", "insert-row", "delete-row", "drop-table"})


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def register_routes() -> list[tuple[str, Any]]:
    """The pages of the site; they stand before Datasette's own."""
    return list(ROUTES)


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def asgi_wrapper(datasette: Any) -> Any:
    """Headers on every answer, requests from this machine only, forms only where reviewing is on."""

    def wrap(app: App) -> App:
        return protected(app, lambda path: may_write(datasette, path))

    return wrap


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The function that cuts a query as the index was cut."""
    conn.create_function("minutes_match", 1, minutes_match, deterministic=True)


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Titles, descriptions and canned queries of our databases, in Japanese."""
    return metadata_of(datasette)


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def permission_allowed(action: str) -> bool | None:
    """No SQL of the visitor's own, whatever the settings say: one SELECT can take all the memory."""
    return False if action in _CLOSED else None


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """Japanese words for codes, usable in every template; whether reviewing is on."""
    return template_words() | {"reviewing": switch_of(datasette) is not None}
