"""Where the original of a document lies (原本の場所): in the archive beside the database, under its digest."""

from __future__ import annotations

from pathlib import Path


def original_of(db_path: Path, sha256: str) -> Path | None:
    """The archived original, or None where none is kept."""
    root = db_path.with_name(f"{db_path.name.removesuffix('.db')}.archive")
    return next(iter(sorted((root / sha256[:2]).glob(f"{sha256}*"))), None) if root.is_dir() else None
