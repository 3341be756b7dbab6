"""A real scheduler of Dask with two workers on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask distributed がありません（pip install 'minutes-pipeline[cluster]'）")
_PATIENCE = 60.0


@dataclass
class Cluster:
    """Address of the scheduler and the processes behind it."""

    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self) -> subprocess.Popen[bytes]:
        options = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder)]
        process = _start("distributed.cli.dask_worker", self.address, *options)
        self.processes.append(process)
        return process


def _start(module: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "ignore", "-m", module, *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("dask")
    known = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known)]
    scheduler = _start("distributed.cli.dask_scheduler", *options)
    until, address = time.monotonic() + _PATIENCE, None
    while address is None and time.monotonic() < until:
        with suppress(OSError, ValueError):
            address = json.loads(known.read_text("utf-8"))["address"]
        time.sleep(0.1)
    assert address, "the scheduler did not start"
    found = Cluster(address, folder, [scheduler])
    try:
        found.start_worker()
        found.start_worker()
        yield found
    finally:
        for process in reversed(found.processes):
            process.terminate()
        for process in found.processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
