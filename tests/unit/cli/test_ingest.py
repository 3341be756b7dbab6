"""``minutes ingest``: what is stored, what is said, what is left alone."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Minutes = Callable[..., Any]


def counts(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    try:
        tables = ("documents", "meetings", "attendees", "agenda_items", "decisions", "metrics", "issues", "actions")
        return {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in tables}
    finally:
        connection.close()


def test_a_file_is_read_and_stored(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "minutes.db"
    done = minutes("ingest", source, "--db", path)
    assert done.code == 0
    assert source.name in done.out
    assert "読み取り 1件、失敗 0件" in done.out
    assert str(path) in done.out.replace("\n", "")
    assert counts(path)["documents"] == 1


def test_twice_is_once(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "minutes.db"
    minutes("ingest", source, "--db", path)
    before = path.read_bytes()
    done = minutes("ingest", source, "--db", path)
    assert done.code == 0
    assert "同じ" in done.out
    assert path.read_bytes() == before


def test_a_folder_is_searched_through(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "年度" / "令和6年度"
    folder.mkdir(parents=True)
    text = source.read_text("utf-8")
    (folder / "a.txt").write_text(text, "utf-8")
    (folder / "b.md").write_text(text + "追加の行。\n", "utf-8")
    (folder / "~$a.docx").write_bytes(b"lock")
    (folder / ".隠し.txt").write_text(text, "utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "c.txt").write_text(text, "utf-8")
    (folder / "名簿.xlsx").write_bytes(b"PK")
    done = minutes("ingest", tmp_path / "年度", "--db", tmp_path / "minutes.db", "--json")
    result = json.loads(done.out)
    assert done.code == 0
    assert [Path(file["file"]).name for file in result["files"]] == ["a.txt", "b.md"]
    assert [Path(path).name for path in result["passed_over"]] == ["名簿.xlsx"]


def test_a_file_named_twice_is_read_once(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    done = minutes("ingest", source, source, tmp_path, "--db", tmp_path / "minutes.db", "--json")
    assert json.loads(done.out)["read"] == 1


def test_one_bad_file_does_not_stop_the_others(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    bad = tmp_path / "空.pdf"
    bad.write_bytes(b"")
    path = tmp_path / "minutes.db"
    done = minutes("ingest", bad, source, "--db", path)
    assert done.code == 1
    assert "読めなかったファイル 1件" in done.out
    assert "空.pdf" in done.out
    assert "読み取り 1件、失敗 1件" in done.out
    assert counts(path)["documents"] == 1


def test_a_folder_without_minutes_is_told(minutes: Minutes, tmp_path: Path) -> None:
    (tmp_path / "名簿.xlsx").write_bytes(b"PK")
    done = minutes("ingest", tmp_path, "--db", tmp_path / "minutes.db")
    assert done.code == 2
    assert "読み取れる種類のファイルがありません" in done.err
    assert not (tmp_path / "minutes.db").exists()


def found(severity: str, message: str) -> object:
    from minutes_pipeline.model.finding import Finding

    return Finding.model_validate({"id": message, "code": "weekday_mismatch", "severity": severity, "message": message})


@pytest.mark.usefixtures("read_here")
def test_findings_are_said(minutes: Minutes, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run with findings must not read as plain success."""
    from minutes_pipeline import pipeline

    findings = (found("warning", "印字の曜日が日付と合いません"), found("info", "目標は書かれていません"))
    monkeypatch.setattr(pipeline, "check_minutes", lambda outline, minutes: findings)
    done = minutes("ingest", source, "--db", tmp_path / "minutes.db")
    assert done.code == 0
    assert "確かめてほしいこと 1件" in done.out
    assert "[注意] 印字の曜日が日付と合いません" in done.out
    assert "確かめてほしいことが 1件あります" in done.out
    assert "目標は書かれていません" not in done.out


