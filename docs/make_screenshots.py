"""Pictures of every page of the site over the fictional samples, by Chromium (make screenshots).

Usage: make_screenshots.py [FOLDER] [--every]. With --every each page is taken also on a phone (390 px), in dark colours
and as printed, to be looked at. Needs Chromium (MINUTES_CHROMIUM or on the PATH) and Playwright.
"""

import argparse
import contextlib
import io
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image

from minutes_pipeline.link.linking import body_key

ROOT = Path(__file__).parents[1]
PASSWORD = "いろはにほへとちり"
DRAFT = """令和６年度 第１回 水守市図書館協議会 会議録（案）

日時　令和６年９月12日（木）　午後２時～３時
場所　水守市立図書館　集会室
出席者　委員　志水会長、若松委員、中図書館長

１　開館時間について
・平日の開館時間を１時間延ばす案を原案のとおり承認した。
・来館者は令和５年度で延べ48,200人であった。
・夜間の職員の配置が課題である。
"""
FINAL = DRAFT.replace("（案）", "").replace("48,200人", "48,920人") + "・次回までに事務局が近隣市の例を調べる。\n"


def one(db: Path, sql: str, *values: str) -> tuple[Any, ...]:
    with contextlib.closing(sqlite3.connect(db)) as conn:
        row = conn.execute(sql, values).fetchone()
    assert row is not None, sql
    return tuple(row)


def pages(db: Path) -> dict[str, str]:
    """Name of the picture -> address."""
    body = "水守市地域福祉計画推進庁内連絡会"
    key = quote(body_key(body))
    of_body = "JOIN meetings m ON m.id = r.meeting_id JOIN documents d ON d.id = r.document_id WHERE m.name = ?"
    pdf = "d.media_type = 'pdf' AND r.bbox IS NOT NULL"
    marked = one(db, f"SELECT r.id FROM decisions r {of_body} AND {pdf} ORDER BY length(r.quote) DESC", body)[0]
    found = {
        "home": "/",
        "search": f"/search?q={quote('相談')}",
        "search_nothing": f"/search?q={quote('相説')}",
        "search_empty": "/search",
        "meetings": "/meetings",
        "meeting_pdf": f"/records/{marked}",
        "meeting_docx": "/meetings/" + one(db, "SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id "
                                               "WHERE d.media_type = 'docx' ORDER BY m.date")[0],
        "meeting_versions": "/meetings/" + one(db, "SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id "
                                                   "WHERE d.standing = 'current' AND d.version = 2")[0],
        "open": "/open",
        "bodies": "/bodies",
        "ledger": f"/bodies/view?key={key}",
        "programs": f"/programs?key={key}",
        "program": f"/programs/view?key={key}&id=" + one(db, f"SELECT r.id FROM programs r {of_body} ORDER BY m.date DESC", body)[0],
        "goals": f"/goals?key={key}",
        "people": f"/people?key={key}",
        "person": f"/people/view?key={key}&id=" + one(db, f"SELECT r.id FROM attendees r {of_body} ORDER BY m.date DESC", body)[0],
        "tables": "/minutes",
        "table": "/minutes/decisions",
        "question": f"/minutes/kettei?{quote('年度')}=2024&{quote('会議')}=",
        "not_found": "/meetings/nothing",
    }  # fmt: skip
    found["differences"] = found["meeting_versions"] + "/differences"
    for name in ("decisions", "issues", "actions", "metrics"):
        found[name] = f"/{name}"
        found[name[:-1]] = (
            f"/{name}/" + one(db, f"SELECT r.id FROM {name} r {of_body} ORDER BY m.date, r.ordinal", body)[0]
        )
    return found


def review_pages(db: Path) -> dict[str, str]:
    of_a_page = "JOIN documents d ON d.id = r.document_id WHERE d.media_type = 'pdf' AND r.bbox IS NOT NULL"
    record = one(db, f"SELECT r.id FROM metrics r {of_a_page} ORDER BY r.confidence")[0]
    return {
        "review": "/review",
        "review_links": "/review/links",
        "review_record": f"/review/records/{record}",
        "review_add": "/review/add?meeting=" + one(db, "SELECT id FROM meetings")[0],
        "upload": "/upload",
    }


@contextlib.contextmanager
def served(db: Path, *options: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "minutes_pipeline", "serve", "--db", str(db), "--port", str(port), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, "MINUTES_REVIEW_PASSWORD": PASSWORD}
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/-/versions.json", timeout=1).read()
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def database(folder: Path) -> Path:
    (folder / "図書館協議会_案.txt").write_text(DRAFT, "utf-8")
    (folder / "図書館協議会.txt").write_text(FINAL, "utf-8")
    db = folder / "minutes.db"
    sources = [ROOT / "samples", folder / "図書館協議会_案.txt", folder / "図書館協議会.txt"]
    for source in sources:
        command = [sys.executable, "-m", "minutes_pipeline", "ingest", str(source), "--db", str(db)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return db


#: Suffix of the picture -> width, colour scheme, medium.
LOOKS = {"": (1280, "light", "screen"), "-390": (390, "light", "screen"), "-dark": (1280, "dark", "screen"), "-print": (800, "light", "print")}  # fmt: skip


def take(context: Any, address: str, name: str, out: Path, looks: list[str]) -> None:
    for look in looks:
        width, scheme, media = LOOKS[look]
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 860})
        page.emulate_media(color_scheme=scheme, media=media)
        page.goto(address)
        page.locator("[data-again]").first.wait_for(state="detached")
        page.wait_for_load_state("networkidle")
        picture = page.screenshot(full_page=look != "", scale="css")
        # 128 colours are enough for a page of text, and a quarter of the size.
        Image.open(io.BytesIO(picture)).convert("RGB").quantize(128).save(out / f"{name}{look}.png", optimize=True)
        page.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "screenshots")
    parser.add_argument("--every", action="store_true")
    options = parser.parse_args()
    chromium = os.environ.get("MINUTES_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print(
            "Chromium がありません。apt-get install chromium で入れるか、環境変数 MINUTES_CHROMIUM で場所を示してください。"
        )
        return 1
    from playwright.sync_api import sync_playwright

    options.folder.mkdir(parents=True, exist_ok=True)
    looks = list(LOOKS) if options.every else [""]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        db = database(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--lang=ja"]
        )
        with served(db) as address:
            context = browser.new_context(locale="ja-JP")
            for name, path in pages(db).items():
                take(context, address + path, name, options.folder, looks)
        with served(db, "--review") as address:
            context = browser.new_context(locale="ja-JP")
            page = context.new_page()
            page.goto(f"{address}/review")
            take(context, f"{address}/review/login", "login", options.folder, looks)
            page.get_by_label("お名前").fill("鳴海")
            page.get_by_label("パスワード").fill(PASSWORD)
            page.get_by_role("button", name="始める").click()
            for name, path in review_pages(db).items():
                take(context, address + path, name, options.folder, looks)
        browser.close()
    print(f"{options.folder} に画像を書きました。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
