"""Deterministic ids (識別子): the same bytes give the same ids, whatever the machine or the day."""

from __future__ import annotations

import hashlib


def record_id(document_id: str, kind: str, start: int, end: int, *extra: str) -> str:
    """Id of a record: its document, its kind and a digest of its place (and of ``extra`` where two share a place).

    >>> record_id("0123456789abcdef", "metric", 10, 20, "利用者")
    '0123456789abcdef-metric-3350cf42d1'
    """
    key = "\x1f".join((kind, str(start), str(end), *extra))
    return f"{document_id}-{kind}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"
