"""A look at the drop folder: what is taken, under which name, and what is left."""

import pickle
import unicodedata
from hashlib import sha256
from typing import Any

import pytest

from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake.drop_folder import Look
from minutes_pipeline.store.arrivals import list_arrivals
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.prepared import Reading


def documents(place: Any) -> list[tuple[str, str | None]]:
    connection = open_connection(place.db)
    try:
        return connection.execute("SELECT file_name, folder FROM documents ORDER BY rowid").fetchall()
    finally:
        connection.close()


def arrivals(place: Any) -> list[tuple[str, str | None, str]]:
    connection = open_connection(place.db)
    try:
        return [(row.file_name, row.folder, row.outcome) for row in list_arrivals(connection)]
    finally:
        connection.close()


def test_a_file_is_taken(place: Any) -> None:
    data = place.drop("教育委員会/第2回.txt").read_bytes()
    assert place.look() == Look(taken=1)
    assert place.files() == []
    assert (place.folder / "教育委員会").is_dir()
    assert place.archive.verify(sha256(data).hexdigest()) is not None
    assert documents(place) == [("第2回.txt", "教育委員会")]
    assert arrivals(place) == [("第2回.txt", "教育委員会", "stored")]


def test_nothing_dropped_leaves_nothing_behind(place: Any) -> None:
    place.drop("~$第2回.docx")
    place.drop("第2回.pdf.part")
    assert place.look() == Look()
    assert not place.db.parent.exists()
    assert len(place.files()) == 2


def test_the_same_file_again_is_told_and_removed(place: Any) -> None:
    place.drop("第2回.txt")
    place.look()
    place.drop("第2回.txt")
    assert place.look() == Look(taken=1)
    assert place.files() == []
    assert place.reports()[-1].received.stored.status == "unchanged"
    assert len(documents(place)) == 1
    assert len(list(place.archive.files())) == 1


def test_the_same_bytes_under_two_names_are_kept_once(place: Any) -> None:
    place.drop("a.txt")
    place.drop("教育/b.txt")
    assert place.look() == Look(taken=2)
    assert len(list(place.archive.files())) == 1
    assert len(documents(place)) == 1
    assert len(arrivals(place)) == 2


def test_names_hold_dates_though_the_archive_knows_digests(place: Any) -> None:
    """The day stands in the name alone."""
    text = "地域福祉推進会議 議事録\n\n１　相談支援の状況について\n・相談件数は１，２００件であった。\n"
    place.drop("20240517_推進会議.txt", text)
    place.look()
    assert place.reports()[0].received.extracted.minutes.meeting.date == "2024-05-17"


def test_names_of_every_kind(place: Any) -> None:
    names = [
        unicodedata.normalize("NFD", "ごみ減量審議会がんばる.txt"),
        "議" * 83 + ".txt",
        "a b　c.txt",
        "改\n行\x1b[31m.txt",
        "議事録",
    ]
    for number, name in enumerate(names):
        place.drop(
            name, f"第{number + 1}回 青葉市議会 議事録\n日時　令和6年5月{number + 1}日\n・{number + 1}00件であった。\n"
        )
    assert place.look() == Look(taken=len(names)), place.told
    assert place.files() == []
    recorded = {name for name, _ in documents(place)}
    assert recorded == {"ごみ減量審議会がんばる.txt", names[1], names[2], "改\ufffd行\ufffd[31m.txt", "議事録"}


def test_a_defect_of_the_program_costs_one_file(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from minutes_pipeline.store import writer

    monkeypatch.delenv("MINUTES_DEBUG", raising=False)
    real = writer.store_reading

    def broken(db: Any, reading: Any, file_name: str, **options: Any) -> Any:
        if file_name == "a.txt":
            raise ZeroDivisionError
        return real(db, reading, file_name, **options)

    monkeypatch.setattr(writer, "store_reading", broken)
    place.drop("a.txt")
    place.drop("b.txt")
    assert place.look() == Look(taken=2, failed=1)
    assert place.files() == ["要確認/a.txt", "要確認/a.txt.理由.txt"]
    assert documents(place) == [("b.txt", None)]


def test_text_that_no_database_holds_costs_one_file(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from minutes_pipeline.store import writer

    real = writer.store_reading

    def unstorable(db: Any, reading: Reading, file_name: str, **options: Any) -> Any:
        if file_name == "a.txt":
            whole = reading.minutes.model_copy(update={"text": reading.minutes.text + "\ud800"})
            reading = pickle.loads(pickle.dumps(Reading(whole, reading.pages)))  # as from a reading process
        return real(db, reading, file_name, **options)

    monkeypatch.setattr(writer, "store_reading", unstorable)
    place.drop("a.txt")
    place.drop("b.txt")
    assert place.look() == Look(taken=2, failed=1)
    assert documents(place) == [("b.txt", None)]


def test_records_and_arrival_are_one(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database breaks off between the two: neither is there."""
    from minutes_pipeline.intake import receive

    def full(db: Any, arrival: Any) -> None:
        raise StoreError("ディスクに空きがありません", "空きを作ってください")

    place.drop("a.txt")
    with monkeypatch.context() as patched:
        patched.setattr(receive, "record_arrival", full)
        assert place.look().has_trouble
    assert documents(place) == []
    assert place.files() == ["a.txt"]
    assert place.look() == Look(taken=1)
    assert arrivals(place) == [("a.txt", None, "stored")]


def test_files_renamed_but_not_removed_are_removed(place: Any) -> None:
    """What a process leaves that is killed between the two."""
    data = place.drop("a.txt").read_bytes()
    place.look()
    place.drop(f"教育/.minutes-{sha256(data).hexdigest()[:16]}.txt")
    place.restart()
    assert place.look() == Look()
    assert place.files() == []


def test_a_file_under_such_a_name_that_is_not_kept_is_put_back(place: Any) -> None:
    place.drop("a.txt")
    place.look()
    place.drop(".minutes-0123456789abcdef.txt", "これは別のもの\n")
    place.look()
    assert place.files() == ["0123456789abcdef.txt"]


def test_a_file_that_is_being_written_is_left(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from minutes_pipeline.intake import drop_folder

    place.drop("a.txt")
    with monkeypatch.context() as patched:
        patched.setattr(drop_folder, "is_being_written", lambda path: True)
        assert [place.look() for _ in range(3)] == [Look(pending=1)] * 3
    assert place.notices() == ["「a.txt」はほかのプログラムが書き込み中です。終わったら取り込みます。"]
    assert place.look() == Look(taken=1)
