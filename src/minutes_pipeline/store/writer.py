"""Writing one document (文書の保存): whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes_pipeline.store.results import StoreResult

if TYPE_CHECKING:
    from sqlite_utils import Database

    from minutes_pipeline.model.document import Document
    from minutes_pipeline.model.minutes import Minutes


def store_minutes(db: Database, minutes: Minutes, document: Document | None = None) -> StoreResult:
    """Store all records of one document in one transaction and index them for search.

    Args:
        db: From ``open_database``.
        minutes: The records.
        document: The laid-out document they come from, where at hand: it gives the page of every line of text.

    Raises:
        StoreError: The database is locked, full or read-only. It is then as it was before.
    """
    raise NotImplementedError
