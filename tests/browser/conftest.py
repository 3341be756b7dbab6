"""A real browser (Chromium) before the real site, served by the real program."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.application import run

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
DRAFT = """令和６年度 第１回 楡ヶ丘市図書館協議会 会議録（案）

日時　令和６年９月12日（木）　午後２時～３時
場所　楡ヶ丘市立図書館
出席者　委員　志水会長、若松委員

１　開館時間について
・平日の開館時間を１時間延ばす案を原案のとおり承認した。
・来館者は令和５年度で延べ48,200人であった。
"""
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def _needed(what: str, there: bool) -> None:
    """Without it the tests are skipped on a user's machine and fail in CI."""
    if there:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} がありません（CI では必要です。.ci/run を見てください）")
    pytest.skip(f"{what} がありません")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = os.environ.get("MINUTES_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    _needed("Chromium", found is not None)
    pytest.importorskip("playwright.sync_api", reason="playwright がありません")
    return str(found)


@pytest.fixture(scope="session")
def axe() -> str:
    _needed("axe-core（npm install --prefix tests/browser）", AXE.exists())
    return AXE.read_text("utf-8")


@pytest.fixture(scope="session")
def barriers(axe: str) -> Callable[[Any], list[str]]:
    """What axe-core finds on a page as it is shown now, by the rules of WCAG 2.2 A and AA and good practice."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def found(page: Any) -> list[str]:
        run = f"async () => {{ {axe}; return (await axe.run({{runOnly: {tags}}})).violations; }}"
        return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in page.evaluate(run)]

    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(db: Path, *options: str, environment: dict[str, str] | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """The program serving ``db``, ready to answer, and its address."""
    port = free_port()
    command = [sys.executable, "-m", "minutes_pipeline", "serve", "--db", str(db), "--port", str(port), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})}
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(150):
        if process.poll() is not None:
            raise AssertionError((process.stderr.read() if process.stderr else b"").decode())
        try:
            urllib.request.urlopen(f"{address}/-/versions.json", timeout=1).read()
            return process, address
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError("minutes serve は答えません")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the program and close what was open to it."""
    process.terminate()
    process.communicate(timeout=10)


@pytest.fixture(scope="session")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, and a meeting in two versions."""
    folder = tmp_path_factory.mktemp("browser")
    db = folder / "minutes.db"
    assert run(["ingest", str(ROOT / "samples"), "--db", str(db)]) == 0
    for name, text in (("案.md", DRAFT), ("確定.md", DRAFT.replace("（案）", "").replace("48,200", "48,920"))):
        (folder / name).write_text(text, "utf-8")
        assert run(["ingest", str(folder / name), "--db", str(db)]) == 0
    return db


@contextmanager
def _served(db: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[str]:
    process, address = started(db, *options, environment=environment)
    try:
        yield address
    finally:
        stop(process)


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[str]]:
    """Serves a database with options while a ``with`` block runs; gives the address."""
    return _served


@pytest.fixture(scope="session")
def site(site_db: Path, chromium: str) -> Iterator[str]:
    with _served(site_db) as address:
        yield address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that remembers where it went and what it complained about."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP", bypass_csp=False)
    opened = context.new_page()
    opened.requested = []
    opened.complaints = []
    opened.on("request", lambda request: opened.requested.append(request.url))
    opened.on("console", lambda message: opened.complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
