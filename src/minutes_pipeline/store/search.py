"""Search (検索): words first, no occurrence missed.

Imports sqlite3 and, for a query, SudachiPy; nothing else of weight, so that ``minutes search`` starts at once.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple, get_args

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.hits import Hit, Kind
from minutes_pipeline.store.index_terms import SHELF_COUNT, shelf_of
from minutes_pipeline.store.latest import every, is_many, latest
from minutes_pipeline.store.open import check_tables, store_errors
from minutes_pipeline.store.verifying import alternatives, among, tiers, verified
from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.text.search_query import Query, Reach, parse_query
from minutes_pipeline.text.search_terms import SHELF, key

_KINDS: tuple[str, ...] = get_args(Kind)
_SNIPPET = 110  # characters shown
_LONGEST = 20_000  # characters of a passage in which words are marked
_BEFORE = 30  # of them before the first mark
_BLANK = str.maketrans("\n\t\r", "   ")

_SHOWN = """
SELECT s.id, s.kind, s.record_id, s.document_id, s.meeting_id, s.span_start, s.span_end, s.page, s.label,
       a.title, g.title, m.name, m.session, m.date, d.file_name
FROM (SELECT value AS id FROM json_each(:ids)) f
JOIN passages s ON s.id = f.id
JOIN meetings m ON m.id = s.meeting_id
JOIN documents d ON d.id = s.document_id
LEFT JOIN agenda_items a ON a.id = s.agenda_item_id
LEFT JOIN goals g ON g.id = s.goal_id
"""

_Ranked = list[tuple[int, int, float]]  # tier, passage, how many of the alternatives it holds
_STRICT = ((0, Reach.WORDS), (1, Reach.TEXT), (2, Reach.CONTEXT))
_LOOSE = ((3, Reach.PARTS), (3, Reach.LOOSE))

# One agenda item of one document; what stands before the first item is one place, too.
_PLACE = "s.document_id || ' ' || coalesce(s.agenda_item_id, '')"
_PLACES_OF = f"""
SELECT {_PLACE} FROM search_index JOIN passages s ON s.id = search_index.rowid WHERE search_index MATCH :place{{number}}
UNION SELECT {_PLACE} FROM passages s WHERE s.document_id IN (SELECT value FROM json_each(:named{{number}}))
"""
_NEARBY = """
SELECT s.id, s.kind FROM search_index JOIN passages s ON s.id = search_index.rowid JOIN meetings m ON m.id = s.meeting_id
WHERE search_index MATCH :match {filters} ORDER BY m.date DESC, s.id
"""


def search(
    conn: sqlite3.Connection,
    words: str,
    kind: Kind | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    body: str | None = None,
    goal: str | int | None = None,
    department: str | None = None,
    limit: int = 20,
    newest: bool = False,
) -> list[Hit]:
    """Find ``words`` in records and text, best first.

    Words between spaces must all be found; ``A OR B`` either; ``-A`` or ``NOT A`` not; ``"…"`` exactly as written.
    Spellings agree across width, old and new forms (髙 高) and dictionary form (子供 子ども こども).

    Places where all is found as words come first, then those where it is found as characters (so that every occurrence
    is found), then records that stand under a heading with these words; within each, decisions, actions, issues and
    metrics before headings and people before remarks before lines of text; then what holds more of the alternatives
    (A OR B; unless there are more than ``latest.MANY``), then the latest meeting. Only when there is nothing at all, the
    parts of a long word are looked for apart from each other, and then the words under one agenda item.

    Args:
        conn: From ``open_connection`` (or any connection to the file).
        words: The query.
        kind: Only this kind of record; ``text`` for lines of the body.
        date_from: First day of the meeting, ISO (or a year, or a month), inclusive.
        date_to: Last day, inclusive.
        body: Part of the meeting's name (or of its file's).
        goal: Number of the goal, or a part of its title.
        department: Part of the name of the department (of a program, an attendee, an owner, a speaker).
        limit: How many at most.
        newest: The latest meeting first instead of the best.

    Raises:
        QueryError: The query is empty or has only words to leave out; a date is not one; an unknown kind.
        StoreError: The file is not one of ours.
    """
    if kind is not None and kind not in _KINDS:
        raise QueryError(f"種類「{kind}」はありません", f"{', '.join(_KINDS)} のどれかにしてください")
    query = parse_query(words)
    with store_errors(None):
        check_tables(conn)
        filters, values = _filters(conn, kind, date_from, date_to, body, goal, department)
        asked = _Asked(conn, query, filters, values)
        # When no passage holds all as typed: the parts of long words, else the words under one agenda item.
        ranked = asked.ranked(_STRICT, limit, newest) or asked.ranked(_LOOSE, limit, newest)
        return hits_of(conn, query, ranked or _found_nearby(asked, limit))


def hits_of(conn: sqlite3.Connection, query: Query, ranked: Sequence[tuple[int, int, float]]) -> list[Hit]:
    """Passages given as (tier, number, score) as they are shown, in this order; those that are gone are left out."""
    ids = json.dumps([passage for _, passage, _ in ranked])
    rows = {row[0]: row for row in conn.execute(_SHOWN, {"ids": ids})}
    texts = _texts(conn, {row[3] for row in rows.values()})
    return [
        _hit(query, tier, score, rows[passage], texts[rows[passage][3]])
        for tier, passage, score in ranked
        if passage in rows
    ]


class _Asked(NamedTuple):
    """A query with its filters, before a database."""

    conn: sqlite3.Connection
    query: Query
    filters: str
    values: dict[str, Any]

    def ranked(self, reaches: tuple[tuple[int, Reach], ...], limit: int, newest: bool) -> _Ranked:
        """The first passages within these reaches."""
        if newest:
            widest = reaches[-1][1]
            ids = self._true(widest, self.query.expression(widest), limit)
            tier_of = tiers(self.conn, self.query, reaches, ids)
            return [(tier_of.get(one, reaches[-1][0]), one, 0.0) for one in ids]
        if is_many(self.conn, self.query.expression(reaches[-1][1]), self.filters, self.values):
            return self._first(reaches, limit)
        found: _Ranked = []
        known: set[int] = set()
        for tier, reach in reaches:
            if len(found) >= limit:
                break
            rows = every(self.conn, self.query.expression(reach), self.filters, self.values)
            kinds = {one: kind for one, kind in rows if one not in known}
            known |= kinds.keys()
            ids = verified(self.conn, self.query, reach, list(kinds))
            scores = alternatives(self.conn, self.query, reach, ids) if self.query.is_either else {}
            order = sorted((shelf_of(kinds[one]), -scores.get(one, 0), at) for at, one in enumerate(ids))
            found += ((tier, ids[at], float(-score)) for _, score, at in order)
        return found[:limit]

    def _first(self, reaches: tuple[tuple[int, Reach], ...], limit: int) -> _Ranked:
        """The first of very many: shelf after shelf, each from the latest meeting back."""
        found: _Ranked = []
        former = ""
        for tier, reach in reaches:
            match = self.query.expression(reach)
            for shelf in range(SHELF_COUNT):
                if len(found) < limit:
                    one_shelf = f'({match}) AND "{SHELF}{shelf}"' + (f" NOT ({former})" if former else "")
                    found += ((tier, one, 0.0) for one in self._true(reach, one_shelf, limit - len(found)))
            former = match
        return found

    def _true(self, reach: Reach, match: str, limit: int) -> list[int]:
        """The latest passages of an expression that hold what was asked for."""
        asked = limit
        while True:
            ids = latest(self.conn, match, self.filters, self.values, asked)
            true = verified(self.conn, self.query, reach, ids)
            if len(true) >= limit or len(ids) < asked:
                return true[:limit]
            asked *= 2


def _found_nearby(asked: _Asked, limit: int) -> _Ranked:
    """Passages with any of the words, where all of them stand under one agenda item.

    Minutes name the subject once and go on with 利用者は…: what belongs together stands in neighbouring lines.
    """
    conn, query = asked.conn, asked.query
    needs = query.scattered()
    if len(needs) < 2:
        return []
    named: dict[str, list[str]] = {}
    for document, name in conn.execute("SELECT document_id, name FROM meetings WHERE name IS NOT NULL"):
        named.setdefault(name, []).append(document)
    keyed = [(documents, key(fold_for_search(name).text)) for name, documents in named.items()]
    near, values = [], dict(asked.values)
    for number, need in enumerate(needs):
        near.append(f"SELECT * FROM ({_PLACES_OF.format(number=number)})")
        values |= {f"place{number}": need.place}
        # A word of the meeting's name holds for all that was said there.
        holding = [one for documents, name in keyed if any(k in name for k in need.keys) for one in documents]
        values |= {f"named{number}": json.dumps(holding)}
    values["match"] = query.without(" OR ".join(need.text for need in needs))
    sql = _NEARBY.format(filters=f"{asked.filters} AND {_PLACE} IN ({' INTERSECT '.join(near)})")
    rows = conn.execute(sql, values).fetchall()
    # What holds more of the words comes first; the rows are in the order of the meetings, the latest first.
    held = [among(conn, need.text, {row[0] for row in rows}) for need in needs]
    scored = [(shelf_of(kind), -sum(one in each for each in held), one) for one, kind in rows]
    return [(3, one, float(-score)) for _, score, one in sorted(scored, key=itemgetter(0, 1))[:limit]]


def _filters(
    conn: sqlite3.Connection,
    kind: str | None,
    date_from: str | None,
    date_to: str | None,
    body: str | None,
    goal: str | int | None,
    department: str | None,
) -> tuple[str, dict[str, Any]]:
    """The conditions beside the words, as SQL and its values."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if kind is not None:
        parts.append("AND s.kind = :kind")
        values["kind"] = kind
    if date_from or date_to or body:
        parts.append("AND s.meeting_id IN (SELECT value FROM json_each(:meetings))")
        values["meetings"] = json.dumps(_meetings(conn, date_from, date_to, body))
    if goal is not None and str(goal).strip():
        parts.append("AND s.goal_id IN (SELECT value FROM json_each(:goals))")
        values["goals"] = json.dumps(_goals(conn, str(goal)))
    if department:
        parts.append("AND instr(s.department, :department) > 0")
        values["department"] = fold_for_search(department).text
    return " ".join(parts), values


