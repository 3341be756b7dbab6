"""Full disks, folders that may not be written, files that go away, databases in use: said once, nothing lost, on it goes."""

import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from drop_files import bytes_of
from watching import Watcher, archived, everything, files_in, wait_until

from minutes_pipeline.intake.archive import Archive, archive_of
from minutes_pipeline.intake.drop_folder import DropFolder, Look
from minutes_pipeline.intake.extraction import Extracted, Unreadable, extract_here
from minutes_pipeline.intake.reports import FileReport, Notice

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")


class Place:
    """A drop folder with its database; remembers what was told."""

    def __init__(self, root: Path, extract: Callable[[Path, str], Extracted | Unreadable] = extract_here) -> None:
        self.root, self.folder, self.db = root, root / "in", root / "data" / "minutes.db"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.archive = Archive(archive_of(self.db), owner="test")
        self.told: list[FileReport | Notice] = []
        self.stopping = threading.Event()
        self.drop_folder = DropFolder(
            self.folder, self.db, self.archive, extract, settle=0, tell=self.told.append, stopping=self.stopping
        )  # fmt: skip

    def drop(self, *numbers: int) -> None:
        for number in numbers:
            (self.folder / f"第{number}回.txt").write_bytes(bytes_of(number * 6))

    def look(self) -> Look:
        return self.drop_folder.look()

    @property
    def troubles(self) -> list[str]:
        return [report.text for report in self.told if isinstance(report, Notice) and report.is_trouble]

    @property
    def good_news(self) -> list[str]:
        return [report.text for report in self.told if isinstance(report, Notice) and not report.is_trouble]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def stored(db: Path) -> int:
    connection = sqlite3.connect(db)
    try:
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    finally:
        connection.close()


# ---- disk full


def full(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_said_once_and_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.drop(1, 2, 3)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        looks = [place.look() for _ in range(3)]
    assert all(look.has_trouble and look.taken == 0 for look in looks)
    assert len(place.troubles) == 1
    assert "ディスクに空きがありません" in place.troubles[0]
    assert len(files_in(place.folder)) == 3
    assert archived(place.archive.root) == []
    assert files_in(place.archive.root / ".partial") == []
    assert place.look() == Look(taken=3)
    assert place.good_news == ["解消しました: ディスクに空きがありません。取り込みを続けます。"]
    assert files_in(place.folder) == []
    assert stored(place.db) == len(archived(place.archive.root)) == 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    point = tmp_path / "disk"
    point.mkdir()
    mount = shutil.which("mount")
    if mount is None or sys.platform != "linux":
        pytest.skip("needs mount")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(point)], capture_output=True)
    if done.returncode:
        pytest.skip("may not mount")
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", str(point)], check=True)


def test_a_disk_that_really_is_full(small_disk: Path, tmp_path: Path) -> None:
    """Archive and database on it: the files that still fit are in, the others wait where they are."""
    place, folder = Place(tmp_path), tmp_path / "in"
    options = ("--settle", "0", "--interval", "0.3")
    watcher = Watcher(folder, small_disk / "minutes.db", tmp_path / "log.txt", options)
    place.drop(1)
    assert watcher.once() == 0, watcher.said()
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(b"x" * 4096)
    place.drop(2, 3, 4)
    before = files_in(folder)
    assert watcher.once() == 1
    assert files_in(folder) == before
    assert stored(small_disk / "minutes.db") == 1
    watcher.start()
    assert wait_until(lambda: watcher.said().count("空きがありません") == 2, 30), watcher.said()
    assert not wait_until(lambda: watcher.said().count("空きがありません") > 2, 1.5), watcher.said()
    assert "Traceback" not in watcher.said()
    ballast.unlink()
    assert wait_until(lambda: files_in(folder) == [], 30), watcher.said()
    assert watcher.end() == 0
    assert stored(small_disk / "minutes.db") == len(archived(small_disk / "minutes.archive")) == 4
    everything(small_disk / "minutes.db")


# ---- folders that may not be written


