"""What lists and facets ask of every passage (絞り込みの項目), as columns of small numbers held in memory.

A search may find a hundred thousand passages; counting them by year, body or department in SQL takes seconds, in
columns a few milliseconds. A passage never changes (a document that is read or corrected again gets new ones), so that
only what was added since is read again. 23 bytes or so a passage: 25 MB for a million.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from minutes_pipeline.store.hits import Kind
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.values.departments import unit_rank

Numbers = NDArray[Any]
KIND_CODES: tuple[str, ...] = get_args(Kind)
CODED = ("body", "goal", "program", "department", "result", "owner", "unit", "review")
"""Columns of words; 0 is none. ``department`` holds the number of a set of departments."""
_TABLES = {
    "decision": ("decisions", "r.result, NULL, NULL"),
    "action": ("actions", "NULL, r.owner, NULL"),
    "issue": ("issues", "NULL, NULL, NULL"),
    "metric": ("metrics", "NULL, NULL, r.unit"),
    "remark": ("remarks", "NULL, NULL, NULL"),
}
_GARBAGE = 0.5
_SOME = "IN (SELECT value FROM json_each(:some))"


class Words:
    """Words with a number each, from 1; 0 is none."""

    def __init__(self) -> None:
        self.words: list[Any] = [None]
        self._numbers: dict[Any, int] = {None: 0}

    def number(self, word: Any) -> int:
        """The number of a word, a new one if it has none yet."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(word)
        return found

    def known(self, word: Any) -> int:
        """The number of a word; -1 where it has none."""
        return self._numbers.get(word, -1)

    def matching(self, text: str) -> list[int]:
        """Numbers of the word that is ``text``, else of those that hold it, whatever its spelling."""
        if text in self._numbers:
            return [self._numbers[text]]
        wanted = fold_for_search(text).text
        if not wanted:
            return []
        return [number for number, word in enumerate(self.words) if word and wanted in fold_for_search(word).text]


class Columns:
    """The passages of a database in the order of their numbers; those of documents taken out are no longer ``alive``.

    ``day`` is the meeting's day as the number 20240517 (0: none), ``year`` its fiscal year (0: none).
    """

    def __init__(self) -> None:
        self.ids: Numbers = np.zeros(0, np.int64)
        self.kind: Numbers = np.zeros(0, np.uint8)
        self.day: Numbers = np.zeros(0, np.int32)
        self.year: Numbers = np.zeros(0, np.int16)
        self.block: Numbers = np.zeros(0, np.int64)
        self.alive: Numbers = np.zeros(0, bool)
        self.codes: dict[str, Numbers] = {name: np.zeros(0, np.int32) for name in CODED}
        self.words: dict[str, Words] = {name: Words() for name in CODED}
        self.departments = Words()
        self.goal_numbers: dict[int, set[int]] = {}
        self._newest: Numbers | None = None

    @property
    def newest(self) -> Numbers:
        """Positions of all passages, those of the latest meeting first, in the order of the document."""
        if self._newest is None:
            self._newest = np.lexsort((self.ids, -self.day))
        return self._newest

    def add(self, rows: list[dict[str, Numbers]], starts: Numbers) -> None:
        """Take up passages, in blocks, whose numbers are above all that are there."""
        self._newest = None
        ids = np.concatenate([block["id"] for block in rows])
        at = np.searchsorted(starts, ids, "right") - 1
        self.block = np.concatenate([self.block, starts[at] if len(starts) else ids])
        self.ids = np.concatenate([self.ids, ids])
        for name in ("kind", "day", "year"):
            setattr(self, name, np.concatenate([getattr(self, name), *(block[name] for block in rows)]))
        for name in CODED:
            self.codes[name] = np.concatenate([self.codes[name], *(block[name] for block in rows)])

    def positions(self, ids: Numbers) -> Numbers:
        """Where passages of these numbers (ascending) stand; numbers that are not known are left out."""
        at = np.searchsorted(self.ids, ids)
        at[at == len(self.ids)] = 0
        return at[self.ids[at] == ids] if len(self.ids) else at[:0]