def _checked_date(text: str | None) -> str | None:
    if not text:
        return None
    date = text.strip().replace("/", "-")
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date):
        raise QueryError(f"日付「{text}」を読めません", "2024-05-17 のように年-月-日で入れてください")
    return date


def _meetings(conn: sqlite3.Connection, date_from: str | None, date_to: str | None, body: str | None) -> list[str]:
    first, last = _checked_date(date_from), _checked_date(date_to)
    if first and last and first > f"{last}-99":
        raise QueryError("期間の始まりが終わりより後になっています", "二つの日付を入れ替えてください")
    wanted = fold_for_search(body or "").text
    rows = conn.execute(
        "SELECT m.id, m.name, d.file_name FROM meetings m JOIN documents d ON d.id = m.document_id "
        "WHERE (:first IS NULL OR m.date >= :first) AND (:last IS NULL OR m.date <= :last || '-99')",
        {"first": first, "last": last},
    )
    return [row[0] for row in rows if not wanted or wanted in fold_for_search(row[1] or row[2]).text]


def _goals(conn: sqlite3.Connection, goal: str) -> list[str]:
    wanted = fold_for_search(goal).text
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 9 else None
    rows = conn.execute("SELECT id, number, title FROM goals")
    return [
        row[0] for row in rows if (row[1] == number if number is not None else wanted in fold_for_search(row[2]).text)
    ]


