"""Reading side by side (並べて読む): worker processes behind one ``submit``, warm from file to file.

The records come in the order in which they are asked for, not in that in which they are ready: whoever stores them does
the same whatever the number of readers.
"""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from itertools import chain
from queue import SimpleQueue
from threading import Event

from minutes_pipeline.errors import ReadError, StoreError
from minutes_pipeline.intake.extraction import Extracted, Extractor, Readers, Unreadable, extract_here, unreadable
from minutes_pipeline.intake.origins import Origin
from minutes_pipeline.intake.worker import TIME_LIMIT, Worker

_SLICE = 0.5
"""Longest uninterrupted wait: Windows hears Ctrl-C only between waits."""
_AHEAD = 3
"""Files in flight per reader: the next one lies ready when a reader has done with the last."""


class Pool:
    """Worker processes of this machine (読み取り用プロセスの集まり); they start at once, before the first file is known.

    Args:
        count: Number of processes.
        time_limit: Seconds for one file, of a scan for one page.
        read: What the workers do; a function that another process can import.
    """

    def __init__(self, count: int = 1, *, time_limit: float = TIME_LIMIT, read: Extractor = extract_here) -> None:
        self.in_flight = _AHEAD * count
        self._stopping = Event()
        self._workers = [Worker(time_limit, self._stopping, read) for _ in range(count)]
        self._free: SimpleQueue[Worker] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="minutes-reader")
        for worker in self._workers:
            self._free.put(worker)
            # What keeps it from starting is told to whoever has a file for it.
            with suppress(StoreError):
                worker.launch()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def process_ids(self) -> list[int]:
        """The system's numbers of the processes that are there."""
        return [number for worker in self._workers if (number := worker.process_id) is not None]

    def prepare(self) -> None:
        """Wait until all workers can read; nobody needs to, for the first files may wait for them as well.

        Raises:
            StoreError: One cannot be started.
        """
        for worker in self._workers:
            worker.prepare()

    def submit(self, origin: Origin) -> Future[Extracted | Unreadable]:
        """Have a file read by the next worker that is free.

        The future raises ``StoreError`` where no worker can be started, ``StoppedError`` after ``stop``.
        """
        return self._threads.submit(self._extract, origin)

    def stop(self) -> None:
        """End all workers; one that is busy in the middle of its file."""
        self._stopping.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        is_idle = self._free.qsize() == len(self._workers)
        for worker in self._workers:
            worker.close() if is_idle else worker.abandon()
        self._threads.shutdown(wait=True)
        for worker in self._workers:
            worker.close()

    def _extract(self, origin: Origin) -> Extracted | Unreadable:
        worker = self._free.get()
        try:
            with origin.local() as path:
                return worker.extract(path, origin.name)
        except ReadError as error:
            return unreadable(error)
        finally:
            self._free.put(worker)


class Here:
    """Reading in this process, one file after the other: with MINUTES_DEBUG, where a defect is to be seen as it is."""

    in_flight = 1

    def submit(self, origin: Origin) -> Future[Extracted | Unreadable]:
        """Read at once."""
        future: Future[Extracted | Unreadable] = Future()
        try:
            with origin.local() as path:
                future.set_result(extract_here(path, origin.name))
        except BaseException as error:
            future.set_exception(error)
        return future

    def stop(self) -> None:
        """Nothing is left to end."""


_kept: dict[tuple[int, tuple[tuple[str, str], ...]], Pool] = {}
"""The pool of this process, by number of readers and the settings with which they were started."""


@contextmanager
def open_readers(count: int = 1) -> Iterator[Readers]:
    """Readers for one command. The processes outlive it and serve the next one in this process; they end with it.

    With MINUTES_DEBUG files are read in this process, without its limits.
    """
    if os.environ.get("MINUTES_DEBUG"):
        yield Here()
        return
    key = (count, _settings())
    pool = _kept.pop(key, None)
    _stop_kept()
    if pool is None:
        pool = Pool(count)
    try:
        yield pool
    except BaseException:
        pool.stop()
        raise
    _kept[key] = pool


def _settings() -> tuple[tuple[str, str], ...]:
    """What a reader takes from the environment when it starts: where the programs for scans and old formats are."""
    return tuple(
        sorted((k, v) for k, v in os.environ.items() if k in ("PATH", "TMPDIR") or k.startswith(("MINUTES_", "TESS")))
    )


@atexit.register
def _stop_kept() -> None:
    while _kept:
        _kept.popitem()[1].stop()


Read = tuple[Origin, Extracted | Unreadable]


def read_in_order(origins: Iterable[Origin], readers: Readers) -> Iterator[Read]:
    """(file, what was read) in the order given; while one is dealt with, the next ones are being read.

    Args:
        origins: The files.
        readers: Who reads; no more than ``in_flight`` files are asked for at once, so that a folder may hold any number.
    """
    return chain.from_iterable(read_as_ready(origins, readers))


def read_as_ready(origins: Iterable[Origin], readers: Readers) -> Iterator[list[Read]]:
    """As ``read_in_order``, one file at least and with it whatever else has been read by then.

    Where the readers are slower than whoever takes from them that is one file at a time, else up to ``in_flight``.
    """
    asked: deque[tuple[Origin, Future[Extracted | Unreadable]]] = deque()
    coming = iter(origins)
    is_open = True
    while is_open or asked:
        while is_open and len(asked) < readers.in_flight:
            following = next(coming, None)
            if following is None:
                is_open = False
            else:
                asked.append((following, readers.submit(following)))
        if asked:
            while not wait([asked[0][1]], _SLICE).done:
                pass
            ready = [asked.popleft()]
            while asked and asked[0][1].done():
                ready.append(asked.popleft())
            yield [(origin, future.result()) for origin, future in ready]
