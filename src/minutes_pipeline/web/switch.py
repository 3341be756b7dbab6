"""Whether people may write through the site (確認の切り替え): off unless the program was started with ``--review``."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from minutes_pipeline.web.passwords import check_password, password_file

WRITABLE = ("/review", "/upload")
"""Addresses below which something can be written when the switch is on."""
_TRIES, _PAUSE = 5, 60.0


class Intake(Protocol):
    """What takes an uploaded file in: reads it first, stores it when a person says so."""

    def preview(self, path: Path, name: str) -> Any:
        """The records of the file (``Minutes``); raises ``MinutesError`` when it cannot be read."""

    def take(self, path: Path, name: str) -> tuple[str, str]:
        """Store the file: (meeting id, one Japanese sentence about what became of it)."""


@dataclass
class ReviewSwitch:
    """The switch in the position on.

    Attributes:
        db_path: The database that is written.
        intake: Takes uploads in; None where nothing can be uploaded.
    """

    db_path: Path
    intake: Intake | None = None
    clock: Callable[[], float] = time.monotonic
    _failures: list[float] = field(default_factory=list)

    def admits(self, password: str) -> bool:
        """Whether the password is right; after five wrong ones a minute passes before the next is looked at."""
        now = self.clock()
        self._failures = [then for then in self._failures if now - then < _PAUSE]
        if len(self._failures) >= _TRIES:
            return False
        if check_password(password_file(self.db_path), password):
            self._failures.clear()
            return True
        self._failures.append(now)
        return False

    @property
    def is_paused(self) -> bool:
        """Whether nobody is let in for the moment."""
        return len([then for then in self._failures if self.clock() - then < _PAUSE]) >= _TRIES


def switch_of(datasette: Any) -> ReviewSwitch | None:
    """The switch of this site, or None when it is off."""
    switch = getattr(datasette, "_minutes_review", None)
    return switch if isinstance(switch, ReviewSwitch) else None


def turn_on(datasette: Any, switch: ReviewSwitch) -> None:
    """Turn reviewing on for this site."""
    datasette._minutes_review = switch


def may_write(datasette: Any, path: str) -> bool:
    """Whether a form may be sent to this address."""
    return switch_of(datasette) is not None and any(path == p or path.startswith(f"{p}/") for p in WRITABLE)
