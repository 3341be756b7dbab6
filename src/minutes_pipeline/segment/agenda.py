"""Agenda (議題): body headings, the agenda list and the chair's calls brought together, each item once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header, Heading
from minutes_pipeline.segment.agenda_list import Entry, entries_of, read_list, same_title, tidy_key
from minutes_pipeline.segment.calls import Call, Statement, find_call, may_call, read_call, reads_weakly
from minutes_pipeline.segment.candidates import Candidate, read_candidate
from minutes_pipeline.segment.consistency import judge
from minutes_pipeline.segment.front_list import find_front_list, without_label
from minutes_pipeline.segment.headings import number_value
from minutes_pipeline.segment.item_table import table_entries
from minutes_pipeline.segment.nesting import Node, build_nodes, levels, outer_containers
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.plain import find_plain
from minutes_pipeline.segment.vocabulary import heading_key, is_named

_CONFIDENCE = {
    "heading.style": 0.97, "heading.angle": 0.97, "heading.box-number": 0.97, "heading.tag": 0.95, "heading.mark": 0.88,
    "heading.named": 0.9, "heading.bare": 0.75, "heading.plain": 0.65, "heading.box": 0.85, "heading.number-glued": 0.75,
    "call.agenda": 0.9, "call.topic": 0.85, "call.other": 0.8, "call.weak": 0.6, "call.report": 0.75, "list": 0.85,
}  # fmt: skip


@dataclass(slots=True)
class Item:
    """An item while it is put together; ``openings`` are the positions in the text where it begins."""

    start: int
    end: int
    number: str | None
    level: int
    line: int
    rule_id: str
    key: str
    openings: list[int] = field(default_factory=list)
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """Items in order, where they open, and what else was found among the headings.

    Attributes:
        items: The agenda items as headings.
        openings: (position, index of the item), sorted; index -1 where an outer container ends the item before it.
        heading_pieces: Pieces that are headings of items or containers.
        label_pieces: Pieces that are block labels, with the label's text.
        entries: The entries of the agenda list.
        listed_pieces: Pieces of the body that only list the items.
    """

    items: tuple[Heading, ...]
    openings: tuple[tuple[int, int], ...]
    heading_pieces: frozenset[int]
    label_pieces: dict[int, str]
    entries: tuple[Entry, ...]
    listed_pieces: frozenset[int]


def _candidates(
    document: Document, pieces: Sequence[Piece], body: Sequence[int], skip: frozenset[int]
) -> list[Candidate]:
    found = []
    for index in body:
        piece = pieces[index]
        line = document.lines[piece.line]
        if index in skip or piece.is_rule or (line.table is not None and document.tables[line.table].kind == "data"):
            continue
        candidate = read_candidate(index, piece, line.outline if piece.first else None)
        if candidate is not None and not (candidate.outline is None and _row_label(document, piece, candidate)):
            found.append(candidate)
    return found


def _row_label(document: Document, piece: Piece, candidate: Candidate) -> bool:
    """True for the first cell of a form's row (協議事項 | 1 予算について): a label, not an item."""
    line = document.lines[piece.line]
    if line.table is None or not piece.first or piece.end >= line.end or candidate.numbered:
        return False
    return is_named(candidate.key) or candidate.container


