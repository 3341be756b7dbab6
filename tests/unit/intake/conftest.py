"""A drop folder of its own for each test, looked at in this process."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.intake.archive import Archive, archive_of
from minutes_pipeline.intake.drop_folder import DropFolder, Look
from minutes_pipeline.intake.extraction import Extracted, Unreadable, extract_here
from minutes_pipeline.intake.reports import FileReport, Notice

MINUTES = """第２回 青葉市地域福祉推進会議 議事録

日　時　令和６年５月１７日（金）　午後１時３０分～３時００分
場　所　青葉市役所　２０１会議室
出席者　福祉部　山野部長、高齢課　川上課長

１　相談支援の状況について
・相談件数は令和５年度で１，２００件であった。
・専門の相談員が不足していることが課題である。
・次回までに事務局が他市の事例を調査する。
"""
BAD = b"\x00\x01\x02\x03"


class Place:
    """A drop folder ``folder`` with its database ``db``; ``told`` and ``read`` remember what happened."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder, self.db = root, root / "置き場", root / "data" / "minutes.db"
        self.quarantine = self.folder / "要確認"
        self.folder.mkdir(exist_ok=True)
        self.archive = Archive(archive_of(self.db))
        self.read: list[str] = []
        self.extract: Callable[[Path, str], Extracted | Unreadable] = extract_here
        self.restart()

    def restart(self) -> None:
        """As a new process: nothing is remembered but what lies on the disk."""
        self.told: list[FileReport | Notice] = []
        self.read.clear()
        self._drop_folder = DropFolder(
            self.folder, self.db, self.archive, self._extract, settle=0, tell=self.told.append, stopping=threading.Event()
        )  # fmt: skip

    def _extract(self, path: Path, name: str) -> Extracted | Unreadable:
        self.read.append(name)
        return self.extract(path, name)

    def look(self) -> Look:
        return self._drop_folder.look()

    def drop(self, name: str, data: bytes | str = MINUTES) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def files(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    def notices(self) -> list[str]:
        return [report.text for report in self.told if isinstance(report, Notice)]

    def reports(self) -> list[FileReport]:
        return [report for report in self.told if isinstance(report, FileReport)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)
