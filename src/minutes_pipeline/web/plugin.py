"""The hooks by which Datasette knows the site (Datasette への接続). Inert for databases that are not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datasette import hookimpl
from jinja2 import ChoiceLoader, FileSystemLoader

from minutes_pipeline.ledger_function import add_ledger
from minutes_pipeline.store.sqlite_utils_plugin import minutes_match
from minutes_pipeline.web.datasette_words import CODES, REFERENCES, datasette_words
from minutes_pipeline.web.headers import App, protected
from minutes_pipeline.web.metadata import is_public_copy, metadata_of, serves_ours, tables_address
from minutes_pipeline.web.routes import ROUTES
from minutes_pipeline.web.site import answer_trouble, reference
from minutes_pipeline.web.switch import may_write, switch_of
from minutes_pipeline.web.wording import template_words

_CLOSED = frozenset({"execute-sql", "permissions-debug", "debug-menu", "insert-row", "delete-row", "drop-table"})
_TEMPLATES = Path(__file__).with_name("datasette_templates")
"""Datasette's own pages in Japanese; taken up only where a database of ours is served."""


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """The pages of the site; they stand before Datasette's own."""
    return list(ROUTES) if serves_ours(datasette) else []


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Datasette's pages (table, row, query, error …) in Japanese and without inline scripts and styles."""
    if serves_ours(datasette):
        env.loader = ChoiceLoader([FileSystemLoader(_TEMPLATES), env.loader])
        # As globals: the page for an error is rendered without the variables of extra_template_vars.
        env.globals.update(template_words() | datasette_words() | {"public_copy": is_public_copy(datasette)})


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def asgi_wrapper(datasette: Any) -> Any:
    """Headers on every answer, requests from this machine only, forms only where reviewing is on."""

    def wrap(app: App) -> App:
        return (
            protected(app, lambda path: may_write(datasette, path), local_only=not is_public_copy(datasette))
            if serves_ours(datasette)
            else app
        )

    return wrap


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The function that cuts a query as the index was cut, and the one that gives the ledger."""
    conn.create_function("minutes_match", 1, minutes_match, deterministic=True)
    add_ledger(conn)


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Titles, descriptions and canned queries of our databases, in Japanese."""
    return metadata_of(datasette)


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def permission_allowed(datasette: Any, action: str) -> bool | None:
    """No SQL of the visitor's own, whatever the settings say: one SELECT can take all the memory."""
    return False if action in _CLOSED and serves_ours(datasette) else None


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """Whether reviewing is on, and where the tables are."""
    return {"reviewing": switch_of(datasette) is not None, "tables_at": tables_address(datasette)}


@hookimpl(hookwrapper=True)  # type: ignore[untyped-decorator,unused-ignore]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Iterator[None]:
    """One Japanese sentence instead of what Datasette does.

    Datasette asks every plugin and itself; its own answer prints every local variable, that is the text of minutes, to
    the terminal. So it is not only gone before, but left out.
    """
    outcome: Any = yield
    if serves_ours(datasette):
        outcome.force_result([answer_trouble(datasette, request, exception)])


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def render_cell(datasette: Any, value: Any, column: str, table: str | None, database: str) -> Any:
    """What a row refers to by its name, a code by what it means; what Datasette has expanded itself is no string."""
    meaning = CODES.get(column, {}).get(value) if table and isinstance(value, str) else None
    if meaning is not None and serves_ours(datasette):
        return f"{meaning}（{value}）"
    target = REFERENCES.get((table or "", column))
    if target is None or not isinstance(value, str) or not serves_ours(datasette):
        return None
    return reference(datasette, database, *target, value)
