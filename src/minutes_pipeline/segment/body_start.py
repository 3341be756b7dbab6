"""Start of the body (本文の始まり): the header's word, unless a heading of the meeting stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header
from minutes_pipeline.segment.candidates import read_candidate
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.vocabulary import is_group

_OPENS = re.compile(r"(?:開会|.{0,12}(?:挨拶|あいさつ)|委嘱状の?交付|委員紹介|黙[祷とう]+).{0,4}")
_CLOCK = re.compile(r"(?:午前|午後|AM|PM)?\s?[0-9]{1,2}(?:時|:)|(?:令和|平成|昭和)")


def first_heading_line(document: Document, header: Header, pieces: Sequence[Piece]) -> int:
    """Index of the first line of the body.

    A roster read too far swallows the first headings (開会, 会長あいさつ); such a line above ``header.body_line``
    that is no entry of an agenda list, with no list and no date behind it, begins the body.
    """
    if header.body_line == 0:
        return 0
    agenda = {i for f in header.of_kind("agenda") for i in range(f.first_line, f.last_line + 1)}
    dated = max((f.first_line for f in header.of_kind("date", "venue", "time")), default=-1)
    labels = {f.first_line for f in header.fields}
    # Web pages set even 日時 as a heading: only a styled line behind the last styled label is one of the meeting.
    styled = max(
        (f.first_line for f in header.fields if f.kind != "agenda" and document.lines[f.first_line].outline), default=0
    )
    prose = max((p.line for p in pieces if p.line < header.body_line and "。" in p.text), default=-1)
    for piece in pieces:
        if piece.line >= header.body_line:
            break
        outline = document.lines[piece.line].outline
        candidate = read_candidate(piece.line, piece, outline)
        if candidate is None or not candidate.title_like or candidate.container or is_group(candidate.key):
            continue
        if outline is not None:
            if piece.line > styled and piece.line not in agenda and piece.line not in header.title_lines:
                return piece.line
            continue
        if (
            piece.line <= dated
            or (piece.line in labels and not candidate.numbered)
            or not _OPENS.fullmatch(candidate.key)
        ):
            continue
        # A list of headings above the last field is an agenda list; with prose behind it, it is the meeting itself.
        if piece.line in agenda or prose <= piece.line < max(agenda, default=-1):
            continue
        following = next((p.text for p in pieces if p.line > piece.line), "")
        if not _CLOCK.match(following):
            return piece.line
    return header.body_line
