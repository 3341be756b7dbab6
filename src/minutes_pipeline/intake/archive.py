"""The archive of originals (原本の保管庫): each file once, under the digest of its bytes, written whole or not at all.

A copy is made beside, flushed to the disk, read again and compared before it gets its name: whoever finds a file under
a digest finds exactly those bytes, however and whenever a process ended. Nothing in here is ever changed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake.file_names import kept_suffix, recorded

REGISTER = "目録.tsv"
"""Who lies under which digest, for the day on which only the archive is left: time, digest, folder, name."""
_PARTIAL = ".partial"
_CHUNK = 1 << 20
_ABANDONED = 3600.0
"""Seconds after which the half copy of another process counts as left behind; a living one is written to all the time."""
_NO_SPACE = frozenset((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))


class SourceTroubleError(Exception):
    """The file to be kept cannot be read just now (読めない元ファイル): gone, held by another program, changing.

    Attributes:
        is_gone: It is no longer there.
        is_refused: The system does not let us read it; False while it merely changes.
    """

    def __init__(self, error: OSError | None = None) -> None:
        self.is_gone = isinstance(error, FileNotFoundError)
        self.is_refused = error is not None and not self.is_gone
        super().__init__(str(error))


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the archive: its digest, its place, and whether it has just come in."""

    sha256: str
    path: Path
    is_new: bool


def archive_of(db_path: Path) -> Path:
    """The archive's folder: beside the database, named after it.

    >>> archive_of(Path("outputs/minutes.db")).as_posix()
    'outputs/minutes.archive'
    """
    return db_path.with_name(f"{db_path.name.removesuffix('.db')}.archive")


