"""Agenda lists (議題一覧): the entries of a list of business, printed in the header or in front of the discussion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header, HeaderField
from minutes_pipeline.segment.candidates import WEAK_MARKS, Candidate, read_candidate
from minutes_pipeline.segment.headings import SCHEDULE, TAG, N, read_shape
from minutes_pipeline.segment.nesting import levels
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.titles import is_title_like, read_title
from minutes_pipeline.segment.vocabulary import heading_key, is_container, is_group, is_next_meeting
from minutes_pipeline.values.running_numbers import running_numbers

_GROUPS = (
    r"(?:報\s{0,3}告|審\s{0,3}議|協\s{0,3}議|議\s{0,3}決|諮\s{0,3}問)\s{0,3}事\s{0,3}項|"
    r"議\s{1,3}事(?!\s{0,3}項)|議\s{1,3}題"
)
# Where a new entry begins within one line: behind white space (or a date's bracket), before a number, a tag, a mark.
_ENTRY = re.compile(
    rf"(?:^|(?<=[\s)」]))(?=[0-9]{{1,2}}\s?[.、)](?![0-9])|[(][0-9]{{1,2}}[)]|[①-⑳⑴-⒛㈠-㈩❶-❿]|[0-9]{{1,2}}\s{{1,3}}(?=[^\s0-9年月日時分人名回号番])"
    rf"|{TAG.pattern}|{SCHEDULE.pattern}|[○◯〇◆●■・]\s?\S|そ\s{{1,3}}の\s{{1,3}}他(?:\s|$)|[開閉]\s{{1,3}}会(?:\s|$)|(?:{_GROUPS})(?:\s|$))"
)
_AFTER_GROUP = re.compile(rf"(?:^|(?<=\s))(?:{N}\s?[.、)]?\s{{0,3}})?(?:{_GROUPS})\s{{1,6}}(?=\S)")
_BRACKETS = frozenset((("【", "】"), ("[", "]"), ("〔", "〕"), ("<", ">"), ("〈", "〉"), ("《", "》")))
_NUMBER_AHEAD = re.compile(rf"(?:{N}|[①-⑳⑴-⒛㈠-㈩❶-❿■◆●◎○□◇▼★])\s?[.、)]?\s{{0,4}}$")
_MATERIAL = re.compile(
    r"[【(\[〔<](?:別添|別紙|当日|参考)?(?:資料|別紙|議案書)[^】)\]〕>]{0,14}[】)\]〕>]$|(?:別添|別紙|参考)?資料[0-9\-]{1,4}(?:参照)?$"
)
# 署名委員の指名, …の決定, …の選出: one act, worded anew in every place.
_CHOICE = re.compile(r"(?<=[員長者人事])の?(?:選任|選出|選考|指名|指定|決定|互選|選挙)")
# 「令和6年9月5日(木)午前10時開会」 within a schedule.
_OPENED = re.compile(
    r"(?:令和|平成|昭和|20[0-9]{2}年)[^。]{1,24}(?:時(?:[0-9]{1,2}分|半)?|日(?:\([^()]{1,4}\))?)(?:開会|開議|開催|招集)?"
)
# 審査事件　議案第14号から議案第16号まで　3件: a count of bills, no item
_RANGE_OF_BILLS = re.compile(
    r"(?:(?:議案|報告|陳情|請願|認定|承認)?第?)?(?:[0-9]{1,3})?号(?:から|ないし|乃至|~|-)(?:(?:議案|報告|陳情|請願|認定|承認)?第?)?[0-9]{1,3}号(?:まで)?(?:の)?(?:計|合計)?(?:[0-9]{1,2}件)?"
)
_TIDY = re.compile(r"について$|の件$|に関すること$|[「」『』・、,.:()\-~\s]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of an agenda list; ``line`` is its logical line, offsets are into ``Document.text``.

    ``weak`` marks a bullet beneath a numbered entry: it is an item only if the body treats it as one. ``row`` marks a
    row of a table of items, where the item opens if nothing else opens it.
    """

    start: int
    end: int
    line: int
    key: str
    number: str | None
    level: int
    weak: bool = False
    row: bool = False


@lru_cache(maxsize=2048)
def tidy_key(key: str) -> str:
    """A title's key without について, の件 and punctuation, for comparing list and body."""
    bare = _CHOICE.sub("の選任", _MATERIAL.sub("", heading_key(key)))
    return _TIDY.sub("", _TIDY.sub("", bare))


def same_title(left: str, right: str) -> bool:
    """True when two tidy keys name the same item (表記のゆれを許す).

    >>> same_title(tidy_key("予算案について"), tidy_key("予算案")), same_title(tidy_key("その他"), tidy_key("開会"))
    (True, False)
    """
    if not left or not right:
        return False
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    if len(short) < 4:
        return False
    if short in long and len(short) >= 0.6 * len(long):
        return True
    if abs(len(left) - len(right)) > 0.4 * len(long):
        return False
    shared = sum(min(left.count(c), right.count(c)) for c in set(left))
    if 2.0 * shared / (len(left) + len(right)) < 0.85:
        return False  # No order of these letters makes them alike: most pairs end here.
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= 0.85


