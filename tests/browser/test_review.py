"""Reviewing and uploading in the browser: the person's value wins, everything is in the audit, nobody else may write."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.search import search

PASSWORD = "いろはにほへと1234"
Serve = Callable[..., Any]
NEW = """第５回 楡ヶ丘市環境審議会 会議録

日時　令和６年11月20日（水）　午後２時～３時
場所　楡ヶ丘市役所　301会議室
出席者　環境部　鳴海部長

１　ごみの減量について
・ごみの排出量は令和５年度で12,300トンであった。
・分別の周知が不足していることが課題である。
・計画案を原案のとおり承認した。
"""


@pytest.fixture
def own_db(site_db: Path, tmp_path: Path) -> Path:
    shutil.copytree(site_db.with_name("minutes.archive"), tmp_path / "minutes.archive")
    return Path(shutil.copy(site_db, tmp_path / "minutes.db"))


@pytest.fixture
def review_site(own_db: Path, chromium: str, serve: Serve) -> Iterator[str]:
    with serve(own_db, "--review", environment={"MINUTES_REVIEW_PASSWORD": PASSWORD}) as address:
        yield address


def _rows(db: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    conn = sqlite3.connect(db)
    try:
        return conn.execute(sql, values).fetchall()
    finally:
        conn.close()


def _log_in(page: Any, site: str, path: str = "/review") -> None:
    page.goto(site + path)
    page.get_by_label("お名前").fill("鳴海 太郎")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="始める").click()
    page.wait_for_url(f"**{path}")


def test_a_corrected_record_wins(page: Any, review_site: str, own_db: Path) -> None:
    record, before = _rows(own_db, "SELECT id, result FROM decisions WHERE result = 'approved' LIMIT 1")[0]
    _log_in(page, review_site)
    page.goto(f"{review_site}/review/records/{record}")
    assert before == "approved"
    assert page.locator("mark#here").inner_text()
    page.get_by_label("結果").select_option("deferred")
    page.get_by_label("理由").fill("議事録の文意は継続審議")
    page.get_by_role("button", name="訂正する").click()
    page.wait_for_url("**/review**")
    assert _rows(own_db, "SELECT result, review FROM decisions WHERE id = ?", record) == [("deferred", "edited")]
    audit = _rows(own_db, "SELECT by, field, before, after, reason FROM audit WHERE record_id = ?", record)
    assert audit == [("鳴海 太郎", "result", '"approved"', '"deferred"', "議事録の文意は継続審議")]
    page.goto(f"{review_site}/records/{record}")
    assert "継続" in page.locator("li.card.marked").inner_text()
    assert page.complaints == []


def test_accept_and_reject(page: Any, review_site: str, own_db: Path) -> None:
    (one,), (other,) = _rows(own_db, "SELECT id FROM issues ORDER BY id LIMIT 2")
    _log_in(page, review_site)
    page.goto(f"{review_site}/review/records/{one}")
    page.get_by_role("button", name="確認（").click()
    page.wait_for_url("**/review**")
    page.goto(f"{review_site}/review/records/{other}")
    page.get_by_role("button", name="却下").click()
    assert "理由" in page.get_by_role("alert").inner_text()
    page.get_by_label("理由").fill("意見であり課題ではない")
    page.get_by_role("button", name="却下").click()
    page.wait_for_url("**/review**")
    assert _rows(own_db, "SELECT review FROM issues WHERE id = ?", one) == [("accepted",)]
    assert _rows(own_db, "SELECT review FROM issues WHERE id = ?", other) == []


_SELECT = """() => {
  const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
  let longest = null;
  while (walk.nextNode()) {
    const line = walk.currentNode.data.split("\\n").find((line) => line.length > 14);
    if (line) longest = [walk.currentNode, line.slice(2, 12)];
  }
  const range = document.createRange();
  const start = longest[0].data.indexOf(longest[1]);
  range.setStart(longest[0], start);
  range.setEnd(longest[0], start + longest[1].length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return longest[1];
}"""


def test_add_by_selecting_text(page: Any, review_site: str, own_db: Path) -> None:
    meeting = _rows(
        own_db,
        "SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id WHERE d.media_type = 'txt' LIMIT 1",
    )[0][0]
    _log_in(page, review_site)
    page.goto(f"{review_site}/meetings/{meeting}")
    words = page.evaluate(_SELECT)
    expect(page.locator("a.adder")).to_have_attribute("href", re.compile("quote=%"))
    page.locator("a.adder").click()
    assert page.get_by_label("引用").input_value() == words
    page.locator("#kind").select_option("issue")
    page.get_by_label("理由", exact=True).fill("読み落とし")
    page.get_by_role("button", name="加える", exact=True).click()
    page.wait_for_url("**/meetings/**")
    assert _rows(own_db, "SELECT quote, review FROM issues WHERE review = 'added'") == [(words, "added")]


def test_what_changed_meanwhile_is_not_overwritten(page: Any, review_site: str, own_db: Path) -> None:
    from minutes_pipeline.store import corrections
    from minutes_pipeline.store.open import open_database

    record = _rows(own_db, "SELECT id FROM decisions WHERE result = 'approved' LIMIT 1")[0][0]
    _log_in(page, review_site)
    page.goto(f"{review_site}/review/records/{record}")
    database = open_database(own_db)
    corrections.correct(database, record, {"result": "rejected"}, by="別の人", reason="先に直した")
    database.close()
    page.get_by_label("結果").select_option("deferred")
    page.get_by_label("理由").fill("継続")
    page.get_by_role("button", name="訂正する").click()
    assert "開いたあとに変わりました" in page.get_by_role("alert").inner_text()
    assert _rows(own_db, "SELECT result FROM decisions WHERE id = ?", record) == [("rejected",)]


def test_upload_is_read_shown_and_taken_in(page: Any, review_site: str, own_db: Path, tmp_path: Path) -> None:
    file = tmp_path / "第５回環境審議会.txt"
    file.write_text(NEW, "utf-8")
    _log_in(page, review_site, "/upload")
    page.get_by_label("議事録のファイル").set_input_files(file)
    page.wait_for_url("**/upload/*")
    assert "楡ヶ丘市環境審議会" in page.locator("main").inner_text()
    assert _rows(own_db, "SELECT count(*) FROM documents WHERE file_name LIKE '%環境審議会.txt'") == [(0,)]
    page.get_by_role("button", name="取り込む").click()
    page.wait_for_url("**/meetings/**")
    conn = open_connection(own_db)
    assert search(conn, "分別の周知")
    conn.close()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert list((own_db.parent / "minutes.archive" / digest[:2]).glob(f"{digest}*"))
    assert list((own_db.parent / "minutes.uploads").iterdir()) == []


def test_upload_that_cannot_be_read_says_why(page: Any, review_site: str, own_db: Path, tmp_path: Path) -> None:
    file = tmp_path / "壊れた.pdf"
    file.write_bytes(b"%PDF-1.7\n%broken")
    before = _rows(own_db, "SELECT count(*) FROM documents")
    _log_in(page, review_site, "/upload")
    page.get_by_label("議事録のファイル").set_input_files(file)
    page.wait_for_url("**/upload/*")
    assert "。" in page.get_by_role("alert").inner_text()
    assert _rows(own_db, "SELECT count(*) FROM documents") == before


def test_wrong_password_is_refused_and_paused(page: Any, review_site: str) -> None:
    for _ in range(6):
        page.goto(f"{review_site}/review/login")
        page.get_by_label("お名前").fill("だれか")
        page.get_by_label("パスワード").fill("wrong-password")
        page.get_by_role("button", name="始める").click()
        assert page.url.endswith("/review/login")
    assert "1分ほど" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("path", ["/review", "/upload", "/review/add?meeting=x"])
def test_nothing_without_a_password(page: Any, review_site: str, path: str) -> None:
    page.goto(review_site + path)
    assert "/review/login" in page.url


def test_pages_have_no_barrier(page: Any, review_site: str, own_db: Path, barriers: Any) -> None:
    record = _rows(own_db, "SELECT id FROM metrics LIMIT 1")[0][0]
    meeting = _rows(own_db, "SELECT id FROM meetings LIMIT 1")[0][0]
    page.goto(f"{review_site}/review/login")
    assert barriers(page) == []
    _log_in(page, review_site)
    for path in (
        "/review",
        "/review/links",
        f"/review/records/{record}",
        f"/review/add?meeting={meeting}&kind=metric",
        "/upload",
    ):
        page.goto(review_site + path)
        assert barriers(page) == []
    assert page.complaints == []


def test_a_record_of_a_pdf_stands_beside_its_page(page: Any, review_site: str, own_db: Path) -> None:
    """The strip of the page is drawn, and the mark lies within it."""
    record = _rows(
        own_db,
        "SELECT r.id FROM issues r JOIN documents d ON d.id = r.document_id WHERE d.media_type = 'pdf' AND r.bbox NOT NULL",
    )[0][0]
    _log_in(page, review_site)
    page.goto(f"{review_site}/review/records/{record}")
    page.wait_for_load_state("networkidle")
    assert any("/pages/" in url and url.endswith(".png") for url in page.requested)
    outer, inner = page.locator("figure.clip svg").bounding_box(), page.locator("figure.clip rect").bounding_box()
    assert outer["y"] < inner["y"] and inner["y"] + inner["height"] < outer["y"] + outer["height"]
    assert inner["height"] > 5 and outer["height"] > 100
    assert page.complaints == []
