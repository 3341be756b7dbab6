"""Kinds of records (記録の種類): where each stands in ``Minutes``, which of its fields say something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.model.records import Record

#: Kind -> field of ``Minutes``, in the order in which they refer to each other.
KIND_FIELDS = {
    "attendee": "attendees",
    "agenda_item": "agenda_items",
    "goal": "goals",
    "program": "programs",
    "remark": "remarks",
    "decision": "decisions",
    "metric": "metrics",
    "issue": "issues",
    "action": "actions",
}
#: Kind -> what its records say, beside their quote and place.
CONTENT_FIELDS: dict[str, tuple[str, ...]] = {
    "attendee": ("name", "affiliation", "job_title", "role", "group", "status"),
    "agenda_item": ("number", "title", "level"),
    "goal": ("number", "title"),
    "program": ("title", "departments"),
    "remark": ("speaker", "side"),
    "decision": ("result",),
    "metric": ("name", "value", "value_max", "unit", "qualifier", "period"),
    "issue": (),
    "action": ("owner", "due"),
}
#: Kind -> the fields that name one record beside others of its quote, or of another quote.
NAMING_FIELDS: dict[str, tuple[str, ...]] = {
    "attendee": ("name",),
    "agenda_item": ("title",),
    "goal": ("title", "number"),
    "program": ("title",),
    "metric": ("name", "value", "unit"),
}
MEETING_FIELDS = ("name", "session", "date", "start_time", "end_time", "venue")
#: Field that refers to another record -> its kind.
REFERENCES = {
    "agenda_item_id": "agenda_item",
    "parent_id": "agenda_item",
    "goal_id": "goal",
    "program_id": "program",
    "attendee_id": "attendee",
}


def kind_of(record: Record) -> str:
    """The kind of a record.

    >>> from minutes_pipeline.model.records import Goal, SourceSpan
    >>> kind_of(Goal(id="x", quote="一", span=SourceSpan(start=0, end=1), rule_id="r", confidence=1, title="一"))
    'goal'
    """
    return _KINDS[type(record).__name__]


_KINDS = {"".join(part.capitalize() for part in kind.split("_")): kind for kind in KIND_FIELDS}


def records_of(minutes: Minutes) -> Iterator[tuple[str, Record]]:
    """All records with their kind: by kind, then in document order."""
    for kind, field in KIND_FIELDS.items():
        for record in getattr(minutes, field):
            yield kind, record


def plain_value(value: Any) -> Any:
    """A field's value as JSON holds it: a period as a dict, departments as a list."""
    if isinstance(value, tuple):
        return list(value)
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value
