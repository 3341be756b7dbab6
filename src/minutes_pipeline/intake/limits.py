"""Limits that the system itself keeps for a reading process (読み取り用プロセスの上限).

Size, pages, depth and the like are counted by the readers (``read.guard``); this is what holds when they are deceived.
On Linux (``setrlimit``) and Windows (``windows_job``) a process that asks for more memory is refused it. macOS keeps no
such limit: there the counted limits and the time limit hold alone.
"""

from __future__ import annotations

import sys

MEMORY_LIMIT = 2 * 1024**3
"""Bytes of a process' own memory, over and above the dictionary, which all readers share."""


def limit_this_process(memory: int = MEMORY_LIMIT) -> bool:
    """Limit this process and the programs it starts; returns whether the system keeps the memory limit.

    A process that dies leaves no core dump either: minutes would stand in it.
    """
    if sys.platform == "win32":
        from minutes_pipeline.intake.windows_job import limit_by_job

        return limit_by_job(memory)
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform != "linux":
        return False
    # Private memory that can be written, not the address space: the dictionary and the libraries are mapped files.
    return _lower(resource.RLIMIT_DATA, memory)


def _lower(kind: int, limit: int) -> bool:
    import resource

    _, hard = resource.getrlimit(kind)
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    try:
        resource.setrlimit(kind, (wanted, wanted))
    except (OSError, ValueError):
        return False
    return True
