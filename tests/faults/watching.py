"""A watcher in a process of its own, and everything that a database, an archive and a folder hold."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

_PROGRAM = "from minutes_pipeline.cli import main; main()"
#: Columns that tell when or in which order things happened, not what they are.
_MOMENTS = {
    "arrivals": {"id", "at"},
    "audit": {"id", "at"},
    "passages": {"id"},
    "index_terms": {"first_passage"},
    "waiting_files": {"at", "attempts"},
}
_NOT_OURS = ("sqlite_", "search_index", "_sqlite", "data_dictionary")
#: Links that are kept are worked out again whenever somebody asks; they are no document's rows.
_KEPT = ("linked_", "link_suggestions", "issue_threads", "issue_states", "promises")


def everything(path: Path) -> dict[str, list[str]]:
    """Table -> its rows as text, sorted; moments and running numbers left out."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(
                json.dumps(
                    {key: _plain(row[key]) for key in row.keys() if key not in _MOMENTS.get(name, ())},  # noqa: SIM118 (a Row iterates over values)
                    ensure_ascii=False,
                )
                for row in connection.execute(f'SELECT * FROM "{name}"')
            )
            for name in names
            if not name.startswith((*_NOT_OURS, *_KEPT))
        }
    finally:
        connection.close()


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def rows_by_document(path: Path) -> dict[str, dict[str, list[str]]]:
    """Digest of a file -> table -> the rows that belong to its document, as text, sorted; moments left out."""
    rows = everything(path)
    by_id = {json.loads(row)["id"]: json.loads(row)["sha256"] for row in rows.get("documents", ())}
    found: dict[str, dict[str, list[str]]] = {digest: {} for digest in by_id.values()}
    for table, lines in rows.items():
        for line in lines:
            owner = by_id.get(json.loads(line).get("document_id"))
            if owner is not None:
                found[owner].setdefault(table, []).append(line)
    return found


def files_in(folder: Path) -> list[str]:
    """Files below a folder, as paths relative to it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def archived(root: Path) -> list[str]:
    """Digests of the files in the archive, each compared with the bytes found under it."""
    found = []
    for path in root.glob("[0-9a-f][0-9a-f]/*"):
        digest = path.name.partition(".")[0]
        assert sha256(path.read_bytes()).hexdigest() == digest
        found.append(digest)
    return sorted(found)


@dataclass
class Watcher:
    """``minutes watch`` in processes of its own; ``log`` has what all of them printed."""

    folder: Path
    db: Path
    log: Path
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    begun: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        self.begun = self.said().count("見張っています")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, "watch", str(self.folder), "--db", str(self.db), *self.options, *options],
                stdout=log, stderr=log, env=os.environ | self.environment,
            )  # fmt: skip
        return self.process

    def once(self, *options: str) -> int:
        return self.start("--once", *options).wait(120)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """SIGTERM, not before it watches; the exit code."""
        assert self.process is not None
        assert wait_until(lambda: self.said().count("見張っています") == self.begun + 1, 30), self.said()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def said(self) -> str:
        return self.log.read_text("utf-8") if self.log.exists() else ""


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition comes true within so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
