"""Which files a command reads (読み取るファイル): those named, and the minutes in the folders named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from minutes_pipeline.errors import QueryError
from minutes_pipeline.intake.scan import is_passed_over

_TEXTS = frozenset((".pdf", ".docx", ".docm", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"))
_BY_PROGRAMS = frozenset((".doc", ".odt", ".rtf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"))
_TRIED = _TEXTS | _BY_PROGRAMS | {".jtd", ".jtdc"}
"""Kinds of files that may be minutes: in a folder they are tried, so that what cannot be read is named."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Files to read, in a fixed order, each once; ``passed_over`` are files of other kinds found in folders."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...] = ()


def gather(paths: Sequence[Path], *, also: frozenset[str] = frozenset()) -> Sources:
    """Files named are taken whatever their kind; folders are searched through, sorted by name.

    Passed over without a word: hidden files and folders, Word's lock files (~$…), downloads in progress.

    Args:
        paths: Files and folders.
        also: Further suffixes to take in folders.

    Raises:
        QueryError: A path does not exist, or the folders hold no document.
    """
    taken: dict[Path, Path] = {}
    passed_over: list[Path] = []
    for path in paths:
        if path.is_dir():
            for file in _files_in(path):
                if file.suffix.lower() in _TRIED | also:
                    taken.setdefault(file.resolve(), file)
                else:
                    passed_over.append(file)
        elif path.exists():
            taken.setdefault(path.resolve(), path)
        else:
            raise QueryError(f"「{path}」が見つかりません", "名前と場所を確かめてください")
    if not taken:
        raise QueryError(
            "読み取れる種類のファイルがありません", "PDF・Word・テキスト・HTML・画像などの議事録を置いてください"
        )
    return Sources(tuple(taken.values()), tuple(passed_over))


def _files_in(folder: Path) -> list[Path]:
    found = []
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        is_skipped = any(is_passed_over(part) for part in parts)
        if file.is_file() and not is_skipped:
            found.append(file)
    return found