@pytest.mark.usefixtures("read_here")
def test_information_alone_is_no_warning(
    minutes: Minutes, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from minutes_pipeline import pipeline

    monkeypatch.setattr(pipeline, "check_minutes", lambda outline, minutes: (found("info", "目標は書かれていません"),))
    done = minutes("ingest", source, "--db", tmp_path / "minutes.db", "--json")
    result = json.loads(done.out)["files"][0]
    assert result["counts"]["findings"] == 0
    assert [finding["severity"] for finding in result["findings"]] == ["info"]
    assert "確かめて" not in minutes("ingest", source, "--db", tmp_path / "minutes.db").out


@pytest.mark.usefixtures("read_here")
def test_a_defect_of_the_program_in_one_file_is_named(
    minutes: Minutes, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from minutes_pipeline import pipeline

    def broken(_outline: object) -> object:
        raise ZeroDivisionError

    monkeypatch.delenv("MINUTES_DEBUG", raising=False)
    monkeypatch.setattr(pipeline, "extract_metrics", broken)
    path = tmp_path / "minutes.db"
    done = minutes("ingest", source, "--db", path)
    assert done.code == 1
    assert "予期しない誤り" in done.out
    assert "Traceback" not in done.out + done.err
    assert not path.exists()


def test_a_defect_in_storing_one_file_does_not_stop_the_others(
    minutes: Minutes, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from minutes_pipeline.store import writer

    real = writer.store_reading

    def broken(db: Any, reading: Any, file_name: str, **options: Any) -> Any:
        if file_name == source.name:
            raise ZeroDivisionError
        return real(db, reading, file_name, **options)

    monkeypatch.delenv("MINUTES_DEBUG", raising=False)
    monkeypatch.setattr(writer, "store_reading", broken)
    other = tmp_path / "別.md"
    other.write_text(source.read_text("utf-8"), "utf-8")
    done = minutes("ingest", source, other, "--db", tmp_path / "minutes.db")
    assert done.code == 1
    assert "保存の途中で予期しない誤り" in done.out
    assert counts(tmp_path / "minutes.db")["documents"] == 1


def test_json_is_all_that_is_printed(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    result = json.loads(minutes("ingest", source, "--db", tmp_path / "minutes.db", "--json").out)
    file = result["files"][0]
    assert result["failed"] == 0
    assert file["status"] == "added"
    assert set(file["counts"]) >= {"attendees", "agenda_items", "goals", "decisions", "metrics", "issues", "actions"}


def test_a_copy_of_the_original_is_kept_and_the_file_stays(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    path = tmp_path / "minutes.db"
    minutes("ingest", source, "--db", path)
    digest = hashlib.sha256(before).hexdigest()
    assert source.read_bytes() == before
    assert (tmp_path / "minutes.archive" / digest[:2] / f"{digest}.txt").read_bytes() == before
    connection = sqlite3.connect(path)
    arrived = connection.execute("select sha256, file_name, folder, outcome from arrivals").fetchall()
    connection.close()
    assert arrived == [(digest, source.name, None, "stored")]


def test_what_cannot_be_read_is_not_kept(minutes: Minutes, tmp_path: Path) -> None:
    bad = tmp_path / "空.pdf"
    bad.write_bytes(b"")
    minutes("ingest", bad, "--db", tmp_path / "minutes.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["空.pdf"]


def test_an_archive_that_is_gone_is_not_begun_anew(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "minutes.db"
    minutes("ingest", source, "--db", path)
    shutil.rmtree(tmp_path / "minutes.archive")
    done = minutes("ingest", source, "--db", path)
    assert done.code == 1
    assert "原本の保管庫がありません" in done.out + done.err
    assert not (tmp_path / "minutes.archive").exists()


def test_many_files_are_read_by_another_process(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "たくさん"
    folder.mkdir()
    text = source.read_text("utf-8")
    for number in range(22):
        changed = text.replace("第２回", f"第{number + 1}回").replace("５月１７日（金）", f"５月{number + 1}日")
        (folder / f"{number:02}.txt").write_text(changed, "utf-8")
    (folder / "10.txt").write_bytes(b"\x00\x01\x02")
    few, many = tmp_path / "few.db", tmp_path / "many.db"
    result = json.loads(minutes("ingest", folder, "--db", many, "--json").out)
    assert [Path(file["file"]).name for file in result["files"]] == [f"{number:02}.txt" for number in range(22)]
    assert [file["status"] for file in result["files"]].count("failed") == 1
    for name in sorted(folder.iterdir()):
        minutes("ingest", name, "--db", few)
    assert counts(few) == counts(many)
    assert counts(many)["documents"] == 21


def test_another_version_is_told(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "minutes.db"
    minutes("ingest", source, "--db", path)
    revised = tmp_path / "改" / source.name
    revised.parent.mkdir()
    revised.write_text(source.read_text("utf-8").replace("１，２００件", "１，２１０件"), "utf-8")
    file = json.loads(minutes("ingest", revised, "--db", path, "--json").out)["files"][0]
    assert file["edition"]["kind"] == "new_version"
    assert file["edition"]["version"] == 2