def _bounds(text: str) -> list[int]:
    cuts = {m.start() for m in _ENTRY.finditer(text)} | {n.start for n in running_numbers(text)}
    cuts |= {m.end() for m in _AFTER_GROUP.finditer(text) if m.start() in cuts or m.start() == 0}
    # 「１　議案第５号 …」: a tag directly behind a number opens no entry of its own.
    ordered = sorted(c for c in cuts if 0 < c < len(text))
    kept: list[int] = []
    previous = 0
    for cut in ordered:
        lead = text[previous:cut].strip()
        if lead.endswith("第"):
            continue  # 日程第 1
        if re.fullmatch(
            rf"[(]?(?:{N}|[①-⑳⑴-⒛㈠-㈩❶-❿])?\s?[.、)]?|(?:{SCHEDULE.pattern})|第\s?{N}|(?:{TAG.pattern})", lead
        ):
            continue
        kept.append(cut)
        previous = cut
    return kept


def _cut_entries(text: str) -> list[tuple[int, int]]:
    bounds = [0, *_bounds(text), len(text)]
    return [(a, b) for a, b in pairwise(bounds) if text[a:b].strip()]


def _as_candidate(index: int, piece: Piece) -> Candidate | None:
    candidate = read_candidate(index, piece, None)
    if candidate is not None:
        return candidate
    title = read_title(piece.text, 0, len(piece.text))
    if title is None or not is_title_like(piece.text[title.start : title.end]):
        return None
    key = heading_key(piece.text[title.start : title.end])
    if len(key) > 90 or is_next_meeting(key):
        return None
    return Candidate(index, piece.start, "bare", "heading.list", None, None, title, key, False, True, piece.indent)


def read_list(document: Document, header: Header, folded: str) -> list[Entry]:
    """The entries of the header's agenda fields in order, containers left out."""
    pieces: list[Piece] = []
    fields = header.of_kind("agenda")
    for number, entry_field in enumerate(fields):
        label = _label_piece(document, fields, number, folded)
        stretches = _stretches(document, header, entry_field, folded)
        if label is not None and _is_tag_of_one(label, stretches, folded):
            # 「報告事項　予算の執行について」 beside 「議案第5号　…」: the label is the entry's number.
            end = stretches.pop(0)[1]
            pieces.append(Piece(label.line, label.start, end, folded[label.start : end].rstrip(), label.indent))
        elif label is not None:
            pieces.append(label)
        for begin, end in stretches:
            text = folded[begin:end]
            line = _line_of(document, begin, entry_field.first_line, len(document.lines) - 1)
            for a, b in _cut_entries(text):
                part = text[a:b]
                body = part.strip()
                start = begin + a + len(part) - len(part.lstrip())
                pieces.append(Piece(line, start, start + len(body), body, document.lines[line].indent))
    return _entries(pieces)


def _is_tag_of_one(label: Piece, stretches: Sequence[tuple[int, int]], folded: str) -> bool:
    """True for an unnumbered group label (報告事項) with one unnumbered title behind it on its line."""
    if not stretches or not is_group(heading_key(label.text)) or "\n" in folded[label.end : stretches[0][0]]:
        return False
    texts = [folded[a:b].strip() for a, b in stretches]
    titles = [t for t in texts if not _is_frame(t)]
    return (
        len(titles) == 1 and titles[0] == texts[0] and read_shape(texts[0]) is None and len(_cut_entries(texts[0])) == 1
    )


def _is_frame(text: str) -> bool:
    shape = read_shape(text)
    return is_container(heading_key(text[shape.start :] if shape else text))


def _stretches(document: Document, header: Header, entry_field: HeaderField, folded: str) -> list[tuple[int, int]]:
    """The text of the field, line by line, and the lines behind it that carry the list on (日程第2 …)."""
    spans = [
        (value.start if position else _tag_start(entry_field, folded), value.end)
        for position, value in enumerate(entry_field.values)
    ]
    last = (
        _line_of(document, spans[-1][0], entry_field.first_line, entry_field.last_line)
        if spans
        else entry_field.last_line
    )
    # 「日程第1　会議録署名委員の指名」 may have been read as a field of signatories: kind ``other`` does not stop a list.
    listed = bool(entry_field.values)
    others = {
        i
        for f in header.fields
        if f is not entry_field and f.kind != "other"
        for i in range(f.first_line, f.last_line + 1)
    }
    for index in range(last, header.body_line):
        line = document.lines[index]
        text = folded[line.start : line.end]
        carries_on = index not in others and _carries_on(text, listed=listed)
        if index == last:
            if spans and carries_on and spans[-1][1] < line.end:
                spans[-1] = (line.start, line.end)
        elif carries_on:
            spans.append((line.start, line.end))
        else:
            break
    return spans


