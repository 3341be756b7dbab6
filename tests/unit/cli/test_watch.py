"""``minutes watch``: arguments, exit codes, what is printed."""

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.terminal import width_of
from minutes_pipeline.cli.watch import _asked_to_stop
from minutes_pipeline.cli.watch_lines import file_line, standing_word
from minutes_pipeline.intake.extraction import Extracted, Unreadable
from minutes_pipeline.intake.receive import Parcel, Received
from minutes_pipeline.intake.reports import FileReport
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.prepared import Reading
from minutes_pipeline.store.results import Edition, StoreResult

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, source: Path) -> Path:
    folder = tmp_path / "置き場"
    (folder / "福祉課").mkdir(parents=True)
    source.rename(folder / "福祉課" / source.name)
    return folder


def test_once_takes_what_is_there(minutes: Run, folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "minutes.db"
    done = minutes("watch", folder, "--db", db, "--once", "--settle", "0")
    assert done.code == 0, done.err
    (line, total) = done.out.splitlines()
    for word in (
        "新しい会議",
        "福祉課/青葉_第2回.txt",
        "第2回 青葉市地域福祉推進会議（令和6年5月17日）",
        "課題1",
        "宿題1",
    ):
        assert word in line
    assert total == "取り扱ったファイル 1件。"
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert "青葉市" in minutes("list", "--db", db).out
    again = minutes("watch", folder, "--db", db, "--once", "--settle", "0")
    assert (again.code, again.out) == (0, "新しく取り込むファイルはありませんでした。\n")


def test_a_bad_file_is_said_and_the_exit_code_tells(minutes: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "乱.pdf").write_bytes(b"\x00\x01\x02")
    done = minutes("watch", folder, "--db", tmp_path / "minutes.db", "--once", "--settle", "0")
    assert done.code == 1
    (line,) = [line for line in done.out.splitlines() if "乱.pdf" in line]
    assert "要確認" in line
    assert "要確認 1件" in done.out
    assert minutes("watch", folder, "--db", tmp_path / "minutes.db", "--once", "--settle", "0").code == 0


def test_names_with_escapes_are_shown_safely(minutes: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a\n\x1b[31mb.pdf").write_bytes(b"\x00\x01\x02")
    done = minutes("watch", folder, "--db", tmp_path / "minutes.db", "--once", "--settle", "0")
    assert "\x1b" not in done.out + done.err
    assert len([line for line in done.out.splitlines() if "b.pdf" in line]) == 1


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda root: root / "ない", "「{}」が見つかりません"),
        (lambda root: root / "minutes.db", "データベースではないファイル|フォルダーではありません"),
        (lambda root: root, "データベースが置き場の中にあります"),
        (lambda root: Path.home(), "置き場にできません"),
        (lambda root: Path(root.anchor), "置き場にできません|データベースが置き場の中"),
    ],
)
def test_what_is_no_drop_folder(
    minutes: Run, tmp_path: Path, make: Callable[[Path], Path], sentence: str
) -> None:  # fmt: skip
    db = tmp_path / "minutes.db"
    db.touch()
    folder = make(tmp_path)
    done = minutes("watch", folder, "--db", db, "--once")
    assert done.code == 2
    assert re.search(sentence.format(re.escape(str(folder))), done.err), done.err
    assert len(done.err.strip().splitlines()) == 1
    assert db.exists()


@pytest.mark.parametrize(
    "option",
    [("--settle", "-1"), ("--settle", "x"), ("--interval", "0"), ("--interval", "nan"), ("--time-limit", "inf")],
)
def test_seconds_that_are_none(minutes: Run, folder: Path, option: tuple[str, str]) -> None:
    done = minutes("watch", folder, *option, "--once")
    assert done.code == 2
    assert option[0] in done.err


def test_handlers_are_as_before(minutes: Run, folder: Path, tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    minutes("watch", folder, "--db", tmp_path / "minutes.db", "--once", "--settle", "0")
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_asks_to_end_and_twice_ends(capsys: pytest.CaptureFixture[str]) -> None:
    stopping = threading.Event()
    with _asked_to_stop(stopping):
        os.kill(os.getpid(), signal.SIGINT)
        assert stopping.wait(5)
        os.kill(os.getpid(), signal.SIGTERM)  # a service manager that is impatient changes nothing
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
    assert capsys.readouterr().out == "終わります（いまのファイルを終えてから）。\n"


def test_a_database_that_cannot_be_used_is_one_sentence(minutes: Run, folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "minutes.db"
    db.write_bytes(b"no database at all")
    done = minutes("watch", folder, "--db", db, "--once", "--settle", "0")
    assert done.code == 1
    assert done.err.count("データベースではないファイルです") == 1
    assert done.out == ""
    assert (folder / "福祉課" / "青葉_第2回.txt").exists()


# ---- the line


def minutes_of(name: str | None = "青葉市地域福祉推進会議") -> Minutes:
    source = {"document_id": "d", "file_name": "a", "media_type": "txt", "sha256": "0", "program_version": "1"}
    meeting = {"name": name, "session": 2, "date": "2024-05-17"}
    return Minutes.model_validate(
        {"document": "a", "genre": "summary", "source": source, "meeting": meeting, "text": "x"}
    )


def report(
    name: str = "a.docx", *, edition: Edition | None = None, status: str = "added", counts: dict[str, int] | None = None
) -> FileReport:
    stored = StoreResult("d", "m", status, counts or {}, edition=edition)  # type: ignore[arg-type]
    return FileReport(
        Received(Parcel(Path(name), name, "福祉課"), None, Extracted(Reading(minutes_of(), None)), stored)
    )


def edition(kind: str, version: int = 1) -> Edition:
    return Edition("e", version, "current", kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "word"),
    [
        (report(), "新しい会議"),
        (report(edition=edition("first")), "新しい会議"),
        (report(edition=edition("new_version", 3)), "第3版"),
        (report(edition=Edition("e", 1, "rendition", "rendition")), "控え（TXT）"),
        (report(edition=Edition("e", 1, "current", "rendition")), "正本（TXT）"),
        (report(edition=edition("older_draft")), "前の案"),
        (report(edition=edition("same_file"), status="updated"), "読み直し"),
    ],
)
def test_what_a_document_turned_out_to_be(made: FileReport, word: str) -> None:
    assert made.received.stored is not None
    assert standing_word(made.received.stored, "TXT") == word
    assert f"  {word} " in file_line(made, "10:00:00", None)


def test_counts_and_meeting() -> None:
    line = file_line(report(counts={"decisions": 2, "metrics": 0, "issues": 1, "attendees": 9}), "10:00:00", None)
    assert line.endswith("第2回 青葉市地域福祉推進会議（令和6年5月17日）  決定2 課題1")


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("name", ["a.docx", "とても長い名前の議事録" * 9 + ".docx"])
def test_a_terminal_gets_one_line(width: int, name: str) -> None:
    long = {"decisions": 12, "metrics": 340, "issues": 56, "actions": 78}
    for made in (report(name, counts=long), failed(name)):
        line = file_line(made, "10:00:00", width)
        assert width_of(line) <= width
        assert "\n" not in line


def failed(name: str) -> FileReport:
    failure = Unreadable("読み取りの途中でプログラムが異常終了しました" * 3, "直してください")
    return FileReport(Received(Parcel(Path(name), name), failure=failure), Path("要確認") / name)


def test_a_log_gets_all_of_it() -> None:
    name = "とても長い名前の議事録" * 9 + ".docx"
    assert f"福祉課/{name}" in file_line(report(name), "10:00:00", None)
    assert str(Path("要確認") / name) in file_line(failed(name), "10:00:00", None)
