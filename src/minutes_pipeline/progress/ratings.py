"""Ratings (評価) printed in tables of the minutes: read only where the plan's scale has the grade, never made up."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.values.eras import era_year, small_number
from minutes_pipeline.values.periods import fiscal_year_of

_SUBJECT = re.compile(r"事業|取組|施策|項目|指標")
_GRADE = re.compile(r"評価|評定|判定|達成度")
_LONGEST = 2
"""Letters of a sign that may be a grade."""
_ABOVE = 3
"""Lines above a table that may say of which year it is."""
_YEAR = re.compile(
    r"(?P<era>令和|平成|R|H)\s?(?P<number>[0-9元]{1,2})(?:年度|(?=[^0-9年.]|$))|(?P<west>(?:19|20)[0-9]{2})\s?年度"
)
_SECOND = re.compile(r"二次|2次|委員会|外部|総合")


@dataclass(frozen=True, slots=True)
class Rating:
    """A grade in a table row: the program as printed, the grade, by whom (1 department, 2 committee), the row.

    ``year`` is the fiscal year that is rated: that of the column, else of what stands above the table, else the one that
    was over when the meeting was held; None where none of these is known.
    """

    document: str
    program: str
    grade: str
    order: int
    quote: str
    span: SourceSpan
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table of ratings: its text, where it begins, its cells, the headings, the year told above the table."""

    text: str
    position: int
    cells: list[str]
    columns: list[str]
    year: int | None


def ratings_of(minutes: Minutes, grades: Sequence[str]) -> tuple[Rating, ...]:
    """Grades of the scale that stand in a column headed 評価 beside a program's name.

    Args:
        minutes: One set of minutes.
        grades: The plan's scale; without one nothing is a grade.
    """
    known = {name_key(grade): grade for grade in grades}
    return tuple(_read(minutes, known)) if known else ()


def cells_of_ratings(minutes: Minutes) -> tuple[str, ...]:
    """The short cells of columns headed 評価 beside a program's name, whatever stands in them."""
    return tuple(
        row.cells[n].strip()
        for row in _rows(minutes)
        for n, column in enumerate(row.columns)
        if _GRADE.search(column) and not _SUBJECT.search(column) and 0 < len(row.cells[n].strip()) <= _LONGEST
    )


def _read(minutes: Minutes, known: dict[str, str]) -> Iterator[Rating]:
    day = minutes.meeting.date
    over = None if day is None else fiscal_year_of(date.fromisoformat(day)) - 1
    for row in _rows(minutes):
        yield from _row(minutes, row, over, known)


def _rows(minutes: Minutes) -> Iterator[_Line]:
    columns: list[str] | None = None
    year: int | None = None
    position = 0
    above: deque[str] = deque(maxlen=_ABOVE)
    for line in minutes.text.split("\n"):
        cells = flat(line).split("\t")
        if len(cells) >= 3:
            if any(_GRADE.search(cell) for cell in cells) and any(_SUBJECT.search(cell) for cell in cells):
                columns = [cell.strip() for cell in cells]
                year = next((told for one in reversed(above) if (told := _year_told(one)) is not None), None)
            elif columns is not None and len(cells) == len(columns):
                yield _Line(line, position, cells, columns, year)
        else:
            columns = None
            above.append(flat(line))
        position += len(line) + 1


def _year_told(text: str) -> int | None:
    """The first fiscal year that a line names.

    >>> _year_told("令和5年度の実績の評価は、次のとおり。"), _year_told("R6評価"), _year_told("評価")
    (2023, 2024, None)
    """
    found = _YEAR.search(text)
    if found is None:
        return None
    return int(found["west"]) if found["west"] else era_year(found["era"], small_number(found["number"]) or 0)


def _row(minutes: Minutes, row: _Line, over: int | None, known: dict[str, str]) -> Iterator[Rating]:
    subject = next(
        (n for n, column in enumerate(row.columns) if _SUBJECT.search(column) and not _GRADE.search(column)), None
    )
    if subject is None:
        return
    for n, column in enumerate(row.columns):
        grade = known.get(name_key(row.cells[n]))
        if _GRADE.search(column) and grade is not None:
            span = SourceSpan(start=row.position, end=row.position + len(row.text))
            order = 2 if _SECOND.search(column) else 1
            own = _year_told(column)
            year = own if own is not None else row.year if row.year is not None else over
            yield Rating(minutes.document, row.cells[subject].strip(), grade, order, row.text, span, year)