class Archive:
    """The archive under the folder ``root``, which the first file makes.

    ``owner`` names the half copies of this process' kind: whoever holds the lock of that name may sweep them at once.
    """

    def __init__(self, root: Path, *, owner: str = "copy") -> None:
        self.root = root
        self.owner = owner
        self._unflushed: list[Path] = []

    def put(self, source: Path, *, name: str | None = None, folder: str | None = None, flushed: bool = True) -> Kept:
        """Keep a copy of ``source``; the file itself is left as it is.

        Args:
            source: The file.
            name: Its name for suffix and register, where it is not that of the path.
            folder: Its sub-folder, for the register.
            flushed: Come back only when a power cut cannot undo it: the file may then be removed. False where the file
                stays; ``flush`` does it for all of them at the end.

        Raises:
            SourceTroubleError: The file is gone, cannot be opened or changes while it is copied.
            StoreError: The archive cannot be written.
        """
        name = source.name if name is None else name
        try:
            before = source.stat()
            stream = source.open("rb")
        except OSError as error:
            raise SourceTroubleError(error) from error
        with stream, self._writing():
            partial = self._new_partial()
            try:
                sha256, size = _copy(stream, partial, flushed=flushed)
                after = os.fstat(stream.fileno())
                if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
                    raise SourceTroubleError
                kept = self._settle(partial, sha256, before, name, folder)
                if kept.is_new and flushed:
                    _flush_folder(kept.path.parent)
                elif kept.is_new:
                    self._unflushed.append(kept.path)
                return kept
            finally:
                partial.unlink(missing_ok=True)

    def _settle(self, partial: Path, sha256: str, before: os.stat_result, name: str, folder: str | None) -> Kept:
        """Give the half copy its name, unless its bytes are kept already."""
        if digest_of(partial) != sha256:
            raise OSError(errno.EIO, "written and read bytes differ")
        there = self.get(sha256)
        if there is not None and digest_of(there) == sha256:
            return Kept(sha256, there, is_new=False)
        place = there or self.root / sha256[:2] / f"{sha256}{kept_suffix(name)}"
        if place.exists():
            place.chmod(stat.S_IREAD | stat.S_IWRITE)  # a damaged one: Windows replaces no write-protected file
        place.parent.mkdir(exist_ok=True)
        os.utime(partial, ns=(before.st_atime_ns, before.st_mtime_ns))
        self._register(sha256, name, folder)
        try:
            partial.replace(place)
        except PermissionError:
            # Windows, and another process has just kept the same bytes.
            if self.verify(sha256) is None:
                raise
            return Kept(sha256, place, is_new=False)
        # Not before: Windows removes no write-protected file, should anything go wrong on the way.
        place.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
        return Kept(sha256, place, is_new=True)

    def flush(self) -> None:
        """Make what was put without being flushed outlive a power cut.

        Raises:
            StoreError: The archive cannot be written.
        """
        with self._writing():
            for path in self._unflushed:
                _flush_file(path)
            for folder in sorted({path.parent for path in self._unflushed}):
                _flush_folder(folder)
        self._unflushed.clear()

    def get(self, sha256: str) -> Path | None:
        """The file of that digest, or None. Its bytes are not looked at (see ``verify``)."""
        folder = self.root / sha256[:2]
        try:
            names = sorted(entry.name for entry in os.scandir(folder))
        except OSError:
            return None
        return next((folder / name for name in names if name.partition(".")[0] == sha256), None)

    def verify(self, sha256: str) -> Path | None:
        """The file of that digest if its bytes are still those; None where it is missing, unreadable or damaged."""
        path = self.get(sha256)
        try:
            return path if path is not None and digest_of(path) == sha256 else None
        except OSError:
            return None

    def files(self) -> Iterator[Path]:
        """All files kept, by digest."""
        yield from sorted(self.root.glob("[0-9a-f][0-9a-f]/*"))

    def sweep(self, *, is_owner_alone: bool = False) -> int:
        """Remove half copies that killed processes left; returns how many.

        Args:
            is_owner_alone: No other process of this ``owner`` is running: its half copies go whatever their age.
        """
        gone = 0
        for partial in (self.root / _PARTIAL).glob("*"):
            try:
                is_old = time.time() - partial.stat().st_mtime > _ABANDONED
                if is_old or (is_owner_alone and partial.name.startswith(f"{self.owner}-")):
                    partial.unlink()
                    gone += 1
            except OSError:
                continue  # another process is at it
        return gone

    def prepare(self) -> None:
        """Make the folder, and see that it can be written.

        Raises:
            StoreError: It cannot.
        """
        with self._writing():
            partial = self._new_partial()
            partial.touch()
            partial.unlink()

    def _new_partial(self) -> Path:
        folder = self.root / _PARTIAL
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self.owner}-{secrets.token_hex(8)}"

    def _register(self, sha256: str, name: str, folder: str | None) -> None:
        """Append a line: before the file gets its name, so that none is without; a second line does no harm."""
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        line = "\t".join((at, sha256, recorded(folder or ""), recorded(name))) + "\n"
        with (self.root / REGISTER).open("ab") as stream:
            stream.write(line.encode("utf-8"))

    def _writing(self) -> _Explaining:
        return _Explaining(self.root)


class _Explaining:
    """Turns the system's errors while the archive is written into ``StoreError``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, OSError):
            return
        if error.errno in _NO_SPACE:
            reason, remedy = "ディスクに空きがありません", "空きを作ってください。ファイルは元の場所にあります"
        elif error.errno == errno.EFBIG:
            reason, remedy = (
                "大きすぎて原本の保管庫に入りません",
                "会議ごとに分けてください。ファイルは元の場所にあります",
            )
        elif error.errno == errno.EIO:
            reason, remedy = (
                "原本の保管庫に正しく書けません",
                "ディスクの故障を確かめてください。ファイルは元の場所にあります",
            )
        else:
            reason = "原本の保管庫に書き込めません"
            remedy = "フォルダーの場所と書き込み権限を確かめてください。ファイルは元の場所にあります"
        raise StoreError(reason, remedy, file=str(self._root)) from error


def _copy(stream: BinaryIO, partial: Path, *, flushed: bool) -> tuple[str, int]:
    """Copy, ``flushed`` to the disk itself; digest and number of bytes."""
    digest, size = hashlib.sha256(), 0
    with partial.open("xb") as out:
        while chunk := _read(stream):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        if flushed:
            os.fsync(out.fileno())
    return digest.hexdigest(), size


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(_CHUNK)
    except OSError as error:
        raise SourceTroubleError(error) from error


def digest_of(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _flush_file(path: Path) -> None:
    if os.name == "nt":
        return  # it flushes only what is open for writing, and the file is protected by now
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the new name outlive a power cut; Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
