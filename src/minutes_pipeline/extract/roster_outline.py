"""Departments told by the left edge (字下げで示す所属): a row set in below one that begins with a unit is of that unit.

``健康福祉部　部長　瀬川`` / ``　福祉課　課長　杉浦`` / ``　　　　　主事　落合``: 杉浦 and 落合 are of 健康福祉部, 落合 of 福祉課 too.
"""

from __future__ import annotations

from minutes_pipeline.extract.roster_people import Reader
from minutes_pipeline.extract.roster_places import RosterLine
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_same_unit, unit_rank
from minutes_pipeline.values.names import is_surname
from minutes_pipeline.values.posts import is_title

_DEPARTMENT = tuple("部局課室係所班署場館")


class UnitOutline:
    """The units under which the next row stands, from the widest to the narrowest, each with its left edge."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.stack: list[tuple[int, str]] = []
        self.before: tuple[str, ...] = ()
        self.given: tuple[str, ...] = ()
        self.count = 0

    def enter(self, line: RosterLine) -> None:
        """Before a row is read: it gets the units of the rows that it is set in below."""
        words = line.text.split()
        while self.stack and self.stack[-1][0] >= line.left:
            self.stack.pop()
        self.before, self.given, self.count = self.reader.sectional, (), len(self.reader.people)
        if self.stack and words and self._goes_below(words[0]):
            self.given = (*self.before, *(unit for _, unit in self.stack))
            self.reader.sectional = self.given

    def leave(self, line: RosterLine) -> None:
        """After it: a row that begins with a department and names somebody stands over those further in."""
        if self.given and self.reader.sectional == self.given:
            self.reader.sectional = self.before
        words = line.text.split()
        named = len(self.reader.people) > self.count
        if named and len(words) >= 2 and _is_department(words[0]) and not any(c in line.text for c in "、,，／/\t"):
            self.stack.append((line.left, words[0]))

    def _goes_below(self, word: str) -> bool:
        if is_title(word):
            return True
        outer = unit_rank(self.stack[-1][1]) or 0
        return _is_department(word) and (unit_rank(word) or 0) > outer


def _is_department(word: str) -> bool:
    folded = flat(word)
    rank = unit_rank(folded)
    return rank in (1, 2, 3) and folded.endswith(_DEPARTMENT) and not is_same_unit(folded) and not is_surname(word)
