"""Front lists (冒頭の議題一覧): an agenda printed in front of the discussion without a label that the header knows."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_pipeline.segment.agenda_list import same_title, tidy_key
from minutes_pipeline.segment.calls import Statement, find_call
from minutes_pipeline.segment.candidates import Candidate
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.vocabulary import is_group

_LONGEST = 80
"""Entries of a front list; a longer run is something else."""


def find_front_list(
    candidates: Sequence[Candidate],
    pieces: Sequence[Piece],
    speakers: frozenset[int],
    folded: str,
    statements: Sequence[Statement],
) -> frozenset[int]:
    """Pieces of a list of items that stands in front of the discussion.

    It is a run of candidates without text between, of which at least half come again further down, printed as a
    heading or called by the chair. What follows the last one that comes again belongs to the list only while the
    numbering goes on.
    """
    run = _first_run(candidates, speakers)
    if len([c for c in run if not c.container]) < 2:
        return frozenset()
    end = pieces[run[-1].piece].end
    later = [c for c in candidates if c.position > end and c.title is not None]
    # Headings of the run itself that have text beneath may be the body already: they too count as coming again.
    again = [
        n
        for n, c in enumerate(run)
        if not c.container and _comes_again(c, [*run[n + 1 :], *later], folded, statements, end)
    ]
    items = sum(1 for c in run[: again[-1] + 1] if not c.container) if again else 0
    if not again or len(again) < 2 or len(again) * 2 < items:
        return frozenset()
    last = again[-1]
    while last + 1 < len(run) - 1 and not run[last + 1].container and run[last + 1].family == run[0].family:
        last += 1
    if last + 1 < len(run) and not run[last + 1].container and _closes(run, last + 1, speakers):
        last += 1
    return frozenset(c.piece for c in run[: last + 1])


def without_label(run: Sequence[Candidate]) -> list[Candidate]:
    """The entries without a group heading that only announces the whole list (付託案件, 協議事項)."""
    groups = [c for c in run if is_group(c.key)]
    if len(groups) == 1 and run[0] is groups[0] and not run[0].numbered:
        return list(run[1:])
    return list(run)


def _first_run(candidates: Sequence[Candidate], speakers: frozenset[int]) -> list[Candidate]:
    """The first run of two or more candidates on adjoining pieces, none of them a speaker's."""
    run: list[Candidate] = []
    for candidate in candidates:
        if candidate.piece in speakers or not candidate.title_like or candidate.rule_id == "heading.reference":
            continue
        if run and candidate.piece != run[-1].piece + 1:
            if len(run) >= 3:
                break
            run = []
        run.append(candidate)
        if len(run) == _LONGEST:
            break
    return run if len(run) >= 3 else []


def _closes(run: Sequence[Candidate], index: int, speakers: frozenset[int]) -> bool:
    """True when the entry ends the list: a container, a speaker or nothing of its own follows."""
    following = run[index + 1] if index + 1 < len(run) else None
    if following is not None:
        return following.container
    return run[index].piece + 1 in speakers


def _comes_again(
    candidate: Candidate, later: Sequence[Candidate], folded: str, statements: Sequence[Statement], end: int
) -> bool:
    key = tidy_key(candidate.key)
    if any(same_title(key, tidy_key(other.key)) for other in later):
        return True
    return find_call(folded, statements, candidate.key, candidate.number, end) is not None
