"""Finding the one meeting meant, and saying which there are when it is not one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.reading import find_meeting, list_meetings
from minutes_pipeline.store.writer import store_minutes

Build = Callable[..., Minutes]


@pytest.fixture
def three(db: Database, make_minutes: Build) -> Database:
    for name, session, date, file_name in (
        ("若葉町こども会議", 1, "2024-05-17", "若葉町.pdf"),
        ("若葉町こども会議", 2, "2024-08-20", "若葉町2.pdf"),
        (None, None, None, "無題.txt"),
    ):
        # What names neither body nor day is told apart by its text alone.
        more = () if name else tuple(f"{number}番目の花壇に水をやった。" for number in range(60))
        minutes = make_minutes((*make_minutes().text.split("\n"), *more), file_name)
        meeting = minutes.meeting.model_copy(update={"name": name, "session": session, "date": date})
        store_minutes(db, minutes.model_copy(update={"meeting": meeting}))
    return db


def test_list_is_newest_first_without_a_date_last(three: Database) -> None:
    found = list_meetings(three.conn)
    assert [meeting.file_name for meeting in found] == ["若葉町2.pdf", "若葉町.pdf", "無題.txt"]
    assert found[0].counts == {
        "attendees": 2, "agenda_items": 3, "goals": 1, "programs": 1, "remarks": 1, "decisions": 1, "metrics": 2,
        "issues": 1, "actions": 1, "findings": 1, "doubts": 1,
    }  # fmt: skip


def test_information_is_no_doubt(db: Database, minutes: Minutes) -> None:
    told = minutes.findings[0].model_copy(update={"severity": "info"})
    store_minutes(db, minutes.model_copy(update={"findings": (told,)}))
    counts = list_meetings(db.conn)[0].counts
    assert (counts["findings"], counts["doubts"]) == (1, 0)
    assert db.execute("SELECT 所見数 FROM 会議一覧").fetchone() == (0,)


@pytest.mark.parametrize(
    ("key", "file_name"),
    [
        ("第2回", "若葉町2.pdf"),
        ("2024-08", "若葉町2.pdf"),
        ("2024-05-17", "若葉町.pdf"),
        ("若葉町 2024-05", "若葉町.pdf"),
        ("こども　第１回", "若葉町.pdf"),
        ("若葉町.pdf", "若葉町.pdf"),
        ("無題", "無題.txt"),
    ],
)
def test_finds_one(three: Database, key: str, file_name: str) -> None:
    assert find_meeting(three.conn, key).file_name == file_name


def test_finds_by_id_and_by_the_first_digits_of_the_document(three: Database) -> None:
    for meeting in list_meetings(three.conn):
        for key in (meeting.meeting_id, meeting.document_id, meeting.document_id[:8], meeting.document_id[:8].upper()):
            assert find_meeting(three.conn, key) == meeting


def test_several(three: Database) -> None:
    with pytest.raises(QueryError) as caught:
        find_meeting(three.conn, "若葉町こども会議")
    assert caught.value.reason == "「若葉町こども会議」に当てはまる会議が2件あります"
    assert "2024-05-17" in caught.value.remedy
    assert "2024-08-20" in caught.value.remedy


@pytest.mark.parametrize("key", ["教育委員会", "", "　", "f"])
def test_none(three: Database, key: str) -> None:
    with pytest.raises(QueryError, match="当てはまる会議が"):
        find_meeting(three.conn, key)


def test_empty_database(db: Database) -> None:
    assert list_meetings(db.conn) == []
    with pytest.raises(QueryError, match="1件も保存されていません"):
        find_meeting(db.conn, "会議")
