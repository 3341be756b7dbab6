"""Plain headings (印のない見出し): short lines without mark or number that stand over indented or set-off text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.model.document import Document
from minutes_pipeline.segment.candidates import Candidate
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.titles import is_title_like, read_title
from minutes_pipeline.segment.vocabulary import heading_key, is_block_label, is_header_label, is_next_meeting

_LONGEST = 30
_PLAIN = re.compile(r"[^。、:!?\t()\[\]【】「」0-9][^。、:!?\t]{1,29}")
_CLOCK = re.compile(r"(?:午前|午後|[0-9]{1,2}時|休憩|再開|以上|記$)")


def find_plain(
    document: Document, pieces: Sequence[Piece], body: Sequence[int], skip: frozenset[int]
) -> list[Candidate]:
    """Candidates for a document in which no heading has a mark or a number; empty unless three or more stand alike.

    A plain heading is a short line over text: what follows is indented deeper, or an empty line sets the heading off.
    """
    found: list[Candidate] = []
    for position, index in enumerate(body[:-1]):
        piece, following = pieces[index], pieces[body[position + 1]]
        if index in skip or body[position + 1] in skip or not _stands_over(document, piece, following):
            continue
        title = read_title(piece.text, 0, len(piece.text))
        if title is None or len(piece.text) > _LONGEST or not _PLAIN.fullmatch(piece.text) or _CLOCK.match(piece.text):
            continue
        key = heading_key(piece.text[title.start : title.end])
        if not is_title_like(piece.text) or is_header_label(key) or is_block_label(key) or is_next_meeting(key):
            continue
        found.append(
            Candidate(index, piece.start, "plain", "heading.plain", None, None, title, key, False, True, piece.indent)
        )
    return found if len(found) >= 3 else []


def _stands_over(document: Document, piece: Piece, following: Piece) -> bool:
    if document.lines[piece.line].table is not None or following.line == piece.line:
        return False
    prose = "。" in following.text or following.text[:1] in "・-*○"
    set_off = following.indent > piece.indent or (
        piece.line in document.blank_before and following.line not in document.blank_before
    )
    return prose and set_off
