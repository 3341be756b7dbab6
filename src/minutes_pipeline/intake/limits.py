"""Limits that the system itself keeps for a reading process (読み取り用プロセスの上限).

Size, pages, depth and the like are counted by the readers (``read.guard``); this is what holds when they are deceived.
On Linux (``setrlimit``) and Windows (``windows_job``) a process that asks for more memory is refused it. macOS keeps no
such limit: there the counted limits and the time limit hold alone.
"""

from __future__ import annotations

import functools
import gc
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


_FEW = 128
"""Caches of fewer entries (the dictionary, compiled tables) are kept: what they hold is dear to make, and bounded by the program."""


def collect_seldom() -> None:
    """Have Python look for cycles less often, and never among what is loaded by now: reading a document makes hardly any."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)


def forget_lines() -> None:
    """Empty what the rules remember of lines and names (``lru_cache``).

    It is worth most within a document. A process that reads for hours would in time hold all that the caches may hold,
    which is more than everything else in it.
    """
    gc.unfreeze()  # what is frozen is not listed
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper) and (found.cache_info().maxsize or 0) >= _FEW:
            found.cache_clear()
    collect_seldom()
