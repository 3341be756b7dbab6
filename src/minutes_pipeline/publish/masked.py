"""Minutes with masked names (伏せ字にした記録): text, quotes and every field; each quote still stands at its place."""

from __future__ import annotations

from typing import Any

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.publish.masking import MARK, Masker

_WORDS = ("title", "agenda_item", "speaker", "owner", "due", "name", "unit", "affiliation", "job_title", "number")
_TABLES = (
    "attendees", "agenda_items", "goals", "programs", "remarks", "decisions", "metrics", "issues", "actions",
)  # fmt: skip


def masked(minutes: Minutes, masker: Masker, file_name: str) -> Minutes:
    """The minutes under another file name with every name masked.

    Args:
        minutes: What is published of a meeting.
        masker: Masks the names.
        file_name: Name by which the document is known in the copy; the original's may hold a name.
    """
    text = masker.mask(minutes.text)
    changes: dict[str, Any] = {
        name: tuple(_record(one, text, masker) for one in getattr(minutes, name)) for name in _TABLES
    }
    meeting = minutes.meeting
    head = meeting.model_copy(
        update={"name": masker.mask(meeting.name) or None, "venue": masker.mask(meeting.venue) or None}
    )
    findings = tuple(one.model_copy(update={"message": masker.mask(one.message)}) for one in minutes.findings)
    source = minutes.source.model_copy(update={"file_name": file_name})
    return minutes.model_copy(
        update={**changes, "text": text, "meeting": head, "findings": findings, "source": source, "document": file_name}
    )


def _record(record: Any, text: str, masker: Masker) -> Any:
    changes: dict[str, Any] = {"quote": text[record.span.start : record.span.end]}
    for name in _WORDS:
        value = getattr(record, name, None)
        if isinstance(value, str):
            changes[name] = masker.mask(value)
    if type(record).__name__ == "Attendee" and record.name:
        changes["name"] = MARK * 2
        changes["quote"] = changes["quote"] if record.name not in changes["quote"] else masker.mask(changes["quote"])
    if hasattr(record, "departments"):
        changes["departments"] = tuple(masker.mask(one) for one in record.departments)
    return record.model_copy(update=changes)
