"""What people laid beside the database (名簿・組織の対応表・計画): read again whenever a file changes."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, field
from pathlib import Path

from minutes_pipeline.errors import MinutesError
from minutes_pipeline.link.master import Master
from minutes_pipeline.progress.master_files import master_beside
from minutes_pipeline.progress.plan import Plan, load_plan

_PLANS = ("{stem}.計画.yaml", "{stem}.計画.yml", "plan.yaml")
_KEPT = 8
Stamps = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Beside:
    """Master data, the plan (None where none was given), and a sentence for every file that could not be understood."""

    master: Master = field(default_factory=Master)
    plan: Plan | None = None
    troubles: tuple[str, ...] = ()
    stamps: Stamps = ()


_lock = threading.Lock()
_cache: dict[tuple[Path, Stamps], Beside] = {}


def beside(conn: sqlite3.Connection) -> Beside:
    """What lies beside the database of this connection; nothing for one in memory."""
    path = next((row[2] for row in conn.execute("PRAGMA database_list") if row[1] == "main"), "")
    return _beside(Path(path)) if path else Beside()


def _beside(path: Path) -> Beside:
    stamps = _stamps(path)
    with _lock:
        found = _cache.get((path, stamps))
    if found is None:
        found = _read(path, stamps)
        with _lock:
            while len(_cache) >= _KEPT:
                _cache.pop(next(iter(_cache)))
            _cache[path, stamps] = found
    return found


def _stamps(path: Path) -> Stamps:
    """Name, time and size of every file that may be meant."""
    stem = path.name.removesuffix(".db")
    names = (*(one.format(stem=stem) for one in _PLANS), *(
        f"{stem}.{kind}{suffix}" for kind in ("名簿", "組織") for suffix in (".csv", ".xlsx")
    ))  # fmt: skip
    found = []
    for name in names:
        try:
            status = path.with_name(name).stat()
        except OSError:
            continue
        found.append((name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def _read(path: Path, stamps: Stamps) -> Beside:
    master, plan, troubles = Master(), None, []
    try:
        master = master_beside(path)
    except MinutesError as error:
        troubles.append(str(error))
    there = {name for name, _, _ in stamps}
    named = next(
        (one for pattern in _PLANS if (one := pattern.format(stem=path.name.removesuffix(".db"))) in there), None
    )
    if named is not None:
        try:
            plan = load_plan(path.with_name(named))
        except MinutesError as error:
            troubles.append(str(error))
    return Beside(master, plan, tuple(troubles), stamps)