def _texts(conn: sqlite3.Connection, documents: set[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(documents))
    return dict(conn.execute(f"SELECT id, text FROM documents WHERE id IN ({marks})", sorted(documents)))


def meeting_title(name: str | None, session: int | None) -> str | None:
    """How a meeting is called: 第N回 and its name; None where no name is printed."""
    return name if name is None or session is None else f"第{session}回 {name}"


def _snippet(text: str, marks: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The part of ``text`` around its first mark, and the marks in it."""
    start = 0
    if marks and marks[0][1] > _SNIPPET - _BEFORE:
        start = max(0, marks[0][0] - _BEFORE)
        sentence = text.rfind("。", start, marks[0][0])
        start = sentence + 1 if sentence >= 0 else start
    end = min(len(text), start + _SNIPPET)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((first + shift, min(last, end) + shift) for first, last in marks if start <= first < end)
    return before + text[start:end].translate(_BLANK) + after, inside


def _window(query: Query, passage: str) -> str:
    """A passage of bearable length: of a line that is a whole book, what stands around the first word as typed."""
    if len(passage) <= _LONGEST:
        return passage
    found = [passage.find(item.text) for clause in query.clauses for item in clause]
    first = max(0, min((at for at in found if at >= 0), default=0) - _LONGEST // 2)
    return passage[first : first + _LONGEST]


def _hit(query: Query, tier: int, score: float, row: tuple[Any, ...], text: str) -> Hit:
    _, kind, record, document, meeting, start, end, page, label, item, goal, name, session, date, file_name = row
    passage = text[start:end]
    window = _window(query, passage)
    snippet, marks = _snippet(window, query.marks(window))
    return Hit(
        kind=kind,
        record_id=record,
        document_id=document,
        meeting_id=meeting,
        file_name=file_name,
        meeting=meeting_title(name, session),
        date=date,
        agenda_item=item,
        goal=goal,
        page=page,
        start=start,
        end=end,
        text=passage,
        snippet=snippet,
        marks=marks,
        tier=tier,
        score=score,
        label=label,
    )
