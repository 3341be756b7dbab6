"""The overlay (訂正の重ね合わせ): what extraction read, with what people said laid over it. A pure function.

No correction ever vanishes: each is applied, moot (the source says the same by now, or no longer what was rejected), or
in conflict with a reason. With none the result is the reading itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from minutes_pipeline.compare.anchoring import QuoteFinder, Surroundings, Surveyor
from minutes_pipeline.compare.differences import same_value
from minutes_pipeline.compare.kinds import CONTENT_FIELDS, KIND_FIELDS, MEETING_FIELDS, NAMING_FIELDS, plain_value
from minutes_pipeline.compare.likeness import masked, quote_key, words_exchanged
from minutes_pipeline.store.anchors import Anchors
from minutes_pipeline.store.draft import Draft

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.model.records import Record
    from minutes_pipeline.store.results import Correction

#: Why a correction does not apply (食い違いの理由). None quotes the minutes.
NOT_THERE = "訂正した記録の引用が新しい版の本文に見つかりません"
SOURCE_CHANGED = "新しい版では、この項目の読み取りが訂正したときと変わっています"
WORDS_CHANGED = "新しい版では、訂正した記録に当たる文の言葉が入れ替わっています"
ACCEPTED_CHANGED = "確認した後に、新しい版で内容が変わっています"
ACCEPTED_GONE = "確認した記録の引用が新しい版の本文に見つかりません"
REJECTED_CHANGED = "除いた記録に似た、文の違う記録が新しい版にあります"
ADDED_GONE = "追加した記録の引用が本文に見つかりません"
QUOTE_GONE = "訂正した引用が本文に見つかりません"
ITEM_GONE = "訂正で指した議題がこの版にありません"
UNREADABLE = "訂正の値をこの版のプログラムで扱えません"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one correction (訂正の結果): ``reason`` is one Japanese phrase for a conflict, else None."""

    correction_id: int
    outcome: Literal["applied", "moot", "conflict"]
    anchor_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Overlaid:
    """Corrected minutes, and what became of every correction that is not withdrawn, in the order of their numbers."""

    minutes: Minutes
    outcomes: tuple[Outcome, ...]

    @property
    def applied(self) -> int:
        """How many corrections hold (applied or moot)."""
        return sum(outcome.outcome != "conflict" for outcome in self.outcomes)


def overlay(
    minutes: Minutes,
    corrections: Iterable[Correction],
    *,
    origins: Mapping[str, Minutes] | None = None,
    pages: Mapping[int, int | None] | None = None,
) -> Overlaid:
    """Lay corrections over a reading.

    Args:
        minutes: What extraction read of one document.
        corrections: Those of its meeting, also made on other versions; withdrawn ones are left out.
        origins: Readings of the other documents that corrections were made on, by document id.
        pages: Page of every line (start of the line -> page), for records that are put in.
    """
    live = sorted((c for c in corrections if c.state != "withdrawn"), key=lambda c: c.id)
    if not live:
        return Overlaid(minutes, ())
    return _Overlay(minutes, live, origins or {}, pages).run()


