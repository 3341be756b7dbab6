"""Which item, goal and program hold at a place of the text (どの議題・目標・事業の下か), looked up in sorted openings.

Every sentence asks, and a document may have as many headings as sentences: no lookup goes through them all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush

from minutes_pipeline.model.section import Heading
from minutes_pipeline.segment.agenda import Agenda
from minutes_pipeline.segment.goals import GoalMatch
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.programs import ProgramMatch


class Places:
    """Where agenda items, goals and programs hold, by position in the text."""

    def __init__(
        self, agenda: Agenda, goals: Sequence[GoalMatch], programs: Sequence[ProgramMatch], pieces: int
    ) -> None:
        """Sort the openings; ``pieces`` is the number of pieces of the document."""
        self.agenda, self.goals, self.programs = agenda, goals, programs
        self._goals = sorted((position, number) for number, g in enumerate(goals) for position in g.openings)
        self._programs = _last_opened(programs, pieces)
        headings = (*agenda.items, *(g.heading for g in goals), *(p.heading for p in programs))
        self._titles = sorted((h.start, order, h.end) for order, h in enumerate(headings))

    def headings(self) -> list[tuple[int, Heading]]:
        """(position, heading) of all three kinds in document order."""
        found = [(position, self.agenda.items[item]) for position, item in self.agenda.openings if item >= 0]
        found += [(position, g.heading) for g in self.goals for position in g.openings]
        found += [(o.position, p.heading) for p in self.programs for o in p.openings if o.last is None]
        return sorted(found, key=lambda f: f[0])

    def at(self, position: int, piece: int) -> tuple[int | None, int | None, int | None]:
        """Indices of the item, the goal and the program that hold at a position: each opened last, and not before the outer one."""
        openings = self.agenda.openings
        n = bisect_right(openings, (position, len(self.agenda.items))) - 1
        item, begun = (openings[n][1], openings[n][0]) if n >= 0 else (None, -1)
        item = None if item == -1 else item
        goal = program = None
        n = bisect_right(self._goals, (position, len(self.goals))) - 1
        if n >= 0 and self._goals[n][0] >= begun:
            begun, goal = self._goals[n]
        last = self._programs[piece]
        if last is not None and last[0] >= begun:
            program = last[1]
        return item, goal, program

    def title_in(self, piece: Piece) -> tuple[int, int]:
        """Start and end of the heading in a piece; of several the item's, then the goal's; the whole piece without one."""
        first, behind = (bisect_left(self._titles, (place,)) for place in (piece.start, piece.end))
        titles = self._titles[first:behind]
        if not titles:
            return piece.start, piece.end
        start, _, end = min(titles, key=lambda title: title[1])
        return start, end


def _last_opened(programs: Sequence[ProgramMatch], pieces: int) -> list[tuple[int, int] | None]:
    """For every piece the position and number of the program opened last of those that hold there."""
    openings = sorted(
        (o.piece, -o.position, -number, pieces if o.last is None else o.last)
        for number, program in enumerate(programs)
        for o in program.openings
    )
    found: list[tuple[int, int] | None] = []
    open_: list[tuple[int, int, int]] = []
    at = 0
    for piece in range(pieces):
        while at < len(openings) and openings[at][0] <= piece:
            heappush(open_, openings[at][1:])
            at += 1
        while open_ and open_[0][2] < piece:
            heappop(open_)
        found.append((-open_[0][0], -open_[0][1]) if open_ else None)
    return found
