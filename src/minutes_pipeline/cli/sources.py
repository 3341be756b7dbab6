"""Which files a command reads (読み取るファイル): those named, and the minutes in the folders named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from minutes_pipeline.errors import QueryError
from minutes_pipeline.intake.file_names import recorded
from minutes_pipeline.intake.origins import Origin, is_remote, origin_of, origins_at
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


@dataclass(frozen=True, slots=True)
class OriginSources:
    """As ``Sources``, of any storage; the names under which the files are recorded are fit to be printed."""

    files: tuple[Origin, ...]
    passed_over: tuple[str, ...] = ()


def gather_origins(addresses: Sequence[str]) -> OriginSources:
    """As ``gather``, also for addresses of a storage (s3://…), below which every file of a kind that is tried is taken.

    Raises:
        QueryError: A path does not exist, or there is no document.
        ReadError: A storage does not answer.
        StoreError: fsspec is not there.
    """
    local = [Path(address) for address in addresses if not is_remote(address)]
    found = gather(local) if local else Sources(())
    files = [origin_of(path, recorded(path.name)) for path in found.files]
    passed_over = [str(path) for path in found.passed_over]
    for address in filter(is_remote, addresses):
        for origin in origins_at(address):
            if PurePosixPath(origin.name).suffix.lower() in _TRIED:
                files.append(Origin(origin.address, recorded(origin.name)))
            else:
                passed_over.append(origin.name)
    if not files:
        raise _nothing()
    return OriginSources(tuple(dict.fromkeys(files)), tuple(passed_over))


def _nothing() -> QueryError:
    return QueryError(
        "読み取れる種類のファイルがありません", "PDF・Word・テキスト・HTML・画像などの議事録を置いてください"
    )


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
        raise _nothing()
    return Sources(tuple(taken.values()), tuple(passed_over))


def _files_in(folder: Path) -> list[Path]:
    found = []
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        is_skipped = any(is_passed_over(part) for part in parts)
        if file.is_file() and not is_skipped:
            found.append(file)
    return found
