"""The memory limit of a reading process on Windows (ジョブ オブジェクト): what ``setrlimit`` is elsewhere.

A process puts itself into a job whose processes may have so much memory each; those that it starts (LibreOffice,
Tesseract) belong to it too, and end with it. Windows 8 and later allow this whatever other job it is in already.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_EXTENDED_LIMITS = 9
_PROCESS_MEMORY = 0x0100
_DIE_ON_UNHANDLED_EXCEPTION = 0x0400
"""A crash opens no window that waits for somebody to close it."""
_KILL_ON_JOB_CLOSE = 0x2000
_Size = ctypes.c_size_t


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION (winnt.h)."""

    _fields_ = (
        ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", ctypes.c_uint32),
        ("least_working_set", _Size), ("most_working_set", _Size), ("active_processes", ctypes.c_uint32),
        ("affinity", _Size), ("priority", ctypes.c_uint32), ("scheduling", ctypes.c_uint32),
    )  # fmt: skip


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION (winnt.h)."""

    _fields_ = (
        ("basic", BasicLimits), ("transfers", ctypes.c_uint64 * 6), ("process_memory", _Size), ("job_memory", _Size),
        ("peak_process_memory", _Size), ("peak_job_memory", _Size),
    )  # fmt: skip


def limit_by_job(memory: int, kernel: Any = None) -> bool:
    """Put this process into a job of its own; returns whether Windows keeps the limit.

    Args:
        memory: Bytes that each process of the job may have of its own.
        kernel: The functions of kernel32.dll; another object in tests.
    """
    try:
        return _limit(memory, _kernel32() if kernel is None else kernel)
    except (OSError, AttributeError):
        return False


def _limit(memory: int, kernel: Any) -> bool:
    limits = ExtendedLimits()
    limits.basic.flags = _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
    limits.process_memory = memory
    # Its handle is never closed: that would end this process.
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return False
    if not kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)):
        return False
    return bool(kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()))


def _kernel32() -> Any:
    if sys.platform != "win32":
        raise OSError("not Windows")
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    handle, truth = ctypes.c_void_p, ctypes.c_int
    kernel.CreateJobObjectW.argtypes, kernel.CreateJobObjectW.restype = (handle, ctypes.c_wchar_p), handle
    kernel.SetInformationJobObject.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32)
    kernel.SetInformationJobObject.restype = truth
    kernel.AssignProcessToJobObject.argtypes = (handle, handle)
    kernel.AssignProcessToJobObject.restype = truth
    kernel.GetCurrentProcess.argtypes, kernel.GetCurrentProcess.restype = (), handle
    return kernel
