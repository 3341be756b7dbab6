"""Serving the site (画面の提供): Datasette with our plugin, on this machine only."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sqlite3
import threading
from pathlib import Path
from typing import Any

from minutes_pipeline.errors import MinutesError, StoreError
from minutes_pipeline.web.switch import ReviewSwitch, turn_on

HOST = "127.0.0.1"
"""The loopback address: nobody else on the network can reach it."""
_SETTINGS = {
    "default_allow_sql": False,
    "allow_download": False,
    "suggest_facets": False,
    "allow_csv_stream": False,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 500,
    "num_sql_threads": 3,
    "max_returned_rows": 1000,
    "truncate_cells_html": 400,
}


def make_datasette(db_path: Path, switch: ReviewSwitch | None = None) -> Any:
    """A Datasette over the database, closed to SQL of the visitor's own, ready to answer.

    Args:
        db_path: The database.
        switch: Turns reviewing on; None leaves everything read-only.

    Raises:
        StoreError: There is no such database, or it is none of ours.
    """
    from datasette.app import Datasette

    from minutes_pipeline.store.open import open_connection

    open_connection(db_path).close()
    datasette = Datasette([str(db_path)], settings=_SETTINGS, cors=False)
    if switch is not None:
        turn_on(datasette, switch)
    return datasette


def serve(db_path: Path, port: int, switch: ReviewSwitch | None = None) -> None:
    """Answer requests until the program is ended.

    Raises:
        StoreError: The database is missing, or the port is taken.
    """
    import uvicorn

    datasette = make_datasette(db_path, switch)
    listener = _listen(port)
    # What a million passages hold takes seconds to read: it is ready when the first question comes.
    threading.Thread(target=_warm, args=(db_path,), daemon=True).start()
    asyncio.run(_run(uvicorn.Server(_configuration(uvicorn, datasette)), datasette, listener))


def _warm(db_path: Path) -> None:
    """Read what searching needs, from the last start or anew; a failure will be told to whoever asks."""
    from minutes_pipeline.store.site_columns import columns_of, state_of
    from minutes_pipeline.store.site_kept import keep, kept
    from minutes_pipeline.store.site_suggest import warm
    from minutes_pipeline.web.unsettled import whole_ledger

    # Not open_connection: the words of the index are listed by a temporary table, which query_only refuses.
    with (
        contextlib.suppress(MinutesError, sqlite3.Error, OSError),
        contextlib.closing(sqlite3.connect(f"{db_path.resolve().as_uri()}?mode=ro", uri=True)) as conn,
    ):
        _, state = state_of(conn)
        former = kept(db_path, state)
        columns = columns_of(conn, former)
        _ = columns.newest  # worked out once, before the first list is asked for
        if former is None and state_of(conn)[1] == state:
            keep(db_path, columns, state)
        warm(conn)
        whole_ledger(conn)


def _configuration(uvicorn: Any, datasette: Any) -> Any:
    return uvicorn.Config(
        datasette.app(), host=HOST, log_level="error", access_log=False, server_header=False, lifespan="off",
        h11_max_incomplete_event_size=65536,
    )  # fmt: skip


async def _run(server: Any, datasette: Any, listener: socket.socket) -> None:
    await datasette.invoke_startup()
    await server.serve(sockets=[listener])


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise StoreError(
            f"ポート {port} は使われています", f"--port {port + 1} のように別の番号を指定してください"
        ) from error
    listener.listen(64)
    return listener
