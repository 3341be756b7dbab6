"""Search for the site (画面の検索): all that is found is counted by facet and sorted, and only a page of it is shown.

What is found, and in which order, is what ``search.search`` gives (``minutes search``). Of more than ``RANKED`` passages
only those that are shown were looked at; about one in two hundred of the rest may hold the characters of a longer
query apart from each other, and is counted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from minutes_pipeline.store.hits import Hit
from minutes_pipeline.store.index_terms import shelf_of
from minutes_pipeline.store.latest import MANY
from minutes_pipeline.store.open import check_tables, store_errors
from minutes_pipeline.store.search import hits_of, search
from minutes_pipeline.store.site_columns import KIND_CODES, Columns, Numbers, columns_of
from minutes_pipeline.store.site_facets import Facets, count_facets, masks_of, together
from minutes_pipeline.store.verifying import alternatives, tiers, verified
from minutes_pipeline.text.search_query import Query, Reach, parse_query

RANKED = MANY
"""Passages up to which all are looked at, and those that hold more of the alternatives (A OR B) come first."""
FACET_NAMES = ("kind", "year", "body", "result", "department", "goal", "program")
_SHELVES = np.array([shelf_of(kind) for kind in KIND_CODES], np.int8)
_NEARBY = 200
_NEARBY_FILTERS = ("kind", "body", "goal", "department", "date_from", "date_to")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        hits: Those of the page.
        total: How many there are under the filters.
        facets: Their counts; empty when the words were only found near each other.
        how: ``all``; ``parts`` when only parts of a long word were found; ``nearby`` when the words stand under one
            agenda item only.
        ranked: Whether all were looked at; of more, the order is that of the kinds and of the meetings.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Facets
    how: str = "all"
    ranked: bool = True


def search_site(
    conn: sqlite3.Connection,
    words: str,
    chosen: Mapping[str, str],
    *,
    newest: bool = False,
    number: int = 1,
    limit: int = 50,
) -> Found:
    """Page ``number`` (from 1) of what is found, with counts over all of it.

    Args:
        conn: A connection to the database.
        words: The query, as ``search`` takes it.
        chosen: Filter name -> value (``site_facets.masks_of``).
        newest: Latest meeting first instead of the best first.
        number: Page.
        limit: Hits of a page.

    Raises:
        QueryError: The query or a filter makes no sense.
    """
    query = parse_query(words)
    with store_errors(None):
        check_tables(conn)
        columns = columns_of(conn)
        for how, reaches in (
            ("all", (Reach.WORDS, Reach.TEXT, Reach.CONTEXT)),
            ("parts", (Reach.PARTS, Reach.LOOSE)),
        ):
            positions = _true(conn, columns, query, reaches[-1])
            masks = masks_of(columns, positions, chosen)
            left = together(masks, len(positions))
            if left.any():
                page, ranked = _ordered(conn, columns, query, reaches, positions[left], newest, number * limit)
                facets = count_facets(columns, positions, FACET_NAMES, masks, chosen)
                hits = hits_of(conn, query, page[(number - 1) * limit :])
                return Found(tuple(hits), int(left.sum()), facets, how, ranked)
            if len(positions) and how == "all":
                facets = count_facets(columns, positions, FACET_NAMES, masks, chosen)
                return Found((), 0, facets)
        return _nearby(conn, words, chosen, number, limit)


def _matches(conn: sqlite3.Connection, columns: Columns, query: Query, reach: Reach) -> Numbers:
    """Positions of all passages within a reach, ascending."""
    row = conn.execute(
        "SELECT group_concat(rowid) FROM search_index WHERE search_index MATCH ?", (query.expression(reach),)
    ).fetchone()
    ids = np.fromstring(row[0], np.int64, sep=",") if row[0] else np.zeros(0, np.int64)
    return columns.positions(ids)


def _true(conn: sqlite3.Connection, columns: Columns, query: Query, reach: Reach) -> Numbers:
    """As ``_matches``, those that only seem to match left out as long as there are not too many to look at."""
    positions = _matches(conn, columns, query, reach)
    if len(positions) > RANKED:
        return positions
    return columns.positions(np.array(verified(conn, query, reach, columns.ids[positions].tolist()), np.int64))


_Ranked = list[tuple[int, int, float]]


def _ordered(
    conn: sqlite3.Connection,
    columns: Columns,
    query: Query,
    reaches: tuple[Reach, ...],
    positions: Numbers,
    newest: bool,
    wanted: int,
) -> tuple[_Ranked, bool]:
    """The first ``wanted`` of the positions as (tier, passage, alternatives held), and whether all were looked at."""
    ranked = len(positions) <= RANKED
    numbered = tuple((3 if reaches[-1] is Reach.LOOSE else tier, reach) for tier, reach in enumerate(reaches))
    if newest:
        ids = columns.ids[positions]
        first = ids[np.lexsort((ids, -columns.day[positions]))[:wanted]].tolist()
        tier_of = tiers(conn, query, numbered, first)
        return [(tier_of.get(one, numbered[-1][0]), one, 0.0) for one in first], ranked
    found: _Ranked = []
    for tier, reach in numbered:
        if len(found) >= wanted:
            break
        # What the widest reach has is what is left of the positions.
        is_last = reach is reaches[-1]
        inside = positions if is_last else np.intersect1d(positions, _matches(conn, columns, query, reach), True)
        positions = np.setdiff1d(positions, inside, True)
        ids = columns.ids[inside]
        score = np.zeros(len(ids))
        if ranked and query.is_either:
            held = alternatives(conn, query, reach, ids.tolist())
            score = np.array([held[one] for one in ids.tolist()], float)
        order = np.lexsort((ids, -columns.day[inside], -score, _SHELVES[columns.kind[inside]]))[: wanted - len(found)]
        found += zip([tier] * len(order), ids[order].tolist(), score[order].tolist(), strict=True)
    return found, ranked


def _nearby(conn: sqlite3.Connection, words: str, chosen: Mapping[str, str], number: int, limit: int) -> Found:
    """What stands under one agenda item only; none where a filter is set that ``search`` does not know."""
    given = {name: value for name, value in chosen.items() if value.strip()}
    if set(given) - {*_NEARBY_FILTERS, "year"}:
        return Found((), 0, ())
    year = given.pop("year", "")
    if year.isdecimal() and len(year) == 4:
        given.setdefault("date_from", f"{year}-04-01")
        given.setdefault("date_to", f"{int(year) + 1}-03-31")
    if given.get("kind", "text") not in KIND_CODES:
        return Found((), 0, ())
    hits = search(conn, words, limit=_NEARBY, **given)  # type: ignore[arg-type]
    return Found(tuple(hits[(number - 1) * limit : number * limit]), len(hits), (), "nearby", True)
