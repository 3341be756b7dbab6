"""Decisions on links: kept, audited, found again after a new reading or version; refused with a reason where they cannot be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from sqlite_utils import Database
from tests.unit.store.conftest import LINES, build

from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.link_decision import LinkDecision
from minutes_pipeline.model.links import Links, Suggestion
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.corrections import list_audit
from minutes_pipeline.store.kept_links import BodyLinks, forget_bodies, keep_links, kept_links
from minutes_pipeline.store.links import decide_link, decisions_in_force, list_link_decisions, withdraw_link
from minutes_pipeline.store.writer import store_minutes

_SIGNED = {"by": "山田", "reason": "名簿で確かめた", "at": "2026-01-05T10:00:00+09:00"}


@pytest.fixture
def two(db: Database) -> tuple[Minutes, Minutes]:
    """Two meetings of a body."""
    later = tuple(line.replace("第３回", "第４回") for line in LINES)
    found = (build(), build(later, "青葉ヶ丘_2.pdf", 4))
    for minutes in found:
        store_minutes(db, minutes)
    return found


def test_a_decision_is_kept_and_audited(db: Database, two: tuple[Minutes, Minutes]) -> None:
    left, right = (minutes.attendees[1].id for minutes in two)
    made = decide_link(db, "person", right, left, True, **_SIGNED)
    assert (made.left.record_id, made.right.record_id, made.same, made.state, made.holds) == (
        left,
        right,
        True,
        "active",
        True,
    )
    assert (made.left.words, made.left.date, made.by) == ("福祉部 課長 森下", "2024-05-17", "山田")
    assert decisions_in_force(db.conn) == (LinkDecision("person", left, right, True),)
    (told,) = list_audit(db.conn, record_id=right)
    assert (told.action, told.by, told.reason, told.before) == ("link", "山田", "名簿で確かめた", None)
    assert told.after == "同じ: 2024-05-17 福祉部 課長 森下"


def test_the_same_again_writes_nothing_and_the_other_replaces(db: Database, two: tuple[Minutes, Minutes]) -> None:
    pair = [minutes.issues[0].id for minutes in two]
    first = decide_link(db, "issue", *pair, True, **_SIGNED)
    assert decide_link(db, "issue", *reversed(pair), True, **_SIGNED) == first
    second = decide_link(db, "issue", *pair, False, **_SIGNED)
    assert [(one.id, one.state) for one in list_link_decisions(db.conn, every=True)] == [
        (first.id, "replaced"),
        (second.id, "active"),
    ]
    assert [one.same for one in decisions_in_force(db.conn)] == [False]
    assert [(one.before or "")[:2] for one in list_audit(db.conn, record_id=pair[1])] == ["同じ", ""]


def test_taken_back(db: Database, two: tuple[Minutes, Minutes]) -> None:
    made = decide_link(db, "program", *(minutes.programs[0].id for minutes in two), True, **_SIGNED)
    assert withdraw_link(db, made.id, by="山田", reason="取り違え").state == "withdrawn"
    assert decisions_in_force(db.conn) == ()
    with pytest.raises(QueryError, match=f"{made.id}番の有効な決定がありません"):
        withdraw_link(db, made.id, by="山田", reason="取り違え")


def test_it_holds_for_a_new_version_in_which_all_ids_change(db: Database, two: tuple[Minutes, Minutes]) -> None:
    left, right = (minutes.attendees[1].id for minutes in two)
    decide_link(db, "person", left, right, False, **_SIGNED)
    words = ("本日の資料を配った。", *LINES)
    corrected = build(words, "青葉ヶ丘_r6_訂正.pdf", 3)
    store_minutes(db, corrected)
    now = corrected.attendees[1].id
    assert now != left
    assert decisions_in_force(db.conn) == (LinkDecision("person", now, right, False),)
    assert decisions_in_force(db.conn, [two[1].source.document_id]) == ()


def test_what_is_gone_does_not_hold_but_stays_in_the_list(db: Database, two: tuple[Minutes, Minutes]) -> None:
    left, right = (minutes.issues[0].id for minutes in two)
    decide_link(db, "issue", left, right, True, **_SIGNED)
    store_minutes(db, build(("本日の資料を配った。", *LINES), "青葉ヶ丘_r6_訂正.pdf", 3, issues=()))
    assert decisions_in_force(db.conn) == ()
    (one,) = list_link_decisions(db.conn)
    assert (one.left.record_id, one.left.words, one.holds) == (None, "障がい者への周知が不足している。", False)


@pytest.mark.parametrize(
    ("kind", "left", "right", "by", "words"),
    [
        ("person", "a", "b", "山田", "記録がありません"),
        ("person", "attendee", "same", "山田", "同じ会議の2件です"),
        ("person", "issue", "attendee", "山田", "人物のつながりにできる記録がありません"),
        ("metric_series", "attendee", "attendee", "山田", "種類が正しくありません"),
        ("person", "attendee", "attendee", " ", "訂正した人の名前がありません"),
    ],
)
def test_what_is_refused(
    db: Database, two: tuple[Minutes, Minutes], kind: str, left: str, right: str, by: str, words: str
) -> None:
    ids = {
        "attendee": [m.attendees[1].id for m in two],
        "issue": [m.issues[0].id for m in two],
        "same": [m.attendees[0].id for m in two],
    }
    pair = [ids.get(name, [name, name]) for name in (left, right)]
    with pytest.raises(QueryError, match=words):
        decide_link(db, kind, pair[0][0], pair[1][0 if right == "same" else 1], True, by=by, reason="x")  # type: ignore[arg-type]
    assert list_link_decisions(db.conn, every=True) == ()


@pytest.mark.parametrize(
    "sql", ["DELETE FROM link_decisions", "INSERT OR REPLACE INTO link_decisions SELECT * FROM link_decisions"]
)
def test_a_decision_cannot_be_deleted(db: Database, two: tuple[Minutes, Minutes], sql: str) -> None:
    decide_link(db, "program", *(minutes.programs[0].id for minutes in two), True, **_SIGNED)
    with pytest.raises(sqlite3.IntegrityError, match="削除できません"):
        db.conn.execute(sql)


def test_links_are_kept_until_the_fingerprint_changes(db: Database, two: tuple[Minutes, Minutes]) -> None:
    pair = [minutes.attendees[1].id for minutes in two]
    likely = Suggestion(kind="person", left=pair[0], right=pair[1], score=0.4, reasons=("姓が同じ",))
    links = Links(documents=tuple(m.document for m in two), suggestions=(likely,))
    thread = {
        "id": "t", "body": "b", "standing": "open", "title": "不足", "unmentioned": 0,
        "states": [{"document_id": two[0].source.document_id, "state": "opened", "quote": "不足", "span_start": 1, "span_end": 3}],
    }  # fmt: skip
    body = BodyLinks("b", "推進会議", "1", tuple(m.source.document_id for m in two), links, (thread,))
    keep_links(db, body)
    keep_links(db, body)
    assert kept_links(db.conn, "b", "1") == links
    assert kept_links(db.conn, "b", "2") is None and kept_links(db.conn, "c", "1") is None
    counts = {
        name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("linked_meetings", "issue_states", "link_suggestions")
    }
    assert counts == {"linked_meetings": 2, "issue_states": 1, "link_suggestions": 1}
    assert db.execute("SELECT 会議体, 状態, 最新 FROM 課題台帳").fetchall() == [("推進会議", "未解決", "はい")]
    assert db.execute("SELECT 理由, 最新 FROM 決めるつながり").fetchall() == [("姓が同じ", "はい")]
    store_minutes(db, build(("本日の資料を配った。", *LINES), "青葉ヶ丘_r6_訂正.pdf", 3))
    assert db.execute("SELECT 最新 FROM 課題台帳").fetchall() == [("いいえ",)]
    forget_bodies(db, ["c"])
    assert db.execute("SELECT count(*) FROM issue_states").fetchone() == (0,)


def test_what_is_kept_and_cannot_be_read_is_worked_out_again(
    db: Database, make_minutes: Callable[..., Minutes]
) -> None:
    store_minutes(db, make_minutes())
    keep_links(db, BodyLinks("b", "推進会議", "1", (), Links(documents=())))
    db.execute("UPDATE linked_bodies SET links = x'00'")
    assert kept_links(db.conn, "b", "1") is None
