"""What people say: every field, every verb, taken back without a trace, refused with what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import corrections
from minutes_pipeline.store.reading import load_meeting
from minutes_pipeline.store.readings import load_reading
from minutes_pipeline.store.search import search
from minutes_pipeline.store.writer import store_minutes

Build = Callable[..., Minutes]
SIGNED = {"by": "野中", "reason": "録音で確かめた"}


@pytest.fixture
def stored(db: Database, minutes: Minutes) -> Minutes:
    store_minutes(db, minutes)
    return minutes


def now(db: Database, minutes: Minutes) -> Minutes:
    """The meeting as the tables have it."""
    return Minutes.model_validate(load_meeting(db.conn, minutes.source.document_id))


def ids(minutes: Minutes) -> dict[str, str]:
    """The first record of every kind, and the meeting."""
    fields = {
        "attendee": "attendees", "agenda_item": "agenda_items", "goal": "goals", "program": "programs",
        "remark": "remarks", "decision": "decisions", "metric": "metrics", "issue": "issues", "action": "actions",
    }  # fmt: skip
    meeting = f"{minutes.source.document_id}-meeting-de50e46b73"
    return {kind: getattr(minutes, field)[0].id for kind, field in fields.items()} | {"meeting": meeting}


EDITS: list[tuple[str, str, str, Any]] = [
    ("meeting", "name", "青葉ヶ丘市　福祉推進会議", "青葉ヶ丘市 福祉推進会議"),
    ("meeting", "session", "第４回", 4),
    ("meeting", "date", "令和６年５月18日", "2024-05-18"),
    ("meeting", "start_time", "午後２時", "14:00"),
    ("meeting", "end_time", "15:30", "15:30"),
    ("meeting", "venue", "201会議室", "201会議室"),
    ("attendee", "name", "高橋", "高橋"),
    ("attendee", "affiliation", "医師会", "医師会"),
    ("attendee", "job_title", "理事", "理事"),
    ("attendee", "role", "副会長", "vice_chair"),
    ("attendee", "group", "オブザーバー", "observer"),
    ("attendee", "status", "代理出席", "proxy"),
    ("agenda_item", "number", "", None),
    ("agenda_item", "title", "開会のあいさつ", "開会のあいさつ"),
    ("agenda_item", "level", "2", 2),
    ("goal", "number", "２", 2),
    ("goal", "title", "窓口づくり", "窓口づくり"),
    ("goal", "agenda_item", "その他", "その他"),
    ("program", "title", "きらら", "きらら"),
    ("program", "departments", "福祉部、こども未来部", ["福祉部", "こども未来部"]),
    ("remark", "speaker", "森下課長", "森下課長"),
    ("remark", "side", "説明員", "explainer"),
    ("decision", "result", "継続", "deferred"),
    ("decision", "quote", "原案のとおり承認", "原案のとおり承認"),
    ("metric", "name", "延べ利用者", "延べ利用者"),
    ("metric", "value", "3,054", 3054),
    ("metric", "value_max", "４千", 4000),
    ("metric", "unit", "名", "名"),
    ("metric", "qualifier", "約", "about"),
    ("metric", "period", "令和5年度", {"start": "2023-04-01", "end": "2024-03-31"}),
    ("metric", "period", "", None),
    ("issue", "agenda_item", "", None),
    ("issue", "quote", "周知が不足している。", "周知が不足している。"),
    ("action", "owner", "森下課長", "森下課長"),
    ("action", "due", "", None),
]


@pytest.mark.parametrize(("kind", "field", "text", "value"), EDITS)
def test_edit_of_every_field_shows_everywhere_and_goes_without_a_trace(
    db: Database, stored: Minutes, kind: str, field: str, text: str, value: Any
) -> None:
    before = load_meeting(db.conn, stored.source.document_id)
    record = ids(stored)[kind]
    (made,) = corrections.correct(db, record, {field: text}, **SIGNED)
    assert (made.kind, made.field, made.value, made.state) == (kind, field, value, "active")
    view = corrections.find_record(db.conn, record)
    assert view.record[field] == value
    assert (view.extracted or {})[field] != value
    assert [c.id for c in view.corrections] == [made.id]
    after = now(db, stored)
    assert after != stored
    for name in ("attendees", "metrics", "decisions", "issues", "actions"):
        for one in getattr(after, name):
            assert after.text[one.span.start : one.span.end] == one.quote
    assert Minutes.model_validate(load_reading(db.conn, stored.source.document_id)) == stored
    if kind != "meeting":
        assert view.record["review"] == "edited"
    corrections.withdraw(db, made.id, by="野中", reason="思い違い")
    assert load_meeting(db.conn, stored.source.document_id) == before


def test_edited_words_are_found_and_listed(db: Database, stored: Minutes) -> None:
    corrections.correct(db, ids(stored)["metric"], {"name": "夜間窓口の来訪者"}, **SIGNED)
    assert [hit.label for hit in search(db.conn, "来訪者", kind="metric")] == ["夜間窓口の来訪者 3,045人"]
    assert db.execute("SELECT 名称 FROM 数値 ORDER BY 値 DESC").fetchone() == ("夜間窓口の来訪者",)


def test_title_of_an_item_goes_to_what_stands_under_it(db: Database, stored: Minutes) -> None:
    corrections.correct(db, stored.agenda_items[1].id, {"title": "こどもの相談"}, **SIGNED)
    assert {metric.agenda_item for metric in now(db, stored).metrics} == {"こどもの相談"}


def test_second_edit_replaces_the_first(db: Database, stored: Minutes) -> None:
    record = ids(stored)["metric"]
    (first,) = corrections.correct(db, record, {"value": "1"}, **SIGNED)
    (second,) = corrections.correct(db, record, {"value": "2"}, **SIGNED)
    assert now(db, stored).metrics[0].value == 2
    states = [c.state for c in corrections.list_corrections(db.conn)]
    assert states == ["withdrawn", "active"]
    corrections.withdraw(db, second.id, **SIGNED)
    assert now(db, stored) == stored
    with pytest.raises(QueryError, match="すでに取り消されて"):
        corrections.withdraw(db, first.id, **SIGNED)


def test_same_value_again_writes_nothing(db: Database, stored: Minutes, path: Path) -> None:
    record = ids(stored)["metric"]
    corrections.correct(db, record, {"value": "1"}, **SIGNED)
    accepted = corrections.accept(db, record, by="野中")
    before = path.read_bytes()
    assert corrections.correct(db, record, {"value": "１"}, **SIGNED) == ()
    assert corrections.accept(db, record, by="別の人") == accepted
    assert path.read_bytes() == before


def test_accept_marks_and_reject_takes_out(db: Database, stored: Minutes) -> None:
    names = ids(stored)
    corrections.accept(db, names["decision"], by="野中")
    made = corrections.reject(db, names["issue"], **SIGNED)
    after = now(db, stored)
    assert (after.decisions[0].review, after.issues) == ("accepted", ())
    with pytest.raises(QueryError, match="人が除いています"):
        corrections.add(db, "青葉ヶ丘", "issue", stored.issues[0].quote, {}, **SIGNED)
    with pytest.raises(QueryError, match="人が除いています") as caught:
        corrections.correct(db, names["issue"], {"quote": "周知"}, **SIGNED)
    assert str(made.id) in str(caught.value)
    corrections.withdraw(db, made.id, **SIGNED)
    assert now(db, stored).issues == stored.issues


def test_rejected_item_leaves_nothing_dangling(db: Database, stored: Minutes) -> None:
    corrections.reject(db, stored.agenda_items[1].id, **SIGNED)
    after = now(db, stored)
    assert {(metric.agenda_item, metric.agenda_item_id) for metric in after.metrics} == {(None, None)}
    assert after.agenda_items[-1].parent_id is None


def test_added_record_is_grounded_placed_and_searched(db: Database, stored: Minutes) -> None:
    made = corrections.add(
        db, "青葉ヶ丘", "issue", "ボランティアの　確保に\n苦慮している。", {}, **SIGNED
    )  # fmt: skip
    record = corrections.find_record(db.conn, made.record_id)
    assert record.record["quote"] == "ボランティアの確保に苦慮している。"
    assert (record.record["review"], record.record["agenda_item"]) == ("added", "その他")
    assert record.extracted is None
    assert [hit.kind for hit in search(db.conn, "苦慮", kind="issue")] == ["issue"]
    for there in ("障がい者への周知が不足している。", "ボランティアの確保に苦慮している。"):
        with pytest.raises(QueryError, match="すでにあります"):
            corrections.add(db, "青葉ヶ丘", "issue", there, {}, **SIGNED)
    (edit,) = corrections.correct(db, made.record_id, {"quote": "確保に苦慮している。"}, **SIGNED)
    assert corrections.find_record(db.conn, made.record_id).record["quote"] == "確保に苦慮している。"
    assert corrections.accept(db, made.record_id, by="野中").id == made.id
    gone = corrections.reject(db, made.record_id, **SIGNED)
    assert (gone.id, gone.state) == (made.id, "withdrawn")
    assert corrections.list_corrections(db.conn, record_id=made.record_id)[-1].id == edit.id
    assert now(db, stored) == stored


@pytest.mark.parametrize(
    ("kind", "quote", "values", "expected"),
    [
        ("metric", "16.1人", {"name": "平均", "value": "16.1", "unit": "人"}, {"value": 16.1, "qualifier": None}),
        ("agenda_item", "意見交換", {"number": "4"}, {"title": "意見交換", "level": 1}),
        ("attendee", "福祉部", {"name": "森下", "group": "説明員"}, {"group": "explainer", "status": "present"}),
        ("program", "こども相談室", {"departments": "福祉部"}, {"departments": ["福祉部"], "title": "こども相談室"}),
        ("remark", "意見交換を行った。", {"speaker": "会長", "side": "議長"}, {"side": "chair"}),
        ("action", "調査する。", {"owner": "森下", "agenda_item": "開会"}, {"agenda_item": "開会"}),
    ],
)
def test_every_kind_can_be_added(
    db: Database, stored: Minutes, kind: str, quote: str, values: dict[str, str], expected: dict[str, Any]
) -> None:
    made = corrections.add(db, "青葉ヶ丘", kind, quote, values, **SIGNED)
    assert expected.items() <= corrections.find_record(db.conn, made.record_id).record.items()
    corrections.withdraw(db, made.id, **SIGNED)
    assert now(db, stored) == stored


@pytest.mark.parametrize(
    ("kind", "values", "reason"),
    [
        ("metric", {"value": "たくさん"}, "「値」の値を読めません"),
        ("metric", {"value": "10〜20"}, "「値」の値を読めません"),
        ("metric", {"value": ""}, "「値」は空にできません"),
        ("metric", {"value_max": "5"}, "「値の上限」が「値」より小さく"),
        ("metric", {"period": "いつか"}, "「期間」の値を読めません"),
        ("metric", {"period": "2024-05-01〜2023-05-01"}, "「期間」の値を読めません"),
        ("metric", {"qualifier": "たぶん"}, "「限定」の値を読めません"),
        ("metric", {"confidence": "1"}, "項目「confidence」は直せません"),
        ("metric", {"quote": "本文にない言葉"}, "「引用」が本文に見つかりません"),
        ("metric", {"agenda_item": "ない議題"}, "その題名の議題がありません"),
        ("metric", {"name": "a\x00b"}, "「名称」の値を読めません"),
        ("metric", {"name": "あ" * 5000}, "「名称」の値を読めません"),
        ("meeting", {"date": "5月17日"}, "「開催日」の値を読めません"),
        ("meeting", {"date": "2024-02-30"}, "「開催日」の値を読めません"),
        ("meeting", {"start_time": "25:99"}, "「開始」の値を読めません"),
        ("meeting", {"end_time": "10:00"}, "「終了」が「開始」より前"),
        ("decision", {"result": "可決かも"}, "「結果」の値を読めません"),
        ("agenda_item", {"level": "0"}, "「階層」の値が記録に合いません"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_writes_nothing(
    db: Database, stored: Minutes, path: Path, kind: str, values: dict[str, str], reason: str
) -> None:
    before = path.read_bytes()
    with pytest.raises(QueryError, match=reason) as caught:
        corrections.correct(db, ids(stored)[kind], values, **SIGNED)
    assert caught.value.remedy
    assert path.read_bytes() == before


@pytest.mark.parametrize("signature", [{"by": " ", "reason": "r"}, {"by": "野中", "reason": ""}])
def test_nobody_corrects_without_name_and_reason(db: Database, stored: Minutes, signature: dict[str, str]) -> None:
    record = ids(stored)["metric"]
    for change in (
        lambda: corrections.correct(db, record, {"value": "1"}, **signature),
        lambda: corrections.accept(db, record, **signature),
        lambda: corrections.reject(db, record, **signature),
        lambda: corrections.add(db, "青葉ヶ丘", "issue", "苦慮", {}, **signature),
        lambda: corrections.withdraw(db, 1, **signature),
        lambda: corrections.resolve_conflict(db, 1, "person", **signature),
        lambda: corrections.set_status(db, "青葉ヶ丘", publication="public", **signature),
    ):
        with pytest.raises(QueryError, match="がありません"):
            change()
    assert corrections.list_audit(db.conn) == []


def test_what_is_not_there_is_said(db: Database, stored: Minutes) -> None:
    for record in ("0123456789abcdef-metric-0000000000", "何か", ""):
        with pytest.raises(QueryError, match="識別子の記録がありません"):
            corrections.correct(db, record, {"value": "1"}, **SIGNED)
    for change in (corrections.withdraw, lambda d, n, **s: corrections.resolve_conflict(d, n, "person", **s)):
        with pytest.raises(QueryError, match="99番の訂正がありません"):
            change(db, 99, **SIGNED)
    with pytest.raises(QueryError, match="種類「opinion」はありません"):
        corrections.add(db, "青葉ヶ丘", "opinion", "苦慮", {}, **SIGNED)
    with pytest.raises(QueryError, match="「名称・値」がありません"):
        corrections.add(db, "青葉ヶ丘", "metric", "16.1人", {}, **SIGNED)
    with pytest.raises(QueryError, match="会議そのものは除けません"):
        corrections.reject(db, ids(stored)["meeting"], **SIGNED)


def test_audit_says_who_when_before_after_and_why(db: Database, stored: Minutes) -> None:
    record = ids(stored)["metric"]
    at = "2024-06-01T09:00:00+09:00"
    (made,) = corrections.correct(db, record, {"value": "3,054"}, **SIGNED, at=at)
    (entry,) = corrections.list_audit(db.conn)
    assert (entry.by, entry.at, entry.before, entry.after, entry.reason) == ("野中", at, 3045, 3054, "録音で確かめた")
    assert (entry.action, entry.kind, entry.record_id, entry.field) == ("edit", "metric", record, "value")
    corrections.withdraw(db, made.id, by="森", reason="原本のとおり")
    assert [(e.action, e.by) for e in corrections.list_audit(db.conn)] == [("withdraw", "森"), ("edit", "野中")]
    assert [e.by for e in corrections.list_audit(db.conn, by="森", record_id=record)] == ["森"]
    assert [e.by for e in corrections.list_audit(db.conn, "青葉ヶ丘", until="2024-06-01")] == ["野中"]
    assert corrections.list_audit(db.conn, since="2024-06-01", limit=1)[0].by == "森"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit SET reason = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit (id, at, by, action, program_version) VALUES (1, 'x', 'x', 'x', 'x')",
        "REPLACE INTO audit (id, at, by, action, program_version) VALUES (1, 'x', 'x', 'x', 'x')",
        "DELETE FROM corrections",
        "INSERT OR REPLACE INTO corrections SELECT * FROM corrections",
    ],
)
def test_what_happened_cannot_be_unwritten(db: Database, stored: Minutes, sql: str) -> None:
    corrections.correct(db, ids(stored)["metric"], {"value": "1"}, **SIGNED)
    rows = db.execute("SELECT * FROM audit").fetchall()
    with pytest.raises(Exception, match="できません"), db.atomic():
        db.conn.execute(sql.replace(" by,", ' "by",'))
    assert db.execute("SELECT * FROM audit").fetchall() == rows
    with db.atomic():  # with its document a correction stays, too
        db.conn.execute("DELETE FROM documents")
    assert db.execute("SELECT count(*) FROM corrections").fetchone() == (1,)
    store_minutes(db, stored)
    assert now(db, stored).metrics[0].value == 1


def test_status_of_a_meeting(db: Database, stored: Minutes) -> None:
    first = corrections.set_status(db, "青葉ヶ丘", confirmation="confirmed", **SIGNED)
    assert (first.confirmation, first.publication) == ("confirmed", "not_public")
    corrections.set_status(db, "青葉ヶ丘", publication="partly", **SIGNED)
    corrections.set_status(db, "青葉ヶ丘", publication="partly", **SIGNED)
    entries = corrections.list_audit(db.conn)
    assert [(e.field, e.before, e.after) for e in entries] == [
        ("publication", "not_public", "partly"), ("confirmation", None, "confirmed"),
    ]  # fmt: skip
    with pytest.raises(QueryError, match="状態を読めません"):
        corrections.set_status(db, "青葉ヶ丘", publication="secret", **SIGNED)  # type: ignore[arg-type]


def test_fingerprint_changes_with_what_a_record_says(db: Database, stored: Minutes) -> None:
    for kind, record in ids(stored).items():
        seen = {corrections.fingerprint(db.conn, record)}
        assert corrections.fingerprint(db.conn, record) in seen
        field, text = {"meeting": ("venue", "体育館")}.get(kind, ("quote", stored.text[:6]))
        (made,) = corrections.correct(db, record, {field: text}, **SIGNED)
        seen.add(corrections.fingerprint(db.conn, record))
        assert len(seen) == 2, kind
        corrections.withdraw(db, made.id, **SIGNED)
        assert corrections.fingerprint(db.conn, record) in seen


def test_many_at_once_are_all_or_none(db: Database, stored: Minutes) -> None:
    names = ids(stored)
    with corrections.batch(db):
        corrections.correct(db, names["metric"], {"value": "1"}, **SIGNED)
        corrections.reject(db, names["issue"], **SIGNED)
        with pytest.raises(QueryError):
            corrections.correct(db, names["decision"], {"result": "x"}, **SIGNED)
        corrections.accept(db, names["decision"], by="野中")
    after = now(db, stored)
    assert (after.metrics[0].value, after.issues, after.decisions[0].review) == (1, (), "accepted")
    with pytest.raises(RuntimeError), corrections.batch(db):
        corrections.correct(db, names["metric"], {"value": "2"}, **SIGNED)
        raise RuntimeError
    assert now(db, stored) == after
    assert len(corrections.list_corrections(db.conn)) == 3
