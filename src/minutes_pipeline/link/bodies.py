"""Which minutes are of one body (会議体の同定): by name, and by members and programs where names differ a little.

A name is printed with or without the municipality, a body is renamed from 委員会 to 協議会, a title is read with a word too
many. Two names that differ otherwise are two bodies, and a subcommittee is none of its parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.text.folding import name_key

_NOT_BODY = re.compile(
    r"第[0-9一二三四五六七八九十]{1,4}[回期次]|(?:令和|平成|昭和|R|H)[0-9元一二三四五六七八九十]{1,3}年度?|[0-9]{4}年度?|"
    r"(?:会?議事?録|議事要旨|会議要旨|会議概要|議事概要|会議結果|結果概要|開催結果|開催概要|審議概要|審議経過|質疑応答|要点記録|要点筆記|摘録|会議記録)(?:の?(?:記録|概要|要旨|報告))?|"
    r"[(](?:案|書面開催|書面協議|オンライン開催|公開用?|概要|要旨|臨時|定例)[)]|(?:定例|臨時)会?$"
)
_EMPTY = re.compile(r"[(「『【][)」』】]")
_PART = re.compile(
    r"(?:専門|検討|作業|幹事|小)?(?:部会|分科会|幹事会|小委員会|委員会議|ワーキング|WG|班|連絡会|準備会|事務局会)"
)
_TOWN = re.compile(r"[^市町村区]{1,8}?[市町村区]|[^都道府県]{1,4}[都道府県]")
_ALIKE, _SHARED, _FEW = 0.72, 0.5, 3
"""Names so much alike are of one body where so large a share of the smaller set of members and programs recurs."""


def body_key(name: str | None) -> str:
    """A body's name without session, year and the word for minutes (会議体の照合用の名前).

    >>> body_key("令和６年度 第２回 みどり市 環境審議会 会議録"), body_key("みどり市環境審議会")
    ('みどり市環境審議会', 'みどり市環境審議会')
    """
    return _EMPTY.sub("", _NOT_BODY.sub("", name_key(name or "")))


def one_name(keys: Iterable[str]) -> dict[str, str]:
    """For each key the one under which it counts: that with the municipality, where just one such is among them.

    >>> one_name(["みどり市環境審議会", "環境審議会"])["環境審議会"]
    'みどり市環境審議会'
    >>> one_name(["みどり市環境審議会", "あおば市環境審議会", "環境審議会"])["環境審議会"]
    '環境審議会'
    """
    every = sorted(set(keys))
    found = {}
    for key in every:
        longer = [
            one for one in every
            if len(key) >= 4 and one != key and one.endswith(key) and _TOWN.fullmatch(one[: -len(key)])
        ]  # fmt: skip
        found[key] = longer[0] if len(longer) == 1 else key
    return found


def by_body(minutes: Iterable[Minutes]) -> list[list[Minutes]]:
    """Minutes grouped by body, each group oldest first; those without a name and without known members stand alone."""
    every = list(minutes)
    names = one_name(body_key(one.meeting.name) for one in every)
    groups: dict[str, list[Minutes]] = {}
    for one in every:
        groups.setdefault(names[body_key(one.meeting.name)] or one.source.document_id, []).append(one)
    joined: list[tuple[list[str], list[Minutes]]] = []
    for key, group in groups.items():
        named = [key] if group[0].meeting.name else []
        same = next((one for one in joined if _is_same(one, (named, group))), None)
        if same is None:
            joined.append((named, list(group)))
        else:
            same[0].extend(named)
            same[1].extend(group)
    return [sorted(group, key=_age) for _, group in joined]


def _age(minutes: Minutes) -> tuple[str, int, str]:
    return minutes.meeting.date or "9999", minutes.meeting.session or 0, minutes.document


def _is_same(one: tuple[list[str], list[Minutes]], other: tuple[list[str], list[Minutes]]) -> bool:
    names = [(left, right) for left in one[0] for right in other[0]]
    if names and not any(_alike(left, right) for left, right in names):
        return False
    if {m.meeting.date for m in one[1]} & {m.meeting.date for m in other[1]}:
        # Two meetings of one day are not of one body.
        return False
    left, right = (_known(group) for group in (one[1], other[1]))
    shared = len(left & right)
    return shared >= _FEW and shared >= _SHARED * min(len(left), len(right))


def _alike(one: str, other: str) -> bool:
    if bool(_PART.search(one)) is not bool(_PART.search(other)):
        return False
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= _ALIKE and match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _known(group: Sequence[Minutes]) -> frozenset[str]:
    """Full names of the members, and the programs: what tells a body from others."""
    people = (name_key(a.name or "") for m in group for a in m.attendees)
    programs = (name_key(p.title) for m in group for p in m.programs)
    return frozenset(key for key in (*people, *programs) if len(key) >= 3)
