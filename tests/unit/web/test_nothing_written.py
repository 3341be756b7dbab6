"""With reviewing off no method on any address changes a byte of what lies on the disk."""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
import sqlite3
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from minutes_pipeline.errors import StoreError
from minutes_pipeline.link.linking import body_key
from minutes_pipeline.store.index_terms import unpack
from minutes_pipeline.store.link_tables import LINK_TABLES
from minutes_pipeline.store.migrations import FIRST_INDEX_SQL
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.search import search
from minutes_pipeline.store.views import VIEWS
from minutes_pipeline.web.routes import ROUTES
from minutes_pipeline.web.server import make_datasette

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "COPY")
BODY = "水守市地域福祉計画推進庁内連絡会"


@pytest.fixture(scope="module")
def folder(site_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the database with the archive of originals, in a folder of its own."""
    found = tmp_path_factory.mktemp("untouched")
    shutil.copy(site_db, found / "minutes.db")
    shutil.copytree(site_db.with_name("minutes.archive"), found / "minutes.archive")
    return found


def _contents(folder: Path) -> dict[str, str]:
    """Every file below the folder with the digest of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _one(db: Path, sql: str) -> str:
    conn = sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)
    try:
        return str(conn.execute(sql).fetchone()[0])
    finally:
        conn.close()


def _addresses(db: Path) -> list[str]:
    """At least one address for every route of ours (a pattern with its parts filled in), and Datasette's own."""
    pdf = "JOIN documents d ON d.id = m.document_id WHERE d.media_type = 'pdf'"
    meeting = _one(db, f"SELECT m.id FROM meetings m {pdf}")
    key = quote(body_key(BODY))
    found = []
    for pattern, _ in ROUTES:
        named = re.search(r"\(\?P<name>([a-z|]+)\)", pattern)
        names = named[1].split("|") if named else ["decisions"]
        for name in names:
            table = name if name in ("decisions", "issues", "actions", "metrics") else "decisions"
            record = meeting if "/meetings/" in pattern else _one(db, f"SELECT id FROM {table}")
            parts = {
                "name": name, "id": record, "page": "1", "document": record[:16], "token": "0" * 32, "number": "1", "format": "json",
            }  # fmt: skip
            path = re.sub(
                r"\(\?P<(\w+)>(?:\[[^]]*\]|\{[^}]*\}|[^()])*\)", lambda m, p=parts: p[m[1]], pattern.strip("^$")
            )
            path = path.replace("\\", "")
            assert re.match(pattern, path), pattern
            more = {
                "/bodies/view": f"?key={key}",
                "/goals": f"?key={key}",
                "/people.json": f"?key={key}",
                "/programs.json": f"?key={key}",
                "/search": "?q=相談",
            }
            found.append(path + more.get(path, ""))
    own = (
        "/minutes", "/minutes.json", "/minutes/decisions", "/minutes/decisions.csv?_stream=1", "/minutes/decisions/-/insert",
        "/minutes/kettei", "/minutes?sql=delete+from+decisions", "/minutes/-/create", "/minutes/decisions/-/drop", "/-/messages",
        "/-/create-token", "/-/actor.json", "/-/logout", "/-/auth-token", "/-/permissions", "/-/api", "/nothing",
    )  # fmt: skip
    return list(dict.fromkeys((*found, *own)))


@pytest.mark.parametrize("plain", [False, True], ids=["minutes serve", "datasette minutes.db"])
def test_every_method_on_every_address(folder: Path, plain: bool) -> None:
    from datasette.app import Datasette

    db = folder / "minutes.db"
    before = _contents(folder)

    async def walk() -> list[tuple[str, str, int]]:
        datasette: Any = Datasette([str(db)]) if plain else make_datasette(db)
        await datasette.invoke_startup()
        cookies = {
            "ds_actor": datasette.sign({"a": {"id": "root", "minutes": "reviewer"}}, "actor"), "ds_csrftoken": "x",
        }  # fmt: skip
        headers = {"host": "127.0.0.1", "x-csrftoken": "x", "x-http-method-override": "DELETE"}
        answered = []
        for path in _addresses(db):
            for method in METHODS:
                form = {"data": {"choice": "accept", "csrftoken": "x", "sql": "delete from decisions"}}
                given = {} if method in ("GET", "HEAD") else form
                answer = await datasette.client.request(method, path, headers=headers, cookies=cookies, **given)
                answered.append((method, path, answer.status_code))
        return answered

    answered = ThreadPoolExecutor(1).submit(asyncio.run, walk()).result(300)
    assert _contents(folder) == before
    assert {status for method, _, status in answered if method not in ("GET", "HEAD")} == {405}
    read = {path: status for method, path, status in answered if method == "GET"}
    assert max(read.values()) < 500
    assert sum(status == 200 for status in read.values()) > len(ROUTES) // 2, "the walk must reach pages, not refusals"
    assert {status for path, status in read.items() if path.startswith(("/review", "/upload"))} == {404}


def _earlier(db: Path) -> Path:
    """Make of a database what the program's version before wrote."""
    conn = sqlite3.connect(db)
    for view in VIEWS:
        conn.execute(f'DROP VIEW "{view.name}"')
    for table in reversed(LINK_TABLES):
        conn.execute(f"DROP TABLE {table.name}")
    conn.execute("DROP TABLE search_index")
    conn.execute(FIRST_INDEX_SQL)
    for document, first, packed in conn.execute("SELECT document_id, first_passage, terms FROM index_terms").fetchall():
        kept = [(one.words, one.grams, one.context) for one in unpack(packed)]
        conn.executemany(
            "INSERT INTO search_index(rowid, words, grams, context) VALUES (?, ?, ?, ?)",
            [(number, *terms) for number, terms in enumerate(kept, first)],
        )
        former = zlib.compress("\x1e".join("\x1f".join(terms) for terms in kept).encode())
        conn.execute("UPDATE index_terms SET terms = ? WHERE document_id = ?", (former, document))
    conn.execute("DELETE FROM _sqlite_migrations WHERE name IN ('m003_links', 'm004_index_without_positions')")
    conn.commit()
    conn.close()
    return db


def test_an_earlier_database_is_brought_up_to_date_when_the_site_starts(site_db: Path, tmp_path: Path) -> None:
    """Who only looks need take nothing in; what is none of ours, or not there, stays as it is."""
    db = _earlier(Path(shutil.copy(site_db, tmp_path / "minutes.db")))
    make_datasette(db)
    assert _one(db, "SELECT count(*) FROM 決定事項") == _one(site_db, "SELECT count(*) FROM 決定事項")
    hits = []
    for file in (db, site_db):
        with closing(open_connection(file)) as conn:
            hits.append([(hit.kind, hit.start, hit.tier) for hit in search(conn, "相談", limit=1000)])
    assert hits[0] == hits[1] != []
    other = tmp_path / "other.db"
    sqlite3.connect(other).close()
    for path, words in ((other, "データベースでは"), (tmp_path / "missing.db", "ありません")):
        with pytest.raises(StoreError, match=words):
            make_datasette(path)
    assert other.stat().st_size == 0 and not (tmp_path / "missing.db").exists()
