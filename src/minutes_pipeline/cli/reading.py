"""Read one file, or say in one Japanese sentence why not (読み取りの成否)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from minutes_pipeline.errors import MinutesError

if TYPE_CHECKING:
    from minutes_pipeline.model.document import Document
    from minutes_pipeline.model.minutes import Minutes


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: ``minutes`` and ``document``, or else ``failure``."""

    path: Path
    minutes: Minutes | None = None
    document: Document | None = None
    failure: str | None = None


def read_file(path: Path) -> Reading:
    """Run the pipeline over one file; whatever is raised becomes the ``failure``."""
    from minutes_pipeline.pipeline import extract, read_document, segment

    try:
        document = read_document(path)
        return Reading(path, extract(segment(document)), document)
    except MinutesError as error:
        return Reading(path, failure=reason_of(error))
    except Exception as error:
        return Reading(path, failure=unforeseen_reason(error))


def reason_of(error: MinutesError) -> str:
    """Reason and remedy without the file's name, which the caller prints.

    >>> from minutes_pipeline.errors import ReadError
    >>> reason_of(ReadError("文字がありません", "OCR をかけてください", page=3))
    '3ページ: 文字がありません。OCR をかけてください。'
    """
    place = f"{error.page}ページ: " if error.page is not None else ""
    return f"{place}{error.reason}。{error.remedy}。"


def unforeseen_reason(error: Exception, doing: str = "読み取り") -> str:
    """One Japanese sentence for an error nobody foresaw; with the environment variable MINUTES_DEBUG it is raised.

    A defect of the program in one file must not cost the others.

    Raises:
        Exception: ``error``, when MINUTES_DEBUG is set.
    """
    if os.environ.get("MINUTES_DEBUG"):
        raise error
    if isinstance(error, PermissionError):
        return "開く権限がありません。ファイルの権限を確かめてください。"
    if isinstance(error, OSError):
        return "ファイルを開けません。場所を確かめ、ほかのプログラムで開いていれば閉じてください。"
    return f"{doing}の途中で予期しない誤りが起きました（{type(error).__name__}）。開発元に知らせてください。"
