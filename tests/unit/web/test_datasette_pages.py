"""Datasette's own pages over our database: Japanese, nothing inline; and unchanged over a database of somebody else."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.utils import tilde_encode

from minutes_pipeline.store.tables import ALL_TABLES
from minutes_pipeline.store.views import VIEWS
from minutes_pipeline.web.questions import QUESTIONS

Ask = Callable[..., Any]
_ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})+")
"""Two English words in a row: what Datasette would say."""
_TECHNICAL = re.compile(r"datetime|OR 児童|<pre>.*?</pre>", re.DOTALL)


def _words(html: str) -> str:
    """What a reader sees of a page."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", "", html[html.index("<body") :])
    return unescape(re.sub(r"<[^>]+>", "\n", body))


def _of_ours(html: str) -> None:
    assert '<html lang="ja">' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|<[^>]*\s(?:style|on[a-z]+)=", html)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//(?!127\.0\.0\.1/)', html)
    assert "Datasette" not in html and "Powered" not in html


PLACES = [
    "/minutes",
    "/minutes?_show_hidden=1",
    *(f"/minutes/{table.name}" for table in ALL_TABLES),
    *(f"/minutes/{quote(view.name)}" for view in VIEWS),
]


@pytest.mark.parametrize("path", PLACES)
def test_tables_in_japanese(ask: Ask, path: str) -> None:
    answer = ask(path, follow_redirects=True)
    assert answer.status_code == 200
    _of_ours(answer.text)
    if not path.endswith(("documents", "audit", "index_terms", "readings", "data_dictionary", "hostile")):
        labels = "\n".join(re.findall(r"(?s)<(?:h1|h2|label|button|option|summary|th)\b[^>]*>(.*?)</", answer.text))
        assert not _ENGLISH.search(re.sub(r"<[^>]+>", "", labels))


def test_no_search_box_that_finds_nothing(ask: Ask) -> None:
    """Datasette's own search over our index would hand over the query uncut; the only box leads to our search."""
    for path in ("/minutes", "/minutes/passages", "/minutes/decisions", "/minutes/search_index"):
        html = ask(path, follow_redirects=True).text
        assert 'name="_search"' not in html
        assert re.findall(r'<form class="finder" action="([^"]+)" role="search"', html) == ["/search"]


def test_a_row_names_what_it_refers_to(ask: Ask, site_db: Path) -> None:
    conn = sqlite3.connect(site_db)
    record, name = conn.execute(
        "SELECT r.id, m.name FROM decisions r JOIN meetings m ON m.id = r.meeting_id WHERE m.name IS NOT NULL"
    ).fetchone()
    conn.close()
    _of_ours(ask(f"/minutes/decisions/{record}").text)
    assert re.search(r'<a href="/minutes/meetings/[^"]+">[^<0-9]{4,}', ask("/minutes/decisions").text)
    assert re.search(r'<a href="/minutes/meetings/[^"]+">' + re.escape(name), ask(f"/minutes/decisions/{record}").text)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_questions_are_forms_with_japanese_labels(ask: Ask, question: Any) -> None:
    values = {"言葉": "相談", "氏名": "山"}
    query = "&".join(f"{quote(name)}={quote(values.get(name, ''))}" for name in question.parameters)
    html = ask(f"/minutes/{question.name}?{query}").text
    _of_ours(html)
    assert f"<h1>{question.title}</h1>" in html
    for name in question.parameters:
        assert re.search(rf'<label for="qp[0-9]">{name}', html) and f'name="{name}"' in html
    assert "SQL" not in html and "SELECT" not in html


@pytest.mark.parametrize(
    "path", ["/minutes/kettei?年度=&会議=", "/minutes/決定事項", "/minutes/課題", "/minutes/shoken"]
)
def test_an_answer_leads_to_the_source(ask: Ask, path: str) -> None:
    """Every row of a question or a Japanese table ends in a link, and the link opens a page with a mark or the findings."""
    html = ask(quote(path, safe="/?=&")).text if "?" in path else ask(f"/minutes/{tilde_encode(path[9:])}").text
    links = re.findall(r'<td class="day"><a href="(/(?:records|meetings)/[^"]+)">(?:原文|会議)を見る</a></td>', html)
    assert len(links) == html.count("<tr>") - 1 > 0
    answer = ask(links[0], follow_redirects=True)
    assert answer.status_code == 200 and ("marked" in answer.text or "確かめてほしいこと" in answer.text)


def test_a_row_and_every_page_lead_on(ask: Ask, site_db: Path) -> None:
    conn = sqlite3.connect(site_db)
    record = conn.execute("SELECT id FROM issues").fetchone()[0]
    conn.close()
    assert f'<a href="/records/{record}">原文の位置を見る</a>' in ask(f"/minutes/issues/{record}").text
    assert "原文の位置を見る" not in ask("/minutes/documents/" + record[:16]).text
    for path in ("/", "/decisions", "/search"):
        assert '<a href="/minutes">表と定型の問い' in ask(path).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404), ("/minutes/nothing", 404), ("/minutes/decisions/nothing", 404), ("/nothing/x", 404),
        ("/minutes/decisions?_size=x", 400), ("/minutes?sql=select+1", 403),
    ],
)  # fmt: skip
def test_errors_in_japanese(ask: Ask, path: str, status: int) -> None:
    answer = ask(path)
    assert answer.status_code in (status, 404, 400, 403)
    _of_ours(answer.text)
    assert not _ENGLISH.search(_words(answer.text))