def as_nobody(work: Callable[[], None]) -> None:
    """Run ``work`` in a process that may write only what it owns; whatever it raises fails the test."""
    if os.getuid() != 0:
        work()
        return
    with tempfile.TemporaryDirectory() as name:
        # Loads every module: nobody may not read where this Python lies.
        first = Place(Path(name))
        first.drop(1)
        (first.folder / "乱.pdf").write_bytes(b"\x00")
        assert first.look().taken == 2
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            work()
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that anybody may enter (pytest's own are for their owner only)."""
    root = Path(tempfile.mkdtemp(prefix="minutes-test-"))
    root.chmod(0o777)
    try:
        yield root
    finally:
        for folder in [root, *(path for path in root.rglob("*") if path.is_dir())]:
            folder.chmod(0o777)
        shutil.rmtree(root)


@posix_only
def test_a_drop_folder_that_may_not_be_written(open_place: Path) -> None:
    """The files are kept and stored all the same, and not read again at each look; they go when they may."""
    place = Place(open_place)
    (open_place / "data").mkdir()
    (open_place / "data").chmod(0o777)
    place.drop(1, 2)
    (place.folder / "空.pdf").write_bytes(b"")
    os.utime(place.folder / "空.pdf", (0, 0))
    place.folder.chmod(0o555)
    reads = []

    def counting(path: Path, name: str) -> Extracted | Unreadable:
        reads.append(name)
        return extract_here(path, name)

    def work() -> None:
        nonlocal place
        place = Place(open_place, counting)
        looks = [place.look() for _ in range(3)]
        assert [look.taken for look in looks] == [3, 0, 0]
        assert all(look.has_trouble for look in looks)
        assert len(place.troubles) == 1, place.troubles
        assert "書き込み権限" in place.troubles[0]
        assert len(reads) == 3
        assert stored(place.db) == 2
        assert len(archived(place.archive.root)) == 3

    as_nobody(work)
    assert files_in(place.folder) == sorted(["第1回.txt", "第2回.txt", "空.pdf"])
    place.folder.chmod(0o777)

    def later() -> None:
        after = Place(open_place)
        assert not after.look().has_trouble
        assert stored(after.db) == 2
        assert [row for row in everything(after.db)["arrivals"] if '"stored"' not in row and "空" not in row] == []

    as_nobody(later)
    assert files_in(place.folder) == ["要確認/空.pdf", "要確認/空.pdf.理由.txt"]


@posix_only
def test_an_archive_that_may_not_be_written(open_place: Path) -> None:
    place = Place(open_place)
    (open_place / "data").mkdir()
    place.drop(1)
    place.look()
    place.drop(2)
    for path in [open_place / "data", *(open_place / "data").rglob("*")]:
        path.chmod(0o777 if path.name.startswith("minutes.db") or path == open_place / "data" else 0o555)
    place.folder.chmod(0o777)

    def work() -> None:
        other = Place(open_place)
        looks = [other.look(), other.look()]
        assert all(look.has_trouble and not look.taken for look in looks)
        assert len(other.troubles) == 1, other.troubles
        assert "原本の保管庫に書き込めません" in other.troubles[0]

    as_nobody(work)
    assert files_in(place.folder) == ["第2回.txt"]


def test_an_archive_that_is_gone(place: Place) -> None:
    place.drop(1)
    place.look()
    aside = place.archive.root.rename(place.root / "aside")
    place.drop(2)
    assert [place.look().has_trouble for _ in range(3)] == [True] * 3
    assert len(place.troubles) == 1
    assert "原本の保管庫がありません" in place.troubles[0]
    assert not place.archive.root.exists()
    assert files_in(place.folder) == ["第2回.txt"]
    aside.rename(place.archive.root)
    assert place.look() == Look(taken=1)
    assert len(archived(place.archive.root)) == stored(place.db) == 2


def test_a_drop_folder_that_is_gone(place: Place) -> None:
    """A network drive goes away and comes back."""
    aside = place.folder.rename(place.root / "aside")
    assert [place.look().has_trouble for _ in range(3)] == [True] * 3
    assert len(place.troubles) == 1
    aside.rename(place.folder)
    place.drop(1)
    assert place.look() == Look(taken=1)
    assert len(place.good_news) == 1


# ---- files that go away or change


def test_a_file_that_goes_away_while_it_is_looked_at(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.drop(1, 2)
    real = Archive.put

    def gone(self: Archive, source: Path, **options: Any) -> Any:
        if source.name == "第1回.txt":
            source.unlink()
        return real(self, source, **options)

    monkeypatch.setattr(Archive, "put", gone)
    look = place.look()
    assert look.taken == 1
    assert look.has_trouble
    assert place.troubles == ["「第1回.txt」は、取り込む前に置き場からなくなりました。必要なら入れ直してください。"]
    assert stored(place.db) == 1
    assert not place.look().has_trouble


def test_a_file_that_goes_away_after_it_is_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are in the archive: nothing is missing."""
    place.drop(1)

    def read_and_remove(path: Path, name: str) -> Extracted | Unreadable:
        (place.folder / name).unlink()
        return extract_here(path, name)

    place = Place(place.root, read_and_remove)
    assert place.look() == Look(taken=1)
    assert place.troubles == []
    assert stored(place.db) == len(archived(place.archive.root)) == 1


def test_a_new_version_saved_while_the_first_is_read_is_not_removed(place: Place) -> None:
    place.drop(1)
    path = place.folder / "第1回.txt"

    def read_and_save(kept: Path, name: str) -> Extracted | Unreadable:
        if path.read_bytes() == bytes_of(6):
            path.write_bytes(bytes_of(6) + "・追記する。\n".encode())
        return extract_here(kept, name)

    place = Place(place.root, read_and_save)
    assert place.look().taken == 1
    assert files_in(place.folder) == ["第1回.txt"]
    assert place.look().taken == 1
    assert files_in(place.folder) == []
    assert len(archived(place.archive.root)) == stored(place.db) == 2


def test_a_file_that_changes_while_it_is_copied_is_left_for_later(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.drop(1)
    path = place.folder / "第1回.txt"
    real = os.fsync
    changed = []

    def change_once(handle: int) -> None:
        if not changed:
            changed.append(True)
            with path.open("ab") as stream:
                stream.write("・追記する。\n".encode())
        real(handle)

    monkeypatch.setattr(os, "fsync", change_once)
    assert place.look().taken == 0
    assert archived(place.archive.root) == []
    assert place.look() == Look(taken=1)
    assert archived(place.archive.root) == [sha256(bytes_of(6) + "・追記する。\n".encode()).hexdigest()]


# ---- databases in use


def test_a_database_in_use_is_said_once_and_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from minutes_pipeline.store import open as opening

    monkeypatch.setattr(opening, "_WAIT", 0.1)
    place.drop(1)
    place.look()
    place.drop(2, 3)
    other = sqlite3.connect(place.db)
    other.execute("BEGIN EXCLUSIVE")
    assert [place.look().has_trouble for _ in range(3)] == [True] * 3
    assert len(place.troubles) == 1
    assert "データベースをほかのプログラムが使っています" in place.troubles[0]
    assert len(files_in(place.folder)) == 2
    other.rollback()
    other.close()
    assert place.look() == Look(taken=2)
    assert stored(place.db) == len(archived(place.archive.root)) == 3
    assert len(place.good_news) == 1


def test_a_writer_in_between_is_waited_for(place: Place) -> None:
    """Another program writes for half a second: no trouble at all."""
    place.drop(1)
    place.look()
    place.drop(2)
    other = sqlite3.connect(place.db, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.5, other.rollback)
    timer.start()
    assert place.look() == Look(taken=1)
    timer.join()
    other.close()
    assert place.troubles == []


# ---- two at once


def test_two_at_once_end_as_one_after_the_other(tmp_path: Path) -> None:
    """Two processes take in overlapping folders: everything in the database is as if there had been one."""
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, numbers in ((one, range(16)), (two, range(8, 24))):
        folder.mkdir()
        for number in numbers:
            (folder / f"{number:02}.txt").write_bytes(bytes_of(number * 6))
    program = "from minutes_pipeline.cli import main; main()"

    def ingest(*folders: Path, db: Path) -> None:
        """All of them at once."""
        running = [
            subprocess.Popen(
                [sys.executable, "-c", program, "ingest", str(folder), "--db", str(db)],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
            for folder in folders
        ]  # fmt: skip
        said = [process.communicate()[0].decode() for process in running]
        assert [process.returncode for process in running] == [0] * len(folders), said

    ingest(one, db=tmp_path / "quiet.db")
    ingest(two, db=tmp_path / "quiet.db")
    ingest(one, two, db=tmp_path / "both.db")
    assert everything(tmp_path / "both.db") == everything(tmp_path / "quiet.db")
    assert archived(tmp_path / "both.archive") == archived(tmp_path / "quiet.archive")
    assert stored(tmp_path / "both.db") == 24


def test_a_second_watcher_of_the_same_folder_is_refused(watcher: Watcher, tmp_path: Path) -> None:
    watcher.start()
    assert wait_until(lambda: "見張っています" in watcher.said(), 30)
    other = Watcher(watcher.folder, watcher.db, tmp_path / "other.txt")
    assert other.once() == 1
    assert "ほかの minutes watch が見張っています" in other.said()
    assert watcher.end() == 0
