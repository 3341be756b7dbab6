"""Attendees (出席者): everyone whom header or roster lists by name or by post."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

from minutes_pipeline.extract.provenance import grounded
from minutes_pipeline.extract.roster_blocks import find_blocks
from minutes_pipeline.extract.roster_columns import column_people
from minutes_pipeline.extract.roster_habits import Habits, habits_of
from minutes_pipeline.extract.roster_legend import Meaning, find_legends, same_mark
from minutes_pipeline.extract.roster_merge import one_chair, with_marks, with_speakers, without_twins
from minutes_pipeline.extract.roster_model import Group, Person
from minutes_pipeline.extract.roster_outline import UnitOutline
from minutes_pipeline.extract.roster_people import Reader
from minutes_pipeline.extract.roster_places import RosterLine
from minutes_pipeline.extract.roster_rows import Block
from minutes_pipeline.extract.roster_tables import table_people
from minutes_pipeline.extract.roster_told import with_told_roles
from minutes_pipeline.extract.trust import lowered
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.records import Attendee
from minutes_pipeline.model.section import FieldKind, Outline
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_unit
from minutes_pipeline.values.names import name_likeness
from minutes_pipeline.values.posts import is_role, role_of
from minutes_pipeline.values.roster_headings import head_words

_GROUPS: dict[FieldKind, Group] = {
    "member": "member", "absent": "member", "secretariat": "secretariat", "explainer": "explainer",
    "observer": "observer", "recorder": "secretariat",
}  # fmt: skip
_LABEL_NOTE = re.compile(r"[（(]([^（）()]{4,40})[)）]\s{0,4}[：:]?\s{0,4}$")
_OUTSIDE = re.compile(r"委員外|委員以外|構成員以外|その他の?(?:出席|参加)者")
_FUNCTION = re.compile(r"副?(?:議長|委員長|会長)")
_OF_TOWN = re.compile(r"(?P<town>[^出参欠\s]{2,10}[市町村区県])(?:側)?の?(?:出席|参加|欠席)(?:者|職員)")
_STAFF = re.compile(
    r"^(?:書記|主事|事務局長|事務局次長|局長|次長|主査|主任|係長|主幹|補佐|局員|職員|事務局員|主事補|書記長)$"
)


def _heads(document: Document, lines: list[RosterLine]) -> set[int]:
    """Lines that head the lines indented below them (a company, then its people)."""
    heads = set()
    least = min((document.lines[line.index].indent for line in lines), default=0)
    for line, following in pairwise(lines):
        a, b = document.lines[line.index], document.lines[following.index]
        near = b.indent > a.indent <= least + 2 and following.index == line.index + 1
        if near and len(line.text) <= 30 and not _names_somebody(line.text):
            heads.add(line.index)
    return heads


def _names_somebody(text: str) -> bool:
    """福祉係　係長　神谷　恵: a row of its own though the next is set in below it; one word is a heading whatever it is."""
    reader = Reader()
    reader.read_line(text, 0)
    return len(text.split()) > 2 and any(p.name is not None for p in reader.people)


def _head_in_label(document: Document, block: Block) -> list[RosterLine]:
    """出席者（氏名／所属／役職）: headings of columns in the bracket behind the label, for the rows below it."""
    line = document.lines[block.first_line]
    found = _LABEL_NOTE.search(document.line_text(block.first_line))
    if found is None or head_words(found[1]) is None or all(x.index == block.first_line for x in block.lines):
        return []
    return [RosterLine(found[1], line.start + found.start(1), block.first_line)]


def _party_of(document: Document, block: Block) -> tuple[str, ...]:
    """みどり市出席者, つばき市出席者: the town before the label, where it is not the one whose meeting this is."""
    found = _OF_TOWN.fullmatch("".join(block.label.split()))
    title = document.text[: document.lines[block.first_line].start]
    return (found["town"],) if found is not None and found["town"] not in title else ()


def _post_below(lines: list[RosterLine], number: int) -> RosterLine | None:
    """The line below a name that stands alone, if it tells body and post of that person and names nobody else."""
    name, below = lines[number].text, lines[number + 1] if number + 1 < len(lines) else None
    if below is None or name_likeness(name) < 2.5 or len(name.split()) != 2 or is_unit("".join(name.split())):
        return None
    inner = Reader()
    inner.read_line(below.text, 0)
    return None if any(p.name is not None for p in inner.people) else below


def _letters_apart(document: Document, lines: list[RosterLine]) -> bool:
    """A roster whose words came out one to a line (1番 / 石田 / 敦)."""
    if len(lines) < 6 or any(document.lines[line.index].table is not None for line in lines):
        return False
    short = sum(len(line.text) <= 4 for line in lines)
    return short >= 0.7 * len(lines) and lines[-1].index - lines[0].index == len(lines) - 1


def _people_of(
    document: Document, block: Block, legend: dict[str, Meaning], habits: Callable[[], Habits]
) -> list[Person]:
    if block.people is not None:
        return block.people
    lines = block.lines
    reader = Reader(told_habits=habits, legend=legend, label_role=block.role, block_status=block.status)
    reader.sectional = _party_of(document, block)
    if _letters_apart(document, lines):
        text = document.text[lines[0].start : lines[-1].start + len(lines[-1].text)]
        reader.read_line(text, lines[0].start)
        return with_marks(reader.people, reader.marks)
    loose = [line for line in lines if document.lines[line.index].table is None]
    loose = [*_head_in_label(document, block), *loose]
    in_columns, read = column_people(loose, document.text) if len(loose) >= 2 else ([], set())
    inside = [line for line in lines if line.index != block.first_line]
    heads = _heads(document, inside) if len(lines) > 3 else set()
    own_heads = len(heads) >= 2
    done: set[int] = set()
    under, outline = _Under(reader), UnitOutline(reader)
    joined: set[int] = set()
    for number, line in enumerate(lines):
        under.enter(document.lines[line.index].indent)
        table = document.lines[line.index].table
        if line.index in read or (table is not None and table in done):
            reader.people.extend(in_columns)
            in_columns = []
            continue
        if table is not None and (rows := table_people(document, document.tables[table])) is not None:
            done.add(table)
            reader.people.extend(rows)
            continue
        if line.index in joined:
            continue  # Read with the line above it.
        if own_heads and line.index in heads and not re.search(r"[、,:：]", flat(line.text)):
            if (below := _post_below(lines, number)) is not None:
                joined.add(below.index)
                whole = document.text[line.start : below.start + len(below.text)]
                reader.read_line(whole, line.start)
                continue
            reader.take_heading(line.text, document.lines[line.index].indent)
            continue
        outline.enter(line)
        reader.read_line(line.text, line.start)
        outline.leave(line)
        under.leave(document.lines[line.index].indent)
    return with_marks([_by_legend(p, legend, document.text) for p in reader.people], reader.marks)


def _by_legend(person: Person, legend: dict[str, Meaning], text: str) -> Person:
    """○須藤 in a column of names, under （◎会長　○副会長）."""
    meaning = legend.get(same_mark(text[person.start : person.start + 1])) if person.rule_id == "roster.table" else None
    if meaning == "chair" or meaning == "vice_chair":
        return replace(person, role=person.role or meaning)
    return person if meaning is None else replace(person, status=meaning)


class _Under:
    """A heading holds for the lines indented below it: at the first line that stands out again it ends."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.units: tuple[str, ...] = ()
        self.indent: int = 0
        self.deeper = False

    def enter(self, indent: int) -> None:
        """Before a line is read."""
        if self.units and self.reader.sectional == self.units:
            if self.deeper and indent <= self.indent:
                self.reader.sectional = self.units = ()
            self.deeper = self.deeper or indent > self.indent

    def leave(self, indent: int) -> None:
        """After it: was it a heading?"""
        if self.reader.sectional and self.reader.sectional != self.units:
            self.units, self.indent, self.deeper = self.reader.sectional, indent, False


