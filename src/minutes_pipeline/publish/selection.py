"""What may be published (公開する範囲): confirmed meetings marked public, and the opened items of those partly public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.store.results import MeetingSummary
from minutes_pipeline.text.folding import name_key

_PLACED = ("agenda_items", "goals", "programs", "remarks", "decisions", "metrics", "issues", "actions")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A meeting, or a part of it, that is not published, and why."""

    title: str
    reason: str


def why_not(meeting: MeetingSummary, opened: Sequence[str], *, drafts: bool) -> str | None:
    """Why a meeting is left out as a whole; None when it, or a part of it, may be published."""
    if meeting.publication == "not_public":
        return "公開と決まっていない"
    if meeting.confirmation == "draft" and not drafts:
        return "案のまま確定していない"
    if meeting.publication == "partly" and not opened:
        return "一部公開だが、公開する議題が決まっていない"
    return None


def opened_part(minutes: Minutes, opened: Sequence[str]) -> tuple[Minutes, list[str]]:
    """The minutes with only the opened agenda items and what stands under them; titles of the items left out.

    The roster, the findings and all text outside are gone; places are counted in what is left.
    """
    wanted = {name_key(title) for title in opened}
    ranges, hidden = _ranges(minutes, wanted)
    text = "\n".join(minutes.text[start:end] for start, end in ranges)
    shift = _Shift(ranges)
    changes: dict[str, Any] = {"text": text, "attendees": (), "findings": ()}
    kept_ids: set[str] = set()
    for name in _PLACED:
        kept = [moved for record in getattr(minutes, name) if (moved := shift.record(record)) is not None]
        changes[name] = tuple(kept)
        kept_ids |= {record.id for record in kept}
    for name in _PLACED:
        changes[name] = tuple(_without_dangling(record, kept_ids) for record in changes[name])
    meeting = minutes.meeting.model_copy(update={"sources": {}})
    return minutes.model_copy(update={**changes, "meeting": meeting}), hidden


def _ranges(minutes: Minutes, wanted: set[str]) -> tuple[list[tuple[int, int]], list[str]]:
    """Stretches of the text from an opened item to the next item of its level or above."""
    items = minutes.agenda_items
    ranges: list[tuple[int, int]] = []
    hidden = []
    for at, item in enumerate(items):
        if name_key(item.title) not in wanted:
            if not any(start <= item.span.start < end for start, end in ranges):
                hidden.append(item.title)
            continue
        begin = minutes.text.rfind("\n", 0, item.span.start) + 1
        following = next((other for other in items[at + 1 :] if other.level <= item.level), None)
        end = len(minutes.text) if following is None else minutes.text.rfind("\n", 0, following.span.start)
        if not ranges or begin >= ranges[-1][1]:
            ranges.append((begin, max(begin, end)))
    return ranges, hidden


class _Shift:
    """Moves places from the whole text to what is left of it."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self._moved = []
        position = 0
        for start, end in ranges:
            self._moved.append((start, end, position - start))
            position += end - start + 1

    def record(self, record: Any) -> Any:
        span = record.span
        for start, end, by in self._moved:
            if start <= span.start and span.end <= end:
                moved = SourceSpan(start=span.start + by, end=span.end + by, page=span.page, bbox=span.bbox)
                return record.model_copy(update={"span": moved})
        return None


def _without_dangling(record: Any, kept: set[str]) -> Any:
    names = ("agenda_item_id", "goal_id", "program_id", "parent_id", "attendee_id")
    gone = {name: None for name in names if getattr(record, name, None) not in kept | {None}}
    if "agenda_item_id" in gone:
        gone["agenda_item"] = None
    return record.model_copy(update=gone) if gone else record
