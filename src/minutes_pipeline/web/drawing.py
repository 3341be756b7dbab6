"""Drawing a PDF page (ページの描画) with pdfium, one at a time: pdfium is not thread-safe."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

SCALE = 1.6
"""Pixels per point."""
_LARGEST = 4000.0
"""Points: a page larger than this is drawn smaller, so that a huge box costs no memory."""
_LOCK = threading.Lock()


@lru_cache(maxsize=64)
def draw_page(path: Path, number: int) -> bytes:
    """Page ``number`` (from 1) as PNG."""
    import io

    import pypdfium2

    with _LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = SCALE * min(1.0, _LARGEST / max(width, height, 1.0))
            image = page.render(scale=scale).to_pil()
        finally:
            document.close()
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=False)
    return out.getvalue()


@lru_cache(maxsize=256)
def page_size(path: Path, number: int) -> tuple[float, float]:
    """Width and height of a page in points."""
    import pypdfium2

    with _LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            width, height = document[number - 1].get_size()
        finally:
            document.close()
    return float(width), float(height)
