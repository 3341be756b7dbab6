"""Reading on many machines (クラスター): the same function as in the local pool, run by the workers of Dask distributed.

A worker that dies (a file that crashes pdfium, a machine that is switched off) loses nothing: the scheduler gives its
files to another one, and a file that has ended several of them is told of like one that ended the local reader.
"""

from __future__ import annotations

import faulthandler
import os
from concurrent.futures import Future
from typing import Any

from minutes_pipeline.errors import MinutesError, StoreError
from minutes_pipeline.intake.extraction import Extracted, Unreadable, extract_here, unreadable
from minutes_pipeline.intake.origins import Origin
from minutes_pipeline.intake.worker import CRASHED, TIME_LIMIT
from minutes_pipeline.version import __version__

_PER_WORKER = 4
"""Files on their way to each worker thread: none waits for the network, and one that dies has few to be read again."""
_ANSWER = 20.0


class ClusterReaders:
    """The workers behind a scheduler, as ``intake.extraction.Readers``.

    Args:
        address: Of the scheduler (``tcp://10.0.0.5:8786``).

    Raises:
        StoreError: Dask is not there, nobody answers, there is no worker, or one has another version of the program.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise StoreError(
                "Dask distributed が入っていないため、--cluster は使えません",
                "pip install 'minutes-pipeline[cluster]' で入れてください",
            ) from error
        connect: Any = Client
        try:
            self._client: Any = connect(address, timeout=_ANSWER, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise StoreError(
                f"クラスターの受付（{address}）につながりません",
                "アドレスと、dask scheduler が動いているかを確かめてください",
            ) from error
        try:
            self.in_flight = _PER_WORKER * self._count_workers()
        except BaseException:
            self._client.close()
            raise
        self._executor: Any = self._client.get_executor(pure=False)

    def _count_workers(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        if not threads:
            raise StoreError("クラスターに作業をするプロセスがありません", "dask worker を動かしてから実行してください")
        versions = set(self._client.run(_version).values())
        if versions != {__version__}:
            others = "、".join(sorted(str(version) for version in versions - {__version__}))
            raise StoreError(
                f"クラスターのプログラムの版が違います（ここは {__version__}、あちらは {others}）",
                "すべての機械に同じ版を入れてください",
            )
        return sum(threads.values())

    def __enter__(self) -> ClusterReaders:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def submit(self, origin: Origin) -> Future[Extracted | Unreadable]:
        """Have a file read by a worker, which finds or fetches it under this address."""
        answer: Future[Extracted | Unreadable] = Future()
        answer.set_running_or_notify_cancel()
        inner: Future[Any] = self._executor.submit(read_origin, origin.absolute(), TIME_LIMIT)
        inner.add_done_callback(lambda done: _answer(answer, done))
        return answer

    def stop(self) -> None:
        """Let go of the cluster; what is on its way there is given up."""
        self._client.close()


def read_origin(origin: Origin, time_limit: float) -> Extracted | Unreadable:
    """What a worker does: fetch one file, read it, send back what was read.

    A file that takes longer than ``time_limit`` ends its worker, as does one that crashes it.
    """
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(time_limit, exit=True, file=nowhere)
        try:
            with origin.local() as path:
                return extract_here(path, origin.name)
        except MinutesError as error:
            return unreadable(error)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _version() -> str:
    return __version__


def _answer(answer: Future[Extracted | Unreadable], done: Future[Any]) -> None:
    """Hand on a result; that workers died of a file is a result, too."""
    if done.cancelled():
        answer.set_exception(_lost())
        return
    error = done.exception()
    if error is None:
        answer.set_result(done.result())
    elif type(error).__name__ == "KilledWorker":
        answer.set_result(CRASHED)
    else:
        answer.set_exception(_lost())


def _lost() -> StoreError:
    return StoreError(
        "クラスターとのつながりが切れました",
        "dask scheduler が動いているかを確かめ、もう一度実行してください（保存した所の続きから読みます）",
    )
