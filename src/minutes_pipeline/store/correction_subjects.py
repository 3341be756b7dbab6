"""What a correction is made on (訂正の対象): the record as it is, as it was read, and how to find it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minutes_pipeline.compare.anchoring import QuoteFinder, Surroundings, surroundings
from minutes_pipeline.compare.kinds import CONTENT_FIELDS
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.correction_lists import MEETING, find_record, meeting_fields
from minutes_pipeline.store.draft import MODELS
from minutes_pipeline.store.fields import editable_fields
from minutes_pipeline.text.folding import name_key

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.store.results import Correction, RecordView

_LONGEST = 1000


def signed(by: str, reason: str) -> tuple[str, str]:
    """Name and reason, trimmed.

    Raises:
        QueryError: One of them is empty or too long.
    """
    for word, label in ((by, "訂正した人の名前"), (reason, "理由")):
        if not isinstance(word, str) or not word.strip():
            raise QueryError(f"{label}がありません", f"{label}を入れてください")
        if len(word) > _LONGEST:
            raise QueryError(f"{label}が長すぎます", f"{_LONGEST}文字までにしてください")
    return by.strip(), reason.strip()


def now_said(record: dict[str, Any], field: str) -> Any:
    """A record's value of a field, as JSON holds it."""
    return record.get(field)


@dataclass(frozen=True, slots=True)
class Subject:
    """A record of the current version (訂正の対象).

    Attributes:
        view: The record.
        origin: The correction that brought it in, where extraction did not (an addition, a record restored); edits of
            it belong to that one's record.
        titles: Titles of the agenda items one may put it under.
    """

    view: RecordView
    origin: Correction | None
    titles: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.view.kind

    @property
    def document_id(self) -> str:
        """The document it stands in."""
        return self.view.document_id

    def live(self, action: str, field: str | None = None) -> list[Correction]:
        """Its corrections of one action (and field) that are not withdrawn."""
        return [c for c in self.view.corrections if c.action == action and (field is None or c.field == field)]

    def extracted(self, field: str) -> Any:
        """What the source says for a field; of a record that extraction has not, what brought it in says."""
        if self.view.extracted is not None:
            return self.view.extracted.get(field)
        origin = self.origin
        if origin is None:
            return None
        said = origin.value if origin.action == "add" else origin.snapshot
        return (said or {}).get(field)

    def row(self, action: str, by: str, reason: str, at: str) -> dict[str, Any]:
        """The columns every correction of this record has."""
        view, origin = self.view, self.origin
        signature = {"action": action, "by": by, "reason": reason, "at": at, "state": "active"}
        if origin is not None:
            return {
                "event_id": view.event_id,
                "document_id": origin.document_id,
                "kind": view.kind,
                "record_id": origin.record_id,
                "snapshot": origin.snapshot,
                "context_before": origin.context_before,
                "context_after": origin.context_after,
                "anchor_id": view.record_id,
                **signature,
            }
        return {
            "event_id": view.event_id,
            "document_id": view.document_id,
            "kind": view.kind,
            "record_id": view.record_id,
            "anchor_id": view.record_id,
            **self._place(),
            **signature,
        }

    def _place(self) -> dict[str, Any]:
        extracted = self.view.extracted or {}
        if self.kind == MEETING:
            return {"snapshot": meeting_fields(extracted), "context_before": "", "context_after": ""}
        span = extracted["span"]
        around = surroundings(self.view.text, span["start"], span["end"])
        return {"snapshot": extracted, "context_before": around.before, "context_after": around.after}

    def anchored_anew(self, correction: Correction) -> dict[str, Any]:
        """Columns of a correction that from now on counts as made on this record."""
        if self.view.extracted is None:
            return {}
        place = self._place()
        if correction.action == "accept" and correction.snapshot is not None:
            # What the person confirmed is what the snapshot says: its values stay, its place is the new one.
            kept = {n: correction.snapshot[n] for n in CONTENT_FIELDS.get(self.kind, ()) if n in correction.snapshot}
            place["snapshot"] = {**place["snapshot"], **kept}
        changes = {"document_id": self.document_id, "record_id": self.view.record_id, **place}
        if correction.field is not None:
            changes["extracted"] = self.extracted(correction.field)
        return changes

    def checked(self, values: dict[str, Any]) -> dict[str, Any]:
        """Values that need the document to be checked: a quote in the text's own characters, an item's own title.

        Raises:
            QueryError: The quote is not in the text, there is no such item, or the fields do not go together.
        """
        values = dict(values)
        if "quote" in values:
            start = self.view.record["span"]["start"]
            span = QuoteFinder(self.view.text).find(values["quote"], Surroundings(start=start))
            if span is None:
                raise QueryError("「引用」が本文に見つかりません", "本文から、そのまま写してください")
            values["quote"] = span.of(self.view.text)
        if values.get("agenda_item") is not None:
            wanted = name_key(values["agenda_item"])
            title = next((title for title in self.titles if name_key(title) == wanted), None)
            if title is None:
                raise QueryError(
                    "「議題」にその題名の議題がありません", f"{'・'.join(self.titles) or 'この会議に議題はありません'}"
                )
            values["agenda_item"] = title
        self._refuse_unfit(values)
        return values

    def _refuse_unfit(self, values: dict[str, Any]) -> None:
        record = {**self.view.record, **values}
        if self.kind == "metric" and record["value_max"] is not None and record["value_max"] < record["value"]:
            raise QueryError("「値の上限」が「値」より小さくなっています", "どちらかを直してください")
        if self.kind == MEETING:
            start, end = record["start_time"], record["end_time"]
            if start and end and end < start and {"start_time", "end_time"} & set(values):
                raise QueryError("「終了」が「開始」より前になっています", "どちらかを直してください")
            return
        try:
            MODELS[self.kind].model_validate(record)
        except ValueError as error:
            labels = "・".join(field.label for field in editable_fields(self.kind) if field.name in values)
            raise QueryError(f"「{labels}」の値が記録に合いません", "値を確かめてください") from error


def subject_of(conn: sqlite3.Connection, record_id: str) -> Subject:
    """The record of this id, if it may be corrected.

    Raises:
        QueryError: There is none, a person took it out, or it is of an older version.
    """
    view = find_record(conn, record_id)
    refuse_older(conn, view)
    origin = None
    if view.extracted is None:
        origin = next((c for c in view.corrections if c.action == "add"), None)
        origin = origin or next((c for c in view.corrections if c.anchor_id == record_id), None)
        if origin is None:
            raise QueryError("この記録は読み取りにありません", "minutes reprocess で読み直してください")
    rows = conn.execute("SELECT title FROM agenda_items WHERE document_id = ? ORDER BY ordinal", (view.document_id,))
    return Subject(view, origin, tuple(row[0] for row in rows))


def refuse_older(conn: sqlite3.Connection, view: RecordView) -> None:
    """Refuse a record of a version that is not the current one.

    Raises:
        QueryError: It is; the remedy names the current document.
    """
    row = conn.execute(
        "SELECT d.standing, (SELECT c.id || ' ' || c.file_name FROM documents c WHERE c.event_id = d.event_id AND "
        "c.standing = 'current') FROM documents d WHERE d.id = ?",
        (view.document_id,),
    ).fetchone()
    if row[0] != "current":
        raise QueryError("いまの版ではない文書の記録です", f"いまの版の記録を直してください: {row[1] or 'ありません'}")
