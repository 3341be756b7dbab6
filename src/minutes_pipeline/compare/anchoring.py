"""Anchoring (引用の在りか): where a quote stands in a text that may have changed around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minutes_pipeline.compare.kinds import KIND_FIELDS
from minutes_pipeline.compare.likeness import is_telling, neighbourly, neighbours
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.model.span import Span
from minutes_pipeline.text.folding import name_key

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes

CONTEXT = 40  # characters kept before and after a quote
_SURROUNDED = 0.4  # least likeness of the surroundings of a quote that does not tell enough alone
_OCCURRENCES = 200  # looked at


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text before and after a quote, and where it stood."""

    before: str = ""
    after: str = ""
    start: int = 0


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """What stands around ``text[start:end]``."""
    return Surroundings(text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start)


def _edges(around: Surroundings) -> tuple[bool, bool]:
    """Whether a quote begins and ends its line."""
    return around.before[-1:] in ("", "\n"), around.after[:1] in ("", "\n")


class QuoteFinder:
    """Finds quotes in one text (引用を探す): as printed, else whatever its width and white space."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._key: str | None = None
        self._places: list[int] = []

    def find(self, quote: str, known: Surroundings, *, strict: bool = False) -> Span | None:
        """The occurrence of ``quote`` in the surroundings most like ``known``, then the nearest to it; None if none.

        With ``strict`` a quote that began or ended its line must do so again, and a short one (異議なし) counts only
        where its surroundings are alike, too.
        """
        found = list(self._occurrences(quote))
        if strict:
            found = [span for span in found if _edges(surroundings(self.text, span.start, span.end)) == _edges(known)]
        if not found:
            return None
        around = neighbours(known.before, known.after)

        def rank(span: Span) -> tuple[float, int]:
            here = surroundings(self.text, span.start, span.end)
            alike = neighbourly(around, neighbours(here.before, here.after)) if around.known else 0.0
            return alike, -abs(span.start - known.start)

        best = max(found, key=rank)
        if strict and not is_telling(quote) and rank(best)[0] < _SURROUNDED:
            return None
        return best

    def _occurrences(self, quote: str) -> Iterator[Span]:
        if not quote.strip():
            return
        at = self.text.find(quote)
        if at >= 0:
            for _ in range(_OCCURRENCES):
                yield Span(at, at + len(quote))
                at = self.text.find(quote, at + 1)
                if at < 0:
                    return
            return
        key = name_key(quote)
        folded = self._folded()
        at = folded.find(key)
        for _ in range(_OCCURRENCES):
            if at < 0:
                return
            yield Span(self._places[at], self._places[at + len(key) - 1] + 1)
            at = folded.find(key, at + 1)

    def _folded(self) -> str:
        if self._key is None:
            self._places = [at for at, char in enumerate(self.text) if not char.isspace()]
            self._key = name_key(self.text)
            if len(self._key) != len(self._places):  # a character that folding turns into white space
                self._places = [at for at, char in enumerate(self.text) if name_key(char)]
        return self._key


class Surveyor:
    """Tells where in a document a position lies: its page, its agenda item, goal and program."""

    def __init__(self, minutes: Minutes, pages: Mapping[int, int | None] | None = None) -> None:
        self._pages = sorted((start, page) for start, page in (pages or {}).items())
        self._titles = {item.id: item.title for item in minutes.agenda_items}
        marks: list[tuple[int, str | None, str | None, str | None]] = []
        marks += [(item.span.start, item.id, None, None) for item in minutes.agenda_items]
        marks += [(goal.span.start, goal.agenda_item_id, goal.id, None) for goal in minutes.goals]
        marks += [(p.span.start, p.agenda_item_id, p.goal_id, p.id) for p in minutes.programs]
        for kind in ("remark", "decision", "metric", "issue", "action"):
            for record in getattr(minutes, KIND_FIELDS[kind]):
                marks.append((record.span.start, record.agenda_item_id, record.goal_id, record.program_id))
        self._marks = sorted(marks, key=lambda mark: mark[0])
        self._starts = [mark[0] for mark in self._marks]

    def span(self, span: Span) -> SourceSpan:
        """The span with the page of the line it begins in; the box is not known."""
        at = bisect_right(self._pages, span.start, key=lambda place: place[0]) - 1
        return SourceSpan(start=span.start, end=span.end, page=self._pages[at][1] if at >= 0 else None)

    def place(self, start: int) -> dict[str, Any]:
        """The fields that say under what a record at ``start`` stands."""
        at = bisect_right(self._starts, start) - 1
        item, goal, program = self._marks[at][1:] if at >= 0 else (None, None, None)
        return {
            "agenda_item": self._titles.get(item or ""),
            "agenda_item_id": item,
            "goal_id": goal,
            "program_id": program,
        }
