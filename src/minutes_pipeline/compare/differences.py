"""Differences (違い) between two readings of one meeting, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from minutes_pipeline.compare.kinds import CONTENT_FIELDS, KIND_FIELDS, MEETING_FIELDS, kind_of, plain_value
from minutes_pipeline.compare.likeness import quote_key
from minutes_pipeline.compare.pairing import Pair, pair_records
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.text.folding import name_key

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.model.records import Record


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference (違い).

    Attributes:
        change: ``added``, ``removed`` or ``changed``.
        kind: Kind of record, or ``meeting``.
        record_id_old: The record's id in the earlier reading; None where it is added.
        record_id_new: Its id in the later one; None where it is removed.
        field: The field that changed (``quote`` for the wording, ``agenda_item`` for the place); None otherwise.
        before: Its value before, as JSON holds it; None where added or removed.
        after: Its value now.
        quote_old: The earlier record's quote; None for the meeting and where added.
        quote_new: The later record's.
    """

    change: Literal["added", "removed", "changed"]
    kind: str
    record_id_old: str | None
    record_id_new: str | None
    field: str | None
    before: Any
    after: Any
    quote_old: str | None
    quote_new: str | None


def differences(old: Minutes, new: Minutes) -> tuple[Difference, ...]:
    """What is different in ``new``: the meeting's fields, then by kind the changed, removed and added records.

    White space, width and old forms of characters make no difference, nor does the place in the text or the page.
    """
    found = _of_meeting(old, new)
    for kind, field in KIND_FIELDS.items():
        pairing = pair_records(getattr(old, field), getattr(new, field), old_text=old.text, new_text=new.text)
        for pair in pairing.pairs:
            found += _of_pair(kind, pair)
        found += [Difference("removed", kind, r.id, None, None, None, None, r.quote, None) for r in pairing.old_only]
        found += [Difference("added", kind, None, r.id, None, None, None, None, r.quote) for r in pairing.new_only]
    return tuple(found)


def same_value(first: Any, second: Any) -> bool:
    """Whether two values say the same: text by its folded form, all else by equality.

    >>> same_value("髙橋　一郎", "高橋一郎"), same_value(16, 16.0), same_value(None, "")
    (True, True, False)
    """
    if isinstance(first, str) and isinstance(second, str):
        return name_key(first) == name_key(second)
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(map(same_value, first, second))
    return bool(first == second)


def _of_meeting(old: Minutes, new: Minutes) -> list[Difference]:
    one, other = (record_id(minutes.source.document_id, "meeting", 0, 0) for minutes in (old, new))
    return [
        Difference("changed", "meeting", one, other, name, before, after, None, None)
        for name in MEETING_FIELDS
        if not same_value(before := getattr(old.meeting, name), after := getattr(new.meeting, name))
    ]


def content_of(record: Record) -> dict[str, Any]:
    """What a record says: its fields, the title of its agenda item, its quote; as JSON holds them."""
    fields = {name: plain_value(getattr(record, name)) for name in CONTENT_FIELDS[kind_of(record)]}
    if hasattr(record, "agenda_item"):
        fields["agenda_item"] = record.agenda_item
    return fields


def _of_pair(kind: str, pair: Pair) -> list[Difference]:
    old, new = pair.old, pair.new
    before, after = content_of(old), content_of(new)
    found = [
        Difference("changed", kind, old.id, new.id, name, value, after[name], old.quote, new.quote)
        for name, value in before.items()
        if not same_value(value, after[name])
    ]
    if quote_key(old.quote) != quote_key(new.quote):
        found.append(Difference("changed", kind, old.id, new.id, "quote", old.quote, new.quote, old.quote, new.quote))
    return found
