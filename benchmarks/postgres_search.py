"""The same search in PostgreSQL (docs/scale.md): the terms of our index, under its configuration ``simple``.

    python benchmarks/postgres_search.py --db outputs/minutes.db --to postgresql://…/minutes

Copies the terms of every passage as they stand in the SQLite index into a table of its own, asks both for the same
queries, and prints how many passages each finds and in what time. The database must be made with LC_CTYPE 'C' (its
parser must take every character beyond ASCII for a letter), as ``initdb --no-locale`` does.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from minutes_pipeline.store.index_terms import unpack
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.verifying import verified
from minutes_pipeline.text.search_query import Item, Query, Reach, parse_query
from minutes_pipeline.text.search_terms import cut_grams

_TABLE = "minutes_search"
QUERIES = (
    "相談", "課題", "子供", "こども", "員", "計画", "担い手", "令和", "1", "2,000", "会議", "予算", '"子ども"', "相談件数",
    "次回までに", "計画 -課題", "報告 OR 承認", "委員 意見",
)  # fmt: skip


def passages(conn: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """(number, words, grams) of every passage in the index."""
    for first, packed in conn.execute("SELECT first_passage, terms FROM index_terms ORDER BY first_passage"):
        for at, kept in enumerate(unpack(packed)):
            yield first + at, kept.words, kept.grams


def load(conn: sqlite3.Connection, pg: Any) -> int:
    """Copy the terms; returns the number of passages."""
    with pg.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_TABLE}")
        cursor.execute(f"CREATE TABLE {_TABLE} (id bigint PRIMARY KEY, words tsvector, grams tsvector)")
        cursor.execute("CREATE TEMPORARY TABLE incoming (id bigint, words text, grams text)")
        count = 0
        with cursor.copy("COPY incoming FROM STDIN") as copy:
            for row in passages(conn):
                copy.write_row(row)
                count += 1
        cursor.execute(
            f"INSERT INTO {_TABLE} SELECT id, to_tsvector('simple', words), to_tsvector('simple', grams) FROM incoming"
        )
        cursor.execute(f"CREATE INDEX ON {_TABLE} USING gin (words)")
        cursor.execute(f"CREATE INDEX ON {_TABLE} USING gin (grams)")
        cursor.execute("DROP TABLE incoming")
        cursor.execute(f"ANALYZE {_TABLE}")
    pg.commit()
    return count


def condition(query: Query) -> tuple[str, list[str]]:
    """The query as SQL, at the reach TEXT: every clause as words or as characters; and its values."""
    parts, values = [], []
    for clause in query.clauses:
        either = [_item(item, values) for item in clause]
        parts.append("(" + " OR ".join(either) + ")")
    for item in query.excluded:
        parts.append("NOT " + _item(item, values))
    return " AND ".join(parts), values


def _item(item: Item, values: list[str]) -> str:
    if len(item.key) == 1:
        grams = "grams @@ to_tsquery('simple', %s)"
        values.append(f"'{item.key}':*")
    else:
        grams = "grams @@ phraseto_tsquery('simple', %s)"
        values.append(" ".join(cut_grams(item.key).split(" ")[:-1]))
    if not item.words:
        return f"({grams})"
    values.append(" ".join(item.words))
    return f"({grams} OR words @@ phraseto_tsquery('simple', %s))"


def found_in_postgres(pg: Any, query: Query) -> set[int]:
    """Numbers of the passages that PostgreSQL finds."""
    where, values = condition(query)
    with pg.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {_TABLE} WHERE {where}", values)
        return {row[0] for row in cursor.fetchall()}


def found_in_sqlite(conn: sqlite3.Connection, query: Query) -> set[int]:
    """Numbers of the passages that our index finds, those left out that only seem to match."""
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?"
    ids = [row[0] for row in conn.execute(sql, (query.expression(Reach.TEXT),))]
    return set(verified(conn, query, Reach.TEXT, ids))


def _timed(call: Any, *arguments: Any) -> tuple[set[int], float]:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        found = call(*arguments)
        times.append(time.perf_counter() - start)
    return found, median(times) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--to", required=True, help="address of a PostgreSQL server")
    given = parser.parse_args()
    import psycopg

    conn = open_connection(given.db)
    with psycopg.connect(given.to) as pg:
        start = time.perf_counter()
        print(f"{load(conn, pg):,} passages copied in {time.perf_counter() - start:.1f} s")
        size = pg.execute(f"SELECT pg_total_relation_size('{_TABLE}')").fetchone()
        print(f"table and indexes {size[0] / 1e6:.1f} MB")
        differing = 0
        for words in QUERIES:
            query = parse_query(words)
            ours, our_time = _timed(found_in_sqlite, conn, query)
            theirs, their_time = _timed(found_in_postgres, pg, query)
            differing += ours != theirs
            print(
                f"{words}\tSQLite {len(ours):,} in {our_time:.1f} ms\tPostgreSQL {len(theirs):,} in {their_time:.1f} ms"
            )
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
