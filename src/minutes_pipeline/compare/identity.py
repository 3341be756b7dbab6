"""Keeping ids (識別子の引き継ぎ): a record that is the same in a new reading of the same file keeps its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from minutes_pipeline.compare.kinds import KIND_FIELDS, REFERENCES
from minutes_pipeline.compare.pairing import pair_records

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.model.records import Record


def with_own_ids(minutes: Minutes) -> Minutes:
    """The same minutes where no two records share an id: the second of one place gets ``-2``, and so on."""
    ids = [record.id for field in KIND_FIELDS.values() for record in getattr(minutes, field)]
    if len(set(ids)) == len(ids):
        return minutes
    taken: set[str] = set()
    changed: dict[str, Any] = {}
    for field in KIND_FIELDS.values():
        records = []
        for record in getattr(minutes, field):
            free = _free(record.id, taken)
            records.append(record if free == record.id else record.model_copy(update={"id": free}))
            taken.add(free)
        changed[field] = tuple(records)
    return minutes.model_copy(update=changed)


def _free(wanted: str, taken: set[str]) -> str:
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def keep_ids(old: Minutes, new: Minutes) -> Minutes:
    """``new`` with the ids that ``old`` gave to the same records, all references adjusted.

    Both are readings of one document, as two versions of the program made them. A record that is new and whose own id
    is an old one of another record gets a fresh one: an id never changes what it means.
    """
    new = with_own_ids(new)
    ids: dict[str, str] = {}
    for field in KIND_FIELDS.values():
        pairing = pair_records(getattr(old, field), getattr(new, field), old_text=old.text, new_text=new.text)
        ids |= {pair.new.id: pair.old.id for pair in pairing.pairs}
    # Old ids without a record stay taken: somebody may have noted them.
    taken = {record.id for field in KIND_FIELDS.values() for record in getattr(old, field)} | set(ids.values())
    for field in KIND_FIELDS.values():
        for record in getattr(new, field):
            if record.id not in ids:
                ids[record.id] = _free(record.id, taken)
                taken.add(ids[record.id])
    return renamed(new, ids)


def renamed(minutes: Minutes, ids: Mapping[str, str]) -> Minutes:
    """The same minutes with records under other ids, and what refers to them adjusted."""
    if all(old == new for old, new in ids.items()):
        return minutes
    changed = {
        field: tuple(_renamed(record, ids) for record in getattr(minutes, field)) for field in KIND_FIELDS.values()
    }
    return minutes.model_copy(update=changed)


def _renamed(record: Record, ids: Mapping[str, str]) -> Record:
    fields = record.__dict__
    changed = {name: ids[fields[name]] for name in ("id", *REFERENCES) if name in fields and fields[name] in ids}
    changed = {name: value for name, value in changed.items() if value != fields[name]}
    return record.model_copy(update=changed) if changed else record
