"""Tables of contents (目次) in front of printed minutes: titles led by dots to a page number. They are nobody's text."""

from __future__ import annotations

import re

from minutes_pipeline.model.document import Document

_LED = re.compile(r"\S.{0,120}?(?:…{1,60}|‥{2,60}|\.{4,120}|・{4,120}|-{4,120}|_{4,120})\s{0,4}[0-9]{1,4}\s{0,2}$")
_TITLE = re.compile(r"(?:.{0,60}[\s　])?目\s{0,4}次")
_DIGITS = frozenset("0123456789")
_FARTHEST = 120


def contents_lines(document: Document, folded: str) -> frozenset[int]:
    """Indices of the lines of a table of contents at the head; empty without two led titles or more.

    Lines between two led titles belong to it (a title that wraps), and so does the line that says 目次 above them.
    """
    texts = [folded[line.start : line.end] for line in document.lines[:_FARTHEST]]
    led = [i for i, text in enumerate(texts) if text.rstrip()[-1:] in _DIGITS and _LED.fullmatch(text)]
    if len(led) < 2:
        return frozenset()
    last = led[0]
    for index in led[1:]:
        if index - last > 3:
            break
        last = index
    first = led[0]
    while first > 0 and (_TITLE.fullmatch(texts[first - 1]) or first - 1 in led):
        first -= 1
    return frozenset(range(first, last + 1))
