"""The site over a database of fictional minutes, asked without a network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.web.server import make_datasette
from minutes_pipeline.web.switch import ReviewSwitch

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
def asking() -> Callable[..., AbstractContextManager[Ask]]:
    """Opens a site over a database for a ``with`` block; gives the function that asks it."""
    return _asking


@pytest.fixture(scope="session")
def ask(site_db: Path) -> Iterator[Ask]:
    """A function that asks the site for a path and gives the response."""
    with _asking(site_db) as call:
        yield call


@contextmanager
def _asking(db: Path, switch: ReviewSwitch | None = None) -> Iterator[Callable[..., Any]]:
    """A function that asks a site for a path, in a loop and thread of its own: browser tests leave a loop in this one.

    ``as_person`` is the name of a reviewer who has logged in.
    """
    datasette = make_datasette(db, switch)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(task: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(task, loop).result(60)

    wait(datasette.invoke_startup())

    def call(path: str, method: str = "GET", **named: Any) -> Any:
        headers = {"host": "127.0.0.1", **named.pop("headers", {})}
        person = named.pop("as_person", None)
        if person:
            signed = datasette.sign({"a": {"id": person, "minutes": "reviewer"}}, "actor")
            named["cookies"] = {"ds_actor": signed, **named.get("cookies", {})}
        return wait(datasette.client.request(method, path, headers=headers, **named))

    try:
        yield call
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