def _in_group(person: Person, field: Block, seats: bool) -> Person:
    """Group and presence that the field gives; staff without a seat among seated members are the secretariat."""
    group = person.group or _GROUPS[field.kind]
    status = person.status
    staff = seats and not person.seat and person.title is not None and _STAFF.match(flat(person.title))
    if staff and group == "member":
        return replace(person, group="secretariat", status=status or "present")
    if field.kind == "absent" and status in (None, "present"):
        status = "absent"
    return replace(person, group=group, status=status or "present")


def _outsider(person: Person, block: Block, text: str) -> Person:
    """委員外出席者　副議長　小林: whoever is none of the body holds that function elsewhere; here it is a post."""
    if person.role is None or person.title is not None or _OUTSIDE.search("".join(block.label.split())) is None:
        return person
    word = _FUNCTION.search("".join(flat(text[person.start : person.end]).split()))
    return person if word is None else replace(person, role=None, title=word[0])


def _auditor(person: Person, block: Block) -> Person:
    """出席監事　尾関　清: the label tells the post of those under it; 理事 and 委員 are who the body consists of."""
    if person.title is None and person.name is not None and "監事" in block.label and "理事" not in block.label:
        return replace(person, title="監事")
    return person


def _of_this_body(outline: Outline, people: list[Person]) -> list[Person]:
    """「○○教育委員会委員長 高木」 in the minutes of that body: the unit is the meeting itself, the title a function in it."""
    text = outline.document.text
    head = (
        "".join(text[: outline.header.fields[0].label.start].split())
        if outline.header.fields and outline.header.fields[0].label
        else ""
    )
    out = []
    for person in people:
        body = person.affiliation
        own = (
            person.group == "member"
            and body is not None
            and person.title is not None
            and body.endswith("会")
            and re.search(re.escape(body) + "(?!議)", head) is not None
        )
        if own and person.title is not None and (is_role(person.title) or person.title == "教育長"):
            role = person.role or role_of(person.title)
            person = replace(person, units=(), title=None if is_role(person.title) else person.title, role=role)
        out.append(person)
    return out


