"""The document's own consistency (文書内の一貫性): which candidates are headings, which marks are bullets.

A family of headings is printed alike: its members read as titles, stand over text, and their numbers run on. A mark
met in prose, a numbered list of statements, a label that repeats under every item are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.segment.candidates import WEAK_MARKS, Candidate
from minutes_pipeline.segment.vocabulary import is_block_label, is_group, is_named

_STAGE = re.compile(
    r"(?:者あり|声あり|声|挙手|起立|拍手|着席|退席|退場|入場|登壇|降壇|朗読|配[布付]|休憩|再開|省略|黙[祷とう]+|投票|点呼|議場閉鎖|説明)$"
    r"|(?:より|から|が|による|に基づき|に基づいて)[^。]{0,20}(?:説明|確認|報告|紹介|挨拶|あいさつ|配[布付]|朗読|回答|提案)(?:が?あり|がなされ)?$"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Headings and block labels among the candidates, by index of the candidate."""

    headings: frozenset[int]
    labels: frozenset[int]


def judge(candidates: Sequence[Candidate], speakers: frozenset[int], pieces: int, known: frozenset[str]) -> Verdict:
    """Decide which candidates are headings and which are block labels.

    Args:
        candidates: All candidates in document order.
        speakers: Pieces that begin with a speaker's label.
        pieces: How many pieces there are.
        known: Keys of the titles of the agenda list; a candidate with such a title is a heading.
    """
    families: dict[str, list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        families[candidate.family].append(number)
    labels = _labels(candidates, families)
    headings: set[int] = set()
    for family, members in families.items():
        chosen = [m for m in members if m not in labels and candidates[m].piece not in speakers]
        group = [candidates[m] for m in chosen]
        if not chosen:
            continue
        if _accept(family, group, pieces) or _referred(group, candidates):
            headings.update(m for m, fits in zip(chosen, _fitting(group), strict=True) if fits)
        headings.update(m for m in chosen if candidates[m].key in known and candidates[m].title_like)
    headings.update(_glued_on(candidates, headings, labels))
    headings |= _weak_marks(candidates, families, headings, labels, pieces)
    return Verdict(frozenset(headings - labels), frozenset(labels))


def _labels(candidates: Sequence[Candidate], families: dict[str, list[int]]) -> set[int]:
    """Block labels: headings without number whose words only tell the kind of text, or that repeat under the items."""
    found = _interrupting(candidates)
    for members in families.values():
        counts = Counter(candidates[m].key for m in members)
        repeating = sum(1 for m in members if counts[candidates[m].key] > 1)
        for m in members:
            candidate = candidates[m]
            if candidate.numbered or candidate.title is None or candidate.outline is not None:
                continue
            if candidate.family.endswith("tag"):
                continue
            if is_named(candidate.key) and counts[candidate.key] == 1 and any(candidates[o].numbered for o in members):
                # 〈まとめ〉 beside 〈1 予算について〉 is an item as they are.
                continue
            if (is_group(candidate.key) and counts[candidate.key] == 1) or (
                is_named(candidate.key) and not is_block_label(candidate.key)
            ):
                continue
            if (is_block_label(candidate.key) and not candidate.container) or (
                counts[candidate.key] > 1
                and candidate.rule_id in ("heading.box", "heading.angle")
                and repeating > len(members) / 2
            ):
                found.add(m)
    return found


def _interrupting(candidates: Sequence[Candidate]) -> set[int]:
    """Frames that only head the talk within an item: 《主な質疑》 between (2) and (3) stands beneath (2)."""
    found: set[int] = set()
    titled: dict[str, list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        if candidate.title_like:
            titled[candidate.family].append(number)
    before: Candidate | None = None
    for number, candidate in enumerate(candidates):
        if candidate.numbered:
            before = candidate if candidate.title_like else before
            continue
        bracketed = candidate.rule_id in ("heading.box", "heading.angle") or candidate.mark
        if not bracketed or not candidate.container or not _TALK.search(candidate.key):
            continue
        if before is None or before.value is None:
            continue
        kin = titled[before.family]
        place = bisect_right(kin, number)
        if place < len(kin) and candidates[kin[place]].value == before.value + 1:
            found.add(number)
    return found


_TALK = re.compile(r"質疑|応答|意見|発言|質問|回答|討論|協議|審議|議論|やりとり")


def runs_on(values: Sequence[int | None]) -> bool:
    """True when the numbers of a family run on: each is 1 or follows one printed before (番号の連続).

    >>> runs_on([1, 2, 3, 1, 2]), runs_on([1, 1, 2]), runs_on([3, 7, 12])
    (True, True, False)
    """
    seen: set[int] = set()
    broken = 0
    for value in values:
        if value is None:
            continue
        # The numbering may carry on from the header's (5 議題 behind 4 傍聴者): its first number is free.
        if seen and value != 1 and value - 1 not in seen:
            broken += 1
        seen.add(value)
    return broken <= max(0, len(seen) // 5)


def _stand_over_text(group: Sequence[Candidate], pieces: int) -> float:
    """Share of the members that something stands beneath (not directly the next member)."""
    taken = {c.piece for c in group}
    return sum(1 for c in group if (c.piece + 1 not in taken and c.piece + 1 < pieces) or c is group[-1]) / len(group)


def _accept(family: str, group: Sequence[Candidate], pieces: int) -> bool:
    like = sum(c.title_like for c in group) / len(group)
    first = group[0]
    if first.outline is not None or first.rule_id == "heading.angle" or first.family.endswith("tag"):
        return True
    if first.rule_id == "heading.named":
        return True
    if first.rule_id == "heading.bare":
        return len(group) >= 2 and _stand_over_text(group, pieces) >= 0.5
    over = _stand_over_text(group, pieces)
    if first.numbered:
        if first.rule_id == "heading.number-glued" and len(group) < 3:
            return False
        lone = len(group) == 1 and first.value != 1
        return like >= 0.6 and over >= 0.4 and not lone and runs_on([c.value for c in group])
    if first.rule_id == "heading.clock":
        return len(group) >= 3 and like >= 0.8
    if first.family and first.family in WEAK_MARKS:
        return False
    if first.rule_id == "heading.box":
        stage = sum(1 for c in group if _STAGE.search(c.key)) / len(group)
        return like >= 0.6 and stage < 0.3
    topics = len(group) >= 2 and all(c.key.endswith(("について", "の件", "に関すること")) for c in group)
    return (like >= 0.7 and over >= 0.4) or topics


def _referred(group: Sequence[Candidate], candidates: Sequence[Candidate]) -> bool:
    """True when the text comes back to the numbers of the family: 「1について」 behind a list 1, 2, 3."""
    values = {c.value for c in group if c.numbered}
    referred = {c.value for c in candidates if c.rule_id == "heading.reference"}
    return bool(values & referred) and runs_on([c.value for c in group]) and all(c.title_like for c in group)


def _fitting(group: Sequence[Candidate]) -> list[bool]:
    """Which members of an accepted family are headings: those that read as titles, or whose number runs on."""
    fits: list[bool] = []
    last: int | None = 0
    for candidate in group:
        follows = (
            candidate.numbered and candidate.value is not None and last is not None and candidate.value == last + 1
        )
        fits.append(candidate.title is not None and (candidate.title_like or follows))
        last = candidate.value if candidate.value is not None else last
    return fits


def _glued_on(candidates: Sequence[Candidate], headings: set[int], labels: set[int]) -> set[int]:
    """「４閉会」 behind the headings 「１ 開会」 to 「３ その他」: the number runs on, the gap is missing."""
    found: set[int] = set()
    last: int | None = None
    for number, candidate in enumerate(candidates):
        if candidate.rule_id in ("heading.number-dot", "heading.number-space") and number in headings:
            last = candidate.value
            continue
        glued = candidate.rule_id == "heading.number-glued" and not candidate.mark and number not in labels
        if glued and last is not None and candidate.value == last + 1 and is_named(candidate.key):
            found.add(number)
            last = candidate.value
    return found


def _weak_marks(
    candidates: Sequence[Candidate], families: dict[str, list[int]], headings: set[int], labels: set[int], pieces: int
) -> set[int]:
    """Bullets (・) that are headings: runs of title-like ones with text beneath, under a container or その他."""
    found: set[int] = set()
    order = sorted(headings | {m for m in labels if candidates[m].container})
    for family in families:
        if family not in WEAK_MARKS or not family:
            continue
        runs: dict[int, list[int]] = defaultdict(list)
        for m in families[family]:
            over = [h for h in order if h < m and candidates[h].family != family]
            runs[over[-1] if over else -1].append(m)
        for parent_index, run in runs.items():
            if parent_index < 0:
                continue
            group = [candidates[m] for m in run]
            parent = candidates[parent_index]
            like = sum(c.title_like for c in group) / len(group)
            share = _stand_over_text(group, pieces)
            named = sum(c.key.endswith(("について", "の件")) for c in group) / len(group)
            if like < 0.8 or len(group) < 2:
                continue
            known_parent = is_group(parent.key) or is_named(parent.key)
            if (parent.container and share >= 0.4) or (share >= 0.9 and named >= (0.6 if known_parent else 0.99)):
                found.update(m for m in run if candidates[m].title_like)
    return found
