"""What lies in the drop folder (置き場の調べ方): every file that somebody may have meant to drop, in a fixed order."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from minutes_pipeline.intake.file_names import recorded, recorded_folder

QUARANTINE = "要確認"
"""Folder of files that somebody must look at, directly in the drop folder."""
TAKEN_PREFIX = ".minutes-"
"""A file that is kept and stored is renamed to this before it is removed: what lies under it was ours to remove."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A rule for names that are no documents (見送る名前), with examples run as tests."""

    id: str
    pattern: re.Pattern[str]
    accepts: tuple[str, ...]
    rejects: tuple[str, ...]


def _rule(id: str, pattern: str, accepts: str, rejects: str) -> Passed:
    return Passed(id, re.compile(pattern, re.IGNORECASE | re.DOTALL), tuple(accepts.split()), tuple(rejects.split()))


PASSED_OVER = (
    _rule("hidden", r"\..*", ".議事録.docx .DS_Store ._議事録.pdf .~lock.議事録.odt#", "議事録.docx 議事録.第1回.pdf"),
    _rule("office_lock", r"~\$.*", "~$議事録.docx ~$事録.docx", "議事録~$.docx $議事録.docx"),
    _rule(
        "unfinished", r".*\.(?:tmp|temp|part|partial|crdownload|download|filepart|swp)",
        "~WRL0001.tmp 議事録.pdf.part 議事録.docx.crdownload", "議事録tmp.pdf part.docx",
    ),
    _rule("backup", r".*~", "議事録.txt~", "議事録～ ~議事録.txt"),
    _rule("desktop", r"(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r)", "Thumbs.db desktop.ini", "thumbs.db.pdf"),
    _rule(
        "system_folder", r"(?:\$recycle\.bin|system volume information|#recycle|#snapshot|@eadir|@recycle|lost\+found)",
        "$RECYCLE.BIN #recycle @eaDir", "recycle #第1回",
    ),
)  # fmt: skip
"""Files and folders of these names are left where they are, without a word."""
_HIDDEN_ATTRIBUTES = stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM


@dataclass(frozen=True, slots=True)
class Found:
    """A file as seen at one moment.

    Attributes:
        path: Where it lies.
        name: Its name as recorded and shown.
        folder: Its sub-folder (会議体) as recorded, or None.
        size: In bytes.
        mtime_ns: Time of its last change.
    """

    path: Path
    name: str
    folder: str | None
    size: int
    mtime_ns: int

    @property
    def mark(self) -> tuple[int, int]:
        """What changes when the file does (not its number on the disk: some file servers make up a new one each time)."""
        return self.size, self.mtime_ns

    @property
    def shown(self) -> str:
        """Folder and name, safe to print."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


@dataclass(frozen=True, slots=True)
class Scan:
    """One look at the drop folder.

    Attributes:
        dropped: Files to take, sorted by path.
        waiting: Files in 要確認, notes among them, sorted by path.
        taken: Files that were stored but not yet removed when a process ended.
        unreadable: Sub-folders that could not be looked into, as shown.
    """

    dropped: tuple[Found, ...] = ()
    waiting: tuple[Found, ...] = ()
    taken: tuple[Found, ...] = ()
    unreadable: tuple[str, ...] = ()


def is_passed_over(name: str) -> bool:
    """Whether a name is that of no document: lock files, downloads in progress, hidden files."""
    return any(rule.pattern.fullmatch(name) for rule in PASSED_OVER)


def scan(folder: Path) -> Scan:
    """Look at everything below the drop folder. Links are not followed.

    Raises:
        OSError: The drop folder itself cannot be looked into.
    """
    dropped: list[Found] = []
    taken: list[Found] = []
    unreadable: list[str] = []
    _walk(folder, (), dropped, taken, unreadable)
    waiting: list[Found] = []
    if (folder / QUARANTINE).is_dir():
        _walk(folder / QUARANTINE, (), waiting, taken, unreadable)
    dropped, waiting, taken = (sorted(files, key=lambda file: file.path) for files in (dropped, waiting, taken))
    return Scan(tuple(dropped), tuple(waiting), tuple(taken), tuple(unreadable))


def _walk(folder: Path, parts: tuple[str, ...], files: list[Found], taken: list[Found], unreadable: list[str]) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        if not parts:
            raise
        unreadable.append("/".join(map(recorded, parts)))
        return
    for entry in entries:
        try:
            _sort(entry, parts, files, taken, unreadable)
        except FileNotFoundError:
            continue  # gone between the listing and now


def _sort(
    entry: os.DirEntry[str],
    parts: tuple[str, ...],
    files: list[Found],
    taken: list[Found],
    unreadable: list[str],
) -> None:
    if entry.is_dir(follow_symlinks=False):
        is_quarantine = not parts and entry.name == QUARANTINE
        if not is_quarantine and not is_passed_over(entry.name) and not _is_junction(entry):
            _walk(Path(entry.path), (*parts, entry.name), files, taken, unreadable)
        return
    if not entry.is_file(follow_symlinks=False):
        return
    is_taken = entry.name.startswith(TAKEN_PREFIX)
    # Not DirEntry.stat: on Windows it tells what the folder knew, which may be an earlier size.
    status = Path(entry.path).lstat()
    if not is_taken and (is_passed_over(entry.name) or _is_hidden(status)):
        return
    found = Found(Path(entry.path), recorded(entry.name), recorded_folder(parts), status.st_size, status.st_mtime_ns)
    (taken if is_taken else files).append(found)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    asked = getattr(entry, "is_junction", None)  # from Python 3.12
    return bool(asked()) if asked is not None else False


def _is_hidden(status: os.stat_result) -> bool:
    return bool(getattr(status, "st_file_attributes", 0) & _HIDDEN_ATTRIBUTES)
