"""Outline (構成): headings, turns and sentences of a document, in the order in which they are found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header, Outline, Sentence, Turn
from minutes_pipeline.segment.agenda import Agenda, find_agenda
from minutes_pipeline.segment.body_start import first_heading_line
from minutes_pipeline.segment.calls import Statement
from minutes_pipeline.segment.genre import find_genre
from minutes_pipeline.segment.goals import find_goals
from minutes_pipeline.segment.parties import closes_turn
from minutes_pipeline.segment.piece_head import Head, read_head
from minutes_pipeline.segment.pieces import Piece, cut_pieces
from minutes_pipeline.segment.places import Places
from minutes_pipeline.segment.programs import find_programs
from minutes_pipeline.segment.tree import build_tree
from minutes_pipeline.segment.turns import Label, find_labels
from minutes_pipeline.segment.vocabulary import heading_key
from minutes_pipeline.segment.zones import closing_zones, line_zones
from minutes_pipeline.text.folding import flat_whole
from minutes_pipeline.text.sentences import split_sentences

_ROSTER = ("member", "absent", "secretariat", "explainer", "observer", "chair", "recorder", "agenda")


def build_outline(document: Document, header: Header) -> Outline:
    """Arrange the document: zones, turns, goals, programs, agenda items, sentences, tree."""
    folded = flat_whole(document.text)
    pieces = cut_pieces(document, folded)
    first = first_heading_line(document, header, pieces)
    body = _body_pieces(document, header, pieces, first)
    closing = closing_zones(pieces, body, frozenset())
    inner = [i for i in body if i not in closing]
    roster = folded[: document.lines[min(header.body_line, len(document.lines) - 1)].start] if document.lines else ""
    labels = {
        label.piece: label
        for label in find_labels([pieces[i] for i in inner], roster)
        for label in [_moved(label, inner)]
    }
    cut = cache(lambda index, offset: split_sentences(pieces[index].text, offset))
    statements = _statements(pieces, inner, labels, cut)
    goals = find_goals(document, pieces, inner, [(s.piece, s.start, s.end) for s in statements if s.caller], folded)
    programs, goals = find_programs(document, pieces, inner, goals, folded)
    taken = frozenset(p for g in goals for p in g.pieces) | {p.piece for p in programs if p.is_line}
    agenda = find_agenda(
        document, _cut_header(document, header, first), folded, pieces, inner, frozenset(labels), taken, statements
    )
    turns = _turns(document, pieces, inner, labels, agenda)
    places = Places(agenda, goals, programs, len(pieces))
    sentences = _sentences(document, pieces, inner, labels, turns, agenda, places, cut)
    sentences = sorted([*sentences, *_row_titles(document, agenda)], key=lambda s: (s.start, s.end))
    spoken = sum(1 for s in sentences if s.turn is not None)
    genre = find_genre([t for t, _ in turns], [folded[s.start : s.end] for s in sentences], spoken)
    closing |= dict.fromkeys(agenda.listed_pieces, "agenda_list")
    zones = line_zones(document, header, pieces, frozenset(body), closing)
    return Outline(
        document, header, genre, zones, agenda.items,
        tuple(g.heading for g in goals), tuple(p.heading for p in programs),
        tuple(t for t, _ in turns), tuple(sentences), build_tree(len(document.text), places.headings()),
    )  # fmt: skip


def _moved(label: Label, inner: Sequence[int]) -> Label:
    """The label with its index in the whole list of pieces."""
    return Label(inner[label.piece], label.form, label.start, label.end, label.said, label.side, label.who)


def _cut_header(document: Document, header: Header, first: int) -> Header:
    """The header without the agenda entries that stand in the body already."""
    if first >= header.body_line:
        return header
    limit = document.lines[first].start
    fields = tuple(
        replace(
            f,
            values=tuple(v for v in f.values if v.start < limit),
            last_line=min(f.last_line, max(first - 1, f.first_line)),
        )
        if f.kind == "agenda" and f.first_line < first
        else f
        for f in header.fields
        if f.kind != "agenda" or f.first_line < first
    )
    return replace(header, fields=fields, body_line=first)


def _body_pieces(document: Document, header: Header, pieces: Sequence[Piece], first: int) -> list[int]:
    """Pieces of the body: behind the header (also within its last line), without rosters further down."""
    covered: set[int] = set()
    begin = 0
    for field in header.fields:
        lines = range(field.first_line, field.last_line + 1)
        if field.first_line > header.body_line and field.kind in _ROSTER and first == header.body_line:
            covered.update(lines)
        if header.body_line in lines:
            begin = max([begin, *(v.end for v in field.values)])
    return [
        i
        for i, p in enumerate(pieces)
        if p.line >= first and p.line not in covered and p.start >= begin and not p.is_rule
    ]


#: The sentences of a piece (its index) from an offset on: asked for twice, once before and once after the headings are known.
_Cut = Callable[[int, int], list[tuple[int, int]]]


def _statements(pieces: Sequence[Piece], inner: Sequence[int], labels: dict[int, Label], cut: _Cut) -> list[Statement]:
    found = []
    caller = True
    for index in inner:
        piece = pieces[index]
        label = labels.get(index)
        if label is not None:
            caller = label.side != "member"
        offset = label.said if label is not None else 0
        found += [Statement(index, piece.start + a, piece.start + b, caller) for a, b in cut(index, offset)]
    return found


def _turns(
    document: Document, pieces: Sequence[Piece], inner: Sequence[int], labels: dict[int, Label], agenda: Agenda
) -> list[tuple[Turn, frozenset[int]]]:
    """Turns with their pieces; a heading of an item, a goal or a block label ends a turn."""
    turns: list[tuple[Turn, frozenset[int]]] = []
    current: list[int] = []

    def close() -> None:
        if not current:
            return
        label, last = labels[current[0]], pieces[current[-1]]
        first = pieces[current[0]]
        begin = first.start + label.said
        if begin >= first.end and len(current) > 1:
            begin = pieces[current[1]].start
        start, end = first.start + label.start, first.start + label.end
        turn = Turn(
            document.text[start:end].strip(), start, end, label.side, first.line, last.line, begin, max(begin, last.end)
        )
        turns.append((turn, frozenset(current)))
        current.clear()

    stops = agenda.heading_pieces | frozenset(agenda.label_pieces)
    for index in inner:
        if index in labels:
            close()
            current.append(index)
        elif index in stops or closes_turn(pieces[index].text):
            close()
        elif current:
            current.append(index)
    close()
    return turns


def _sentences(
    document: Document,
    pieces: Sequence[Piece],
    inner: Sequence[int],
    labels: dict[int, Label],
    turns: Sequence[tuple[Turn, frozenset[int]]],
    agenda: Agenda,
    places: Places,
    cut: _Cut,
) -> list[Sentence]:
    turn_of = {piece: number for number, (_, held) in enumerate(turns) for piece in held}
    goal_pieces = {p for g in places.goals for p in g.pieces}
    program_at = {p.piece: p.heading for p in places.programs if p.is_line}
    block: str | None = None
    found: list[Sentence] = []
    for index in inner:
        piece = pieces[index]
        table = document.lines[piece.line].table
        if index in agenda.listed_pieces or (table is not None and document.tables[table].kind == "data"):
            continue
        heading = index in agenda.heading_pieces or index in goal_pieces or index in program_at
        if index in agenda.label_pieces:
            block = heading_key(agenda.label_pieces[index]).strip("〈〉<>【】[]〔〕◆●■◎○◇□ ")
            continue
        if index in agenda.heading_pieces or index in goal_pieces:
            block = None
        head = _head_of(piece, labels.get(index), heading)
        spans = (
            [places.title_in(piece)]
            if heading
            else [(piece.start + a, piece.start + b) for a, b in cut(index, head.offset)]
        )
        turn = turn_of.get(index)
        for start, end in spans:
            if start >= end:
                continue
            item, goal, program = places.at(start if not heading else piece.start, index)
            found.append(
                Sentence(start, end, piece.line, item, goal, program, turn, head.mark, head.label, block, heading)
            )
    return found


def _row_titles(document: Document, agenda: Agenda) -> list[Sentence]:
    """The titles of items that a table of items prints: a data row has no other sentence."""
    return [
        Sentence(item.start, item.end, item.line, number, is_heading=True)
        for number, item in enumerate(agenda.items)
        if (table := document.lines[item.line].table) is not None and document.tables[table].kind == "data"
    ]


def _head_of(piece: Piece, label: Label | None, heading: bool) -> Head:
    if label is None:
        return read_head(piece.text)
    rest = read_head(piece.text[label.said :])
    mark = (
        label.who + ":"
        if label.form == "turn.qa"
        else (piece.text[0] if label.form in ("turn.mark", "turn.mark-bracket", "turn.legend") else rest.mark)
    )
    return Head(mark, rest.label, label.said + rest.offset)
