"""What wakes the watcher early (起こし役): events of the file system. They are a convenience; the look is the truth."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event, Thread

_SLICE = 0.5
"""Longest uninterrupted wait: Windows hears Ctrl-C only between waits."""
_TOGETHER = 0.2
"""Seconds in which events are taken together."""


class Waker:
    """Waits for a time, an event in the folder, or the end of the program, whichever comes first.

    Args:
        folder: The drop folder.
        stopping: Ends every wait.
        has_events: False for network drives, whose changes by others raise no events here: time alone wakes.
    """

    def __init__(self, folder: Path, stopping: Event, *, has_events: bool) -> None:
        self._folder = folder
        self._stopping = stopping
        self._changed = Event()
        self._thread: Thread | None = None
        self._has_events = has_events

    def wait(self, seconds: float) -> None:
        """Wait at most ``seconds``."""
        if self._has_events:
            self._listen()
        until = time.monotonic() + seconds
        while not self._stopping.is_set():
            left = until - time.monotonic()
            if left <= 0:
                return
            if self._changed.wait(min(left, _SLICE)):
                self._stopping.wait(_TOGETHER)
                self._changed.clear()
                return

    def _listen(self) -> None:
        """Start to listen, or start anew after the folder was away."""
        if self._thread is not None and self._thread.is_alive():
            return
        if self._folder.is_dir():
            self._thread = Thread(target=self._pass_on, name="minutes-events", daemon=True)
            self._thread.start()

    def _pass_on(self) -> None:
        try:
            from watchfiles import watch

            for _ in watch(
                self._folder, watch_filter=None, debounce=400, step=50, stop_event=self._stopping, rust_timeout=1000,
                raise_interrupt=False, ignore_permission_denied=True,
            ):  # fmt: skip
                self._changed.set()
        except (OSError, RuntimeError, ImportError):
            # No events to be had (limit of the system, folder gone): time still wakes.
            self._stopping.wait(60)