_lock = threading.Lock()
_kept: dict[str, tuple[tuple[Any, ...], Columns]] = {}
_MOST_KEPT = 4


def columns_of(conn: sqlite3.Connection, former: Columns | None = None) -> Columns:
    """The columns of a database as it is now; the first call reads all, later ones what is new.

    Args:
        conn: A connection to the database.
        former: Its columns as they are now, where somebody has kept them (``site_kept``).
    """
    with _lock, store_errors(None):
        path, state = state_of(conn)
        known = _kept.get(path)
        if known is not None and known[0] == state:
            return known[1]
        if former is not None:
            _kept[path] = (state, former)
            return former
        starts = np.array([row[0] for row in conn.execute("SELECT first_passage FROM index_terms")], np.int64)
        starts.sort()
        columns = _renewed(conn, known[1] if known else Columns(), starts)
        while len(_kept) >= _MOST_KEPT and path not in _kept:
            _kept.pop(next(iter(_kept)))
        _kept[path] = (state, columns)
        return columns


def state_of(conn: sqlite3.Connection) -> tuple[str, tuple[Any, ...]]:
    """The file, and what changes whenever it changes: SQLite counts every commit in bytes 24 to 27 of the file."""
    path = next(row[2] for row in conn.execute("PRAGMA database_list") if row[1] == "main")
    counter = b""
    if path:
        try:
            with Path(path).open("rb") as file:
                file.seek(24)
                counter = file.read(4)
        except OSError:
            pass
    row = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    # Without a file there is nothing to know a change by: the count of the documents must do.
    rest = None if counter else conn.execute("SELECT count(*), max(first_passage) FROM index_terms").fetchone()
    return path or f"memory {id(conn)}", (counter, row and row[0], rest)


def _renewed(conn: sqlite3.Connection, known: Columns, starts: Numbers) -> Columns:
    last = int(known.ids[-1]) if len(known.ids) else 0
    alive = np.isin(known.block, starts)
    if len(alive) and alive.mean() < _GARBAGE:
        known, last = Columns(), 0
    columns = Columns()
    columns.__dict__.update(known.__dict__ | {"codes": dict(known.codes)})  # readers of the former columns keep theirs
    rows = list(_new_rows(conn, columns, last))
    if rows:
        columns.add(rows, starts)
    columns.alive = np.isin(columns.block, starts)
    return columns


def _new_rows(conn: sqlite3.Connection, columns: Columns, last: int) -> Iterator[dict[str, Numbers]]:
    """The passages above number ``last`` as codes, a block at a time: a million rows at once cost a gigabyte."""
    some = None
    if last:
        new = conn.execute("SELECT DISTINCT meeting_id FROM passages WHERE id > ?", (last,))
        some = json.dumps([row[0] for row in new])
        if some == "[]":
            return
    meetings, goals = _meetings(conn, columns, some), _goals(conn, columns, some)
    records = _records(conn, columns, some)
    lines = _LineDepartments(columns)
    numbers = {kind: number for number, kind in enumerate(KIND_CODES)}
    cursor = conn.execute(
        "SELECT id, kind, meeting_id, goal_id, record_id, department FROM passages WHERE id > ? ORDER BY id", (last,)
    )
    while found := cursor.fetchmany(_BLOCK):
        told = [
            records.get(record, _NOTHING) if record else (0, lines.of(department), 0, 0, 0, 0)
            for *_, record, department in found
        ]
        places = np.array([meetings.get(row[2], _NOWHERE) for row in found], np.int32)
        coded = np.array(told, np.int32)
        block: dict[str, Numbers] = {
            "id": np.array([row[0] for row in found], np.int64),
            "kind": np.array([numbers[row[1]] for row in found], np.uint8),
            "goal": np.array([goals.get(row[3], 0) for row in found], np.int32),
            "body": places[:, 0], "day": places[:, 1], "year": places[:, 2].astype(np.int16),
        }  # fmt: skip
        yield block | {name: coded[:, number] for number, name in enumerate(_TOLD)}


