"""A process that ends, as if killed, before its n-th change to the file system."""

import os
import sys
import threading
from pathlib import Path
from typing import Any

from drop_files import bytes_of

from minutes_pipeline.intake.archive import Archive
from minutes_pipeline.intake.drop_folder import DropFolder
from minutes_pipeline.intake.extraction import extract_here

#: Audit events of Python that change something (https://docs.python.org/3/library/audit_events.html).
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.truncate", "sqlite3.connect"}
ENDED_BY_US = 77


def prepare(place: Path, kind: str) -> None:
    """A drop folder with one good file, one that cannot be read, or a mended one whose bad one waits in 要確認."""
    folder = place / "in" / "水瀬市"
    folder.mkdir(parents=True)
    if kind == "mended":
        (folder / "第1回.txt").write_bytes(b"\x00\x01\x02")
        look(place)
    (folder / "第1回.txt").write_bytes(b"\x00\x01\x02" if kind == "bad" else bytes_of(0))


def look(place: Path) -> None:
    """One look, undisturbed."""
    archive = Archive(place / "minutes.archive", owner="test")
    archive.sweep(is_owner_alone=True)
    troubles: list[Any] = []
    DropFolder(
        place / "in", place / "minutes.db", archive, extract_here, settle=0, tell=troubles.append,
        stopping=threading.Event(),
    ).look()  # fmt: skip


def run_until_step(place: Path, step: int) -> bool:
    """Look in a process that ends before its ``step``-th change; whether it came to the end before that."""
    child = os.fork()
    if child == 0:
        _end_before(step)
        try:
            look(place)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, ENDED_BY_US)
    return code == 0


def _end_before(step: int) -> None:
    done = 0

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done
        writes = event == "open" and isinstance(arguments[1], str) and any(c in arguments[1] for c in "wxa+")
        if event in CHANGES or writes:
            done += 1
            if done == step:
                os._exit(ENDED_BY_US)

    sys.addaudithook(hear)
