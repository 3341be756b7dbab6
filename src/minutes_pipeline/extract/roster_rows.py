"""Blocks of a roster (名簿の区画) and the rosters in columns among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from minutes_pipeline.extract.roster_columns import column_people
from minutes_pipeline.extract.roster_model import Person, Status
from minutes_pipeline.extract.roster_places import RosterLine
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import FieldKind
from minutes_pipeline.text.widths import columns
from minutes_pipeline.values.posts import Role
from minutes_pipeline.values.roster_headings import head_words

ROSTERS: frozenset[FieldKind] = frozenset(("member", "absent", "secretariat", "explainer", "observer", "recorder"))


@dataclass
class Block:
    """Lines of a roster under one label; ``role`` is what the label itself says of whom it names (議長の氏名).

    ``people`` are those read already, where the block is a part of a roster set in columns; ``status`` is what the label
    tells of all (参加者（オンライン）).
    """

    kind: FieldKind
    label: str
    lines: list[RosterLine] = field(default_factory=list)
    role: Role | None = None
    first_line: int = 0
    begin: int = 0
    people: list[Person] | None = None
    status: Status | None = None


def row_at(document: Document, index: int, start: int | None = None, text: str | None = None) -> RosterLine:
    """A logical line, or what follows ``start`` on it, as a line of a roster."""
    line = document.lines[index]
    begin = line.start if start is None else start
    printed = document.text[begin : line.end] if text is None else text
    return RosterLine(printed, begin, index, line.indent + columns(document.text[line.start : begin]))


def with_columns(document: Document, blocks: list[Block]) -> list[Block]:
    """Rosters under a row of headings (役職　氏名　所属　出欠): the rows are taken out of the blocks that cut them up."""
    taken: set[int] = set()
    tables: list[Block] = []
    for index in range(len(document.lines)):
        line = document.lines[index]
        if index in taken or line.table is not None or line.end - line.start > 80:
            continue
        if head_words(document.line_text(index)) is None:
            continue
        following = [row_at(document, i) for i in range(index, min(index + 80, len(document.lines)))]
        people, read = column_people(following, document.text)
        if len(people) < 2 or not read:
            continue
        taken |= read
        tables.extend(parted_by_label(blocks, [x for x in following if x.index in read], people))
    for block in blocks:
        block.lines = [x for x in block.lines if x.index not in taken]
    return sorted((b for b in [*blocks, *tables] if b.lines), key=lambda b: b.lines[0].start)


def parted_by_label(blocks: list[Block], rows: list[RosterLine], people: list[Person]) -> Iterator[Block]:
    """One roster in columns, parted where labels stand between its rows (欠席委員 over the last of them)."""
    owner = {line.index: block for block in blocks for line in block.lines}
    above = [b for b in blocks if b.first_line <= rows[0].index and b.kind in ROSTERS]
    current = above[-1] if above else Block("member", "")
    parts: list[tuple[Block, list[RosterLine]]] = []
    for row in rows:
        found = owner.get(row.index, current)
        current = found if found.kind in ROSTERS else current
        if not parts or parts[-1][0] is not current:
            parts.append((current, []))
        parts[-1][1].append(row)
    for block, lines in parts:
        first, last = lines[0].start, lines[-1].start + len(lines[-1].text)
        own = [p for p in people if first <= p.start <= last]
        yield Block(block.kind, block.label, lines, block.role, lines[0].index - 1, lines[0].start, own)
