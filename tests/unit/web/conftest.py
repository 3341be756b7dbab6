"""The site over a database of fictional minutes, asked without a network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.web.server import make_datasette

SAMPLES = Path(__file__).parents[3] / "samples"
HOSTILE = """第１回 悪戯町安全会議 議事録

日時　令和６年５月１７日（金）　午後１時～３時
場所　<script>alert(1)</script>会議室
出席者　総務部　鳴海部長

１　<img src=x onerror=alert(2)>の報告について
・"><script>alert(3)</script>の不足が課題である。
=HYPERLINK(1)の件は原案のとおり承認した。
・\u202e逆向きの文字の点検を次回までに事務局が報告する。
"""
Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "hostile.txt").write_text(HOSTILE, "utf-8")
    db = folder / "minutes.db"
    assert run(["ingest", str(SAMPLES), str(folder / "hostile.txt"), "--db", str(db)]) == 0
    return db


@pytest.fixture(scope="session")
def ask(site_db: Path) -> Iterator[Ask]:
    """A function that asks the site for a path and gives the response."""
    datasette = make_datasette(site_db)
    # A loop in a thread of its own: the browser tests leave one running in this thread.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(task: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(task, loop).result(60)

    wait(datasette.invoke_startup())

    def call(path: str, method: str = "GET", headers: dict[str, str] | None = None, **named: Any) -> Any:
        every = {"host": "127.0.0.1", **(headers or {})}
        return wait(datasette.client.request(method, path, headers=every, **named))

    yield call
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
