"""The draft (重ね合わせの途中): the records of one document while corrections are laid over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from minutes_pipeline.compare.anchoring import QuoteFinder, Surveyor
from minutes_pipeline.compare.differences import same_value
from minutes_pipeline.compare.kinds import KIND_FIELDS, REFERENCES, plain_value
from minutes_pipeline.model import records as models
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.records import AgendaItem, Goal, Placed
from minutes_pipeline.store.rows import meeting_id
from minutes_pipeline.text.folding import name_key

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.model.records import Record
    from minutes_pipeline.model.span import Span
    from minutes_pipeline.store.results import Correction

_Model = TypeVar("_Model", bound=BaseModel)
MODELS: dict[str, type[Record]] = {
    "attendee": models.Attendee,
    "agenda_item": models.AgendaItem,
    "goal": models.Goal,
    "program": models.Program,
    "remark": models.Remark,
    "decision": models.Decision,
    "metric": models.Metric,
    "issue": models.Issue,
    "action": models.Action,
}
ADDED_RULE = "person-added"
#: Kinds of which several may share one quote, with the fields that tell them apart.
SHARING = {"metric": ("name", "value"), "attendee": ("name",)}


def checked(model: _Model, changes: dict[str, Any]) -> _Model | None:
    """The model with fields changed and validated; None where a value does not fit."""
    try:
        return type(model).model_validate({**model.model_dump(), **changes})
    except ValidationError:
        return None


class Draft:
    """Records by id in the order of their document, and the meeting; everything a correction may do to them."""

    def __init__(self, minutes: Minutes, surveyor: Surveyor, finder: QuoteFinder) -> None:
        self.minutes = minutes
        self.document_id = minutes.source.document_id
        self.meeting_id = meeting_id(minutes)
        self.read_meeting = self.meeting = minutes.meeting
        self.surveyor, self.finder = surveyor, finder
        self.order = {kind: [r.id for r in getattr(minutes, field)] for kind, field in KIND_FIELDS.items()}
        self.records: dict[str, Record] = {r.id: r for field in KIND_FIELDS.values() for r in getattr(minutes, field)}
        self.kinds = {identity: kind for kind, ids in self.order.items() for identity in ids}

    def extracted_there(self, kind: str, span: Span, fields: dict[str, Any]) -> Record | None:
        """The extracted record of this kind and place that an added one would double."""
        telling = SHARING.get(kind, ())
        for identity in self.order[kind]:
            record = self.records[identity]
            if (record.span.start, record.span.end) != (span.start, span.end):
                continue
            if not telling or any(
                name in fields and same_value(plain_value(getattr(record, name)), fields[name]) for name in telling
            ):
                return record
        return None

    def add(self, c: Correction, span: Span) -> str | None:
        """Put in the record that a person added; its id, or None where its fields do not fit."""
        own = c.document_id == self.document_id and c.record_id not in self.records
        identity = c.record_id if own else self.added_id(c.kind, span, c.id)
        fields = {name: value for name, value in c.value.items() if name not in {"quote", "agenda_item"}}
        record = self.build(
            c.kind, identity, span, {**fields, "rule_id": ADDED_RULE, "confidence": 1.0, "review": "added"}
        )
        if record is None:
            return None
        self.insert(c.kind, record)
        if "agenda_item" in c.value:
            self.put_under(identity, c.value["agenda_item"])
        return identity

    def added_id(self, kind: str, span: Span, number: int) -> str:
        """The id of a record that correction ``number`` adds."""
        return record_id(self.document_id, kind, span.start, span.end, f"added-{number}")

    def build(self, kind: str, identity: str, span: Span, fields: dict[str, Any]) -> Record | None:
        """A record at a place of the text, under what stands there."""
        model = MODELS[kind]
        place = {name: value for name, value in self.surveyor.place(span.start).items() if name in model.model_fields}
        whole = {
            **place,
            **fields,
            "id": identity,
            "quote": span.of(self.minutes.text),
            "span": self.surveyor.span(span),
        }
        try:
            return model.model_validate({name: value for name, value in whole.items() if name in model.model_fields})
        except ValidationError:
            return None

    def insert(self, kind: str, record: Record) -> None:
        """Put a record where its place in the text is, under its agenda item by the title that has now."""
        if isinstance(record, Placed | Goal):
            item = self.records.get(record.agenda_item_id or "")
            found = (item.id, item.title) if isinstance(item, AgendaItem) else (None, None)
            record = record.model_copy(update=dict(zip(("agenda_item_id", "agenda_item"), found, strict=True)))
        ids = self.order[kind]
        at = next((n for n, i in enumerate(ids) if self.records[i].span.start > record.span.start), len(ids))
        ids.insert(at, record.id)
        self.records[record.id] = record
        self.kinds[record.id] = kind

    def change(self, identity: str, fields: dict[str, Any]) -> bool:
        """Set fields of a record; False where a value does not fit. A new title of an item goes to all under it."""
        changed = checked(self.records[identity], fields)
        if changed is None:
            return False
        self.records[identity] = changed
        if self.kinds[identity] == "agenda_item" and "title" in fields:
            self._retitle({identity: fields["title"]})
        return True

    def change_meeting(self, field: str, value: Any) -> bool:
        """Set a field of the meeting; an emptied one has no source."""
        changed = checked(self.meeting, {field: value})
        if changed is None:
            return False
        sources = {name: place for name, place in changed.sources.items() if value is not None or name != field}
        self.meeting = changed.model_copy(update={"sources": sources})
        return True

    def move(self, identity: str, span: Span) -> None:
        """Give a record another quote."""
        place = {"quote": span.of(self.minutes.text), "span": self.surveyor.span(span)}
        self.records[identity] = self.records[identity].model_copy(update=place)

    def put_under(self, identity: str, title: str | None) -> bool:
        """Put a record under the agenda item of this title; False where there is none."""
        update: dict[str, str | None] = {"agenda_item_id": None, "agenda_item": None}
        if title is not None:
            items = (self.records[identity] for identity in self.order["agenda_item"])
            item = next((i for i in items if isinstance(i, AgendaItem) and name_key(i.title) == name_key(title)), None)
            if item is None:
                return False
            update = {"agenda_item_id": item.id, "agenda_item": item.title}
        self.records[identity] = self.records[identity].model_copy(update=update)
        return True

    def remove(self, identity: str) -> None:
        """Take a record out; what stands under an agenda item goes to the item around it."""
        kind, gone = self.kinds[identity], self.records.pop(identity)
        self.order[kind].remove(identity)
        heir = self.records.get(gone.parent_id or "") if isinstance(gone, AgendaItem) else None
        for other, record in self.records.items():
            refers = [n for n, k in REFERENCES.items() if k == kind and getattr(record, n, None) == identity]
            if refers:
                update = dict.fromkeys(refers, None if heir is None else heir.id)
                self.records[other] = record.model_copy(update=update)
        if isinstance(gone, AgendaItem):
            title = heir.title if isinstance(heir, AgendaItem) else None
            self._retitle({None if heir is None else heir.id: title}, {gone.title})

    def _retitle(self, titles: dict[str | None, str | None], only: set[str] | None = None) -> None:
        for identity, record in self.records.items():
            if not isinstance(record, Placed | Goal) or record.agenda_item_id not in titles:
                continue
            title = titles[record.agenda_item_id]
            if record.agenda_item != title and (only is None or record.agenda_item in only):
                self.records[identity] = record.model_copy(update={"agenda_item": title})

    def mark_reviewed(self, edited: set[str], accepted: set[str]) -> None:
        """Say of every record what people did to it; one that a person added stays so."""
        for identity in edited | accepted:
            record = self.records.get(identity)
            if record is not None and record.review != "added":
                review = "edited" if identity in edited else "accepted"
                self.records[identity] = record.model_copy(update={"review": review})

    def finish(self) -> Minutes:
        """The corrected minutes."""
        fields: dict[str, Any] = {
            field: tuple(self.records[i] for i in self.order[kind]) for kind, field in KIND_FIELDS.items()
        }
        return self.minutes.model_copy(update={**fields, "meeting": self.meeting})
