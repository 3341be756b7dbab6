"""What is searched (検索の単位): every line of the text and every record, with its terms and its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from minutes_pipeline.store.code_words import QUALIFIERS, RESULTS
from minutes_pipeline.store.rows import unique_ids
from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.text.search_terms import TextTerms, words_of

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.store.readings import LinePages

#: Kind of passage -> field of ``Minutes``.
KIND_FIELDS = {
    "decision": "decisions",
    "action": "actions",
    "issue": "issues",
    "metric": "metrics",
    "agenda_item": "agenda_items",
    "goal": "goals",
    "program": "programs",
    "attendee": "attendees",
    "remark": "remarks",
}
_APART = " ¶ "  # between terms of different strings, so that no phrase reaches across


class Passage(NamedTuple):
    """One row of ``passages`` (without its number and owner) and its three strings of terms."""

    kind: str
    record_id: str | None
    start: int
    end: int
    page: int | None
    agenda_item_id: str | None
    goal_id: str | None
    label: str | None
    department: str | None
    terms: tuple[str, str, str]


class _Anchor(NamedTuple):
    """From ``start`` on the text stands under this agenda item, goal and program."""

    start: int
    agenda_item_id: str | None
    goal_id: str | None
    program_id: str | None


class _Context:
    """Titles and departments of the records that others refer to."""

    def __init__(self, minutes: Minutes) -> None:
        self.items = {item.id: item.title for item in minutes.agenda_items}
        self.goals = {goal.id: goal.title for goal in minutes.goals}
        self.programs = {program.id: program for program in minutes.programs}
        self.attendees = {person.id: person for person in minutes.attendees}

    def departments(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        """Departments a record (its fields) speaks of or comes from."""
        found: list[str | None] = [*record.get("departments", ()), record.get("owner"), record.get("speaker")]
        program = self.programs.get(record.get("program_id") or "")
        if program is not None:
            found += program.departments
        person = self.attendees.get(record.get("attendee_id") or "")
        if person is not None:
            record = person.__dict__
        found.append("".join(filter(None, (record.get("affiliation"), record.get("job_title")))))
        return tuple(dict.fromkeys(filter(None, found)))

    def strings(self, record: Mapping[str, Any], departments: tuple[str, ...]) -> list[str]:
        """What describes a record beside its quote, each string once and none that the quote holds."""
        program = self.programs.get(record.get("program_id") or "")
        found = (
            record.get("agenda_item"),
            self.goals.get(record.get("goal_id") or ""),
            None if program is None else program.title,
            record.get("name"),
            *departments,
        )
        quote = record["quote"]
        return [text for text in dict.fromkeys(filter(None, found)) if text not in quote]


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) or value % 1 else f"{int(value):,}"


def label_of(kind: str, record: Any) -> str | None:
    """What a record says in short where the quote alone does not."""
    if kind == "decision":
        return RESULTS[record.result]
    if kind == "metric":
        value = _number(record.value)
        if record.value_max is not None:
            value += f"〜{_number(record.value_max)}"
        qualifier = "" if record.qualifier is None else f"（{QUALIFIERS[record.qualifier]}）"
        return f"{record.name} {value}{record.unit or ''}{qualifier}"
    if kind == "action":
        parts = [f"担当: {record.owner}" if record.owner else "", f"期限: {record.due}" if record.due else ""]
        return " ".join(filter(None, parts)) or None
    if kind == "remark":
        return str(record.speaker)
    if kind in {"agenda_item", "goal"}:
        return None if record.number is None else str(record.number)
    return None


def _context_terms(strings: Iterable[str]) -> str:
    """Words only: what stands in the context is a help, not an occurrence that must not be missed."""
    return _APART.join(map(words_of, strings))


def _anchors(minutes: Minutes) -> list[_Anchor]:
    """Where the place changes, in order: headings, and records that say where they stand."""
    found = [_Anchor(item.span.start, item.id, None, None) for item in minutes.agenda_items]
    found += [_Anchor(goal.span.start, goal.agenda_item_id, goal.id, None) for goal in minutes.goals]
    found += [_Anchor(p.span.start, p.agenda_item_id, p.goal_id, p.id) for p in minutes.programs]
    for field in ("remarks", "decisions", "metrics", "issues", "actions"):
        found += [_Anchor(r.span.start, r.agenda_item_id, r.goal_id, r.program_id) for r in getattr(minutes, field)]
    return sorted(found, key=lambda anchor: anchor.start)


def _places(minutes: Minutes) -> list[tuple[int, int]]:
    places = [
        (record.span.start, record.span.page)
        for field in KIND_FIELDS.values()
        for record in getattr(minutes, field)
        if record.span.page is not None
    ]
    return sorted(set(places))


def _page_between(places: list[tuple[int, int]], start: int) -> int | None:
    """Page of a line that begins at ``start``, where the records before and after it agree; else None."""
    after = bisect_right(places, (start, 1 << 30))
    before = places[after - 1] if after else None
    if before is not None and before[0] == start:
        return before[1]
    following = places[after] if after < len(places) else None
    if before is None or following is None:
        return 1 if following is not None and following[1] == 1 else None
    return before[1] if before[1] == following[1] else None


def _lines(minutes: Minutes, pages: LinePages | None, terms: TextTerms, context: _Context) -> Iterator[Passage]:
    places = _places(minutes) if pages is None else []
    anchors = _anchors(minutes)
    starts = [anchor.start for anchor in anchors]
    start = 0
    for line in minutes.text.split("\n"):
        end = start + len(line)
        if line.strip():
            at = bisect_right(starts, end - 1) - 1
            # Of several anchors in one line its first says where the line stands.
            while at > 0 and starts[at - 1] >= start:
                at -= 1
            anchor = anchors[at] if at >= 0 else _Anchor(0, None, None, None)
            page = _page_between(places, start) if pages is None else pages.get(start)
            item = anchor.agenda_item_id if anchor.agenda_item_id in context.items else None
            goal = anchor.goal_id if anchor.goal_id in context.goals else None
            program = context.programs.get(anchor.program_id or "")
            department = _folded_departments(() if program is None else program.departments)
            yield Passage("text", None, start, end, page, item, goal, None, department, (*terms.of(start, end), ""))
        start = end + 1


@lru_cache(maxsize=4096)
def _folded_departments(names: tuple[str, ...]) -> str | None:
    return "\n".join(fold_for_search(name).text for name in names) or None


def make_passages(minutes: Minutes, pages: LinePages | None) -> list[Passage]:
    """All passages of a document: the lines of its text, then its records by kind, each in document order.

    ``pages`` gives the page of every line; without it a line has one only where the records around it agree.
    """
    terms = TextTerms(minutes.text)
    context = _Context(minutes)
    passages = list(_lines(minutes, pages, terms, context))
    for kind, field in KIND_FIELDS.items():
        records = getattr(minutes, field)
        for record, identity in zip(records, unique_ids(records), strict=True):
            fields = record.__dict__
            start, end = record.span.start, record.span.end
            item = record.id if kind == "agenda_item" else fields.get("agenda_item_id")
            goal = record.id if kind == "goal" else fields.get("goal_id")
            departments = context.departments(fields)
            passages.append(
                Passage(
                    kind,
                    identity,
                    start,
                    end,
                    record.span.page,
                    item if item in context.items else None,
                    goal if goal in context.goals else None,
                    label_of(kind, record),
                    _folded_departments(departments),
                    (*terms.of(start, end), _context_terms(context.strings(fields, departments))),
                )
            )
    return passages
