"""The pages: found, right, escaped, closed to everything but reading."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.search import search
from minutes_pipeline.web.questions import QUESTIONS

Ask = Callable[..., Any]
PAGES = [
    "/",
    "/search",
    "/search?q=相談",
    "/meetings",
    "/decisions",
    "/issues",
    "/actions",
    "/metrics",
    "/decisions.atom",
]


def _one(db: Path, sql: str) -> Any:
    conn = sqlite3.connect(db)
    try:
        return conn.execute(sql).fetchone()[0]
    finally:
        conn.close()


@pytest.mark.parametrize("path", PAGES)
def test_found(ask: Ask, path: str) -> None:
    assert ask(path).status_code == 200


@pytest.mark.parametrize("path", [page for page in PAGES if "atom" not in page])
def test_structure_for_everyone(ask: Ask, path: str) -> None:
    """Language, one heading, a way past the navigation, no inline script or style, nothing from elsewhere."""
    html = ask(path).text
    assert '<html lang="ja">' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert 'class="skip" href="#main"' in html
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|<[^>]*\s(?:style|on[a-z]+)=", html)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    labelled = set(re.findall(r'<label for="([^"]+)"', html))
    inputs = re.findall(r'<input id="([^"]+)"', html)
    assert set(inputs) <= labelled


def test_headers(ask: Ask) -> None:
    for path in ("/", "/-/versions.json", "/minutes", "/minutes/decisions", "/nothing"):
        headers = ask(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "sha256-" not in policy


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:8001", ""])
def test_answers_this_machine_only(ask: Ask, host: str) -> None:
    assert ask("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost:9000", "[::1]:8001"])
def test_answers_every_name_of_this_machine(ask: Ask, host: str) -> None:
    assert ask("/", headers={"host": host}).status_code == 200


def test_search_finds_what_the_command_finds(ask: Ask, site_db: Path) -> None:
    conn = open_connection(site_db)
    wanted = [hit.record_id or (hit.document_id, hit.start) for hit in search(conn, "相談", limit=1000)]
    conn.close()
    hits = json.loads(ask(f"/search.json?q={quote('相談')}").text)["hits"]
    assert [hit["record_id"] or (hit["document_id"], hit["start"]) for hit in hits] == wanted
    assert "<mark>相談</mark>" in ask(f"/search?q={quote('相談')}").text


def test_a_hit_leads_to_its_place(ask: Ask, site_db: Path) -> None:
    record = _one(site_db, "SELECT id FROM decisions LIMIT 1")
    answer = ask(f"/records/{record}")
    assert answer.status_code == 302
    page = ask(answer.headers["location"]).text
    assert f'id="r-{record}" class="card marked"' in page
    assert re.search(rf'class="k-decisions marked"[^>]*data-record="{record}"', page)


def test_a_line_of_text_leads_to_its_place(ask: Ask, site_db: Path) -> None:
    document = _one(site_db, "SELECT document_id FROM passages WHERE kind = 'text' LIMIT 1")
    answer = ask(f"/documents/{document}/text?at=3&end=9")
    assert answer.status_code == 302
    text = _one(site_db, f"SELECT text FROM documents WHERE id = '{document}'")
    assert '<mark id="here" class="marked">' in ask(answer.headers["location"]).text
    assert len(text) > 9


def test_pdf_page_is_drawn_and_marked(ask: Ask, site_db: Path) -> None:
    meeting = _one(
        site_db,
        "SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id WHERE d.media_type = 'pdf' LIMIT 1",
    )
    html = ask(f"/meetings/{meeting}").text
    assert f'<image href="/meetings/{meeting}/pages/1.png"' in html
    assert re.search(r'<rect id="s-[^"]+" class="k-decisions', html)
    picture = ask(f"/meetings/{meeting}/pages/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert ask(f"/meetings/{meeting}/pages/999.png").status_code == 404


@pytest.mark.parametrize("name", ["decisions", "issues", "actions", "metrics"])
def test_facets_narrow_and_add_up(ask: Ask, site_db: Path, name: str) -> None:
    listed = json.loads(ask(f"/{name}.json").text)
    assert listed["total"] == _one(site_db, f"SELECT count(*) FROM {name}") == len(listed["rows"])
    body = listed["rows"][0]["meeting"]
    narrowed = json.loads(ask(f"/{name}.json?body={quote(body)}").text)
    assert 0 < narrowed["total"] <= listed["total"]
    assert {row["meeting"] for row in narrowed["rows"]} == {body}


@pytest.mark.parametrize(
    "path", ["/", "/search?q=不足", "/decisions", "/issues", "/actions", "/meetings", "/decisions.atom"]
)
def test_hostile_text_does_no_harm(ask: Ask, path: str) -> None:
    html = ask(path).text
    assert "<script>alert" not in html and "<img src=x" not in html


def test_hostile_meeting_page(ask: Ask, site_db: Path) -> None:
    meeting = _one(
        site_db,
        "SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id WHERE d.file_name = 'hostile.txt'",
    )
    html = ask(f"/meetings/{meeting}").text
    assert "&lt;script&gt;alert(3)" in html
    assert "<script>alert" not in html and "<img src=x" not in html


def test_cells_that_look_like_formulas_are_neutralised(ask: Ask) -> None:
    text = ask(f"/decisions.csv?body={quote('悪戯町安全会議')}").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert not re.search(r'(?:^|,)"?=HYPERLINK', text, re.MULTILINE)


@pytest.mark.parametrize(
    "path",
    [
        "/minutes?sql=select+1",
        "/minutes.json?sql=select+1",
        "/minutes?sql=delete+from+documents",
        "/-/permissions",
        "/minutes.db",
    ],
)
def test_no_sql_of_ones_own_and_no_download(ask: Ask, path: str) -> None:
    assert ask(path).status_code in (400, 403)


@pytest.mark.parametrize(
    "path",
    [
        "/meetings/../../etc/passwd",
        "/meetings/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/records/x",
        "/records/0000000000000000-decision-0000000000",
        "/documents/0000000000000000/text?at=1&end=2",
        "/-/static-plugins/minutes_pipeline/..%2f..%2fplugin.py",
        "/decisions?page=-1&year=%27%3B--",
        "/meetings/0000000000000000-meeting-0000000000/pages/1.png",
    ],
)
def test_strange_addresses_are_answered_calmly(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert answer.status_code in (200, 302, 400, 404)
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(ask: Ask, site_db: Path, method: str) -> None:
    before = hashlib.sha256(site_db.read_bytes()).hexdigest()
    for path in ("/", "/search?q=相談", "/decisions", "/minutes/decisions", "/minutes/kettei", "/-/messages"):
        assert ask(path, method=method).status_code == 405
    assert hashlib.sha256(site_db.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_is_answered(ask: Ask, question: Any) -> None:
    values = {"言葉": "相談", "氏名": "山"}
    query = "&".join(f"{quote(name)}={quote(values.get(name, ''))}" for name in question.parameters)
    answer = ask(f"/minutes/{question.name}.json?_shape=array&{query}")
    assert answer.status_code == 200
    if question.name not in ("hito", "mochikoshi"):
        assert json.loads(answer.text), question.title


def test_plain_datasette_pages_speak_japanese(ask: Ask) -> None:
    assert "決めたことと、その結果" in ask("/minutes/~E6~B1~BA~E5~AE~9A~E4~BA~8B~E9~A0~85").text
    assert "開催日（YYYY-MM-DD）" in ask("/minutes/meetings").text


@pytest.mark.parametrize("name", ["decisions", "issues", "actions", "metrics"])
def test_every_item_has_a_page_with_its_words(ask: Ask, site_db: Path, name: str) -> None:
    """Of some records of each kind: words, meeting, way to the source; and of one the history over the meetings."""
    rows = json.loads(ask(f"/{name}.json").text)["rows"]
    for row in [*rows[:3], *[row for row in rows if "推進庁内連絡会" in (row["meeting"] or "")][:6]]:
        html = ask(f"/{name}/{row['id']}").text
        assert escape(row["quote"][:20], quote=False).split("&")[0] in html
        assert f'href="/records/{row["id"]}"' in html and f'href="/meetings/{row["meeting_id"]}"' in html
    assert ask(f"/{name}/0000000000000000-{name[:-1]}-0000000000").status_code == 404
    other = "issues" if name != "issues" else "metrics"
    assert ask(f"/{other}/{rows[0]['id']}").status_code == 404


def test_history_over_the_meetings(ask: Ask, site_db: Path) -> None:
    """A figure that three meetings report has a chart; an issue its states; a decision what came before it."""
    found = dict.fromkeys(("metrics", "issues", "actions", "decisions"), "")
    for name in found:
        for row in json.loads(ask(f"/{name}.json?body={quote('水守市地域福祉計画推進庁内連絡会')}").text)["rows"]:
            html = ask(f"/{name}/{row['id']}").text
            found[name] += html
    assert "<polyline" in found["metrics"]
    assert 'class="steps"' in found["issues"]
    assert 'class="threads"' in found["actions"] or 'class="plain threads"' in found["actions"]
    assert "これまでの決定（同じ件）" in found["decisions"] and "その後の決定（同じ件）" in found["decisions"]


@pytest.mark.parametrize(
    ("path", "here"),
    [("/", [("/", "page")]), ("/decisions", [("/decisions", "page")]), ("/search?q=相談", []), ("/meetings/{meeting}", [("/meetings", "true")]),
     ("/decisions/{decision}", [("/decisions", "true")]), ("/open", [("/open", "page")])],
)  # fmt: skip
def test_the_navigation_says_where_one_is(ask: Ask, site_db: Path, path: str, here: list[tuple[str, str]]) -> None:
    ids = {name: _one(site_db, f"SELECT id FROM {name}s LIMIT 1") for name in ("meeting", "decision")}
    navigation = ask(path.format(**ids)).text.partition("<nav")[2].partition("</nav>")[0]
    assert re.findall(r'<a href="([^"]+)" aria-current="([^"]+)"', navigation) == here
