"""Watching the drop folder (置き場の見張り): look, wait, look again, until told to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from minutes_pipeline.errors import QueryError, StoreError
from minutes_pipeline.intake.archive import Archive, archive_of
from minutes_pipeline.intake.drop_folder import DropFolder, Look
from minutes_pipeline.intake.lock import lock_file, lock_of
from minutes_pipeline.intake.reports import Notice, Tell
from minutes_pipeline.intake.waking import Waker
from minutes_pipeline.intake.worker import TIME_LIMIT, Worker


@dataclass(frozen=True, slots=True)
class Watching:
    """How to watch (見張り方).

    Attributes:
        folder: The drop folder.
        db_path: The database.
        once: Take what is there and end.
        interval: Seconds between two looks.
        settle: Seconds for which a file must stand still.
        polling: Time alone wakes (network drives).
        time_limit: Seconds for reading one file.
    """

    folder: Path
    db_path: Path
    once: bool = False
    interval: float = 10.0
    settle: float = 5.0
    polling: bool = False
    time_limit: float = TIME_LIMIT


@dataclass(slots=True)
class Total:
    """What all looks came to (合計)."""

    taken: int = 0
    failed: int = 0
    pending: int = 0
    has_trouble: bool = False

    def add(self, look: Look) -> None:
        """Count one more look."""
        self.taken += look.taken
        self.failed += look.failed
        self.pending = look.pending
        self.has_trouble = self.has_trouble or look.has_trouble


def watch(watching: Watching, tell: Tell, stopping: Event, rest: Callable[[], None] = lambda: None) -> Total:
    """Watch until ``stopping`` is set, or once.

    Args:
        watching: How.
        tell: What is told of each file.
        stopping: Set when it shall end.
        rest: Called whenever a look has found nothing to take: there is time for other work.

    Raises:
        QueryError: The folder must not be a drop folder.
        StoreError: The archive cannot be written at the start, or another watcher has this folder.
    """
    check_folder(watching.folder, watching.db_path)
    with _alone(watching) as owner:
        archive = Archive(archive_of(watching.db_path), owner=owner)
        archive.sweep(is_owner_alone=True)
        with Worker(watching.time_limit, stopping) as worker:
            drop_folder = DropFolder(
                watching.folder, watching.db_path, archive, worker.extract,
                settle=watching.settle, tell=tell, stopping=stopping,
            )  # fmt: skip
            waker = Waker(watching.folder, stopping, has_events=not (watching.polling or watching.once))
            if watching.once:
                return _once(drop_folder, watching, waker, stopping, tell)
            return _on_and_on(drop_folder, watching, waker, stopping, rest)


@contextmanager
def _alone(watching: Watching) -> Iterator[str]:
    """Hold the lock of this drop folder; yields the name under which this watcher alone makes half copies."""
    with ExitStack() as stack:
        try:
            lock = stack.enter_context(lock_of(watching.folder, lock_file(watching.db_path)))
        except OSError as error:
            raise StoreError(
                "データベースのフォルダーに書き込めません", "場所と書き込み権限を確かめてください",
                file=str(watching.db_path.parent),
            ) from error  # fmt: skip
        if not lock.is_ours:
            raise StoreError(
                "この置き場は、ほかの minutes watch が見張っています", "そちらを終えてから始めてください",
                file=str(watching.folder),
            )  # fmt: skip
        yield lock.name


def check_folder(folder: Path, db_path: Path) -> None:
    """Refuse a drop folder whose files nobody means to give away.

    Raises:
        QueryError: It is no folder, holds the database, or holds the user's home.
    """
    if folder.exists() and not folder.is_dir():
        raise QueryError(f"「{folder}」はフォルダーではありません", "置き場にするフォルダーを指定してください")
    place = folder.resolve()
    if place in db_path.resolve().parents:
        raise QueryError(
            "データベースが置き場の中にあります",
            "--db で置き場の外を指定してください（置き場のファイルは取り込まれてなくなります）",
        )
    home = Path.home().resolve()
    if place == home or place in home.parents:
        raise QueryError(
            f"「{folder}」は置き場にできません（中のファイルは取り込まれてなくなります）",
            "専用のフォルダーを作って指定してください",
        )


def _on_and_on(
    drop_folder: DropFolder, watching: Watching, waker: Waker, stopping: Event, rest: Callable[[], None]
) -> Total:
    total = Total()
    while not stopping.is_set():
        look = drop_folder.look()
        total.add(look)
        if not look.taken:
            rest()
        waker.wait(_pause(look, watching.interval))
    return total


def _pause(look: Look, interval: float) -> float:
    """Seconds to the next look: to when the next file may be ready, but no longer than the interval."""
    return interval if look.next_in is None else min(interval, max(0.05, look.next_in))


def _once(drop_folder: DropFolder, watching: Watching, waker: Waker, stopping: Event, tell: Tell) -> Total:
    """Look until all that has stood still is taken; what goes on growing is left for the next run."""
    total = Total()
    patience = watching.settle + 2
    last = time.monotonic()
    while not stopping.is_set():
        look = drop_folder.look()
        total.add(look)
        if look.taken:
            last = time.monotonic()
        if look.next_in is None or time.monotonic() - last > patience:
            break
        waker.wait(_pause(look, patience))
    if total.pending and not stopping.is_set():
        tell(
            Notice(
                f"まだ書き込みの終わらないファイルが {total.pending}件あります。次の実行で取り込みます。",
                is_trouble=False,
            )
        )
    return total
