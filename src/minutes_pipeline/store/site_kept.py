"""The columns of all passages in a file beside the database (画面の控え): reading them anew takes seconds a million.

Written when ``minutes serve`` starts, never by a request. It holds nothing that the database does not, may be deleted at
any time, and counts only for the very state of the database from which it was made. Where it cannot be written, all is as
without it.
"""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from minutes_pipeline.store.site_columns import CODED, Columns, Numbers, Words

_FORM = 1
_PLAIN = ("kind", "day", "year", "alive")
_LEAST = 20_000
"""Passages below which reading anew is as fast."""


def kept_file(database: Path) -> Path:
    """Where the columns of a database are kept."""
    return database.with_name(f"{database.name.removesuffix('.db')}.画面.npz")


def keep(database: Path, columns: Columns, state: tuple[Any, ...]) -> bool:
    """Write the columns for the next start; whether it was done."""
    if len(columns.ids) < _LEAST:
        return False
    path = kept_file(database)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    arrays = {f"plain_{name}": getattr(columns, name) for name in _PLAIN}
    arrays |= {f"code_{name}": _small(columns.codes[name]) for name in CODED}
    arrays |= {"ids": _small(np.diff(columns.ids, prepend=0)), "block": _small(np.diff(columns.block, prepend=0))}
    told = {
        "form": _FORM, "state": _state(database, state), "departments": columns.departments.words,
        "words": {name: columns.words[name].words for name in CODED},
        "goal_numbers": {number: sorted(found) for number, found in columns.goal_numbers.items()},
    }  # fmt: skip
    try:
        with draft.open("wb") as file:
            np.savez(file, told=np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), np.uint8), **arrays)
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        return False
    return True


def kept(database: Path, state: tuple[Any, ...]) -> Columns | None:
    """The columns as they were kept of exactly this state of the database; None where there are none."""
    try:
        with kept_file(database).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            told = json.loads(bytes(file["told"]))
            if told["form"] != _FORM or told["state"] != _state(database, state):
                return None
            return _columns(told, {name: file[name] for name in file.files if name != "told"})
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _columns(told: dict[str, Any], arrays: dict[str, Numbers]) -> Columns:
    columns = Columns()
    columns.ids = np.cumsum(arrays["ids"], dtype=np.int64)
    columns.block = np.cumsum(arrays["block"], dtype=np.int64)
    for name in _PLAIN:
        setattr(columns, name, arrays[f"plain_{name}"])
    for name in CODED:
        columns.codes[name] = arrays[f"code_{name}"].astype(np.int32)
        columns.words[name] = _words(told["words"][name], as_sets=name == "department")
    columns.departments = _words(told["departments"])
    columns.goal_numbers = {int(number): set(found) for number, found in told["goal_numbers"].items()}
    return columns


def _words(words: list[Any], as_sets: bool = False) -> Words:
    found = Words()
    for word in words[1:]:
        found.number(tuple(word) if as_sets else word)
    return found


def _small(numbers: Numbers) -> Numbers:
    """In the smallest type of number that holds all."""
    if not len(numbers):
        return numbers
    return numbers.astype(np.promote_types(np.min_scalar_type(numbers.min()), np.min_scalar_type(numbers.max())))


def _state(database: Path, state: tuple[Any, ...]) -> list[str]:
    """What changes whenever the database does: what SQLite counts, and time and size of the file."""
    status = database.stat()
    return [repr(state), str(status.st_mtime_ns), str(status.st_size)]
