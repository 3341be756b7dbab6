"""Readings made ready where they were read: what is sent is stored as what was never sent."""

import pickle
from pathlib import Path

import pytest
from sqlite_utils import Database

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import corrections
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.prepared import Reading
from minutes_pipeline.store.writer import store_minutes, store_reading


def sent(reading: Reading) -> Reading:
    arrived = pickle.loads(pickle.dumps(reading))
    assert isinstance(arrived, Reading)
    return arrived


def dump(db: Database) -> list[str]:
    return [line for line in db.conn.iterdump() if "_sqlite_migrations" not in line]  # has the time of day


def test_sent_and_unsent_readings_make_one_database(db: Database, minutes: Minutes, tmp_path: Path) -> None:
    pages = dict.fromkeys(range(0, len(minutes.text), 7), 1)
    store_minutes(db, minutes, pages)
    other = open_database(tmp_path / "other.db")
    assert store_reading(other, sent(Reading(minutes, pages)), minutes.document).status == "added"
    assert store_reading(other, sent(Reading(minutes, pages)), minutes.document).status == "unchanged"
    assert dump(other) == dump(db)
    other.close()


def test_records_are_not_unpacked_to_be_stored(db: Database, minutes: Minutes) -> None:
    reading = sent(Reading(minutes, None))
    store_reading(db, reading, minutes.document)
    assert "_whole" not in vars(reading)
    assert reading.minutes == minutes


def test_ids_and_corrections_stay_over_a_sent_reading(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    corrections.correct(db, minutes.issues[0].id, {"quote": minutes.issues[0].quote[:4]}, by="野中", reason="長すぎる")
    newer = minutes.model_copy(update={"genre": "verbatim"})
    result = store_reading(db, sent(Reading(newer, None)), minutes.document)
    assert (result.status, result.corrections_applied) == ("updated", 1)
    assert corrections.find_record(db.conn, minutes.issues[0].id).corrections


def test_what_no_database_holds_is_sent_all_the_same(db: Database, minutes: Minutes) -> None:
    from minutes_pipeline.errors import StoreError

    broken = minutes.model_copy(update={"text": minutes.text + "\ud800"})
    with pytest.raises(StoreError, match="文字"):
        store_reading(db, sent(Reading(broken, None)), minutes.document)
