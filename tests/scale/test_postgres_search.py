"""PostgreSQL's configuration ``simple`` over our terms finds what our index finds."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from minutes_pipeline.pipeline import extract_file
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.writer import store_minutes
from minutes_pipeline.text.search_query import parse_query

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("postgres_search", ROOT / "benchmarks" / "postgres_search.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_same_passages(bench: ModuleType, postgres: str, tmp_path: Path) -> None:
    import psycopg

    database = open_database(tmp_path / "minutes.db")
    for path in sorted((ROOT / "samples").glob("*.txt")):
        store_minutes(database, extract_file(path))
    database.close()
    conn = open_connection(tmp_path / "minutes.db")
    text = "\n".join(row[0] for row in conn.execute("SELECT text FROM documents"))
    pieces = [text[at : at + 1 + at % 4] for at in range(0, len(text), 23)]
    queries = [*bench.QUERIES, *(f'"{piece}"' for piece in pieces if piece.strip() and '"' not in piece)]
    found = 0
    with psycopg.connect(postgres) as pg:
        assert bench.load(conn, pg) == conn.execute("SELECT count(*) FROM passages").fetchone()[0]
        for words in queries:
            if not words.strip('-" \n\t　'):
                continue
            query = parse_query(words)
            ours = bench.found_in_sqlite(conn, query)
            assert bench.found_in_postgres(pg, query) == ours, words
            found += bool(ours)
    conn.close()
    assert found > 60