def find_agenda(
    document: Document,
    header: Header,
    folded: str,
    pieces: Sequence[Piece],
    body: Sequence[int],
    speakers: frozenset[int],
    taken: frozenset[int],
    statements: Sequence[Statement],
) -> Agenda:
    """Find the agenda items.

    Args:
        document: The document.
        header: Its header.
        folded: ``flat(document.text)``.
        pieces: All pieces.
        body: Indices of the pieces of the body, in order.
        speakers: Pieces that begin with a speaker's label.
        taken: Pieces that are goals, programs, signatures or a next meeting's notice.
        statements: The sentences of the body in order.
    """
    candidates = _candidates(document, pieces, body, taken)
    calling = [s for s in statements if may_call(s, folded)]
    listed = find_front_list(candidates, pieces, speakers, folded, calling)
    entries = _entries(document, header, folded, pieces, [c for c in candidates if c.piece in listed])
    candidates = [c for c in candidates if c.piece not in listed]
    known = frozenset(e.key for e in entries)
    verdict = judge(candidates, speakers, len(pieces), known)
    chosen = [candidates[i] for i in sorted(verdict.headings)]
    if not entries and all(is_named(c.key) or c.container for c in chosen):
        plain = find_plain(document, pieces, body, taken | speakers | {c.piece for c in chosen})
        chosen = sorted([*chosen, *plain], key=lambda c: c.piece)
    items = _body_items(pieces, chosen)
    if entries:
        items = _join(entries, items, chosen, candidates, pieces)
        _open_unopened(document, folded, calling, entries, items)
    elif not any(not is_named(i.key) for i in items):
        items = _called_items(folded, pieces, calling, items)
    _refer(items, candidates)
    items = [i for i in items if i.end > i.start]
    headings = tuple(_heading(document, item) for item in items)
    openings = [(p, n) for n, item in enumerate(items) for p in item.openings]
    # A container of the outermost level (5 会議の要旨) ends what stood before it.
    openings = sorted(openings + [(position, -1) for position in outer_containers(chosen)])
    labels = {candidates[i].piece: pieces[candidates[i].piece].text for i in verdict.labels}
    used = frozenset(c.piece for c in chosen) | {c.piece for c in candidates if c.title is None}
    return Agenda(headings, tuple(openings), used, labels, tuple(entries), listed)


def _entries(
    document: Document, header: Header, folded: str, pieces: Sequence[Piece], listed: Sequence[Candidate]
) -> list[Entry]:
    """The agenda list: the header's, the one in front of the discussion, and tables of items."""
    entries = read_list(document, header, folded)
    if listed:
        entries += entries_of(without_label(listed), pieces)
    return entries + table_entries(document, folded, entries)


def _heading(document: Document, item: Item) -> Heading:
    title = document.text[item.start : item.end].strip()
    confidence = _CONFIDENCE.get(item.rule_id, 0.9)
    if item.confirmed:
        confidence = min(0.99, confidence + 0.08)
    return Heading(
        "agenda_item", item.start, item.end, title, item.number, item.level, item.line, (), item.rule_id, confidence
    )


def _body_items(pieces: Sequence[Piece], chosen: Sequence[Candidate]) -> list[Item]:
    """Items of the headings printed in the body; a title repeated under the same parent is one item."""
    found = levels(chosen)
    parents = _parents(build_nodes(chosen), chosen)
    items: list[Item] = []
    seen: dict[tuple[str, str], Item] = {}
    for index, candidate in enumerate(chosen):
        title = candidate.title
        if index not in found or title is None:
            continue
        piece = pieces[candidate.piece]
        place = (parents.get(index, ""), tidy_key(candidate.key))
        if place in seen and not is_named(candidate.key):
            seen[place].openings.append(candidate.position)
            continue
        item = Item(
            piece.start + title.start, piece.start + title.end, candidate.number, found[index], piece.line,
            candidate.rule_id, candidate.key, [candidate.position],
        )  # fmt: skip
        seen[place] = item
        items.append(item)
    return items


def _parents(root: Node, chosen: Sequence[Candidate]) -> dict[int, str]:
    """Key of the innermost item above each heading, containers passed over."""
    found: dict[int, str] = {}

    def walk(node: Node, above: str) -> None:
        for child in node.children:
            found[child.index] = above
            candidate = chosen[child.index]
            walk(child, above if candidate.container else f"{above}/{candidate.key}")

    walk(root, "")
    return found


def _join(
    entries: Sequence[Entry],
    items: list[Item],
    chosen: Sequence[Candidate],
    candidates: Sequence[Candidate],
    pieces: Sequence[Piece],
) -> list[Item]:
    """Entries of the list with their body headings; body headings that the list lacks stay where they stand."""
    joined: list[Item] = []
    free = list(items)
    references = {
        heading_key(c.number or ""): c for c in candidates if c.title is None and c.rule_id != "heading.reference"
    }
    shift: dict[int, int] = {}
    for entry in entries:
        key = tidy_key(entry.key)
        match = next((i for i in free if same_title(key, tidy_key(i.key))), None)
        if match is not None:
            free.remove(match)
            # List and body each show only a part of the nesting: the deeper one has seen the container.
            level = max(entry.level, match.level)
            shift[match.openings[0]] = level - match.level
            match.level, match.confirmed = level, True
            match.number = match.number or entry.number
            joined.append(match)
            continue
        if entry.weak:
            continue
        item = Item(entry.start, entry.end, entry.number, entry.level, entry.line, "list", entry.key)
        reference = references.get(heading_key(entry.number or "")) if entry.number else None
        if reference is not None:
            item.openings.append(reference.position)
            item.line = pieces[reference.piece].line
        joined.append(item)
    for item in free:
        before = [p for p in shift if p <= item.openings[0]]
        if item.rule_id != "heading.named":
            item.level = max(1, item.level + (shift[max(before)] if before else 0))
        joined.append(item)
    return _in_order(joined)


