"""Master data given by people (名簿と組織の対応表): who is who and since when, which department became which.

A roster decides where the minutes leave it open: two mentions with the same entry are one person, two with different
entries never are. A department that was reorganised counts as its successor from the day on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.text.folding import name_key


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A line of the roster (名簿): a person's place and post from ``start`` to ``end`` (ISO, either may be open).

    Attributes:
        person: What tells the person from all others: the number of the roster, else the full name.
        name: Full name.
        affiliation: Department, or None.
        job_title: Post, or None.
        start: First day.
        end: Last day.
    """

    person: str
    name: str
    affiliation: str | None = None
    job_title: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class DepartmentChange:
    """A reorganisation (組織改正): ``old`` is called ``new`` from ``since`` on."""

    old: str
    new: str
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Master:
    """Roster and department changes; empty where none is given."""

    roster: tuple[RosterEntry, ...] = ()
    departments: tuple[DepartmentChange, ...] = ()

    def person_of(self, name: str, affiliation: str | None, day: str | None) -> str | None:
        """The person of the roster whom a mention means, or None where no one or more than one fits.

        Args:
            name: As printed: a full name or a surname.
            affiliation: As printed.
            day: Day of the meeting, ISO; without it every entry is in time.
        """
        key = name_key(name)
        fitting = [entry for entry in self.roster if _in_time(entry, day) and _names(entry, key)]
        placed = [entry for entry in fitting if self.same_department(entry.affiliation, affiliation)]
        people = {entry.person for entry in placed or fitting}
        return people.pop() if len(people) == 1 else None

    def same_department(self, one: str | None, other: str | None) -> bool:
        """Whether two departments are one, or one is a part of the other, reorganisations counted in."""
        left, right = self.present_name(one), self.present_name(other)
        return bool(left and right) and (left.startswith(right) or right.startswith(left))

    def present_name(self, department: str | None) -> str:
        """A department's key under its latest name; a part (福祉総務課) follows its whole (健康福祉部)."""
        key = name_key(department or "")
        for _ in range(len(self.departments) + 1):
            change = next((c for c in self.departments if _begins(key, name_key(c.old), name_key(c.new))), None)
            if change is None:
                break
            key = name_key(change.new) + key[len(name_key(change.old)) :]
        return key


def _begins(key: str, old: str, new: str) -> bool:
    return bool(old) and key.startswith(old) and not (new.startswith(old) and key.startswith(new))


def _in_time(entry: RosterEntry, day: str | None) -> bool:
    return day is None or ((entry.start or "") <= day <= (entry.end or "9999"))


def _names(entry: RosterEntry, key: str) -> bool:
    full = name_key(entry.name)
    return bool(key) and (full == key or (len(key) < len(full) and len(key) <= 3 and full.startswith(key)))


def master_of(roster: Sequence[RosterEntry], departments: Sequence[DepartmentChange] = ()) -> Master:
    """Master data from its lines.

    >>> master = master_of([RosterEntry("1", "鳴海太郎", "福祉部"), RosterEntry("2", "鳴海花子", "都市部")])
    >>> master.person_of("鳴海", "都市部", "2024-01-23"), master.person_of("鳴海", None, None)
    ('2', None)
    """
    return Master(tuple(roster), tuple(departments))
