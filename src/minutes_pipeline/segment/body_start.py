"""Start of the body (本文の始まり): the header's word, unless a heading of the meeting stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header, HeaderField
from minutes_pipeline.segment.candidates import WEAK_MARKS, read_candidate
from minutes_pipeline.segment.contents import contents_lines
from minutes_pipeline.segment.goals import read_goal
from minutes_pipeline.segment.headings import Shape, number_value
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.vocabulary import is_group
from minutes_pipeline.text.folding import flat_whole

_OPENS = re.compile(r"(?:開会|.{0,12}(?:挨拶|あいさつ)|委嘱状の?交付|委員紹介|黙[祷とう]+).{0,4}")
_OPENING_WORD = re.compile("開会|挨拶|あいさつ|委嘱状|委員紹介|黙")
_CLOCK = re.compile(r"(?:午前|午後|AM|PM)?\s?[0-9]{1,2}(?:時|:)|(?:令和|平成|昭和)")


def first_heading_line(document: Document, header: Header, pieces: Sequence[Piece]) -> int:
    """Index of the first line of the body.

    A roster read too far swallows the first headings (開会, 会長あいさつ); such a line above ``header.body_line``
    that is no entry of an agenda list, with no list and no date behind it, begins the body.
    """
    if header.body_line == 0:
        return 0
    contents = contents_lines(document, flat_whole(document.text))
    pieces = [p for p in pieces if p.line not in contents]
    first = min(_opening_line(document, header, pieces), _list_that_is_body(header, pieces))
    return _heading_above(header, pieces, first)


def _heading_above(header: Header, pieces: Sequence[Piece], first: int) -> int:
    """The line above ``first`` where a heading stands there whose numbering goes on in the body (第1号議案 …)."""
    agenda = {i for f in header.of_kind("agenda") for i in range(f.first_line, f.last_line + 1)}
    dated = max((f.first_line for f in header.of_kind("date", "venue", "time")), default=-1)
    above = [p for p in pieces if p.line == first - 1]
    if len(above) != 1 or first - 1 in agenda or first - 1 <= dated or first - 1 in header.title_lines:
        return first
    candidate = read_candidate(0, above[0], None)
    if candidate is None or candidate.title is None or not candidate.title_like or candidate.container:
        return first
    # Two of a kind on adjoining lines are a list, not a heading over text.
    if any(_of_family(p, candidate.family) for p in pieces if p.line == first - 2):
        return first
    shape = above[0].shape
    goes_on = shape is not None and shape.value is not None and _runs_on(shape, first, pieces)
    tagged = candidate.family.endswith("tag") and any(_of_family(p, candidate.family) for p in pieces if p.line > first)
    return first - 1 if goes_on or tagged else first


def _of_family(piece: Piece, family: str) -> bool:
    candidate = read_candidate(0, piece, None)
    return candidate is not None and candidate.family == family and candidate.title_like


def _opening_line(document: Document, header: Header, pieces: Sequence[Piece]) -> int:
    """First line above the body's that opens a meeting: 開会, あいさつ, a styled heading."""
    agenda = {i for f in header.of_kind("agenda") for i in range(f.first_line, f.last_line + 1)}
    # A date behind the first sentence (ア 開催日程) is one of the talk.
    said = min((p.line for p in pieces if p.text.endswith("。") and len(p.text) > 8), default=header.body_line)
    dated = max((f.first_line for f in header.of_kind("date", "venue", "time") if f.first_line <= said), default=-1)
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
        if outline is None and (piece.line <= dated or not _OPENING_WORD.search("".join(piece.text.split()))):
            continue
        candidate = read_candidate(piece.line, piece, outline)
        if candidate is None or not candidate.title_like or candidate.container or is_group(candidate.key):
            continue
        if outline is not None:
            if piece.line > styled and piece.line not in agenda and piece.line not in header.title_lines:
                return piece.line
            continue
        if (piece.line in labels and not candidate.numbered) or not _OPENS.fullmatch(candidate.key):
            continue
        # A list of headings above the last field is an agenda list; with prose behind it, it is the meeting itself.
        if piece.line in agenda or prose <= piece.line < max(agenda, default=-1):
            continue
        following = next((p.text for p in pieces if p.line > piece.line), "")
        if not _CLOCK.match(following):
            return piece.line
    return header.body_line


def _list_that_is_body(header: Header, pieces: Sequence[Piece]) -> int:
    """First line of an agenda field that is the body already.

    The field's numbers run on behind it (the list stops at (1) and the body goes on with (2)), or an item of the list
    comes again by its number alone (【議題1】).
    """
    first = header.body_line
    for entry_field in header.of_kind("agenda"):
        first = min(first, _list_with_figures(header, entry_field, pieces))
        inside = [p for p in pieces if entry_field.first_line <= p.line <= entry_field.last_line]
        read = [(p.line, p.shape) for p in inside]
        numbered = [(line, shape) for line, shape in read if shape is not None and shape.value is not None]
        values = {shape.value for _, shape in numbered}
        for piece in inside:
            candidate = read_candidate(0, piece, None)
            if candidate is not None and candidate.title is None and number_value(candidate.number) in values:
                first = min(first, piece.line)
        if numbered and _runs_on(numbered[-1][1], header.body_line, pieces):
            first = min([first, *(line for line, shape in numbered if shape.family == numbered[-1][1].family)])
            first -= _headed(inside, entry_field.first_line, first)
    return first


def _list_with_figures(header: Header, entry_field: HeaderField, pieces: Sequence[Piece]) -> int:
    """First line of an agenda field that tells goals or figures (・相談件数 1,240件), which no list of business does."""
    inside = [p for p in pieces if entry_field.first_line <= p.line <= entry_field.last_line]
    told = [p for p in inside if p.text[:1] in WEAK_MARKS and _FIGURE.search(p.text)]
    if len(told) < 2 and not (told and any(read_goal(p.text) for p in inside)):
        return header.body_line
    label = [p for p in inside if p.line == entry_field.first_line]
    alone = len(label) == 1 and not any(v.start < label[0].end for v in entry_field.values)
    return entry_field.first_line if alone else entry_field.first_line + 1


_FIGURE = re.compile(r"[0-9][0-9,.]{0,12}\s?[千万億]?(?:人|件|回|円|%|か所|団体|世帯|校|台|名|ポイント|トン)(?![目長])")


def _headed(inside: Sequence[Piece], label: int, first: int) -> int:
    """1 where the field's label is a kind of business on a line of its own (【審議事項】) right above the first item, else 0."""
    above = [p for p in inside if p.line == label]
    if label != first - 1 or len(above) != 1:
        return 0
    candidate = read_candidate(0, above[0], None)
    return int(candidate is not None and candidate.title_like and is_group(candidate.key) and not candidate.container)


def _runs_on(last: Shape, body_line: int, pieces: Sequence[Piece]) -> bool:
    """True when the first heading of the same form in the body carries the next number."""
    for piece in pieces:
        if piece.line < body_line:
            continue
        shape = piece.shape
        if shape is None or shape.family != last.family or shape.value is None:
            continue
        candidate = read_candidate(0, piece, None)
        if candidate is None or candidate.container or not candidate.title_like:
            return False
        return shape.value == (last.value or 0) + 1
    return False