def _as_record(outline: Outline, person: Person) -> Attendee:
    title = person.title
    printed = outline.document.text[person.start : person.end]
    common = grounded(
        outline.document,
        "attendee",
        person.start + len(printed) - len(printed.lstrip()),
        person.start + len(printed.rstrip()),
        rule_id=person.rule_id,
        confidence=lowered("attendee", person.certainty),
        extra=person.name or title or "",
    )
    return Attendee(
        **common,
        name=person.name,
        affiliation=person.affiliation,
        job_title=title,
        role=person.role if person.group in ("member", "secretariat") else None,
        group=person.group or "member",
        status=person.status or "present",
    )


def _habits(blocks: list[Block]) -> dict[Group, Callable[[], Habits]]:
    """Habits of each group's roster, told when first asked for: those present and those absent are printed alike."""

    def told(group: Group) -> Callable[[], Habits]:
        return cache(lambda: habits_of(line.text for b in blocks if _GROUPS[b.kind] == group for line in b.lines))

    return {group: told(group) for group in set(_GROUPS.values())}


def _roster_text(document: Document, blocks: list[Block]) -> str:
    """The lines of the rosters with their labels and the lines above, legends and all."""
    rows = sorted({i for b in blocks for i in (max(b.first_line - 1, 0), b.first_line, *(x.index for x in b.lines))})
    return "\n".join(document.line_text(i) for i in rows)


def extract_attendees(outline: Outline) -> tuple[Attendee, ...]:
    """Everyone the header or roster lists, in document order; nobody who only speaks in the body."""
    blocks = find_blocks(outline)
    legend = find_legends(_roster_text(outline.document, blocks))
    habits = _habits(blocks)
    listed = [(block, _people_of(outline.document, block, legend, habits[_GROUPS[block.kind]])) for block in blocks]
    seats = sum(p.seat for _, some in listed for p in some) >= 2
    text = outline.document.text
    people = [_in_group(_auditor(_outsider(p, f, text), f), f, seats) for f, some in listed for p in some]
    people = with_told_roles(people, (line.text for block in blocks for line in block.lines))
    people = with_speakers(one_chair(without_twins(_of_this_body(outline, people))), outline)
    return tuple(_as_record(outline, p) for p in people)
