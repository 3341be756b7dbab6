"""Reading in a process of its own (読み取り用の別プロセス): a file that crashes or hangs the reader costs only itself.

pdfium ends the whole process on some damaged files, and a file may be made to keep a reader busy for hours or to fill
the memory (``limits``).
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
import time
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import TYPE_CHECKING

from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake.extraction import OUT_OF_MEMORY, Extracted, Extractor, Unreadable, extract_here
from minutes_pipeline.intake.limits import MEMORY_LIMIT, collect_seldom, forget_lines, limit_this_process

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

TIME_LIMIT = 120.0
"""Seconds for one file; of a scan, whose pages take their time, for one page."""
_PAGES_OF_TIME = 30
"""A scan may take so many times that in all (an hour), however soon its pages follow each other."""
_START_LIMIT = 120.0
_GRACE = 10.0
"""Seconds past the limit after which a worker whose parent is gone ends itself."""
_RENEWED_AFTER = 500
"""Files after which a new process takes over, so that what libraries never give back does not pile up."""
_FORGETS_AFTER = 25
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
        memory_limit: Bytes of memory, where the system keeps such a limit (see ``limits``).
    """

    def __init__(
        self,
        time_limit: float = TIME_LIMIT,
        stopping: threading.Event | None = None,
        read: Extractor = extract_here,
        memory_limit: int = MEMORY_LIMIT,
    ) -> None:
        self.time_limit = time_limit
        self._memory_limit = memory_limit
        self._read = read
        self._stopping = stopping or threading.Event()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._done = 0
        self._is_ready = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The system's number of the process, None where none is there."""
        return None if self._process is None else self._process.pid

    def prepare(self) -> None:
        """Start the process, where none is there, and wait until it can read.

        Raises:
            StoreError: No worker can be started.
            StoppedError: It was ended together with this program.
        """
        self._started()

    def launch(self) -> None:
        """Start the process, where none is there, without waiting for it: the first file may find it ready.

        Raises:
            StoreError: No worker can be started.
        """
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self.time_limit, self._read, self._memory_limit), name="minutes-reader",
        )  # fmt: skip
        self._done, self._is_ready = 0, False
        try:
            self._process.start()
        except OSError as error:
            self._end()
            raise _not_started() from error
        finally:
            theirs.close()

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
            # The folder in which this process works may have changed since that one was started.
            connection.send((os.path.abspath(path), name))  # noqa: PTH100
            result: Extracted | Unreadable | str = _ALIVE
            end = time.monotonic() + _PAGES_OF_TIME * self.time_limit
            while result == _ALIVE:
                if not connection.poll(min(self.time_limit, max(0.0, end - time.monotonic()))):
                    self._end(is_hanging=True)
                    return TOO_LONG
                result = connection.recv()
        except (EOFError, OSError):
            self._end()
            return CRASHED
        if isinstance(result, str):
            raise ValueError("the worker says something unknown")
        self._done += 1
        if self._done >= _RENEWED_AFTER or result == OUT_OF_MEMORY:
            self.close()
        return result

    def _started(self) -> Connection:
        self.launch()
        connection = self._connection
        if connection is None:
            raise ValueError("a worker that was launched has a connection")
        if self._is_ready:
            return connection
        try:
            self._is_ready = bool(wait([connection], _START_LIMIT)) and connection.recv() == _READY
        except (EOFError, OSError):
            self._is_ready = False
        if not self._is_ready:
            self._end()
            if self._stopping.wait(0.3):
                raise StoppedError
            raise _not_started()
        return connection

    def close(self) -> None:
        """End the worker after its present file."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.send(None)
            if self._process is not None:
                self._process.join(1.0)
        self._end()

    def abandon(self) -> None:
        """End the process in the middle of its file: whatever waits for that file hears of a crash. For any thread."""
        process = self._process
        with contextlib.suppress(OSError, ValueError, AssertionError):
            if process is not None and process.pid is not None and process.is_alive():
                _kill(process, process.pid, is_hanging=True)

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


def _not_started() -> StoreError:
    return StoreError(
        "読み取り用のプロセスを始められません", "メモリーの空きを確かめ、minutes doctor を実行してください"
    )


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


def _serve(connection: Connection, time_limit: float, read: Extractor, memory_limit: int) -> None:
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
        limit_this_process(memory_limit)
        import minutes_pipeline.pipeline  # noqa: F401
        from minutes_pipeline.read.programs import on_progress

        def alive() -> None:
            # Works though the interpreter itself hangs, and without the parent.
            faulthandler.dump_traceback_later(time_limit + _GRACE, exit=True, file=nowhere)
            connection.send(_ALIVE)

        on_progress(alive)  # called between the pages of a scan
        collect_seldom()
        connection.send(_READY)
        done = 0
        with contextlib.suppress(EOFError, OSError):
            while (task := connection.recv()) is not None:
                alive()
                # Pickling makes a reading ready for storing: within the limits, as the reading itself.
                packed = ForkingPickler.dumps(read(Path(task[0]), task[1]))
                faulthandler.cancel_dump_traceback_later()
                connection.send_bytes(packed)
                done += 1
                if done % _FORGETS_AFTER == 0:
                    forget_lines()
        # What the libraries would tidy up at the end is nobody's any more.
        os._exit(0)
