"""Walks through the site as an official would: search, open, see the mark, print; for every body and every device."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pdfplumber
import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.link.linking import body_key
from minutes_pipeline.web.originals import original_of


def _one(db: Path, sql: str) -> Any:
    conn = sqlite3.connect(db)
    try:
        return conn.execute(sql).fetchone()
    finally:
        conn.close()


def _addresses(db: Path) -> dict[str, str]:
    """One address of every kind of page."""
    pdf = _one(db, "SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id WHERE d.media_type = 'pdf'")[0]
    docx = _one(db, "SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id WHERE d.media_type = 'docx'")[
        0
    ]
    name, program = _one(
        db, "SELECT m.name, p.id FROM programs p JOIN meetings m ON m.id = p.meeting_id ORDER BY m.date DESC"
    )
    key = quote(body_key(name))
    second = _one(db, "SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id WHERE d.version = 2")[0]
    person = _one(db, f"SELECT a.id FROM attendees a JOIN meetings m ON m.id = a.meeting_id WHERE m.name = '{name}'")[0]
    items = {
        table: _one(db, f"SELECT r.id FROM {table} r JOIN meetings m ON m.id = r.meeting_id WHERE m.name = '{name}'")[0]
        for table in ("decisions", "issues", "actions", "metrics")
    }
    return {
        **{table[:-1]: f"/{table}/{identity}" for table, identity in items.items()},
        "versions": f"/meetings/{second}",
        "differences": f"/meetings/{second}/differences",
        "tables": "/minutes",
        "table": "/minutes/decisions",
        "row": f"/minutes/decisions/{items['decisions']}",
        "question": f"/minutes/kettei?{quote('年度')}=&{quote('会議')}=",
        "search form": "/search",
        "near words": f"/search?q={quote('相説')}",
        "home": "/",
        "search": f"/search?q={quote('相談')}",
        "nothing found": f"/search?q={quote('ぬるぽがっ')}",
        "decisions": "/decisions",
        "issues": "/issues",
        "actions": "/actions",
        "metrics": "/metrics",
        "meetings": "/meetings",
        "pdf": f"/meetings/{pdf}",
        "docx": f"/meetings/{docx}",
        "open": "/open?all=1",
        "open by department": f"/open?kind={quote('課題')}",
        "question of the ledger": f"/minutes/shukudai?{quote('担当')}=&{quote('会議')}=",
        "no body chosen": "/people",
        "bodies": "/bodies",
        "body": f"/bodies/view?key={key}",
        "programs": f"/programs?key={key}",
        "program": f"/programs/view?key={key}&id={program}",
        "goals": f"/goals?key={key}",
        "people": f"/people?key={key}",
        "person": f"/people/view?key={key}&id={person}",
    }


KINDS = (
    "home", "search", "nothing found", "decisions", "issues", "actions", "metrics", "meetings", "pdf", "docx", "bodies",
    "body", "goals", "programs", "program", "people", "person", "decision", "issue", "action", "metric", "tables", "table", "row",
    "question", "search form", "near words", "open", "open by department", "question of the ledger", "no body chosen",
    "versions", "differences",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_page(page: Any, site: str, site_db: Path, barriers: Any, kind: str) -> None:
    """It opens, stays on this machine, complains about nothing, has no barrier, wide or on a phone, and fits the phone."""
    address = _addresses(site_db)[kind]
    assert page.goto(site + address).status == 200
    page.wait_for_load_state("networkidle")
    assert {urlsplit(url).hostname for url in page.requested} == {"127.0.0.1"}
    assert page.complaints == []
    assert barriers(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_in_both_schemes(page: Any, site: str, site_db: Path, axe: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    for kind in ("home", "search", "pdf", "body", "decision", "table"):
        page.goto(site + _addresses(site_db)[kind])
        script = f"async () => {{ {axe}; return (await axe.run({{runOnly: ['color-contrast']}})).violations; }}"
        assert page.evaluate(script) == []


def test_two_characters_lead_to_the_marked_words_of_the_page(page: Any, site: str, site_db: Path) -> None:
    page.goto(site)
    page.get_by_label("さがす言葉").fill("全員")
    page.get_by_role("button", name="探す").click()
    assert page.locator("mark").first.inner_text() == "全員"
    record = _one(
        site_db,
        "SELECT r.id, r.quote, r.page, d.sha256 FROM decisions r JOIN documents d ON d.id = r.document_id "
        "WHERE d.media_type = 'pdf' AND r.bbox IS NOT NULL AND r.quote LIKE '%全員%' ORDER BY length(r.quote) LIMIT 1",
    )
    page.locator(f'ol.hits a[href="/records/{record[0]}"]').click()
    page.wait_for_url("**/meetings/**")
    assert page.locator("li.card.marked").inner_text().find(record[1][:10]) >= 0
    box = page.locator(f"rect#s-{record[0]}")
    x, y, width, height = (float(box.get_attribute(name)) for name in ("x", "y", "width", "height"))
    original = original_of(site_db, record[3])
    assert original is not None
    with pdfplumber.open(original) as pdf:
        words = pdf.pages[record[2] - 1].crop((x - 1, y - 1, x + width + 1, y + height + 1)).extract_text() or ""
    assert _bare(record[1]) in _bare(words)
    assert page.locator("rect.marked").count() == 1


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_focus_on_a_record_lights_its_place_and_the_other_way_round(page: Any, site: str, site_db: Path) -> None:
    page.goto(site + _addresses(site_db)["docx"])
    card = page.locator("li.card").first
    identity = card.get_attribute("data-record")
    card.hover()
    assert page.locator(f'.text a.lit[data-record="{identity}"]').count() >= 1
    page.mouse.move(2, 2)
    assert page.locator(".lit").count() == 0
    page.locator(f'.text a[data-record="{identity}"]').first.focus()
    assert "lit" in (card.get_attribute("class") or "")


def test_keyboard_alone(page: Any, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q-home"
    page.keyboard.type("課題")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("ol.hits li").count() > 0


def test_print_view_holds_the_record_and_no_navigation(page: Any, site: str, site_db: Path) -> None:
    page.goto(site + _addresses(site_db)["docx"])
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("li.card").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_works_without_scripts(browser: Any, site: str, site_db: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{site}/search?q={quote('相談')}")
    plain.locator("ol.hits a").first.click()
    plain.locator(".marked").first.wait_for()
    context.close()


def test_facets_narrow_and_nearby_words_lead_on(page: Any, site: str) -> None:
    page.goto(f"{site}/search?q={quote('相説')}")
    page.get_by_role("link", name="相談", exact=True).click()
    before = page.get_by_role("status").inner_text()
    page.locator("details.facets", has_text="種類").get_by_role("link", name="課題").click()
    assert page.get_by_role("status").inner_text() != before
    assert {one.inner_text() for one in page.locator(".hits .badge").all()} == {"課題"}
    page.get_by_role("link", name="新しい順にする").click()
    assert "sort=date" in page.url
    page.locator("details.facets .picked a").click()
    assert page.get_by_role("status").inner_text() == before
    page.locator("details.facets", has_text="年度").get_by_role("link", name="令和5年度").click()
    page.get_by_label("さがす言葉").fill("課題")
    page.get_by_role("button", name="探す").click()
    assert "year=2023" in page.url, "another word is looked for under the same choices"
    assert page.locator("details.facets .picked").inner_text().startswith("令和5年度")


def test_a_finding_leads_to_its_words(page: Any, site: str, site_db: Path) -> None:
    meeting = _one(site_db, "SELECT meeting_id FROM findings WHERE severity <> 'info'")[0]
    page.goto(f"{site}/meetings/{meeting}")
    page.locator("#findings a.finding").first.click()
    assert page.locator("mark#here").count() == 1
    assert page.locator("mark#here").inner_text().strip()


def test_on_a_phone_the_facets_are_one_touch_away(page: Any, site: str) -> None:
    page.goto(f"{site}/search?q={quote('相談')}")
    assert not page.get_by_role("link", name="絞り込みの項目へ").is_visible()
    page.set_viewport_size({"width": 390, "height": 740})
    page.get_by_role("link", name="絞り込みの項目へ").click()
    box = page.locator("#narrow summary").first.bounding_box()
    assert 0 <= box["y"] < 740


def test_from_the_home_page_to_what_a_department_has_open(page: Any, site: str) -> None:
    page.goto(site)
    page.locator("[data-again]").first.wait_for(state="detached", timeout=60_000)  # on a busy machine it takes a while
    row = page.locator("#h-open ~ ul li").first
    name, count = row.locator("a").inner_text(), int(row.locator("b").inner_text())
    row.locator("a").click()
    assert page.get_by_role("status").inner_text() == f"{count}件"
    assert page.locator("ol.threads .tag", has_text=name).count() >= count
    page.locator("ol.steps a[href*='#here']").first.click()
    assert page.locator("mark#here").inner_text().strip() or page.locator("mark#here").count()


def test_a_printed_list_says_what_it_was_narrowed_to(page: Any, site: str) -> None:
    page.goto(f"{site}/issues?year=2023")
    assert not page.locator(".only-print").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".only-print").inner_text() == "絞り込み：年度 令和5年度"
    assert not page.locator("#narrow").is_visible()


def test_what_is_being_counted_comes_of_itself(page: Any, site_db: Path, chromium: str, serve: Any) -> None:
    """The home page answers at once after the start; what has to be worked out is put in, and nobody's typing is lost."""
    with serve(site_db) as address:
        page.goto(address)
        page.get_by_label("さがす言葉").fill("打ちかけ")
        page.locator("[data-again]").first.wait_for(state="detached", timeout=60_000)
        assert page.locator("#open ul.bars li").count() > 2
        assert page.get_by_label("さがす言葉").input_value() == "打ちかけ"
        assert page.complaints == []