class _Overlay:
    """One run: additions, confirmations, edits, rejections; each sees what those before it made."""

    def __init__(
        self,
        minutes: Minutes,
        live: list[Correction],
        origins: Mapping[str, Minutes],
        pages: Mapping[int, int | None] | None,
    ) -> None:
        self.live = live
        self.document_id = minutes.source.document_id
        self.reading = {r.id: r for field in KIND_FIELDS.values() for r in getattr(minutes, field)}
        self.finder = QuoteFinder(minutes.text)
        self.draft = Draft(minutes, Surveyor(minutes, pages), self.finder)
        self.anchors = Anchors(minutes, live, origins, self.draft)
        self.outcomes: dict[int, Outcome] = {}
        self.covered: dict[tuple[str, str], set[str]] = {}
        for c in live:
            if c.action == "edit" and c.field:
                self.covered.setdefault((c.document_id, c.record_id), set()).add(c.field)
        self.edited: set[str] = set()
        self.accepted: set[str] = set()

    def run(self) -> Overlaid:
        for action, apply in (
            ("add", self._add),
            ("accept", self._accept),
            ("edit", self._edit),
            ("reject", self._reject),
        ):
            for correction in self.live:
                if correction.action == action:
                    self.outcomes[correction.id] = apply(correction)
        self.draft.mark_reviewed(self.edited, self.accepted)
        return Overlaid(self.draft.finish(), tuple(self.outcomes[c.id] for c in self.live))

    def _add(self, c: Correction) -> Outcome:
        quote = c.value.get("quote", "")
        span = self.finder.find(quote, _known(c), strict=not self._own(c))
        if span is None:
            return Outcome(c.id, "conflict", None, ADDED_GONE)
        twin = self.draft.extracted_there(c.kind, span, c.value)
        if twin is not None:
            self.anchors.bind(c, twin.id)
            fields = {name: value for name, value in c.value.items() if name not in {"quote", "agenda_item"}}
            same = all(same_value(plain_value(getattr(twin, name)), value) for name, value in fields.items())
            if not same:
                self.draft.change(twin.id, fields)
            (self.accepted if same else self.edited).add(twin.id)
            return Outcome(c.id, "moot" if same else "applied", twin.id)
        added = self.draft.add(c, span)
        if added is None:
            return Outcome(c.id, "conflict", None, UNREADABLE)
        self.anchors.bind(c, added)
        return Outcome(c.id, "applied", added)

    def _accept(self, c: Correction) -> Outcome:
        if c.kind == "meeting":
            return self._accept_meeting(c)
        anchor = self.anchors.of(c)
        if anchor is None:
            return Outcome(c.id, "conflict", None, ACCEPTED_GONE)
        now, then = self.reading.get(anchor), c.snapshot or {}
        changed = {
            name: then[name]
            for name in CONTENT_FIELDS[c.kind]
            if now is not None
            and name in then
            and name not in self.covered.get((c.document_id, c.record_id), ())
            and not same_value(plain_value(getattr(now, name)), then[name])
        }
        if not self._own(c) and (
            changed or (now is not None and (_figures_differ(now.quote, then.get("quote", "")) or _is_another(c, now)))
        ):
            return Outcome(c.id, "conflict", anchor, ACCEPTED_CHANGED)
        if changed and not self.draft.change(anchor, changed):
            return Outcome(c.id, "conflict", anchor, UNREADABLE)
        self.accepted.add(anchor)
        return Outcome(c.id, "applied", anchor)

    def _accept_meeting(self, c: Correction) -> Outcome:
        edited = self.covered.get((c.document_id, c.record_id), set())
        changed = {
            name: then
            for name, then in (c.snapshot or {}).items()
            if name in MEETING_FIELDS and name not in edited and not same_value(getattr(self.draft.meeting, name), then)
        }
        if changed and not self._own(c):
            return Outcome(c.id, "conflict", self.draft.meeting_id, ACCEPTED_CHANGED)
        for name, then in changed.items():
            self.draft.change_meeting(name, then)
        return Outcome(c.id, "applied", self.draft.meeting_id)

    def _edit(self, c: Correction) -> Outcome:
        if c.kind == "meeting":
            return self._edit_meeting(c)
        anchor = self.anchors.of(c)
        if anchor is None:
            return Outcome(c.id, "conflict", None, NOT_THERE)
        field = c.field or ""
        now = self.reading.get(anchor)
        says = c.extracted if now is None else plain_value(getattr(now, field))
        equal = _same_quote if field == "quote" else same_value
        if says == c.value:
            self.accepted.add(anchor)
            return Outcome(c.id, "moot", anchor)
        if not self._own(c) and not equal(says, c.extracted) and not equal(says, c.value):
            return Outcome(c.id, "conflict", anchor, SOURCE_CHANGED)
        if not self._own(c) and now is not None and _is_another(c, now):
            return Outcome(c.id, "conflict", anchor, WORDS_CHANGED)
        failed = self._set(anchor, field, c)
        if failed is not None:
            return Outcome(c.id, "conflict", anchor, failed)
        self.edited.add(anchor)
        return Outcome(c.id, "applied", anchor)

    def _set(self, anchor: str, field: str, c: Correction) -> str | None:
        """Set one field; returns why it cannot be, or None."""
        if field == "quote":
            record = self.draft.records[anchor]
            span = self.finder.find(c.value, Surroundings(start=record.span.start))
            if span is None:
                return QUOTE_GONE
            self.draft.move(anchor, span)
            return None
        if field == "agenda_item":
            return None if self.draft.put_under(anchor, c.value) else ITEM_GONE
        return None if self.draft.change(anchor, {field: c.value}) else UNREADABLE

    def _edit_meeting(self, c: Correction) -> Outcome:
        anchor, field = self.draft.meeting_id, c.field or ""
        if field not in MEETING_FIELDS:
            return Outcome(c.id, "conflict", anchor, UNREADABLE)
        says = getattr(self.draft.read_meeting, field)
        if says == c.value:
            return Outcome(c.id, "moot", anchor)
        if not self._own(c) and not same_value(says, c.extracted) and not same_value(says, c.value):
            return Outcome(c.id, "conflict", anchor, SOURCE_CHANGED)
        if not self.draft.change_meeting(field, c.value):
            return Outcome(c.id, "conflict", anchor, UNREADABLE)
        return Outcome(c.id, "applied", anchor)

    def _reject(self, c: Correction) -> Outcome:
        anchor = self.anchors.of(c, restore=False)
        if anchor is None or anchor not in self.draft.records:
            return Outcome(c.id, "moot")
        now = self.reading.get(anchor)
        if not self._own(c) and now is not None and not _same_quote(now.quote, (c.snapshot or {}).get("quote", "")):
            return Outcome(c.id, "conflict", anchor, REJECTED_CHANGED)
        self.draft.remove(anchor)
        return Outcome(c.id, "applied", anchor)

    def _own(self, c: Correction) -> bool:
        """Whether the correction was made on this very file: then a person's value wins whatever the program reads."""
        return c.document_id == self.document_id


def _known(c: Correction) -> Surroundings:
    start = (c.snapshot or {}).get("span", {}).get("start", 0)
    return Surroundings(c.context_before, c.context_after, start)


def _same_quote(first: Any, second: Any) -> bool:
    return quote_key(first or "") == quote_key(second or "")


def _figures_differ(first: str, second: str) -> bool:
    """Whether two wordings are one sentence with other figures."""
    return not _same_quote(first, second) and masked(first) == masked(second)


def _is_another(c: Correction, now: Record) -> bool:
    """Whether a record of another version, found by likeness, may be about something else: its name and words differ."""
    then = c.snapshot or {}
    named = NAMING_FIELDS.get(c.kind, ())
    if named and same_value(getattr(now, named[0]), then.get(named[0])):
        return False
    return words_exchanged(then.get("quote", ""), now.quote)
