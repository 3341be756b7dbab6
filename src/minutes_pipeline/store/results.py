"""What the store hands back (保存・検索の結果の型). Plain frozen dataclasses; this module imports nothing of weight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "decision", "metric", "issue", "action", "agenda_item", "goal", "program", "attendee", "remark", "text"
]  # fmt: skip


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
    """

    document_id: str
    meeting_id: str
    status: Literal["added", "updated", "unchanged"]
    counts: dict[str, int] = field(default_factory=dict)
    removed: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One place found (検索結果).

    Attributes:
        kind: Kind of record, or ``text`` for a line of the body.
        record_id: Id of the record; None for text.
        document_id: Document it stands in.
        meeting_id: Its meeting.
        file_name: The document's file name.
        meeting: Name of the meeting as printed (with 第N回 where printed), or None.
        date: Day of the meeting, ISO, or None.
        agenda_item: Title of the innermost agenda item it stands under, or None.
        goal: Title of the goal it stands under, or None.
        page: 1-based page, or None in formats without pages.
        start: First code point in the canonical text.
        end: One past the last.
        text: The whole passage (the record's quote or the line), as printed.
        snippet: The part of it worth showing; ``…`` where something was cut.
        marks: Half-open ranges of ``snippet`` that the query's words cover, in order, not overlapping; empty when only
            the context (agenda item, metric name) matched.
        tier: 0 all words found as words, 1 some only as a string of characters, 2 some only in the context, 3 not all in
            one passage or not as they were typed: the parts of a long word, or words under one agenda item.
        score: bm25 within the tier, larger is better.
        label: What the record says in short where the quote does not (metric: name and value; remark: speaker), or
        None.
    """

    kind: Kind
    record_id: str | None
    document_id: str
    meeting_id: str
    file_name: str
    meeting: str | None
    date: str | None
    agenda_item: str | None
    goal: str | None
    page: int | None
    start: int
    end: int
    text: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    tier: int
    score: float
    label: str | None = None

    def marked(self, before: str = "【", after: str = "】") -> str:
        """The snippet with each marked word between ``before`` and ``after``."""
        parts, position = [], 0
        for start, end in self.marks:
            parts += [self.snippet[position:start], before, self.snippet[start:end], after]
            position = end
        return "".join([*parts, self.snippet[position:]])


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A line of the list of meetings (会議の一覧).

    ``counts`` has the number of stored records by table name (``decisions``, ``metrics``, …), and under ``doubts`` the
    findings that are more than information (severity warning or error).
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
