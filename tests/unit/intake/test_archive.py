"""The archive: each file once, whole, untouched, whatever happens on the way."""

import errno
import os
import stat
import sys
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake import archive as module
from minutes_pipeline.intake.archive import REGISTER, Archive, SourceTroubleError, archive_of

DATA = "議事録".encode() * 1000
DIGEST = sha256(DATA).hexdigest()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "minutes.archive")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "第1回.DOCX"
    path.write_bytes(DATA)
    os.utime(path, ns=(1_000_000_000, 1_600_000_000_000_000_000))
    return path


def kept(archive: Archive) -> list[str]:
    return [path.relative_to(archive.root).as_posix() for path in archive.files()]


def test_a_file_lies_under_its_digest(archive: Archive, source: Path) -> None:
    result = archive.put(source)
    assert (result.sha256, result.is_new) == (DIGEST, True)
    assert result.path == archive.root / DIGEST[:2] / f"{DIGEST}.docx"
    assert result.path.read_bytes() == source.read_bytes() == DATA
    assert result.path.stat().st_mtime_ns == source.stat().st_mtime_ns
    assert not result.path.stat().st_mode & stat.S_IWUSR
    assert list((archive.root / ".partial").iterdir()) == []


@pytest.mark.parametrize("is_flushed", [True, False])
def test_flushed_at_once_or_at_the_end(
    archive: Archive, source: Path, monkeypatch: pytest.MonkeyPatch, is_flushed: bool
) -> None:
    """At once where the file is to be removed; at the end where it stays."""
    flushed: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (flushed.append(handle), real(handle)))
    archive.put(source, flushed=is_flushed)
    assert bool(flushed) == is_flushed
    flushed.clear()
    archive.flush()
    assert bool(flushed) == (not is_flushed and os.name != "nt")
    flushed.clear()
    archive.flush()
    assert flushed == []


def test_twice_is_once_whatever_its_name(archive: Archive, source: Path) -> None:
    first = archive.put(source)
    other = source.with_name("写し.pdf")
    other.write_bytes(DATA)
    again = archive.put(other)
    assert (again.path, again.is_new) == (first.path, False)
    assert kept(archive) == [f"{DIGEST[:2]}/{DIGEST}.docx"]


def test_the_register_names_what_lies_there(archive: Archive, source: Path) -> None:
    archive.put(source, name="第1回\n.docx", folder="教育委員会")
    lines = (archive.root / REGISTER).read_text("utf-8").splitlines()
    assert [line.split("\t")[1:] for line in lines] == [[DIGEST, "教育委員会", "第1回\ufffd.docx"]]


def test_a_damaged_copy_is_replaced(archive: Archive, source: Path) -> None:
    place = archive.put(source).path
    place.chmod(0o644)
    place.write_bytes(b"damaged")
    assert archive.verify(DIGEST) is None
    assert archive.get(DIGEST) == place
    assert archive.put(source).is_new
    assert archive.verify(DIGEST) == place


def test_what_is_not_there_is_none(archive: Archive) -> None:
    assert archive.get(DIGEST) is None
    assert archive.verify(DIGEST) is None
    assert kept(archive) == []


def test_a_digest_is_not_found_by_its_beginning(archive: Archive, source: Path) -> None:
    archive.put(source)
    assert archive.get(DIGEST[:40]) is None


def test_a_file_that_is_gone(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(SourceTroubleError) as caught:
        archive.put(tmp_path / "ない")
    assert caught.value.is_gone
    assert not archive.root.exists()


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(archive: Archive, source: Path) -> None:
    source.chmod(0)
    with pytest.raises(SourceTroubleError) as caught:
        archive.put(source)
    assert caught.value.is_refused


def test_a_file_that_another_program_holds(archive: Archive, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows says it (sharing violation)."""
    real = Path.open

    def refuse(self: Path, *arguments: Any, **options: Any) -> Any:
        if self == source:
            raise PermissionError(errno.EACCES, "sharing violation")
        return real(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceTroubleError) as caught:
        archive.put(source)
    assert caught.value.is_refused
    assert not caught.value.is_gone


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "ディスクに空きがありません"),
        (errno.EACCES, "原本の保管庫に書き込めません"),
        (errno.EROFS, "原本の保管庫に書き込めません"),
        (errno.EFBIG, "大きすぎて"),
        (errno.EIO, "正しく書けません"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "utime"])
def test_an_archive_that_cannot_be_written(
    archive: Archive, source: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, call: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(StoreError, match=words):
            archive.put(source)
    assert kept(archive) == []
    assert list((archive.root / ".partial").iterdir()) == []
    assert archive.put(source).is_new


def test_bytes_that_change_on_their_way_to_the_disk(
    archive: Archive, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.digest_of
    monkeypatch.setattr(module, "digest_of", lambda path: "0" * 64 if ".partial" in path.parts else real(path))
    with pytest.raises(StoreError, match="正しく書けません"):
        archive.put(source)
    assert kept(archive) == []


def test_a_file_that_grows_meanwhile(archive: Archive, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def grow(handle: int) -> None:
        with source.open("ab") as stream:
            stream.write(b"more")
        real(handle)

    monkeypatch.setattr(os, "fsync", grow)
    with pytest.raises(SourceTroubleError) as caught:
        archive.put(source)
    assert not caught.value.is_gone
    assert not caught.value.is_refused
    assert kept(archive) == []


def test_half_copies_left_behind_are_swept(archive: Archive, source: Path) -> None:
    archive.put(source)
    mine, old, living = (archive.root / ".partial" / name for name in ("watch-1-a", "copy-b", "copy-c"))
    for path in (mine, old, living):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    owner = Archive(archive.root, owner="watch-1")
    assert Archive(archive.root, owner="watch-2").sweep(is_owner_alone=True) == 1
    assert mine.exists()
    assert not old.exists()
    assert owner.sweep(is_owner_alone=True) == 1
    assert not mine.exists()
    assert living.exists()
    assert kept(archive) == [f"{DIGEST[:2]}/{DIGEST}.docx"]


def test_many_at_once(archive: Archive, tmp_path: Path) -> None:
    """Threads that keep the same files: each is there once."""
    sources = []
    for number in range(12):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(DATA + bytes([number % 4]))
        sources.append(path)
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda path=path: results.append(archive.put(path).sha256)) for path in sources
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 12
    assert len(kept(archive)) == len(set(results)) == 4


@pytest.mark.parametrize(
    ("db", "root"),
    [("minutes.db", "minutes.archive"), ("a/b.sqlite", "a/b.sqlite.archive"), ("data", "data.archive")],
)
def test_it_lies_beside_the_database(db: str, root: str) -> None:
    assert archive_of(Path(db)) == Path(root)
