"""Fixtures for the fault tests."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzz"))  # service.py, judging.py
sys.path.insert(0, str(Path(__file__).parent))  # drop_files.py, steps.py, watching.py

from watching import Watcher


@pytest.fixture
def watcher(tmp_path: Path) -> Iterator[Watcher]:
    folder = tmp_path / "置き場"
    folder.mkdir()
    watcher = Watcher(
        folder, tmp_path / "data" / "minutes.db", tmp_path / "log.txt", ("--settle", "0.3", "--interval", "0.5")
    )
    yield watcher
    if watcher.process is not None and watcher.process.poll() is None:
        watcher.kill()
