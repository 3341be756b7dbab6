"""A person says which documents are of one meeting, and which of them counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import corrections
from minutes_pipeline.store.reading import list_meetings, list_versions, load_meeting
from minutes_pipeline.store.regrouping import join, prefer, separate
from minutes_pipeline.store.search import search
from minutes_pipeline.store.writer import store_minutes

Build = Callable[..., Minutes]
SIGNED = {"by": "野中", "reason": "別の日の会議だった"}


def standings(db: Database, key: str) -> list[tuple[str, int, str]]:
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
    found = {hit.document_id for hit in search(db.conn, "ボランティア", limit=100)}
    assert found == {row[0] for row in db.execute("SELECT id FROM documents WHERE standing = 'current'")}
    events = db.execute("SELECT count(*), sum(standing = 'current') FROM documents GROUP BY event_id").fetchall()
    assert {current for _, current in events} == {1}
    assert db.execute("SELECT count(*) FROM events").fetchone() == (len(events),)
    return [(m.file_name, m.version, m.standing) for m in list_versions(db.conn, key)]


@pytest.fixture
def three(db: Database, make_minutes: Build) -> list[Minutes]:
    """A draft, its revision and the PDF of the revision."""
    lines = make_minutes().text.split("\n")
    made = [make_minutes((*lines, *more), name) for name, more in (("一.docx", ()), ("二.docx", ("以上",)))]
    made.append(make_minutes((*lines, "以上"), "二.pdf"))
    made = [
        m.model_copy(update={"source": m.source.model_copy(update={"media_type": m.document.split(".")[1]})})
        for m in made
    ]
    for minutes in made:
        store_minutes(db, minutes)
    assert standings(db, "二.docx") == [
        ("一.docx", 1, "superseded"),
        ("二.docx", 2, "current"),
        ("二.pdf", 2, "rendition"),
    ]
    return made


@pytest.mark.parametrize("at", [0, 1, 2])
def test_separated_and_joined_again(db: Database, three: list[Minutes], at: int) -> None:
    corrections.correct(db, three[1].metrics[0].id, {"value": "1"}, by="野中", reason="録音")
    found = separate(db, three[at].source.document_id, **SIGNED)
    assert (found.document_id, found.version, found.standing) == (three[at].source.document_id, 1, "current")
    assert len(list_meetings(db.conn)) == 2
    parts = [standings(db, m.source.document_id) for m in three]
    assert parts[at][0][1:] == (1, "current")
    assert all(len({m.event_id for m in list_versions(db.conn, d.source.document_id)}) == 1 for d in three)
    second = Minutes.model_validate(load_meeting(db.conn, three[1].source.document_id, versions=True))
    assert second.metrics[0].value == 1  # a correction goes with the document it was made on
    for minutes in three:  # read again, each stays where the person put it
        assert store_minutes(db, minutes).status == "unchanged"
        assert store_minutes(db, minutes.model_copy(update={"genre": "verbatim"})).status == "updated"
    assert [standings(db, m.source.document_id) for m in three] == parts
    with pytest.raises(QueryError, match="会議"):
        join(db, three[at].source.document_id, three[at].source.document_id, **SIGNED)
    other = three[0 if at else 1].source.document_id
    joined = join(db, three[at].source.document_id, other, **SIGNED)
    assert len(list_meetings(db.conn)) == 1
    assert len(standings(db, joined.document_id)) == 3
    entries = [entry for entry in corrections.list_audit(db.conn) if entry.by == "野中" and entry.action == "version"]
    assert [(entry.document_id, entry.reason) for entry in entries] == [
        (three[at].source.document_id, SIGNED["reason"])
    ] * 2
    assert len(corrections.list_corrections(db.conn, joined.document_id)) == 1


def test_alone_already(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    with pytest.raises(QueryError, match="はじめから1つの会議"):
        separate(db, minutes.source.document_id, **SIGNED)
    with pytest.raises(QueryError, match="理由がありません"):
        separate(db, minutes.source.document_id, by="野中", reason=" ")


def test_another_version_counts(db: Database, three: list[Minutes]) -> None:
    prefer(db, three[0].source.document_id, **SIGNED)
    assert standings(db, "一.docx") == [
        ("一.docx", 1, "current"),
        ("二.docx", 2, "superseded"),
        ("二.pdf", 2, "rendition"),
    ]
    prefer(db, three[2].source.document_id, **SIGNED)
    assert standings(db, "二.pdf") == [
        ("一.docx", 1, "superseded"),
        ("二.pdf", 2, "current"),
        ("二.docx", 2, "rendition"),
    ]
    with pytest.raises(QueryError, match="すでにいまの版"):
        prefer(db, three[2].source.document_id, **SIGNED)


def test_older_version_read_by_a_newer_program_stays_older(db: Database, three: list[Minutes]) -> None:
    (made,) = corrections.correct(db, three[1].metrics[0].id, {"value": "1"}, by="野中", reason="録音")
    changed = three[0].metrics[0].model_copy(update={"value": 9})
    again = three[0].model_copy(update={"metrics": (changed, *three[0].metrics[1:])})
    result = store_minutes(db, again)
    assert (result.status, result.edition and result.edition.standing) == ("updated", "superseded")
    assert standings(db, "二.docx")[0] == ("一.docx", 1, "superseded")
    older = Minutes.model_validate(load_meeting(db.conn, three[0].source.document_id, versions=True))
    assert older.metrics[0].value == 9  # what was said of a later version changes nothing in it
    assert corrections.list_corrections(db.conn) == [made]
