"""Nesting (見出しの入れ子): the level of each heading from the forms, the numbers and the indents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from minutes_pipeline.segment.candidates import Candidate
from minutes_pipeline.segment.vocabulary import is_group, is_next_meeting

# Numbered forms from the outside in (番号の書式の序列); a form further out never stands inside one further in.
_RANK = {
    "heading.style": 0, "heading.fence": 0, "heading.clock": 1, "heading.angle": 1, "heading.box-number": 1, "heading.box-inner": 1, "heading.box": 1,
    "heading.roman": 2, "heading.ordinal": 3, "heading.kanji": 3, "heading.number-dot": 4, "heading.number-space": 4,
    "heading.number-glued": 4, "heading.decimal": 5, "heading.paren": 6, "heading.circled": 7, "heading.kana": 8,
    "heading.letter": 8,
}  # fmt: skip


_DEEPEST = 12
"""No minutes nest deeper; what claims to is a run of marks, not of headings."""


@dataclass(slots=True)
class Node:
    """A heading in the tree while it grows; ``index`` is its candidate's index in the list given."""

    index: int
    candidate: Candidate | None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    value: int | None = None


def _opens(candidate: Candidate) -> bool:
    return candidate.container or is_group(candidate.key)


def _is_leaf(candidate: Candidate) -> bool:
    """A named heading without number or mark (閉会) stands on the outermost level and opens nothing."""
    return candidate.rule_id == "heading.named" and not _opens(candidate)


# 「３ その他」「４閉会」: the gap behind a number makes no difference.
_PLAIN_NUMBERS = frozenset(("heading.number-dot", "heading.number-space", "heading.number-glued"))


def _alike(left: Candidate, right: Candidate) -> bool:
    """Siblings share a family; with one mark or bracket in front, 「○日程第3」 and 「○その他」 are siblings too."""
    if left.family == right.family:
        return True
    if {left.family, right.family} <= _PLAIN_NUMBERS and left.value is not None and right.value == left.value + 1:
        return True
    return bool(left.mark) and left.mark == right.mark and (left.family.endswith("tag") or right.family.endswith("tag"))


def _find(stack: list[Node], candidate: Candidate) -> int | None:
    """Depth in the stack of the heading that ``candidate`` is a sibling of."""
    same = [d for d in range(len(stack) - 1, 0, -1) if (c := stack[d].candidate) and _alike(c, candidate)]
    if not same:
        return None
    open_top = stack[-1].candidate
    if (
        same[0] < len(stack) - 1
        and candidate.value is None
        and open_top is not None
        and _opens(open_top)
        and not stack[-1].children
    ):
        # 「・議事 〈承認事項〉 ・委託について」: the bullet behind a group that is still empty is its child.
        return None
    if candidate.value is not None:
        fitting = [d for d in same if (last := stack[d].value) is not None and candidate.value == last + 1]
        if fitting:
            # その他 closes its list, 閉会 the meeting: what fits two numberings goes on with the outer one.
            inner = stack[fitting[0]].candidate
            closed = inner is not None and inner.key.startswith("その他")
            return fitting[-1] if closed or candidate.key.startswith(("閉会", "散会")) else fitting[0]
        top = stack[same[0]].candidate
        if candidate.value == 1 and top is not None and _opens(top) and same[0] == len(stack) - 1:
            return None
        if candidate.value == 1 and _restarts(stack, same[0]):
            return None
    return same[0]


def _restarts(stack: list[Node], depth: int) -> bool:
    """True where a numbering begins anew beneath an empty heading of another form: 「２ 議事」 「Ⅰ 協議事項」 「１ …」."""
    top = stack[-1]
    if top.candidate is None or top.children or depth == len(stack) - 1 or stack[depth].value is None:
        return False
    return top.candidate.numbered and top.value is not None


def _depth(stack: list[Node], candidate: Candidate) -> int:
    """How many nodes of the stack stay above ``candidate``."""
    if _is_leaf(candidate):
        return _leaf_depth(stack, candidate)
    sibling = _find(stack, candidate)
    if sibling is not None:
        return sibling
    resumed = _resumed(stack, candidate)
    if resumed is not None:
        return resumed
    depth = len(stack)
    while depth > 1 and (top := stack[depth - 1].candidate) is not None and _stands_outside(candidate, top):
        if top.container and candidate.value == 1 and not stack[depth - 1].children:
            break  # 「５ 議事日程」 「第１ …」: what counts from one beneath an empty container is its list
        depth -= 1
    return depth


