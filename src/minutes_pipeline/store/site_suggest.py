"""Nearby words (近い言葉) for a query that finds nothing: same reading, one character apart, parts of the word.

They come from the index's own terms, so that each of them finds something.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.site_columns import state_of
from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.text.search_query import Reach, parse_query
from minutes_pipeline.text.search_readings import reading_of
from minutes_pipeline.text.search_terms import CONTEXT, WORD, cut_words

_MOST = 8
_WORD = re.compile(r"[ぁ-ゖァ-ヺー一-鿿々0-9A-Za-z０-９]{2,30}")
_MARKS = re.compile(r'["“”＂|｜]|(?<!\S)[-－−‐‑–]|(?<!\S)(?:OR|NOT|AND|ＯＲ|ＮＯＴ|ＡＮＤ)(?!\S)')
_lock = threading.Lock()
_kept: dict[str, tuple[object, _Terms]] = {}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds something, and why it is proposed (Japanese)."""

    words: str
    reason: str


class _Terms:
    """The words of an index: how many passages have each, which sound alike."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self.sounding: dict[str, list[str]] = {}
        for term in counts:
            self.sounding.setdefault(reading_of(term), []).append(term)


def suggest(conn: sqlite3.Connection, words: str) -> list[Suggestion]:
    """Queries near one that found nothing, the likeliest first; each finds something without filters."""
    every = [fold_for_search(one).text for one in _MARKS.sub(" ", words).split()]
    with store_errors(None):
        terms = _terms(conn)
        found: dict[str, str] = {}
        for number, word in enumerate(every):
            for other, reason in _near(terms, word):
                found.setdefault(" ".join([*every[:number], other, *every[number + 1 :]]), reason)
        if len(every) > 1:
            for word in every:
                found.setdefault(word, "1つの言葉だけ")
        kept: list[Suggestion] = []
        for text, reason in found.items():
            if len(kept) < _MOST and _finds(conn, text):
                kept.append(Suggestion(text, reason))
    return kept


def _finds(conn: sqlite3.Connection, words: str) -> bool:
    expression = parse_query(words).expression(Reach.TEXT)
    sql = "SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT 1"
    return conn.execute(sql, (expression,)).fetchone() is not None


def _near(terms: _Terms, word: str) -> Iterator[tuple[str, str]]:
    """Terms near a word with the reason, the nearest first; the word itself is none."""
    if not 2 <= len(word) <= 30:
        return
    common = terms.counts.__getitem__
    for term in sorted(terms.sounding.get(reading_of(word), ()), key=common, reverse=True)[:4]:
        if term != word:
            yield term, "同じ読み"
    folded = fold_for_search(word)
    cut = cut_words(folded)
    for part in cut if len(cut) > 1 else ():
        for term in terms.sounding.get(reading_of(word[part.start : part.end]), ()):
            if term != word[part.start : part.end] and len(term) > 1:
                yield word[: part.start] + term + word[part.end :], "同じ読み"
    apart = [term for term in terms.counts if abs(len(term) - len(word)) < 2 and _one_apart(term, word)]
    for term in sorted(apart, key=common, reverse=True)[:4]:
        yield term, "1文字違い"
    parts = [term for term in terms.counts if term != word and (term in word or (len(word) > 2 and word in term))]
    for term in sorted(parts, key=lambda one: (one not in word, -len(one), -common(one)))[:4]:
        yield term, "言葉の一部" if term in word else "言葉を含む"
    for part in cut if len(cut) > 1 else ():
        if part.end - part.start > 1:
            yield word[part.start : part.end], "言葉の一部"


def _one_apart(one: str, other: str) -> bool:
    """Whether one character put in, left out or changed makes one of the other; of two characters one must stay.

    >>> _one_apart("相談", "相説"), _one_apart("相談員", "相談"), _one_apart("相談", "見守")
    (True, True, False)
    """
    if one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((n for n, char in enumerate(one) if char != other[n]), len(one))
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :]
    return one[start:] == other[start + 1 :]


def _terms(conn: sqlite3.Connection) -> _Terms:
    """The words of the index, read again when the database has changed."""
    with _lock:
        path, state = state_of(conn)
        known = _kept.get(path)
        if known is None or known[0] != state:
            conn.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.site_terms USING fts5vocab(main, search_index, row)")
            # The same word in several places: without the mark before it and the place behind it.
            counts: dict[str, int] = {}
            sql = "SELECT substr(term, 2, length(term) - 2), doc FROM temp.site_terms WHERE term >= ? AND term < ?"
            for term, count in conn.execute(sql, (WORD, CONTEXT)):
                counts[term] = counts.get(term, 0) + count
            known = (state, _Terms({term: count for term, count in counts.items() if _WORD.fullmatch(term)}))
            _kept.clear()
            _kept[path] = known
        return known[1]


def warm(conn: sqlite3.Connection) -> int:
    """Read the words now, so that nobody waits for them later; returns how many there are."""
    return len(_terms(conn).counts)