_BLOCK = 20_000
_NOWHERE = (0, 0, 0)
_TOLD = ("program", "department", "result", "owner", "unit", "review")
_NOTHING = (0, 0, 0, 0, 0, 0)


def _meetings(conn: sqlite3.Connection, columns: Columns, some: str | None) -> dict[str, tuple[int, int, int]]:
    """Meeting -> (body, day, fiscal year)."""
    where = "" if some is None else f"WHERE id {_SOME}"
    number = columns.words["body"].number
    found = {}
    for identity, name, date in conn.execute(f"SELECT id, name, date FROM meetings {where}", {"some": some}):
        day = int(date.replace("-", "")) if date else 0
        found[identity] = (number(name), day, day // 10000 - (day % 10000 < 401) if day else 0)
    return found


def _goals(conn: sqlite3.Connection, columns: Columns, some: str | None) -> dict[str, int]:
    where = "" if some is None else f"WHERE meeting_id {_SOME}"
    found = {}
    for identity, goal_number, title in conn.execute(f"SELECT id, number, title FROM goals {where}", {"some": some}):
        found[identity] = columns.words["goal"].number(title)
        if goal_number is not None:
            columns.goal_numbers.setdefault(goal_number, set()).add(found[identity])
    return found


def _records(conn: sqlite3.Connection, columns: Columns, some: str | None) -> dict[str, tuple[int, ...]]:
    """Record -> numbers of program, departments, result, owner, unit and review."""
    where = "" if some is None else f"WHERE r.meeting_id {_SOME}"
    programs: dict[str, tuple[int, tuple[str, ...]]] = {}
    words = columns.words
    found: dict[str, tuple[int, ...]] = {}
    sql = f"SELECT r.id, r.title, r.departments, r.review FROM programs r {where}"
    for identity, title, departments, review in conn.execute(sql, {"some": some}):
        programs[identity] = (words["program"].number(title), tuple(json.loads(departments)))
        found[identity] = (
            programs[identity][0], _set_number(columns, programs[identity][1]), 0, 0, 0, words["review"].number(review),
        )  # fmt: skip
    for table, own in _TABLES.values():
        sql = f"SELECT r.id, r.program_id, r.review, {own} FROM {table} r {where}"
        for identity, program_id, review, result, owner, unit in conn.execute(sql, {"some": some}):
            program, departments = programs.get(program_id, (0, ()))
            if owner and unit_rank(owner) is not None:
                departments = tuple(dict.fromkeys((*departments, owner)))
            found[identity] = (
                program, _set_number(columns, departments), words["result"].number(result),
                words["owner"].number(owner), words["unit"].number(unit), words["review"].number(review),
            )  # fmt: skip
    return found


def _set_number(columns: Columns, departments: Iterable[str]) -> int:
    """The number of a set of departments; 0 for none."""
    numbers = tuple(sorted({columns.departments.number(name) for name in departments if name}))
    return columns.words["department"].number(numbers) if numbers else 0


class _LineDepartments:
    """Sets of departments of lines of text, which keep them folded: the printed name is one met among the records."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._known: dict[str | None, int] = {None: 0}
        self._printed = {fold_for_search(name).text: name for name in columns.departments.words[1:]}

    def of(self, folded: str | None) -> int:
        """The number of the set."""
        number = self._known.get(folded)
        if number is None:
            names = [self._printed.get(name) for name in (folded or "").split("\n")]
            number = self._known[folded] = _set_number(self._columns, [name for name in names if name])
        return number


def department_sets(columns: Columns, departments: Sequence[int]) -> list[int]:
    """Numbers of the sets that hold any of these departments."""
    wanted = set(departments)
    return [number for number, held in enumerate(columns.words["department"].words) if held and wanted & set(held)]
