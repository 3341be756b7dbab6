"""When a file may be taken (ファイルの安定): size and time have stood still, and no other program is writing it."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from pathlib import Path

from minutes_pipeline.intake.scan import Found

_EMPTY = 60.0
"""Seconds for which a file without bytes must stand still: programs make it first and fill it later."""
_Mark = tuple[int, int]


class Stillness:
    """Remembers since when each file has looked the same, by our own clock: that of a file server may be wrong.

    Args:
        settle: Seconds for which size and time must stand still.
    """

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._since: dict[Path, tuple[_Mark, float]] = {}

    def remaining(self, found: Found, now: float) -> float:
        """Seconds until the file may be taken if it changes no more; 0 for at once.

        Args:
            found: The file as just seen.
            now: Of a clock that never goes back.
        """
        mark, since = self._since.get(found.path, (None, now))
        if mark != found.mark:
            since = now
            self._since[found.path] = (found.mark, now)
        needed = self._settle
        if found.size == 0 and self._settle > 0 and time.time() - found.mtime_ns / 1e9 < _EMPTY:
            needed = max(needed, _EMPTY)
        return max(0.0, since + needed - now)

    def restart(self, found: Found) -> None:
        """It turned out to be changing: begin anew."""
        self._since.pop(found.path, None)

    def keep_only(self, paths: set[Path]) -> None:
        """Forget files that are no longer there."""
        for path in self._since.keys() - paths:
            del self._since[path]


def is_being_written(path: Path) -> bool:
    """Whether another program has the file open for writing, as far as the system tells.

    Linux grants a read lease only on a file that nobody writes (local disks; with Samba also its clients' files).
    Windows renames no file, not even to its own name, that is open. Elsewhere False: standing still must do.
    """
    if sys.platform == "win32":
        try:
            path.rename(path)
        except PermissionError:
            return True
        except OSError:
            return False
        return False
    if not sys.platform.startswith("linux"):
        return False
    return _is_lease_refused(path)


def _is_lease_refused(path: Path) -> bool:
    import fcntl

    # The system would tell us by SIGIO, which ends a process that has not said what to do, if a writer came just now.
    if signal.getsignal(signal.SIGIO) is not signal.SIG_IGN:
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        return error.errno == errno.EAGAIN  # whoever may write it alone (Samba for its client) is asked to let go
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False
