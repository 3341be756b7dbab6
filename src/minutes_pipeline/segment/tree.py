"""The tree of sections (章立ての木)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from minutes_pipeline.model.section import Heading, Section

_DEEP = {"goal": 100, "program": 200}


@dataclass(slots=True)
class _Open:
    kind: Literal["root", "agenda_item", "goal", "program", "body"]
    heading: Heading | None
    start: int
    rank: int
    children: list[Section] = field(default_factory=list)


def _close(stack: list[_Open], end: int) -> None:
    node = stack.pop()
    stack[-1].children.append(Section(node.kind, node.heading, node.start, end, tuple(node.children)))


def build_tree(length: int, openings: Sequence[tuple[int, Heading]]) -> Section:
    """Sections nested by level: agenda items by theirs, goals within items, programs within goals.

    Args:
        length: Length of the document's text.
        openings: (position, heading) in document order.
    """
    stack = [_Open("root", None, 0, 0)]
    for position, heading in openings:
        rank = _DEEP.get(heading.kind, heading.level)
        while len(stack) > 1 and stack[-1].rank >= rank:
            _close(stack, position)
        stack.append(_Open(heading.kind, heading, position, rank))
    while len(stack) > 1:
        _close(stack, length)
    return Section("root", None, 0, length, tuple(stack[0].children))
