"""Taking a file out of the drop folder (取り除き), only after it is kept and stored, and only if it still is that file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from minutes_pipeline.intake.archive import Archive, digest_of
from minutes_pipeline.intake.file_names import kept_suffix, numbered
from minutes_pipeline.intake.scan import TAKEN_PREFIX, Found


def remove(found: Found, sha256: str) -> bool:
    """Remove a file that is kept under ``sha256``; False when it has changed since it was seen: it stays.

    It is renamed first and looked at under its new name: had somebody saved a new version over it in between, that
    would be the one to be removed.

    Raises:
        OSError: The folder cannot be written. (A file that is gone already is no error.)
    """
    aside = found.path.with_name(f"{TAKEN_PREFIX}{sha256[:16]}{kept_suffix(found.path.name)}")
    try:
        found.path.replace(aside)
        status = aside.stat()
    except FileNotFoundError:
        return True
    if (status.st_size, status.st_mtime_ns) == found.mark:
        aside.unlink(missing_ok=True)
        return True
    _put_back(aside, found.path)
    return False


def clear_away(taken: Iterable[Found], archive: Archive) -> None:
    """Finish what a killed process began: files renamed but not removed. One that is not kept is put back.

    Raises:
        OSError: The folder cannot be written.
    """
    for found in taken:
        try:
            if archive.verify(digest_of(found.path)) is not None:
                found.path.unlink(missing_ok=True)
            else:
                _put_back(found.path, found.path.with_name(found.path.name.removeprefix(TAKEN_PREFIX)))
        except FileNotFoundError:
            continue


def _put_back(aside: Path, path: Path) -> None:
    number = 1
    place = path
    while os.path.lexists(place):
        number += 1
        place = path.with_name(numbered(path.name, number))
    aside.rename(place)
