"""Files that are ready together are stored together; where that fails, one by one, and none is lost or half there."""

import sqlite3
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.ingest import ingest_all
from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake import receive
from minutes_pipeline.intake.extraction import extract_here
from minutes_pipeline.intake.origins import Origin, origin_of
from minutes_pipeline.store.open import open_connection

NAMES = ["a.txt", "b.txt", "c.txt"]


class AtOnce:
    """Readers that have read every file before it is asked for."""

    in_flight = 8

    def submit(self, origin: Origin) -> Future[Any]:
        future: Future[Any] = Future()
        with origin.local() as path:
            future.set_result(extract_here(path, origin.name))
        return future

    def stop(self) -> None: ...


def ingest(folder: Path) -> dict[str, str | None]:
    for number, name in enumerate(NAMES):
        (folder / name).write_text(f"第{number + 1}回ごみ減量審議会\n\n１　その他\n・原案を承認した。\n", "utf-8")
    outcomes = ingest_all([origin_of(folder / name) for name in NAMES], folder / "minutes.db", AtOnce())
    return {one.origin.name: one.failure for one in outcomes}


def stored(folder: Path) -> list[str]:
    conn = open_connection(folder / "minutes.db")
    try:
        documents = conn.execute("SELECT file_name FROM documents ORDER BY 1").fetchall()
        assert (
            documents == conn.execute("SELECT file_name FROM arrivals WHERE outcome = 'stored' ORDER BY 1").fetchall()
        )
        return [row[0] for row in documents]
    finally:
        conn.close()


def test_what_is_ready_is_one_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    depths: list[bool] = []
    real = receive.record_arrival

    def seen(db: Any, arrival: Any) -> None:
        other = sqlite3.connect(f"file:{tmp_path / 'minutes.db'}?mode=ro", uri=True)
        depths.append(other.execute("SELECT count(*) FROM documents").fetchone()[0] == 0)
        other.close()
        real(db, arrival)

    monkeypatch.setattr(receive, "record_arrival", seen)
    assert set(ingest(tmp_path).values()) == {None}
    assert depths == [True, True, True]
    assert stored(tmp_path) == NAMES


def test_where_that_fails_each_is_stored_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = receive.record_arrival

    def full(db: Any, arrival: Any) -> None:
        if arrival.file_name == "b.txt":
            raise StoreError("ディスクに空きがありません", "空きを作ってください") from sqlite3.OperationalError("full")
        real(db, arrival)

    monkeypatch.setattr(receive, "record_arrival", full)
    failures = ingest(tmp_path)
    assert failures["a.txt"] is None and failures["c.txt"] is None
    assert "空き" in str(failures["b.txt"])
    assert stored(tmp_path) == ["a.txt", "c.txt"]
