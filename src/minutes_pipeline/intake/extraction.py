"""One file through the stages (1ファイルの読み取り), whatever is raised told as data: it may happen in another process."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from minutes_pipeline.errors import MinutesError, NeedsProgramError

if TYPE_CHECKING:
    from minutes_pipeline.intake.origins import Origin
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.store.prepared import Reading


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file that was read. Sent to another process, it is ready for storing (``store.prepared``)."""

    reading: Reading

    @property
    def minutes(self) -> Minutes:
        """The records; unpacked at the first call where they come from another process."""
        return self.reading.minutes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read or stored (読めなかったファイル).

    Attributes:
        reason: Japanese phrase without 。, the page in front where one is known.
        remedy: What the user can do, Japanese phrase without 。.
        program: The optional program that would make it readable, or None.
    """

    reason: str
    remedy: str
    program: str | None = None

    def __str__(self) -> str:
        return f"{self.reason}。{self.remedy}。"


Extractor = Callable[[Path, str], Extracted | Unreadable]
"""Reads the file at a path under the name it came with."""


class Readers(Protocol):
    """Whoever reads several files side by side (読み手): worker processes of this machine, or those of a cluster.

    Attributes:
        in_flight: Number of files worth having asked for at once.
    """

    in_flight: int

    def submit(self, origin: Origin) -> Future[Extracted | Unreadable]:
        """Ask for a file; what the future gives does not depend on which reader read it, or when."""
        ...

    def stop(self) -> None:
        """End without waiting for what was asked for and is no longer wanted."""
        ...


OUT_OF_MEMORY = Unreadable(
    "読み取りに使うメモリーが上限を超えました（大きすぎるか、壊れているファイルです）",
    "会議ごとに分けるか、作成元のソフトで PDF に書き出し直してください",
)
_TOO_DEEP = Unreadable("入れ子の深すぎるファイルです", "作成元のソフトで開き、簡単な形に直して保存し直してください")


def extract_here(path: Path, name: str) -> Extracted | Unreadable:
    """Read a file in this process.

    Raises:
        Exception: Whatever nobody foresaw, only with the environment variable MINUTES_DEBUG.
    """
    from minutes_pipeline.pipeline import extract, read_document, segment
    from minutes_pipeline.store.prepared import Reading
    from minutes_pipeline.store.readings import pages_of

    try:
        document = read_document(path, name)  # names hold dates, and the archive knows only digests
        return Extracted(Reading(extract(segment(document)), pages_of(document)))
    except MinutesError as error:
        return unreadable(error)
    except MemoryError:
        return OUT_OF_MEMORY
    except RecursionError:
        return _TOO_DEEP
    except Exception as error:
        return unforeseen(error)


def unreadable(error: MinutesError) -> Unreadable:
    """The error as data, without the file's name, which whoever shows it puts in front.

    >>> from minutes_pipeline.errors import ReadError
    >>> print(unreadable(ReadError("文字がありません", "OCR をかけてください", page=3)))
    3ページ: 文字がありません。OCR をかけてください。
    """
    place = f"{error.page}ページ: " if error.page is not None else ""
    program = error.program if isinstance(error, NeedsProgramError) else None
    return Unreadable(f"{place}{error.reason}", error.remedy, program)


def unforeseen(error: Exception, doing: str = "読み取り") -> Unreadable:
    """An error nobody foresaw, as data: a defect of the program in one file must not cost the others.

    Raises:
        Exception: ``error``, when the environment variable MINUTES_DEBUG is set.
    """
    if os.environ.get("MINUTES_DEBUG"):
        raise error
    if isinstance(error, PermissionError):
        return Unreadable("開く権限がありません", "ファイルの権限を確かめてください")
    if isinstance(error, OSError):
        return Unreadable("ファイルを開けません", "場所を確かめ、ほかのプログラムで開いていれば閉じてください")
    return Unreadable(
        f"{doing}の途中で予期しない誤りが起きました（{type(error).__name__}）", "開発元に知らせてください"
    )
