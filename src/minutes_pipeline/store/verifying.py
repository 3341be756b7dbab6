"""Whether what the index found is there (当たりの確かめ): it keeps the places of terms only up to a multiple of 8."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.text.search_query import Query, Reach
from minutes_pipeline.text.search_terms import key

_CERTAIN = 2
"""An item of so many characters is one term of the index: where that is, it is."""
_FEW = 50
_FEW_RUNS, _APART = 8, 5_000
_TEXTS = """
SELECT s.document_id, s.id, s.span_start, s.span_end FROM passages s WHERE s.id IN (SELECT value FROM json_each(?))
ORDER BY s.document_id
"""


def verified(conn: sqlite3.Connection, query: Query, reach: Reach, ids: Sequence[int]) -> list[int]:
    """Those of the passages found at ``reach`` that hold what was asked for, in the order given.

    A passage is looked at only where a longer string of characters was asked for that it has not as words.
    """
    left = set(ids)
    for clause in query.clauses:
        if not left or any(len(item.key) <= _CERTAIN for item in clause):
            continue
        as_words = " OR ".join(filter(None, (item.apart_from_characters(reach) for item in clause)))
        keys = [item.key for item in clause]
        if len(left) > _FEW:
            known = among(conn, as_words, left)
            left = known | _holding(conn, keys, left - known)
        else:
            known = _holding(conn, keys, left)
            left = known | among(conn, as_words, left - known)
    return [one for one in ids if one in left]


def alternatives(conn: sqlite3.Connection, query: Query, reach: Reach, ids: Sequence[int]) -> dict[int, int]:
    """How many of the query's items (A OR B) each passage holds."""
    found = dict.fromkeys(ids, 0)
    for item in (one for clause in query.clauses for one in clause):
        for one in among(conn, item.expression(reach), set(ids)):
            found[one] += 1
    return found


def tiers(
    conn: sqlite3.Connection, query: Query, reaches: Sequence[tuple[int, Reach]], ids: Sequence[int]
) -> dict[int, int]:
    """The narrowest tier that has each passage."""
    found: dict[int, int] = {}
    for tier, reach in reaches:
        rest = {one for one in ids if one not in found}
        found.update(dict.fromkeys(among(conn, query.expression(reach), rest), tier))
    return found


def among(conn: sqlite3.Connection, match: str, ids: set[int]) -> set[int]:
    """Those of the passages that an expression finds."""
    if not match or not ids:
        return set()
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ? AND rowid BETWEEN ? AND ?"
    # The index begins anew for every question: passages of one document, or of many, are asked for together.
    runs: list[list[int]] = []
    for one in sorted(ids):
        if runs and one - runs[-1][-1] < _APART:
            runs[-1].append(one)
        else:
            runs.append([one])
    if len(runs) > _FEW_RUNS:
        runs = [[min(ids), max(ids)]]
    return ids.intersection(row[0] for run in runs for row in conn.execute(sql, (match, run[0], run[-1])))


def _holding(conn: sqlite3.Connection, keys: list[str], ids: set[int]) -> set[int]:
    """Those of the passages in which one of the strings of characters stands."""
    return {one for one, text in _texts(conn, ids) if any(wanted in text for wanted in keys)}


def _texts(conn: sqlite3.Connection, ids: set[int]) -> Iterator[tuple[int, str]]:
    """The passages as bigrams see them, a document at a time."""
    rows = conn.execute(_TEXTS, (json.dumps(sorted(ids)),)).fetchall()
    for document, passages in groupby(rows, itemgetter(0)):
        (text,) = conn.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()
        for _, one, start, end in passages:
            yield one, key(fold_for_search(text[start:end]).text)
