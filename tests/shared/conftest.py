"""The evaluation data lies outside the repository: MINUTES_SHARED, or ../shared. Absent: skipped, with the reason."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def shared_folder() -> Path:
    return Path(os.environ.get("MINUTES_SHARED") or ROOT.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if not (folder / "eval" / "gold").is_dir():
        pytest.skip(f"評価用のデータがありません（{folder}）。MINUTES_SHARED で場所を指定してください")
    return folder
