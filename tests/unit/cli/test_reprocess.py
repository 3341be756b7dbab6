"""``minutes reprocess``: the newest extraction over the archive."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.errors import QueryError
from minutes_pipeline.intake import reprocess as module
from minutes_pipeline.intake import worker
from minutes_pipeline.intake.extraction import Extracted, Unreadable, extract_here
from minutes_pipeline.intake.reprocess import due, version_key
from minutes_pipeline.store.arrivals import Original
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.prepared import Reading

Run = Callable[..., Any]


class Here:
    """Reads in this process, where the tests can change what is read."""

    def __init__(self) -> None:
        self.change: Callable[[Any], Any] = lambda minutes: minutes

    def __call__(self) -> "Here":
        return self

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def extract(self, path: Path, name: str) -> Extracted | Unreadable:
        result = extract_here(path, name)
        assert isinstance(result, Extracted)
        changed = self.change(result.minutes)
        return changed if isinstance(changed, Unreadable) else Extracted(Reading(changed, result.reading.pages))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    here = Here()
    monkeypatch.setattr(worker, "Worker", here)
    yield here


def newer(minutes: Any) -> Any:
    """As a newer version might read: a figure corrected, an issue no longer taken."""
    source = minutes.source.model_copy(update={"program_version": "9.9.0"})
    metrics = tuple(metric.model_copy(update={"value": 1210}) for metric in minutes.metrics)
    return minutes.model_copy(update={"source": source, "metrics": metrics, "issues": ()})


def stored(db: Path, sql: str) -> list[Any]:
    connection = open_connection(db)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_nothing_has_changed(minutes: Run, database: Path) -> None:
    before = database.read_bytes()
    done = minutes("reprocess", "--db", database)
    assert done.code == 0
    assert done.out == (
        "読み直した文書 1件（うち違いのある文書 0件）。変わった項目 0件、増えた記録 0件、なくなった記録 0件。\n"
    )
    assert database.read_bytes() == before


def test_what_changed_is_told_field_by_field(minutes: Run, database: Path, source: Path, here: Here) -> None:
    ids = stored(database, "SELECT id FROM metrics UNION SELECT id FROM actions UNION SELECT id FROM decisions")
    here.change = newer
    source.unlink()  # it is the archive that is read
    done = minutes("reprocess", "--db", database)
    assert done.code == 0
    assert f"{source.name}  違い 2件" in done.out
    assert "数値 値: 1,200 → 1,210 「" in done.out
    assert "課題 なくなった" in done.out
    assert "変わった項目 1件、増えた記録 0件、なくなった記録 1件。" in done.out
    assert stored(database, "SELECT value FROM metrics") == [(1210,)]
    assert stored(database, "SELECT count(*) FROM issues") == [(0,)]
    assert stored(database, "SELECT program_version FROM documents") == [("9.9.0",)]
    assert stored(database, "SELECT id FROM metrics UNION SELECT id FROM actions UNION SELECT id FROM decisions") == ids


def test_a_dry_run_writes_nothing(minutes: Run, database: Path, here: Here) -> None:
    here.change = newer
    before = database.read_bytes()
    done = minutes("reprocess", "--dry-run", "--db", database)
    assert done.code == 0
    assert "違い 2件" in done.out
    assert "保存はしていません" in done.out
    assert database.read_bytes() == before


def test_json(minutes: Run, database: Path, here: Here) -> None:
    here.change = newer
    result = json.loads(minutes("reprocess", "--json", "--db", database).out)
    (document,) = result["documents"]
    assert (document["status"], document["changed"], document["removed"]) == ("changed", 1, 1)
    assert document["version_before"] != "9.9.0"
    changed = next(one for one in document["differences"] if one["change"] == "changed")
    assert (changed["kind"], changed["field"], changed["before"], changed["after"]) == ("metric", "value", 1200, 1210)
    assert changed["record_id_old"] == changed["record_id_new"]


def test_only_those_that_an_earlier_version_read(minutes: Run, database: Path, here: Here) -> None:
    here.change = newer
    assert "読み直す文書はありませんでした" in minutes("reprocess", "--since", "0.0.1", "--db", database).out
    assert "違いのある文書 1件" in minutes("reprocess", "--since", "9.9", "--db", database).out
    assert "読み直す文書はありませんでした" in minutes("reprocess", "--since", "9.9", "--db", database).out


def test_corrections_stay(minutes: Run, database: Path, here: Here) -> None:
    (metric,) = [row[0] for row in stored(database, "SELECT id FROM metrics")]
    done = minutes("correct", metric, "値=1300", "--by", "谷口", "--reason", "原本で確かめた", "--db", database)
    assert done.code == 0, done.err
    here.change = newer
    document = json.loads(minutes("reprocess", "--json", "--db", database).out)["documents"][0]
    assert document["corrections"] == 1
    assert stored(database, "SELECT id, value FROM metrics") == [(metric, 1300)]


def test_one_that_cannot_be_read_again_stays_as_it_was(minutes: Run, database: Path, here: Here) -> None:
    here.change = lambda _: Unreadable("読めません", "確かめてください")
    before = stored(database, "SELECT * FROM metrics")
    done = minutes("reprocess", "--db", database)
    assert done.code == 1
    assert "読み直せませんでした: 読めません。確かめてください。" in done.out
    assert stored(database, "SELECT * FROM metrics") == before


@pytest.mark.parametrize(
    ("damage", "words"), [(False, "原本が保管庫にありません"), (True, "保管庫の原本が壊れています")]
)
def test_an_original_that_is_not_there(
    minutes: Run, database: Path, here: Here, damage: bool, words: str
) -> None:  # fmt: skip
    archive = database.with_name("minutes.archive")
    if damage:
        (path,) = archive.glob("[0-9a-f][0-9a-f]/*")
        path.chmod(0o644)
        path.write_bytes(b"damaged")
    else:
        shutil.rmtree(archive)
    done = minutes("reprocess", "--db", database)
    assert done.code == 1
    assert words in done.out
    assert stored(database, "SELECT count(*) FROM metrics") == [(1,)]


@pytest.mark.parametrize(
    ("lower", "higher"), [("0.9", "0.10"), ("0.1.0", "0.1.1"), ("1.0rc1", "1.0.1"), ("0.1", "1"), ("2", "10")]
)
def test_versions_in_order(lower: str, higher: str) -> None:
    assert version_key(lower) < version_key(higher)


@pytest.mark.parametrize("word", ["", "x", "v1", "次", "-1"])
def test_no_version(word: str) -> None:
    with pytest.raises(QueryError, match="版の番号ではありません"):
        version_key(word)


def test_all_or_those_before() -> None:
    originals = [Original(str(n), "", "", None, version) for n, version in enumerate(("0.1.0", "0.2.0", "0.10.0"))]
    assert due(originals, None) == originals
    assert [original.program_version for original in due(originals, "0.10")] == ["0.1.0", "0.2.0"]
    assert module.due([], "1") == []
