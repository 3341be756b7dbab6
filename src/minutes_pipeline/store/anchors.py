"""Anchors (訂正のより所): which record of this reading a correction speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from minutes_pipeline.compare.anchoring import Surroundings
from minutes_pipeline.compare.differences import same_value
from minutes_pipeline.compare.kinds import CONTENT_FIELDS, KIND_FIELDS, NAMING_FIELDS, REFERENCES, plain_value
from minutes_pipeline.compare.likeness import is_telling, quote_key
from minutes_pipeline.compare.pairing import pair_records
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.records import AgendaItem
from minutes_pipeline.model.span import Span
from minutes_pipeline.store.draft import MODELS, Draft

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.model.records import Record
    from minutes_pipeline.store.results import Correction


def record_from(kind: str, fields: Mapping[str, Any]) -> Record | None:
    """A record out of its JSON as an earlier version of the program may have written it; None where it does not fit."""
    model = MODELS[kind]
    try:
        return model.model_validate({name: value for name, value in fields.items() if name in model.model_fields})
    except ValueError:
        return None


class Anchors:
    """The record for each (document, record) that corrections name.

    A correction of this very file goes to the record of its id (``keep_ids`` has seen to that). One of another version
    goes to the record that its own is paired with. Where extraction has none any more, the record is restored from the
    correction's snapshot, if its quote stands in the text.
    """

    def __init__(self, minutes: Minutes, live: list[Correction], origins: Mapping[str, Minutes], draft: Draft) -> None:
        self.draft = draft
        self.minutes = minutes
        self.document_id = minutes.source.document_id
        self.found: dict[tuple[str, str], str | None] = {}
        self.restored: dict[tuple[str, str], str | None] = {}
        others: dict[str, list[Correction]] = {}
        for c in live:
            if c.kind == "meeting" or c.action == "add":
                continue
            if c.document_id != self.document_id:
                others.setdefault(c.document_id, []).append(c)
            elif c.record_id in draft.records:
                self.found[c.document_id, c.record_id] = c.record_id
            else:
                self.found[c.document_id, c.record_id] = self._reread(c)
        for document_id, corrections in others.items():
            self._pair(document_id, corrections, origins.get(document_id))

    def bind(self, c: Correction, identity: str) -> None:
        """Say that what a person added is this record: edits of it follow."""
        self.found[c.document_id, c.record_id] = self.found[self.document_id, identity] = identity

    def of(self, c: Correction, *, restore: bool = True) -> str | None:
        """The id of the record a correction speaks of; None where there is none and none can be restored."""
        key = (c.document_id, c.record_id)
        identity = self.found.get(key)
        if identity is not None or not restore:
            return identity
        if key not in self.restored:
            self.restored[key] = self._restore(c)
        return self.restored[key]

    def _reread(self, c: Correction) -> str | None:
        """A record of the same words at the same place, which the program now takes under another id."""
        then = c.snapshot or {}
        naming = NAMING_FIELDS.get(c.kind, ())
        identity: str
        for identity in self.draft.order[c.kind]:
            record = self.draft.records[identity]
            if quote_key(record.quote) != quote_key(then.get("quote", "")):
                continue
            if record.span.start != then.get("span", {}).get("start") and not is_telling(record.quote):
                continue
            if not naming or any(same_value(plain_value(getattr(record, n)), then.get(n)) for n in naming[:2]):
                return identity
        return None

    def _pair(self, document_id: str, corrections: list[Correction], origin: Minutes | None) -> None:
        kinds = {c.kind for c in corrections}
        for kind in kinds:
            old: dict[str, Record] = {}
            if origin is not None:
                old = {record.id: record for record in getattr(origin, KIND_FIELDS[kind])}
            for c in corrections:
                record = record_from(kind, c.snapshot) if c.kind == kind and c.snapshot else None
                if record is not None and c.record_id not in old:
                    old[c.record_id] = record
            new = getattr(self.minutes, KIND_FIELDS[kind])
            pairing = pair_records(
                list(old.values()), new, old_text=None if origin is None else origin.text,
                new_text=None if origin is None else self.minutes.text,
            )  # fmt: skip
            for pair in pairing.pairs:
                self.found[document_id, pair.old.id] = pair.new.id

    def _restore(self, c: Correction) -> str | None:
        """Put the record of the snapshot back in, if its quote stands in the text; its id."""
        then = c.snapshot
        if then is None:
            return None
        own = c.document_id == self.document_id
        span = self._stands(c, then, own)
        if span is None:
            return None
        identity = c.record_id
        if not own or identity in self.draft.records:
            identity = record_id(self.document_id, c.kind, span.start, span.end, f"restored-{c.record_id}")
        fields = {name: then[name] for name in CONTENT_FIELDS[c.kind] if name in then}
        fields |= {"rule_id": then.get("rule_id", ""), "confidence": then.get("confidence", 0.0)}
        if own:
            fields |= self._references(then)
        record = self.draft.build(c.kind, identity, span, fields)
        if record is None:
            return None
        place = record_from(c.kind, then)
        if own and place is not None and (place.span.start, place.span.end) == (span.start, span.end):
            record = record.model_copy(update={"span": place.span})
        self.draft.insert(c.kind, record)
        return identity

    def _references(self, then: Mapping[str, Any]) -> dict[str, Any]:
        """What the snapshot refers to and is still there; an agenda item with its title of now."""
        found = {name: then[name] for name in REFERENCES if then.get(name) in self.draft.records}
        item = self.draft.records.get(found.get("agenda_item_id", ""))
        return {**found, "agenda_item": item.title} if isinstance(item, AgendaItem) else found

    def _stands(self, c: Correction, then: Mapping[str, Any], own: bool) -> Span | None:
        quote, place = str(then.get("quote", "")), then.get("span", {})
        start, end = place.get("start", 0), place.get("end", 0)
        if own and self.minutes.text[start:end] == quote:
            return Span(start, end)
        known = Surroundings(c.context_before, c.context_after, start)
        return self.draft.finder.find(quote, known, strict=not own)
