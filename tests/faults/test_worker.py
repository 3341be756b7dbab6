"""The reading process: what ends or hangs it costs one file."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import bad_readers
import pytest
from drop_files import bytes_of
from watching import Watcher, files_in, wait_until

from minutes_pipeline.intake import worker as module
from minutes_pipeline.intake.extraction import Extracted, Unreadable
from minutes_pipeline.intake.worker import CRASHED, TOO_LONG, StoppedError, Worker

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
Read = Callable[..., Extracted | Unreadable]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(30, read=bad_readers.read) as worker:
        yield worker


@pytest.fixture
def read(worker: Worker, tmp_path: Path) -> Read:
    """Gives the worker a file of one word; ``seconds`` is the time limit."""

    def call(word: str, seconds: float = 30) -> Extracted | Unreadable:
        path = tmp_path / "file"
        path.write_text(word, "utf-8")
        worker.time_limit = seconds
        return worker.extract(path, "第1回.txt")

    return call


def state_of(process: int) -> tuple[str, int] | None:
    """State (Z for ended but not yet reaped) and parent of a process; None where there is none."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], int(fields[1])


def is_alive(process: int) -> bool:
    state = state_of(process)
    return state is not None and state[0] != "Z"


def children_of(process: int) -> list[int]:
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if is_alive(number) and (state_of(number) or ("", 0))[1] == process]


def pid(read: Read) -> str:
    result = read("process")
    assert isinstance(result, Unreadable)
    return result.reason


def test_the_same_process_reads_one_file_after_the_other(read: Read) -> None:
    assert pid(read) == pid(read) != str(os.getpid())


def test_records_come_over_as_they_are(worker: Worker, tmp_path: Path) -> None:
    from minutes_pipeline.intake.extraction import extract_here

    path = tmp_path / "第1回.txt"
    path.write_bytes(bytes_of(0))
    assert worker.extract(path, path.name) == extract_here(path, path.name)


@pytest.mark.parametrize(
    ("word", "expected"), [("crash", CRASHED), ("hang", TOO_LONG), ("hang for good", TOO_LONG)]
)  # fmt: skip
def test_a_bad_file_costs_only_itself(read: Read, word: str, expected: Unreadable) -> None:
    before = pid(read)
    assert read(word, 30 if word == "crash" else 0.7) is expected
    after = pid(read)
    assert after != before


def test_the_pages_of_a_scan_have_their_time_each(read: Read) -> None:
    assert read("scan", 0.7) == Unreadable("read to the end", "")


def test_a_scan_has_its_time_in_all(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of pages, each of them soon done."""
    monkeypatch.setattr(module, "_PAGES_OF_TIME", 2)
    assert read("scan without end", 0.5) is TOO_LONG


def test_a_crash_that_is_not_the_files_fault_costs_nothing(read: Read) -> None:
    result = read("crash once")
    assert not isinstance(result, Unreadable) or result not in (CRASHED, TOO_LONG)


def test_what_libraries_print_is_not_shown(worker: Worker, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file"
    path.write_text("noise", "utf-8")
    worker.extract(path, "a.txt")
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_programs_that_a_hanging_file_started_end_with_it(read: Read, tmp_path: Path) -> None:
    assert read("hang with a child", 1.5) is TOO_LONG
    child = int((tmp_path / "child").read_text())
    assert wait_until(lambda: not is_alive(child), 5)


def test_the_process_is_renewed_now_and_then(
    worker: Worker, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(module, "_RENEWED_AFTER", 2)
    assert len({pid(read) for _ in range(4)}) >= 2


@posix_only
def test_it_does_not_die_of_what_is_meant_for_the_whole_group(read: Read) -> None:
    """Ctrl-C in a terminal and SIGTERM of a service manager reach the worker too."""
    before = pid(read)
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(int(before), number)
    assert pid(read) == before


@posix_only
def test_a_worker_killed_while_all_is_being_ended_is_not_the_files_fault(tmp_path: Path) -> None:
    stopping = threading.Event()
    path = tmp_path / "file"
    path.write_text("hang", "utf-8")
    with Worker(30, stopping, bad_readers.read) as worker:
        worker._started()
        process = worker._process
        assert process is not None
        assert process.pid is not None
        threading.Timer(0.3, os.kill, (process.pid, signal.SIGKILL)).start()
        threading.Timer(0.4, stopping.set).start()
        with pytest.raises(StoppedError):
            worker.extract(path, "a.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_no_worker_outlives_a_killed_watcher(watcher: Watcher) -> None:
    (watcher.folder / "第1回.txt").write_bytes(bytes_of(0))
    process = watcher.start()
    assert wait_until(lambda: files_in(watcher.folder) == [], 30), watcher.said()
    workers = children_of(process.pid)
    assert workers
    watcher.kill()
    assert wait_until(lambda: not any(map(is_alive, workers)), 5)


@posix_only
def test_the_end_comes_after_the_present_file(watcher: Watcher) -> None:
    """SIGTERM in the middle of many files: exit code 0, every file either done or untouched."""
    for number in range(60):
        (watcher.folder / f"{number:02}.txt").write_bytes(bytes_of(number * 6))
    watcher.start()
    assert wait_until(lambda: watcher.said().count("新しい会議") > 2, 30), watcher.said()
    assert watcher.end() == 0
    left, done = len(files_in(watcher.folder)), watcher.said().count("新しい会議")
    assert left + done == 60
    assert left
    assert "終わります" in watcher.said()
    assert "Traceback" not in watcher.said()
