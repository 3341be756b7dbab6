"""What a search hands back (検索結果の型), apart from the other results: ``minutes search`` loads nothing it does not need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "decision", "metric", "issue", "action", "agenda_item", "goal", "program", "attendee", "remark", "text"
]  # fmt: skip


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
        score: How many of the alternatives (A OR B) it holds, where that was counted.
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
