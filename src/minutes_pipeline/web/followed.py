"""What belongs to a person or a program over the meetings (人と事業の経過): seats, remarks, decisions, promises."""

from __future__ import annotations

from dataclasses import dataclass

from minutes_pipeline.model.links import Appearance, Person, ProgramHistory
from minutes_pipeline.model.records import Attendee, Decision, Remark
from minutes_pipeline.progress.ledger import PromiseEntry
from minutes_pipeline.text.folding import name_key
from minutes_pipeline.web.linked import LinkedBody

_REMARKS = 50


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in one meeting: as linked, as recorded (None where the record is gone), and how often they spoke."""

    appearance: Appearance
    attendee: Attendee | None
    remarks: int


@dataclass(frozen=True, slots=True)
class Said:
    """A record of a meeting: the document under whose name the links know it, and the record."""

    document: str
    record: Remark | Decision


def seats_of(linked: LinkedBody, person: Person) -> list[Seat]:
    """Where a person sat, latest meeting first."""
    known = {one.id: one for minutes in linked.series for one in minutes.attendees}
    spoken = [remark.attendee_id for minutes in linked.series for remark in minutes.remarks]
    return [Seat(one, known.get(one.record_id), spoken.count(one.record_id)) for one in reversed(person.appearances)]


def remarks_of(linked: LinkedBody, person: Person) -> list[Said]:
    """What a person said, latest meeting first, in the order of the document; only so many."""
    own = {one.record_id for one in person.appearances}
    found = [
        Said(minutes.document, remark)
        for minutes in reversed(linked.series)
        for remark in minutes.remarks
        if remark.attendee_id in own
    ]
    return found[:_REMARKS]


def promises_of_person(linked: LinkedBody, person: Person) -> list[PromiseEntry]:
    """The promises whose owner is printed with the person's name."""
    names = {key for one in person.appearances if len(key := name_key(one.name)) > 1}
    return [entry for entry in linked.promises if any(name in name_key(entry.owner or "") for name in names)]


def decisions_of(linked: LinkedBody, history: ProgramHistory) -> list[Said]:
    """What was decided under a program, latest meeting first."""
    own = {one.record_id for one in history.appearances}
    return [
        Said(minutes.document, decision)
        for minutes in reversed(linked.series)
        for decision in minutes.decisions
        if decision.program_id in own
    ]


def promises_of_program(linked: LinkedBody, history: ProgramHistory) -> list[PromiseEntry]:
    """What was promised under a program."""
    own = {one.record_id for one in history.appearances}
    places = {
        (minutes.document, action.span.start, action.span.end)
        for minutes in linked.series
        for action in minutes.actions
        if action.program_id in own
    }
    return [
        entry
        for entry in linked.promises
        if any(
            document == entry.promise.promised.document
            and start < entry.promise.promised.span.end
            and entry.promise.promised.span.start < end
            for document, start, end in places
        )
    ]