def _refer(items: list[Item], candidates: Sequence[Candidate]) -> None:
    """Open items again where the text refers to them by number only: 「1について」."""
    for candidate in candidates:
        if candidate.rule_id != "heading.reference":
            continue
        named = [i for i in items if number_value((i.number or "").strip("()")) == candidate.value and i.level == 1]
        if len(named) == 1:
            named[0].openings.append(candidate.position)


def _in_order(items: list[Item]) -> list[Item]:
    """Items by where they open; one that opens nowhere follows its forerunner in the list."""
    last = -1
    keyed = []
    for number, item in enumerate(items):
        last = item.openings[0] if item.openings else last
        keyed.append((last, number, item))
    return [item for _, _, item in sorted(keyed, key=lambda k: (k[0], k[1]))]


def _place_by_calls(folded: str, statements: Sequence[Statement], items: list[Item]) -> None:
    """Open the list's items that no heading opens where the chair calls them, in the order of the list."""
    position = 0
    for number, item in enumerate(items):
        if item.openings:
            position = max(position, item.openings[0])
            continue
        limit = next((i.openings[0] for i in items[number + 1 :] if i.openings), None)
        found = find_call(folded, statements, item.key, item.number, position, limit)
        if found is not None:
            item.openings.append(found)
            position = found


def _open_first_children(items: list[Item]) -> None:
    """The first child of an opened item opens with it where nothing opens the child itself."""
    for above, item in pairwise(items):
        if not item.openings and above.openings and item.level == above.level + 1:
            item.openings.append(above.openings[0])
            item.line = above.line


def _open_unopened(
    document: Document, folded: str, calling: Sequence[Statement], entries: Sequence[Entry], items: list[Item]
) -> None:
    """Open the items that no heading opens: by the chair's call, with their parent, or where the table prints them."""
    _place_by_calls(folded, calling, items)
    _open_first_children(items)
    _open_rows(document, entries, items)


def _open_rows(document: Document, entries: Sequence[Entry], items: list[Item]) -> None:
    """Rows of a table of items open their items where nothing else does."""
    rows = {entry.start for entry in entries if entry.row}
    for item in items:
        if not item.openings and item.start in rows:
            item.openings.append(document.lines[item.line].start)


def _called_items(
    folded: str, pieces: Sequence[Piece], statements: Sequence[Statement], named: list[Item]
) -> list[Item]:
    """Items that only the chair's words open, with the named headings printed beside them."""
    strong = [(s, c) for s in statements if s.caller and (c := read_call(folded[s.start : s.end])) is not None]
    weak = [(s, c) for s in statements if s.caller and (c := reads_weakly(folded[s.start : s.end])) is not None]
    numbered = sum(1 for _, c in strong if c.rule_id == "call.topic")
    if not any(c.rule_id != "call.other" for _, c in strong):
        strong = [*strong, *weak] if len(weak) >= 2 else []
    elif numbered < 2:
        strong += [(s, c) for s, c in weak if c.rule_id == "call.report"]
    strong.sort(key=lambda p: p[0].start)
    items = list(named)
    for statement, call in strong:
        key = heading_key(folded[statement.start + call.start : statement.start + call.end])
        twin = next((i for i in items if same_title(tidy_key(i.key), tidy_key(key))), None)
        if twin is not None:
            continue
        items.append(_called(pieces, statement, call, key))
    return sorted(items, key=lambda i: i.openings[0])


def _called(pieces: Sequence[Piece], statement: Statement, call: Call, key: str) -> Item:
    return Item(
        statement.start + call.start,
        statement.start + call.end,
        call.number,
        1,
        pieces[statement.piece].line,
        call.rule_id,
        key,
        [statement.start],
    )