def _resumed(stack: list[Node], candidate: Candidate) -> int | None:
    """Depth of a heading whose number goes on with one that others closed: 第2 …, 議案第62号, 第3 …; None where none does."""
    if candidate.value is None or candidate.value < 2:
        return None
    for depth in range(len(stack) - 1, -1, -1):
        kin = (c for c in reversed(stack[depth].children) if c.candidate and c.candidate.family == candidate.family)
        last = next(kin, None)
        if last is not None and last.value == candidate.value - 1:
            return depth + 1
    return None


def _stands_outside(candidate: Candidate, top: Candidate) -> bool:
    """True when ``candidate`` cannot stand beneath ``top``."""
    if _is_leaf(top):
        return True
    if candidate.outline is not None:
        return top.outline is None or top.outline >= candidate.outline
    if candidate.family.endswith("tag"):
        return not _opens(top)
    if candidate.rule_id == "heading.named" and is_group(candidate.key):
        # 報告事項 behind 第3号議案 or 協議事項 is no part of it.
        return not top.container
    if candidate.rule_id in ("heading.bare", "heading.list"):
        return not _opens(top) and not top.numbered
    rank = _RANK.get(candidate.rule_id)
    return rank is not None and top.outline is None and _RANK.get(top.rule_id, -1) > rank


def _frames(node: Node) -> bool:
    """True for a container, and for a group heading (付議事項) over other groups (審議事項, 報告事項)."""
    candidate = node.candidate
    if candidate is None or candidate.container:
        return candidate is not None
    return _over_groups(node) and not any(
        k is not node and k.candidate is not None and k.candidate.family == candidate.family
        and is_group(k.candidate.key) and not _over_groups(k)
        for k in (node.parent.children if node.parent else ())
    )  # fmt: skip


def _over_groups(node: Node) -> bool:
    """True for a kind of business over other kinds; beside one that holds its items itself it is an item as that is."""
    candidate = node.candidate
    return candidate is not None and is_group(candidate.key) and any(
        c.candidate is not None and is_group(c.candidate.key) for c in node.children
    )  # fmt: skip


def _is_item(node: Node) -> bool:
    return node.candidate is not None and not _frames(node) and not is_next_meeting(node.candidate.key)


def _leaf_depth(stack: list[Node], candidate: Candidate) -> int:
    """その他 closes the innermost group whose other children have no number either; any other leaf is outermost."""
    if candidate.key.startswith("その他"):
        for depth in range(len(stack) - 1, 0, -1):
            above = stack[depth].candidate
            children = [c.candidate for c in stack[depth].children if c.candidate is not None]
            if above is not None and is_group(above.key) and children and not any(c.numbered for c in children):
                return depth + 1
        first = stack[1].candidate if len(stack) > 1 else None
        if len(stack[0].children) == 1 and first is not None and first.container and stack[1].children:
            return 2  # 「７ 会議に付した事件」 holds all that is listed
    return 1


def build_nodes(candidates: Sequence[Candidate]) -> Node:
    """The tree of the headings in document order; the root holds no candidate."""
    root = Node(-1, None)
    stack = [root]
    for index, candidate in enumerate(candidates):
        depth = min(_DEEPEST, max(1, _depth(stack, candidate)))
        del stack[depth:]
        node = Node(index, candidate, stack[-1], value=candidate.value)
        stack[-1].children.append(node)
        stack.append(node)
    return root


def outer_containers(candidates: Sequence[Candidate]) -> list[int]:
    """Positions of the containers that stand in no item."""
    found: list[int] = []

    def walk(node: Node) -> None:
        for child in node.children:
            if child.candidate is not None and _frames(child):
                found.append(child.candidate.position)
                walk(child)

    walk(build_nodes(candidates))
    return found


def levels(candidates: Sequence[Candidate]) -> dict[int, int]:
    """Level of every heading that is an item, by index; containers get none.

    A numbered container that stands beside items takes a level (its children are level 2); any other takes none.
    """
    found: dict[int, int] = {}

    def walk(node: Node, level: int) -> None:
        beside = any(_is_item(c) for c in node.children)
        framed = any(_frames(c) for c in node.children)
        kin = Counter(c.candidate.family for c in node.children if c.candidate is not None)
        of_items = {c.candidate.family for c in node.children if c.candidate is not None and _is_item(c)}
        for child in node.children:
            candidate = child.candidate
            assert candidate is not None
            if (
                is_next_meeting(candidate.key)
                and candidate.numbered
                and candidate.family not in of_items
                and kin[candidate.family] > 1
            ):
                continue
            if framed and not beside and not _frames(child):
                # 「6 次回の開催」 beside 「5 会議の要旨」 is a part of the document, not of the meeting.
                continue
            if _frames(child):
                walk(child, level + 1 if candidate.number is not None and beside else level)
            else:
                found[child.index] = level
                walk(child, level + 1)

    walk(build_nodes(candidates), 1)
    return found
