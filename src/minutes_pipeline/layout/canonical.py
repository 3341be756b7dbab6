"""Canonical document. Provisional: physical lines as they stand."""

from __future__ import annotations

import hashlib
from pathlib import Path

from minutes_pipeline.model.document import Document, Line


def lay_out(raw: tuple[Path, bytes, list[str]]) -> Document:
    """Raw lines to the canonical document."""
    path, data, raws = raw
    digest = hashlib.sha256(data).hexdigest()
    lines, parts, position, blank, blanks = [], [], 0, False, set()
    for index, text in enumerate(raws):
        body = text.strip()
        if not body:
            blank = True
            continue
        body = body.replace("\n", " ")
        if blank:
            blanks.add(len(lines))
        blank = False
        lines.append(Line(position, position + len(body), block=index, indent=len(text) - len(text.lstrip())))
        parts.append(body)
        position += len(body) + 1
    return Document(digest[:16], path.name, path.suffix[1:], digest, "\n".join(parts), tuple(lines), blank_before=frozenset(blanks))
