"""A period as it is found (期間), the clock it is resolved against (基準日), and the fiscal year (年度)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

PeriodKind = Literal["fiscal", "year", "month", "day", "range", "as_of", "until", "part"]


@dataclass(frozen=True, slots=True)
class Clock:
    """What dates without a year are resolved against (基準).

    Attributes:
        day: The meeting's date, or None.
        fiscal: The fiscal year in force (that of the meeting, or the one a heading prints), or None.
        told: The fiscal year told of last before the sentence, which 同年度 means, or None.
    """

    day: date | None = None
    fiscal: int | None = None
    told: int | None = None

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year in force."""
        if self.fiscal is not None or self.day is None:
            return self.fiscal
        return fiscal_year_of(self.day)

    @property
    def calendar_year(self) -> int | None:
        """The calendar year of the meeting."""
        return self.day.year if self.day is not None else self.fiscal


@dataclass(frozen=True, slots=True)
class PeriodMatch:
    """A period found in a text (期間).

    Attributes:
        start: First code point of the statement.
        end: One past the last.
        first: First day.
        last: Last day (inclusive).
        kind: The form it was printed in.
        anchored: Named relative to the meeting or to another period (昨年度).
        assumed: Printed without a year, which is that of the fiscal year in force.
    """

    start: int
    end: int
    first: date
    last: date
    kind: PeriodKind
    anchored: bool = False
    assumed: bool = False

    def a_year_before(self) -> PeriodMatch:
        """The same days of the year before."""
        first, last = (
            d.replace(year=d.year - 1, day=28 if (d.month, d.day) == (2, 29) else d.day)
            for d in (self.first, self.last)
        )
        return replace(self, first=first, last=last)


def fiscal_year_of(day: date) -> int:
    """The fiscal year (年度) that ``day`` lies in.

    >>> fiscal_year_of(date(2024, 1, 11)), fiscal_year_of(date(2024, 4, 1))
    (2023, 2024)
    """
    return day.year if day.month >= 4 else day.year - 1


def fiscal_span(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year."""
    return date(year, 4, 1), date(year + 1, 3, 31)
