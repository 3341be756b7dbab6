"""Bodies with their links: kept in the database until something changes, decisions heeded, ledgers as plain SQL."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.unit.progress.conftest import BODIES, read

from minutes_pipeline.errors import QueryError
from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.pipeline import extract, segment
from minutes_pipeline.progress import linked
from minutes_pipeline.progress.ledger import ISSUE_STANDINGS, PROMISE_STANDINGS, issue_ledger, promise_ledger
from minutes_pipeline.progress.linked import linked_bodies
from minutes_pipeline.read.plain import read_plain
from minutes_pipeline.store.corrections import correct
from minutes_pipeline.store.links import decide_link
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "minutes.db"
    database = open_database(found)
    for number, text in enumerate(BODIES, 1):
        store_minutes(database, read(number, text))
    database.close()
    return found


def _park(text: str) -> Minutes:
    return extract(segment(lay_out(read_plain(text, "park.txt", hashlib.sha256(text.encode()).hexdigest()))))


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many meetings were linked each time that links were worked out."""
    calls: list[int] = []
    real = linked.link_meetings

    def counted(series, master, decisions):  # type: ignore[no-untyped-def]
        calls.append(len(series))
        return real(series, master, decisions)

    monkeypatch.setattr(linked, "link_meetings", counted)
    yield calls


def test_worked_out_once_and_again_when_something_changes(path: Path, worked: list[int]) -> None:
    (first,) = linked_bodies(path)
    content = path.read_bytes()
    (second,) = linked_bodies(path)
    assert worked == [3] and second.links == first.links and path.read_bytes() == content
    database = open_database(path)
    correct(database, first.series[0].metrics[0].id, {"value": "999"}, by="山田", reason="原本")
    database.close()
    assert 999 in {point.value for one in linked_bodies(path)[0].links.metric_series for point in one.points}
    path.with_name("minutes.組織.csv").write_text("旧名称,新名称,適用日\n福祉部,市民部,2024-04-01\n", "utf-8")
    linked_bodies(path)
    assert worked == [3, 3, 3]


def test_a_decision_is_heeded_and_stays_after_a_new_version(path: Path, worked: list[int]) -> None:
    (body,) = linked_bodies(path)
    pair = [minutes.attendees[0].id for minutes in body.series[:2]]
    assert [len(person.appearances) for person in body.links.people] == [3]
    database = open_database(path)
    decide_link(database, "person", *pair, False, by="山田", reason="同姓の別の人")
    database.close()
    assert [len(person.appearances) for person in linked_bodies(path)[0].links.people] == [1, 2]
    database = open_database(path)
    store_minutes(database, read(1, "資料を配った。\n" + BODIES[0]))
    database.close()
    assert [len(person.appearances) for person in linked_bodies(path)[0].links.people] == [1, 2]
    assert worked == [3, 3, 3]


def test_plain_sql_gives_the_answers_of_the_ledgers(path: Path) -> None:
    (body,) = linked_bodies(path)
    conn = sqlite3.connect(path)
    rows = conn.execute(
        "SELECT 状態, 課題, 部署, 提起日, 最後の日, 触れていない会議, 最後の文, 最新 FROM 課題台帳"
    ).fetchall()
    assert rows == [
        (
            ISSUE_STANDINGS[one.standing], one.thread.states[0].quote, "、".join(one.departments) or None, one.since,
            one.last, one.thread.unmentioned, one.thread.states[-1].quote, "はい",
        )
        for one in issue_ledger(body.series, body.links)
    ] != []  # fmt: skip
    told = conn.execute("SELECT 状態, 担当, 期限, 期限の日, 約束の日, 約束, 報告 FROM 宿題台帳").fetchall()
    assert told == [
        (
            PROMISE_STANDINGS[one.standing], one.owner, one.due, one.due_date, one.promised_on, one.promise.promised.quote,
            one.promise.followed_up.quote if one.promise.followed_up else None,
        )
        for one in promise_ledger(body.series, body.links, date.today())
    ] != []  # fmt: skip
    states = conn.execute("SELECT count(*) FROM 課題の経過").fetchone()[0]
    assert states == sum(len(one.states) for one in body.links.issues)
    conn.close()


