"""One watcher for one drop folder (二重起動の防止): a lock that the system itself takes away when a process ends.

All watchers of a database share one file beside it; each locks a byte of its own.
"""

from __future__ import annotations

import errno
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_TAKEN = frozenset((errno.EAGAIN, errno.EACCES, errno.EDEADLK))


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock asked for: its name, and whether it is ours (another process has it otherwise)."""

    name: str
    is_ours: bool


def lock_file(db_path: Path) -> Path:
    """The file of locks beside a database.

    >>> lock_file(Path("outputs/minutes.db")).name
    'minutes.watch.lock'
    """
    return db_path.with_name(f"{db_path.name.removesuffix('.db')}.watch.lock")


@contextmanager
def lock_of(folder: Path, file: Path) -> Iterator[Lock]:
    """Hold the lock of a drop folder while the block runs.

    Where the file system knows no locks (some network drives), it counts as ours: two watchers of one folder get in each
    other's way but do no harm.

    Raises:
        OSError: The file cannot be made.
    """
    digest = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape"))
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as stream:
        place = int.from_bytes(digest.digest()[:3])
        yield Lock(f"watch-{digest.hexdigest()[:12]}", _is_ours(stream, place))


def _is_ours(stream: BinaryIO, place: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(place)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.lockf(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
