"""Reading in a process of its own (読み取り用の別プロセス): a file that crashes or hangs the reader costs only itself.

pdfium ends the whole process on some damaged files, and a file may be made to keep a reader busy for hours.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake.extraction import Extracted, Extractor, Unreadable, extract_here

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

TIME_LIMIT = 120.0
"""Seconds for one file; of a scan, whose pages take their time, for one page."""
_START_LIMIT = 120.0
_GRACE = 10.0
"""Seconds past the limit after which a worker whose parent is gone ends itself."""
_RENEWED_AFTER = 500
"""Files after which a new process takes over, so that what libraries never give back does not pile up."""
_READY = "ready"
_ALIVE = "alive"
"""Said between the pages of a scan: the time counts anew."""
TOO_LONG = Unreadable(
    "読み取りが時間内に終わりませんでした", "会議ごとに分けるか、作成元のソフトで PDF に書き出し直してください"
)
CRASHED = Unreadable(
    "読み取りの途中でプログラムが異常終了しました（ファイルが壊れているおそれがあります）",
    "作成元のソフトで開いて保存し直したものを入れてください",
)


class StoppedError(Exception):
    """The worker was ended from outside while the whole program is being ended (終了の途中)."""


class Worker:
    """A process that reads one file after the other; a new one takes its place when it dies.

    Args:
        time_limit: Seconds for one file, of a scan for one page.
        stopping: Set when the program is to end: a death of the worker is then nobody's fault.
        read: What the worker does; a function that the other process can import.
    """

    def __init__(
        self,
        time_limit: float = TIME_LIMIT,
        stopping: threading.Event | None = None,
        read: Extractor = extract_here,
    ) -> None:
        self.time_limit = time_limit
        self._read = read
        self._stopping = stopping or threading.Event()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._done = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def extract(self, path: Path, name: str) -> Extracted | Unreadable:
        """Read a file; a crash is tried once more, for the file may not be to blame (memory, somebody's kill).

        Raises:
            StoreError: No worker can be started.
            StoppedError: It was ended together with this program.
        """
        result = self._attempt(path, name)
        if result is CRASHED:
            # A service manager ends all processes at once: hear of it before blaming the file.
            if self._stopping.wait(0.3):
                raise StoppedError
            result = self._attempt(path, name)
            if result is CRASHED and self._stopping.is_set():
                raise StoppedError
        return result

    def _attempt(self, path: Path, name: str) -> Extracted | Unreadable:
        connection = self._started()
        try:
            connection.send((str(path), name))
            result: Extracted | Unreadable | str = _ALIVE
            while result == _ALIVE:
                if not connection.poll(self.time_limit):
                    self._end(is_hanging=True)
                    return TOO_LONG
                result = connection.recv()
        except (EOFError, OSError):
            self._end()
            return CRASHED
        if isinstance(result, str):
            raise ValueError("the worker says something unknown")
        self._done += 1
        if self._done >= _RENEWED_AFTER:
            self.close()
        return result

    def _started(self) -> Connection:
        if self._connection is not None:
            return self._connection
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.time_limit, self._read), name="minutes-reader")
        try:
            process.start()
            theirs.close()
            is_ready = bool(wait([ours], _START_LIMIT)) and ours.recv() == _READY
        except (EOFError, OSError):
            is_ready = False
        self._process, self._connection, self._done = process, ours, 0
        if not is_ready:
            self._end()
            if self._stopping.wait(0.3):
                raise StoppedError
            raise StoreError(
                "読み取り用のプロセスを始められません", "メモリーの空きを確かめ、minutes doctor を実行してください"
            )
        return ours

    def close(self) -> None:
        """End the worker after its present file."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.send(None)
            if self._process is not None:
                self._process.join(1.0)
        self._end()

    def _end(self, *, is_hanging: bool = False) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is None or process.pid is None:
            return
        if process.is_alive():
            _kill(process, process.pid, is_hanging=is_hanging)
        process.join(5.0)
        if not process.is_alive():
            process.close()


def _kill(process: SpawnProcess, pid: int, *, is_hanging: bool) -> None:
    """End a worker with the programs it started (LibreOffice, Tesseract)."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(pid)],
            capture_output=True, check=False, creationflags=subprocess.CREATE_NO_WINDOW,
        )  # fmt: skip
        return
    if is_hanging:
        os.kill(pid, signal.SIGUSR1)  # lets it end its own children
        process.join(3.0)
    if process.is_alive():
        process.kill()


def _serve(connection: Connection, time_limit: float, read: Extractor) -> None:
    """The worker's life: read what is asked for until the other end is gone.

    Ctrl-C and SIGTERM go to all processes of a group: the worker leaves them to the parent, which ends it in its time.
    """
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if hasattr(signal, "SIGUSR1"):
        signal.signal(signal.SIGUSR1, lambda *_: sys.exit(1))
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        if not os.environ.get("MINUTES_DEBUG"):
            # What a library prints while it dies is no message to a clerk.
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        import minutes_pipeline.pipeline  # noqa: F401
        from minutes_pipeline.read.programs import on_progress

        def alive() -> None:
            # Works though the interpreter itself hangs, and without the parent.
            faulthandler.dump_traceback_later(time_limit + _GRACE, exit=True, file=nowhere)
            connection.send(_ALIVE)

        on_progress(alive)  # called between the pages of a scan
        connection.send(_READY)
        with contextlib.suppress(EOFError, OSError):
            while (task := connection.recv()) is not None:
                alive()
                result = read(Path(task[0]), task[1])
                faulthandler.cancel_dump_traceback_later()
                connection.send(result)