def _carries_on(text: str, *, listed: bool) -> bool:
    """True for a line that carries a list on: 日程第2 …, 議案第3号 …; where the field is empty, any numbered title."""
    if SCHEDULE.match(text) or TAG.match(text):
        return True
    shape = read_shape(text)
    return (
        not listed and shape is not None and shape.number is not None and is_title_like(text[shape.start : shape.end])
    )


def _tag_start(entry_field: HeaderField, folded: str) -> int:
    """Start of the first value; 「議案」 taken as a label belongs to 「第1号 …」 behind it."""
    value, label = entry_field.values[0], entry_field.label
    if label is not None and label.end <= value.start <= label.end + 6:
        tag = TAG.match(folded, label.start, value.end)
        if tag and tag.end() > value.start:
            return label.start
    return value.start


def _label_piece(document: Document, fields: Sequence[HeaderField], number: int, folded: str) -> Piece | None:
    """The field's label as a heading of the list (報告事項, 議題) with the number in front of it, or None.

    A label that only announces the list is left out, unless it is numbered or stands beside another label.
    """
    label = fields[number].label
    values = fields[number].values
    if label is None or (values and _tag_start(fields[number], folded) == label.start):
        return None
    line = document.lines[fields[number].first_line]
    ahead = _NUMBER_AHEAD.search(folded[line.start : label.start])
    key = heading_key(folded[label.start : label.end])
    if ahead is None and not is_container(key) and len(fields) == 1:
        return None
    start, end = label.start - (len(ahead[0]) if ahead else 0), label.end
    if start > line.start and (folded[start - 1], folded[end : end + 1]) in _BRACKETS:
        start, end = start - 1, end + 1
    body = folded[start:end].strip()
    return Piece(fields[number].first_line, start, start + len(body), body, line.indent)


def _line_of(document: Document, position: int, first: int, last: int) -> int:
    for index in range(first, min(last, len(document.lines) - 1) + 1):
        if document.lines[index].start <= position < document.lines[index].end:
            return index
    return first


def _entries(pieces: Sequence[Piece]) -> list[Entry]:
    candidates: list[Candidate] = []
    tag: Candidate | None = None
    for index, piece in enumerate(pieces):
        candidate = _as_candidate(index, piece)
        if candidate is not None and candidate.title is not None:
            if tag is not None and candidate.title.tag is None:
                # 「議案第3号」 on a line of its own belongs to the title on the next.
                candidate = candidate._replace(family=tag.family, number=tag.number, value=None, numbered=False)
            candidates.append(candidate)
        tag = candidate if candidate is not None and candidate.title is None else None
    return entries_of([_one_of_many(c, candidates[i + 1 : i + 2]) for i, c in enumerate(candidates)], pieces)


def _one_of_many(candidate: Candidate, following: Sequence[Candidate]) -> Candidate:
    """「1.議案等について」 before 「2.発議案について」: one business among others, though the words alone would frame them."""
    goes_on = (
        candidate.container
        and candidate.key.endswith("について")
        and candidate.value is not None
        and any(c.family == candidate.family and c.value == candidate.value + 1 for c in following)
    )
    return candidate._replace(frames=False) if goes_on else candidate


def _is_weak(candidate: Candidate, candidates: Sequence[Candidate], index: int) -> bool:
    """True for a bullet or a bare line beneath a numbered title: particulars, or the rest of a title that wrapped."""
    if candidate.mark in tuple(WEAK_MARKS):
        over = next((c for c in reversed(candidates[:index]) if c.mark not in tuple(WEAK_MARKS)), None)
        return any(c.numbered for c in candidates) and (over is None or not is_group(over.key))
    above = next((c for c in reversed(candidates[:index]) if c.numbered or c.family.endswith("tag")), None)
    titled = above is not None and not above.container and not is_group(above.key)
    return candidate.rule_id == "heading.list" and titled and not candidate.key.startswith("その他")


def entries_of(candidates: Sequence[Candidate], pieces: Sequence[Piece]) -> list[Entry]:
    """The entries that the candidates of a list make, with their levels; containers are left out."""
    found = levels(candidates)
    entries = []
    seen: set[tuple[str, int]] = set()
    for index, candidate in enumerate(candidates):
        if index not in found or candidate.title is None or not candidate.title_like or len(candidate.key) < 2:
            continue
        if (
            _OPENED.fullmatch(candidate.key)
            or _RANGE_OF_BILLS.fullmatch(candidate.key)
            or candidate.key.endswith(("のとおり", "の通り", "別紙", "なし", "に同じ", "と同じ", "同様", "省略"))
            or ((candidate.key, found[index]) in seen and candidate.key != "その他")
        ):
            continue
        seen.add((candidate.key, found[index]))
        piece = pieces[candidate.piece]
        title = candidate.title
        weak = found[index] > 1 and _is_weak(candidate, candidates, index)
        entries.append(
            Entry(
                piece.start + title.start,
                piece.start + title.end,
                piece.line,
                candidate.key,
                candidate.number,
                found[index],
                weak,
            )
        )
    return entries
