"""Attendees (出席者): everyone whom header or roster lists by name or by post."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from minutes_pipeline.extract.provenance import grounded
from minutes_pipeline.extract.roster_merge import with_marks, with_speakers, without_twins
from minutes_pipeline.extract.roster_model import Group, Person
from minutes_pipeline.extract.roster_people import Reader, companies_first
from minutes_pipeline.extract.roster_tables import table_people
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.records import Attendee
from minutes_pipeline.model.section import FieldKind, HeaderField, Outline
from minutes_pipeline.model.span import Span
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.posts import is_role, role_of

_GROUPS: dict[FieldKind, Group] = {
    "member": "member", "absent": "member", "secretariat": "secretariat", "explainer": "explainer",
    "observer": "observer", "recorder": "secretariat",
}  # fmt: skip
_STAFF = re.compile(
    r"^(?:書記|主事|事務局長|事務局次長|局長|次長|主査|主任|係長|主幹|補佐|局員|職員|事務局員|主事補|書記長)$"
)


def _line_of(document: Document, span: Span) -> int:
    return next(i for i, line in enumerate(document.lines) if line.start <= span.start <= line.end)


def _heads(document: Document, spans: list[tuple[Span, int]]) -> set[int]:
    """Lines that head the lines indented below them (a company, then its people)."""
    heads = set()
    least = min((document.lines[i].indent for _, i in spans), default=0)
    for (_, here), (_, following) in pairwise(spans):
        a, b = document.lines[here], document.lines[following]
        if b.indent > a.indent <= least + 2 and following == here + 1 and len(document.line_text(here)) <= 30:
            heads.add(here)
    return heads


def _letters_apart(document: Document, spans: list[tuple[Span, int]]) -> bool:
    """A roster whose words came out one to a line (1番 / 石田 / 敦)."""
    if len(spans) < 6 or any(document.lines[i].table is not None for _, i in spans):
        return False
    short = sum(s.end - s.start <= 4 for s, _ in spans)
    return short >= 0.7 * len(spans) and spans[-1][1] - spans[0][1] == len(spans) - 1


def _people_of(outline: Outline, field: HeaderField) -> list[Person]:
    document = outline.document
    text = document.text
    spans = [(s, _line_of(document, s)) for s in field.values]
    people: list[Person] = []
    reader = Reader(unit_first=companies_first([text[s.start : s.end] for s in field.values]))
    done: set[int] = set()
    heads = _heads(document, [(s, i) for s, i in spans if i != field.first_line]) if len(spans) > 3 else set()
    own_heads = len(heads) >= 2
    if _letters_apart(document, spans):
        reader.read_line(text[spans[0][0].start : spans[-1][0].end], spans[0][0].start)
        return with_marks(reader.people, reader.marks)
    for span, index in spans:
        table = document.lines[index].table
        if table is not None and table in done:
            continue
        if table is not None and (rows := table_people(document, document.tables[table])) is not None:
            people.extend(reader.people[len(people) :] if not people else [])
            done.add(table)
            reader.people.extend(rows)
            continue
        if own_heads and index in heads and not re.search(r"[、,:：]", flat(text[span.start : span.end])):
            reader.sectional, reader.waiting = (" ".join(text[span.start : span.end].split()),), None
            continue
        reader.read_line(text[span.start : span.end], span.start)
    return with_marks(reader.people, reader.marks)


def _in_group(person: Person, field: HeaderField, seats: bool) -> Person:
    """Group and presence that the field gives; staff without a seat among seated members are the secretariat."""
    group = person.group or _GROUPS[field.kind]
    status = person.status
    staff = seats and not person.seat and person.title is not None and _STAFF.match(flat(person.title))
    if staff and group == "member":
        return replace(person, group="secretariat", status=status or "present")
    if field.kind == "absent" and status in (None, "present"):
        status = "absent"
    return replace(person, group=group, status=status or "present")


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
            and body in head
        )
        if own and person.title is not None and (is_role(person.title) or person.title == "教育長"):
            role = person.role or role_of(person.title)
            person = replace(person, units=(), title=None if is_role(person.title) else person.title, role=role)
        out.append(person)
    return out


def _as_record(outline: Outline, person: Person) -> Attendee:
    title = person.title
    common = grounded(
        outline.document,
        "attendee",
        person.start,
        person.end,
        rule_id=person.rule_id,
        confidence=person.confidence,
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


def extract_attendees(outline: Outline) -> tuple[Attendee, ...]:
    """Everyone the header or roster lists, in document order; nobody who only speaks in the body."""
    listed = [(f, _people_of(outline, f)) for f in outline.header.fields if f.kind in _GROUPS]
    seats = sum(p.seat for _, some in listed for p in some) >= 2
    people = [_in_group(p, field, seats) for field, some in listed for p in some]
    people = with_speakers(without_twins(_of_this_body(outline, people)), outline)
    return tuple(_as_record(outline, p) for p in people)