def test_the_public_copy_has_no_barrier(page: Any, site_db: Path, tmp_path: Path, barriers: Any) -> None:
    """Its pages as a web server would hand them out, wide, dark and on a phone; they ask for nothing else."""
    db = Path(shutil.copy(site_db, tmp_path / "minutes.db"))
    meeting = _one(
        db, "SELECT m.id FROM meetings m JOIN metrics r ON r.meeting_id = m.id JOIN decisions d ON d.meeting_id = m.id"
    )[0]
    assert run(["status", meeting, "--publish", "公開", "--by", "山田", "--reason", "公開", "--db", str(db)]) == 0
    assert run(["publish", "--to", str(tmp_path / "copy"), "--db", str(db)]) == 0
    with _handed_out(tmp_path / "copy") as address:
        for path in (tmp_path / "copy").rglob("*.html"):
            for width, scheme in ((1100, "light"), (1100, "dark"), (360, "light")):
                page.set_viewport_size({"width": width, "height": 740})
                page.emulate_media(color_scheme=scheme)
                page.goto(f"{address}/{path.relative_to(tmp_path / 'copy').as_posix()}")
                assert barriers(page) == []
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("main li a[href^='#']").first.click()
        assert page.locator(".text :target").is_visible()
    assert {urlsplit(url).hostname for url in page.requested} == {"127.0.0.1"}
    assert [one for one in page.complaints if "favicon" not in one and "404" not in one] == []


@contextmanager
def _handed_out(folder: Path) -> Iterator[str]:
    """A web server that knows nothing of us, over a folder."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
