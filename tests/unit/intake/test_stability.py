"""When a file may be taken."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from minutes_pipeline.intake.scan import Found
from minutes_pipeline.intake.stability import Stillness, is_being_written


def found(size: int = 10, mtime: int = 5, path: str = "a.txt") -> Found:
    return Found(Path(path), path, None, size, mtime)


def test_it_must_stand_still_for_a_while() -> None:
    stillness = Stillness(5)
    assert [stillness.remaining(found(), now) for now in (100, 103, 104.5, 105, 106)] == [5, 2, 0.5, 0, 0]


@pytest.mark.parametrize("changed", [found(size=11), found(mtime=6), found(size=9)])
def test_a_change_begins_anew(changed: Found) -> None:
    stillness = Stillness(5)
    stillness.remaining(found(), 100)
    assert stillness.remaining(changed, 104) == 5
    assert stillness.remaining(changed, 108) == 1
    assert stillness.remaining(changed, 109) == 0


def test_its_own_time_does_not_matter() -> None:
    """Copies keep the time of their original, and the clock of a file server may be wrong."""
    stillness = Stillness(5)
    assert stillness.remaining(found(mtime=0), 100) == 5
    assert stillness.remaining(found(mtime=2**62, path="b"), 100) == 5


def test_each_file_for_itself() -> None:
    stillness = Stillness(5)
    stillness.remaining(found(), 100)
    assert stillness.remaining(found(path="b.txt"), 105) == 5
    assert stillness.remaining(found(), 105) == 0


def test_one_that_went_and_came_back_begins_anew() -> None:
    stillness = Stillness(5)
    stillness.remaining(found(), 100)
    stillness.keep_only(set())
    assert stillness.remaining(found(), 105) == 5


def test_one_that_changed_while_it_was_taken_begins_anew() -> None:
    stillness = Stillness(5)
    stillness.remaining(found(), 100)
    stillness.restart(found())
    assert stillness.remaining(found(), 105) == 5


def test_an_empty_file_waits_longer() -> None:
    """Browsers make the file first and fill it later."""
    fresh = found(size=0, mtime=int(time.time() * 1e9))
    stillness = Stillness(5)
    assert stillness.remaining(fresh, 100) == 60
    assert stillness.remaining(fresh, 159) == 1
    assert stillness.remaining(fresh, 160) == 0
    assert Stillness(5).remaining(found(size=0, mtime=0), 100) == 5


@pytest.mark.skipif(sys.platform != "linux", reason="leases")
def test_a_file_that_another_program_writes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"half")
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        if not lease_works(path):
            pytest.skip("no leases here")
        assert not is_being_written(path)
        with path.open("rb"):
            assert not is_being_written(path)
        holding = f"stream = open({str(path)!r}, 'ab'); print(flush=True); input()"
        writer = subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        assert is_being_written(path)
        writer.communicate(b"\n")
        assert not is_being_written(path)
        assert not is_being_written(tmp_path / "ない")
    finally:
        signal.signal(signal.SIGIO, before)


def lease_works(path: Path) -> bool:
    import fcntl

    with path.open("rb") as stream:
        try:
            fcntl.fcntl(stream.fileno(), fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(stream.fileno(), fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError:
            return False
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="leases")
def test_without_protection_from_the_signal_no_lease_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"half")
    assert signal.getsignal(signal.SIGIO) is not signal.SIG_IGN
    with path.open("ab"):
        assert not is_being_written(path)
