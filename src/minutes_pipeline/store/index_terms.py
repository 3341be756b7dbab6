"""What the full-text index holds of a passage (索引に入れる語), and what is kept of it to take it out again.

The index has no content and no positions: it must be told what it was given. Bigrams are kept as the characters they
were cut from.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from minutes_pipeline.text.search_terms import END, index_text

#: The module's name is quoted so that neither sqlite-utils nor Datasette takes the table for the FTS table of something:
#: both look for "USING FTS", and their search would hand over the query uncut and silently find nothing (相談件数).
#: It keeps no content: the words are in documents.text, and what was indexed is kept in index_terms for removal.
#: ascii: terms are cut by text.search_terms; every character beyond ASCII is a part of a term.
SEARCH_INDEX_SQL = (
    """CREATE VIRTUAL TABLE search_index USING "fts5"(terms, content='', tokenize='ascii', detail=none)"""
)
INDEX = "INSERT INTO search_index(rowid, terms) VALUES (?, ?)"
UNINDEX = "INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', ?, ?)"
_BETWEEN_TERMS, _BETWEEN_PASSAGES = "\x1f", "\x1e"
_LEVEL = 6

SHELVES = {"decision": 0, "action": 0, "issue": 0, "metric": 0, "remark": 2, "text": 3}
"""Where a kind of passage stands in the order of the hits; headings and people (1) are the rest."""
SHELF_COUNT = 4


def shelf_of(kind: str) -> int:
    """The shelf of a kind."""
    return SHELVES.get(kind, 1)


class Kept(NamedTuple):
    """The terms of one passage, each string's between spaces."""

    shelf: int
    words: str
    grams: str
    context: str

    def text(self) -> str:
        """What the index was given."""
        return index_text(self.words, self.grams, self.context, self.shelf)


def kept(kind: str, terms: tuple[str, str, str]) -> Kept:
    """The terms (words, grams, context) of a passage of this kind."""
    return Kept(shelf_of(kind), *terms)


def pack(passages: Iterable[Kept]) -> bytes:
    """The terms of a document's passages, compressed."""
    # Of "相談 談員 員▁" every third character is the text.
    rows = (_BETWEEN_TERMS.join((str(one.shelf), one.words, one.grams[::3], one.context)) for one in passages)
    return zlib.compress(_BETWEEN_PASSAGES.join(rows).encode("utf-8"), _LEVEL)


def unpack(packed: bytes) -> Iterator[Kept]:
    """What ``pack`` was given."""
    for row in zlib.decompress(packed).decode("utf-8").split(_BETWEEN_PASSAGES):
        shelf, words, chars, context = row.split(_BETWEEN_TERMS)
        grams = " ".join(map("".join, zip(chars, chars[1:] + END, strict=True))) if chars else ""
        yield Kept(int(shelf), words, grams, context)


def unpack_former(packed: bytes, kinds: Iterable[str]) -> Iterator[Kept]:
    """What was kept before migration 4: words, grams and context, without the kinds of the passages."""
    rows = zlib.decompress(packed).decode("utf-8").split(_BETWEEN_PASSAGES)
    for row, kind in zip(rows, kinds, strict=True):
        words, grams, context = row.split(_BETWEEN_TERMS)
        yield kept(kind, (words, grams, context))
