"""What the store hands back (保存の結果の型), but for a search (``hits``). Plain frozen dataclasses; imports nothing of weight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Standing = Literal["current", "superseded", "rendition"]
EditionKind = Literal["first", "new_version", "rendition", "older_draft", "same_file"]
CorrectionAction = Literal["edit", "accept", "reject", "add"]
CorrectionState = Literal["active", "conflict", "withdrawn"]
Confirmation = Literal["draft", "confirmed"]
Publication = Literal["not_public", "partly", "public"]


@dataclass(frozen=True, slots=True)
class Edition:
    """Where a document stands among the versions of its meeting (版).

    Attributes:
        event_id: The meeting as such, over all its versions (the meeting id of its first document).
        version: From 1, in order of arrival; a rendition has the version of the text it renders.
        standing: ``current``, ``superseded`` (前の版) or ``rendition`` (the same text in a lesser format).
        kind: What this document turned out to be: ``first`` of its meeting, ``new_version``, ``rendition``,
            ``older_draft`` (a 案 that came after the 確定) or ``same_file`` (read again).
        other: The document it was compared with: the one it supersedes or stands behind; None for the first.
        likeness: Likeness of the two texts, 0 to 1; 1 for the same file.
        maybe: Documents of other meetings that may be the same one (同じ会議かもしれません), best first.
    """

    event_id: str
    version: int
    standing: Standing
    kind: EditionKind
    other: str | None = None
    likeness: float = 0.0
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction (訂正) as it stands: a row of ``corrections`` with its JSON decoded.

    Attributes:
        id: Its number.
        event_id: The meeting as such.
        document_id: The document it was made on.
        kind: ``meeting``, ``attendee``, ``agenda_item``, ``goal``, ``program``, ``remark``, ``decision``, ``metric``,
            ``issue`` or ``action``.
        record_id: The record it was made on (the meeting's id for fields of the meeting).
        action: ``edit``, ``accept``, ``reject`` or ``add``.
        field: The field edited; None for the other actions.
        value: The person's value (edit: of the field; add: dict of all fields).
        extracted: What the source said then (edit: of the field).
        snapshot: The whole record as the program read it then; None for fields of the meeting.
        context_before: Up to 40 characters of text before the quote.
        context_after: Up to 40 characters after it.
        by: Who.
        at: When, ISO 8601.
        reason: Why.
        state: ``active`` (also when it is moot: the source says the same by now), ``conflict`` or ``withdrawn``.
        conflict: Why it does not apply, one Japanese sentence; None unless in conflict.
        anchor_id: The record of the current version it applies to; None where there is none.
    """

    id: int
    event_id: str
    document_id: str
    kind: str
    record_id: str
    action: CorrectionAction
    field: str | None
    value: Any
    extracted: Any
    snapshot: dict[str, Any] | None
    context_before: str
    context_after: str
    by: str
    at: str
    reason: str
    state: CorrectionState
    conflict: str | None
    anchor_id: str | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change (変更の記録): a row of ``audit``; ``before`` and ``after`` decoded."""

    id: int
    at: str
    by: str
    action: str
    event_id: str | None
    document_id: str | None
    kind: str | None
    record_id: str | None
    field: str | None
    before: Any
    after: Any
    reason: str | None
    correction_id: int | None
    program_version: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as a reviewer needs it (確認する記録).

    Attributes:
        kind: Kind of record, or ``meeting``.
        record_id: Its id.
        document_id: The document it stands in.
        event_id: The meeting as such.
        record: Its fields as they are now, corrections applied (the form of ``Minutes``; for a meeting its ``meeting``).
        extracted: The same record as the program read it; None for one that a person added.
        text: The document's text, in which ``record["span"]`` counts.
        corrections: Its corrections that are not withdrawn, by number.
    """

    kind: str
    record_id: str
    document_id: str
    event_id: str
    record: dict[str, Any]
    extracted: dict[str, Any] | None
    text: str
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class EventStatus:
    """Status of a meeting (会議の状態)."""

    event_id: str
    confirmation: Confirmation | None
    publication: Publication


@dataclass(frozen=True, slots=True)
class StoreResult:
    """What storing one document did (保存の結果).

    Attributes:
        document_id: The document's id.
        meeting_id: The id of its meeting.
        status: ``added`` (new), ``updated`` (an earlier reading of the same bytes was replaced) or ``unchanged``
            (nothing was written, the file's bytes are as before).
        counts: Table name -> number of records now stored for this document.
        removed: Number of records of an earlier reading that are gone.
        notes: Japanese sentences about what the clerk should know (a file of the same name is there already, …).
        edition: Where the document stands among the versions of its meeting.
        corrections_applied: How many corrections of people are laid over the current version's records.
        conflicts: How many corrections of this meeting do not apply and wait for a decision.
    """

    document_id: str
    meeting_id: str
    status: Literal["added", "updated", "unchanged"]
    counts: dict[str, int] = field(default_factory=dict)
    removed: int = 0
    notes: tuple[str, ...] = ()
    edition: Edition | None = None
    corrections_applied: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A line of the list of meetings (会議の一覧).

    ``counts`` has the number of stored records by table name (``decisions``, ``metrics``, …), and under ``doubts`` the
    findings that are more than information (severity warning or error).

    ``event_id`` is the meeting as such, ``version``/``versions`` which of how many, ``standing`` as in ``Edition``;
    ``conflicts`` counts corrections that wait for a decision.
    """

    meeting_id: str
    document_id: str
    file_name: str
    name: str | None
    session: int | None
    date: str | None
    venue: str | None
    genre: str
    counts: dict[str, int] = field(default_factory=dict)
    event_id: str = ""
    version: int = 1
    versions: int = 1
    standing: Standing = "current"
    confirmation: Confirmation | None = None
    publication: Publication = "not_public"
    conflicts: int = 0