def test_where_it_cannot_be_written_it_is_worked_out_each_time(
    path: Path, worked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from minutes_pipeline.errors import StoreError

    def refused(*_: object, **__: object) -> None:
        raise StoreError("データベースに書き込めません", "権限を確かめてください")

    monkeypatch.setattr(linked, "open_database", refused)
    assert linked_bodies(path)[0].links == linked_bodies(path)[0].links
    assert worked == [3, 3]


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    database = open_database(tmp_path / "m.db")
    for number, text in enumerate(BODIES, 1):
        one = read(number, text)
        source = one.source.model_copy(update={"file_name": "議事録.txt"})
        store_minutes(database, one.model_copy(update={"document": "議事録.txt", "source": source}))
    assert {row[0] for row in database.execute("SELECT file_name FROM documents")} == {"議事録.txt"}
    database.close()
    (body,) = linked_bodies(tmp_path / "m.db")
    assert len(set(body.links.documents)) == len(set(body.events.values())) == 3
    assert len(body.days) == 3 and len(promise_ledger(body.series, body.links, date(2026, 1, 1))) > 0


def test_what_is_not_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="「環境」という会議体はありません"):
        linked_bodies(path, "環境")
    open_database(tmp_path / "empty.db").close()
    with pytest.raises(QueryError, match="1件も保存されていません"):
        linked_bodies(tmp_path / "empty.db")


def test_only_the_bodies_of_new_documents_are_worked_out_anew(path: Path, worked: list[int]) -> None:
    other = BODIES[0].replace("くらし相談窓口", "公園の手入れ")
    text = (
        f"楡ヶ丘市公園審議会　議事録\n日時：令和7年2月1日　14時～15時\n場所：会議室\n出席者：都市部　鳴海課長\n{other}"
    )
    ids = {one.series[0].source.document_id for one in linked_bodies(path)}
    assert worked == [3] and linked.refresh_links(path, ids) == 0 and worked == [3]
    assert linked.refresh_links(path, ["0123456789abcdef"]) == 0
    database = open_database(path)
    new = _park(text)
    store_minutes(database, new)
    database.close()
    assert linked.refresh_links(path, [new.source.document_id]) == 1 and worked == [3, 1]
    conn = sqlite3.connect(path)
    assert conn.execute("SELECT count(*) FROM linked_bodies").fetchone() == (2,)
    conn.close()


def test_a_large_database_waits_until_somebody_asks(
    path: Path, worked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (body,) = linked_bodies(path, keep=False)
    ids = [one.source.document_id for one in body.series]
    monkeypatch.setattr(linked, "_MOST_DOCUMENTS", 2)
    assert linked.refresh_links(path, ids) == 0
    monkeypatch.setattr(linked, "_MOST_DOCUMENTS", 5000)
    monkeypatch.setattr(linked, "_MOST_MEETINGS", 2)
    assert linked.refresh_links(path, ids) == 0 and worked == [3]


def test_a_name_without_the_municipality_is_of_the_same_body(tmp_path: Path) -> None:
    database = open_database(tmp_path / "m.db")
    for number, text in enumerate(BODIES, 1):
        one = read(number, text)
        name = "地域福祉庁内連絡会" if number == 2 else one.meeting.name
        store_minutes(database, one.model_copy(update={"meeting": one.meeting.model_copy(update={"name": name})}))
    database.close()
    (body,) = linked_bodies(tmp_path / "m.db")
    assert len(body.series) == 3 and body.name == "楡ヶ丘市地域福祉庁内連絡会"
    assert len(linked_bodies(tmp_path / "m.db", "楡ヶ丘市")[0].series) == 3
