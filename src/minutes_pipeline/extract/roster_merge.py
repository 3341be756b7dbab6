"""Rosters put together (名簿のまとめ): marks to functions, the same person once, functions from speaker labels."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from minutes_pipeline.extract.roster_model import Person
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat, flat_whole, name_key
from minutes_pipeline.values.posts import HONORIFIC, ROLE, Role, role_of

_CHAIR_MARKS, _VICE_MARKS = "◎", "○〇◯"
_SPEAKER_NAMED = re.compile(rf"(?P<role>{ROLE})\s?\((?P<name>[^()]{{1,16}}?)(?:{HONORIFIC}|委員|議員)?\)")
_SPEAKER_FUSED = re.compile(rf"(?P<name>[^\s()]{{1,8}}?)(?P<role>{ROLE})")

_BRACKETED = re.compile(r"\((?P<name>[^\s()。、・:]{1,6}?)(?P<role>会長|委員長|議長|座長|部会長|副会長|副委員長)\)")


def with_marks(people: list[Person], marks: dict[int, str]) -> list[Person]:
    """◎ is the chair and ○ the vice chair where they mark a few; a mark before everyone is a bullet."""
    chairs = [i for i, m in marks.items() if m in _CHAIR_MARKS]
    if len(chairs) != 1:
        return people
    vices = [i for i, m in marks.items() if m in _VICE_MARKS]
    few = len(vices) <= max(2, len(people) // 3)
    out = list(people)
    for i in chairs:
        out[i] = replace(out[i], role=out[i].role or "chair")
    for i in vices if few else []:
        out[i] = replace(out[i], role=out[i].role or "vice_chair")
    return out


def _same(a: Person, b: Person) -> bool:
    if a.name is None or b.name is None:
        return a.name is b.name and a.affiliation == b.affiliation and a.title == b.title
    if name_key(a.name) != name_key(b.name):
        return False
    if len(name_key(a.name)) >= 4:
        return not (a.affiliation and b.affiliation and a.affiliation != b.affiliation and a.group == b.group)
    if a.group != b.group and _told_apart(a, b):
        return False
    return not (a.affiliation and b.affiliation) or a.affiliation == b.affiliation


def _told_apart(a: Person, b: Person) -> bool:
    """A member by surname alone, and one of the secretariat with department and post: two of one surname."""
    bare, posted = (a, b) if a.group == "member" else (b, a)
    nothing = bare.affiliation is None and bare.title is None and bare.role is None
    return nothing and bare.group == "member" and posted.group == "secretariat" and bool(posted.units and posted.title)


def _surname_of(short: Person, full: Person) -> bool:
    """A person told by surname alone whom the roster lists in full (古川委員代理, 欠席 古川修)."""
    if short.name is None or full.name is None or short.rule_id not in _TOLD:
        return False
    return name_key(full.name) == name_key(short.name) or (
        len(full.name) > len(short.name) and name_key(full.name).startswith(name_key(short.name))
    )


_TOLD = ("roster.principal", "roster.told")
_MOST = 40
"""People of one name that are looked at: more of them are no roster, but a file made to cost time."""


def without_twins(people: list[Person]) -> list[Person]:
    """Each person once; the first mention stays and takes over what only a later one tells."""
    out: list[Person] = []
    named: dict[str | None, list[int]] = {}  # only those of one name can be the same
    listed = _listed(people)
    for person in people:
        if person.rule_id in _TOLD and any(_surname_of(person, p) for p in _longer(listed, person)):
            continue
        beside = named.setdefault(None if person.name is None else name_key(person.name), [])
        twins = [i for i in beside[:_MOST] if _same(out[i], person)]
        twin = next((i for i in twins if out[i].group == person.group), twins[0] if twins else None)
        if twin is None:
            beside.append(len(out))
            out.append(person)
            continue
        kept = out[twin]
        out[twin] = replace(
            kept,
            role=kept.role or person.role,
            title=kept.title or person.title,
            units=kept.units or person.units,
            status=person.status if kept.status == "present" and person.status != "present" else kept.status,
        )
    return _with_told(out, people)


def _with_told(out: list[Person], people: list[Person]) -> list[Person]:
    """Presence that a sentence tells (※椎名委員は15時に退席), given to the one whom the roster lists in full."""
    listed = _listed(out)
    place = {id(p): i for i, p in enumerate(out)}
    for told in people:
        if told.rule_id != "roster.told":
            continue
        fits = [place[id(p)] for p in _longer(listed, told) if _surname_of(told, p)]
        if len(fits) == 1 and out[fits[0]].status == "present":
            out[fits[0]] = replace(out[fits[0]], status=told.status)
    return out


def _listed(people: list[Person]) -> tuple[list[str], list[Person]]:
    """Whom the roster itself lists, in the order of the keys of their names, and these keys."""
    listed = sorted(
        ((name_key(p.name), i) for i, p in enumerate(people) if p.name is not None and p.rule_id not in _TOLD)
    )
    return [key for key, _ in listed], [people[i] for _, i in listed]


def _longer(listed: tuple[list[str], list[Person]], short: Person) -> Iterator[Person]:
    """Those listed whose name begins as the short one does; of a crowd of one name, the first of them."""
    if short.name is None:
        return
    keys, people = listed
    key = name_key(short.name)
    first = bisect_left(keys, key)
    for at in range(first, min(first + _MOST, len(keys))):
        if not keys[at].startswith(key):
            return
        yield people[at]


def _speaker_roles(outline: Outline) -> list[tuple[str, Role]]:
    found: list[tuple[str, Role]] = []
    for turn in outline.turns:
        speaker = "".join(flat(turn.speaker).split())
        match = _SPEAKER_NAMED.fullmatch(speaker) or _SPEAKER_FUSED.fullmatch(speaker)
        role = role_of(match["role"]) if match else None
        if match is not None and role is not None and (pair := (match["name"], role)) not in found:
            found.append(pair)
    return found


def _bracket_roles(outline: Outline) -> list[tuple[str, Role]]:
    """Functions told with a name in brackets behind a heading: 会長挨拶（秋元会長）."""
    folded = flat_whole(outline.document.text)
    found = []
    for match in _BRACKETED.finditer(folded):
        role = role_of(match["role"])
        if role is not None and (pair := (match["name"], role)) not in found:
            found.append(pair)
    return found


def one_chair(people: list[Person]) -> list[Person]:
    """会長 and several 部会長: the first heads this meeting, the others bodies of their own."""
    chairs = [i for i, p in enumerate(people) if p.role == "chair" and p.group == "member"]
    later = set(chairs[1:]) if len(chairs) >= 3 else set()
    return [replace(p, role=None) if i in later else p for i, p in enumerate(people)]


def with_speakers(people: list[Person], outline: Outline) -> list[Person]:
    """Functions that a speaker label with the name prints (○議長（佐藤篤）), where the roster leaves them open."""
    taken = {p.role for p in people if p.role is not None and p.group == "member"}
    if {"chair", "vice_chair"} <= taken:
        return people
    out = list(people)
    for name, role in [*_speaker_roles(outline), *_bracket_roles(outline)]:
        if role in taken:
            continue
        key = name_key(name)
        fits = [i for i, p in enumerate(out) if p.name is not None and name_key(p.name) == key]
        fits = fits or [
            i
            for i, p in enumerate(out)
            if p.name is not None and name_key(p.name).startswith(key) and p.group == "member"
        ]
        if len(fits) == 1 and out[fits[0]].role is None:
            out[fits[0]] = replace(out[fits[0]], role=role)
    return out
