"""Parts: what several machines read is what one machine would have stored, and other programs can read it."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake.archive import Archive, archive_of
from minutes_pipeline.intake.extraction import Extracted, extract_here
from minutes_pipeline.intake.merging import merge_parts
from minutes_pipeline.intake.origins import Origin, origin_of, origins_at
from minutes_pipeline.intake.parts import PartWriter, read_parts
from minutes_pipeline.intake.receive import Parcel, receive_copy
from minutes_pipeline.store.open import open_database

duckdb = pytest.importorskip("duckdb")
polars = pytest.importorskip("polars")
SAMPLES = sorted(
    path for path in (Path(__file__).parents[2] / "samples").rglob("*") if path.suffix in (".docx", ".txt")
)


def read(path: Path) -> Extracted:
    result = extract_here(path, path.name)
    assert isinstance(result, Extracted)
    return result


@pytest.fixture(scope="module")
def readings() -> list[tuple[Path, Extracted]]:
    return [(path, read(path)) for path in SAMPLES]


@pytest.fixture
def parts(tmp_path: Path, readings: list[tuple[Path, Extracted]]) -> Path:
    folder = tmp_path / "parts"
    writer = PartWriter(folder, size=3)
    for path, extracted in readings:
        writer.add(origin_of(path), origin_of(path).stamp(), extracted)
    writer.flush()
    return folder


TIMES = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^']*")


def contents(database: Path) -> list[str]:
    """Everything stored but the times at which it came in."""
    connection = sqlite3.connect(database)
    lines = [TIMES.sub("", line) for line in connection.iterdump()]
    connection.close()
    return lines


def merged(folder: Path, database: Path) -> list[str | None]:
    archive, db = Archive(archive_of(database)), open_database(database)
    outcomes = [None if one.failure is None else str(one.failure) for _, one in merge_parts(folder, archive, db)]
    archive.flush()
    db.close()
    return outcomes


def test_merged_is_what_one_machine_stores(tmp_path: Path, parts: Path, readings: list[tuple[Path, Extracted]]) -> None:
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    db, archive = open_database(here), Archive(archive_of(here))
    for path, extracted in readings:
        receive_copy(Parcel(path, path.name), archive, db, extracted)
    db.close()
    assert merged(parts, there) == [None] * len(readings)
    assert contents(there) == contents(here)
    kept = {path.name for path in Archive(archive_of(there)).files()}
    assert kept == {path.name for path in archive.files()} and len(kept) == len(readings)
    before = contents(there)
    assert merged(parts, there) == [None] * len(readings)
    assert contents(there) == before


def test_other_programs_read_the_parts(parts: Path, readings: list[tuple[Path, Extracted]]) -> None:
    wanted = sorted((d.quote, d.result) for _, extracted in readings for d in extracted.minutes.decisions)
    by_duckdb = duckdb.sql(f"SELECT quote, result FROM read_parquet('{parts}/decisions/*.parquet')").fetchall()
    assert sorted(by_duckdb) == wanted and wanted
    frame = polars.read_parquet(parts / "metrics" / "*.parquet")
    assert frame.height == sum(len(extracted.minutes.metrics) for _, extracted in readings)
    assert frame["value"].dtype == polars.Float64


def test_what_was_read_is_not_read_again(tmp_path: Path, parts: Path) -> None:
    known = PartWriter(parts).known()
    assert {(origin_of(path).address, origin_of(path).stamp()) for path in SAMPLES} == known
    copy = tmp_path / "a.txt"
    copy.write_text("一", "utf-8")
    origin, before = origin_of(copy), origin_of(copy).stamp()
    copy.write_text("一二", "utf-8")
    assert origin.stamp() != before


def test_an_original_gone_or_changed_is_told_and_nothing_stored(tmp_path: Path) -> None:
    paths = []
    for number in (1, 2, 3):
        path = tmp_path / f"第{number}回.txt"
        path.write_text(f"第{number}回 楡ヶ丘市図書館協議会 会議録\n日時　令和６年９月{number}日\n", "utf-8")
        paths.append(path)
    writer = PartWriter(tmp_path / "parts")
    for path in paths:
        writer.add(origin_of(path), origin_of(path).stamp(), read(path))
    writer.flush()
    paths[0].unlink()
    paths[1].write_text("別の文", "utf-8")
    outcomes = merged(tmp_path / "parts", tmp_path / "minutes.db")
    assert outcomes[0] is not None and "原本がありません" in outcomes[0]
    assert outcomes[1] is not None and "原本が変わっています" in outcomes[1]
    assert outcomes[2] is None
    connection = sqlite3.connect(tmp_path / "minutes.db")
    assert connection.execute("SELECT file_name FROM documents").fetchall() == [("第3回.txt",)]
    connection.close()


def test_a_damaged_part_and_an_empty_folder_are_told(tmp_path: Path, parts: Path) -> None:
    with pytest.raises(StoreError, match="部分がありません"):
        list(read_parts(tmp_path))
    part = sorted((parts / "readings").glob("*.parquet"))[0]
    part.write_bytes(part.read_bytes()[:200])
    with pytest.raises(StoreError, match="壊れています"):
        list(read_parts(parts))


def test_files_of_a_storage() -> None:
    import fsspec

    storage = fsspec.filesystem("memory")
    storage.pipe("/minutes/b/第2回.txt", "第2回".encode())
    storage.pipe("/minutes/a/第1回.txt", "第1回".encode())
    found = origins_at("memory://minutes")
    assert [origin.name for origin in found] == ["第1回.txt", "第2回.txt"]
    with found[0].local() as path:
        assert path.read_text("utf-8") == "第1回" and path.suffix == ".txt"
    assert not path.exists()
    assert found[0].stamp() != found[1].stamp()
    with pytest.raises(Exception, match="見つかりません"), Origin("memory://minutes/c.txt", "c.txt").local():
        pass


def test_the_commands_ingest_parts_and_merge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [path for path in SAMPLES if path.suffix == ".txt"]
    folder, database = tmp_path / "parts", tmp_path / "minutes.db"
    assert run(["ingest", *map(str, texts), "--parts", str(folder), "--db", str(database)]) == 0
    assert not database.exists()
    assert f"読み取り {len(texts)}件、失敗 0件" in capsys.readouterr().out
    assert (
        run(["ingest", texts[0].parent.as_uri() + "/" + texts[0].name, *map(str, texts), "--parts", str(folder)]) == 0
    )
    assert f"前に読み取ってあったファイル {len(texts)}件" in capsys.readouterr().out
    assert run(["merge", str(folder), "--db", str(database), "--json"]) == 0
    outcomes = json.loads(capsys.readouterr().out)
    assert outcomes["read"] == len(texts) + 1 and outcomes["failed"] == 0
    assert run(["merge", str(tmp_path / "ない"), "--db", str(tmp_path / "b.db")]) == 1
    assert "部分がありません" in capsys.readouterr().err and not (tmp_path / "b.db").exists()


def test_an_address_nobody_can_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["ingest", "nowhere://minutes/1.txt", "--db", str(tmp_path / "a.db")]) == 1
    assert "部品が入っていません" in capsys.readouterr().err
