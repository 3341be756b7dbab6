"""The folder 要確認: files that could not be read, each with a note saying why and what to do.

A file that fails is renamed into it, under the same sub-folder; its bytes are in the archive already. The note is ours
only if it begins as we write it: a file of somebody that merely has such a name is never removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from minutes_pipeline.intake.extraction import Unreadable
from minutes_pipeline.intake.file_names import NOTE_SUFFIX, note_name, numbered, recorded
from minutes_pipeline.intake.scan import QUARANTINE, Found

_FIRST_LINE = "［minutes］このファイルの取り込みについて"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What lies in 要確認 (要確認の中身): the files that wait, and notes whose file is gone."""

    files: tuple[Found, ...]
    orphans: tuple[Path, ...]


def sort_waiting(found: tuple[Found, ...]) -> Waiting:
    """Tell files from notes, and notes of files that are there from those that are not."""
    notes = {file.path for file in found if file.path.name.endswith(NOTE_SUFFIX) and _is_ours(file.path)}
    files = tuple(file for file in found if file.path not in notes)
    wanted = {note_of(file.path) for file in files}
    return Waiting(files, tuple(sorted(notes - wanted)))


def note_of(path: Path) -> Path:
    """Place of the note of a file in 要確認."""
    return path.with_name(note_name(path.name))


def path_key(path: Path) -> str:
    """The path as text for the table of waiting files; names that are no text keep apart but are not restored."""
    return os.fsencode(path.absolute()).decode("utf-8", "backslashreplace")


def counterpart(root: Path, path: Path) -> Path:
    """Where a file of the drop folder ``root`` would lie in 要確認, were it to fail.

    >>> counterpart(Path("in"), Path("in/教育/a.pdf")).as_posix()
    'in/要確認/教育/a.pdf'
    """
    return root / QUARANTINE / path.relative_to(root)


def move_in(root: Path, path: Path) -> Path:
    """Move a failed file into 要確認, numbered where the name is taken; returns where it is now.

    Raises:
        OSError: The drop folder cannot be written.
    """
    target = counterpart(root, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    free = next(place for place in _places(target) if not os.path.lexists(place) and not note_of(place).exists())
    shutil.move(path, free)
    return free


def _places(target: Path) -> Iterator[Path]:
    yield target
    yield from (target.with_name(numbered(target.name, number)) for number in count(2))


def write_note(path: Path, failure: Unreadable, *, at: str) -> None:
    """Write the note of a file in 要確認 (UTF-8 with BOM and CRLF: Notepad shows it as it is).

    Somebody's own file of that name stays; there is then no note.

    Raises:
        OSError: The folder cannot be written.
    """
    again = (
        f"{failure.program} を使えるようになると、自動でもう一度取り込みます。"
        if failure.program
        else "直したファイルを、同じ名前でこのフォルダーに上書きするか、元のフォルダーに入れ直すと、自動でもう一度取り込みます。"
    )
    lines = [
        _FIRST_LINE,
        "",
        f"ファイル: {recorded(path.name)}",
        f"日時: {at[:19].replace('T', ' ')}",
        f"理由: {failure.reason}。",
        f"してほしいこと: {failure.remedy}。",
        "",
        again,
        "取り込めると、このファイルとこの説明はここからなくなります（元のファイルの控えは保管庫に残ります）。",
        "取り込まなくてよいものなら、このフォルダーから削除してください。",
        "",
    ]
    note = note_of(path)
    if os.path.lexists(note) and not _is_ours(note):
        return
    # Always the same name for the same note: one that a killed process left is overwritten.
    draft = note.with_name(f".{sha256(os.fsencode(note.name)).hexdigest()[:12]}.tmp")
    try:
        draft.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
        draft.replace(note)
    finally:
        draft.unlink(missing_ok=True)


def remove_note(path: Path) -> None:
    """Remove the note of a file in 要確認, if it is ours.

    Raises:
        OSError: The folder cannot be written.
    """
    note = note_of(path)
    if _is_ours(note):
        note.unlink(missing_ok=True)


def remove_empty_folders(root: Path, folder: Path) -> None:
    """Remove ``folder`` of 要確認 and those above it, 要確認 itself included, as far as they are empty."""
    top = root / QUARANTINE
    while folder == top or top in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _is_ours(note: Path) -> bool:
    try:
        with note.open("rb") as stream:
            return stream.read(200).decode("utf-8-sig", "ignore").startswith(_FIRST_LINE)
    except OSError:
        return False