@pytest.mark.parametrize(
    "path", ["/review", "/records/0000000000000000-decision-0000000000", "/nothing", "/minutes/decisions/x", "/minutes?sql=select",
             "/minutes/decisions?_sort=zz", "/bodies/view?key=x"],
)  # fmt: skip
def test_the_terminal_is_told_nothing_of_wrong_addresses(
    ask: Ask, capfd: pytest.CaptureFixture[str], path: str
) -> None:
    """Datasette prints a traceback with every local variable, that is with the text of minutes."""
    capfd.readouterr()
    assert 400 <= ask(path).status_code < 500
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.parametrize(
    "path", ["/-/patterns", "/-/allow-debug", "/-/messages", "/-/plugins", "/-/logout", "/-/metadata"]
)
def test_pages_for_developers_are_not_there(ask: Ask, path: str) -> None:
    assert ask(path).status_code == 404


def test_a_question_that_takes_too_long_or_makes_no_sense(ask: Ask) -> None:
    html = ask(f"/minutes/sagasu?{quote('言葉')}=").text
    assert "この問いには答えられませんでした" in html or "当てはまるものがありません" in html
    _of_ours(html)


def test_over_another_database_the_plugin_changes_nothing(tmp_path: Path) -> None:
    from datasette.app import Datasette

    other = tmp_path / "other.db"
    conn = sqlite3.connect(other)
    conn.execute("CREATE TABLE birds (name TEXT)")
    conn.commit()
    conn.close()

    async def look() -> tuple[Any, ...]:
        datasette = Datasette([str(other)])
        await datasette.invoke_startup()
        get = datasette.client.get
        return await get("/"), await get("/other/birds"), await get("/search"), await get("/other?sql=select+1")

    home, table, search, sql = ThreadPoolExecutor(1).submit(asyncio.run, look()).result(60)
    assert home.status_code == 200 and "議事録" not in home.text
    assert "Powered by" in table.text and "content-security-policy" not in table.headers
    assert search.status_code == 404 and "議事録" not in search.text
    assert sql.status_code == 200


def test_plain_datasette_with_the_plugin_installed(site_db: Path, tmp_path: Path) -> None:
    """``datasette some.db`` under any name: titles, units, descriptions, labels, ten questions, our search, no SQL."""
    from datasette.app import Datasette

    db = tmp_path / "議事録 2024.db"
    db.write_bytes(site_db.read_bytes())

    async def look() -> dict[str, Any]:
        datasette = Datasette([str(db)])
        await datasette.invoke_startup()
        headers = {"host": "127.0.0.1"}
        base = datasette.urls.database(db.stem)
        record = (await datasette.get_database(db.stem).execute("SELECT id FROM metrics LIMIT 1")).first()[0]
        paths = {
            "home": "/", "database": base, "table": f"{base}/metrics", "meetings": f"{base}/meetings", "row": f"{base}/metrics/{record}",
            "search": f"/search?q={quote('相談')}", "own search": f"{base}/passages?_search={quote('相談')}", "sql": f"{base}?sql=select+1",
            "nothing": f"/search?q={quote('ぬるぽがっ')}", "open": "/open",
        }  # fmt: skip
        found = {name: await datasette.client.get(path, headers=headers) for name, path in paths.items()}
        for question in QUESTIONS:
            query = "&".join(f"{quote(name)}={quote('相談')}" for name in question.parameters)
            found[question.name] = await datasette.client.get(f"{base}/{question.name}.json?{query}", headers=headers)
        return found

    found = ThreadPoolExecutor(1).submit(asyncio.run, look()).result(120)
    wrong = {name: answer.status_code for name, answer in found.items() if answer.status_code != 200}
    assert wrong == {"sql": 403} or wrong == {"sql": 400}
    assert len(QUESTIONS) == 10 and all(f">{question.title}</a>" in found["database"].text for question in QUESTIONS)
    for name in ("home", "database", "table", "row", "search", "own search", "nothing", "open"):
        _of_ours(found[name].text)
        assert re.findall(r'<form class="(?:big )?finder" action="([^"]+)" role="search"', found[name].text) == [
            "/search"
        ]
        assert 'name="_search"' not in found[name].text
    assert "<h1>数値</h1>" in found["table"].text
    for words in (
        "ページ（1起点）",
        "確からしさ（0〜1）",
        "（pt、左上原点の JSON）",
        "単位（印字のまま、万・億・千を除く）",
        "開始（HH:MM）",
    ):
        assert words in found["table"].text or words in found["meetings"].text, "units stand in the descriptions"
    assert re.search(r'<a href="/[^"]+/meetings/[^"]+">[^<0-9]{4,}', found["row"].text), "a foreign key by its name"
    assert "<mark>相談</mark>" in found["search"].text and "見つかりませんでした" in found["nothing"].text
