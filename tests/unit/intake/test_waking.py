"""What wakes the watcher: time, events of the file system, the end."""

import threading
import time
from pathlib import Path

from minutes_pipeline.intake.drop_folder import Look
from minutes_pipeline.intake.waking import Waker
from minutes_pipeline.intake.watch import _pause


def waited(waker: Waker, seconds: float) -> float:
    started = time.monotonic()
    waker.wait(seconds)
    return time.monotonic() - started


def test_time_alone(tmp_path: Path) -> None:
    waker = Waker(tmp_path, threading.Event(), has_events=False)
    timer = threading.Timer(0.1, (tmp_path / "a.txt").touch)
    timer.start()
    assert waited(waker, 0.7) >= 0.7
    timer.join()


def test_a_file_wakes_early(tmp_path: Path) -> None:
    stopping = threading.Event()
    waker = Waker(tmp_path, stopping, has_events=True)
    writing = threading.Event()

    def write() -> None:
        # Again and again: listening takes its time to begin.
        number = 0
        while not writing.wait(0.1):
            number += 1
            (tmp_path / f"{number}.txt").write_bytes(b"x")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert waited(waker, 30) < 15
    finally:
        writing.set()
        thread.join()
        stopping.set()


def test_the_end_wakes(tmp_path: Path) -> None:
    stopping = threading.Event()
    waker = Waker(tmp_path, stopping, has_events=False)
    threading.Timer(0.1, stopping.set).start()
    assert waited(waker, 30) < 5
    assert waited(waker, 30) < 0.1


def test_a_folder_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    stopping = threading.Event()
    waker = Waker(tmp_path / "ない", stopping, has_events=True)
    assert waited(waker, 0.2) >= 0.2
    stopping.set()


def test_the_next_look_is_when_a_file_may_be_ready() -> None:
    assert _pause(Look(), 10) == 10
    assert _pause(Look(next_in=3), 10) == 3
    assert _pause(Look(next_in=60), 10) == 10
    assert _pause(Look(next_in=0.0), 10) > 0
