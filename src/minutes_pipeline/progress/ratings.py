"""Ratings (評価) printed in tables of the minutes: read only where the plan's scale has the grade, never made up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.text.folding import flat, name_key

_SUBJECT = re.compile(r"事業|取組|施策|項目|指標")
_GRADE = re.compile(r"評価|評定|判定|達成度")
_LONGEST = 2
"""Letters of a sign that may be a grade."""
_SECOND = re.compile(r"二次|2次|委員会|外部|総合")


@dataclass(frozen=True, slots=True)
class Rating:
    """A grade in a table row: the program as printed, the grade, by whom (1 department, 2 committee), the row."""

    document: str
    program: str
    grade: str
    order: int
    quote: str
    span: SourceSpan


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
    found = []
    for _, _, cells, columns in _rows(minutes):
        for n, column in enumerate(columns):
            if _GRADE.search(column) and not _SUBJECT.search(column) and 0 < len(cells[n].strip()) <= _LONGEST:
                found.append(cells[n].strip())
    return tuple(found)


def _read(minutes: Minutes, known: dict[str, str]) -> Iterator[Rating]:
    for line, position, cells, columns in _rows(minutes):
        yield from _row(minutes, line, position, cells, columns, known)


def _rows(minutes: Minutes) -> Iterator[tuple[str, int, list[str], list[str]]]:
    """Rows of tables of ratings: the line, where it begins, its cells, the headings above them."""
    columns: list[str] | None = None
    position = 0
    for line in minutes.text.split("\n"):
        cells = flat(line).split("\t")
        if len(cells) >= 3:
            if any(_GRADE.search(cell) for cell in cells) and any(_SUBJECT.search(cell) for cell in cells):
                columns = [cell.strip() for cell in cells]
            elif columns is not None and len(cells) == len(columns):
                yield line, position, cells, columns
        else:
            columns = None
        position += len(line) + 1


def _row(
    minutes: Minutes, line: str, position: int, cells: list[str], columns: list[str], known: dict[str, str]
) -> Iterator[Rating]:
    subject = next(
        (n for n, column in enumerate(columns) if _SUBJECT.search(column) and not _GRADE.search(column)), None
    )
    if subject is None:
        return
    for n, column in enumerate(columns):
        grade = known.get(name_key(cells[n]))
        if _GRADE.search(column) and grade is not None:
            span = SourceSpan(start=position, end=position + len(line))
            order = 2 if _SECOND.search(column) else 1
            yield Rating(minutes.document, cells[subject].strip(), grade, order, line, span)
