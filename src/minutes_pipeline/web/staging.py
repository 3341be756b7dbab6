"""Files uploaded but not yet confirmed (仮置き): beside the archive, under a random name, for a day at most."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from minutes_pipeline.errors import LimitError, QueryError, StoreError

LARGEST = 50 * 1024 * 1024
"""Bytes of one upload."""
_KEPT = 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{32}")
_BAD = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that waits for a person's word: token, place, and the name it came with."""

    token: str
    path: Path
    name: str


def staging_of(db_path: Path) -> Path:
    """The folder of files that wait."""
    return db_path.with_name(f"{db_path.name.removesuffix('.db')}.uploads")


def safe_name(name: str) -> str:
    r"""The last part of a file's name without control, direction and path characters.

    >>> safe_name("..\\..\\a\u202e議事録.pdf"), safe_name("/etc/passwd"), safe_name("")
    ('a_議事録.pdf', 'passwd', 'minutes')
    """
    last = re.split(r"[/\\]", name)[-1]
    return _BAD.sub("_", last).strip(" .")[-150:] or "minutes"


async def stage(folder: Path, name: str, parts: AsyncIterator[bytes]) -> Staged:
    """Write an upload as it comes in; nothing is left of one that is too large or breaks off.

    Raises:
        LimitError: It is larger than ``LARGEST``.
        StoreError: It cannot be written.
    """
    token, safe = secrets.token_hex(16), safe_name(name)
    path = folder / token
    size = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        with path.open("xb") as stream:
            async for part in parts:
                size += len(part)
                if size > LARGEST:
                    raise LimitError(
                        f"大きすぎるファイルです（上限 {LARGEST // 1024 // 1024} MB）",
                        "会議ごとに分けてください",
                        file=safe,
                    )
                stream.write(part)
        (folder / f"{token}.json").write_text(json.dumps({"name": safe}), "utf-8")
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreError(
            "アップロードを保存できません", "空き容量と書き込み権限を確かめてください", file=safe
        ) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Staged(token, path, safe)


def staged(folder: Path, token: str) -> Staged:
    """The file of a token.

    Raises:
        QueryError: There is none (any more).
    """
    path = folder / token
    if not _TOKEN.fullmatch(token) or not path.is_file():
        raise QueryError("仮置きのファイルがありません", "もう一度アップロードしてください")
    return Staged(token, path, str(json.loads((folder / f"{token}.json").read_text("utf-8"))["name"]))


def discard(folder: Path, token: str) -> None:
    """Remove a file that was taken in or given up."""
    if _TOKEN.fullmatch(token):
        (folder / token).unlink(missing_ok=True)
        (folder / f"{token}.json").unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what nobody has confirmed for a day."""
    for path in folder.iterdir():
        if _TOKEN.fullmatch(path.name.removesuffix(".json")) and time.time() - path.stat().st_mtime > _KEPT:
            path.unlink(missing_ok=True)
