"""Habits of a roster (名簿の書き癖): what most of its entries do, so that a doubtful one is read like its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from minutes_pipeline.extract.roster_chunks import Stretch, cut_line
from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_presence import mark_status
from minutes_pipeline.extract.roster_reading import Part, read_parts
from minutes_pipeline.extract.roster_splitting import presplit
from minutes_pipeline.values.names import is_given_name, is_surname
from minutes_pipeline.values.posts import is_role, split_post

# So many entries show a roster's habits; to read all of them twice would double the time.
_SAMPLE = 14
_NESTED = re.compile(r"[^同][部局][^部局\s]{2,14}[課室](?!長)|[^同][課室][^課室\s]{2,14}係(?!長)")


@dataclass(frozen=True, slots=True)
class Habits:
    """What the entries of one roster have in common.

    Attributes:
        unit_first: A company stands before each surname (富士通 大内).
        one_name: No entry names two persons.
        named: Nearly every entry names somebody.
        posts_only: The entries are posts without names (市長、警察署長、…).
        presence_marks: Every line holds one ○ or ×, some ×: they tell who was present.
        name_first: Body and post stand behind the names (榊　みどり　短期大学　教授).
        role_first: Functions of this meeting stand before the names (委員長　榊　みどり): one behind a body is a post there.
        fused: Entries are names with their posts in one word (帆足善久水産部長、…).
        bureaus: Some line begins with a bureau before its head's own post (港湾局局長); those below belong to it, too.
        nested: Some entry prints a 課 with its 部, or a 係 with its 課, in one word (建築住宅課空家対策係).
    """

    unit_first: bool = False
    one_name: bool = False
    named: bool = False
    posts_only: bool = False
    presence_marks: bool = False
    name_first: bool = False
    role_first: bool = False
    nested: bool = False
    fused: bool = False
    bureaus: bool = False


# 港湾局局長松永　敏夫, 会計室会計管理者: a bureau right before the post of its head.
BUREAU = re.compile(
    r"\s{0,4}(?P<unit>[^\s、,()（）]{1,10}(?P<s>[局庁室]|本部)(?=(?P=s)長)|(?P<head>[^\s、,()（）]{2,6})室(?=(?P=head)))"
)


def habits_of(lines: Iterable[str]) -> Habits:
    """Habits of the roster that consists of these lines."""
    lines = list(lines)
    entries = [s for raw in lines for s in cut_line(raw, 0) if s.chunks]
    read = [read_parts(presplit(s.chunks)) for s in entries[:_SAMPLE]]
    return Habits(
        unit_first=_unit_first(entries),
        one_name=len(read) >= 4 and sum(_persons(parts) <= 1 for parts in read) >= 0.75 * len(read),
        named=len(read) >= 3 and sum(_persons(parts) >= 1 for parts in read) >= 0.7 * len(read),
        posts_only=_posts_only(read),
        presence_marks=_presence_marks(entries),
        name_first=_name_first(read),
        role_first=any(len(p) >= 2 and p[0].reading == "role" and p[1].reading == "name" for p in read),
        fused=_fused(read),
        bureaus=0 < 3 * sum(BUREAU.match(raw) is not None for raw in lines) <= len(lines),
        nested=any(_NESTED.search(c.text) for s in entries for c in s.chunks),
    )


def _names(parts: list[Part]) -> int:
    return sum(p.reading == "name" for p in parts)


def _persons(parts: list[Part]) -> int:
    """Names, or else posts with a name fused to them (総務部　有馬次長　環境部　内田次長 are two)."""
    return _names(parts) or sum(p.reading == "post" and split_fused(p.text) is not None for p in parts)


def _posts_only(read: list[list[Part]]) -> bool:
    """Half of the entries or more are surely posts without a name, and none is surely a person."""
    sure = sum(len(p) == 1 and p[0].reading == "post" and split_fused(p[0].text) is None for p in read)
    persons = sum(_names(parts) > 0 or any(p.reading == "role" for p in parts) for parts in read)
    return sure >= 2 and 2 * sure >= len(read) and persons <= 0.1 * len(read)


def _name_first(read: list[list[Part]]) -> bool:
    """Whether most entries of one name and a body or post have them behind the name."""
    first = last = 0
    for parts in read:
        order = [p.reading for p in parts if p.reading in ("name", "unit", "post")]
        if order.count("name") == 1 and len(order) >= 2:
            first += order[0] == "name"
            last += order[-1] == "name"
    return first > last


def _fused(read: list[list[Part]]) -> bool:
    """A third or more of the entries that are one post each have a name before it, and no entry has a name of its own."""
    single = [parts[0] for parts in read if len(parts) == 1 and parts[0].reading == "post"]
    fused = sum(split_fused(part.text) is not None for part in single)
    return fused >= 1 and 3 * fused >= len(single) and not any(p.reading == "name" for parts in read for p in parts)


def _presence_marks(entries: list[Stretch]) -> bool:
    if len(entries) < 3:
        return False
    marks = [
        [status for n, c in enumerate(s.chunks) if (n == 0 or len(c.text) == 1) and (status := mark_status(c.text[0]))]
        for s in entries
    ]
    told = sum(bool(m) for m in marks)
    return told >= 0.8 * len(entries) and any("absent" in m for m in marks)


def _unit_first(entries: list[Stretch]) -> bool:
    """Whether the entries are a company and a surname (富士通 大内) rather than surname and given name.

    The entries are judged together: in the one kind the second word is a surname, in the other a given name.
    """
    first = second = given = count = 0
    for stretch in entries:
        words = [c.text for c in stretch.chunks]
        if len(words) != 2 or stretch.label or any(is_role(w) or split_post(w) is not None for w in words):
            continue
        count += 1
        first += is_surname(words[0])
        second += is_surname(words[1]) and not is_given_name(words[1])
        given += is_given_name(words[1])
    return count >= 3 and second >= 0.5 * count and first <= 0.4 * count and given <= 0.3 * count
