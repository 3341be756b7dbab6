"""The job of Windows, as far as another system shows: what is asked of kernel32, and that nothing fails without it."""

import ctypes
import sys
from typing import Any

import pytest

from minutes_pipeline.intake.windows_job import BasicLimits, ExtendedLimits, limit_by_job


class Kernel:
    """Answers as told and remembers what it was asked."""

    def __init__(self, *, refused: str = "") -> None:
        self.refused = refused
        self.asked: list[str] = []
        self.flags = self.memory = 0

    def _answer(self, name: str, value: int) -> int:
        self.asked.append(name)
        return 0 if name == self.refused else value

    def CreateJobObjectW(self, *given: object) -> int:  # noqa: N802
        assert given == (None, None)
        return self._answer("create", 4711)

    def SetInformationJobObject(self, job: int, kind: int, limits: Any, size: int) -> int:  # noqa: N802
        assert (job, kind, size) == (4711, 9, ctypes.sizeof(ExtendedLimits))
        self.flags, self.memory = limits._obj.basic.flags, limits._obj.process_memory
        return self._answer("set", 1)

    def GetCurrentProcess(self) -> int:  # noqa: N802
        return -1

    def AssignProcessToJobObject(self, job: int, process: int) -> int:  # noqa: N802
        assert (job, process) == (4711, -1)
        return self._answer("assign", 1)


def test_what_is_asked_for() -> None:
    kernel = Kernel()
    assert limit_by_job(2 * 1024**3, kernel)
    assert kernel.asked == ["create", "set", "assign"]
    assert (kernel.flags, kernel.memory) == (0x2500, 2 * 1024**3)


@pytest.mark.parametrize("refused", ["create", "set", "assign"])
def test_refused(refused: str) -> None:
    kernel = Kernel(refused=refused)
    assert not limit_by_job(1, kernel)
    assert kernel.asked[-1] == refused


def test_an_older_windows() -> None:
    assert not limit_by_job(1, object())


@pytest.mark.skipif(sys.maxsize < 2**32, reason="sizes of 64-bit Windows")
def test_sizes_are_those_of_winnt_h() -> None:
    assert (ctypes.sizeof(BasicLimits), ctypes.sizeof(ExtendedLimits)) == (64, 144)


@pytest.mark.skipif(sys.platform == "win32", reason="has kernel32")
def test_elsewhere_there_is_none() -> None:
    assert not limit_by_job(1)
